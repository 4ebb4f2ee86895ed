"""Whom persons speak for, over all articles: what one says in so many words holds for those that leave it out.

An article that only says "Foreign Minister Ruth Amsel" is read with a guess from what stands around; another one of
the same months says whose minister she is. Who holds an office by the tables that come with onrecord is left as read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from onrecord.resolve.tables import shipped
from onrecord.store import schema
from onrecord.store.bulk import chunks
from onrecord.store.touching import pending

NEAR = 365  # days between two articles in which a person is taken to speak for the same side
POINTS = {1: 1, 2: 3}  # what a telling counts by how plain it is


@dataclass(frozen=True)
class _Telling:
    published: date | None
    side: int
    weight: int


def settle_sides(connection: sa.Connection) -> None:
    """Give the persons of new statements the side that articles tell, where these agree."""
    s, a = schema.statement, schema.actor
    people = connection.execute(
        sa.select(a.c.n, a.c.name).where(
            a.c.n.in_(
                sa.select(s.c.speaker).where(pending(connection, "statement"), s.c.speaker_type == "person")
            )
        )
    ).all()
    tellings = _tellings(connection, [person.n for person in people])
    for person in people:
        if found := tellings.get(person.n):
            _settle(connection, person.n, person.name, found)


def _tellings(connection: sa.Connection, people: Sequence[int]) -> dict[int, list[_Telling]]:
    """What is told of each, under the actors that names are merged into."""
    t, a = schema.told, schema.actor
    side = a.alias("side")
    found: dict[int, list[_Telling]] = {}
    for some in chunks(people):
        rows = connection.execute(
            sa.select(a.c.main, t.c.published, side.c.main.label("side"), t.c.weight)
            .join(a, a.c.n == t.c.person)
            .join(side, side.c.n == t.c.side)
            .where(a.c.main.in_(some))
        )
        for row in rows:
            found.setdefault(row.main, []).append(_Telling(row.published, row.side, row.weight))
    return found


def _settle(connection: sa.Connection, person: int, name: str, tellings: Sequence[_Telling]) -> None:
    for table, by in ((schema.statement, "speaker"), (schema.condition, "by")):
        rows = connection.execute(
            sa.select(table.c.n, table.c.published, table.c.side).where(
                table.c[by] == person, table.c.reviewed.is_(None)
            )
        ).all()
        moved: dict[int, list[int]] = {}
        for row in rows:
            if shipped().roles_on(name, row.published):
                continue
            side = told_side(tellings, row.published)
            if side is not None and side != row.side:
                moved.setdefault(side, []).append(row.n)
        for side, keys in moved.items():
            for some in chunks(keys):
                connection.execute(sa.update(table).where(table.c.n.in_(some)).values(side=side))


def told_side(tellings: Sequence[_Telling], day: date | None) -> int | None:
    """The side that is told most plainly around a day; None where two are told as plainly."""
    totals: dict[int, int] = {}
    for one in _around(tellings, day):
        totals[one.side] = totals.get(one.side, 0) + POINTS[one.weight]
    ranked = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _around(tellings: Sequence[_Telling], day: date | None) -> Iterator[_Telling]:
    for one in tellings:
        if day is None or one.published is None or abs((one.published - day).days) <= NEAR:
            yield one
