"""Many rows into a table at once.

Each value's way through SQLAlchemy's insert costs more than the database itself; here plain values go to the driver.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

ASKED = 500  # values asked for at once; databases limit the number of parameters


def insert(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Rows with the same columns; values as Python has them: str, int, float, bytes, date, None."""
    if not rows:
        return
    names = tuple(rows[0])
    if connection.dialect.name == "sqlite":
        dates = [name for name in names if isinstance(table.c[name].type, sa.Date)]
        connection.exec_driver_sql(_sqlite(table, names), [_plain(row, names, dates) for row in rows])
        return
    floats = {name for name in names if isinstance(table.c[name].type, sa.Float)}
    columns = tuple(
        [row[name] if name not in floats or row[name] is None else float(row[name]) for row in rows]
        for name in names
    )
    connection.exec_driver_sql(_postgresql(table, names), columns)


def _plain(row: dict[str, Any], names: Sequence[str], dates: Sequence[str]) -> tuple[Any, ...]:
    if dates:
        row = row | {name: _iso(row[name]) for name in dates}
    return tuple([row[name] for name in names])


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


@cache
def _sqlite(table: sa.Table, names: tuple[str, ...]) -> str:
    return f"INSERT INTO {_quoted(table.name)} ({_list(names)}) VALUES ({', '.join('?' * len(names))})"


@cache
def _postgresql(table: sa.Table, names: tuple[str, ...]) -> str:
    # One statement with a list for each column: one way to the server and back, whatever the number of rows.
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    lists = ", ".join(f"%b::{table.c[name].type.compile(dialect)}[]" for name in names)
    return f"INSERT INTO {_quoted(table.name)} ({_list(names)}) SELECT * FROM unnest({lists})"


def _list(names: Sequence[str]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    return f'"{name}"'


def chunks(values: Collection[Any], size: int = ASKED) -> Iterator[list[Any]]:
    """Values in lists that are short enough to be asked for at once."""
    several = list(values)
    for start in range(0, len(several), size):
        yield several[start : start + size]
