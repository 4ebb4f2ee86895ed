"""Where quotation marks open and close, in any of their forms, in one linear pass over the marks.

An odd mark costs its paragraph at most: a quote that nobody closes ends with its paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

States = npt.NDArray[np.uint8]

OUTSIDE, INSIDE, OPENING, CLOSING = range(4)

# What opens, and what closes it. » opens in German and Danish usage, closes in French.
PAIRS = {
    "“": '”‟"',
    "„": '“”"',
    "‟": '”"',
    "«": "»",
    "»": "«",
    "〝": "〞",
    "「": "」",
    "『": "』",
    "‹": "›",
    '"': '"”',
    "＂": "＂",
}
STRAIGHT = '"＂'
SINGLE_OPENERS = "‘'`‚"
SINGLE_CLOSERS = "’'"
LOOK_AHEAD = 1000  # code points in which a single mark must be closed, so that apostrophes cost linear time
_MARKS = re.compile(
    "["
    + "".join(sorted(set("".join(PAIRS) + "".join(PAIRS.values()) + SINGLE_OPENERS + SINGLE_CLOSERS)))
    + "]"
)
_SINGLE_CLOSE = re.compile(rf"(?<=\S)[{SINGLE_CLOSERS}](?!\w)")


@dataclass
class _Open:
    """The quote that stands open: where it opened, what closes it, how many of its kind stand open inside it."""

    at: int
    closers: str
    depth: int = 0


def quote_states(text: str) -> States:
    """For each code point: OUTSIDE, INSIDE, or an OPENING or CLOSING mark.

    Double marks of any form count, and single ones where they stand outside double ones and are closed in their
    paragraph (so an apostrophe is none). Marks inside a quote are INSIDE.

    >>> quote_states("He “no”.").tolist()
    [0, 0, 0, 2, 1, 1, 3, 0]
    """
    states = np.zeros(len(text), dtype=np.uint8)
    start = 0
    for paragraph in text.split("\n"):
        _scan(text, start, start + len(paragraph), states)
        start += len(paragraph) + 1
    return states


def _scan(text: str, start: int, end: int, states: States) -> None:
    quote: _Open | None = None
    for match in _MARKS.finditer(text, start, end):
        i, char = match.start(), match.group()
        before = text[i - 1] if i > start else " "
        after = text[i + 1] if i + 1 < end else " "
        if quote is None:
            if closers := _opens(text, i, end, before, after):
                quote = _Open(i, closers)
        elif char in quote.closers and _may_close(text, quote, i, before, after):
            if quote.depth:
                quote.depth -= 1
                continue
            states[quote.at : i] = INSIDE
            states[quote.at], states[i] = OPENING, CLOSING
            quote = None
        elif char in PAIRS and char == text[quote.at] and char not in STRAIGHT:
            quote.depth += 1
    if quote is not None:
        states[quote.at : end] = INSIDE
        states[quote.at] = OPENING


def _opens(text: str, i: int, end: int, before: str, after: str) -> str | None:
    """The marks that would close the quote that opens at `i`, None where none opens."""
    char = text[i]
    in_place = (before.isspace() or before in "([{—–-/:") and not after.isspace()
    if char in STRAIGHT:
        return PAIRS[char] if in_place or (not before.isalnum() and after.isalnum()) else None
    if char == "»":
        return PAIRS[char] if in_place else None
    if char in PAIRS:
        return PAIRS[char]
    if char in SINGLE_OPENERS and in_place and _SINGLE_CLOSE.search(text, i + 1, min(end, i + LOOK_AHEAD)):
        return SINGLE_CLOSERS
    return None


def _may_close(text: str, quote: _Open, i: int, before: str, after: str) -> bool:
    """Whether the mark at `i`, of a kind that closes `quote`, does so."""
    if text[i] in SINGLE_CLOSERS:
        plural = before in "sS" and after == " " and text[i + 2 : i + 3].islower()
        more = plural and _SINGLE_CLOSE.search(text, i + 1, i + LOOK_AHEAD)  # "the workers’ pay’"
        return not after.isalnum() and not before.isspace() and not more
    # A straight mark between a space and a letter opens: the one before it was left open, and this is inside.
    return not (text[i] in STRAIGHT and before.isspace() and after.isalnum())
