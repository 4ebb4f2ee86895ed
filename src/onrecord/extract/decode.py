"""Scores over words -> cues, and for each cue its source and content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from onrecord.extract.features import distance, place, surroundings
from onrecord.extract.words import Ints, Words, windows
from onrecord.models import MentionType

Floats = npt.NDArray[np.float32]
Range = tuple[int, int]  # half-open, over words

OUTSIDE, BEGIN, INSIDE = range(3)
ROLE_O, SOURCE_B, SOURCE_I, CONTENT_B, CONTENT_I = range(5)
# Both in nats, tuned on dev. Weak cues are read too, since the confidence decides which statements are kept; the bias
# counts once for a cue and not for each of its words, or cues grow too long. Two cues side by side are mostly one
# that the network cut in two ("also said").
CUE_BIAS = 1.0
SIDE_BY_SIDE = 2.0
GROUP = 6  # cues that are read at a time, of like lengths, so that little is spent on padding
# What may follow what: an inside label only its own begin or inside.
_FORBIDDEN = -1e4
STEPS = np.zeros((5, 5), dtype=np.float32)
for _inside, _begin in ((SOURCE_I, SOURCE_B), (CONTENT_I, CONTENT_B)):
    for _before in range(5):
        if _before not in (_inside, _begin):
            STEPS[_before, _inside] = _FORBIDDEN
_CUE_STEPS = np.zeros((3, 3), dtype=np.float32)
_CUE_STEPS[OUTSIDE, INSIDE] = _FORBIDDEN
_CUE_STEPS[[BEGIN, INSIDE], BEGIN] = -SIDE_BY_SIDE
NAMES: tuple[MentionType, ...] = ("person", "organisation", "place", "group")


class Network(Protocol):
    """The trained network, whatever runs it."""

    def encode(self, ids: Ints, case: Ints, quote: Ints) -> tuple[Floats, Floats, Floats, Floats]:
        """States [pieces, width] and logits of cues [pieces, 3], names [pieces, 9], spans [pieces, 5] of one window."""

    def roles(
        self, states: Floats, quote: Ints, distance: Ints, place: Ints, mask: npt.NDArray[np.bool_]
    ) -> Floats:
        """Role logits [cues, words, 5] of the words around each cue."""


@dataclass(frozen=True)
class Found:
    """One attribution over words, with the chances that the network gives its parts.

    The scores come from the reader of this cue; the supports from the head that marks all statements at once.
    """

    cue: Range | None
    source: Range | None
    content: tuple[Range, ...]
    cue_score: float
    source_score: float
    content_score: float
    source_support: float = 1.0
    content_support: float = 1.0


def softmax(logits: Floats) -> Floats:
    """Along the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), dtype=np.float32)


def find(words: Words, network: Network) -> tuple[list[Found], list[tuple[Range, MentionType]]]:
    """All attributions that have a cue, and all names."""
    found: list[Found] = []
    names: list[tuple[Range, MentionType]] = []
    for window in windows(words):
        low, high = int(words.first[window[0]]), int(words.first[window[1]])
        states, cue, name, spans = network.encode(
            words.ids[low:high], words.case[low:high], words.piece_quote[low:high]
        )
        at = words.first[window[0] : window[1]] - low
        made = _attributions(words, window, states[at], softmax(cue[at]), network)
        found += [_supported(one, softmax(spans[at]), window[0]) for one in made]
        names += [((s + window[0], e + window[0]), t) for (s, e), t in _names(name[at].argmax(axis=1))]
    return found, names


def place_of(one: Found) -> tuple[int, int]:
    """First and last word, the longer one first, so that what contains comes before what is contained."""
    parts = [*one.content, *(part for part in (one.cue, one.source) if part)]
    return min(start for start, _ in parts), -max(end for _, end in parts)


def _attributions(words: Words, window: Range, states: Floats, cue: Floats, network: Network) -> list[Found]:
    offset = window[0]
    cues = cue_ranges(cue)
    around = [surroundings(words, window, (s + offset, e + offset)) for s, e in cues]
    by_length = sorted(range(len(cues)), key=lambda i: around[i][1] - around[i][0])
    found = []
    for group in (by_length[i : i + GROUP] for i in range(0, len(cues), GROUP)):
        placed = [(cues[i][0] + offset, cues[i][1] + offset) for i in group]
        ranges = [around[i] for i in group]
        chances, labels = _roles(words, states, offset, placed, ranges, network)
        for row, (i, (low, high)) in enumerate(zip(group, ranges, strict=True)):
            score = float(1 - cue[slice(*cues[i]), OUTSIDE].mean())
            size = high - low
            found.append(_attribution(chances[row, :size], labels[row, :size], low, placed[row], score))
    return [one for one in found if one]


def _roles(
    words: Words, states: Floats, offset: int, cues: list[Range], around: list[Range], network: Network
) -> tuple[Floats, Ints]:
    """Chances [cues, words, 5] and labels [cues, words] of the words around some cues, padded to one length."""
    shape = (len(cues), max(high - low for low, high in around))
    seen = np.zeros((*shape, states.shape[1]), dtype=np.float32)
    quote, far, where = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    mask = np.zeros(shape, dtype=bool)
    for i, ((low, high), cue) in enumerate(zip(around, cues, strict=True)):
        n = high - low
        seen[i, :n] = states[low - offset : high - offset]
        quote[i, :n] = words.quote[low:high]
        far[i, :n] = distance(low, high, cue)
        where[i, :n] = place(words, low, high, cue)
        mask[i, :n] = True
    chances = softmax(network.roles(seen, quote, far, where, mask))
    return chances, viterbi(np.log(chances + 1e-9), mask)


def cue_ranges(cue: Floats) -> list[Range]:
    """Ranges of words that carry a cue: the likeliest labels, with a bias towards cues."""
    scores = np.log(cue + 1e-9)
    scores[:, BEGIN] += CUE_BIAS
    best = scores[0].copy()
    best[INSIDE] = _FORBIDDEN
    back = np.zeros((len(cue), 3), dtype=np.int8)
    for i in range(1, len(cue)):
        paths = best[:, None] + _CUE_STEPS
        back[i] = paths.argmax(axis=0)
        best = paths.max(axis=0) + scores[i]
    labels = np.zeros(len(cue), dtype=np.int64)
    labels[-1] = best.argmax()
    for i in range(len(cue) - 1, 0, -1):
        labels[i - 1] = back[i, labels[i]]
    return runs(labels, BEGIN, INSIDE)


def viterbi(scores: Floats, mask: npt.NDArray[np.bool_]) -> Ints:
    """The best label sequence of each row [rows, words] of log-chances [rows, words, labels] that keeps to STEPS."""
    rows, length, labels = scores.shape
    first = np.array([0, 0, _FORBIDDEN, 0, _FORBIDDEN], dtype=np.float32)
    best = scores[:, 0] + first
    back = np.zeros((length, rows, labels), dtype=np.int8)
    for i in range(1, length):
        paths = best[:, :, None] + STEPS
        back[i] = paths.argmax(axis=1)
        best = np.where(mask[:, i, None], paths.max(axis=1) + scores[:, i], best)
        back[i][~mask[:, i]] = np.arange(labels)
    path = np.zeros((rows, length), dtype=np.int64)
    path[:, -1] = best.argmax(axis=1)
    each = np.arange(rows)
    for i in range(length - 1, 0, -1):
        path[:, i - 1] = back[i, each, path[:, i]]
    return path


def runs(labels: Ints, begin: int, inside: int) -> list[Range]:
    """Half-open ranges of one begin and the insides that follow it."""
    found: list[Range] = []
    for start in np.flatnonzero(labels == begin).tolist():
        end = start + 1
        while end < len(labels) and labels[end] == inside:
            end += 1
        found.append((start, end))
    return found


def _attribution(chances: Floats, labels: Ints, low: int, cue: Range, cue_score: float) -> Found | None:
    content = runs(labels, CONTENT_B, CONTENT_I)
    if not content:
        return None

    def score(part: Range, begin: int) -> float:
        return float(chances[part[0] : part[1], begin : begin + 2].sum(axis=1).mean())

    # One source to a statement: annotators gave more than one in 1 of 2,000.
    sources = runs(labels, SOURCE_B, SOURCE_I)
    source = max(sources, key=lambda part: score(part, SOURCE_B), default=None)
    source_score = (
        score(source, SOURCE_B)
        if source
        else float(1 - chances[:, SOURCE_B : SOURCE_I + 1].sum(axis=1).max())
    )
    return Found(
        cue=cue,
        source=(source[0] + low, source[1] + low) if source else None,
        content=tuple((s + low, e + low) for s, e in content),
        cue_score=cue_score,
        source_score=source_score,
        content_score=min(score(part, CONTENT_B) for part in content),
    )


def _supported(one: Found, spans: Floats, low: int) -> Found:
    """`one` with the chances that the head for all statements gives its words; `low` is the window's first word."""

    def mean(ranges: Sequence[Range], begin: int) -> float:
        chances = [spans[s - low : e - low, begin : begin + 2].sum(axis=1) for s, e in ranges]
        return float(np.concatenate(chances).mean())

    return replace(
        one,
        source_support=mean([one.source], SOURCE_B) if one.source else 1.0,
        content_support=mean(one.content, CONTENT_B),
    )


def _names(labels: Ints) -> list[tuple[Range, MentionType]]:
    found: list[tuple[Range, MentionType]] = []
    for kind, name in enumerate(NAMES):
        found += [(part, name) for part in runs(labels, 2 * kind + 1, 2 * kind + 2)]
    return sorted(found)
