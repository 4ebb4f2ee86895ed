"""What tracing has yet to look at: entries that came since it last did, and those that have changed.

Triggers leave word of a change, whoever changes an entry and however: reading again, review, a merge of actors, an
article that is forgotten. What is new is known by its key, so that storing need not leave word of each entry.
"""

from __future__ import annotations

import sqlalchemy as sa

from onrecord.store import schema

LAYERS = ("statement", "condition", "timeline", "plan")


def touching_ddl(dialect: str) -> list[str]:
    """What makes the triggers, one statement each."""
    return _sqlite() if dialect == "sqlite" else _postgresql()


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {layer}_touched_{event} AFTER {event} ON {layer} BEGIN "
        f"INSERT OR IGNORE INTO touched (layer, entry) VALUES ('{layer}', old.n); END"
        for layer in LAYERS
        for event in ("update", "delete")
    ]


def _postgresql() -> list[str]:
    made = [
        "CREATE FUNCTION onrecord_touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "INSERT INTO touched (layer, entry) SELECT TG_ARGV[0], n FROM changed ON CONFLICT DO NOTHING; "
        "RETURN NULL; END $$"
    ]
    return made + [
        f"CREATE TRIGGER {layer}_touched_{event} AFTER {event} ON {layer} REFERENCING OLD TABLE AS changed "
        f"FOR EACH STATEMENT EXECUTE FUNCTION onrecord_touch('{layer}')"
        for layer in LAYERS
        for event in ("update", "delete")
    ]


def pending(connection: sa.Connection, layer: str) -> sa.ColumnElement[bool]:
    """What entries of a layer must fulfil to be new or changed."""
    e, t = schema.ENTRIES[f"{layer}s"], schema.touched
    changed = sa.select(t.c.entry).where(t.c.layer == layer)
    return sa.or_(e.c.n > _last(connection, layer), e.c.n.in_(changed))


def waits(connection: sa.Connection, layers: tuple[str, ...] = LAYERS) -> bool:
    """Whether something of some layers is new or has changed."""
    t = schema.touched
    if connection.scalar(sa.select(t.c.entry).where(t.c.layer.in_(layers)).limit(1)) is not None:
        return True
    return any(_newest(connection, layer) > _last(connection, layer) for layer in layers)


def looked_at(connection: sa.Connection) -> None:
    """From now on nothing is new and nothing has changed."""
    connection.execute(sa.delete(schema.touched))
    connection.execute(sa.delete(schema.looked))
    # A key that was given back by a deletion may be given again: what counts is the newest that is there.
    rows = [{"layer": layer, "entry": _newest(connection, layer)} for layer in LAYERS]
    connection.execute(sa.insert(schema.looked), rows)


def _last(connection: sa.Connection, layer: str) -> int:
    t = schema.looked
    return connection.scalar(sa.select(t.c.entry).where(t.c.layer == layer)) or 0


def _newest(connection: sa.Connection, layer: str) -> int:
    return connection.scalar(sa.select(sa.func.max(schema.ENTRIES[f"{layer}s"].c.n))) or 0
