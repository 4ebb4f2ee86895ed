"""Which actors of the Record a name stands for."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from onrecord.resolve.actors import keys_of
from onrecord.store import schema


def main_actors(connection: sa.Connection, name: str) -> Sequence[int]:
    """The keys of the actors that a name, an alias or an actor's id stands for, merged ones as one."""
    a, other = schema.actor, schema.alias
    keys = keys_of(name)
    named = sa.union(
        sa.select(a.c.main).where(sa.or_(a.c.key.in_(keys), a.c.id == name)),
        sa.select(a.c.main).join(other, other.c.actor == a.c.n).where(other.c.key.in_(keys)),
    )
    return connection.scalars(named.order_by("main")).all()
