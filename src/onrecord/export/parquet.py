"""Parquet: a folder with a file for each table, for DuckDB, pandas, polars, R and Spark.

The schema is always the same, rows or none: text, days as dates, shares as doubles, offsets as lists of [start, end].
Made and read with pyarrow (the extra `parquet`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError, MalformedError, NotFoundError, UsageError
from onrecord.export.files import reason, together
from onrecord.export.tables import DATE, NUMBER, TABLES, Row, readings_of, rows
from onrecord.reading import LAYERS, LIST, SHARE, SPANS, TEXT, Reading

if TYPE_CHECKING:
    import pyarrow

# Articles that are held before they are written as one row group: some 5 MB of text.
GROUP = 1000


def write_parquet(readings: Iterable[Reading], folder: Path) -> int:
    """Write `articles.parquet`, `statements.parquet`, ... into `folder`; gives the number of articles.

    What Parquet's UTF-8 cannot hold (half of a surrogate pair) is `?`, one for one, so that offsets stay.

    Raises:
        UsageError: pyarrow is not installed, the files cannot be written (older ones stay as they were), or an article
            comes twice.
    """
    pa, parquet = _arrow()
    schemas = {table: _schema(pa, table) for table in TABLES}
    number = 0
    with together(folder, [f"{table}.parquet" for table in TABLES]) as streams, ExitStack() as stack:
        writers = {
            table: stack.enter_context(parquet.ParquetWriter(stream, schemas[table], compression="zstd"))
            for table, stream in zip(TABLES, streams, strict=True)
        }
        held: dict[str, list[Row]] = {table: [] for table in TABLES}

        def write() -> None:
            for table, found in held.items():
                if found:
                    writers[table].write_table(pa.Table.from_pylist(found, schemas[table]))
                    found.clear()

        for number, tables in enumerate(rows(readings), 1):
            for table, found in tables.items():
                held[table] += map(_encodable, found)
            if number % GROUP == 0:
                write()
        write()
    return number


def read_parquet(folder: Path) -> Iterator[Reading | InputError]:
    """The readings of a folder that `write_parquet` wrote, an error in the place of each that is none.

    Raises:
        UsageError: pyarrow is not installed.
    """
    pa, parquet = _arrow()
    try:
        with ExitStack() as stack:
            tables = {
                table: _rows(pa, parquet, stack, folder / f"{table}.parquet")
                for table in ("articles", *LAYERS)
            }
            yield from readings_of(tables)
    except InputError as error:
        error.source = error.source or str(folder)
        yield error


def _rows(pa: Any, parquet: Any, stack: ExitStack, path: Path) -> Iterator[Row]:
    schema = _schema(pa, path.stem)
    try:
        file = stack.enter_context(parquet.ParquetFile(path))
    except FileNotFoundError:
        message = "no such file; give a folder that was exported as parquet"
        raise NotFoundError(message, source=str(path)) from None
    except pa.ArrowInvalid:
        raise MalformedError("no Parquet file, or a broken one", source=str(path)) from None
    except OSError as error:
        raise InputError(f"cannot be read ({reason(error)}); check the path", source=str(path)) from None
    if not file.schema_arrow.equals(schema):
        wrong = [field.name for field in schema if field not in list(file.schema_arrow)]
        needed = ", ".join(f"{name} ({schema.field(name).type})" for name in wrong) or ", ".join(schema.names)
        raise MalformedError(f"other columns than an export has; needed: {needed}", source=str(path))
    return _streamed(pa, file, path)


def _streamed(pa: Any, file: Any, path: Path) -> Iterator[Row]:
    try:
        for batch in file.iter_batches(batch_size=GROUP):
            yield from batch.to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise MalformedError(f"broken off or damaged ({error})", source=str(path)) from None


def _schema(pa: Any, table: str) -> pyarrow.Schema:
    types = {
        TEXT: pa.string(), SHARE: pa.float64(), NUMBER: pa.int64(), DATE: pa.date32(),
        SPANS: pa.list_(pa.list_(pa.int64())), LIST: pa.list_(pa.string()),
    }  # fmt: skip
    return pa.schema([(name, types[kind]) for name, kind in TABLES[table].items()])


def _encodable(row: Row) -> Row:
    return {name: _text(value) if isinstance(value, str) else value for name, value in row.items()}


def _text(value: str) -> str:
    return value if value.isascii() else value.encode("utf-8", "replace").decode()


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise UsageError("pyarrow is not installed; pip install 'onrecord[parquet]'") from None
    return pyarrow, pyarrow.parquet
