"""Files, pages and standard input -> Article."""

from __future__ import annotations

from onrecord.models import Article


def check(article: Article) -> None:
    """Refuse what cannot be read."""
