"""Lines of JSON -> articles."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import IO, Any

from onrecord.collect.checks import check
from onrecord.collect.dates import parse_date
from onrecord.collect.given import LIMITS, Given, megabytes
from onrecord.errors import EncodingError, InputError, MalformedError, TooLargeError
from onrecord.models import Article

FIELDS = ("outlet", "title", "url", "language", "byline", "credit")  # taken over as they stand
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


def read_lines(
    stream: IO[bytes], source: str, given: Given, *, first: bytes = b""
) -> Iterator[Article | InputError]:
    """An article for each line of `stream`, an error in the place of a line that gives none; empty lines
    are passed over.

    A line holds `text` and perhaps `id`, `published`, `outlet`, `title`, `url`, `language`, `byline`,
    `credit`. The text is taken exactly as it stands, so that offsets refer to it; what the line says goes
    before what was given.

    Args:
        stream: Taken line by line, never whole.
        source: Names the input; errors name the line as well: `file.jsonl:12`.
        first: A first line that was taken from `stream` already.
    """
    number = 0
    while True:
        number += 1
        where = f"{source}:{number}"
        try:
            line = first or stream.readline(LIMITS.line + 1)
            first = b""
            whole = len(line) <= LIMITS.line or _skip_line(stream, line)
        except (OSError, EOFError, zlib.error) as error:
            yield MalformedError(
                f"cannot be read on ({_reason(error)}); lines after this one are lost", source=where
            )
            return
        if not line:
            return
        if not whole:
            yield TooLargeError(f"a line of more than {megabytes(LIMITS.line)}, the limit", source=where)
        elif line.strip():
            yield _article_or_error(line, where, given)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _skip_line(stream: IO[bytes], line: bytes) -> bool:
    """Read past the rest of a line that is too long; False, for `whole`."""
    while line and not line.endswith(b"\n"):
        line = stream.readline(SKIP)
    return False


def _article_or_error(line: bytes, where: str, given: Given) -> Article | InputError:
    id = None
    try:
        row = _row(line)
        id = _id(row)
        article = _article(row, id or "", given)
        check(article)
    except InputError as error:
        error.source, error.id = where, id
        return error
    return article


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
        raise MalformedError(f"{_kind(row)} and no object; each line is one object with a `text`")
    return row


def _id(row: dict[str, Any]) -> str | None:
    id = row.get("id")
    if isinstance(id, int) and not isinstance(id, bool):
        id = str(id)
    if id is not None and not isinstance(id, str):
        raise MalformedError(f"`id` is {_kind(id)} and no text")
    if id:
        _check_unicode("id", id)
    return id or None


def _article(row: dict[str, Any], id: str, given: Given) -> Article:
    text = row.get("text")
    if not isinstance(text, str):
        raise MalformedError("no `text` in it" if text is None else f"`text` is {_kind(text)} and no text")
    head = {field: _string(row, field) for field in FIELDS}
    published = _string(row, "published")
    try:
        day = parse_date(published) if published else None
    except ValueError as error:
        raise MalformedError(f"`published`: {error}") from None
    return given.under(Article(text=text, id=id, published=day, **head), id=id)


def _string(row: dict[str, Any], field: str) -> str | None:
    value = row.get(field)
    if value is not None and not isinstance(value, str):
        raise MalformedError(f"`{field}` is {_kind(value)} and no text")
    if value:
        _check_unicode(field, value)
    return value or None


def _check_unicode(field: str, value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise EncodingError(
            f"`{field}` holds half of a surrogate pair ({value!a}); mend the encoding"
        ) from None


def _kind(value: object) -> str:
    kinds = {
        dict: "an object",
        list: "a list",
        str: "text",
        bool: "true or false",
        int: "a number",
        float: "a number",
    }
    return kinds.get(type(value), "null")
