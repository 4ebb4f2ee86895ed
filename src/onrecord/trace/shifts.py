"""What moved on an issue: a side's stand that changed between two reports. Conditions, dates and plans: `moves`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from onrecord.trace.entries import Evidence, Stand, Term
from onrecord.trace.nearness import each_to
from onrecord.trace.positions import own
from onrecord.trace.sameness import near as _near
from onrecord.trace.stance import LEANING, leaning, opposed

ShiftKind = Literal[
    "date_moved", "condition_added", "condition_dropped", "condition_waived", "offer_made", "offer_withdrawn",
    "plan_status", "reversal", "hardened", "softened",
]  # fmt: skip
STEP, CLEAR_STEP = (
    3.0,
    4.0,
)  # steps of leaning between two statements from which a side has moved, moved clearly
ALIKE, CLEAR = 0.40, 0.50  # nearness of two statements from which they are about the same thing, clearly so
LEANS = 1.5  # steps that what a side has come to leans at least: falling silent is no shift
SAME = 0.65  # nearness of two events or promises from which they are the same one
TWIN = 0.75  # nearness from which two statements say the same or its opposite
WINDOW = 40  # earlier statements of the side that are looked at


@dataclass(frozen=True)
class Shift:
    """A change, with the words of before and after."""

    side: str
    kind: ShiftKind
    before: Evidence
    after: Evidence
    confidence: float  # the chance that both were read right
    sure: bool = True  # False: perhaps two things that are not the same; left out of default views
    of: tuple[str, str] | None = None  # the day or the status that it was, and what it is

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
            "from": self.of and self.of[0],
            "to": self.of and self.of[1],
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "same_speaker": self.same_speaker,
            "confidence": round(self.confidence, 3),
            "sure": self.sure,
            "rests_on": [self.before.entry, self.after.entry],
        }


def shifts(stands: Sequence[Stand], terms: Sequence[Term] = ()) -> list[Shift]:
    """How sides moved on one issue, oldest first: steps towards an agreement or away, and first conditions.

    What moved in conditions, dates and plans is told by `moves.moves`, whatever issue their statements are of.
    """
    return once([*_first_conditions(stands, terms), *_leanings(stands)])


def once(found: Sequence[Shift]) -> list[Shift]:
    """The first sign of each change, in the order of time."""
    seen = set[tuple[str, str]]()
    kept = []
    for one in found:
        key = (one.side, one.after.entry)
        if key not in seen:
            seen.add(key)
            kept.append(one)
    return sorted(
        kept, key=lambda one: (str(one.after.published), one.after.article, one.after.spans, one.side)
    )


def later(before: Evidence, after: Evidence) -> bool:
    """Whether two are from different reports, one published after the other."""
    if before.article == after.article or before.published is None or after.published is None:
        return False
    return before.published < after.published


def _by_side(stands: Sequence[Stand]) -> dict[str, list[Stand]]:
    sides: dict[str, list[Stand]] = {}
    for one in sorted(stands, key=lambda one: (one.when, one.evidence.article, one.order)):
        if own(one):
            sides.setdefault(one.side or "", []).append(one)
    return sides


def _leanings(stands: Sequence[Stand]) -> Iterator[Shift]:
    """Steps towards an agreement or away from it; of several in one report and the same way the clearest."""
    for history in _by_side(stands).values():
        best: dict[tuple[str, bool], tuple[float, Shift]] = {}
        leans = [leaning(one) for one in history]
        for at, after in enumerate(history):
            if abs(leans[at]) < LEANS:
                continue
            for earlier in range(at - 1, max(0, at - WINDOW) - 1, -1):
                before = history[earlier]
                step = leans[at] - leans[earlier]
                near = _near(before.place, after.place)
                if near < ALIKE or not later(before.evidence, after.evidence):
                    continue
                if leans[earlier] * leans[at] >= LEANS**2:
                    break  # it stood there already
                if abs(step) >= STEP:
                    key = (after.evidence.article, step > 0)
                    if key not in best or near * abs(step) > best[key][0]:
                        best[key] = (near * abs(step), _shift(before, after, step, near))
                    break
        yield from (shift for _, shift in best.values())


def _shift(before: Stand, after: Stand, step: float, near: float) -> Shift:
    # That somebody denies something says little of where he stood before.
    told = LEANING.get(before.act or "", 0.0) != 0.0
    return Shift(
        after.side or "",
        _kind(before, after, step, near),
        before.evidence,
        after.evidence,
        min(before.confidence, after.confidence),
        sure=told and abs(step) >= CLEAR_STEP and near >= CLEAR,
    )


def _kind(before: Stand, after: Stand, step: float, near: float) -> ShiftKind:
    if step < 0:
        if before.act == "offer" and after.act in ("reject", "threaten"):
            return "offer_withdrawn"
        return "reversal" if near >= TWIN and opposed(before, after) else "hardened"
    if after.act == "offer" or (after.act == "commit" and before.act in ("reject", "threaten")):
        return "offer_made"
    return "reversal" if near >= TWIN and opposed(before, after) else "softened"


def _first_conditions(stands: Sequence[Stand], terms: Sequence[Term]) -> Iterator[Shift]:
    """A condition on what the side had held out without one."""
    carriers = {term.statement for term in terms}
    sides: dict[str, list[Term]] = {}
    for term in terms:
        if term.side and term.kind != "waiver":
            sides.setdefault(term.side, []).append(term)
    for side, history in _by_side(stands).items():
        held_out = [one for one in history if leaning(one) > 0 and one.evidence.entry not in carriers]
        mine = sides.get(side, [])
        likeness = each_to([one.outcome_place for one in mine], [one.place for one in held_out])
        for term, near in zip(mine, likeness, strict=True):
            told = (held_out[at] for at in np.flatnonzero(near >= ALIKE)[::-1].tolist())
            before = next((one for one in told if later(one.evidence, term.evidence)), None)
            if before is not None:
                sure = _near(before.place, term.outcome_place) >= SAME
                confidence = min(before.confidence, term.confidence)
                yield Shift(side, "condition_added", before.evidence, term.evidence, confidence, sure)
