"""What each side requires first: every requirement an entry of its own, with its state and the words that give it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from onrecord.models import digest
from onrecord.trace.entries import Date, Evidence, Place, Stand, Term
from onrecord.trace.sameness import near, same, same_outcome, same_requirement
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
    waivers = [one for one in ordered if one.kind == "waiver"]
    answers = _Answers(stands, plans, [one for one in ordered if one.kind != "waiver"])
    return [_judged(group, waivers, answers) for group in groups]


def _grouped(terms: Sequence[Term]) -> list[list[Term]]:
    """Those of one side that require the same for the same outcome."""
    groups: list[list[Term]] = []
    of_side: dict[str, list[int]] = {}
    for term in terms:
        mine = of_side.setdefault(term.side or "", [])
        for at in _alike(term, [groups[one][0] for one in mine]):
            groups[mine[at]].append(term)
            break
        else:
            mine.append(len(groups))
            groups.append([term])
    return groups


def _alike(term: Term, others: Sequence[Term]) -> list[int]:
    """The place of the one that requires the same for the same outcome, if there is one."""
    if not others or not len(term.place):
        return []
    likeness = np.stack([one.place for one in others]) @ term.place
    for at in np.argsort(-likeness, kind="stable").tolist():
        if likeness[at] < SAME:
            break
        if same_outcome(others[at], term) and same_requirement(others[at], term, SAME):
            return [at]
    return []


class _Answers:
    """What was said and done that may answer a requirement."""

    def __init__(self, stands: Sequence[Stand], plans: Sequence[Date], terms: Sequence[Term]) -> None:
        self._stands = [
            one
            for one in stands
            if one.side
            and not one.hearsay
            and len(one.place)
            and one.act in ("reject", "deny", "offer", "commit")
            and not conditional(one.evidence.words)  # "only if" neither refuses nor offers
        ]
        self._plans = [one for one in plans if one.status in ("held", "under_way") and len(one.place)]
        self._said = _stack([one.place for one in self._stands])
        self._done = _stack([one.place for one in self._plans])
        known = _stack([one.place for one in terms if len(one.place)])
        self._best = (self._said @ known.T).max(axis=1) if len(self._stands) and len(known) else np.zeros(0)

    def to(self, term: Term) -> list[tuple[Any, RequirementState, Evidence]]:
        """What answers one requirement, with when."""
        found: list[tuple[Any, RequirementState, Evidence]] = []
        likeness = self._said @ term.place if len(self._stands) and len(term.place) else np.zeros(0)
        for at in np.flatnonzero(likeness >= ANSWER).tolist():
            one = self._stands[at]
            if likeness[at] < self._best[at] - CLOSER:
                continue
            if one.when < term.when or one.side == term.side or term.of not in (None, one.side):
                continue
            sides = f"{one.side} {term.side or ''}"
            if not same(one.evidence.words, term.evidence.words, float(likeness[at]), ANSWER, sides):
                continue
            state: RequirementState = "refused" if one.act in ("reject", "deny") else "offered"
            found.append((one.when, state, one.evidence))
        done = self._done @ term.place if len(self._plans) and len(term.place) else np.zeros(0)
        for at in np.flatnonzero(done >= MET).tolist():
            plan = self._plans[at]
            if plan.when > term.when:
                found.append((plan.when, "met", plan.evidence))
        return found


def _stack(places: Sequence[Place]) -> Place:
    return np.stack(places) if places else np.zeros((0, 0), np.float32)


def _judged(group: Sequence[Term], waivers: Sequence[Term], answers: _Answers) -> Requirement:
    first, last = group[0], group[-1]
    found = answers.to(last)
    for waiver in waivers:
        if waiver.side == last.side and waiver.when > last.when and _waives(waiver, last):
            found.append((waiver.when, "waived", waiver.evidence))
    made = Requirement(
        id=digest("requirement", first.side, first.evidence.entry),
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


def _waives(waiver: Term, term: Term) -> bool:
    return max(near(waiver.place, term.place), near(waiver.outcome_place, term.outcome_place)) >= ANSWER
