"""Article -> statements and names.

`words` cuts the text into words and windows, `network` scores them, `decode` turns scores into attributions over
words, `statements` turns those into statements over the text.
"""

from __future__ import annotations

from onrecord.extract.decode import find
from onrecord.extract.network import network
from onrecord.extract.statements import statements
from onrecord.extract.words import split
from onrecord.models import Article, Mention, Statement

__all__ = ["extract"]


def extract(article: Article) -> tuple[tuple[Statement, ...], tuple[Mention, ...]]:
    """Statements, their sources not yet resolved, and the names of the text, both in its order."""
    words = split(article.text)
    found, names = find(words, network())
    mentions = []
    for (low, high), kind in names:
        start, end = int(words.start[low]), int(words.end[high - 1])
        mentions.append(Mention(start, end, kind, article.text[start:end]))
    return statements(words, found), tuple(mentions)
