"""Which articles carry the same report: wire copy, reprints, cut and edited ones.

Every run of `RUN` words has a number; of all numbers those are kept that a fixed divisor divides (FracMinHash: Irber et
al. 2022, after Broder 1997). Two texts share kept numbers in the measure in which they share words in a row, and one
that was cut to a third still has all of its numbers in the whole one, which MinHash over bands would miss.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

RUN = 5  # words in a row
ONE_IN = 12  # of the numbers is kept
COPIED = 0.5  # share of the smaller text's runs that a copy has in common with the other
FEWEST = 25  # runs of words below which a text is too short to be told a copy
BASE = 0x5851F42D4C957F2D
Numbers = NDArray[np.uint64]


@dataclass(frozen=True)
class Copy:
    """Two texts that carry the same report."""

    same: bool  # word for word
    share: float  # of the smaller one's runs of words that the other has too


def runs(text: str) -> Numbers:
    """A number for each different run of words, ascending; letter case, marks and spaces aside."""
    letters = np.frombuffer(text.lower().encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    inside = _letters()[np.minimum(letters, 0xFFFF)]
    before = np.concatenate(([False], inside[:-1]))
    # The words one after the other without what is between them, and where each begins there.
    letters, begins = letters[inside], np.flatnonzero((inside & ~before)[inside])
    if len(begins) < RUN:
        return np.zeros(0, dtype=np.uint64)
    # A polynomial over all letters up to each place; that of a stretch is a difference of two (Karp and Rabin 1987).
    powers, inverse = _powers(1 << max(12, len(letters).bit_length()))
    sums = np.zeros(len(letters) + 1, np.uint64)
    np.cumsum((letters + np.uint64(1)) * powers[: len(letters)], out=sums[1:])
    ends = np.append(begins[RUN:], len(letters))
    starts = begins[: len(ends)]
    numbers = (sums[ends] - sums[starts]) * inverse[starts]
    numbers ^= numbers >> np.uint64(31)
    numbers *= np.uint64(0x9E3779B97F4A7C15)
    numbers ^= numbers >> np.uint64(29)
    return np.unique(numbers)


@cache
def _letters() -> NDArray[np.bool_]:
    """For each code point up to the last of the basic plane whether it is part of a word."""
    return np.array([chr(code).isalnum() for code in range(0x10000)])


@lru_cache(maxsize=4)
def _powers(size: int) -> tuple[Numbers, Numbers]:
    """The powers of `BASE` and of its inverse for `size` places, modulo 2 to the 64th."""
    made = []
    for base in (BASE, pow(BASE, -1, 1 << 64)):
        row = np.full(size, base, np.uint64)
        row[0] = 1
        made.append(np.cumprod(row, dtype=np.uint64))
    return made[0], made[1]


def runs_kept(text: str) -> list[int]:
    """The kept numbers of a text, as signed 64-bit integers: keys by which its copies are found."""
    numbers = runs(text)
    return numbers[numbers % np.uint64(ONE_IN) == 0].view(np.int64).tolist()


def copy_of(one: str, other: str) -> Copy | None:
    """Whether one of two texts carries the other's report; None where not."""
    a, b = runs(one), runs(other)
    smaller = min(len(a), len(b))
    if smaller < FEWEST:
        return Copy(True, 1.0) if smaller and np.array_equal(a, b) else None
    share = len(np.intersect1d(a, b, assume_unique=True)) / smaller
    return Copy(np.array_equal(a, b), share) if share >= COPIED else None
