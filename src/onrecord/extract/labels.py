"""Scores over words -> label sequences and the ranges that they mark."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from onrecord.extract.words import Ints

Floats = npt.NDArray[np.float32]
Range = tuple[int, int]  # half-open, over words

OUTSIDE, BEGIN, INSIDE = range(3)
ROLE_O, FIRST_B, FIRST_I, SECOND_B, SECOND_I = range(5)
# In nats, tuned on dev: two cues side by side are mostly one that the network cut in two ("also said").
SIDE_BY_SIDE = 2.0
# What may follow what: an inside label only its own begin or inside.
_FORBIDDEN = -1e4
STEPS = np.zeros((5, 5), dtype=np.float32)
for _inside, _begin in ((FIRST_I, FIRST_B), (SECOND_I, SECOND_B)):
    for _before in range(5):
        if _before not in (_inside, _begin):
            STEPS[_before, _inside] = _FORBIDDEN
_TAG_STEPS = np.zeros((3, 3), dtype=np.float32)
_TAG_STEPS[OUTSIDE, INSIDE] = _FORBIDDEN
_TAG_STEPS[[BEGIN, INSIDE], BEGIN] = -SIDE_BY_SIDE


def softmax(logits: Floats) -> Floats:
    """Along the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), dtype=np.float32)


def tag_ranges(chances: Floats, bias: float) -> list[Range]:
    """Ranges of the likeliest labels, given chances [words, 3] of outside, begin and inside.

    Args:
        bias: Added to the log-chance of each begin, so that weak ones are found too. It counts once a range and not
            for each of its words, or ranges grow too long.
    """
    scores = np.log(chances + 1e-9)
    scores[:, BEGIN] += bias
    best = scores[0].copy()
    best[INSIDE] = _FORBIDDEN
    back = np.zeros((len(chances), 3), dtype=np.int8)
    for i in range(1, len(chances)):
        paths = best[:, None] + _TAG_STEPS
        back[i] = paths.argmax(axis=0)
        best = paths.max(axis=0) + scores[i]
    labels = np.zeros(len(chances), dtype=np.int64)
    labels[-1] = best.argmax()
    for i in range(len(chances) - 1, 0, -1):
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
