"""What an earlier statement leaves to later ones: its day and its hearer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from onrecord.models import Statement
from onrecord.resolve.audiences import Audience
from onrecord.resolve.scene import Said, Scene

BACK = 3  # how many statements back a day or a hearer is taken over
SHORT = 4  # letters of a source that can only be a pronoun


@dataclass(slots=True)
class Option:
    """A possible value of a field and what speaks for it."""

    value: str
    features: list[str]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The options for a field of one statement, and what speaks for none of them."""

    options: list[Option]
    nil: list[str]


@dataclass(frozen=True, slots=True)
class Told:
    """What was settled about an earlier statement, to be taken over by later ones."""

    said: Said
    addressee: str | None
    said_on: str | None
    sentence: int


@dataclass(slots=True)
class Floor:
    """Who speaks where in an article, and who is spoken to."""

    audiences: Sequence[Audience]
    said: Sequence[Said] = ()  # all statements with their speakers, in the order of the text
    told: list[Told] = field(default_factory=list)  # those whose hearer and day are settled
    voices: dict[int, set[str]] = field(default_factory=dict)  # by sentence, who speaks in it


@dataclass(frozen=True, slots=True)
class Cue:
    """A statement in hand: where its cue stands, and its words."""

    statement: Statement
    said: Said
    words: list[str]  # of the cue, lower case
    first: int
    last: int
    sentence: int

    @property
    def verb(self) -> str:
        return self.words[-1] if self.words else "-"

    @property
    def tense(self) -> str:
        """The form of the cue, roughly: a day goes with the past, seldom with the perfect."""
        if not self.words:
            return "-"
        head, verb = self.words[0], self.words[-1]
        if head in ("has", "have", "'s", "’s", "'ve"):
            return "perfect"
        if head == "had":
            return "past perfect"
        if verb.endswith("ing"):
            return "ing"
        if head in ("will", "would", "could", "is", "are", "to"):
            return head
        return "past" if verb.endswith("ed") or verb in ("said", "told", "wrote") else "other"


def cue_of(scene: Scene, statement: Statement, said: Said) -> Cue | None:
    """Where a statement's cue stands, else its source, else its content."""
    view = scene.view
    spans = statement.cue or statement.source or statement.content
    if not spans:
        return None
    words = [view.words[i].lower() for start, end in statement.cue for i in view.tokens(start, end)]
    first, last = view.first(spans[0][0]), view.at(spans[-1][1] - 1)
    return Cue(statement, said, words, first, last, view.sentences[first])


def taken_over(cue: Cue, told: Sequence[Told], what: Literal["said_on", "addressee"]) -> Iterator[Option]:
    """The values of the last statements, of the same speaker or not."""
    entity, statement = cue.said.entity, cue.statement
    key = "on" if what == "said_on" else "to"
    for back, earlier in enumerate(reversed(told[-BACK:]), 1):
        value = getattr(earlier, what)
        if not value:
            continue
        other = earlier.said.entity
        same = entity is not None and other is not None and entity.name == other.name
        gap = min(max(cue.sentence - earlier.sentence, 0), 4)
        outer = earlier.said.statement.id == statement.within
        nested = "outer" if outer else "nested" if statement.within else "top"
        features = [
            f"{key}|over", f"{key}|over,{same},{back}", f"{key}|over,{same},gap={gap}", f"{key}|over,{nested},{same}",
            f"{key}|over,kind={statement.kind},{same}", f"{key}|over,short source={_is_short(statement)},{same}",
        ]  # fmt: skip
        if cue.words:
            features += [f"{key}|over,cue={cue.verb}", f"{key}|over,tense={cue.tense},{same}"]
        yield Option(value, features)
        if back == 1 or same:
            break
    yield from _of_speaker(cue, told, what)


def _of_speaker(cue: Cue, told: Sequence[Told], what: Literal["said_on", "addressee"]) -> Iterator[Option]:
    """What the same speaker last had, however far back: one interview or speech goes through a whole report."""
    entity, key = cue.said.entity, "on" if what == "said_on" else "to"
    own = [
        t
        for t in told
        if entity is not None and t.said.entity is not None and t.said.entity.name == entity.name
    ]
    if not own:
        return
    last = own[-1]
    empty = getattr(last, what) is None
    had = next((value for t in reversed(own) if (value := getattr(t, what))), None)
    if had is None:
        return
    share = sum(getattr(t, what) == had for t in own) * 3 // len(own)
    gap = min(max(cue.sentence - last.sentence, 0) // 2, 4)
    nested = cue.statement.within is not None
    yield Option(had, [
        f"{key}|own", f"{key}|own,empty={empty},gap={gap}", f"{key}|own,share={share},empty={empty}",
        f"{key}|own,kind={cue.statement.kind},{nested},{empty}", f"{key}|own,tense={cue.tense},{empty}",
    ])  # fmt: skip


def _is_short(statement: Statement) -> bool:
    return len(statement.source) == 1 and statement.source[0][1] - statement.source[0][0] <= SHORT
