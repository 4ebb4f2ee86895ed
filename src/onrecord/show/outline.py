"""The order in which statements are shown: numbered, the nested ones under their outer statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.models import Statement

if TYPE_CHECKING:
    from onrecord.reading import Reading

# Statements with a lower calibrated confidence are left out of default views: at one half, what is shown is
# more likely right than wrong. docs/ has the precision and coverage of other thresholds.
THRESHOLD = 0.5
SURE = 0.8  # from here on a statement is shown without a word on its confidence


@dataclass(frozen=True)
class Entry:
    """A statement in its place."""

    number: int  # counts from 1, down the page
    depth: int  # 0 where nothing contains it
    statement: Statement
    parent: int | None = None  # number of the entry that contains it


@dataclass(frozen=True)
class Outline:
    """What is shown of an article's statements, and how many are not."""

    entries: tuple[Entry, ...]
    hidden: int = 0  # statements under the threshold


def doubt(confidence: float) -> str | None:
    """A word for a confidence, None where it is sure."""
    if confidence < THRESHOLD:
        return "unsure"
    return None if confidence >= SURE else "fairly sure"


def keep(statements: Sequence[Statement], threshold: float) -> tuple[Statement, ...]:
    """Statements with at least `threshold` confidence; `within` moves to the next outer one that is kept."""
    kept = {s.id for s in statements if s.confidence >= threshold}
    outer = {s.id: s.within for s in statements}

    def next_kept(statement: Statement) -> str | None:
        met = {statement.id}
        above = statement.within
        while above is not None and above not in kept and above not in met:
            met.add(above)
            above = outer.get(above)
        return above if above in kept else None

    return tuple(replace(s, within=next_kept(s)) for s in statements if s.id in kept)


def kept(reading: Reading, threshold: float) -> Reading:
    """A reading without entries under `threshold`; links to what is dropped are cut."""
    statements = keep(reading.statements, threshold)
    plans = tuple(plan for plan in reading.plans if plan.confidence >= threshold)
    known = {s.id for s in statements} | {plan.id for plan in plans}
    conditions = tuple(
        replace(
            c,
            statement=c.statement if c.statement in known else None,
            plan=c.plan if c.plan in known else None,
        )
        for c in reading.conditions
        if c.confidence >= threshold
    )
    timelines = tuple(
        replace(t, statement=t.statement if t.statement in known else None)
        for t in reading.timelines
        if t.confidence >= threshold
    )
    return replace(reading, statements=statements, conditions=conditions, timelines=timelines, plans=plans)


def outline(statements: Sequence[Statement], threshold: float = THRESHOLD) -> Outline:
    """Number `statements` in their order, each followed by those that it contains.

    Args:
        statements: In the order of the text.
        threshold: Statements with less confidence are counted and left out; 0 shows all.
    """
    shown = keep(statements, threshold)
    children: dict[str | None, list[Statement]] = {}
    for statement in shown:
        children.setdefault(statement.within, []).append(statement)
    entries: list[Entry] = []
    seen: set[str] = set()
    # After the outermost all others, for those that would contain themselves by way of others.
    for root in [*children.get(None, ()), *shown]:
        stack: list[tuple[Statement, int, int | None]] = [(root, 0, None)]
        while stack:
            statement, depth, parent = stack.pop()
            if statement.id in seen:
                continue
            seen.add(statement.id)
            entries.append(Entry(len(entries) + 1, depth, statement, parent))
            inner = children.get(statement.id, ())
            stack += [(s, depth + 1, entries[-1].number) for s in reversed(inner)]
    return Outline(tuple(entries), len(statements) - len(shown))
