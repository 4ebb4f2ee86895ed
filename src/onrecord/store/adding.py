"""One article into the Record: which article it is, whether it is a new version, and what becomes of the old one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import sqlalchemy as sa

from onrecord.collect import Collected, canonical_url
from onrecord.errors import InputError
from onrecord.models import Article
from onrecord.reading import Reading
from onrecord.store import schema
from onrecord.store.pen import Pen, fresh_state, now
from onrecord.store.voices import find_voice, settle

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


def text_hash(text: str) -> str:
    """SHA-256 of a text, by which a forgotten one is known again."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def identify(connection: sa.Connection, article: Article) -> Known:
    """Which article of the Record it is: the one of its address, else of its id.

    Raises:
        ConflictError: its id is that of an article with another address or outlet.
    """
    url = canonical_url(article.url) if article.url else None
    article = replace(article, url=url)
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
    return connection.scalar(sa.select(sa.func.count()).select_from(f).where(sa.or_(*same))) > 0


@dataclass(frozen=True)
class Item:
    """An article with what was read from it; `collected.article` and the reading's are the same."""

    collected: Collected
    reading: Reading


def add_all(
    connection: sa.Connection, items: Sequence[Item | InputError], reader: str
) -> list[Stored | InputError]:
    """Store articles, in order, in the transaction of `connection`, and failures as rows of their own.

    Adding the same again changes nothing. An article that cannot be stored gives its error, and the others are.
    """
    pen = Pen(connection)
    done: list[Stored | InputError] = []
    for item in items:
        try:
            done.append(_add(pen, item, reader) if isinstance(item, Item) else item)
        except InputError as error:
            error.source = error.source or (item.collected.source if isinstance(item, Item) else None)
            done.append(error)
        if isinstance(done[-1], InputError):
            note_failure(connection, done[-1])
    return done


def note_failure(connection: sa.Connection, error: InputError) -> None:
    """A row that says what failed and why; of the same source again the count goes up."""
    f = schema.failure
    source = error.source or error.id or "?"
    fresh = {"article": error.id, "kind": error.kind, "message": error.args[0], "last_at": now()}
    known = connection.execute(
        sa.update(f).where(f.c.source == source).values(tries=f.c.tries + 1, **fresh)
    ).rowcount
    if not known:
        connection.execute(f.insert().values(source=source, tries=1, first_at=fresh["last_at"], **fresh))


def _add(pen: Pen, item: Item, reader: str) -> Stored:
    collected, reading = item.collected, item.reading
    known = identify(pen.connection, collected.article)
    _resolve_failure(pen.connection, collected.source)
    outcome: Outcome
    if known.forgotten:
        outcome = "forgotten"
    elif known.n is not None and known.article.id != reading.article.id:
        # Another process has added the same address under another id since this was read.
        raise ConflictError(
            f"{reading.article.id!r} was added meanwhile as {known.article.id!r}; add it again"
        )
    elif known.current and known.reader == reader:
        outcome = "unchanged"
    else:
        outcome = _write(pen, known, item, reader)
    return Stored(collected.source, known.article.id, outcome)


def _write(pen: Pen, known: Known, item: Item, reader: str) -> Outcome:
    article = known.article
    outlet = pen.outlet(article.outlet, article.url)
    collected = replace(item.collected, article=article)
    reading = replace(item.reading, article=article)
    n = known.n if known.n is not None else pen.article(collected, outlet)
    touched = _retire(pen.connection, n)
    outcome: Outcome = "added" if known.n is None else "read_again" if known.current else "version"
    if known.version is None:
        last = pen.connection.scalar(
            sa.select(sa.func.max(schema.version.c.number)).where(schema.version.c.article == n)
        )
        version = pen.version(n, (last or 0) + 1, collected, reading, reader)
    else:
        version = known.version
        _clear(pen.connection, version)
        pen.connection.execute(
            sa.update(schema.version).where(schema.version.c.n == version).values(current=1, reader=reader)
        )
    pen.entries(version, outlet, reading)
    voice = find_voice(pen.connection, version, article.text)
    for one in {voice, *touched} - {None}:
        settle(pen.connection, one)
    return outcome


def _retire(connection: sa.Connection, article: int) -> list[int]:
    """What is current of an article becomes old; gives the voices that it leaves."""
    v = schema.version
    current = connection.execute(
        sa.select(v.c.n, v.c.voice).where(v.c.article == article, v.c.current == 1)
    ).all()
    for n, _ in current:
        connection.execute(sa.update(v).where(v.c.n == n).values(current=0, voice=None))
        connection.execute(sa.delete(schema.band).where(schema.band.c.version == n))
        for table in schema.ENTRIES.values():
            connection.execute(sa.update(table).where(table.c.version == n).values(state=schema.OLD))
    return [voice for _, voice in current if voice is not None]


def _clear(connection: sa.Connection, version: int) -> None:
    """Take out what was read from a version, to be read anew."""
    for table in schema.ENTRIES.values():
        connection.execute(sa.delete(table).where(table.c.version == version))


def _resolve_failure(connection: sa.Connection, source: str) -> None:
    connection.execute(sa.delete(schema.failure).where(schema.failure.c.source == source))


def restate(connection: sa.Connection, version: int) -> None:
    """Set the states of a current version's entries anew, copies aside."""
    for table in schema.ENTRIES.values():
        rows = connection.execute(
            sa.select(table.c.n, table.c.reviewed, table.c.confidence, table.c.state).where(
                table.c.version == version
            )
        ).mappings()
        for row in rows.all():
            if (state := fresh_state(dict(row))) != row["state"]:
                connection.execute(sa.update(table).where(table.c.n == row["n"]).values(state=state))
