"""Parquet -> articles, by pyarrow (the extra `parquet`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import IO, TYPE_CHECKING, Any

from onrecord.collect.collected import Collected, Origin
from onrecord.collect.fields import COLUMNS, collect_row
from onrecord.collect.given import LIMITS, megabytes
from onrecord.collect.table import wrong_columns
from onrecord.errors import InputError, MalformedError, TooLargeError, UsageError

if TYPE_CHECKING:
    from pyarrow import DataType
    from pyarrow.parquet import ParquetFile

MARK = b"PAR1"
BATCH = 64  # rows at a time: of 2 MB each, the longest that are read, 128 MB


def read_parquet(stream: IO[bytes], origin: Origin) -> Iterator[Collected | InputError]:
    """An article for each row of a Parquet file, an error in the place of a row that gives none.

    Columns are named as the fields of a line of JSON are; others are not read. Rows are counted from 1.

    Args:
        stream: Can be sought in; taken batch by batch of each row group.

    Raises:
        UsageError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise UsageError("Parquet needs pyarrow; pip install 'onrecord[parquet]'") from None
    number = 0
    try:
        with ParquetFile(stream) as table:
            for number, row in enumerate(_rows(table), 1):
                if origin.wants(number):
                    data = json.dumps(row, ensure_ascii=False).encode("utf-8", "replace")
                    yield collect_row(row, data, origin.item(number), origin)
    except InputError as error:
        error.source = origin.item(number + 1) if number else origin.source
        yield error
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        source = origin.item(number + 1) if number else origin.source
        yield MalformedError(
            f"a broken Parquet file ({_short(error)}); rows from here on are lost", source=source
        )


def _rows(table: ParquetFile) -> Iterator[dict[str, Any]]:
    schema = table.schema_arrow
    if "text" not in schema.names:
        raise wrong_columns(schema.names, "a Parquet file")
    if not _is_text(schema.field("text").type):
        kind = schema.field("text").type
        raise MalformedError(f"the column 'text' of a Parquet file holds {kind}; write it as a string")
    names = [name for name in schema.names if name in COLUMNS]
    wanted = [n for n in range(table.metadata.num_columns) if table.metadata.schema.column(n).path in names]
    for group in range(table.metadata.num_row_groups):
        about = table.metadata.row_group(group)
        size = sum(about.column(n).total_uncompressed_size for n in wanted)
        if size > LIMITS.row_group:
            raise TooLargeError(
                f"a row group of {megabytes(size)}, the limit is {megabytes(LIMITS.row_group)}; write smaller ones"
            )
        for batch in table.iter_batches(BATCH, row_groups=[group], columns=names, use_threads=False):
            for row in batch.to_pylist():
                yield {name: _plain(value) for name, value in row.items()}


def _is_text(type: DataType) -> bool:
    from pyarrow import types

    if types.is_dictionary(type):
        type = type.value_type
    return bool(types.is_string(type) or types.is_large_string(type) or types.is_string_view(type))


def _plain(value: Any) -> Any:
    """A value as JSON has it; times and days as ISO 8601."""
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _short(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:120] if lines else type(error).__name__
