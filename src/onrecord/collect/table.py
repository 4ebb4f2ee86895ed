"""CSV -> articles."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import IO

from onrecord.collect.collected import Collected, Origin
from onrecord.collect.decode import MARKS
from onrecord.collect.fields import COLUMNS, collect_row
from onrecord.collect.given import LIMITS, megabytes
from onrecord.errors import EncodingError, InputError, MalformedError, TooLargeError

DELIMITERS = ",;\t|"
SURROGATE = re.compile("[\ud800-\udfff]")


def looks_like_table(line: bytes) -> bool:
    """Whether a first line is a header of ours: two columns or more that we know, `text` among them.

    >>> looks_like_table(b"id;published;text"), looks_like_table(b"The text, he said, is final.")
    (True, False)
    """
    names = split_header(line[:4096].decode("utf-8", "replace"))
    return "text" in names and len(names) > 1 and sum(name in COLUMNS for name in names) * 2 > len(names)


def split_header(line: str) -> list[str]:
    """The names in a header, in lower case, parted by whatever parts it."""
    names = next(csv.reader([line.lstrip("\ufeff").strip()], delimiter=_delimiter(line)), [])
    return [name.strip().lower() for name in names]


def _delimiter(line: str) -> str:
    return max(DELIMITERS, key=line.count)


def wrong_columns(found: Sequence[str], form: str) -> MalformedError:
    """What a table without a column `text` is answered."""
    names = ", ".join(map(repr, found[:20])) + (f" and {len(found) - 20} more" if len(found) > 20 else "")
    return MalformedError(
        f"{form} without a column 'text' (columns found: {names or 'none'}; known: {', '.join(COLUMNS)}); "
        "name the column that holds the articles' text 'text'"
    )


def read_table(stream: IO[bytes], head: bytes, origin: Origin) -> Iterator[Collected | InputError]:
    """An article for each row of a CSV file, an error in the place of a row that gives none.

    The first row names the columns, as the fields of a line of JSON are named; others are passed over. Rows are counted
    as a spreadsheet does: the header is row 1.

    Args:
        stream: Taken row by row.
        head: How it begins; not taken from it.
    """
    csv.field_size_limit(LIMITS.line)  # Python's own, for the whole process, is shorter than a long report
    text = io.TextIOWrapper(stream, _encoding(head), "surrogateescape", newline="")
    number = 1
    try:
        first = text.readline(LIMITS.line)
        names = split_header(first)
        if "text" not in names:
            raise wrong_columns(names, "a table")
        for number, row in enumerate(csv.reader(_lines(text), delimiter=_delimiter(first)), 2):
            if row and origin.wants(number):
                yield _collect(names, row, origin, number)
    except csv.Error as error:
        words = f"broken from here on ({error}), as by a quotation mark that is not closed; rows after it are lost"
        yield MalformedError(words, source=origin.item(number + 1))
    except InputError as error:
        error.source = error.source or (origin.item(number + 1) if number > 1 else origin.source)
        yield error
    except OSError as error:
        words = f"cannot be read on ({error.strerror or error}); rows after this one are lost"
        yield MalformedError(words, source=origin.item(number + 1))
    finally:
        text.detach()


def _encoding(head: bytes) -> str:
    """UTF-8 or UTF-16 by its mark, UTF-8 where the start of the file is valid, else what spreadsheets write."""
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return "utf-8-sig" if encoding == "utf-8" else encoding.removesuffix("-le").removesuffix("-be")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LIMITS.line + 1):
        if len(line) > LIMITS.line:
            raise TooLargeError(
                f"a line of more than {megabytes(LIMITS.line)}, the limit; rows after it are lost"
            )
        yield line


def _collect(names: Sequence[str], row: list[str], origin: Origin, number: int) -> Collected | InputError:
    where = origin.item(number)
    if len(row) != len(names):
        words = f"{len(row)} fields, and the header has {len(names)}; quote texts that hold commas"
        return MalformedError(words, source=where)
    fields = {name: value for name, value in zip(names, row, strict=True) if name in COLUMNS}
    if any(SURROGATE.search(value) for value in fields.values()):
        return EncodingError("not in the encoding in which the file begins; save it as UTF-8", source=where)
    return collect_row(fields, json.dumps(fields, ensure_ascii=False).encode(), where, origin)
