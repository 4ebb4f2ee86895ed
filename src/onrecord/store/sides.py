"""Whom persons speak for, over all articles: what one says in so many words holds for those that leave it out.

An article that only says "Foreign Minister Ruth Amsel" is read with a guess from what stands around; another one of
the same months says whose minister she is. Who holds an office by the tables that come with onrecord is left as read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from onrecord.resolve.tables import shipped
from onrecord.store import schema
from onrecord.store.bulk import chunks
from onrecord.store.names import main_actors
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
    new = sa.select(s.c.n).where(pending(connection, "statement"))
    speak = sa.select(s.c.speaker).where(s.c.n.in_(new), s.c.speaker_type == "person")
    told = _persons_told(new)
    people = connection.execute(
        sa.select(a.c.n, a.c.name).where(sa.or_(a.c.n.in_(speak), a.c.n.in_(told)))
    ).all()
    tellings = _tellings(connection, [person.n for person in people])
    changed = _not_as_read(connection, sa.union(speak, told))
    for person in people:
        if person.n in tellings or person.n in changed:
            _settle(connection, person.n, person.name, tellings.get(person.n, []))


def _not_as_read(connection: sa.Connection, people: sa.CompoundSelect[Any]) -> set[int]:
    """Of some persons those with entries whose side is not called as it was read."""
    a = schema.actor
    found = set[int]()
    for table, by in ((schema.statement, "speaker"), (schema.condition, "by")):
        chosen = sa.select(table.c[by]).join(a, a.c.n == table.c.side)
        unlike = sa.or_(table.c.side_name.is_(None), a.c.name != table.c.side_name)
        called = chosen.where(table.c[by].in_(people), unlike)
        found |= set(connection.scalars(called.distinct()))
    return found


def look_again(connection: sa.Connection, versions: sa.Select[Any]) -> None:
    """See to it that whoever some versions tell of is settled anew; to be said before the versions are gone."""
    s, t, a = schema.statement, schema.told, schema.actor
    told = sa.select(a.c.main).join(t, t.c.person == a.c.n).where(t.c.version.in_(versions))
    # An update is what leaves word that a statement must be looked at.
    connection.execute(sa.update(s).where(s.c.speaker.in_(told)).values(state=s.c.state))


def _persons_told(new: sa.Select[Any]) -> sa.Select[Any]:
    """The persons whose side the articles of new statements tell, whether they speak there or not."""
    s, t, a = schema.statement, schema.told, schema.actor
    versions = sa.select(s.c.version).where(s.c.n.in_(new))
    return sa.select(a.c.main).join(t, t.c.person == a.c.n).where(t.c.version.in_(versions))


def _tellings(connection: sa.Connection, people: Sequence[int]) -> dict[int, list[_Telling]]:
    """What current articles tell of each, under the actors that names are merged into."""
    t, a, v = schema.told, schema.actor, schema.version
    side = a.alias("side")
    found: dict[int, list[_Telling]] = {}
    for some in chunks(people):
        rows = connection.execute(
            sa.select(a.c.main, t.c.published, side.c.main.label("side"), t.c.weight)
            .join(a, a.c.n == t.c.person)
            .join(side, side.c.n == t.c.side)
            .join(v, v.c.n == t.c.version)
            .where(a.c.main.in_(some), v.c.current == 1)
        )
        for row in rows:
            found.setdefault(row.main, []).append(_Telling(row.published, row.side, row.weight))
    return found


def _settle(connection: sa.Connection, person: int, name: str, tellings: Sequence[_Telling]) -> None:
    """Give the entries of a person the side that is told, or the one that they were read with."""
    for table, by in ((schema.statement, "speaker"), (schema.condition, "by")):
        rows = connection.execute(
            sa.select(table.c.n, table.c.published, table.c.side, table.c.side_name).where(
                table.c[by] == person, table.c.reviewed.is_(None)
            )
        ).all()
        read = {
            name: main_actors(connection, name) if name else [] for name in {row.side_name for row in rows}
        }
        moved: dict[int | None, list[int]] = {}
        for row in rows:
            if shipped().roles_on(name, row.published):
                continue
            side = told_side(tellings, row.published)
            if side is None and row.side in (None, *read[row.side_name]):
                continue  # as it was read
            if side is None:
                side = next(iter(read[row.side_name]), None)
            if side != row.side:
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
