"""Articles and what was read from them, out of the Record again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from onrecord.models import Article, Condition, Plan, Statement, Timeline
from onrecord.reading import Reading
from onrecord.store import schema
from onrecord.store.rows import condition_of, plan_of, statement_of, timeline_of, times_of

CHUNK = 200  # articles taken from the database at once


def load_readings(
    connection: sa.Connection, articles: Sequence[str] | None = None, *, rejected: bool = False
) -> Iterator[Reading]:
    """The current readings of the articles of these ids, or of all, in the order of adding.

    Args:
        rejected: Give also what a person has rejected.
    """
    a, v = schema.article, schema.version
    wanted = sa.select(v.c.n).join(a, a.c.n == v.c.article).where(v.c.current == 1)
    if articles is not None:
        wanted = wanted.where(a.c.id.in_(articles))
    last = 0
    while keys := connection.scalars(wanted.where(v.c.n > last).order_by(v.c.n).limit(CHUNK)).all():
        last = keys[-1]
        yield from _readings(connection, keys, rejected)


def _readings(connection: sa.Connection, versions: Sequence[int], rejected: bool) -> Iterator[Reading]:
    heads = _heads(connection, versions)
    entries = {
        name: _by_version(connection, table, versions, rejected) for name, table in schema.ENTRIES.items()
    }
    requirements = _children(
        connection,
        schema.requirement,
        "condition",
        [r["n"] for rows in entries["conditions"].values() for r in rows],
    )
    participants = _children(
        connection, schema.participant, "plan", [r["n"] for rows in entries["plans"].values() for r in rows]
    )
    for n in versions:
        yield Reading(
            _article(heads[n]),
            tuple(statement_of(row) for row in entries["statements"].get(n, ())),
            tuple(
                condition_of(row, requirements.get(row["n"], ())) for row in entries["conditions"].get(n, ())
            ),
            tuple(timeline_of(row) for row in entries["timelines"].get(n, ())),
            tuple(
                plan_of(row, [p["name"] for p in participants.get(row["n"], ())])
                for row in entries["plans"].get(n, ())
            ),
            times_of(heads[n]["times"]),
            heads[n]["standoff"],
        )


def _heads(connection: sa.Connection, versions: Sequence[int]) -> dict[int, Mapping[Any, Any]]:
    a, v, o = schema.article, schema.version, schema.outlet
    rows = connection.execute(
        sa.select(v, a.c.id.label("article_id"), a.c.url, o.c.name.label("outlet"))
        .select_from(v.join(a, a.c.n == v.c.article).outerjoin(o, o.c.n == a.c.outlet))
        .where(v.c.n.in_(versions))
    ).mappings()
    return {row["n"]: row for row in rows}


def _article(row: Mapping[Any, Any]) -> Article:
    same = ("text", "published", "title", "language", "byline", "credit", "outlet", "url")
    return Article(id=row["article_id"], **{name: row[name] for name in same})


def _by_version(
    connection: sa.Connection, table: sa.Table, versions: Sequence[int], rejected: bool
) -> dict[int, list[Mapping[Any, Any]]]:
    chosen = sa.select(table).where(table.c.version.in_(versions)).order_by(table.c.version, table.c.seq)
    if not rejected:
        chosen = chosen.where(table.c.state != schema.REJECTED)
    found: dict[int, list[Mapping[Any, Any]]] = {}
    for row in connection.execute(chosen).mappings():
        found.setdefault(row["version"], []).append(row)
    return found


def _children(
    connection: sa.Connection, table: sa.Table, parent: str, keys: Sequence[int]
) -> dict[int, list[Mapping[Any, Any]]]:
    found: dict[int, list[Mapping[Any, Any]]] = {}
    column = table.c[parent]
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        for row in connection.execute(
            sa.select(table).where(column.in_(some)).order_by(column, table.c.seq)
        ).mappings():
            found.setdefault(row[parent], []).append(row)
    return found


def article_of(connection: sa.Connection, version: int) -> Article:
    """The article as it is in one version."""
    return _article(_heads(connection, [version])[version])


def entry_of(
    connection: sa.Connection, layer: str, row: Mapping[Any, Any]
) -> Statement | Condition | Timeline | Plan:
    """The entry of a row of its table."""
    if layer == "statements":
        return statement_of(row)
    if layer == "timelines":
        return timeline_of(row)
    if layer == "conditions":
        return condition_of(
            row, _children(connection, schema.requirement, "condition", [row["n"]]).get(row["n"], ())
        )
    named = _children(connection, schema.participant, "plan", [row["n"]]).get(row["n"], ())
    return plan_of(row, [child["name"] for child in named])
