"""Copies of one report are one voice: which versions they are, and whose entries are shown for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from onrecord.models import digest
from onrecord.resolve.copies import COPIED, copy_of, runs_kept
from onrecord.store import schema
from onrecord.store.rows import KEYS

LOOKED_AT = 40  # texts that are compared: the ones that share most
HINT = 0.6 * COPIED  # share of the kept runs from which texts are compared; they are one run in some


@dataclass(frozen=True)
class Voice:
    """Where a text belongs."""

    n: int  # of the voice: the key of its first version
    runs: tuple[int, ...]  # of words that are kept of the text
    alone: bool  # whether there is no copy of it yet


def find_voice(connection: sa.Connection, version: int, text: str) -> Voice:
    """The voice of a text that is to be a current version; where it is a copy of two voices, they become one."""
    v = schema.version
    numbers = tuple(runs_kept(text))
    near = _near(connection, numbers, version)
    rows = connection.execute(sa.select(v.c.text, v.c.voice).where(v.c.n.in_(near))).all() if near else []
    voices = {row.voice for row in rows if copy_of(text, row.text) is not None}
    voice = min(voices | {version})
    if others := voices - {voice}:
        connection.execute(sa.update(v).where(v.c.voice.in_(others)).values(voice=voice))
    return Voice(voice, numbers, not voices)


def keep_runs(connection: sa.Connection, version: int, voice: Voice) -> None:
    """Let later copies of a version be found by its runs of words."""
    if voice.runs:
        # As words of SQL: whole numbers of our own, and to bind hundreds takes longer than to write them.
        rows = ", ".join(f"({number}, {version})" for number in voice.runs)
        connection.exec_driver_sql(f"INSERT INTO run (run, version) VALUES {rows}")


def _near(connection: sa.Connection, numbers: Sequence[int], version: int) -> list[int]:
    """The current versions that may be copies, by the kept runs of words that they share with this one."""
    v = schema.version
    if not numbers:
        return []
    found = connection.exec_driver_sql(
        f"SELECT version, count(*) AS shared FROM run WHERE run IN ({', '.join(map(str, numbers))}) "
        f"GROUP BY version ORDER BY shared DESC LIMIT {LOOKED_AT}"
    )
    most = {n: shared for n, shared in found if n != version}
    if not most:
        return []
    sizes = connection.execute(sa.select(v.c.n, v.c.runs).where(v.c.n.in_(most)))
    return [n for n, size in sizes if most[n] >= HINT * min(size, len(numbers))]


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
