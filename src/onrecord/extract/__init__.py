"""Article -> statements and names."""

from __future__ import annotations

import re

from onrecord.models import Article, Mention, Statement, digest

QUOTE = re.compile(r"[“\"]([^”\"\n]{3,})[”\"],? ((?:[A-Z]\w+ ?)+|he|she|they) (said|added)\b")


def extract(article: Article) -> tuple[tuple[Statement, ...], tuple[Mention, ...]]:
    """Statements, source not yet resolved, and the names of the text."""
    found = []
    for m in QUOTE.finditer(article.text):
        content, source, cue = (m.start(), m.end(1) + 1), m.span(2), m.span(3)
        found.append(Statement(digest(article.text, "statement", content, cue), (source,), (cue,), (content,), "direct", 0.5))
    return tuple(found), ()
