"""Copies of one report are one voice: which versions they are, and whose entries are shown for all of them."""

from __future__ import annotations

import sqlalchemy as sa

from onrecord.models import digest
from onrecord.resolve.copies import bands, copy_of, signature
from onrecord.store import schema
from onrecord.store.rows import KEYS

_BANDS = 400  # keys asked for at once; databases limit the number of parameters


def find_voice(connection: sa.Connection, version: int, text: str) -> int:
    """Puts a current version with the copies of it that are there; gives the voice.

    A voice is called by the key of its first version. A version that is a copy of two voices makes one of them.
    """
    v = schema.version
    keys = sorted(set(bands(signature(text))))
    near = _near(connection, keys, version)
    rows = connection.execute(sa.select(v.c.n, v.c.text, v.c.voice).where(v.c.n.in_(near), v.c.current == 1))
    voices = {row.voice for row in rows if copy_of(text, row.text) is not None}
    voice = min(voices | {version})
    connection.execute(
        sa.update(v).where(sa.or_(v.c.voice.in_(voices - {voice}), v.c.n == version)).values(voice=voice)
    )
    if keys:
        connection.execute(schema.band.insert(), [{"band": key, "version": version} for key in keys])
    return voice


def _near(connection: sa.Connection, keys: list[int], version: int) -> set[int]:
    b = schema.band
    found: set[int] = set()
    for start in range(0, len(keys), _BANDS):
        some = keys[start : start + _BANDS]
        found.update(connection.scalars(sa.select(b.c.version).where(b.c.band.in_(some)).distinct()))
    return found - {version}


def settle(connection: sa.Connection, voice: int) -> None:
    """Sets which entries of a voice are shown: of the same words those of the first report, by day and by adding."""
    v = schema.version
    order = connection.execute(
        sa.select(v.c.n).where(v.c.voice == voice).order_by(v.c.published.is_(None), v.c.published, v.c.n)
    ).scalars()
    versions = list(order)
    for layer, table in schema.ENTRIES.items():
        seen: dict[str, int] = {}
        rank = {n: i for i, n in enumerate(versions)}
        rows = connection.execute(
            sa.select(table)
            .where(table.c.version.in_(versions), table.c.state.in_((schema.SHOWN, schema.COPY)))
            .order_by(table.c.seq)
        ).mappings()
        for row in sorted(rows, key=lambda row: rank[row["version"]]):
            first = seen.setdefault(digest(KEYS[layer](row)), row["version"])
            state = schema.SHOWN if first == row["version"] else schema.COPY
            if state != row["state"]:
                connection.execute(sa.update(table).where(table.c.n == row["n"]).values(state=state))
