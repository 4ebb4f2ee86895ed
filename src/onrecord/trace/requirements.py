"""What each side requires first: every requirement an entry of its own, with its state and the words that give it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np

from onrecord.models import digest
from onrecord.trace.entries import Date, Evidence, Stand, Term
from onrecord.trace.nearness import each_to, each_to_earlier
from onrecord.trace.sameness import OUTCOME, same, same_outcome, same_requirement
from onrecord.trace.stance import conditional

RequirementState = Literal["open", "met", "refused", "waived", "offered"]
SAME = 0.60  # nearness of two requirements from which they may be one
ANSWER = 0.55  # nearness of a statement and a requirement from which it answers it
CLOSER = 0.10  # so much nearer another requirement, a statement answers that one and not this
MET = 0.65  # nearness of an event that took place and a requirement from which it meets it


@dataclass(frozen=True)
class Requirement:
    """What a side requires for an outcome, of whom, and how that stands."""

    id: str
    outcome: str
    side: str  # that sets it
    of: str | None  # who must act
    kind: str  # precondition, offer, threat
    term: Term
    state: RequirementState = "open"
    evidence: Evidence | None = None
    again: tuple[Evidence, ...] = ()  # where else it was set

    @property
    def confidence(self) -> float:
        """The chance that it was read right."""
        return self.term.confidence

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "id": self.id,
            "outcome": self.outcome,
            "side": self.side,
            "of": self.of,
            "kind": self.kind,
            "requirement": self.term.evidence.to_dict(),
            "state": self.state,
            "evidence": self.evidence.to_dict() if self.evidence else None,
            "again": [one.to_dict() for one in self.again],
            "confidence": round(self.confidence, 3),
            "rests_on": [self.term.condition, *([self.evidence.entry] if self.evidence else ())],
        }


def requirements(
    stands: Sequence[Stand], terms: Sequence[Term], plans: Sequence[Date] = ()
) -> list[Requirement]:
    """The requirements on one issue in the order in which they were first set, with their state at its end.

    Args:
        stands: All statements on the issue.
        terms: All conditions on it, waivers too.
        plans: Events with their status.
    """
    ordered = sorted(
        (one for one in terms if one.side),
        key=lambda one: (one.when, one.evidence.article, one.evidence.spans),
    )
    groups = _grouped([one for one in ordered if one.kind != "waiver"])
    last = [group[-1] for group in groups]
    answers = _answers(stands, plans, [one for one in ordered if one.kind != "waiver"], last)
    waived = _waived([one for one in ordered if one.kind == "waiver"], last)
    return [_judged(*one) for one in zip(groups, answers, waived, strict=True)]


def _grouped(terms: Sequence[Term]) -> list[list[Term]]:
    """Those of one side that require the same for the same outcome, in the order of the first."""
    sides: dict[str, list[Term]] = {}
    for term in terms:
        sides.setdefault(term.side or "", []).append(term)
    places = {id(term): at for at, term in enumerate(terms)}
    groups = [group for mine in sides.values() for group in _grouped_of_side(mine)]
    return sorted(groups, key=lambda group: places[id(group[0])])


def _grouped_of_side(terms: Sequence[Term]) -> list[list[Term]]:
    groups: dict[int, list[Term]] = {}  # by the place of the first one
    first = np.zeros(len(terms), np.bool_)
    required = each_to_earlier([one.place for one in terms])
    outcomes = each_to_earlier([one.outcome_place for one in terms])
    for at, (term, likeness, of_outcome) in enumerate(zip(terms, required, outcomes, strict=True)):
        fits = np.flatnonzero(first[:at] & (likeness >= SAME) & (of_outcome >= OUTCOME))
        for other in fits[np.argsort(-likeness[fits], kind="stable")].tolist():
            if same_outcome(terms[other], term) and same_requirement(terms[other], term, SAME):
                groups[other].append(term)
                break
        else:
            groups[at] = [term]
            first[at] = True
    return list(groups.values())


Answer = tuple[date, RequirementState, Evidence]  # from when on


def _answers(
    stands: Sequence[Stand], plans: Sequence[Date], terms: Sequence[Term], asked: Sequence[Term]
) -> Iterator[list[Answer]]:
    """What was said and done that answers each of some requirements.

    Args:
        terms: All requirements; a statement answers those that it is nearest to.
        asked: Those that are to be answered.
    """
    said = [
        one
        for one in stands
        if one.side
        and not one.hearsay
        and one.act in ("reject", "deny", "offer", "commit")
        and not conditional(one.evidence.words)  # "only if" neither refuses nor offers
    ]
    done = [one for one in plans if one.status in ("held", "under_way")]
    known = [one.place for one in terms]
    nearest = np.array([near.max(initial=0.0) for near in each_to([one.place for one in said], known)])
    places = [one.place for one in asked]
    of_said = each_to(places, [one.place for one in said])
    of_done = each_to(places, [one.place for one in done])
    for term, likeness, events in zip(asked, of_said, of_done, strict=True):
        fits = np.flatnonzero((likeness >= ANSWER) & (likeness >= nearest - CLOSER)).tolist()
        yield [
            *(_answer(said[at]) for at in fits if _answering(said[at], term, float(likeness[at]))),
            *(
                (done[at].when, "met", done[at].evidence)
                for at in np.flatnonzero(events >= MET).tolist()
                if done[at].when > term.when
            ),
        ]


def _answering(one: Stand, term: Term, likeness: float) -> bool:
    """Whether who must act, or anybody else where nobody is named, says something on a requirement."""
    if one.when < term.when or one.side == term.side or term.of not in (None, one.side):
        return False
    sides = f"{one.side} {term.side or ''}"
    return same(one.evidence.words, term.evidence.words, likeness, ANSWER, sides)


def _answer(one: Stand) -> Answer:
    return (one.when, "refused" if one.act in ("reject", "deny") else "offered", one.evidence)


def _waived(waivers: Sequence[Term], asked: Sequence[Term]) -> Iterator[list[Answer]]:
    """Where the side that set each of some requirements took it back later."""
    of_place = each_to([one.place for one in asked], [one.place for one in waivers])
    of_outcome = each_to([one.outcome_place for one in asked], [one.outcome_place for one in waivers])
    for term, near, near_outcome in zip(asked, of_place, of_outcome, strict=True):
        found = [waivers[at] for at in np.flatnonzero(np.maximum(near, near_outcome) >= ANSWER).tolist()]
        yield [
            (one.when, "waived", one.evidence)
            for one in found
            if one.side == term.side and one.when > term.when
        ]


def _judged(group: Sequence[Term], answers: Sequence[Answer], waived: Sequence[Answer]) -> Requirement:
    first, last = group[0], group[-1]
    found = [*answers, *waived]
    made = Requirement(
        # A condition may have several requirements; their words stand at different places.
        id=digest("requirement", first.side, first.evidence.entry, first.evidence.spans),
        outcome=last.outcome,
        side=last.side or "",
        of=next((one.of for one in reversed(group) if one.of), None),
        kind=last.kind,
        term=last,
        again=tuple(one.evidence for one in group[:-1]),
    )
    if not found:
        return made
    _, state, evidence = max(found, key=lambda one: (one[0], one[1], one[2].entry))  # the last word counts
    return Requirement(
        made.id, made.outcome, made.side, made.of, made.kind, last, state, evidence, made.again
    )
