"""What moved, whatever the issue: a condition, a date or a plan that changed between two reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from onrecord.stakes.links import apart, named_in
from onrecord.trace.entries import Date, Term
from onrecord.trace.nearness import each_to_earlier
from onrecord.trace.sameness import OUTCOME, same, same_outcome, same_requirement
from onrecord.trace.sameness import near as _near
from onrecord.trace.shifts import SAME, Shift, ShiftKind, later, once

SAME_TERM = 0.60  # nearness of two requirements from which they may be the same one
SAME_PLAN = 0.35  # nearness of two events of the same people and kind from which they may be the same
FIRM = ("ruled_out", "proposed", "being_arranged", "agreed", "scheduled", "under_way", "held")
OFF = ("postponed", "cancelled")
OVER = (*OFF, "held", "under_way", "ruled_out")  # of which no day is to come


def moves(terms: Sequence[Term], dates: Sequence[Date]) -> list[Shift]:
    """What moved in conditions, dates and plans, oldest first; that two are the same is known by what they mean."""
    return once([*_conditions(terms), *_dates(dates), *_plans(dates)])


def _conditions(terms: Sequence[Term]) -> Iterator[Shift]:
    """A requirement that a side had not set before on the same outcome; one that it waived."""
    sides: dict[str, list[Term]] = {}
    for term in sorted(terms, key=lambda one: (one.when, one.evidence.article, one.evidence.spans)):
        if term.side and len(term.place) and len(term.outcome_place):
            sides.setdefault(term.side, []).append(term)
    for side, mine in sorted(sides.items()):
        required = each_to_earlier([one.place for one in mine])
        outcomes = each_to_earlier([one.outcome_place for one in mine])
        days = _days(mine)
        sets = np.array([one.kind != "waiver" for one in mine])
        for at, (term, of_place, of_outcome) in enumerate(zip(mine, required, outcomes, strict=True)):
            near = sets[:at] & _reported_before(days, at) & (of_outcome >= OUTCOME)
            before = next((mine[one] for one in _latest(near) if same_outcome(mine[one], term)), None)
            if before is None:
                continue
            if term.kind == "waiver":
                yield _of_terms(side, "condition_waived", before, term)
                continue
            alike = near & (of_place >= SAME_TERM)
            if not any(
                same_requirement(mine[one], term, SAME_TERM) and same_outcome(mine[one], term)
                for one in _latest(alike)
            ):
                yield _of_terms(side, "condition_added", before, term)


def _days(told: Sequence[Term] | Sequence[Date]) -> npt.NDArray[np.int64]:
    """The day of each report as a number; 0 where it is not known."""
    return np.array([one.evidence.published.toordinal() if one.evidence.published else 0 for one in told])


def _reported_before(days: npt.NDArray[np.int64], at: int) -> npt.NDArray[np.bool_]:
    """Which of those before one are of an earlier day, as `later` has it: [at]."""
    earlier: npt.NDArray[np.bool_] = (days[:at] > 0) & (days[:at] < days[at])
    return earlier


def _latest(chosen: npt.NDArray[np.bool_]) -> list[int]:
    """The places of what was chosen, the last first."""
    found: list[int] = np.flatnonzero(chosen)[::-1].tolist()
    return found


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
    days, likenesses = _days(ordered), each_to_earlier([one.place for one in ordered])
    for at, (after, likeness) in enumerate(zip(ordered, likenesses, strict=True)):
        for one in _latest((likeness >= near) & _reported_before(days, at)):
            before = ordered[one]
            if later(before.evidence, after.evidence) and (alike is None or alike(before, after)):
                yield before, after
                break
