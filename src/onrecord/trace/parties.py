"""Which sides some words name: by names, peoples, seats of government, bodies, and those who speak for them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.resolve.homelands import adjectives
from onrecord.resolve.tables import Tables, shipped, surname_of

_NAME = re.compile(r"[^\W\d_][\w.’'-]*")
LONGEST = 4  # words of a name that are looked at together


class Parties:
    """Knows the names of sides and of their people.

    Args:
        sides: The sides there are.
        people: Speakers and the sides that they speak for.
    """

    def __init__(
        self, sides: Iterable[str], people: Iterable[tuple[str, str]] = (), tables: Tables | None = None
    ) -> None:
        self._tables = tables or shipped()
        self._known: dict[str, str] = {}
        for person, side in people:
            self._known.setdefault(person, side)
            self._known.setdefault(surname_of(person, side), side)
        for side in sides:
            self._known[side] = side
            if " " not in side and side not in self._tables.adjectives:
                self._known.update(dict.fromkeys(adjectives(side), side))
        self._cache: dict[str, tuple[str, ...]] = {}

    def named(self, words: str) -> tuple[str, ...]:
        """The sides that `words` name, each once, in their order."""
        found = self._cache.get(words)
        if found is None:
            found = self._cache[words] = tuple(dict.fromkeys(self._sides(words)))
        return found

    def _sides(self, words: str) -> Iterable[str]:
        tokens = [m.group().rstrip(".'’-") for m in _NAME.finditer(re.sub(r"[’']s\b", "", words))]
        at = 0
        while at < len(tokens):
            for size in range(min(LONGEST, len(tokens) - at), 0, -1):
                if side := self._side(" ".join(tokens[at : at + size])):
                    yield side
                    at += size - 1
                    break
            at += 1

    def _side(self, name: str) -> str | None:
        if not name[:1].isupper():
            return None
        if side := self._known.get(name) or self._tables.state_of(name):
            return side
        thing = self._tables.things.get(name)
        return thing.side if thing is not None and thing.type != "media" else None
