"""The Record as one self-contained SQLite file of flat tables, for Datasette, R and spreadsheets."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.store.engine import reading
from onrecord.store.views import FLAT

ROWS = 1000  # taken from the database at once


def write_flat(engine: sa.Engine, path: Path, articles: Sequence[str] | None = None) -> int:
    """Write the flat views as tables, with indexes and a full-text index of statements.

    The file is made beside its place and moved there when it is whole.

    Returns:
        How many articles it holds.

    Raises:
        UsageError: it cannot be written.
    """
    partial = path.with_name(path.name + ".partial")
    try:
        partial.unlink(missing_ok=True)
        target = sqlite3.connect(partial)
        with target, reading(engine) as connection:
            for name in FLAT:
                _copy(connection, target, name, articles)
            target.execute(
                "CREATE VIRTUAL TABLE statements_fts USING fts5(content, speaker, content='statements')"
            )
            target.execute("INSERT INTO statements_fts (statements_fts) VALUES ('rebuild')")
            number = target.execute("SELECT count(*) FROM articles").fetchone()[0]
        target.close()
        partial.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise UsageError(
            f"cannot write {str(path)!r}: {str(error).lower()}; give another --output"
        ) from error
    return int(number)


def _copy(
    connection: sa.Connection, target: sqlite3.Connection, name: str, articles: Sequence[str] | None
) -> None:
    view = sa.table(name)
    chosen = sa.select(sa.text("*")).select_from(view)
    if articles is not None:
        place: sa.ColumnElement[Any] = sa.column("id" if name == "articles" else "article")
        chosen = chosen.where(place.in_(articles))
    found = connection.execution_options(yield_per=ROWS).execute(chosen)
    columns = list(found.keys())
    declared = ", ".join(
        f'"{column}" {"TEXT PRIMARY KEY" if column == "id" else ""}'.strip() for column in columns
    )
    target.execute(f'CREATE TABLE "{name}" ({declared})')
    marks = ", ".join("?" * len(columns))
    for some in found.partitions(ROWS):
        target.executemany(
            f'INSERT INTO "{name}" VALUES ({marks})', [[_plain(value) for value in row] for row in some]
        )
    for column in FLAT[name]:
        target.execute(f'CREATE INDEX "{name}_{column}" ON "{name}" ("{column}")')


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
