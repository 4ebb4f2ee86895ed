"""Takes an article out, with everything that rests on it, and keeps it from coming back."""

from __future__ import annotations

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.models import RULES
from onrecord.store import schema
from onrecord.store.fresh import text_hash
from onrecord.store.merging import actor_columns
from onrecord.store.pen import ACTORS, now
from onrecord.store.people import keys_of
from onrecord.store.sides import look_again, settle_sides
from onrecord.store.voices import settle


def forget(connection: sa.Connection, article: str, *, by: str, reason: str | None = None) -> None:
    """Delete an article, its versions, bytes, entries, corrections and failures, and names that nothing else holds.

    What stays is a tombstone: the article's id, its address, and a hash of each text that it had, by which `add` knows
    it again.

    Raises:
        UsageError: there is no such article.
    """
    a, v = schema.article, schema.version
    found = connection.execute(sa.select(a.c.n, a.c.url, a.c.source).where(a.c.id == article)).one_or_none()
    if found is None:
        raise UsageError(f"no article {article!r} in the Record; `onrecord search --articles` finds its id")
    versions = connection.execute(
        sa.select(v.c.n, v.c.text, v.c.raw, v.c.voice).where(v.c.article == found.n)
    ).all()
    keys = [row.n for row in versions]
    actors = _actors_of(connection, keys)
    connection.execute(sa.delete(schema.forgotten).where(schema.forgotten.c.article == article))
    hashes = sorted({text_hash(row.text) for row in versions})
    given = {"given_by": by, "given_at": now(), "reason": reason}
    connection.execute(
        schema.forgotten.insert(),
        [{"article": article, "url": found.url, "text_hash": hashed, **given} for hashed in hashes],
    )
    connection.execute(sa.delete(schema.correction).where(schema.correction.c.article == article))
    connection.execute(
        sa.delete(schema.failure).where(
            sa.or_(schema.failure.c.article == article, schema.failure.c.source == found.source)
        )
    )
    look_again(connection, sa.select(v.c.n).where(v.c.article == found.n))
    connection.execute(sa.delete(a).where(a.c.n == found.n))
    settle_sides(connection)  # whose side only this article told
    _drop_raws(connection, [row.raw for row in versions if row.raw is not None])
    _drop_actors(connection, actors)
    for voice in {row.voice for row in versions} - {None}:
        settle(connection, voice)


def _actors_of(connection: sa.Connection, versions: list[int]) -> set[int]:
    """The actors that entries of these versions name, by the name that was read, and of whom they tell."""
    names: set[str] = set()
    for table, columns in ACTORS.items():
        rows: sa.FromClause = table
        if table is schema.requirement:
            rows = table.join(schema.condition, schema.condition.c.n == table.c.condition)
        of = schema.condition.c.version if table is schema.requirement else table.c.version
        for column in columns:
            names |= set(
                connection.scalars(
                    sa.select(table.c[f"{column}_name"]).select_from(rows).where(of.in_(versions))
                )
            )
    p, plan = schema.participant, schema.plan
    names |= set(
        connection.scalars(
            sa.select(p.c.name).join(plan, plan.c.n == p.c.plan).where(plan.c.version.in_(versions))
        )
    )
    keys = {key for name in names - {None} for key in keys_of(name)}
    named = set(connection.scalars(sa.select(schema.actor.c.n).where(schema.actor.c.key.in_(keys))))
    t = schema.told
    told = connection.execute(sa.select(t.c.person, t.c.side).where(t.c.version.in_(versions))).all()
    return named | {n for row in told for n in row}


def _drop_raws(connection: sa.Connection, raws: list[int]) -> None:
    r, v = schema.raw, schema.version
    used = sa.select(v.c.raw).where(v.c.raw.in_(raws))
    connection.execute(sa.delete(r).where(r.c.n.in_(raws), r.c.n.not_in(used)))


def _drop_actors(connection: sa.Connection, actors: set[int]) -> None:
    """Delete those that nothing names any more; what a user said of actors stays."""
    a, m, t = schema.actor, schema.merge, schema.told
    rows = connection.execute(sa.select(a.c.n, a.c.key, a.c.main).where(a.c.n.in_(actors)))
    for n, key, main in sorted(rows, key=lambda row: row.n == row.main):  # who was merged first
        named = {
            name
            for column, words in actor_columns()
            for name in connection.scalars(sa.select(words).where(column == main).distinct())
        }
        held = sa.or_(
            sa.exists().where(schema.alias.c.actor == n, schema.alias.c.given_by != RULES),
            sa.exists().where(a.c.main == n, a.c.n != n),
            sa.exists().where(sa.or_(t.c.person == n, t.c.side == n)),
            sa.exists().where(sa.or_(m.c.from_actor == n, m.c.into_actor == n), m.c.given_by != RULES),
        )
        if any(key in keys_of(name) for name in named) or connection.scalar(sa.select(held)):
            continue
        connection.execute(sa.delete(m).where(sa.or_(m.c.from_actor == n, m.c.into_actor == n)))
        connection.execute(sa.delete(a).where(a.c.n == n))
