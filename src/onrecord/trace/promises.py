"""What is due: promises, deadlines and plans with their state on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import numpy as np

from onrecord.trace.entries import Date, Evidence, Place
from onrecord.trace.nearness import each_to
from onrecord.trace.sameness import near

State = Literal["ahead", "due", "overdue", "kept", "dropped", "unclear"]
SAME = 0.65  # nearness of two events from which they are the same one
KEPT, DROPPED = ("held", "under_way"), ("cancelled", "ruled_out")
FAR = 45  # days after the last day up to which word of an event is word of this one


@dataclass(frozen=True)
class Due:
    """What is to happen by a day, and what became of it."""

    by: str | None
    side: str | None
    what: str
    promise: Evidence
    earliest: date | None
    latest: date
    as_of: date
    state: State
    evidence: Evidence | None = None  # that settles it
    confidence: float = 1.0
    again: tuple[Evidence, ...] = ()  # where else the same was said
    firm: bool = True  # False: nobody promised or planned it, so that it cannot be kept or dropped by anybody

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "by": self.side or self.by,
            "said_by": self.by,
            "what": self.what,
            "promise": self.promise.to_dict(),
            "earliest": self.earliest.isoformat() if self.earliest else None,
            "latest": self.latest.isoformat(),
            "as_of": self.as_of.isoformat(),
            "state": self.state,
            "evidence": self.evidence.to_dict() if self.evidence else None,
            "firm": self.firm,
            "again": [one.to_dict() for one in self.again],
            "confidence": round(self.confidence, 3),
            "rests_on": [self.promise.entry, *([self.evidence.entry] if self.evidence else ())],
        }


def due(dates: Sequence[Date], as_of: date, told: Sequence[Date] = ()) -> list[Due]:
    """What was to happen by a day when it was told, each once, in the order of their days.

    Args:
        dates: What is sure enough to be shown.
        told: Plans with their status, by which it is judged what became of things.
    """
    known = [one for one in dates if one.when <= as_of]
    words = [one for one in told if one.status in (*KEPT, *DROPPED) and one.when <= as_of]
    awaited = [
        one
        for one in known
        if one.latest is not None
        and one.latest >= one.when
        and one.status not in (*KEPT, *DROPPED, "postponed")
    ]
    likenesses = each_to([one.place for one in awaited], [one.place for one in words])
    found = [
        _judged(one, [words[at] for at in np.flatnonzero(likeness >= SAME).tolist()], as_of)
        for one, likeness in zip(awaited, likenesses, strict=True)
    ]
    places = {one.evidence.entry: one.place for one in known}
    return _once(
        sorted(found, key=lambda one: (one.latest, str(one.promise.published), one.promise.entry)), places
    )


def _judged(one: Date, outcomes: Sequence[Date], as_of: date) -> Due:
    latest = one.latest
    assert latest is not None
    state: State = "ahead" if latest > as_of else "due" if latest == as_of else "overdue"
    made = Due(
        one.by,
        one.side,
        one.what,
        one.evidence,
        one.earliest,
        latest,
        as_of,
        state,
        confidence=one.confidence,
    )
    words = _last_words(one, outcomes)
    if not words:
        return made
    if len({word.status in KEPT for word in words}) > 1:
        return replace(made, state="unclear")
    return replace(made, state="kept" if words[0].status in KEPT else "dropped", evidence=words[0].evidence)


def _last_words(one: Date, outcomes: Iterable[Date]) -> list[Date]:
    """What the reports of the last day say became of it: later ones, and not long after its day.

    Args:
        outcomes: What is told of the same event.
    """
    best: list[Date] = []
    for other in outcomes:
        if other.evidence.article == one.evidence.article or other.when <= one.when:
            continue
        begun = one.earliest or one.latest
        if other.status in KEPT and begun is not None and other.when < begun:
            continue  # what is said to be held before it could begin is something else
        if one.latest is not None and (other.when - one.latest).days > FAR:
            continue
        if best and other.when < best[0].when:
            continue
        best = [*best, other] if best and other.when == best[0].when else [other]
    return best


def _once(found: Sequence[Due], places: dict[str, Place]) -> list[Due]:
    """The same thing by the same day, told several times, is one; the first telling stands."""
    kept: list[Due] = []
    for one in found:
        twin = _twin(one, kept, places)
        if twin is None:
            kept.append(one)
        else:
            kept[twin] = replace(kept[twin], again=(*kept[twin].again, one.promise))
    return kept


def _twin(one: Due, kept: Sequence[Due], places: dict[str, Place]) -> int | None:
    place = places[one.promise.entry]
    for at in range(len(kept) - 1, -1, -1):
        other = kept[at]
        if other.latest != one.latest:
            return None
        same_side = (one.side or one.by) in (None, other.side or other.by)
        if same_side and near(place, places[other.promise.entry]) >= SAME:
            return at
    return None
