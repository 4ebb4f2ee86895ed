"""Which actors are one: by rules, each with its reason, and by people, whose word goes before. All can be undone."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.models import digest
from onrecord.resolve.actors import Merge, resolve_merges
from onrecord.store import schema
from onrecord.store.names import main_actors
from onrecord.store.pen import ACTORS, now


def merge(connection: sa.Connection, one: str, into: str, *, by: str, reason: str | None = None) -> str:
    """From now on `one` is `into`: entries of both are found under either name.

    Args:
        one, into: An actor's id or name.

    Returns:
        The id of the merge, by which it can be undone.

    Raises:
        UsageError: there is no such actor, more than one has the name, or they would merge in a circle.
    """
    n, target = _actor(connection, one), _actor(connection, into)
    if n == target:
        raise UsageError(f"{one!r} and {into!r} are one actor already")
    id = digest("merge", n, target, by, secrets.token_hex(8))
    connection.execute(
        schema.merge.insert().values(
            id=id, from_actor=n, into_actor=target, given_by=by, given_at=now(), reason=reason
        )
    )
    settle_merges(connection)
    return id


def undo_merge(connection: sa.Connection, id: str, *, by: str) -> None:
    """Take a merge back: every entry is again under the name that it was read with.

    Raises:
        UsageError: there is no such merge, or it has been undone.
    """
    m = schema.merge
    done = connection.execute(
        sa.update(m).where(m.c.id == id, m.c.undone_at.is_(None)).values(undone_by=by, undone_at=now())
    ).rowcount
    if not done:
        raise UsageError(f"no merge {id!r} that is in force")
    settle_merges(connection)


def _actor(connection: sa.Connection, called: str) -> int:
    a = schema.actor
    found = connection.execute(
        sa.select(a.c.n, a.c.id).where(sa.or_(a.c.id == called, a.c.name == called))
    ).all()
    if not found:
        raise UsageError(f"no actor {called!r} in the Record; `onrecord actors` lists them")
    if len(found) > 1:
        ids = ", ".join(row.id for row in found)
        raise UsageError(f"{called!r} is the name of several actors; give an id: {ids}")
    return found[0].n


def merges(connection: sa.Connection) -> list[Merge]:
    """All merges, undone ones too, in the order in which they were given."""
    m = schema.merge
    return [Merge(**row) for row in connection.execute(
        sa.select(m.c.id, m.c.from_actor, m.c.into_actor, m.c.given_by.label("by"), m.c.given_at.label("at"),
                  m.c.reason, m.c.undone_by, m.c.undone_at).order_by(m.c.n)
    ).mappings()]  # fmt: skip


def settle_merges(connection: sa.Connection) -> None:
    """Sets whose entries are whose anew, after merges were given or undone."""
    a = schema.actor
    mains = resolve_merges(merges(connection))
    moved = []
    for n, name, main in connection.execute(sa.select(a.c.n, a.c.name, a.c.main)).all():
        if (wanted := mains.get(n, n)) != main:
            moved.append((name, main, wanted))
            connection.execute(sa.update(a).where(a.c.n == n).values(main=wanted))
    _move(connection, moved)


def _move(connection: sa.Connection, moved: Sequence[tuple[str, int, int]]) -> None:
    for key, words in actor_columns():
        for name, main, wanted in moved:
            connection.execute(
                sa.update(key.table).where(key == main, words == name).values({key.name: wanted})
            )


def actor_columns() -> Iterable[tuple[sa.Column[int], sa.Column[str]]]:
    """Every column that holds an actor, with that of the name as it was read."""
    for table, columns in ACTORS.items():
        for column in columns:
            yield table.c[column], table.c[f"{column}_name"]
    yield schema.participant.c.actor, schema.participant.c.name


def list_actors(
    connection: sa.Connection, name: str | None = None, *, limit: int = 1000
) -> list[dict[str, Any]]:
    """Actors, who has made most statements first, with the names that are merged into them."""
    a, s = schema.actor, schema.statement
    chosen = sa.select(a.c.n, a.c.id, a.c.name, a.c.type).where(a.c.main == a.c.n)
    if name is not None:
        chosen = chosen.where(a.c.n.in_(main_actors(connection, name)))
    said = (
        sa.select(sa.func.count()).where(s.c.speaker == a.c.n, s.c.state == schema.SHOWN).scalar_subquery()
    ).label("statements")
    rows = connection.execute(
        chosen.add_columns(said).order_by(sa.desc("statements"), a.c.name).limit(limit)
    ).all()
    others: dict[int, list[str]] = {}
    merged = sa.select(a.c.main, a.c.name).where(a.c.main != a.c.n).order_by(a.c.n)
    for main, other in connection.execute(merged):
        others.setdefault(main, []).append(other)
    return [
        {
            "id": row.id,
            "name": row.name,
            "type": row.type,
            "statements": row.statements,
            "also": others.get(row.n, []),
        }
        for row in rows
    ]
