"""All shown statements as a few columns of numbers, to count a million of them by any filter in milliseconds.

A database counts groups of a million rows in seconds; a page that shows how many statements each side has made, by act
and day, for any filter, has a tenth of one. Fifty bytes a statement are kept in memory instead.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_args

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from onrecord.errors import RecordError
from onrecord.models import Act
from onrecord.store import schema
from onrecord.store.articles import counts
from onrecord.store.ask import Filter
from onrecord.store.engine import reading
from onrecord.store.names import main_actors

ACTS: tuple[str, ...] = get_args(Act)
CHUNK = 50_000  # rows taken from the database at once
SOON = 0.25  # seconds: what loads faster is loaded whenever it is asked for after a change
ID = 16  # characters of an actor's id
REST = 20  # a slower one at most once in so many times as it takes
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Named:
    """What a key stands for."""

    name: str
    id: str = ""  # of an actor
    group: str | None = None  # of an outlet the class of its ownership; of an actor what it is


@dataclass(frozen=True)
class Count:
    """How many statements have one value."""

    name: str
    number: int
    id: str = ""
    asked: str = ""  # what a filter has to be given: the name, or of two actors with one name the id

    @property
    def value(self) -> str:
        """The same, for values that are no actors."""
        return self.asked or self.name


@dataclass(frozen=True, eq=False)
class Census:
    """Columns of all shown statements, in the order of `n`; 0 where there is no value.

    Two are the same only if they are one object, so that what is made of a census can be kept with it.
    """

    n: Ints
    day: Ints  # ordinal of the day of publication
    side: Ints
    speaker: Ints
    outlet: Ints
    act: Ints  # 1 + place in ACTS
    actors: Mapping[int, Named] = field(default_factory=dict)
    outlets: Mapping[int, Named] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()  # names that several actors bear
    totals: Mapping[str, int] = field(default_factory=dict)  # articles, and what is shown of each layer

    def mask(self, connection: sa.Connection, wanted: Filter) -> Mask:
        """Which statements a filter lets through; of its words (`about`) nothing is asked."""
        chosen = np.ones(len(self.n), bool)
        for name in ("speaker", "side"):
            if value := getattr(wanted, name):
                chosen &= np.isin(getattr(self, name), main_actors(connection, value))
        if wanted.act:
            chosen &= self.act == (ACTS.index(wanted.act) + 1 if wanted.act in ACTS else -1)
        for name, label in (("outlet", "name"), ("ownership", "group")):
            if value := getattr(wanted, name):
                keys = [
                    n
                    for n, one in self.outlets.items()
                    if (getattr(one, label) or "").lower() == value.lower()
                ]
                chosen &= np.isin(self.outlet, keys)
        if wanted.since:
            chosen &= self.day >= wanted.since.toordinal()
        if wanted.until:
            chosen &= (self.day <= wanted.until.toordinal()) & (self.day > 0)
        return chosen

    def called(self, value: str) -> str:
        """The name of the actor of an id; any other text as it is."""
        if len(value) != ID or not self.shared:
            return value
        return next((f"{one.name} ({one.group})" for one in self.actors.values() if one.id == value), value)

    def of(self, keys: Sequence[int]) -> Mask:
        """Which statements have these keys."""
        chosen = np.zeros(len(self.n), bool)
        if len(self.n):
            places = np.minimum(np.searchsorted(self.n, keys), len(self.n) - 1)
            chosen[places[self.n[places] == keys]] = True
        return chosen

    def newest(self, chosen: Mask) -> list[int]:
        """The keys of some statements, by day of publication, newest first; those without a day last."""
        at = np.flatnonzero(chosen)
        ordered: list[int] = self.n[at[np.lexsort((-self.n[at], -self.day[at]))]].tolist()
        return ordered

    def days(self, chosen: Mask) -> tuple[date, date] | None:
        """First and last day of publication among some statements."""
        days = self.day[chosen]
        days = days[days > 0]
        return (date.fromordinal(int(days.min())), date.fromordinal(int(days.max()))) if len(days) else None

    def top(self, column: str, chosen: Mask, most: int) -> list[Count]:
        """The most frequent values of a column (side, speaker, outlet, act, ownership) among some statements."""
        if column == "ownership":
            return self._ownership(chosen, most)
        numbers = np.bincount(getattr(self, column)[chosen])
        numbers[:1] = 0
        best = np.argsort(-numbers, kind="stable")[:most]
        return [self._count(column, int(key), int(numbers[key])) for key in best if numbers[key]]

    def _ownership(self, chosen: Mask, most: int) -> list[Count]:
        totals: dict[str, int] = {}
        for key, number in enumerate(np.bincount(self.outlet[chosen])):
            if number and key and (group := self.outlets[key].group):
                totals[group] = totals.get(group, 0) + int(number)
        ordered = sorted(totals.items(), key=lambda one: (-one[1], one[0]))
        return [Count(name, number) for name, number in ordered[:most]]

    def _count(self, column: str, key: int, number: int) -> Count:
        if column == "act":
            return Count(ACTS[key - 1], number)
        if column == "outlet":
            return Count(self.outlets[key].name, number)
        named = self.actors[key]
        if named.name in self.shared:
            return Count(f"{named.name} ({named.group})", number, named.id, named.id)
        return Count(named.name, number, named.id)


def take_census(connection: sa.Connection) -> Census:
    """Count the shown statements of a Record."""
    sqlite = connection.dialect.name == "sqlite"
    # Days as Python counts them.
    day = "julianday(published) - 1721424.5" if sqlite else "published - DATE '0001-01-01' + 1"
    act = " ".join(f"WHEN '{act}' THEN {i}" for i, act in enumerate(ACTS, start=1))
    columns = ("n", f"coalesce(CAST({day} AS INTEGER), 0)", "coalesce(side, 0)", "coalesce(speaker, 0)",
               "coalesce(outlet, 0)", f"CASE act {act} ELSE 0 END")  # fmt: skip
    rows = connection.exec_driver_sql(
        f"SELECT {', '.join(columns)} FROM statement WHERE state = 'shown' ORDER BY n"
    )
    chunks = [
        np.array(some, np.int64) for some in iter(lambda: [tuple(r) for r in rows.fetchmany(CHUNK)], [])
    ]
    table = np.concatenate(chunks) if chunks else np.zeros((0, len(columns)), np.int64)
    a, o = schema.actor, schema.outlet
    mains = sa.select(a.c.n, a.c.name, a.c.id, a.c.type).where(a.c.main == a.c.n)
    actors = {r.n: Named(r.name, r.id, r.type) for r in connection.execute(mains)}
    outlets = {
        r.n: Named(r.name, "", r.ownership)
        for r in connection.execute(sa.select(o.c.n, o.c.name, o.c.ownership))
    }
    n, days, sides, speakers, of_outlets, acts = np.ascontiguousarray(table.T)
    borne = Counter(actors[n].name for n in np.union1d(sides, speakers).tolist() if n)
    shared = frozenset(name for name, times in borne.items() if times > 1)
    return Census(n, days, sides, speakers, of_outlets, acts, actors, outlets, shared, counts(connection))


class Changes:
    """Tells whether anybody has written to a database."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._own: Any = None

    def now(self) -> str:
        """Something that is another one after each change."""
        with self._lock:
            if self._engine.dialect.name == "sqlite":
                # The counter tells one connection of the changes by others, so it has to be the same one each time.
                self._own = self._own or self._engine.raw_connection()
                return str(self._own.cursor().execute("PRAGMA data_version").fetchone()[0])
            with reading(self._engine) as connection:
                return str(connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar())

    def close(self) -> None:
        """Let go of the database."""
        with self._lock:
            if self._own is not None:
                self._own.close()
                self._own = None


class LastCensus:
    """The last census, taken anew when the Record has changed.

    A small Record's is always up to date. That of a large one is taken in the background, and until then the last one
    is given.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._changes = Changes(engine)
        self._lock = threading.Lock()
        self._census: Census | None = None
        self._seen, self._took, self._next = "", 0.0, 0.0
        self._running: threading.Thread | None = None

    def get(self) -> Census:
        """The census."""
        with self._lock:
            seen = self._changes.now()
            if self._census is None or (seen != self._seen and self._took < SOON):
                self._take(seen)
            elif seen != self._seen and time.monotonic() > self._next:
                self._next = time.monotonic() + REST * self._took
                self._running = threading.Thread(target=self._try, args=(seen,), daemon=True)
                self._running.start()
            assert self._census is not None
            return self._census

    def _try(self, seen: str) -> None:
        with suppress(RecordError):  # the database is away: the next one who asks finds out
            self._take(seen)

    def _take(self, seen: str) -> None:
        begun = time.monotonic()
        with reading(self._engine) as connection:
            census = take_census(connection)
        self._census, self._seen, self._took = census, seen, time.monotonic() - begun

    def close(self) -> None:
        """Wait for what runs, and let go of the database."""
        if self._running is not None:
            self._running.join()
        self._changes.close()
