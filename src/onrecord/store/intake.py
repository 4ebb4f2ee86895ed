"""The way of many inputs into the Record: collect, read what is new, store in batches."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import sqlalchemy as sa

from onrecord.collect import Collected
from onrecord.errors import InputError, UnreachableError
from onrecord.models import NO_TABLES, Article, UserTables
from onrecord.pipeline import read_all
from onrecord.reading import Reading
from onrecord.store.adding import Item, Stored, add_all, identify
from onrecord.store.engine import reading, writing
from onrecord.store.people import People

BATCH, SECONDS = 256, 2.0  # articles stored in one transaction, and how long one waits to be stored
TRIES, PAUSE = 6, 1.0  # a server that goes away for a minute is waited for: 1 + 2 + 4 + 8 + 16 + 32 s

Read = Callable[[Iterable[Article | InputError]], Iterator[Reading | InputError]]


@cache
def reader_version() -> str:
    """What reads: the program's version and a hash of the weights. What another one read can be read again."""
    import hashlib

    from onrecord import __version__
    from onrecord.extract.words import WEIGHTS

    hashed = hashlib.sha256()
    for path in sorted(WEIGHTS.iterdir()):
        if path.is_file():
            hashed.update(path.read_bytes())
    return f"{__version__}+{hashed.hexdigest()[:8]}"


@dataclass
class Intake:
    """Stores what comes of inputs.

    Args:
        read: Articles -> readings, in order; the parallel map of the pipeline if not given.
        reader: What `read` is, for the Record.
        again: Read also what is there already.
        tables: A user's actors and outlets.
        batch: Articles stored in one transaction; fewer where they come slowly, so that none waits over `SECONDS`.
        pause: Seconds before the first of `TRIES` more when a server is away; each next is twice as long.
    """

    engine: sa.Engine
    read: Read = read_all
    reader: str | None = None
    again: bool = False
    pause: float = PAUSE
    batch: int = BATCH
    tables: UserTables = NO_TABLES

    def __post_init__(self) -> None:
        self._people = People(self.tables)

    def add(self, inputs: Iterable[Collected | InputError]) -> Iterator[Stored | InputError]:
        """Store articles; gives what became of each, once it is stored for good.

        Raises:
            RecordError: nothing can be stored any more. All that was given before is stored.
        """
        reader = self.reader or reader_version()
        waiting: deque[Collected] = deque()
        settled: deque[Stored | InputError] = deque()  # what need not be read
        batch: list[Item | InputError] = []
        since = time.monotonic()
        for found in self.read(self._new(inputs, waiting, settled, reader)):
            if isinstance(found, Reading):
                batch.append(Item(waiting.popleft(), found))
            else:
                batch.append(self._failed(found, waiting))
            if len(batch) >= self.batch or time.monotonic() - since > SECONDS:
                yield from self._drain(settled)
                yield from self._store(batch, reader)
                batch, since = [], time.monotonic()
        yield from self._drain(settled)
        yield from self._store(batch, reader)

    def _new(
        self,
        inputs: Iterable[Collected | InputError],
        waiting: deque[Collected],
        settled: deque[Stored | InputError],
        reader: str,
    ) -> Iterator[Article | InputError]:
        """The articles that are to be read; each stands in `waiting`, and errors go past."""
        for one in inputs:
            if isinstance(one, InputError):
                yield one
                continue
            try:
                with reading(self.engine) as connection:
                    known = identify(connection, one.article)
            except InputError as error:
                error.source = one.source
                yield error
                continue
            same = known.current and (known.reader == reader or not self.again)
            if known.forgotten or same:
                settled.append(
                    Stored(one.source, known.article.id, "forgotten" if known.forgotten else "unchanged")
                )
                continue
            waiting.append(replace(one, article=known.article))
            yield known.article

    @staticmethod
    def _failed(error: InputError, waiting: deque[Collected]) -> InputError:
        """An error of reading names its article; that of collecting has none waiting."""
        if waiting and error.id == waiting[0].article.id and (error.source in (None, error.id)):
            error.source = waiting.popleft().source
        return error

    @staticmethod
    def _drain(settled: deque[Stored | InputError]) -> Iterator[Stored | InputError]:
        while settled:
            yield settled.popleft()

    def _store(self, batch: list[Item | InputError], reader: str) -> list[Stored | InputError]:
        if not batch:
            return []
        for attempt in range(TRIES + 1):
            try:
                with writing(self.engine) as connection:
                    return add_all(connection, batch, reader, self._people)
            except UnreachableError:
                if attempt == TRIES:
                    raise
                time.sleep(self.pause * 2**attempt)
        raise AssertionError
