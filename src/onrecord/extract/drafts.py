"""Entries over words -> the spans of conditions, timelines and plans, and of times, nobody named yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.extract.decode import Entry, Findings
from onrecord.extract.labels import Range
from onrecord.extract.layers import CLASSES, CONDITION, LAYERS
from onrecord.extract.worded import can_mark, worded
from onrecord.extract.words import Words
from onrecord.models import Span, Spans
from onrecord.times import find

# The network's chance from which words are a time expression, tuned on dev: those of a known form, and others.
FORM, NET = 0.0, 0.8


@dataclass(frozen=True)
class Draft:
    """A condition, timeline or plan: spans, chances of its classes and of its parts.

    `trigger` is the marker, the time expression or the event; `first` and `second` are the arguments (see ARGUMENTS).
    """

    layer: int
    trigger: Span
    first: Spans
    second: Spans
    scores: tuple[float, float, float, float]  # trigger by tag, trigger by context, first and second argument
    classes: dict[str, tuple[float, ...]]  # name of the group: chances of its values
    worded: tuple[
        float, ...
    ] = ()  # of a condition: what the words around its marker say, and the marker's form

    def best(self, name: str) -> str:
        """The likeliest value of a group of classes."""
        chances = self.classes[name]
        return CLASSES[name][1][max(range(len(chances)), key=chances.__getitem__)]

    @property
    def name(self) -> str:
        return LAYERS[self.layer]


@dataclass(frozen=True)
class Marked:
    """Words that are taken for a time expression."""

    start: int
    end: int
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
        at = span(words, entry.at)
        told = (worded(words.text, at), float(can_mark(words.text, at))) if entry.layer == CONDITION else ()
        yield Draft(
            entry.layer,
            at,
            tuple(span(words, part) for part in entry.first),
            tuple(span(words, part) for part in entry.second),
            (entry.score, entry.real, entry.first_score, entry.second_score),
            classes,
            told,
        )


def marked(words: Words, findings: Findings) -> list[Marked]:
    """Time expressions: those of a known form that the network does not rule out, and what it is sure of besides."""
    parts = [(start, end, FORM) for start, end in find(words.text)]
    known = [(start, end) for start, end, _ in parts]
    for part in findings.times:
        start, end = span(words, part)
        if not any(start < high and low < end for low, high in known):
            parts.append((start, end, NET))
    found = []
    for start, end, least in sorted(parts):
        low = int(np.searchsorted(words.end, start, side="right"))
        high = max(low + 1, int(np.searchsorted(words.start, end, side="left")))
        if findings.in_time[low:high].mean() >= least:
            found.append(Marked(start, end, float(findings.ahead[low:high].mean())))
    return found
