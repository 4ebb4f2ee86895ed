"""The Record: everything that was read, kept, found again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

from onrecord.collect import Given, gather, parse_date
from onrecord.errors import InputError, UsageError
from onrecord.models import Event
from onrecord.pipeline import read_all
from onrecord.reading import Reading
from onrecord.store import schema
from onrecord.store.adding import Stored
from onrecord.store.ask import Filter, Row, ask, due
from onrecord.store.engine import make_engine, reading
from onrecord.store.intake import Intake
from onrecord.store.loading import load_readings
from onrecord.store.migrate import ready
from onrecord.store.search import search_articles, search_statements


class Record:
    """A database of coverage. Opened by `onrecord.open`; a context manager.

    >>> with Record("talks.db") as record:  # doctest: +SKIP
    ...     for stored in record.add("coverage.jsonl"): ...
    ...     demands = record.statements(side="Port Selby", act="demand")
    """

    def __init__(self, place: str | Path, *, create: bool = True) -> None:
        """Open a Record, and make it where there is none.

        Args:
            place: A file, or a database's URL (postgresql://...).
            create: Whether one may be made.

        Raises:
            NoRecordError: there is none (and `create` is not set), or it is a database of something else.
            SchemaError: it was made by a newer onrecord.
            RecordError: it cannot be opened.
        """
        self.engine = make_engine(place)
        ready(self.engine, create=create)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def add(
        self,
        *sources: str | Path,
        given: Given | None = None,
        workers: int = 1,
        events: Sequence[Event] = (),
        again: bool = False,
    ) -> Iterator[Stored | InputError]:
        """Collect, read and store; gives what became of each article once it is stored for good.

        Args:
            sources: Files, folders, URLs, feeds, archives, tables: see `collect.gather`.
            given: Outlet, day and so on, where an input does not say.
            workers: Processes that read; 0 is one a core.
            again: Read again what an older reader has read.
        """
        read = partial(read_all, workers=workers, events=events)
        inputs = (one for source in sources for one in gather(str(source), given or Given()))
        yield from Intake(self.engine, read, again=again).add(inputs)

    def statements(self, **wanted: Any) -> list[Row]:
        """Statements, newest first; keyword arguments are the fields of `Filter`."""
        return self._ask("statements", wanted)

    def conditions(self, **wanted: Any) -> list[Row]:
        """Conditions with what they require, newest first."""
        return self._ask("conditions", wanted)

    def plans(self, **wanted: Any) -> list[Row]:
        """Plans, newest first."""
        return self._ask("plans", wanted)

    def due(self, as_of: date | str | None = None, *, passed: bool = False, **wanted: Any) -> list[Row]:
        """What was to happen by a day: ahead of `as_of` (today) soonest first, or passed, latest first."""
        day = _day(as_of) or date.today()
        with reading(self.engine) as connection:
            return due(connection, day, _filter(wanted), passed=passed)

    def search(self, query: str, *, articles: bool = False, limit: int = 100) -> list[Row]:
        """Statements (or articles) that hold words and "phrases", best first, with `highlights`."""
        find = search_articles if articles else search_statements
        with reading(self.engine) as connection:
            return find(connection, query, limit=limit)

    def readings(self, articles: Iterable[str] | None = None) -> Iterator[Reading]:
        """What was read from the articles of these ids, or from all, corrections applied."""
        with reading(self.engine) as connection:
            yield from load_readings(connection, None if articles is None else list(articles))

    def reading(self, article: str) -> Reading:
        """What was read from one article.

        Raises:
            UsageError: there is none of that id.
        """
        for found in self.readings([article]):
            return found
        raise UsageError(f"no article {article!r} in the Record")

    def failures(self) -> list[Row]:
        """What could not be read or stored, with the reason."""
        f = schema.failure
        with reading(self.engine) as connection:
            return [
                dict(row)
                for row in connection.execute(sa.select(f).order_by(f.c.last_at, f.c.source)).mappings()
            ]

    def _ask(self, layer: str, wanted: dict[str, Any]) -> list[Row]:
        with reading(self.engine) as connection:
            return ask(connection, layer, _filter(wanted))


def _filter(wanted: dict[str, Any]) -> Filter:
    wanted = wanted | {name: _day(wanted[name]) for name in ("since", "until") if name in wanted}
    try:
        return Filter(**wanted)
    except TypeError:
        known = set(Filter.__dataclass_fields__)
        raise UsageError(f"cannot be asked for by {sorted(set(wanted) - known)[0]!r}") from None


def _day(value: date | str | None) -> date | None:
    try:
        return parse_date(value) if isinstance(value, str) else value
    except ValueError as error:
        raise UsageError(str(error)) from None
