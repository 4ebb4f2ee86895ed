"""The way to a deal: what stands before an outcome, and what would unlock it.

A graph of requirements: each stands before an outcome, and may itself be an outcome for which others require
something. An outcome is possible once each of its requirements is met, waived, offered or conceded, or is an outcome
that has become possible.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import networkx as nx
import numpy as np

from onrecord.trace.entries import Place
from onrecord.trace.nearness import each_to, each_to_earlier
from onrecord.trace.requirements import Requirement
from onrecord.trace.sameness import OUTCOME, near, same, same_outcome

SAME = 0.55  # nearness of an outcome and a requirement from which they may be one
GOAL = 0.45  # nearness of words to an outcome from which they mean it
SETTLED = ("met", "waived", "offered")
CIRCLES = 20  # circles that are named
WAYS = 5  # sets of concessions that are given
TRIED = 40  # sets, the smallest, that are kept for each outcome


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
        waits = {key: set(one.requirements) - done for key, one in self.outcomes.items()}
        before = {key: outcome for outcome, one in self.outcomes.items() for key in one.requirements}
        met_by: dict[str, list[str]] = {}
        for key, outcomes in self.fulfils.items():
            if self.requirements[key].state != "refused":
                for outcome in outcomes:
                    met_by.setdefault(outcome, []).append(key)
        ready = [outcome for outcome, waiting in waits.items() if not waiting]
        for outcome in ready:  # grows while it is walked through
            for key in met_by.get(outcome, ()):
                if key not in done:
                    done.add(key)
                    waits[before[key]].discard(key)
                    if not waits[before[key]]:
                        ready.append(before[key])
        return done

    def possible(self, outcome: str, done: Collection[str]) -> bool:
        """Whether nothing stands before an outcome any more."""
        return set(done).issuperset(self.outcomes[outcome].requirements)


def web(requirements: Sequence[Requirement]) -> Web:
    """The graph of all requirements of some issues."""
    groups = _by_outcome(requirements)
    made = Web({one.id: one for one in requirements}, {}, {})
    setters: list[set[str]] = []
    for group in groups:
        key = f"outcome-{group[0].id}"
        label = min((one.outcome for one in group), key=lambda words: (len(words), words))
        made.outcomes[key] = Outcome(key, label, tuple(one.id for one in group))
        made.places[key] = group[0].term.outcome_place
        setters.append({one.side for one in group})
    keys = list(made.outcomes)
    own = {one.id: at for at, group in enumerate(groups) for one in group}
    likenesses = each_to([one.term.place for one in requirements], list(made.places.values()))
    for one, likeness in zip(requirements, likenesses, strict=True):
        found = [
            keys[at]
            for at in np.flatnonzero(likeness >= SAME).tolist()
            if at != own[one.id]
            and same(made.outcomes[keys[at]].label, one.term.evidence.words, float(likeness[at]), SAME)
            # It is the one who must act that sets the conditions of the outcome.
            and (one.of is None or one.of in setters[at])
        ]
        if found:
            made.fulfils[one.id] = found
    return made


def _by_outcome(requirements: Sequence[Requirement]) -> list[list[Requirement]]:
    """The requirements for one outcome together, in the order of the first."""
    groups: dict[int, list[Requirement]] = {}  # by the place of the first one
    first = np.zeros(len(requirements), np.bool_)
    likenesses = each_to_earlier([one.term.outcome_place for one in requirements])
    for at, (one, likeness) in enumerate(zip(requirements, likenesses, strict=True)):
        fits = np.flatnonzero(first[:at] & (likeness >= OUTCOME))
        for other in fits[np.argsort(-likeness[fits], kind="stable")].tolist():
            if same_outcome(requirements[other].term, one.term):
                groups[other].append(one)
                break
        else:
            groups[at] = [one]
            first[at] = True
    return list(groups.values())


def goal_of(made: Web, place: Place, words: str) -> str | None:
    """The outcome that some words mean: one that holds them, else the nearest; None where none is near."""
    asked = words.lower().split()
    holding = [key for key, one in made.outcomes.items() if all(word in one.label.lower() for word in asked)]
    if holding:
        return max(holding, key=lambda key: (len(made.outcomes[key].requirements), key))
    best = max(made.outcomes, key=lambda key: (near(made.places[key], place), key), default=None)
    return best if best is not None and near(made.places[best], place) >= GOAL else None


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
        circles=_circles(made, needed),
        possible=made.possible(goal, after),
        conceded=given,
        opened=tuple(key for key in outcomes if made.possible(key, after) and not made.possible(key, before)),
        ways=_ways(made, goal, after),
    )


def _below(made: Web, goal: str) -> tuple[list[str], list[str]]:
    """The outcomes and requirements that stand before a goal, the nearest first."""
    outcomes, needed = [goal], dict[str, None]()
    seen = {goal}
    for outcome in outcomes:  # grows while it is walked through
        for key in made.outcomes[outcome].requirements:
            needed[key] = None
            more = [one for one in made.fulfils.get(key, ()) if one not in seen]
            outcomes += more
            seen.update(more)
    return outcomes, list(needed)


def _circles(made: Web, needed: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Requirements that wait for each other, the shortest circles first."""
    # Nodes are numbers, whose order in sets is always the same. Outcomes are nodes too: two with thousands of
    # requirements that wait for each other would else make millions of edges.
    number = {key: at for at, key in enumerate((*needed, *made.outcomes))}
    graph: nx.DiGraph[int] = nx.DiGraph()
    for key in needed:
        graph.add_edges_from((number[key], number[outcome]) for outcome in made.fulfils.get(key, ()))
    for outcome, one in made.outcomes.items():
        graph.add_edges_from((number[outcome], number[key]) for key in one.requirements if key in number)
    found = []
    for nodes in islice(nx.simple_cycles(graph), CIRCLES):
        circle = [needed[node] for node in nodes if node < len(needed)]
        start = circle.index(min(circle))
        found.append(tuple(circle[start:] + circle[:start]))
    return tuple(sorted(found, key=lambda circle: (len(circle), circle)))


def _ways(made: Web, goal: str, done: set[str]) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of concessions after which the goal is possible."""
    if made.possible(goal, done):
        return ()
    outcomes, _ = _below(made, goal)
    waits = {key: [one for one in made.outcomes[key].requirements if one not in done] for key in outcomes}
    # At first all that is open before an outcome is conceded; then it is seen, over and over, what can be had
    # through the outcomes that its requirements are.
    ways = {key: [frozenset(waits[key])] for key in outcomes}
    for _ in outcomes:  # no way leads through more of them
        better = {key: _through(made, waits[key], ways) for key in outcomes}
        if better == ways:
            break
        ways = better
    return tuple(tuple(sorted(way)) for way in ways[goal][:WAYS])


def _through(made: Web, waits: Sequence[str], ways: dict[str, list[frozenset[str]]]) -> list[frozenset[str]]:
    """Sets of concessions that settle all of some requirements: each itself, or an outcome that it is."""
    lower = {
        key: [way for outcome in made.fulfils.get(key, ()) for way in ways[outcome]]
        for key in waits
        if made.requirements[key].state != "refused"
    }
    forced = frozenset(key for key in waits if not lower.get(key))
    found = [frozenset[str]()]
    for key in waits:
        if key not in forced:
            each = [frozenset([key]), *(way - forced for way in lower[key])]
            found = _smallest(one | other for one in found for other in each)
    return [way | forced for way in found]


def _smallest(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """The smallest of some sets, without those that hold another."""
    kept: list[frozenset[str]] = []
    for one in sorted(set(sets), key=lambda way: (len(way), sorted(way))):
        if len(kept) == TRIED:
            break
        if not any(other <= one for other in kept):
            kept.append(one)
    return kept
