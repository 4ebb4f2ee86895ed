"""How near many places are to many: block by block, since one product of thousands is far faster than thousands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from onrecord.trace.entries import Place

BLOCK = 256  # rows of one product
Floats = npt.NDArray[np.float32]


def stacked(places: Sequence[Place]) -> Floats:
    """Places as rows [places, size]; zeros, which are near to nothing, where there is none."""
    size = max(map(len, places), default=0)
    rows = np.zeros((len(places), size), np.float32)
    for row, place in zip(rows, places, strict=True):
        if len(place):
            row[:] = place
    return rows


def each_to(places: Sequence[Place], others: Sequence[Place]) -> Iterator[Floats]:
    """The cosines of each place and all others: [others], place by place."""
    rows, columns = stacked(places), stacked(others)
    if rows.shape[1] != columns.shape[1]:  # nowhere, all of them
        rows, columns = np.zeros((len(places), 1), np.float32), np.zeros((len(others), 1), np.float32)
    for start in range(0, len(rows), BLOCK):
        yield from rows[start : start + BLOCK] @ columns.T


def each_to_earlier(places: Sequence[Place]) -> Iterator[Floats]:
    """The cosines of each place and those before it: [before], place by place."""
    rows = stacked(places)
    for start in range(0, len(rows), BLOCK):
        found = rows[start : start + BLOCK] @ rows[: start + BLOCK].T
        yield from (near[: start + at] for at, near in enumerate(found))
