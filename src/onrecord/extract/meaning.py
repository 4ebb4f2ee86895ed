"""What a statement means, as a place in a space where statements that mean much the same lie near each other.

The reader's own encoder reads the words once more, by themselves; a linear map (`training/meaning.py`) takes the mean
of its states to the place where a sentence encoder would put them.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from onrecord.extract.network import network
from onrecord.extract.words import WEIGHTS, split

SIZE = 128  # numbers that make a place, int8
LONGEST = 250  # word pieces that are read of a statement
FILE = WEIGHTS / "meaning.npz"
Floats = npt.NDArray[np.float32]
Place = npt.NDArray[np.int8]


def meaning(text: str) -> Place:
    """The place of a text: int8 [SIZE], of length about 127; nearness is the cosine."""
    return placed(pooled(text))


def pooled(text: str) -> Floats:
    """The mean of the encoder's states over a text's pieces."""
    words = split(text)
    if not len(words.ids):
        return np.zeros(2 * 384, np.float32)
    scores = network().encode(words.ids[:LONGEST], words.case[:LONGEST], words.piece_quote[:LONGEST])
    return np.concatenate([scores.states.mean(axis=0), scores.stakes.mean(axis=0)])


def placed(features: Floats) -> Place:
    """Features -> their place."""
    at = features @ weights()[:-1] + weights()[-1]
    return np.clip(np.round(at / max(float(np.linalg.norm(at)), 1e-9) * 127), -127, 127).astype(np.int8)


@cache
def weights() -> Floats:
    """The map, [features + 1, SIZE]; the last row is added."""
    with np.load(FILE) as found:
        return found["weights"].astype(np.float32)
