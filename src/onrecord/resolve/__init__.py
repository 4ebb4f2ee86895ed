"""Who is meant: sources to speakers, speakers to sides, addressees, days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.models import Article, Mention, Statement
from onrecord.resolve.pass_ import Pass
from onrecord.resolve.tables import Row, in_table, load

__all__ = ["in_table", "load", "resolve"]


def resolve(
    article: Article,
    statements: Sequence[Statement],
    mentions: Sequence[Mention],
    *,
    facts: Mapping[str, Sequence[Row]] | None = None,
) -> tuple[Statement, ...]:
    """The statements with speaker, side, addressee and day filled in, in the same order.

    A speaker of whom we are not sure enough stays None; `nil` then says why. A wrong name is worse than none.

    Args:
        article: Its text, and its day of publication, on which offices and days depend.
        statements: With their spans, kind and `within`.
        mentions: Names found in the text; where there are none, capitals and the tables are gone by.
        facts: More rows for the tables (see `load`).
    """
    return Pass(article, mentions, load(facts)).run(statements)
