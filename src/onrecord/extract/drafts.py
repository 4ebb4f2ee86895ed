"""Entries over words -> the spans of conditions, timelines and plans, and of times, nobody named yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.extract.decode import Entry, TimeFound
from onrecord.extract.labels import Range
from onrecord.extract.layers import CLASSES, LAYERS
from onrecord.extract.words import Words
from onrecord.models import Span, Spans, TimexType


@dataclass(frozen=True)
class Draft:
    """A condition, timeline or plan: spans, chances of its classes and of its parts.

    `trigger` is the marker, the time expression or the event; `first` and `second` are the arguments (see ARGUMENTS).
    """

    layer: int
    trigger: Span
    first: Spans
    second: Spans
    scores: tuple[float, float, float]  # of the trigger, the first and the second argument
    classes: dict[str, tuple[float, ...]]  # name of the group: chances of its values

    def best(self, name: str) -> str:
        """The likeliest value of a group of classes."""
        chances = self.classes[name]
        return CLASSES[name][1][max(range(len(chances)), key=chances.__getitem__)]

    @property
    def name(self) -> str:
        return LAYERS[self.layer]


@dataclass(frozen=True)
class Marked:
    """Words that the network takes for a time expression."""

    start: int
    end: int
    type: TimexType
    score: float
    ahead: float  # the chance that it dates something to come


def span(words: Words, part: Range) -> Span:
    """Code points of a range of words."""
    return int(words.start[part[0]]), int(words.end[part[1] - 1])


def drafts(words: Words, entries: Sequence[Entry]) -> Iterator[Draft]:
    for entry in entries:
        classes = {
            name: tuple(entry.chances(name).tolist())
            for name, (layer, _) in CLASSES.items()
            if layer == entry.layer
        }
        yield Draft(
            entry.layer,
            span(words, entry.at),
            tuple(span(words, part) for part in entry.first),
            tuple(span(words, part) for part in entry.second),
            (entry.score, entry.first_score, entry.second_score),
            classes,
        )


def marked(words: Words, times: Iterable[TimeFound]) -> Iterator[Marked]:
    for time in times:
        yield Marked(*span(words, time.at), time.type, time.score, time.ahead)
