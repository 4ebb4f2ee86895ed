"""The way to a deal, from the requirements of the Record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.extract.meaning import meanings
from onrecord.store.story import Asked, all_requirements
from onrecord.trace.deal import Deal, Web, deal, goal_of, web
from onrecord.trace.topics import unit

NEAR = 0.5  # nearness to a requirement from which words mean it


def find_deal(
    connection: sa.Connection, outcome: str, concede: Sequence[str] = (), until: date | None = None
) -> Deal:
    """What stands before an outcome; see `Record.deal`."""
    made = web(all_requirements(connection, Asked(until=until)))
    place = unit(meanings([outcome]).astype(np.float32))[0]
    goal = goal_of(made, place, outcome) if outcome.strip() else None
    if goal is None:
        known = sorted({one.label for one in made.outcomes.values()}, key=str.lower)[:10]
        there = f"; there are: {'; '.join(known)}" if known else ""
        raise UsageError(f"nothing is required for {outcome!r} in the Record{there}")
    return deal(made, goal, [_meant(made, words) for words in concede])


def _meant(made: Web, words: str) -> str:
    """The requirement that an id or some words mean.

    Raises:
        UsageError: none, or several that hold the words.
    """
    if words in made.requirements:
        return words
    asked = words.lower().split()
    holding = [
        key for key, one in made.requirements.items()
        if asked and all(word in one.term.evidence.words.lower() for word in asked)
    ]  # fmt: skip
    if len(holding) == 1:
        return holding[0]
    if len(holding) > 1:
        raise UsageError(f"several requirements hold {words!r}; give the id of one: {', '.join(holding)}")
    place = unit(meanings([words]).astype(np.float32))[0]
    near = {
        key: float(np.dot(one.term.place, place))
        for key, one in made.requirements.items()
        if len(one.term.place)
    }
    best = max(near, key=lambda key: (near[key], key), default=None)
    if best is None or near[best] < NEAR:
        raise UsageError(
            f"no requirement {words!r}; give its id or words of it, as `onrecord deal` shows them"
        )
    return best
