"""Where statements stand: their places by what they, the paragraphs around them and the title mean."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from onrecord.extract.meaning import SIZE, meanings
from onrecord.trace.topics import Floats, blend, unit

PARAGRAPH = 1200  # characters of a paragraph that are read
BREAK = "\n\n"


def paragraph(text: str, at: int) -> str:
    """The paragraph around an offset."""
    start = text.rfind(BREAK, 0, at)
    end = text.find(BREAK, at)
    return text[start + len(BREAK) if start >= 0 else 0 : end if end >= 0 else None][:PARAGRAPH]


def places(texts: Sequence[str]) -> Floats:
    """Unit vectors of texts [texts, SIZE], each read once; of empty ones zeros."""
    each = sorted(set(texts) - {""})
    known = dict(zip(each, unit(meanings(each).astype(np.float32)), strict=True))
    nothing = np.zeros(SIZE, np.float32)
    return (
        np.stack([known.get(text, nothing) for text in texts]) if texts else np.zeros((0, SIZE), np.float32)
    )


def placed(contents: npt.NDArray[np.int8], around: Sequence[tuple[str, int, str]]) -> Floats:
    """The places of statements among topics.

    Args:
        contents: What they mean, int8 [statements, SIZE].
        around: For each the text of its article, its first offset and the title.
    """
    return blend(
        unit(contents.astype(np.float32)),
        places([paragraph(text, at) for text, at, _ in around]),
        places([title for _, _, title in around]),
    )


def packed(places: Floats) -> npt.NDArray[np.int8]:
    """Places as the Record keeps them: int8, the largest number of each 127."""
    largest = np.abs(places).max(axis=1, keepdims=True) if len(places) else np.zeros((0, 1), np.float32)
    made: npt.NDArray[np.int8] = np.round(places * (127 / np.maximum(largest, 1e-9))).astype(np.int8)
    return made
