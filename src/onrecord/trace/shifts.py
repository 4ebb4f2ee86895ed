"""What moved: a side's stand, a condition, a date or a plan that changed between two reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from onrecord.trace.entries import Date, Evidence, Stand, Term
from onrecord.trace.positions import own
from onrecord.trace.stance import leaning, opposed

ShiftKind = Literal[
    "date_moved", "condition_added", "condition_dropped", "condition_waived", "offer_made", "offer_withdrawn",
    "plan_status", "reversal", "hardened", "softened",
]  # fmt: skip
STEP, CLEAR_STEP = (
    3.0,
    4.0,
)  # steps of leaning between two statements from which a side has moved, moved clearly
ALIKE, CLEAR = 0.40, 0.45  # nearness of two statements from which they are about the same thing, clearly so
LEANS = 1.5  # steps that what a side has come to leans at least: falling silent is no shift
SAME = 0.65  # nearness of two events, conditions or promises from which they are the same one
TWIN = 0.75  # nearness from which two statements say the same or its opposite
WINDOW = 40  # earlier statements of the side that are looked at
FIRM = ("ruled_out", "proposed", "being_arranged", "agreed", "scheduled", "under_way", "held")
OFF = ("postponed", "cancelled")


@dataclass(frozen=True)
class Shift:
    """A change, with the words of before and after."""

    side: str
    kind: ShiftKind
    before: Evidence
    after: Evidence
    confidence: float  # the chance that both were read right
    sure: bool = True  # False: perhaps two things that are not the same; left out of default views

    @property
    def same_speaker(self) -> bool | None:
        """Whether one person said both; None where a speaker is not known."""
        if self.before.speaker is None or self.after.speaker is None:
            return None
        return self.before.speaker == self.after.speaker

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "side": self.side,
            "kind": self.kind,
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "same_speaker": self.same_speaker,
            "confidence": round(self.confidence, 3),
            "sure": self.sure,
            "rests_on": [self.before.entry, self.after.entry],
        }


def shifts(stands: Sequence[Stand], terms: Sequence[Term], dates: Sequence[Date]) -> list[Shift]:
    """What moved on one issue, oldest first; of several signs of one change the surest kind is kept."""
    found = [
        *_conditions(stands, terms),
        *_dates(dates),
        *_plans(dates),
        *_leanings(stands),
    ]
    seen = set[tuple[str, str]]()
    kept = []
    for one in found:  # what has a structure of its own comes first
        key = (one.side, one.after.entry)
        if key not in seen:
            seen.add(key)
            kept.append(one)
    return sorted(
        kept, key=lambda one: (str(one.after.published), one.after.article, one.after.spans, one.side)
    )


def _later(before: Evidence, after: Evidence) -> bool:
    """Whether two are from different reports, one published after the other."""
    if before.article == after.article or before.published is None or after.published is None:
        return False
    return before.published < after.published


def _near(one: Any, other: Any) -> float:
    return float(np.dot(one, other)) if len(one) and len(other) else 0.0


def _leanings(stands: Sequence[Stand]) -> Iterator[Shift]:
    """Steps towards an agreement or away from it; of several in one report and the same way the clearest."""
    for history in _by_side(stands).values():
        best: dict[tuple[str, bool], tuple[float, Shift]] = {}
        for at, after in enumerate(history):
            if abs(leaning(after)) < LEANS:
                continue
            for before in reversed(history[max(0, at - WINDOW) : at]):
                if not _later(before.evidence, after.evidence):
                    continue
                near = _near(before.place, after.place)
                step = leaning(after) - leaning(before)
                if near >= ALIKE and abs(step) >= STEP:
                    key = (after.evidence.article, step > 0)
                    if key not in best or near * abs(step) > best[key][0]:
                        best[key] = (near * abs(step), _shift(before, after, step, near))
                    break
        yield from (shift for _, shift in best.values())


def _kind(before: Stand, after: Stand, step: float, near: float) -> ShiftKind:
    if step < 0:
        if before.act == "offer" and after.act in ("reject", "threaten"):
            return "offer_withdrawn"
        return "reversal" if near >= TWIN and opposed(before, after) else "hardened"
    if after.act == "offer" or (after.act == "commit" and before.act in ("reject", "threaten")):
        return "offer_made"
    return "reversal" if near >= TWIN and opposed(before, after) else "softened"


def _shift(before: Stand, after: Stand, step: float, near: float) -> Shift:
    return Shift(
        after.side or "",
        _kind(before, after, step, near),
        before.evidence,
        after.evidence,
        min(before.confidence, after.confidence),
        sure=abs(step) >= CLEAR_STEP and near >= CLEAR,
    )


def _by_side(stands: Sequence[Stand]) -> dict[str, list[Stand]]:
    sides: dict[str, list[Stand]] = {}
    for one in sorted(stands, key=lambda one: (one.when, one.evidence.article, one.order)):
        if own(one):
            sides.setdefault(one.side or "", []).append(one)
    return sides


def _conditions(stands: Sequence[Stand], terms: Sequence[Term]) -> Iterator[Shift]:
    """A requirement that a side had not set before on the same outcome; one that it waived or took back."""
    history = _by_side(stands)
    sides: dict[str, list[Term]] = {}
    for term in sorted(terms, key=lambda one: (one.when, one.evidence.article, one.evidence.spans)):
        if term.side:
            sides.setdefault(term.side, []).append(term)
    for side, mine in sides.items():
        for at, term in enumerate(mine):
            earlier = [
                one
                for one in mine[max(0, at - WINDOW) : at]
                if _later(one.evidence, term.evidence)
                and _near(one.outcome_place, term.outcome_place) >= SAME
            ]
            if term.kind == "waiver":
                set_before = [one for one in earlier if one.kind != "waiver"]
                if set_before:
                    yield _of_terms(side, "condition_waived", set_before[-1], term)
                continue
            if any(one.kind != "waiver" and _near(one.place, term.place) >= SAME for one in earlier):
                continue
            if earlier:
                yield _of_terms(side, "condition_added", earlier[-1], term)
            elif before := _unconditional(history.get(side, []), term, {one.statement for one in mine}):
                yield Shift(
                    side,
                    "condition_added",
                    before.evidence,
                    term.evidence,
                    min(before.confidence, term.confidence),
                )


def _of_terms(side: str, kind: ShiftKind, before: Term, after: Term) -> Shift:
    return Shift(side, kind, before.evidence, after.evidence, min(before.confidence, after.confidence))


def _unconditional(history: Sequence[Stand], term: Term, carriers: set[str | None]) -> Stand | None:
    """The last statement in which the side had held out the same outcome without a condition."""
    for one in reversed(history[-WINDOW:]):
        if (
            leaning(one) > 0
            and one.evidence.entry not in carriers
            and _later(one.evidence, term.evidence)
            and _near(one.place, term.outcome_place) >= ALIKE
        ):
            return one
    return None


def _dates(dates: Sequence[Date]) -> Iterator[Shift]:
    """The same thing, promised by the same side, by another day."""
    for before, after in _pairs([one for one in dates if one.status is None and one.latest is not None]):
        side = after.side or after.by
        if side is None or side != (before.side or before.by) or _near(before.place, after.place) < SAME:
            continue
        if before.latest != after.latest and not _holds(before, after):
            yield Shift(
                side, "date_moved", before.evidence, after.evidence, min(before.confidence, after.confidence)
            )


def _holds(before: Date, after: Date) -> bool:
    """Whether the later word only says more exactly when."""
    if before.earliest is None or after.latest is None or before.latest is None:
        return False
    return before.earliest <= (after.earliest or after.latest) and after.latest <= before.latest


def _plans(dates: Sequence[Date]) -> Iterator[Shift]:
    """The same event with another status; who plans it is the one that takes part in both and is named first."""
    for before, after in _pairs([one for one in dates if one.status is not None]):
        if (
            before.status == after.status
            or before.kind != after.kind
            or _near(before.place, after.place) < SAME
        ):
            continue
        both = [name for name in after.participants if name in before.participants]
        forward = _rank(after) > _rank(before) or after.status in OFF or before.status in OFF
        if both and forward:
            yield Shift(
                both[0],
                "plan_status",
                before.evidence,
                after.evidence,
                min(before.confidence, after.confidence),
            )


def _rank(plan: Date) -> int:
    return FIRM.index(plan.status) if plan.status in FIRM else -1


def _pairs(dates: Sequence[Date]) -> Iterator[tuple[Date, Date]]:
    """Each with the nearest earlier ones, the nearest first."""
    ordered = sorted(dates, key=lambda one: (one.when, one.evidence.article, one.evidence.spans))
    for at, after in enumerate(ordered):
        for before in reversed(ordered[max(0, at - WINDOW) : at]):
            if _later(before.evidence, after.evidence):
                yield before, after
