"""The actors of a Record: kept under each name that was read, and merged by the registry's rules and by people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from onrecord.models import NO_TABLES, RULES, Actor, Merge, Outlet, UserTables, folded
from onrecord.resolve.actors import Registry, Sighting, members
from onrecord.resolve.likeness import person_name
from onrecord.store import bulk, schema

ASKED = 500  # ids asked for at once; databases limit the number of parameters


def key_of(name: str) -> str:
    """The key under which an actor of that name is looked up."""
    return folded(name) or name


def keys_of(name: str) -> list[str]:
    """The keys under which somebody may look for a name, with and without its titles."""
    return sorted({key_of(name), key_of(person_name(name).whole)})


@dataclass
class People:
    """The registry of a Record's actors, kept from batch to batch and read anew when others have added some.

    Args:
        tables: A user's actors and aliases, which go before the rules.
    """

    tables: UserTables = NO_TABLES
    _registry: Registry | None = None
    _seen: tuple[Any, ...] = ()

    def enter(self, connection: sa.Connection, sightings: Sequence[Sighting]) -> dict[Sighting, int]:
        """The key of the actor that each name means; names, actors and rules' merges that are new are written."""
        registry = self._current(connection)
        wanted = list(dict.fromkeys(sightings))
        matches = registry.enter_all(wanted)
        keys = self._keys(connection, {a.id: a for m in matches for a in (m.actor, m.own) if a is not None})
        at = datetime.now(UTC)
        merges = {made.id: made for m in matches if (made := m.merge(at)) is not None}
        write_merges(connection, merges.values(), keys)
        found = {one: keys[m.actor.id] for one, m in zip(wanted, matches, strict=True) if m.actor is not None}
        self._touch(connection, found)
        self._seen = _state(connection)
        return found

    def outlet(self, name: str | None) -> Outlet | None:
        """What the user's tables say of an outlet."""
        return next((one for one in self.tables.outlets if name and folded(one.name) == folded(name)), None)

    def _current(self, connection: sa.Connection) -> Registry:
        state = _state(connection)
        if self._registry is None or state != self._seen:
            self._registry = Registry(load_actors(connection), load_merges(connection), tables=self.tables)
        return self._registry

    def _keys(self, connection: sa.Connection, actors: dict[str, Actor]) -> dict[str, int]:
        a = schema.actor
        ids = list(actors)
        keys: dict[str, int] = {}
        for start in range(0, len(ids), ASKED):
            some = ids[start : start + ASKED]
            keys |= {
                row.id: row.n for row in connection.execute(sa.select(a.c.id, a.c.n).where(a.c.id.in_(some)))
            }
        n = connection.scalar(sa.select(sa.func.max(a.c.n))) or 0
        rows = []
        for id, actor in actors.items():
            if id not in keys:
                n += 1
                keys[id] = n
                rows.append({"n": n, "id": id, "name": actor.name, "type": actor.type, "key": key_of(actor.name),
                             "main": n, "sure": int(actor.sure), "first": actor.first, "last": actor.last,
                             "given_by": actor.by})  # fmt: skip
        if rows:
            bulk.insert(connection, a, rows)
            self._join(connection, rows)
        return keys

    def _join(self, connection: sa.Connection, rows: Sequence[Any]) -> None:
        """Let joint actors ("Armenia and Azerbaijan") be found under the names of those that they are made of."""
        n = connection.scalar(sa.select(sa.func.max(schema.alias.c.n))) or 0
        parts = [
            (row["n"], part)
            for row in rows
            for part in members(row["name"], tables=self.tables)
            if part != row["name"]
        ]
        joined = [
            {"n": n + i, "actor": actor, "name": part, "key": key_of(part), "given_by": RULES}
            for i, (actor, part) in enumerate(parts, start=1)
        ]
        bulk.insert(connection, schema.alias, joined)

    @staticmethod
    def _touch(connection: sa.Connection, found: dict[Sighting, int]) -> None:
        """Widen the days on which actors were named."""
        a = schema.actor
        days: dict[int, list[date]] = {}
        for one, n in found.items():
            if one.on is not None:
                days.setdefault(n, []).append(one.on)
        if not days:
            return
        earliest = sa.bindparam("low", type_=sa.Date)
        latest = sa.bindparam("high", type_=sa.Date)
        widened = sa.update(a).where(a.c.n == sa.bindparam("who")).values(
            first=sa.case((a.c.first < earliest, a.c.first), else_=earliest),
            last=sa.case((a.c.last > latest, a.c.last), else_=latest),
        )  # fmt: skip
        connection.execute(
            widened, [{"who": n, "low": min(on), "high": max(on)} for n, on in sorted(days.items())]
        )


def _state(connection: sa.Connection) -> tuple[Any, ...]:
    """What changes when anybody adds an actor or says something of one."""
    a, m = schema.actor, schema.merge
    return tuple(
        connection.execute(
            sa.select(
                sa.select(sa.func.max(a.c.n)).scalar_subquery(),
                sa.select(sa.func.max(m.c.n)).scalar_subquery(),
                sa.select(sa.func.count()).select_from(m).where(m.c.undone_at.is_not(None)).scalar_subquery(),
                sa.select(sa.func.count()).select_from(schema.alias).scalar_subquery(),
            )
        ).one()
    )


def load_actors(connection: sa.Connection) -> list[Actor]:
    """All actors, merged ones too, in the order of adding."""
    a, other = schema.actor, schema.alias
    aliases: dict[int, list[str]] = {}
    # A part of a joint name means the part, and the joint actor is only found under it as well.
    own = sa.select(other.c.actor, other.c.name).where(other.c.given_by != RULES).order_by(other.c.n)
    for n, name in connection.execute(own):
        aliases.setdefault(n, []).append(name)
    rows = connection.execute(sa.select(a).order_by(a.c.n)).all()
    return [
        Actor(
            row.name,
            row.type,
            tuple(aliases.get(row.n, ())),
            row.id,
            bool(row.sure),
            row.given_by,
            row.first,
            row.last,
        )
        for row in rows
    ]


def load_merges(connection: sa.Connection) -> list[Merge]:
    """All merges, undone ones too, in the order in which they were given."""
    m, one, other = schema.merge, schema.actor.alias(), schema.actor.alias()
    rows = connection.execute(
        sa.select(m, one.c.id.label("one"), other.c.id.label("other"))
        .select_from(m.join(one, one.c.n == m.c.from_actor).join(other, other.c.n == m.c.into_actor))
        .order_by(m.c.n)
    )
    return [
        Merge(row.one, row.other, row.given_by, datetime.fromisoformat(row.given_at), row.reason or "", row.undone_by,
              datetime.fromisoformat(row.undone_at) if row.undone_at else None, row.id)
        for row in rows
    ]  # fmt: skip


def write_merges(connection: sa.Connection, merges: Iterable[Merge], keys: dict[str, int]) -> None:
    """Write merges that are new, and which actor their names stand for from now on."""
    m, a = schema.merge, schema.actor
    by_id = {merge.id: merge for merge in merges}
    there = set(connection.scalars(sa.select(m.c.id).where(m.c.id.in_(by_id)))) if by_id else set()
    n = connection.scalar(sa.select(sa.func.max(m.c.n))) or 0
    for id in sorted(set(by_id) - there):
        merge, n = by_id[id], n + 1
        one, into = keys[merge.from_actor], keys[merge.into_actor]
        connection.execute(m.insert().values(n=n, from_actor=one, into_actor=into, **row_of_merge(merge)))
        connection.execute(sa.update(a).where(a.c.n == one).values(main=into))


def row_of_merge(merge: Merge) -> dict[str, Any]:
    """A merge's columns, the two actors left out."""
    return {
        "id": merge.id,
        "given_by": merge.by,
        "given_at": merge.at.isoformat(),
        "reason": merge.reason,
        "undone_by": merge.undone_by,
        "undone_at": merge.undone_at.isoformat() if merge.undone_at else None,
    }
