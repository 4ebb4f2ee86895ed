"""What moved: a side's stand, a condition, a date or a plan that changed between two reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from onrecord.stakes.links import apart, named_in
from onrecord.trace.entries import Date, Evidence, Stand, Term
from onrecord.trace.positions import own
from onrecord.trace.sameness import OUTCOME, same, same_outcome, same_requirement
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
SAME_TERM = 0.60  # nearness of two requirements from which they may be the same one
SAME_PLAN = 0.35  # nearness of two events of the same people and kind from which they may be the same
TWIN = 0.75  # nearness from which two statements say the same or its opposite
WINDOW = 40  # earlier statements of the side that are looked at
FIRM = ("ruled_out", "proposed", "being_arranged", "agreed", "scheduled", "under_way", "held")
OFF = ("postponed", "cancelled")
OVER = (*OFF, "held", "under_way", "ruled_out")  # of which no day is to come


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

    What moved in conditions, dates and plans is told by `moves`, whatever issue their statements are of.
    """
    return _once([*_first_conditions(stands, terms), *_leanings(stands)])


def moves(terms: Sequence[Term], dates: Sequence[Date]) -> list[Shift]:
    """What moved in conditions, dates and plans, oldest first; that two are the same is known by what they mean."""
    return _once([*_conditions(terms), *_dates(dates), *_plans(dates)])


def _once(found: Sequence[Shift]) -> list[Shift]:
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


def _later(before: Evidence, after: Evidence) -> bool:
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
        for at, after in enumerate(history):
            if abs(leaning(after)) < LEANS:
                continue
            for before in reversed(history[max(0, at - WINDOW) : at]):
                step = leaning(after) - leaning(before)
                if abs(step) < STEP or not _later(before.evidence, after.evidence):
                    continue
                near = _near(before.place, after.place)
                if near >= ALIKE:
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
    history = _by_side(stands)
    carriers = {term.statement for term in terms}
    for term in terms:
        if term.side and term.kind != "waiver":
            before = _unconditional(history.get(term.side, []), term, carriers)
            if before is not None:
                yield Shift(
                    term.side,
                    "condition_added",
                    before.evidence,
                    term.evidence,
                    min(before.confidence, term.confidence),
                    sure=_near(before.place, term.outcome_place) >= SAME,
                )


def _unconditional(history: Sequence[Stand], term: Term, carriers: set[str | None]) -> Stand | None:
    """The last statement in which the side had held out the same outcome without a condition."""
    for one in reversed(history):
        if (
            leaning(one) > 0
            and one.evidence.entry not in carriers
            and _later(one.evidence, term.evidence)
            and _near(one.place, term.outcome_place) >= ALIKE
        ):
            return one
    return None


def _conditions(terms: Sequence[Term]) -> Iterator[Shift]:
    """A requirement that a side had not set before on the same outcome; one that it waived."""
    sides: dict[str, list[Term]] = {}
    for term in sorted(terms, key=lambda one: (one.when, one.evidence.article, one.evidence.spans)):
        if term.side and len(term.place) and len(term.outcome_place):
            sides.setdefault(term.side, []).append(term)
    for side, mine in sorted(sides.items()):
        outcomes = np.stack([one.outcome_place for one in mine])
        for at, term in enumerate(mine):
            near = np.flatnonzero(outcomes[:at] @ term.outcome_place >= OUTCOME).tolist()
            before = [
                mine[one]
                for one in near
                if mine[one].kind != "waiver"
                and _later(mine[one].evidence, term.evidence)
                and same_outcome(mine[one], term)
            ]
            if not before:
                continue
            if term.kind == "waiver":
                yield _of_terms(side, "condition_waived", before[-1], term)
            elif not any(same_requirement(one, term, SAME_TERM) for one in before):
                yield _of_terms(side, "condition_added", before[-1], term)


def _of_terms(side: str, kind: ShiftKind, before: Term, after: Term) -> Shift:
    return Shift(side, kind, before.evidence, after.evidence, min(before.confidence, after.confidence))


def _dates(dates: Sequence[Date]) -> Iterator[Shift]:
    """The same thing, promised by the same side, by another day."""
    sides: dict[str, list[Date]] = {}
    for one in dates:
        side = one.side or one.by
        if side and one.latest is not None and one.latest >= one.when and one.status not in OVER:
            sides.setdefault(side, []).append(one)
    for side, mine in sorted(sides.items()):
        timelines = [one for one in mine if one.status is None]
        alone = [
            one for one in mine if one.status is not None and not any(_told_twice(one, t) for t in timelines)
        ]
        for before, after in _pairs([*timelines, *alone]):
            if before.latest != after.latest and not _holds(before, after):
                sure = min(before.confidence, after.confidence)
                days = (str(before.latest), str(after.latest))
                yield Shift(side, "date_moved", before.evidence, after.evidence, sure, of=days)


def _told_twice(plan: Date, timeline: Date) -> bool:
    """Whether a plan is what a timeline of the same report binds."""
    same = plan.evidence.article == timeline.evidence.article
    return same and plan.latest == timeline.latest and _near(plan.place, timeline.place) >= SAME


def _holds(before: Date, after: Date) -> bool:
    """Whether the later word only says more exactly when."""
    if before.earliest is None or after.latest is None or before.latest is None:
        return False
    return before.earliest <= (after.earliest or after.latest) and after.latest <= before.latest


def _plans(dates: Sequence[Date]) -> Iterator[Shift]:
    """The same event, of the same people, with another status."""
    kinds: dict[str, list[Date]] = {}
    for one in dates:
        if one.status is not None and one.participants:
            kinds.setdefault(one.kind, []).append(one)
    for _, mine in sorted(kinds.items()):
        for before, after in _pairs(mine, SAME_PLAN, _taking_part):
            if before.status == after.status:
                continue
            if _rank(after) > _rank(before) or after.status in OFF or before.status in OFF:
                side = after.side or next(name for name in after.participants if name in before.participants)
                sure = min(before.confidence, after.confidence)
                states = (str(before.status), str(after.status))
                yield Shift(side, "plan_status", before.evidence, after.evidence, sure, of=states)


def _taking_part(before: Date, after: Date) -> bool:
    """Whether two are one event: at least half of the people are the same, and half of the words."""
    one, other = set(before.participants), set(after.participants)
    if not 2 * len(one & other) >= min(len(one), len(other)) > 0:
        return False
    people = one | other
    if apart(named_in(before.what, people), named_in(after.what, people)):
        return False
    return same(before.what, after.what, _near(before.place, after.place), SAME_PLAN)


def _rank(plan: Date) -> int:
    return FIRM.index(plan.status) if plan.status in FIRM else -1


def _pairs(
    dates: Sequence[Date], near: float = SAME, alike: Callable[[Date, Date], bool] | None = None
) -> Iterator[tuple[Date, Date]]:
    """Each with the last earlier one that is the same."""
    ordered = sorted(
        (one for one in dates if len(one.place)),
        key=lambda one: (one.when, one.evidence.article, one.evidence.spans),
    )
    if not ordered:
        return
    places = np.stack([one.place for one in ordered])
    for at, after in enumerate(ordered):
        for one in reversed(np.flatnonzero(places[:at] @ after.place >= near).tolist()):
            before = ordered[one]
            if _later(before.evidence, after.evidence) and (alike is None or alike(before, after)):
                yield before, after
                break
