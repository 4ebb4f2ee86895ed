"""A digest of a period, from what was traced."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.store import schema
from onrecord.store.ask import Filter
from onrecord.store.dues import list_due
from onrecord.store.story import Asked, list_traced
from onrecord.trace.digest import Digest

AHEAD = 14  # days after the period whose dates are told of
MOST = 50  # lines of each part


def make_digest(connection: sa.Connection, since: date, until: date | None = None) -> Digest:
    """What changed from one day to another (the last of publication), both included.

    Raises:
        UsageError: the period ends before it begins.
    """
    last = until or connection.scalar(sa.select(sa.func.max(schema.issue.c.last))) or since
    if last < since:
        raise UsageError(f"the period ends on {last}, before it begins on {since}")
    asked = Asked(since=since, until=last, limit=MOST)
    ahead = list_due(connection, last, Filter(limit=MOST))
    passed = list_due(connection, last, Filter(limit=MOST), passed=True)
    told = [one for one in passed if one.latest >= since]
    soon = [one for one in ahead if one.latest <= last + timedelta(AHEAD)]
    return Digest(
        since,
        last,
        list_traced(connection, "position", asked),
        list_traced(connection, "shift", asked),
        list_traced(connection, "conflict", asked),
        [one.to_dict() for one in (*reversed(told), *soon)],
    )
