"""Text -> words and word pieces, in windows that the reader takes at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from onrecord.extract.quotes import quote_states

Ints = npt.NDArray[np.int64]

WEIGHTS = Path(__file__).parent / "weights"
WINDOW = (
    384  # word pieces: long enough for most paragraphs' context, short enough for attention to stay cheap
)
LOWER, CAPITALISED, UPPER, MIXED = range(4)


@dataclass(frozen=True)
class Words:
    """The words of a text (runs of letters and digits, single marks), and the pieces that they are made of.

    Arrays over words: `start`, `end` (code points), `paragraph`, `quote` (see `quotes`), `first` (index of the
    word's first piece; one entry more than there are words). Arrays over pieces: `ids`, `case`, `piece_quote`.
    """

    text: str
    version: str  # the article's, for ids
    start: Ints
    end: Ints
    paragraph: Ints
    quote: Ints
    first: Ints
    ids: Ints
    case: Ints
    piece_quote: Ints

    def __len__(self) -> int:
        return len(self.start)


@cache
def tokenizer() -> Tokenizer:
    """The word-piece vocabulary that the encoder was trained with."""
    loaded = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
    loaded.no_truncation()
    loaded.no_padding()
    return loaded


def letter_case(word: str) -> int:
    """Four kinds of letter case; the vocabulary itself knows none."""
    if word.islower() or not any(map(str.isalpha, word)):
        return LOWER
    if word.isupper() and len(word) > 1:
        return UPPER
    return CAPITALISED if word[0].isupper() and not any(map(str.isupper, word[1:])) else MIXED


def split(text: str, version: str = "") -> Words:
    """Words and pieces of `text`, which is that of an article's version."""
    encoding = tokenizer().encode(text, add_special_tokens=False)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    word_of = np.array(encoding.word_ids, dtype=np.int64)
    new = np.ones(len(word_of), dtype=bool)
    new[1:] = word_of[1:] != word_of[:-1]
    first = np.append(np.flatnonzero(new), len(word_of))
    start, end = offsets[first[:-1], 0], offsets[first[1:] - 1, 1]
    breaks = np.zeros(len(text) + 1, dtype=np.int64)
    breaks[1:] = np.cumsum(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32) == 10)
    states = np.append(quote_states(text), 0).astype(np.int64)
    case = np.array(
        [letter_case(text[s:e]) for s, e in zip(start.tolist(), end.tolist(), strict=True)], dtype=np.int64
    )
    pieces_per_word = np.diff(first)
    return Words(
        text=text,
        version=version,
        start=start,
        end=end,
        paragraph=breaks[start] if len(start) else start,
        quote=states[start] if len(start) else start,
        first=first,
        ids=np.array(encoding.ids, dtype=np.int64),
        case=np.repeat(case, pieces_per_word),
        piece_quote=np.repeat(states[start] if len(start) else start, pieces_per_word),
    )


def windows(words: Words, *, size: int = WINDOW, begin: int = 0) -> list[tuple[int, int]]:
    """Half-open ranges of words of at most `size` pieces, cut at paragraphs where that can be.

    No cut follows a paragraph that leads on to the next ("He added:") if there is another place for it.

    Args:
        begin: The first window ends early, after this many paragraphs (training varies the cuts by it).
    """
    if not len(words):
        return []
    cuts = np.flatnonzero(np.diff(words.paragraph)) + 1
    ends = [*cuts.tolist(), len(words)]
    found: list[tuple[int, int]] = []
    start = 0
    last_end = 0
    for number, end in enumerate(ends):
        if start < last_end and (words.first[end] - words.first[start] > size or number == begin):
            found.append((start, last_end))
            start = last_end
        while words.first[end] - words.first[start] > size:
            cut = int(np.searchsorted(words.first, words.first[start] + size, side="right")) - 1
            cut = max(_sentence_end(words, start, cut), start + 1)
            found.append((start, cut))
            start = cut
        leads_on = words.text[words.end[end - 1] - 1] == ":"
        if not leads_on or last_end <= start:
            last_end = end
    found.append((start, len(words)))
    return found


def _sentence_end(words: Words, start: int, cut: int) -> int:
    """The last word after a full stop in the second half of `start`..`cut`, else `cut`."""
    for i in range(cut, (start + cut) // 2, -1):
        if words.text[words.start[i - 1] : words.end[i - 1]] in {".", "!", "?"}:
            return i
    return cut


def word_range(words: Words, span: Sequence[int]) -> tuple[int, int]:
    """Half-open range of the words that a span of code points touches."""
    low = int(np.searchsorted(words.end, span[0], side="right"))
    high = int(np.searchsorted(words.start, span[1], side="left"))
    return low, max(low, high)
