"""Copies of one report are one voice: which versions they are, and whose entries are shown for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from onrecord.models import digest
from onrecord.resolve.copies import copy_of, likely
from onrecord.store import schema
from onrecord.store.rows import KEYS

FORM = 400  # articles that share a wording from which on it is a form of words; nobody looks for copies by it

HINT = 0.15  # share of a smaller text's wordings that is worth a comparison; copies have three times as many


@dataclass(frozen=True)
class Voice:
    """Where a text belongs."""

    n: int  # of the voice: the key of its first version
    alone: bool  # whether there is no copy of it yet


def find_voice(connection: sa.Connection, version: int, text: str, wordings: Sequence[int]) -> Voice:
    """The voice of a text that is to be a current version; where it is a copy of two voices, they become one.

    Args:
        wordings: By which copies of the text are found (`resolve.copies.bands`).
    """
    v = schema.version
    near = _near(connection, wordings, version)
    rows = connection.execute(sa.select(v.c.text, v.c.voice).where(v.c.n.in_(near))).all() if near else []
    voices = {row.voice for row in rows if copy_of(text, row.text) is not None}
    voice = min(voices | {version})
    if others := voices - {voice}:
        connection.execute(sa.update(v).where(v.c.voice.in_(others)).values(voice=voice))
    return Voice(voice, not voices)


def _near(connection: sa.Connection, wordings: Sequence[int], version: int) -> list[int]:
    """The current versions that may be copies, by the wordings that they share with this one."""
    if not wordings:
        return []
    some = connection.exec_driver_sql(
        f"SELECT wording FROM wording WHERE wording IN ({', '.join(map(str, wordings))}) "
        f"GROUP BY wording HAVING count(*) <= {FORM}"
    )
    shared = [wording for (wording,) in some]
    if not shared:
        return []
    found = connection.exec_driver_sql(
        "SELECT w.wording, w.version, v.voice FROM wording w JOIN version v ON v.n = w.version "
        f"WHERE w.wording IN ({', '.join(map(str, shared))})"
    )
    rows = [(wording, str(n), str(voice)) for wording, n, voice in found if n != version]
    near = [int(n) for n in likely(rows)]
    times = Counter(int(n) for _, n, _ in rows)
    w = schema.wording
    sizes = sa.select(w.c.version, sa.func.count()).where(w.c.version.in_(near)).group_by(w.c.version)
    fewest = {n: HINT * min(size, len(wordings)) for n, size in connection.execute(sizes)} if near else {}
    return [n for n in near if times[n] >= fewest[n]]


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
