"""JSON Lines: a line for each article, in the form of `onrecord read --json` with the text and all of the head.

Nothing is lost: shares stand there to the last digit, and what is read back equals what was written. Half of a
surrogate pair, which no text that was read has, is an escape.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from onrecord.collect.given import LIMITS, megabytes
from onrecord.errors import EncodingError, InputError, MalformedError, NotFoundError, TooLargeError
from onrecord.export.files import output, reason
from onrecord.reading import Reading
from onrecord.rows import json_kind

# Of one line: an article's text may have 2 MB, its entries some times as much, and each character may be escaped.
LONGEST = 8 * LIMITS.line
Read = Iterator[Reading | InputError]


def write_jsonl(readings: Iterable[Reading], path: Path | None) -> int:
    """Write one line for each reading, to standard output where `path` is None.

    Returns:
        How many were written.

    Raises:
        UsageError: it cannot be written; an older file stays as it was.
    """
    return write_lines((reading.whole() for reading in readings), path)


def read_jsonl(path: Path) -> Read:
    """The readings of a file that `write_jsonl` wrote; an error takes the place of a line that gives none.

    Errors name the line: `record.jsonl:12`.
    """
    return read_lines(path, _reading)


def write_lines(rows: Iterable[Any], path: Path | None) -> int:
    """Write each row as one line of JSON, as it comes; gives their number."""
    number = 0
    with output(path) as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n")
            number += 1
    return number


def read_lines(path: Path, give: Callable[[dict[str, Any]], Iterable[Reading | InputError]]) -> Read:
    """What `give` makes of each line's object; an error takes the place of a line that gives none."""
    try:
        with path.open("rb") as stream:
            yield from _lines(stream, str(path), give)
    except FileNotFoundError:
        yield NotFoundError("no such file; check the path", source=str(path))
    except OSError as error:
        yield InputError(f"cannot be read ({reason(error)}); check the path", source=str(path))


def _lines(stream: IO[bytes], source: str, give: Callable[..., Iterable[Reading | InputError]]) -> Read:
    number = 0
    while line := stream.readline(LONGEST + 1):
        number += 1
        where = f"{source}:{number}"
        if len(line) > LONGEST:
            while line and not line.endswith(b"\n"):
                line = stream.readline(1 << 20)
            yield TooLargeError(f"a line of more than {megabytes(LONGEST)}, the limit", source=where)
        elif line.strip():
            yield from _named(_given(line, give), where)


def _given(line: bytes, give: Callable[..., Iterable[Reading | InputError]]) -> Read:
    try:
        row = _object(line)
    except InputError as error:
        yield error
        return
    id = row.get("id")
    try:
        yield from give(row)
    except InputError as error:
        error.id = id if isinstance(id, str) else None
        yield error


def _named(items: Read, where: str) -> Read:
    for item in items:
        if isinstance(item, InputError):
            item.source = item.source or where
        yield item


def _object(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"byte {error.start + 1} of the line is not UTF-8; JSON Lines are UTF-8"
        ) from None
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        raise MalformedError(f"not JSON that can be read ({error}); each line is one whole object") from None
    if not isinstance(row, dict):
        raise MalformedError(f"{json_kind(row)} and no object; each line is one reading")
    return row


def _reading(row: dict[str, Any]) -> Iterator[Reading]:
    if "error" in row:
        raise MalformedError("an article that could not be read, no reading; read it again")
    text = row.get("text")
    if not isinstance(text, str):
        raise MalformedError("no `text` in it; give a file that `onrecord export` wrote")
    yield Reading.from_dict(row, text)
