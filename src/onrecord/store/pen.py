"""Writes what was read from one article, inside a transaction of the one writer."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from onrecord.collect import Collected, Raw
from onrecord.models import Article, actor_id
from onrecord.reading import Reading
from onrecord.resolve.actors import name_key
from onrecord.resolve.copies import signature
from onrecord.resolve.outlets import outlet_of
from onrecord.show.outline import THRESHOLD
from onrecord.store import schema
from onrecord.store.rows import (
    Row,
    condition_row,
    dump_times,
    plan_row,
    requirement_rows,
    statement_row,
    timeline_row,
)

# Columns that hold an actor, by table; each has a column of the name as it was read beside it.
ACTORS = {
    schema.statement: ("speaker", "side", "addressee"),
    schema.condition: ("by", "side"),
    schema.timeline: ("by",),
    schema.requirement: ("of",),
}


@dataclass(frozen=True)
class Reader:
    """What read an article: stated with every version, so that one can tell what to read again."""

    version: str


def now() -> str:
    """The time as the Record keeps it: UTC, ISO 8601, whole seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Pen:
    """Rows into tables, with keys counted here: there is one writer, and a batch needs no question for each row."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self._next: dict[str, int] = {}
        self._outlets: dict[str, int] = {}
        self._actors: dict[str, int] = {}
        self.new_actors: list[Row] = []

    def key(self, table: sa.Table) -> int:
        """A key that no row of `table` has."""
        if table.name not in self._next:
            last = self.connection.scalar(sa.select(sa.func.max(table.c.n)))
            self._next[table.name] = (last or 0) + 1
        n = self._next[table.name]
        self._next[table.name] += 1
        return n

    def insert(self, table: sa.Table, rows: Sequence[Row]) -> None:
        if rows:
            self.connection.execute(table.insert(), rows)

    def put(self, table: sa.Table, **row: Any) -> int:
        """One row; gives its key."""
        n = self.key(table)
        self.insert(table, [{"n": n, **row}])
        return n

    def outlet(self, name: str | None, url: str | None) -> int | None:
        """The key of an outlet, made where it is new."""
        known = outlet_of(name, url)
        name = name or (known.name if known else None)
        if name is None:
            return None
        if name not in self._outlets:
            table = schema.outlet
            n = self.connection.scalar(sa.select(table.c.n).where(table.c.name == name))
            facts = {
                field: getattr(known, field, None)
                for field in ("country", "ownership", "ownership_by", "ownership_on")
            }
            self._outlets[name] = n if n is not None else self.put(table, name=name, **facts)
        return self._outlets[name]

    def raw(self, raw: Raw) -> int:
        """The key of bytes as they were fetched; the same bytes are kept once."""
        table = schema.raw
        hashed = hashlib.sha256(raw.data).hexdigest()
        n = self.connection.scalar(sa.select(table.c.n).where(table.c.hash == hashed))
        if n is not None:
            return n
        fetched = raw.fetched.isoformat(timespec="seconds") if raw.fetched else None
        packed = zlib.compress(raw.data, 6)
        return self.put(table, hash=hashed, type=raw.type, url=raw.url, fetched_at=fetched, data=packed)

    def article(self, collected: Collected, outlet: int | None) -> int:
        article = collected.article
        return self.put(
            schema.article,
            id=article.id,
            outlet=outlet,
            url=article.url,
            source=collected.source,
            added_at=now(),
        )

    def version(self, article: int, number: int, collected: Collected, reading: Reading, reader: str) -> int:
        told = collected.article
        return self.put(
            schema.version,
            id=told.version, article=article, number=number, current=1, text=told.text, title=told.title,
            published=told.published, language=told.language, byline=told.byline, credit=told.credit,
            times=dump_times(reading.times), raw=self.raw(collected.raw) if collected.raw else None,
            added_at=now(), reader=reader, read_at=now(), voice=None, signature=bytes(signature(told.text)),
        )  # fmt: skip

    def entries(self, version: int, outlet: int | None, reading: Reading) -> None:
        """All entries of one version."""
        article = reading.article
        head = {"version": version, "outlet": outlet, "published": article.published, "reviewed": None}
        tables = (
            (schema.statement, reading.statements, statement_row),
            (schema.condition, reading.conditions, condition_row),
            (schema.timeline, reading.timelines, timeline_row),
            (schema.plan, reading.plans, plan_row),
        )
        for table, entries, make in tables:
            rows = []
            for seq, entry in enumerate(entries):
                row = {"n": self.key(table), "seq": seq, **head, **make(article, entry)}  # type: ignore[operator]
                rows.append(row | {"state": fresh_state(row)})
            self._name(table, rows)
            self.insert(table, rows)
            if table is schema.condition:
                self._requirements(article, reading, [row["n"] for row in rows])
            elif table is schema.plan:
                self._participants(reading, [row["n"] for row in rows])

    def _requirements(self, article: Article, reading: Reading, keys: Iterable[int]) -> None:
        rows = [
            {"n": self.key(schema.requirement), "condition": n, **row}
            for n, condition in zip(keys, reading.conditions, strict=True)
            for row in requirement_rows(article, condition)
        ]
        self._name(schema.requirement, rows)
        self.insert(schema.requirement, rows)

    def _participants(self, reading: Reading, keys: Iterable[int]) -> None:
        named = [
            (n, seq, name)
            for n, plan in zip(keys, reading.plans, strict=True)
            for seq, name in enumerate(plan.participants)
        ]
        actors = self.actors([(name, None) for _, _, name in named])
        rows = [{"plan": n, "seq": seq, "name": name, "actor": actors[name]} for n, seq, name in named]
        self.insert(schema.participant, rows)

    def _name(self, table: sa.Table, rows: Sequence[Row]) -> None:
        """Sets the actors' keys beside their names."""
        columns = ACTORS.get(table, ())
        wanted = [
            (row[f"{column}_name"], row.get("speaker_type") if column == "speaker" else None)
            for row in rows
            for column in columns
            if row[f"{column}_name"]
        ]
        keys = self.actors(wanted)
        for row in rows:
            for column in columns:
                row[column] = keys.get(row[f"{column}_name"])

    def actors(self, named: Iterable[tuple[str, str | None]]) -> dict[str, int]:
        """Name -> key of its actor, made where it is new; a type counts where it is the first that is known."""
        types: dict[str, str | None] = {}
        for name, type in named:
            types[name] = types.get(name) or type
        table = schema.actor
        missing = {actor_id(name): name for name in types if name not in self._actors}
        found = self.connection.execute(sa.select(table.c.id, table.c.n).where(table.c.id.in_(missing)))
        for id, n in found:
            self._actors[missing.pop(id)] = n
        made = []
        for id, name in missing.items():
            n = self._actors[name] = self.key(table)
            made.append(
                {"n": n, "id": id, "name": name, "key": name_key(name), "type": types[name], "main": n}
            )
        self.insert(table, made)
        self.new_actors += made
        return {name: self._actors[name] for name in types}


def fresh_state(row: Row) -> str:
    """Whether an entry of a current version is shown, other copies of its report aside."""
    if row["reviewed"] == "rejected":
        return schema.REJECTED
    sure = row["reviewed"] is not None or row["confidence"] >= THRESHOLD
    return schema.SHOWN if sure else schema.UNSURE
