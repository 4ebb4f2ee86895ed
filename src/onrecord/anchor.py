"""Words of a text, held such that they are found again in another version of it.

A quote is the words with a little of what stands around them: W3C Web Annotation's TextQuoteSelector. Outlets edit
articles; positions move with each edit, quotes with few. Where it is not sure which words are meant, none are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.models import Span

CONTEXT = 32  # code points to either side: about six words, of which two copies rarely have the same
# "he said" may stand in one place only and still not be what was meant: words and what agrees of their surroundings
# have to come to this many code points, or to all that the quote has.
ENOUGH = 24
# More places than this are not weighed one by one ("the" in a long text): only all of the context tells them apart.
MANY = 1000
# What other versions, agencies and extractors write in another way: marks, dashes, spaces.
_FOLDED = {
    **dict.fromkeys("“”„‟«»＂″", '"'), **dict.fromkeys("‘’‚‛‹›`´′", "'"), **dict.fromkeys("‐‑‒–—―−", "-"),
}  # fmt: skip
_FOLD = str.maketrans(_FOLDED)
_SPACES = re.compile(r"[\s\u200b\u2060\ufeff]+")


@dataclass(frozen=True)
class Quote:
    """Words of a text and what stands around them."""

    exact: str
    prefix: str = ""
    suffix: str = ""


def quote(text: str, span: Span, *, context: int = CONTEXT) -> Quote:
    """The words at `span`, with `context` code points to either side.

    >>> quote("They will meet in Selby.", (10, 14), context=5)
    Quote(exact='meet', prefix='will ', suffix=' in S')
    """
    start, end = span
    return Quote(text[start:end], text[max(0, start - context) : start], text[end : end + context])


def anchor(text: str, quote: Quote, position: Span | None = None) -> Span | None:
    """Where the words of `quote` stand in `text`, None where they do not or where that is not sure.

    At `position`, if the words stand there and no other place agrees better with their surroundings. Else at the one
    place that agrees best with them; two that agree as well are no place. Words that are not there letter by letter are
    looked for with quotation marks, dashes and spaces taken as alike.

    Args:
        text: A text, perhaps another version of the one that was quoted.
        position: Where the words stood.

    >>> anchor("On Monday they said no. On Friday they said yes.", Quote("they said", "On Friday ", " yes."), (10, 19))
    (34, 43)
    """
    if not quote.exact:
        return None
    if position is not None and _stands_at(text, quote, position):
        return position
    found = _best(text, quote, position)
    return found or _folded(text, quote)


def _stands_at(text: str, quote: Quote, span: Span) -> bool:
    """Whether words and surroundings all stand there, which settles it."""
    start, end = span
    return (
        0 <= start < end <= len(text)
        and text[start:end] == quote.exact
        and text.endswith(quote.prefix, 0, start)
        and text.startswith(quote.suffix, end)
    )


def _best(text: str, quote: Quote, position: Span | None) -> Span | None:
    places = _places(text, quote.exact, MANY + 1)
    if len(places) > MANY:
        return _by_all_context(text, quote)
    agreed = {start: _agreement(text, quote, start) for start in places}
    most = max(agreed.values(), default=0)
    best = [start for start in places if agreed[start] == most]
    size = len(quote.exact)
    if size + most < min(ENOUGH, size + len(quote.prefix) + len(quote.suffix)):
        return None
    if position is not None and position[0] in best:
        return position[0], position[0] + size
    return (best[0], best[0] + size) if len(best) == 1 else None


def _places(text: str, words: str, most: int) -> list[int]:
    """Where `words` start in `text`, up to `most` of them."""
    places: list[int] = []
    start = text.find(words)
    while start >= 0 and len(places) < most:
        places.append(start)
        start = text.find(words, start + 1)
    return places


def _by_all_context(text: str, quote: Quote) -> Span | None:
    places = _places(text, quote.prefix + quote.exact + quote.suffix, 2)
    if len(places) != 1:
        return None
    start = places[0] + len(quote.prefix)
    return start, start + len(quote.exact)


def _agreement(text: str, quote: Quote, start: int) -> int:
    """Code points next to the words that are as they were."""
    before = text[max(0, start - len(quote.prefix)) : start]
    end = start + len(quote.exact)
    after = text[end : end + len(quote.suffix)]
    return _common(before[::-1], quote.prefix[::-1]) + _common(after, quote.suffix)


def _common(one: str, other: str) -> int:
    for i, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return i
    return min(len(one), len(other))


def _folded(text: str, quote: Quote) -> Span | None:
    exact = _fold(quote.exact).strip()
    if not exact:
        return None
    alike = Quote(exact, _fold(quote.prefix), _fold(quote.suffix))
    # A space beside the words may be theirs or the context's; the words are looked for without.
    if quote.exact[:1].isspace():
        alike = Quote(exact, alike.prefix.rstrip() + " ", alike.suffix)
    if quote.exact[-1:].isspace():
        alike = Quote(exact, alike.prefix, " " + alike.suffix.lstrip())
    found = _best(_fold(text), alike, None)
    return (_unfolded(text, found[0]), _unfolded(text, found[1] - 1) + 1) if found else None


def _fold(text: str) -> str:
    return _SPACES.sub(" ", text).translate(_FOLD)


def _unfolded(text: str, place: int) -> int:
    """The place in `text` of a code point of `_fold(text)` that is no space."""
    lost = 0
    for run in _SPACES.finditer(text):
        if run.start() - lost >= place:
            break
        lost += run.end() - run.start() - 1
    return place + lost
