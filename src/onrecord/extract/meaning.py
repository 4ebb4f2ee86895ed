"""What statements mean, as places in a space where those that mean much the same lie near each other.

The encoder is a small sentence encoder of its own (`training/meaning.py`): the reader's has forgotten what sentences
mean while it learnt who says them (its nearest statements agree with this one's in 17 of 100).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from onrecord.extract.network import session
from onrecord.extract.words import WEIGHTS, tokenizer

if TYPE_CHECKING:
    import onnxruntime

SIZE = 192  # numbers that make a place
LONGEST = 128  # word pieces that are read of a statement
BATCH = 32
FIRST, LAST = 101, 102  # pieces that stand around a text
FILE = WEIGHTS / "meaning.onnx"


def meanings(texts: Sequence[str]) -> npt.NDArray[np.int8]:
    """The places of texts, int8 [texts, SIZE], the largest number of each 127; nearness is the cosine."""
    if not texts:
        return np.zeros((0, SIZE), np.int8)
    # Texts of like length together, so that little is spent on padding.
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    found = np.zeros((len(texts), SIZE), np.float32)
    places = [_network().run(None, {"ids": ids})[0] for ids in batches([texts[i] for i in order])]
    found[order] = np.concatenate(places)
    largest = np.abs(found).max(axis=1, keepdims=True)
    placed: npt.NDArray[np.int8] = np.round(found * (127 / np.maximum(largest, 1e-9))).astype(np.int8)
    return placed


def batches(texts: Sequence[str]) -> Iterator[npt.NDArray[np.int64]]:
    """Word pieces of texts [texts, pieces], `BATCH` at a time in order, 0 after a text's end."""
    for start in range(0, len(texts), BATCH):
        found = [
            [FIRST, *encoding.ids[:LONGEST], LAST]
            for encoding in tokenizer().encode_batch(
                list(texts[start : start + BATCH]), add_special_tokens=False
            )
        ]
        ids = np.zeros((len(found), max(map(len, found))), np.int64)
        for row, one in zip(ids, found, strict=True):
            row[: len(one)] = one
        yield ids


@cache
def _network() -> onnxruntime.InferenceSession:
    return session(FILE, int(os.environ.get("ONRECORD_THREADS", "1")))
