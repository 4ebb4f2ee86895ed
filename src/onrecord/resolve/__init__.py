"""Who is meant: sources to speakers, speakers to sides, addressees, days."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.models import Article, Mention, Statement


def resolve(article: Article, statements: Sequence[Statement], mentions: Sequence[Mention]) -> tuple[Statement, ...]:
    """The statements with speaker, side, addressee and day filled in."""
    return tuple(statements)
