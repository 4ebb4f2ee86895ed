"""Article -> statements, names, times, and the words of conditions, timelines and plans.

`words` cuts the text into words and windows, `network` scores them, `labels` turns scores into ranges, `decode` into
attributions and other entries over words, `uncued` adds attributions that no cue announces, `statements` makes
statements over the text of them, `drafts` the words of conditions, timelines and plans.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extract.decode import Findings, Found, Network, find, place_of
from onrecord.extract.drafts import Draft, Marked, drafts, marked
from onrecord.extract.network import network
from onrecord.extract.statements import statements
from onrecord.extract.uncued import with_uncued
from onrecord.extract.words import Words, split
from onrecord.models import Article, Mention, Statement

__all__ = ["Draft", "Extracted", "Marked", "attributions", "extract", "findings"]


@dataclass(frozen=True)
class Extracted:
    """What the words of an article say, nobody named yet; each in the order of the text."""

    statements: tuple[Statement, ...] = ()
    mentions: tuple[Mention, ...] = ()
    times: tuple[Marked, ...] = ()
    drafts: tuple[Draft, ...] = ()


def extract(article: Article) -> Extracted:
    """Statements, their sources not yet resolved, names, times, and drafts of conditions, timelines and plans."""
    words = split(article.text, article.version)
    found = findings(words, network())
    mentions = []
    for (low, high), kind in found.names:
        start, end = int(words.start[low]), int(words.end[high - 1])
        mentions.append(Mention(start, end, kind, article.text[start:end]))
    return Extracted(
        statements(words, found.attributions),
        tuple(mentions),
        tuple(marked(words, found)),
        tuple(drafts(words, found.entries)),
    )


def findings(words: Words, network: Network) -> Findings:
    """All that is found over words, attributions without a cue included, in the order of their first words."""
    found = find(words, network)
    found.attributions = sorted(with_uncued(words, found.attributions, network), key=place_of)
    return found


def attributions(words: Words, network: Network) -> list[Found]:
    """All attributions, in the order of their first words."""
    return findings(words, network).attributions
