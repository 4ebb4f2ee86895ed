"""Which actors are one: by rules, each with its reason, and by people, whose word goes before. All can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.models import Merge
from onrecord.resolve.actors import resolve_merges
from onrecord.store import schema
from onrecord.store.entering import CHILDREN
from onrecord.store.names import main_actors
from onrecord.store.pen import ACTORS
from onrecord.store.people import key_of, keys_of, load_merges, row_of_merge


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
    a = schema.actor
    chosen = sa.select(a.c.n, a.c.id).where(a.c.n.in_((n, target)))
    ids = {row.n: row.id for row in connection.execute(chosen)}
    made = Merge(ids[n], ids[target], by, datetime.now(UTC), reason or "")
    last = connection.scalar(sa.select(sa.func.max(schema.merge.c.n))) or 0
    connection.execute(
        schema.merge.insert().values(n=last + 1, from_actor=n, into_actor=target, **row_of_merge(made))
    )
    settle_merges(connection)
    return made.id


def undo_merge(connection: sa.Connection, id: str, *, by: str) -> None:
    """Take a merge back: every entry is again under the name that it was read with, and no rule merges the two again.

    Raises:
        UsageError: there is no such merge, or it has been undone.
    """
    m = schema.merge
    done = connection.execute(
        sa.update(m)
        .where(m.c.id == id, m.c.undone_at.is_(None))
        .values(undone_by=by, undone_at=datetime.now(UTC).isoformat())
    ).rowcount
    if not done:
        raise UsageError(f"no merge {id!r} that is in force")
    settle_merges(connection)


def _actor(connection: sa.Connection, called: str) -> int:
    """The actor at the end of the chain of who is called so."""
    a = schema.actor
    found = connection.scalars(
        sa.select(a.c.main).where(sa.or_(a.c.id == called, a.c.name == called)).distinct()
    ).all() or main_actors(connection, called)
    if not found:
        raise UsageError(f"no actor {called!r} in the Record; `onrecord actors` lists them")
    if len(found) > 1:
        rows = connection.execute(sa.select(a.c.name, a.c.id).where(a.c.n.in_(found)))
        ids = ", ".join(f"{name} ({id})" for name, id in rows)
        raise UsageError(f"{called!r} may be several actors; give an id: {ids}")
    return found[0]


def settle_merges(connection: sa.Connection) -> None:
    """Sets whose entries are whose anew, after merges were given or undone."""
    a = schema.actor
    mains = resolve_merges(load_merges(connection))
    rows = connection.execute(sa.select(a.c.n, a.c.id, a.c.name, a.c.main)).all()
    keys = {row.id: row.n for row in rows}
    moved = []
    for row in rows:
        wanted = keys[mains.get(row.id, row.id)]
        if wanted != row.main:
            moved.append((row.name, row.main, wanted))
            connection.execute(sa.update(a).where(a.c.n == row.n).values(main=wanted))
    for name, main, wanted in moved:
        _move(connection, key_of(name), main, wanted)


def _move(connection: sa.Connection, key: str, main: int, wanted: int) -> None:
    """Give the entries that name an actor by a name of this key to another one."""
    for column, words in actor_columns():
        named = connection.scalars(sa.select(words).where(column == main).distinct()).all()
        same = [name for name in named if key in keys_of(name)]
        if same:
            chosen = sa.and_(column == main, words.in_(same))
            _touch_parents(connection, column.table, chosen)
            moved = sa.update(column.table).where(chosen)
            connection.execute(moved.values({column.name: wanted}))


def _touch_parents(connection: sa.Connection, table: Any, chosen: Any) -> None:
    """Let the conditions and plans that rows hang on be traced again: an update is what leaves word of that."""
    for children, parent in CHILDREN.values():
        if table is children:
            e = schema.metadata.tables[parent]
            holding = sa.select(children.c[parent]).where(chosen)
            connection.execute(sa.update(e).where(e.c.n.in_(holding)).values(state=e.c.state))


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
