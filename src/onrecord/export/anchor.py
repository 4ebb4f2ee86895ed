"""Finds quoted words again in a text that may have changed, by the words themselves and what stood around them.

A quote is what the W3C Web Annotation model calls a TextQuoteSelector, with the position that it had.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from onrecord.models import Span

AROUND = 32  # characters kept on either side


@dataclass(frozen=True)
class Quote:
    """Words of a text, what stood before and after them, and where."""

    exact: str
    prefix: str
    suffix: str
    start: int

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def quote_of(text: str, span: Span) -> Quote:
    """The quote of `span`."""
    start, end = span
    return Quote(text[start:end], text[max(0, start - AROUND) : start], text[end : end + AROUND], start)


def anchor(text: str, quote: Quote) -> Span | None:
    """Where the words of a quote stand in `text`.

    Where they stand several times, it is the place that has most in common with what stood around them; between
    equal ones the nearest to where they were.

    Returns:
        Their span, or None where they do not stand there.
    """
    size = len(quote.exact)
    if not size:
        return None
    best: tuple[int, int] | None = None
    found: Span | None = None
    at = text.find(quote.exact)
    while at >= 0:
        alike = _alike(text[max(0, at - AROUND) : at][::-1], quote.prefix[::-1])
        alike += _alike(text[at + size : at + size + AROUND], quote.suffix)
        score = (alike, -abs(at - quote.start))
        if best is None or score > best:
            best, found = score, (at, at + size)
        at = text.find(quote.exact, at + 1)
    return found


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    return next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
