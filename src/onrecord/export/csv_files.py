"""CSV (RFC 4180): a folder with a file for each table.

Made for spreadsheets, and read back exactly:

- UTF-8 with a byte order mark, without which Excel takes curly quotation marks for other letters.
- Lists and offsets are JSON: `[[0, 5]]`, `["Talland", null]`.
- A cell of text that a spreadsheet would take for a formula (`=1+1`, `@SUM(...)`, `-2`) has an apostrophe before it,
  and is shown instead of run. So has a cell that begins with an apostrophe of its own, and an empty text, which is then
  no empty cell (None). `read_csv` takes that one apostrophe away; other programs have to do the same.
- What UTF-8 cannot hold (half of a surrogate pair) is `?`, one for one, so that offsets stay.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from onrecord.collect.given import LIMITS
from onrecord.errors import EncodingError, InputError, MalformedError, NotFoundError
from onrecord.export.files import reason, together
from onrecord.export.tables import NUMBER, TABLES, Row, readings_of, rows
from onrecord.reading import LAYERS, LIST, SHARE, SPANS, TEXT, Reading

# How formulas begin: in ASCII, in the full width of Asian spreadsheets, and after what some programs cut off. Also an
# apostrophe, so that ours can be told from one that was there.
_GUARDED = re.compile(r"[\s\0\ufeff]*[=+\-@＝＋－＠]|[\t\r\n']")


def write_csv(readings: Iterable[Reading], folder: Path) -> int:
    """Write `articles.csv`, `statements.csv`, ... into `folder`; gives the number of articles.

    Raises:
        UsageError: they cannot be written (older files stay as they were), or an article comes twice.
    """
    with together(folder, [f"{table}.csv" for table in TABLES]) as streams:
        texts = [TextIOWrapper(s, "utf-8-sig", errors="replace", newline="") for s in streams]
        writers = dict(zip(TABLES, map(csv.writer, texts), strict=True))
        number = 0
        for table, writer in writers.items():
            writer.writerow(TABLES[table])
        for tables in rows(readings):
            number += 1
            for table, found in tables.items():
                for row in found:
                    writers[table].writerow(_cell(row[name], kind) for name, kind in TABLES[table].items())
        for text in texts:
            text.detach()  # written out; the file is closed by who opened it
    return number


def csv_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows of the Record's answers as CSV with a header; cells that a spreadsheet would run are guarded."""
    stream = io.StringIO()
    if rows:
        names = list(dict.fromkeys(name for row in rows for name in row))
        writer = csv.DictWriter(stream, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: cell(value) for name, value in row.items()} for row in rows)
    return stream.getvalue()


def read_csv(folder: Path) -> Iterator[Reading | InputError]:
    """The readings of a folder that `write_csv` wrote, an error in the place of each that is none.

    The rows of each file have to be in the order in which they were written.
    """
    csv.field_size_limit(max(csv.field_size_limit(), 4 * LIMITS.text))  # a cell may hold all of an article
    try:
        with ExitStack() as stack:
            tables = {
                table: _rows(stack, folder / f"{table}.csv", TABLES[table]) for table in ("articles", *LAYERS)
            }
            yield from readings_of(tables)
    except InputError as error:
        error.source = error.source or str(folder)
        yield error


def _rows(stack: ExitStack, path: Path, columns: dict[str, str]) -> Iterator[Row]:
    try:
        stream = stack.enter_context(path.open(encoding="utf-8-sig", newline=""))
    except FileNotFoundError:
        raise NotFoundError(
            "no such file; give a folder that was exported as csv", source=str(path)
        ) from None
    except OSError as error:
        raise InputError(f"cannot be read ({reason(error)}); check the path", source=str(path)) from None
    return _checked(csv.reader(stream, strict=True), path, columns)


def _checked(reader: Any, path: Path, columns: dict[str, str]) -> Iterator[Row]:
    try:
        found: list[str] = next(reader, [])
        if found != list(columns):
            raise MalformedError(f"columns {', '.join(found)!r:.80}; needed: {', '.join(columns)}")
        for cells in reader:
            if len(cells) != len(columns):
                raise MalformedError(f"{len(cells)} cells; needed: {len(columns)}")
            yield {name: _value(cell, columns[name], name) for name, cell in zip(columns, cells, strict=True)}
    except UnicodeDecodeError:
        raise EncodingError("not UTF-8; save it as CSV UTF-8", source=str(path)) from None
    except (csv.Error, MalformedError) as error:
        raise MalformedError(str(error), source=f"{path}:{reader.line_num}") from None


def cell(value: Any) -> Any:
    """A value of any kind as a cell: lists and objects as JSON, text as text."""
    return _cell(
        value, TEXT if isinstance(value, str) else SPANS if isinstance(value, list | dict) else NUMBER
    )


def _cell(value: Any, kind: str) -> Any:
    if value is None:
        return ""
    if kind == TEXT:
        return f"'{value}" if not value or _GUARDED.match(value) else value
    if kind in (SPANS, LIST):
        return json.dumps(value, ensure_ascii=False)
    return value  # numbers with all their digits, days as ISO 8601


def _value(cell: str, kind: str, name: str) -> Any:
    if not cell:
        return None
    if kind == TEXT:
        return cell.removeprefix("'")
    try:
        if kind in (SPANS, LIST):
            return json.loads(cell)
        return float(cell) if kind in (SHARE, NUMBER) else cell
    except (ValueError, RecursionError):
        raise MalformedError(f"`{name}` is {cell!r:.60}, which cannot be read") from None
