"""The way to a deal: what stands before an outcome, and what would unlock it.

A graph of requirements: each stands before an outcome, and may itself be an outcome for which others require
something. An outcome is possible once each of its requirements is met, waived, offered or conceded, or is an outcome
that has become possible.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

import networkx as nx
import numpy as np

from onrecord.trace.entries import Place
from onrecord.trace.requirements import Requirement
from onrecord.trace.sameness import OUTCOME, same, same_outcome

SAME = 0.55  # nearness of an outcome and a requirement from which they may be one
GOAL = 0.45  # nearness of words to an outcome from which they mean it
SETTLED = ("met", "waived", "offered")
CIRCLES = 20  # circles that are named
WAYS = 5  # sets of concessions that are given
TRIED = 200  # sets that are looked at for each requirement


@dataclass(frozen=True)
class Outcome:
    """What some side makes to depend on something."""

    id: str
    label: str
    requirements: tuple[str, ...]  # ids


@dataclass(frozen=True)
class Deal:
    """What stands before one outcome."""

    goal: str  # id of an outcome
    outcomes: tuple[Outcome, ...]
    requirements: tuple[Requirement, ...]
    fulfils: tuple[
        tuple[str, str], ...
    ]  # outcome, requirement that it is: when the one comes about, the other is met
    circles: tuple[tuple[str, ...], ...]  # ids of requirements, each of which waits for the next
    possible: bool
    conceded: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()  # outcomes that the concessions make possible
    ways: tuple[tuple[str, ...], ...] = ()  # the smallest sets of concessions that make the goal possible

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "goal": self.goal,
            "outcomes": [
                {"id": one.id, "label": one.label, "requirements": list(one.requirements)}
                for one in self.outcomes
            ],
            "requirements": [one.to_dict() for one in self.requirements],
            "fulfils": [list(pair) for pair in self.fulfils],
            "circles": [list(circle) for circle in self.circles],
            "possible": self.possible,
            "conceded": list(self.conceded),
            "opened": list(self.opened),
            "ways": [list(way) for way in self.ways],
        }


@dataclass
class Web:
    """All requirements with what they stand before."""

    requirements: dict[str, Requirement]
    outcomes: dict[str, Outcome]
    places: dict[str, Place]  # of outcomes
    fulfils: dict[str, list[str]] = field(default_factory=dict)  # requirement -> outcomes that it is

    def settled(self, conceded: Collection[str] = ()) -> set[str]:
        """The requirements that are fulfilled, or can be since the outcomes that they are have become possible."""
        done = {key for key, one in self.requirements.items() if one.state in SETTLED or key in conceded}
        while True:
            more = {
                key
                for key, outcomes in self.fulfils.items()
                if key not in done
                and self.requirements[key].state != "refused"
                and any(done.issuperset(self.outcomes[one].requirements) for one in outcomes)
            }
            if not more:
                return done
            done |= more

    def possible(self, outcome: str, done: Collection[str]) -> bool:
        """Whether nothing stands before an outcome any more."""
        return set(done).issuperset(self.outcomes[outcome].requirements)


def web(requirements: Sequence[Requirement]) -> Web:
    """The graph of all requirements of some issues."""
    outcomes: list[tuple[Place, list[Requirement]]] = []
    for one in requirements:
        at = _nearest(one, outcomes)
        if at is None:
            outcomes.append((one.term.outcome_place, [one]))
        else:
            outcomes[at][1].append(one)
    made = Web({one.id: one for one in requirements}, {}, {})
    for place, group in outcomes:
        key = f"outcome-{group[0].id}"
        label = min((one.outcome for one in group), key=lambda words: (len(words), words))
        made.outcomes[key] = Outcome(key, label, tuple(one.id for one in group))
        made.places[key] = place
    keys = list(made.outcomes)
    stacked = np.stack([made.places[key] for key in keys]) if keys else np.zeros((0, 0), np.float32)
    for one in requirements:
        if not len(one.term.place):
            continue
        likeness = stacked @ one.term.place
        found = [
            keys[at]
            for at in np.flatnonzero(likeness >= SAME).tolist()
            if one.id not in made.outcomes[keys[at]].requirements
            and same(made.outcomes[keys[at]].label, one.term.evidence.words, float(likeness[at]), SAME)
            and _his(one, made, keys[at])
        ]
        if found:
            made.fulfils[one.id] = found
    return made


def _nearest(one: Requirement, outcomes: Sequence[tuple[Place, list[Requirement]]]) -> int | None:
    """The outcome that a requirement is for, among those that are known."""
    if not len(one.term.outcome_place) or not outcomes:
        return None
    likeness = np.stack([place for place, _ in outcomes]) @ one.term.outcome_place
    for at in np.argsort(-likeness, kind="stable").tolist():
        if likeness[at] < OUTCOME:
            return None
        if same_outcome(outcomes[at][1][0].term, one.term):
            return int(at)
    return None


def _his(requirement: Requirement, made: Web, outcome: str) -> bool:
    """Whether it is the one who must act that sets the conditions of the outcome."""
    setters = {made.requirements[key].side for key in made.outcomes[outcome].requirements}
    return requirement.of is None or requirement.of in setters


def goal_of(made: Web, place: Place, words: str) -> str | None:
    """The outcome that some words mean: one that holds them, else the nearest; None where none is near."""
    asked = words.lower().split()
    holding = [key for key, one in made.outcomes.items() if all(word in one.label.lower() for word in asked)]
    if holding:
        return max(holding, key=lambda key: (len(made.outcomes[key].requirements), key))
    if not made.outcomes or not len(place):
        return None
    best = max(made.outcomes, key=lambda key: (float(np.dot(made.places[key], place)), key))
    return best if float(np.dot(made.places[best], place)) >= GOAL else None


def deal(made: Web, goal: str, conceded: Iterable[str] = ()) -> Deal:
    """What stands before an outcome when some requirements are conceded (dropped or accepted)."""
    given = tuple(sorted(conceded))
    outcomes, needed = _below(made, goal)
    before, after = made.settled(), made.settled(given)
    fulfils = tuple(
        (outcome, key) for key in needed for outcome in made.fulfils.get(key, ()) if outcome in outcomes
    )
    return Deal(
        goal=goal,
        outcomes=tuple(made.outcomes[key] for key in outcomes),
        requirements=tuple(made.requirements[key] for key in needed),
        fulfils=fulfils,
        circles=tuple(islice(_circles(made, needed), CIRCLES)),
        possible=made.possible(goal, after),
        conceded=given,
        opened=tuple(key for key in outcomes if made.possible(key, after) and not made.possible(key, before)),
        ways=_ways(made, goal, after),
    )


def _below(made: Web, goal: str) -> tuple[list[str], list[str]]:
    """The outcomes and requirements that stand before a goal, the nearest first."""
    outcomes, needed = [goal], list[str]()
    for outcome in outcomes:  # grows while it is walked through
        for key in made.outcomes[outcome].requirements:
            if key not in needed:
                needed.append(key)
                outcomes += [one for one in made.fulfils.get(key, ()) if one not in outcomes]
    return outcomes, needed


def _circles(made: Web, needed: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Requirements that wait for each other."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for key in needed:
        for outcome in made.fulfils.get(key, ()):
            graph.add_edges_from((key, other) for other in made.outcomes[outcome].requirements)
    for circle in nx.simple_cycles(graph):
        start = circle.index(min(circle))
        yield tuple(circle[start:] + circle[:start])


def _ways(made: Web, goal: str, done: set[str]) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of concessions after which the goal is possible."""
    if made.possible(goal, done):
        return ()
    found = _options(made, goal, done, frozenset())
    ordered = sorted(found, key=lambda way: (len(way), sorted(way)))
    return tuple(tuple(sorted(way)) for way in ordered[:WAYS])


def _options(made: Web, outcome: str, done: set[str], walked: frozenset[str]) -> set[frozenset[str]]:
    """Sets of concessions, one of which makes an outcome possible; none where it waits for itself alone."""
    ways = {frozenset[str]()}
    for key in made.outcomes[outcome].requirements:
        if key in done:
            continue
        each = {frozenset([key])}
        for lower in made.fulfils.get(key, ()):
            if lower not in walked and lower != outcome and made.requirements[key].state != "refused":
                each |= _options(made, lower, done, walked | {outcome})
        joined = {one | other for one, other in product(ways, each)}
        ways = set(sorted(joined, key=lambda way: (len(way), sorted(way)))[:TRIED])
    return ways
