"""Who is meant by words anywhere in an article, once its speakers are known."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.models import Span
from onrecord.resolve.names import Name
from onrecord.resolve.nps import Phrase, parse
from onrecord.resolve.pass_ import Pass
from onrecord.resolve.tables import plain

SURE = 0.4  # chance from which a name is given


class Who:
    """Names the actors behind words of one article."""

    def __init__(self, work: Pass) -> None:
        self._work = work
        self._view = work.view

    @property
    def told(self) -> tuple[tuple[str, str, int], ...]:
        """Persons whose side the text tells in so many words: name, side, and how plainly (1 or 2)."""
        found = ((name, told.side, told.weight) for name, told in self._work.told)
        return tuple((name, side, weight) for name, side, weight in found if side and weight)

    def named(self, start: int, end: int) -> str | None:
        """The canonical name of whom the words mean as a whole: "Moscow", "he", "the two presidents"."""
        phrase, at = self._phrase(start, end)
        if phrase is None or phrase.kind == "none":
            return None
        ranked = self._work.likely(phrase, at)
        return ranked[0][0].name if ranked and ranked[0][1] >= SURE else None

    def described(self, start: int, end: int) -> str | None:
        """The likeliest actor behind some words, however unsure: "other producers"."""
        phrase, at = self._phrase(start, end)
        if phrase is None or phrase.kind == "none":
            return None
        ranked = self._work.likely(phrase, at)
        return ranked[0][0].name if ranked else None

    def names(self, start: int, end: int) -> list[tuple[Span, str]]:
        """Each actor that some words name, a people's adjective included, with where: left to right."""
        cast, tables = self._work.scene.cast, self._work.tables
        found: list[tuple[Span, str]] = []
        tokens = self._view.tokens(start, end)
        covered: set[int] = set()
        for i in tokens:
            name = cast.by_first.get(i)
            if name is None or i in covered:
                continue
            covered.update(range(name.first, name.last + 1))
            if (actor := self._actor(name)) is not None:
                found.append((self._span(name.first, name.last), actor))
        for i in tokens:
            if i in covered or not self._view.words[i][0].isupper():
                continue
            if state := tables.state_of(self._view.words[i]):
                found.append((self._span(i, i), state))
        return sorted(found)

    def side(self, name: str) -> str | None:
        """Whom an actor of the article speaks for."""
        return next((e.side for e in self._work.scene.pool if e.name == name and e.side), None)

    def state(self, name: str) -> str | None:
        """The state that an actor is or speaks for."""
        return self._work.tables.state_of(name) or self._work.tables.state_of(self.side(name) or "")

    def type(self, name: str) -> str:
        """Person, government, organisation, ...; "" for whom the article does not name."""
        return next((e.type for e in self._work.scene.pool if e.name == name), "")

    def most_named(self) -> dict[str, int]:
        """How often the article names each actor."""
        entities = self._work.scene.cast.entities
        return {e.name: len(e.at) for e in entities if e.type != "place"}

    def place(self, start: int, end: int) -> str | None:
        """The town, region or country that some words name, the first of them."""
        cast, tables = self._work.scene.cast, self._work.tables
        for i in self._view.tokens(start, end):
            name = cast.by_first.get(i)
            word = self._view.words[i]
            if name is not None and (name.type == "place" or plain(name.text) in tables.places):
                return tables.things[name.text].name if name.text in tables.things else name.text
            if name is None and word in tables.seats:
                return word
        return None

    def sentence(self, start: int, end: int) -> Span:
        """The sentence or sentences in which some words stand."""
        view = self._view
        if not view.words:
            return start, end
        tokens = view.tokens(start, end) or range(view.at(start), view.at(start) + 1)
        first, last = view.sentence(view.sentences[tokens[0]]), view.sentence(view.sentences[tokens[-1]])
        return view.starts[first[0]], view.ends[last[-1]]

    def _phrase(self, start: int, end: int) -> tuple[Phrase | None, int]:
        tokens = list(self._view.tokens(start, end))
        if not tokens:
            return None, 0
        work = self._work
        work.scene.outer, work.scene.own, work.scene.cue = None, set(), "-"
        return parse(self._view, tokens, work.scene.cast, work.tables), tokens[0]

    def _actor(self, name: Name) -> str | None:
        entity = self._work.scene.cast.of_name.get(name.first)
        if entity is None:
            return None
        if entity.type == "place":
            return self._work.tables.seats.get(name.text)
        return entity.name

    def _span(self, first: int, last: int) -> Span:
        return self._view.starts[first], self._view.ends[last]


def joined(names: Sequence[str]) -> str | None:
    """Several names as one: "Russia and Ukraine"."""
    return " and ".join(dict.fromkeys(names)) or None
