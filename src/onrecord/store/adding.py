"""One article into the Record: which article it is, whether it is a new version, and what becomes of the old one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import sqlalchemy as sa

from onrecord.collect import Collected, canonical_url
from onrecord.errors import InputError
from onrecord.models import Article
from onrecord.reading import Reading
from onrecord.store import schema
from onrecord.store.fresh import Fresh, text_hash
from onrecord.store.pen import Pen, now
from onrecord.store.people import People
from onrecord.store.review import apply_corrections
from onrecord.store.rows import dump_times
from onrecord.store.sides import look_again
from onrecord.store.voices import Voice, find_voice, settle

Outcome = Literal["added", "version", "read_again", "unchanged", "forgotten"]


@dataclass(frozen=True)
class Stored:
    """What became of one article."""

    source: str
    article: str  # its id
    outcome: Outcome


@dataclass(frozen=True)
class Known:
    """How an article that comes in stands to what is there."""

    article: Article  # with the id that the Record knows it by
    n: int | None = None  # its key; None where it is new
    version: int | None = None  # the key of this very text of it
    current: bool = False  # whether that is its last version
    reader: str | None = None  # what read that
    forgotten: bool = False


class ConflictError(InputError):
    """Another article has its id."""


def identify(connection: sa.Connection, article: Article) -> Known:
    """Which article of the Record it is: the one of its address, else of its id.

    Raises:
        ConflictError: its id is that of an article with another address or outlet.
    """
    article = _canonical(article)
    url = article.url
    if _is_forgotten(connection, article):
        return Known(article, forgotten=True)
    row = _by_url(connection, url) or _by_id(connection, article)
    if row is None:
        return Known(article)
    article = replace(article, id=row.id, url=url or row.url, outlet=article.outlet or row.outlet)
    v = schema.version
    found = connection.execute(
        sa.select(v.c.n, v.c.current, v.c.reader).where(v.c.id == article.version)
    ).one_or_none()
    if found is None:
        return Known(article, row.n)
    return Known(article, row.n, found.n, bool(found.current), found.reader)


def _canonical(article: Article) -> Article:
    url = canonical_url(article.url) if article.url else None
    return article if url == article.url else replace(article, url=url)


def _rows() -> sa.Select[tuple[int, str, str | None, str | None]]:
    a, o = schema.article, schema.outlet
    return sa.select(a.c.n, a.c.id, a.c.url, o.c.name.label("outlet")).select_from(
        a.outerjoin(o, a.c.outlet == o.c.n)
    )


def _by_url(
    connection: sa.Connection, url: str | None
) -> sa.Row[tuple[int, str, str | None, str | None]] | None:
    if url is None:
        return None
    return connection.execute(_rows().where(schema.article.c.url == url).limit(1)).one_or_none()


def _by_id(
    connection: sa.Connection, article: Article
) -> sa.Row[tuple[int, str, str | None, str | None]] | None:
    row = connection.execute(_rows().where(schema.article.c.id == article.id)).one_or_none()
    if row is None:
        return None
    for name, there in (("address", row.url), ("outlet", row.outlet)):
        here = article.url if name == "address" else article.outlet
        if here and there and here != there:
            raise ConflictError(
                f"its id {article.id!r} is that of an article with another {name} ({there!r}); "
                "give ids that are unique, or leave them out",
                id=article.id,
            )
    return row


def _is_forgotten(connection: sa.Connection, article: Article) -> bool:
    f = schema.forgotten
    same = [f.c.article == article.id, f.c.text_hash == text_hash(article.text)]
    if article.url:
        same.append(f.c.url == article.url)
    return bool(connection.scalar(sa.select(sa.func.count()).select_from(f).where(sa.or_(*same))))


@dataclass(frozen=True)
class Item:
    """An article with what was read from it; `collected.article` and the reading's are the same."""

    collected: Collected
    reading: Reading


def add_all(
    connection: sa.Connection,
    items: Sequence[Item | InputError],
    reader: str,
    people: People | None = None,
) -> list[Stored | InputError]:
    """Store articles, in order, in the transaction of `connection`, and failures as rows of their own.

    Args:
        people: The registry of actors, kept from one batch to the next.

    Adding the same again changes nothing. An article that cannot be stored gives its error, and the others are.
    """
    batch = _Batch(connection, reader, people, [item for item in items if isinstance(item, Item)])
    done: list[Stored | InputError] = []
    for item in items:
        try:
            done.append(batch.add(item) if isinstance(item, Item) else item)
        except InputError as error:
            error.source = error.source or (item.collected.source if isinstance(item, Item) else None)
            done.append(error)
        if isinstance(done[-1], InputError):
            batch.note_failure(done[-1])
    batch.finish()
    return done


def source_of(error: InputError) -> str:
    """What a failure is kept under."""
    return error.source or error.id or "?"


def note_failure(connection: sa.Connection, error: InputError) -> None:
    """A row that says what failed and why; of the same source again the count goes up."""
    f = schema.failure
    source = source_of(error)
    fresh = {"article": error.id, "kind": error.kind, "message": error.args[0], "last_at": now()}
    known = connection.execute(
        sa.update(f).where(f.c.source == source).values(tries=f.c.tries + 1, **fresh)
    ).rowcount
    if not known:
        connection.execute(f.insert().values(source=source, tries=1, first_at=fresh["last_at"], **fresh))


class _Batch:
    """Articles that are stored together; entries are written, corrected and compared with copies at the end."""

    def __init__(
        self, connection: sa.Connection, reader: str, people: People | None, items: Sequence[Item]
    ) -> None:
        self._connection, self._reader = connection, reader
        self._pen = Pen(connection, people)
        articles = [_canonical(item.collected.article) for item in items]
        self._fresh = Fresh(connection, articles, {item.collected.source for item in items})
        self._read: list[tuple[int, Article]] = []  # versions whose entries are new
        self._voices: set[int] = set()  # whose copies must be compared

    def add(self, item: Item) -> Stored:
        source, reading = item.collected.source, item.reading
        article = _canonical(item.collected.article)
        if self._fresh.new(article):
            known = Known(article)
        else:
            self._pen.flush_heads()
            known = identify(self._connection, article)
        self._forget_failure(source)
        outcome: Outcome
        if known.forgotten:
            outcome = "forgotten"
        elif known.n is not None and known.article.id != reading.article.id:
            # Another process has added the same address under another id since this was read.
            raise ConflictError(
                f"{reading.article.id!r} was added meanwhile as {known.article.id!r}; add it again"
            )
        elif known.current and known.reader == self._reader:
            outcome = "unchanged"
        else:
            outcome = self._write(known, item)
        return Stored(source, known.article.id, outcome)

    def note_failure(self, error: InputError) -> None:
        note_failure(self._connection, error)
        self._fresh.failed.add(source_of(error))

    def finish(self) -> None:
        """Write what is queued."""
        self._pen.flush()
        for version, article in self._read:
            if article.id in self._fresh.corrected:
                apply_corrections(self._pen, version, article)
        for voice in sorted(self._voices):
            settle(self._connection, voice)
        self._read, self._voices = [], set()

    def _forget_failure(self, source: str) -> None:
        if source in self._fresh.failed:
            f = schema.failure
            self._connection.execute(sa.delete(f).where(f.c.source == source))

    def _write(self, known: Known, item: Item) -> Outcome:
        pen, article = self._pen, known.article
        outlet = pen.outlet(article.outlet, article.url)
        collected = replace(item.collected, article=article)
        reading = replace(item.reading, article=article)
        if known.n is None:
            n = pen.article(collected, outlet)
        else:
            n = known.n
            self.finish()  # what is retired must be there
            self._voices |= set(_retire(self._connection, n))
        version = known.version or pen.key(schema.version)
        voice = self._voice(version, article)
        place = {"voice": voice.n, "reader": self._reader}
        if known.version is None:
            place |= {"article": n, "number": 1 if known.n is None else self._last_number(n) + 1}
            pen.version(version, collected, reading, **place)
        else:
            _clear(self._connection, version)
            place |= {"current": 1, "read_at": now(), "times": dump_times(reading.times)}
            v = schema.version
            self._connection.execute(sa.update(v).where(v.c.n == version).values(**place))
        pen.wordings(version, self._fresh.wordings_of(article))
        pen.queue(version, outlet, reading)
        self._read.append((version, article))
        if not voice.alone:
            self._voices.add(voice.n)
        return "added" if known.n is None else "read_again" if known.current else "version"

    def _voice(self, version: int, article: Article) -> Voice:
        if self._fresh.alone(article):
            return Voice(version, alone=True)
        self._pen.flush_heads()
        return find_voice(self._connection, version, article.text, self._fresh.wordings_of(article))

    def _last_number(self, article: int) -> int:
        v = schema.version
        last = self._connection.scalar(sa.select(sa.func.max(v.c.number)).where(v.c.article == article))
        return last or 0


def _retire(connection: sa.Connection, article: int) -> list[int]:
    """What is current of an article becomes old; gives the voices that it leaves."""
    v = schema.version
    current = connection.execute(
        sa.select(v.c.n, v.c.voice).where(v.c.article == article, v.c.current == 1)
    ).all()
    for n, _ in current:
        connection.execute(sa.update(v).where(v.c.n == n).values(current=0, voice=None))
        connection.execute(sa.delete(schema.wording).where(schema.wording.c.version == n))
        for table in schema.ENTRIES.values():
            connection.execute(sa.update(table).where(table.c.version == n).values(state=schema.OLD))
    return [voice for _, voice in current if voice is not None]


def _clear(connection: sa.Connection, version: int) -> None:
    """Take out what was read from a version, to be read anew."""
    look_again(connection, sa.select(sa.literal(version)))
    connection.execute(sa.delete(schema.told).where(schema.told.c.version == version))
    for table in schema.ENTRIES.values():
        connection.execute(sa.delete(table).where(table.c.version == version))
