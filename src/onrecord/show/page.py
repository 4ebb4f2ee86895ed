"""An article as HTML with its statements highlighted."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from onrecord.models import Article, Statement


def fragment(article: Article, statements: Sequence[Statement]) -> str:
    """HTML for a notebook cell."""
    return f"<p>{escape(article.title or article.id)}: {len(statements)} statements</p>"
