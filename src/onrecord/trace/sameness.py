"""Whether two short phrases are about the same thing: by what they mean, and by the words that they share.

Meaning alone takes "opens the sluices of the dam" and "accepts joint control of the dam" for much the same.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from onrecord.trace.entries import Place, Term
from onrecord.trace.labels import EMPTY

TWIN = 0.85  # nearness from which words need not be looked at
OUTCOME = 0.45  # nearness of two outcomes from which they may be one
SHARED = 0.5  # share of the fewer words that two have in common
_WORD = re.compile(r"[a-z]{3,}")
_ENDINGS = re.compile(r"(?:ings?|ed|es|s|e)$")


def near(one: Place, other: Place) -> float:
    """The cosine of two places; 0 where one has none."""
    return float(np.dot(one, other)) if len(one) and len(other) else 0.0


@lru_cache(maxsize=50_000)
def stems(words: str) -> frozenset[str]:
    """The telling words of a phrase, without their endings.

    >>> sorted(stems("Port Selby withdraws its troops")) == sorted(stems("withdraw troops from Port Selby"))
    True
    """
    found = (word for word in _WORD.findall(words.lower()) if word not in EMPTY)
    return frozenset(_ENDINGS.sub("", word) if len(word) > 4 else word for word in found)


def shared(one: str, other: str, without: str = "") -> float:
    """The share of the fewer telling words of two phrases that both have.

    Args:
        without: Words that say nothing here, such as the names of the sides.
    """
    a, b = stems(one) - stems(without), stems(other) - stems(without)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def same(one: str, other: str, likeness: float, least: float, without: str = "") -> bool:
    """Whether two phrases are about the same thing.

    Args:
        likeness: How near they are by meaning.
        least: From which on they may be the same.
    """
    return likeness >= TWIN or (likeness >= least and shared(one, other, without) >= SHARED)


def same_outcome(one: Term, other: Term) -> bool:
    """Whether two conditions are on the same outcome."""
    return same(one.outcome, other.outcome, near(one.outcome_place, other.outcome_place), OUTCOME)


def same_requirement(one: Term, other: Term, least: float) -> bool:
    """Whether two conditions require the same, whatever for."""
    sides = f"{other.side or ''} {other.of or ''}"
    return same(one.evidence.words, other.evidence.words, near(one.place, other.place), least, sides)
