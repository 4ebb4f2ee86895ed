"""Lines of JSON -> articles."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import IO, Any

from onrecord.collect.collected import Collected, Origin
from onrecord.collect.fields import collect_row
from onrecord.collect.given import LIMITS, megabytes
from onrecord.errors import EncodingError, InputError, MalformedError, TooLargeError
from onrecord.rows import json_kind

BOM = b"\xef\xbb\xbf"
SKIP = 1 << 20


def looks_like_json_line(line: bytes) -> bool:
    """Whether a first line is a JSON object, whole on its line, or was meant to be one of an article."""
    line = line.removeprefix(BOM).strip()
    if not line.startswith(b"{"):
        return False
    if b'"text"' in line:
        return True
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def read_lines(stream: IO[bytes], origin: Origin) -> Iterator[Collected | InputError]:
    """An article for each line of `stream`, an error in the place of a line that gives none; empty lines
    are passed over.

    A line holds an object of the fields that `collect_row` knows.

    Args:
        stream: Taken line by line, never whole.
        origin: Names the input; each line is named as well: `file.jsonl:12`.
    """
    number = 0
    while True:
        number += 1
        where = origin.item(number)
        try:
            line = stream.readline(LIMITS.line + 1)
            whole = len(line) <= LIMITS.line or _skip_line(stream, line)
        except InputError as error:  # a compressed file that is cut off, broken or a bomb
            error.source = where
            yield error
            return
        except (OSError, EOFError, zlib.error) as error:
            words = f"cannot be read on ({_reason(error)}); lines after this one are lost"
            yield MalformedError(words, source=where)
            return
        if not line:
            return
        if origin.wants(number) and not whole:
            yield TooLargeError(f"a line of more than {megabytes(LIMITS.line)}, the limit", source=where)
        elif origin.wants(number) and line.strip():
            yield _collect_line(line, where, origin)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _skip_line(stream: IO[bytes], line: bytes) -> bool:
    """Read past the rest of a line that is too long; False, for `whole`."""
    while line and not line.endswith(b"\n"):
        line = stream.readline(SKIP)
    return False


def _collect_line(line: bytes, where: str, origin: Origin) -> Collected | InputError:
    try:
        row = _row(line)
    except InputError as error:
        error.source = where
        return error
    return collect_row(row, line.strip(), where, origin)


def _row(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.removeprefix(BOM).decode("utf-8").strip())
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"byte {error.start + 1} of the line is not UTF-8; JSON Lines are UTF-8"
        ) from None
    except RecursionError:
        raise MalformedError("not JSON that can be read: nested too deeply") from None
    except json.JSONDecodeError as error:
        where = f"{error.msg[:1].lower()}{error.msg[1:]} at character {error.pos + 1}"
        raise MalformedError(f"not JSON ({where}); each line is one whole object") from None
    except ValueError as error:  # a number of thousands of digits
        raise MalformedError(f"not JSON that can be read ({error})") from None
    if not isinstance(row, dict):
        raise MalformedError(f"{json_kind(row)} and no object; each line is one object with a `text`")
    return row
