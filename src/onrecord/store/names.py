"""Which actors of the Record a name stands for."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from onrecord.store import schema
from onrecord.store.people import keys_of

SEVERAL = 20  # actors that a part of a name may stand for


def main_actors(connection: sa.Connection, name: str) -> Sequence[int]:
    """The keys of the actors that a name, an alias or an actor's id stands for, merged ones as one.

    A name that nobody bears stands for those whose last names it is: "Brask" for Teodor Brask.
    """
    a, other = schema.actor, schema.alias
    keys = keys_of(name)
    named = sa.union(
        sa.select(a.c.main).where(sa.or_(a.c.key.in_(keys), a.c.id == name)),
        sa.select(a.c.main).join(other, other.c.actor == a.c.n).where(other.c.key.in_(keys)),
    )
    found = connection.scalars(named.order_by("main")).all()
    if found or not name.strip():
        return found
    ending = sa.func.lower(a.c.name).endswith(" " + name.strip().lower(), autoescape=True)
    return connection.scalars(
        sa.select(a.c.main).where(ending).distinct().order_by(a.c.main).limit(SEVERAL)
    ).all()
