"""Opens the database below the Record, and says in words what goes wrong with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from onrecord.errors import (
    BusyError,
    DamagedError,
    NoRecordError,
    RecordError,
    UnreachableError,
    UnwritableError,
    UsageError,
)

WAIT = 30.0  # seconds for another program to let go of the database
LOCK = 0x0A52C02D  # names the advisory lock by which there is one writer on PostgreSQL
PAGES = 64 << 10  # KiB of SQLite's cache
BEHIND = (
    16_384  # pages (64 MB) that the log may hold; pages that many batches change are then written back once
)


def make_engine(place: str | Path, *, wait: float = WAIT) -> sa.Engine:
    """An engine for a Record at `place`: a file, or the URL of a database.

    Args:
        wait: Seconds that another program is waited for.

    Raises:
        UsageError: a URL of something else than SQLite or PostgreSQL, or one that is none.
    """
    url = _url(str(place))
    if url.get_backend_name() == "sqlite":
        engine = sa.create_engine(url, connect_args={"timeout": wait})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = sa.create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def file_of(url: sa.URL) -> Path | None:
    """The file of a Record on SQLite; None for one on a server."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _url(place: str) -> sa.URL:
    if "://" not in place:
        return sa.URL.create("sqlite", database=place)
    try:
        url = sa.make_url(place)
        backend = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise UsageError(
            f"{_hidden(place)!r} is no URL of a database; give a file or postgresql://..."
        ) from None
    if backend == "postgres":
        url, backend = url.set(drivername="postgresql"), "postgresql"
    if backend == "postgresql":
        _need_psycopg()
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise UsageError(f"{backend!r} databases are not supported; give a file or postgresql://...")
    return url


def _hidden(place: str) -> str:
    """`place` without what may be a password."""
    scheme, _, rest = place.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"


def _need_psycopg() -> None:
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise UsageError("PostgreSQL needs psycopg: pip install 'onrecord[postgres]'") from None


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin_sqlite`, and by it only
    for pragma in ("foreign_keys=ON", f"cache_size=-{PAGES}", "synchronous=FULL", "recursive_triggers=ON",
                   f"wal_autocheckpoint={BEHIND}"):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    # A writer that first reads could find, when it comes to write, that another one was faster.
    writer = connection.get_execution_options().get("writer")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")


def _begin_postgresql(connection: sa.Connection) -> None:
    if connection.get_execution_options().get("writer"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that sees one state of the database throughout."""
    with _errors(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction of the one writer that there is; all of it is stored, or nothing."""
    with _errors(engine), engine.connect().execution_options(writer=True) as connection, connection.begin():
        yield connection


@contextmanager
def _errors(engine: sa.Engine) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise _in_words(error, engine) from error


def _in_words(error: DBAPIError, engine: sa.Engine) -> Exception:
    place = repr(engine.url.render_as_string(hide_password=True))
    if isinstance(error.orig, sqlite3.Error):
        place = repr(engine.url.database)
        return _sqlite_error(error.orig, place) or error
    return _postgresql_error(error, place) or error


def _sqlite_error(error: sqlite3.Error, place: str) -> RecordError | None:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return BusyError(f"{place} is locked by another program; try again when it is done")
    if name == "SQLITE_FULL":
        return UnwritableError(f"no space left to write {place}; free some and try again")
    if name.startswith("SQLITE_READONLY"):
        return UnwritableError(f"{place} may not be written; change its permissions or give another --record")
    if name == "SQLITE_NOTADB":
        return NoRecordError(f"{place} is no Record but something else; give another --record")
    if name.startswith("SQLITE_CORRUPT"):
        return DamagedError(
            f"{place} is damaged ({error}); restore a copy, or see `sqlite3 {place} .recover`"
        )
    if name.startswith("SQLITE_CANTOPEN"):
        return NoRecordError(f"{place} cannot be opened; check the folder and its permissions")
    if name.startswith("SQLITE_IOERR"):
        return UnwritableError(f"{place} cannot be read or written ({error}); check the disk")
    return None


def _postgresql_error(error: DBAPIError, place: str) -> RecordError | None:
    state = getattr(error.orig, "sqlstate", None) or ""
    reason = str(error.orig).strip().partition("\n")[0]
    if state.startswith("53"):
        return UnwritableError(f"{place} is out of resources ({reason}); free some and try again")
    if state in ("42501", "25006"):
        return UnwritableError(f"{place} may not be written ({reason}); ask for the right to")
    if state in ("55P03", "40001", "40P01"):
        return BusyError(f"{place} is locked by another program ({reason}); try again when it is done")
    if error.connection_invalidated or state[:2] in ("08", "57", "28", "3D") or not state:
        return UnreachableError(f"{place} does not answer ({reason}); check address and server")
    return None
