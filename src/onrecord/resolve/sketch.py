"""Sketches of texts: few numbers that tell how much of one text's wording stands in another.

The words of a text in runs of eight (shingles) are hashed, and those with the smallest hashes are kept (Broder, "On the
resemblance and containment of documents", 1997: bottom-k and mod-m sketches). Whether a shingle is kept depends on
nothing but its hash, so a text and a third of it keep the same ones wherever the third was cut from. Bands of MinHash
values, the usual index, need two texts to be alike as a whole and miss such cuts.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]

WIDE = 8  # words of a shingle: longer than phrases that reports share by chance, shorter than what an edit leaves whole
LEAST = 32  # kept of any text, so that a brief and a third of a report still share several
ONE_IN = 25  # kept of longer texts, so that a paragraph out of a long transcript is found as well
MOST = 1024  # kept of a text as long as a book
COMMON = 40  # a wording that so many reports have, each in a voice of its own, is a form of words
SHARED = 2  # wordings that two texts must share to be compared
TOP = 2**64 - 1

# What is between words, as one pass over the letters of other scripts' punctuation and one over ASCII: a third of the
# time that an expression for words takes, which was most of the time of a signature.
_MARKS = re.compile(
    "[\u0080-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u2000-\u206f\u2190-\u2bff\u3000-\u303f\ufeff]+"
)
_ASCII = bytes(code if code > 127 or chr(code).isalnum() else 32 for code in range(256))
# "U.S." and "US" are one word, and so is the full name: houses differ in which they print.
_INNER_DOT = re.compile(r"\.(?=\w\.)")
_NAMES = (
    ("United States", "US"),
    ("United Nations", "UN"),
    ("United Kingdom", "UK"),
    ("European Union", "EU"),
)
_SHORT = (*_NAMES, *((full.lower(), short.lower()) for full, short in _NAMES))
_STEP = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Signature:
    """The smallest hashes of a text's shingles, ascending; none for a text without words.

    The same text gives the same signature in every run and on every machine.
    """

    hashes: tuple[int, ...]


def signature(text: str) -> Signature:
    """The sketch of a text, by its words: case, punctuation, quotation marks and line breaks do not count.

    >>> signature("He said: “No.”") == signature('he said  "no"')
    True
    """
    hashes = np.sort(shingles(word_hashes(words_of(text.lower())), WIDE))
    hashes = hashes[np.diff(hashes, prepend=np.uint64(TOP)) != 0]
    kept = max(LEAST, int(np.searchsorted(hashes, np.uint64(TOP // ONE_IN))))
    return Signature(tuple(hashes[: min(kept, MOST)].tolist()))


def bands(signature: Signature) -> tuple[int, ...]:
    """The keys under which to index a text, signed 64-bit; texts that share at least two may be copies (`likely`)."""
    return tuple(np.array(signature.hashes, np.uint64).view(np.int64).tolist())


def likely(found: Iterable[tuple[int, str, str]], *, most: int = 50) -> list[str]:
    """The articles to compare a text with, from what the index holds under its keys; likeliest first.

    What very many reports share is a form of words ("By the authority vested in me ..."). It counts for nothing, or
    else every order would be compared with every other. The number of voices decides, not of articles: a wire report
    that two hundred outlets carry is one.

    Args:
        found: (key, article, voice) for every article under one of the text's keys; a voice is the name that an
            article and its copies go by.
        most: How many to give.
    """
    voices, articles = defaultdict[int, set[str]](set), defaultdict[int, set[str]](set)
    for key, article, voice in found:
        voices[key].add(voice)
        articles[key].add(article)
    times = Counter(a for key, those in articles.items() if len(voices[key]) <= COMMON for a in those)
    ranked = sorted((-n, article) for article, n in times.items() if n >= SHARED)
    return [article for _, article in ranked[:most]]


def words_of(text: str) -> list[bytes]:
    """The words of a text as UTF-8, "U.S." and "United States" both as "US".

    >>> words_of("The U.S. isn’t in the European Union.")
    [b'The', b'US', b'isn', b't', b'in', b'the', b'EU']
    """
    text = _INNER_DOT.sub("", text)
    for full, short in _SHORT:
        text = text.replace(full, short)
    return _MARKS.sub(" ", text).encode("utf-8", "replace").translate(_ASCII).split()


def word_hashes(words: list[bytes]) -> Hashes:
    """A hash for each word."""
    return np.fromiter(map(zlib.crc32, words), np.uint64, len(words))


def shingles(words: Hashes, wide: int) -> Hashes:
    """A hash for each run of `wide` words, in order; one of all words where they are fewer."""
    wide = min(wide, len(words))
    number = len(words) - wide + 1 if wide else 0
    total = np.zeros(number, np.uint64)
    for at in range(wide):
        total = total * _STEP + words[at : at + number]
    return _mixed(total)


def _mixed(x: Hashes) -> Hashes:
    """The finaliser of SplitMix64 (Steele, Lea and Flood, 2014): all bits depend on all bits."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))
