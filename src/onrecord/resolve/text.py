"""An article's text as tokens, sentences and paragraphs, so that all else counts in tokens."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from onrecord.resolve.lexicon import listed

# An abbreviation with dots, a word (inner hyphens, dots, "&" and apostrophes belong to it), a possessive, a mark.
TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-.&‑–][^\W_]+|['’ʼ](?!(?:[sS]|m|re|ve|ll|d)\b)[^\W_]+)*"
    r"|['’](?:[sS]|m|re|ve|ll|d)\b|[^\w\s]"
)
TITLES_WITH_DOT = listed("titles with dot")
CLOSERS = listed("closers")


@dataclass(slots=True)
class Text:
    """Tokens with their offsets, and the sentence and paragraph that each stands in."""

    text: str
    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)  # sentence number of each token
    paragraphs: list[int] = field(default_factory=list)  # paragraph number of each token
    heads: list[int] = field(default_factory=list)  # first token of each sentence

    def at(self, offset: int) -> int:
        """The token that covers `offset`, else the last before it."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def first(self, offset: int) -> int:
        """The first token that does not end before `offset`."""
        return min(bisect_right(self.ends, offset), len(self.ends) - 1)

    def tokens(self, start: int, end: int) -> range:
        """The tokens within the offsets."""
        first = bisect_right(self.ends, start)
        return range(first, max(first, bisect_right(self.starts, end - 1)))

    def sentence(self, number: int) -> range:
        """The tokens of a sentence."""
        if not 0 <= number < len(self.heads):
            return range(0)
        after = self.heads[number + 1] if number + 1 < len(self.heads) else len(self.words)
        return range(self.heads[number], after)


def split(text: str) -> Text:
    """Cut a text into tokens, sentences and paragraphs; linear in its length.

    >>> view = split("He left. Mr. Amsel stayed.\\nThey met.")
    >>> view.sentences[-1], view.paragraphs[-1]
    (2, 1)
    """
    out = Text(text)
    sentence = paragraph = -1
    fresh, last_end = True, 0
    for match in TOKEN.finditer(text):
        start, end, word = match.start(), match.end(), match.group()
        if start > last_end and "\n" in text[last_end:start]:
            fresh = True
        if fresh or not out.words:
            paragraph += 1
        if (fresh or _ends(out.words, word, start > last_end)) and not (word in CLOSERS and not fresh):
            sentence += 1
            out.heads.append(len(out.words))
        out.words.append(word)
        out.starts.append(start)
        out.ends.append(end)
        out.sentences.append(max(sentence, 0))
        out.paragraphs.append(paragraph)
        fresh, last_end = False, end
    return out


def _ends(words: list[str], word: str, spaced: bool) -> bool:
    """Whether the words so far end a sentence and `word` starts another."""
    if not spaced or word[0].islower() or word[0] in ",;:)":
        return False
    at = len(words) - 1
    while at > 0 and words[at] in CLOSERS and at > len(words) - 4:
        at -= 1
    mark = words[at]
    if mark in ("?", "!", "…"):
        return True
    if mark == ".":
        return at == 0 or (
            words[at - 1] not in TITLES_WITH_DOT and not (len(words[at - 1]) == 1 and words[at - 1].isupper())
        )
    return False
