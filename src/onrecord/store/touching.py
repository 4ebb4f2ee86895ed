"""Triggers by which whatever changes an entry leaves word that its traces must be looked at again.

They hold whoever changes it and however: reading again, review, a merge of actors, an article that is forgotten.
"""

from __future__ import annotations

LAYERS = ("statement", "condition", "timeline", "plan")


def touching_ddl(dialect: str) -> list[str]:
    """What makes the triggers, one statement each."""
    return _sqlite() if dialect == "sqlite" else _postgresql()


def _sqlite() -> list[str]:
    # The body is all that follows BEGIN: the triggers of SQLite run it for each row.
    return [
        f"CREATE TRIGGER {layer}_touched_{event} AFTER {event} ON {layer} BEGIN "
        f"INSERT OR IGNORE INTO touched (layer, entry) VALUES ('{layer}', {row}.n); END"
        for layer in LAYERS
        for event, row in (("insert", "new"), ("update", "new"), ("delete", "old"))
    ]


def _postgresql() -> list[str]:
    made = [
        "CREATE FUNCTION onrecord_touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'DELETE' THEN "
        "INSERT INTO touched (layer, entry) SELECT TG_ARGV[0], n FROM gone ON CONFLICT DO NOTHING; "
        "ELSE INSERT INTO touched (layer, entry) SELECT TG_ARGV[0], n FROM come ON CONFLICT DO NOTHING; "
        "END IF; RETURN NULL; END $$"
    ]
    for layer in LAYERS:
        for event, table in (
            ("INSERT", "NEW TABLE AS come"),
            ("UPDATE", "NEW TABLE AS come"),
            ("DELETE", "OLD TABLE AS gone"),
        ):
            made.append(
                f"CREATE TRIGGER {layer}_touched_{event.lower()} AFTER {event} ON {layer} REFERENCING {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION onrecord_touch('{layer}')"
            )
    return made
