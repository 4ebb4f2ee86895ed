"""Article -> statements and names.

`words` cuts the text into words and windows, `network` scores them, `decode` turns scores into attributions over
words, `uncued` adds those that no cue announces, `statements` makes statements over the text of them.
"""

from __future__ import annotations

from onrecord.extract.decode import Found, Network, Range, find, place_of
from onrecord.extract.network import network
from onrecord.extract.statements import statements
from onrecord.extract.uncued import uncued
from onrecord.extract.words import Words, split
from onrecord.models import Article, Mention, MentionType, Statement

__all__ = ["attributions", "extract"]


def extract(article: Article) -> tuple[tuple[Statement, ...], tuple[Mention, ...]]:
    """Statements, their sources not yet resolved, and the names of the text, both in its order."""
    words = split(article.text)
    found, names = attributions(words, network())
    mentions = []
    for (low, high), kind in names:
        start, end = int(words.start[low]), int(words.end[high - 1])
        mentions.append(Mention(start, end, kind, article.text[start:end]))
    return statements(words, found), tuple(mentions)


def attributions(words: Words, network: Network) -> tuple[list[Found], list[tuple[Range, MentionType]]]:
    """All attributions, in the order of their first words, and all names."""
    found, names = find(words, network)
    return sorted(uncued(words, found), key=place_of), names
