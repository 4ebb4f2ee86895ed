"""What the role reader sees of a cue's surroundings: which words, how far away, across which paragraph."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from onrecord.extract.words import Ints, Words

BEFORE, AFTER = 8, 8  # words taken from beyond the cue's paragraph
LEADS_ON = (
    120  # words taken from the next paragraph where the cue's ends with one of these marks ("He said:")
)
LEADING = frozenset(":,—–-")
# Words to either side of the trigger at most, so that a paragraph of any length costs the same. What belongs to a
# condition, a timeline or a plan stands nearer than what belongs to a cue.
REACH, NEAR = 160, 90
_EDGES = np.array([1, 2, 3, 4, 5, 7, 10, 15, 25, 50, 100])
DISTANCES = 2 * len(_EDGES) + 1
PADDING, SOURCE, CUE, CONTENT = range(4)  # parts of a statement, for its act
PARTS = 4
TELLING = 60  # words at the head of a content from which its act is read
PLACES = 3  # paragraph before, same, next


def surroundings(
    words: Words, window: tuple[int, int], trigger: tuple[int, int], reach: int = REACH
) -> tuple[int, int]:
    """The range of words in which the arguments of a trigger are looked for, within its window."""
    start, end = trigger
    paragraph = words.paragraph[start]
    low = int(np.searchsorted(words.paragraph, paragraph, side="left"))
    high = int(np.searchsorted(words.paragraph, paragraph, side="right"))
    after = LEADS_ON if words.text[words.end[high - 1] - 1] in LEADING else AFTER
    return max(low - BEFORE, window[0], start - reach), min(high + after, window[1], end + reach)


def distance(low: int, high: int, cue: tuple[int, int]) -> Ints:
    """For each word of low..high a signed bucket of its distance from the cue; the middle one is the cue itself."""
    at = np.arange(low, high)
    ahead = np.maximum(cue[0] - at, 0)
    behind = np.maximum(at - cue[1] + 1, 0)
    half = len(_EDGES)
    return half + np.searchsorted(_EDGES, behind, side="right") - np.searchsorted(_EDGES, ahead, side="right")


def place(words: Words, low: int, high: int, cue: tuple[int, int]) -> Ints:
    """For each word of low..high: 0 in a paragraph before the cue's, 1 in the same, 2 after it."""
    return np.asarray(np.sign(words.paragraph[low:high] - words.paragraph[cue[0]]) + 1)


def parts_of(
    source: tuple[int, int] | None,
    cue: tuple[int, int] | None,
    content: Sequence[tuple[int, int]],
    window: tuple[int, int],
) -> tuple[Ints, Ints]:
    """The words of a statement within a window, and which part of it each belongs to."""
    parts = [(SOURCE, source)] if source else []
    parts += [(CUE, cue)] if cue else []
    parts += [(CONTENT, part) for part in content]
    at: list[int] = []
    kinds: list[int] = []
    left = TELLING
    for kind, (start, end) in parts:
        start, end = max(start, window[0]), min(end, window[1])
        if kind == CONTENT:
            end = min(end, start + left)
            left -= max(0, end - start)
        at += range(start, end)
        kinds += [kind] * max(0, end - start)
    return np.array(at, dtype=np.int64), np.array(kinds, dtype=np.int64)
