"""How likely two statements are to be at odds, told from free text: for each pair, the chances of three classes.

A regression over how near each other the sentence encoder of `extract.meaning` places both statements. That encoder
is the one of search by meaning, so this adds no network. Nearness tells whether two statements are about one matter,
and nothing of which side of it each takes; a small network that was trained to tell that did not learn it well enough
to be right more often about pairs at odds (docs/decisions.md, "Conflicts in free text"). So the chances serve to leave
out what is unrelated and to say how little is known; no view should show a conflict that rests on them alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from onrecord.extract.meaning import meanings

CLASSES = ("consistent", "inconsistent", "unrelated")
REGRESSION = Path(__file__).parent / "weights" / "clash.json"

Floats = npt.NDArray[np.float64]


def clashes(pairs: Sequence[tuple[str, str]]) -> Floats:
    """The chances of `CLASSES` for pairs of statements, float64 [pairs, 3]; each row adds up to one.

    The order of the two does not count. Every text is read once, its first 128 word pieces. A text without a letter
    or a digit says nothing about anything, so a pair with one is unrelated.

    >>> clashes([("The dam must be opened.", "The dam must stay shut.")]).shape
    (1, 3)
    """
    found = chances(nearness(pairs))
    silent = [not (_says(a) and _says(b)) for a, b in pairs]
    found[silent] = np.eye(len(CLASSES))[CLASSES.index("unrelated")]
    return found


def nearness(pairs: Sequence[tuple[str, str]]) -> Floats:
    """The cosine between the places of each two texts, float64 [pairs], from -1 to 1."""
    texts = list(dict.fromkeys(text for pair in pairs for text in pair))
    row = {text: i for i, text in enumerate(texts)}
    places = meanings(texts).astype(np.float32)
    places /= np.maximum(np.linalg.norm(places, axis=1, keepdims=True), 1e-9)
    first, second = (np.array([row[pair[i]] for pair in pairs], np.int64) for i in (0, 1))
    return np.asarray((places[first] * places[second]).sum(axis=1), np.float64)


def chances(near: Floats) -> Floats:
    """The chances of `CLASSES`, float64 [pairs, 3], for cosines [pairs], such as between places that a Record keeps."""
    slope, offset = _regression()
    scores = near[:, None] * slope + offset
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def _says(text: str) -> bool:
    return any(map(str.isalnum, text))


@cache
def _regression() -> tuple[Floats, Floats]:
    found = json.loads(REGRESSION.read_text(encoding="utf-8"))
    return np.array(found["slope"]), np.array(found["offset"])
