"""Who is meant: sources to speakers, speakers to sides, addressees, days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.models import NO_TABLES, Article, Mention, Statement, Time, UserTables
from onrecord.resolve.pass_ import Pass
from onrecord.resolve.tables import Row, in_table, load
from onrecord.resolve.who import Who
from onrecord.times import times as find_times

__all__ = ["Who", "in_table", "load", "resolve", "resolve_all"]


def resolve(
    article: Article,
    statements: Sequence[Statement],
    mentions: Sequence[Mention],
    times: Sequence[Time] | None = None,
    *,
    facts: Mapping[str, Sequence[Row]] | None = None,
    tables: UserTables = NO_TABLES,
) -> tuple[Statement, ...]:
    """The statements with speaker, side, addressee and day filled in, in the same order.

    A speaker of whom we are not sure enough stays None; `nil` then says why. A wrong name is worse than none.

    Args:
        article: Its text, and its day of publication, on which offices and days depend.
        statements: With their spans, kind and `within`.
        mentions: Names found in the text; where there are none, capitals and the tables are gone by.
        times: Time expressions found in the text; None: those that their form tells.
        facts: More rows for the tables (see `load`).
        tables: A user's actors and roles, which go before those of the tables.
    """
    return resolve_all(article, statements, mentions, times, facts=facts, tables=tables)[0]


def resolve_all(
    article: Article,
    statements: Sequence[Statement],
    mentions: Sequence[Mention],
    times: Sequence[Time] | None = None,
    *,
    facts: Mapping[str, Sequence[Row]] | None = None,
    tables: UserTables = NO_TABLES,
) -> tuple[tuple[Statement, ...], Who]:
    """The same, and who is meant anywhere else in the article."""
    found = find_times(article) if times is None else times
    work = Pass(article, mentions, found, load(facts, tables))
    return work.run(statements), Who(work)
