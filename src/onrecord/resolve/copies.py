"""Which articles carry the same report, so that wire copy and reprints count as one voice.

`signature` and `bands` find what to compare (`sketch`), `copy_of` decides on the texts themselves. A copy is known by
long unbroken runs of the other's words. Two things look like one and are none: two reports that quote the same
statement (so the words outside quotation marks must be shared as well), and two fillings of one form, such as "The
president approves a disaster declaration for ..." (so they must not put other names and figures into the same wording).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from onrecord.resolve.sketch import (
    Hashes,
    Signature,
    bands,
    likely,
    shingles,
    signature,
    word_hashes,
    words_of,
)

__all__ = ["Copy", "Signature", "bands", "copy_of", "likely", "signature"]

Mask = npt.NDArray[np.bool_]

WIDE = 5  # words that must stand in the same order to count as shared
RUN = 16  # words: shorter runs are phrases and names of offices
SHARE = 0.55  # of the shorter text in such runs; copies with a third of new words have more, follow-ups less
OWN_SHARE = 0.45  # the same for words outside quotation marks
OWN_WORDS = 40  # fewer than these outside quotation marks say nothing
GAP = 16  # words: what is put into a sentence, as against a paragraph that is put in or cut out
NAMES = 0.5  # other names or figures put into a hundred shared words, on both sides
FIGURES = 0.2  # the same of figures alone: an editor changes names' spellings, never sums and dates
_QUOTED = re.compile(r'“[^”\n]*”?|"[^"\n]*"?')
_MARKS = str.maketrans("‘’‚‛`´“”„‟«»–—‒‑−…", "''''''\"\"\"\"\"\"-----.")


@dataclass(frozen=True, slots=True)
class Copy:
    """That two texts are one report."""

    kind: Literal["same", "reprint"]  # equal but for marks and white space; cut, added to or edited
    share: float  # of the shorter text's words, how many stand in the longer one in runs, 0 to 1


@dataclass(frozen=True, slots=True)
class _Words:
    """A text's words as printed, their hashes (letter case aside), and which stand in quotation marks."""

    words: list[str]
    hashes: Hashes
    quoted: Mask


def copy_of(a: str, b: str) -> Copy | None:
    """Whether two texts carry the same report: one is the other, with cuts, additions and edits.

    Another dateline, headline, credit or spelling, paragraphs cut or put in, even down to a third, leave it the same
    report. The order of the two does not matter.

    >>> copy_of("“We will not sign,” he said.", '"We will not sign," he  said.').kind
    'same'
    """
    if _plain(a) == _plain(b):
        return Copy("same", 1.0)
    short, long = sorted((_words(text) for text in sorted((a, b))), key=lambda text: len(text.words))
    in_short, in_long = _shared(short.hashes, long.hashes)
    copied, own = _long_runs(in_short), ~short.quoted
    share = _mean(copied)
    if share < SHARE or (own.sum() >= OWN_WORDS and _mean(copied[own]) < OWN_SHARE):
        return None
    put_in = np.minimum(_put_in(short, in_short, long), _put_in(long, in_long, short)) * 100 / in_short.sum()
    return None if np.any(put_in > (NAMES, FIGURES)) else Copy("reprint", round(share, 3))


def _plain(text: str) -> str:
    """The text with one form of quotation marks and dashes, and single blanks."""
    return " ".join(text.replace("...", "…").translate(_MARKS).split())


def _words(text: str) -> _Words:
    printed, quoted = list[bytes](), list[bool]()
    for inside, piece in _pieces(text):
        found = words_of(piece)
        printed += found
        quoted += [inside] * len(found)
    words = [word.decode() for word in printed]
    return _Words(words, word_hashes([word.lower().encode() for word in words]), np.array(quoted, bool))


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """The text cut at its quotation marks, each piece with whether it stands between them."""
    at = 0
    for quote in _QUOTED.finditer(text):
        yield False, text[at : quote.start()]
        yield True, quote[0]
        at = quote.end()
    yield False, text[at:]


def _shared(a: Hashes, b: Hashes) -> tuple[Mask, Mask]:
    """For each word of two texts whether it stands in five words that the other has in the same order."""
    first, second = shingles(a, WIDE), shingles(b, WIDE)
    return _covered(np.isin(first, second), len(a)), _covered(np.isin(second, first), len(b))


def _covered(hits: Mask, words: int) -> Mask:
    covered = np.zeros(words, bool)
    for at in range(min(WIDE, words)):
        covered[at : at + len(hits)] |= hits
    return covered


def _long_runs(mask: Mask) -> Mask:
    kept = np.zeros(len(mask), bool)
    for start, end in _stretches(mask):
        kept[start:end] = end - start >= RUN
    return kept


def _stretches(mask: Mask) -> list[tuple[int, int]]:
    """Where a mask is true, as (first, after the last)."""
    steps = np.diff(np.concatenate(([0], mask.astype(np.int8), [0])))
    return list(zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True))


def _mean(mask: Mask) -> float:
    return float(mask.mean()) if len(mask) else 0.0


def _put_in(text: _Words, shared: Mask, other: _Words) -> tuple[int, int]:
    """How many names and how many figures stand within shared wording in one text and nowhere in the other.

    The same name put in several times counts once.
    """
    known = {word.lower() for word in other.words}
    names, figures = set[frozenset[str]](), set[frozenset[str]]()
    for start, end in _stretches(~shared):
        if end - start > GAP or not start or end == len(shared):
            continue
        new = {w.lower() for w in text.words[start:end] if w[0].isupper() or w[0].isdigit()} - known
        names |= {frozenset(new)} if new else set()
        numbers = frozenset(word for word in new if word[0].isdigit())
        figures |= {numbers} if numbers else set()
    return len(names), len(figures)
