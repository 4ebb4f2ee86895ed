"""Writes what was read from one article, inside a transaction of the one writer."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa

from onrecord.collect import Collected, Raw
from onrecord.models import Article, SpeakerType
from onrecord.reading import Reading
from onrecord.resolve.actors import Sighting
from onrecord.resolve.outlets import outlet_of
from onrecord.store import bulk, schema
from onrecord.store.entering import CHILDREN, MAKE, Queued, entry_rows, fresh_state, place_rows
from onrecord.store.meant import keep
from onrecord.store.people import People
from onrecord.store.rows import Row, dump_times, requirement_rows

# Columns that hold an actor, by table; each has a column of the name as it was read beside it.
ACTORS = {
    schema.statement: ("speaker", "side", "addressee"),
    schema.condition: ("by", "side"),
    schema.timeline: ("by",),
    schema.requirement: ("of",),
}


def _phrases(reading: Reading) -> Iterator[tuple[str, bytes]]:
    """The words that are at stake in a reading, and what they mean."""
    size = len(reading.phrase_meanings) // max(len(reading.phrases), 1)
    for at, words in enumerate(reading.phrases):
        yield words, reading.phrase_meanings[at * size : (at + 1) * size]


def now() -> str:
    """The time as the Record keeps it: UTC, ISO 8601, whole seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Pen:
    """Rows into tables, with keys counted here: there is one writer, and a batch needs no question for each row."""

    def __init__(self, connection: sa.Connection, people: People | None = None) -> None:
        self.connection = connection
        self._next: dict[str, int] = {}
        self._outlets: dict[str, int] | None = None
        self._people = people or People()
        self._actors: dict[Sighting, int] = {}
        self._queued: Queued = []
        # Rows that wait for `flush_heads`, in the order in which the tables must be written.
        self._heads: dict[sa.Table, list[Row]] = {
            t: [] for t in (schema.article, schema.version, schema.wording)
        }

    def key(self, table: sa.Table) -> int:
        """A key that no row of `table` has."""
        self._count_on(table)
        n = self._next[table.name]
        self._next[table.name] += 1
        return n

    def _count_on(self, table: sa.Table) -> None:
        if table.name not in self._next:
            last = self.connection.scalar(sa.select(sa.func.max(table.c.n)))
            self._next[table.name] = (last or 0) + 1

    def put(self, table: sa.Table, **row: Any) -> int:
        """One row; gives its key."""
        n = self.key(table)
        bulk.insert(self.connection, table, [{"n": n, **row}])
        return n

    def outlet(self, name: str | None, url: str | None) -> int | None:
        """The key of an outlet, made where it is new."""
        known = self._people.outlet(name) or outlet_of(name, url)
        name = name or (known.name if known else None)
        if name is None:
            return None
        o = schema.outlet
        if self._outlets is None:
            self._outlets = {row.name: row.n for row in self.connection.execute(sa.select(o.c.name, o.c.n))}
        if name not in self._outlets:
            facts = {
                field: getattr(known, field, None)
                for field in ("country", "ownership", "ownership_by", "ownership_on")
            }
            self._outlets[name] = self.put(o, name=name, **facts)
        return self._outlets[name]

    def raw(self, raw: Raw) -> int:
        """The key of bytes as they were fetched; the same bytes are kept once."""
        table = schema.raw
        hashed = hashlib.sha256(raw.data).hexdigest()
        n: int | None = self.connection.scalar(sa.select(table.c.n).where(table.c.hash == hashed))
        if n is not None:
            return n
        fetched = raw.fetched.isoformat(timespec="seconds") if raw.fetched else None
        packed = zlib.compress(raw.data, 6)
        return self.put(table, hash=hashed, type=raw.type, url=raw.url, fetched_at=fetched, data=packed)

    def article(self, collected: Collected, outlet: int | None) -> int:
        """The key of an article that is to be written."""
        article, n = collected.article, self.key(schema.article)
        row = {"n": n, "id": article.id, "outlet": outlet, "url": article.url, "source": collected.source,
               "added_at": now()}  # fmt: skip
        self._heads[schema.article].append(row)
        return n

    def version(self, n: int, collected: Collected, reading: Reading, **place: Any) -> None:
        """A current version of key `n`; `place` says of which article, which number, voice and so on."""
        told, at = collected.article, now()
        row = {
            "n": n, "id": told.version, "current": 1, "text": told.text, "title": told.title,
            "published": told.published, "language": told.language, "byline": told.byline, "credit": told.credit,
            "times": dump_times(reading.times), "standoff": reading.standoff,
            "raw": self.raw(collected.raw) if collected.raw else None,
            "added_at": at, "read_at": at,
        }  # fmt: skip
        self._heads[schema.version].append(row | place)

    def wordings(self, version: int, wordings: Iterable[int]) -> None:
        """Let later copies of a version be found by its wordings."""
        self._heads[schema.wording] += [{"wording": wording, "version": version} for wording in wordings]

    def flush_heads(self) -> None:
        """Write the articles and versions that wait, so that they can be asked for."""
        for table, rows in self._heads.items():
            bulk.insert(self.connection, table, rows)
            rows.clear()

    def queue(self, version: int, outlet: int | None, reading: Reading) -> None:
        """Entries of one version, to be written by `flush`."""
        self._queued.append((version, outlet, reading))

    def flush(self) -> None:
        """Write all that waits: a few statements for a batch, where each article would take a dozen."""
        queued, self._queued = self._queued, []
        if not queued:
            return self.flush_heads()
        with self._meanwhile():
            made = {
                layer: entry_rows(layer, queued, partial(self.key, table))
                for layer, table in schema.ENTRIES.items()
            }
        for layer, (rows, children) in made.items():
            table = schema.ENTRIES[layer]
            self._name(table, rows, [row["published"] for row in rows])
            bulk.insert(self.connection, table, rows)
            self._children(layer, children)
            if layer == "statements":
                places = place_rows([reading for _, _, reading in queued], [row["n"] for row in rows])
                bulk.insert(self.connection, schema.vector, places)
        self._tell(queued)
        keep(self.connection, (one for _, _, reading in queued for one in _phrases(reading)))
        return None

    @contextmanager
    def _meanwhile(self) -> Iterator[None]:
        """Write articles and versions while something else is done that does not ask the database."""
        for table in schema.ENTRIES.values():
            self._count_on(table)
        if self.connection.dialect.name == "sqlite":  # which does its work in this process, row by row
            self.flush_heads()
            yield
            return
        with ThreadPoolExecutor(1) as thread:
            written = thread.submit(self.flush_heads)
            yield
        written.result()

    def _tell(self, queued: Queued) -> None:
        """Whom the articles say in so many words that persons speak for."""
        told = [
            (version, reading.article.published, Sighting(name, "person", reading.article.published),
             Sighting(side, None, reading.article.published), weight)
            for version, _, reading in queued
            for name, side, weight in reading.told
        ]  # fmt: skip
        self.actors(one for _, _, person, side, _ in told for one in (person, side))
        rows: dict[tuple[int, int, int], Row] = {}
        for version, day, person, side, weight in told:
            key = (version, self._actors[person], self._actors[side])
            row = {"version": key[0], "person": key[1], "side": key[2], "published": day, "weight": weight}
            if key not in rows or rows[key]["weight"] < weight:
                rows[key] = row
        bulk.insert(self.connection, schema.told, list(rows.values()))

    def entry(self, layer: str, version: int, article: Article, entry: Any, *, reviewed: str) -> None:
        """One more entry of a version, which a person has vouched for; it stands behind the others."""
        table, v = schema.ENTRIES[layer], schema.version
        outlet = self.connection.scalar(
            sa.select(schema.article.c.outlet)
            .join(v, v.c.article == schema.article.c.n)
            .where(v.c.n == version)
        )
        seq = self.connection.scalar(sa.select(sa.func.max(table.c.seq)).where(table.c.version == version))
        head = {"version": version, "outlet": outlet, "published": article.published, "reviewed": reviewed}
        row = {
            "n": self.key(table),
            "seq": (-1 if seq is None else seq) + 1,
            **head,
            **MAKE[layer](article, entry),
        }
        row["state"] = fresh_state(row)
        self._name(table, [row], [article.published])
        bulk.insert(self.connection, table, [row])
        self._children(layer, [(row["n"], article, entry)])

    def rewrite(
        self, layer: str, old: Mapping[Any, Any], entry: Any, article: Article, *, reviewed: str | None
    ) -> None:
        """Another entry in the place of `old`, a row of its table; what is old stays old."""
        table = schema.ENTRIES[layer]
        row = {"reviewed": reviewed, **MAKE[layer](article, entry)}
        row["state"] = schema.OLD if old["state"] == schema.OLD else fresh_state(row)
        self._name(table, [row], [article.published])
        self.connection.execute(sa.update(table).where(table.c.n == old["n"]).values(**row))
        if layer == "statements" and row["content"] != old["content"]:  # other words, another meaning
            v = schema.vector
            self.connection.execute(sa.delete(v).where(v.c.statement == old["n"]))
        if layer in CHILDREN:
            children, parent = CHILDREN[layer]
            self.connection.execute(sa.delete(children).where(children.c[parent] == old["n"]))
            self._children(layer, [(old["n"], article, entry)])

    def _children(self, layer: str, entries: Iterable[tuple[int, Article, Any]]) -> None:
        """The requirements of conditions, the participants of plans."""
        if layer == "conditions":
            made = [
                (article.published, {"n": self.key(schema.requirement), "condition": n, **row})
                for n, article, condition in entries
                for row in requirement_rows(article, condition)
            ]
            rows = [row for _, row in made]
            self._name(schema.requirement, rows, [day for day, _ in made])
            bulk.insert(self.connection, schema.requirement, rows)
        elif layer == "plans":
            named = [
                (n, seq, Sighting(name, None, article.published))
                for n, article, plan in entries
                for seq, name in enumerate(plan.participants)
            ]
            self.actors(one for _, _, one in named)
            rows = [
                {"plan": n, "seq": seq, "name": one.name, "actor": self._actors[one]} for n, seq, one in named
            ]
            bulk.insert(self.connection, schema.participant, rows)

    def _name(self, table: sa.Table, rows: Sequence[Row], days: Sequence[date | None]) -> None:
        """Sets the actors' keys beside their names; `days` are those of the reports."""
        sightings = [
            (row, column, Sighting(row[f"{column}_name"], _type_of(row, column), day))
            for row, day in zip(rows, days, strict=True)
            for column in ACTORS.get(table, ())
            if row[f"{column}_name"]
        ]
        self.actors(one for _, _, one in sightings)
        for row in rows:
            row |= dict.fromkeys(ACTORS.get(table, ()))
        for row, column, one in sightings:
            row[column] = self._actors[one]

    def actors(self, named: Iterable[Sighting]) -> None:
        """See to it that names have actors."""
        wanted = [one for one in named if one not in self._actors]
        if wanted:
            self._actors |= self._people.enter(self.connection, wanted)


def _type_of(row: Row, column: str) -> SpeakerType | None:
    """What bears a name, where the entry says so."""
    return row.get("speaker_type") if column == "speaker" else None
