"""Statements that no cue announces: turns of a transcript, posts set apart, signed quotes, quotes that go on.

The network reads cues; these have none. They are few (one statement in 150) and of fixed form, so rules find them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from onrecord.extract.decode import Found, Network, with_acts
from onrecord.extract.labels import Range
from onrecord.extract.quotes import OUTSIDE
from onrecord.extract.words import Words

# "MODERATOR: Good morning", "- Prime Minister Sallow: “This ...", "Ruth Amsel (@ramsel) We met today"
_TURN = re.compile(
    r"[-–—•*>“\" ]*(?P<name>\w[^:\n“”\"()]{1,60}?) ?(?:\((?P<handle>@?\w[^)\n]{0,40})\))?:\s+(?=\S)"
)
_POST = re.compile(r"(?P<name>\w[^:\n“”\"()]{1,60}? ?\(@\w{1,30}\))[:\s]\s*(?=\S)")
# “We met today.” — Ruth Amsel, Sallow Bay
_NAME = r"[^\W\d_a-zß-ÿ][\w.’'-]*"
_SIGNED = re.compile(
    r"\W{0,3}(?P<said>[“”\"«„].{20,}[”“\"»])\s*(?:―|—|–|--?)\s*"
    rf"(?P<name>{_NAME}(?: (?:{_NAME}|d[aeiou]s?|del|la|of|the|and|v[ao]n|der|bin|al))*(?:, [^\n“”\":;.]{{2,40}})?)\W*"
)
MOSTLY = 0.5  # share of words from which a paragraph counts as covered
QUOTED = 0.9  # share of words from which it counts as a quote
SHORTEST = 4  # words in a turn, a post or a quote that stands alone: below, it is a label or a title
SURE = 0.8  # the score that a rule gives its parts


def with_uncued(words: Words, found: Sequence[Found], network: Network) -> list[Found]:
    """`found` with what has no cue, its acts read by the network."""
    return with_acts(words, uncued(words, found), network)


def uncued(words: Words, found: Sequence[Found]) -> list[Found]:
    """`found` with what has no cue added, and with quotes that go on over paragraphs made whole."""
    covered = np.zeros(len(words), dtype=bool)
    for one in found:
        for start, end in [*one.content, one.cue or (0, 0)]:
            covered[start:end] = True
    made = list(found)
    for low, high in _paragraphs(words):
        if high - low < SHORTEST:
            continue
        bare = covered[low:high].mean() <= MOSTLY
        whole = _signed(words, low, high) or _turn(words, low, high, bare=bare)
        if whole:
            # What the network finds within is nested; what it takes for the whole is read better here.
            made = [one for one in made if not _is_the_same(whole, one)]
            made.append(whole)
        elif bare and (words.quote[low:high] != OUTSIDE).mean() > QUOTED:
            before = _going_on(words, made, low)
            if before is not None:
                one = made[before]
                made[before] = replace(one, content=(*one.content, (low, high)))
    return made


def _paragraphs(words: Words) -> Iterator[Range]:
    cuts = [0, *(np.flatnonzero(np.diff(words.paragraph)) + 1).tolist(), len(words)]
    yield from itertools.pairwise(cuts)


def _turn(words: Words, low: int, high: int, *, bare: bool) -> Found | None:
    """A turn of a transcript or a post that takes the whole paragraph.

    Args:
        bare: The network found nothing there, so a name in lower case may stand before a quote; else it may be "He
            said: ..." as well.
    """
    start, end = int(words.start[low]), int(words.end[high - 1])
    match = _POST.match(words.text, start, end) or _TURN.match(words.text, start, end)
    if not match:
        return None
    said = int(np.searchsorted(words.start, match.end()))
    name = match["name"]
    plain = match.re is _TURN and not (match["handle"] or "").startswith("@")
    shouted = name.isupper() and len(name) > 2
    quoted = said < high and words.quote[said:high].all()
    if high - said < SHORTEST or (plain and not shouted and not (quoted and bare)):
        return None
    first = int(np.searchsorted(words.start, match.start("name")))
    last = int(np.searchsorted(words.start, match.end("name")))
    return Found(None, (first, last), ((said, high),), SURE, SURE, SURE)


def _signed(words: Words, low: int, high: int) -> Found | None:
    """A paragraph that is a quote and the name of who said it."""
    match = _SIGNED.fullmatch(words.text, int(words.start[low]), int(words.end[high - 1]))
    if not match:
        return None
    said, name = (
        (
            int(np.searchsorted(words.start, match.start(part))),
            int(np.searchsorted(words.start, match.end(part))),
        )
        for part in ("said", "name")
    )
    return Found(None, name, (said,), SURE, SURE, SURE) if said[1] - said[0] >= SHORTEST else None


def _is_the_same(whole: Found, one: Found) -> bool:
    """Whether `one` reads the same statement: its source is the same name, or its content starts with the whole's."""
    (start, end), source = whole.content[0], whole.source or (0, 0)
    if one.source is not None and source[0] <= one.source[0] < source[1]:
        return True
    return any(start <= first <= start + 1 and last <= end for first, last in one.content)


def _going_on(words: Words, made: Sequence[Found], low: int) -> int | None:
    """Which attribution a quoted paragraph at `low` continues: the last quoted one of the paragraph before."""
    if low == 0:
        return None
    before = words.paragraph[low - 1]
    last, best = -1, None
    for i, one in enumerate(made):
        start, end = one.content[-1]
        if words.paragraph[end - 1] == before and words.quote[start:end].any() and end > last:
            last, best = end, i
    return best
