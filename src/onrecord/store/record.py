"""The Record: everything that was read, kept, found again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa

from onrecord.collect import Given, gather, parse_date
from onrecord.errors import InputError, UsageError
from onrecord.export import FORMATS, export
from onrecord.models import NO_TABLES, UserTables
from onrecord.pipeline import read_all
from onrecord.reading import Reading
from onrecord.store import schema
from onrecord.store.adding import Stored
from onrecord.store.ask import LAYERS, Filter, Row, ask, least_sure
from onrecord.store.deals import find_deal
from onrecord.store.digests import make_digest
from onrecord.store.dues import list_due
from onrecord.store.engine import WAIT, make_engine, reading, writing
from onrecord.store.flat import write_flat
from onrecord.store.forgetting import forget
from onrecord.store.intake import Intake
from onrecord.store.loading import load_readings
from onrecord.store.merging import list_actors, merge, undo_merge
from onrecord.store.migrate import ready
from onrecord.store.nearness import refresh
from onrecord.store.review import list_corrections, review, undo
from onrecord.store.search import search_articles, search_meaning, search_statements
from onrecord.store.steering import steer
from onrecord.store.story import Asked, list_issues, list_traced, story
from onrecord.store.tracing import retrace, waiting
from onrecord.store.watching import watch_feeds
from onrecord.store.words import settle_words
from onrecord.trace.deal import Deal
from onrecord.trace.digest import Digest

if TYPE_CHECKING:
    from onrecord.collect.fetch import Fetcher


class Record:
    """A database of coverage. Opened by `onrecord.open`; a context manager.

    >>> with Record("talks.db") as record:  # doctest: +SKIP
    ...     for stored in record.add("coverage.jsonl"): ...
    ...     demands = record.statements(side="Port Selby", act="demand")
    """

    def __init__(self, place: str | Path, *, create: bool = True, wait: float = WAIT) -> None:
        """Open a Record, and make it where there is none.

        Args:
            place: A file, or a database's URL (postgresql://...).
            create: Whether one may be made.
            wait: Seconds that another program which is writing is waited for.

        Raises:
            NoRecordError: there is none (and `create` is not set), or it is a database of something else.
            SchemaError: it was made by a newer onrecord.
            RecordError: it cannot be opened.
        """
        self.engine = make_engine(place, wait=wait)
        ready(self.engine, create=create)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def tune(self) -> None:
        """Let the database look at what it holds, so that it finds the fastest way to each answer.

        `add` does so at its end.
        """
        with writing(self.engine) as connection:
            settle_words(connection)
            connection.exec_driver_sql("ANALYZE")
        self.retrace()
        with reading(self.engine) as connection:
            refresh(connection)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def add(
        self,
        *sources: str | Path,
        given: Given | None = None,
        workers: int = 1,
        tables: UserTables = NO_TABLES,
        again: bool = False,
    ) -> Iterator[Stored | InputError]:
        """Collect, read and store; gives what became of each article once it is stored for good.

        Args:
            sources: Files, folders, URLs, feeds, archives, tables: see `collect.gather`.
            given: Outlet, day and so on, where an input does not say.
            workers: Processes that read; 0 is one a core.
            tables: A user's own actors, roles, events, spellings and outlets; see `collect.load_tables`.
            again: Read again what an older reader has read.
        """
        read = partial(read_all, workers=workers, tables=tables, record=True)
        inputs = (one for source in sources for one in gather(str(source), given or Given()))
        yield from Intake(self.engine, read, again=again, tables=tables).add(inputs)
        self.tune()

    def watch(
        self,
        *feeds: str,
        stop: threading.Event,
        tables: UserTables = NO_TABLES,
        fetcher: Fetcher | None = None,
    ) -> Iterator[Stored | InputError]:
        """Poll feeds until `stop` is set, beside those that are watched already; see `store.watching`."""
        read = partial(read_all, workers=1, tables=tables, record=True)
        return watch_feeds(Intake(self.engine, read, tables=tables), feeds, stop=stop, fetcher=fetcher)

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
        """What is to happen by when, seen from `as_of` (today): soonest first, or what has passed, latest first.

        Each with its state: ahead, due, overdue, kept, dropped; the last two with the words that say so.
        """
        self.retrace()
        day = _day(as_of) or date.today()
        with reading(self.engine) as connection:
            return [one.to_dict() for one in list_due(connection, day, _filter(wanted), passed=passed)]

    def search(
        self, query: str, *, articles: bool = False, meaning: bool = False, limit: int = 100, **wanted: Any
    ) -> list[Row]:
        """Statements (or articles) that hold words and "phrases", best first, with `highlights`.

        Args:
            meaning: Statements that mean much the same as `query` instead, whatever their words.
            wanted: For statements, the fields of `Filter`.
        """
        with reading(self.engine) as connection:
            if articles:
                if wanted:
                    raise UsageError(f"articles cannot be searched by {sorted(wanted)[0]}")
                return search_articles(connection, query, limit=limit)
            find = search_meaning if meaning else search_statements
            return find(connection, query, _filter({**wanted, "limit": limit})).rows

    def retrace(self) -> int:
        """Trace what is new or rests on something that has changed; gives how many issues that were.

        All that asks for traces does so first; where nothing waits nothing is written.
        """
        with reading(self.engine) as connection:
            if not waiting(connection):
                return 0
        with writing(self.engine) as connection:
            return retrace(connection)

    def trace(self, as_of: date | str | None = None) -> Row:
        """All that is traced, as it stood on a day (the last of publication): issues, positions, shifts, ..."""
        self.retrace()
        with reading(self.engine) as connection:
            return story(connection, _day(as_of))

    def issues(self, **wanted: Any) -> list[Row]:
        """What the sides differ about, most said first; keyword arguments are the fields of `Asked`."""
        return self._traced(lambda connection: list_issues(connection, _asked(wanted)))

    def positions(self, **wanted: Any) -> list[Row]:
        """Where each side stands on each issue, newest first."""
        return self._traced(lambda connection: list_traced(connection, "position", _asked(wanted)))

    def shifts(self, **wanted: Any) -> list[Row]:
        """What moved, newest first."""
        return self._traced(lambda connection: list_traced(connection, "shift", _asked(wanted)))

    def conflicts(self, **wanted: Any) -> list[Row]:
        """Which positions of two sides cannot both hold, newest first."""
        return self._traced(lambda connection: list_traced(connection, "conflict", _asked(wanted)))

    def requirements(self, **wanted: Any) -> list[Row]:
        """What each side requires, of whom, and how that stands, newest first."""
        return self._traced(lambda connection: list_traced(connection, "requirement", _asked(wanted)))

    def deal(self, outcome: str, *, concede: Iterable[str] = (), until: date | str | None = None) -> Deal:
        """What stands before an outcome, and what would unlock it.

        Args:
            outcome: Words for it ("ceasefire").
            concede: Requirements that are taken as dropped or accepted: ids, or words of theirs.
            until: Only what was published by that day counts.

        Raises:
            UsageError: nothing is required for such an outcome, or there is no such requirement.
        """
        self.retrace()
        with reading(self.engine) as connection:
            return find_deal(connection, outcome, tuple(concede), _day(until))

    def digest(self, since: date | str, until: date | str | None = None) -> Digest:
        """What changed in a period, both days included."""
        self.retrace()
        first = _day(since)
        if first is None:
            raise UsageError("a digest needs a day to begin with")
        with reading(self.engine) as connection:
            return make_digest(connection, first, _day(until))

    def steer(self, action: str, issue: str, *, by: str, **given: Any) -> str:
        """Name, merge, split or pin issues; see `store.steering.steer`. Gives the issue's id."""
        self.retrace()
        with writing(self.engine) as connection:
            return steer(connection, action, issue, by=by, **given)

    def _traced(self, question: Callable[[sa.Connection], list[Row]]) -> list[Row]:
        self.retrace()
        with reading(self.engine) as connection:
            return question(connection)

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

    def review(
        self,
        entry: str,
        action: str,
        *,
        by: str,
        changes: Mapping[str, Any] | None = None,
        reason: str | None = None,
        seen: str | None = None,
    ) -> str:
        """Accept, reject or edit an entry; see `store.review.review`. Gives the correction's id."""
        with writing(self.engine) as connection:
            return review(connection, entry, action, by=by, changes=changes, reason=reason, seen=seen)

    def undo(self, correction: str, *, by: str) -> None:
        """Take a correction back."""
        with writing(self.engine) as connection:
            undo(connection, correction, by=by)

    def corrections(self, article: str | None = None) -> list[Row]:
        """The corrections that people have made, oldest first, with who, when and why."""
        with reading(self.engine) as connection:
            return list_corrections(connection, article=article)[::-1]

    def uncertain(self, limit: int = 10) -> dict[str, list[Row]]:
        """For each layer the shown entries that are least sure and that nobody has looked at yet; the newest ones."""
        with reading(self.engine) as connection:
            return {layer: least_sure(connection, layer, Filter(limit=limit)) for layer in LAYERS}

    def actors(self, name: str | None = None) -> list[Row]:
        """Actors with the names that are merged into them and how many statements are shown of them."""
        with reading(self.engine) as connection:
            return list_actors(connection, name)

    def merge(self, one: str, into: str, *, by: str, reason: str | None = None) -> str:
        """From now on `one` is `into`; see `store.merging.merge`. Gives the merge's id."""
        with writing(self.engine) as connection:
            return merge(connection, one, into, by=by, reason=reason)

    def undo_merge(self, merge: str, *, by: str) -> None:
        """Take a merge back."""
        with writing(self.engine) as connection:
            undo_merge(connection, merge, by=by)

    def forget(self, article: str, *, by: str, reason: str | None = None) -> None:
        """Take an article out with all that rests on it; see `store.forgetting.forget`."""
        with writing(self.engine) as connection:
            forget(connection, article, by=by, reason=reason)

    def export(
        self,
        form: str,
        path: Path | str,
        *,
        articles: Iterable[str] | None = None,
        reviewed: bool = False,
    ) -> int:
        """Write readings in another form (see `onrecord.export.FORMATS`), or all as one flat SQLite file ("sqlite").

        Args:
            reviewed: Only articles in which a person has corrected something.

        Returns:
            How many articles were written.

        Raises:
            UsageError: no such form or article, or `path` cannot be written.
        """
        wanted = None if articles is None else list(articles)
        if reviewed:
            seen = {row["article"] for row in self.corrections() if row["undone_at"] is None}
            wanted = sorted(seen if wanted is None else seen & set(wanted))
        if form == "sqlite":
            return write_flat(self.engine, Path(path), wanted)
        if form not in FORMATS:
            raise UsageError(f"no format {form!r}; there are {', '.join(FORMATS)}, sqlite")
        counted = _Counted(self.readings(wanted))
        export(counted, form, Path(path))
        return counted.number

    def _ask(self, layer: str, wanted: dict[str, Any]) -> list[Row]:
        with reading(self.engine) as connection:
            return ask(connection, layer, _filter(wanted))


class _Counted:
    """Readings that are counted as they go by."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        self._readings = readings
        self.number = 0

    def __iter__(self) -> Iterator[Reading]:
        for one in self._readings:
            self.number += 1
            yield one


def _filter(wanted: dict[str, Any]) -> Filter:
    wanted = wanted | {name: _day(wanted[name]) for name in ("since", "until") if name in wanted}
    try:
        return Filter(**wanted)
    except TypeError:
        known = set(Filter.__dataclass_fields__)
        raise UsageError(f"cannot be asked for by {sorted(set(wanted) - known)[0]!r}") from None


def _asked(wanted: dict[str, Any]) -> Asked:
    wanted = wanted | {name: _day(wanted[name]) for name in ("since", "until") if name in wanted}
    try:
        return Asked(**wanted)
    except TypeError:
        known = set(Asked.__dataclass_fields__)
        raise UsageError(f"cannot be asked for by {sorted(set(wanted) - known)[0]!r}") from None


def _day(value: date | str | None) -> date | None:
    try:
        return parse_date(value) if isinstance(value, str) else value
    except ValueError as error:
        raise UsageError(str(error)) from None
