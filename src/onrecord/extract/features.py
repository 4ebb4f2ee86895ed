"""What the role reader sees of a cue's surroundings: which words, how far away, across which paragraph."""

from __future__ import annotations

import numpy as np

from onrecord.extract.words import Ints, Words

BEFORE, AFTER = 8, 8  # words taken from beyond the cue's paragraph
LEADS_ON = (
    120  # words taken from the next paragraph where the cue's ends with one of these marks ("He said:")
)
LEADING = frozenset(":,—–-")
REACH = 160  # words to either side of the cue at most, so that a paragraph of any length costs the same
_EDGES = np.array([1, 2, 3, 4, 5, 7, 10, 15, 25, 50, 100])
DISTANCES = 2 * len(_EDGES) + 1
PLACES = 3  # paragraph before, same, next


def surroundings(words: Words, window: tuple[int, int], cue: tuple[int, int]) -> tuple[int, int]:
    """The range of words in which source and content of a cue are looked for, within its window."""
    start, end = cue
    paragraph = words.paragraph[start]
    low = int(np.searchsorted(words.paragraph, paragraph, side="left"))
    high = int(np.searchsorted(words.paragraph, paragraph, side="right"))
    after = LEADS_ON if words.text[words.end[high - 1] - 1] in LEADING else AFTER
    return max(low - BEFORE, window[0], start - REACH), min(high + after, window[1], end + REACH)


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
