"""One row of fields -> article: what a line of JSON and a row of a table have in common."""

from __future__ import annotations

from typing import Any

from onrecord.collect.canonical import canonical_url
from onrecord.collect.checks import check
from onrecord.collect.collected import JSON, Collected, Origin
from onrecord.collect.dates import parse_date
from onrecord.collect.given import Given
from onrecord.errors import EncodingError, InputError, MalformedError
from onrecord.models import Article
from onrecord.rows import json_kind

FIELDS = ("outlet", "title", "url", "language", "byline", "credit")  # taken over as they stand
COLUMNS = ("id", "text", "published", *FIELDS)


def collect_row(row: dict[str, Any], data: bytes, where: str, origin: Origin) -> Collected | InputError:
    """The article of one row, or the error in its place.

    The text is taken exactly as it stands, so that offsets refer to it; what the row says goes before what was
    given. Fields that are not known are passed over.

    Args:
        row: `text`, and perhaps `id`, `published`, `outlet`, `title`, `url`, `language`, `byline`, `credit`.
        data: The row as it came.
        where: Names the row.
    """
    id = None
    try:
        id = _id(row)
        article = _article(row, id or "", origin.given)
        check(article)
    except InputError as error:
        error.source, error.id = where, id
        return error
    return Collected(article, origin.raw(data, JSON), where)


def _id(row: dict[str, Any]) -> str | None:
    id = row.get("id")
    if isinstance(id, int) and not isinstance(id, bool):
        id = str(id)
    if id is not None and not isinstance(id, str):
        raise MalformedError(f"`id` is {json_kind(id)} and no text")
    if id:
        _check_unicode("id", id)
    return id or None


def _article(row: dict[str, Any], id: str, given: Given) -> Article:
    text = row.get("text")
    if not isinstance(text, str):
        raise MalformedError(
            "no `text` in it" if text is None else f"`text` is {json_kind(text)} and no text"
        )
    head = {field: _string(row, field) for field in FIELDS}
    published = _string(row, "published")
    try:
        day = parse_date(published) if published else None
    except ValueError as error:
        raise MalformedError(f"`published`: {error}") from None
    head["url"] = canonical_url(head["url"]) if head["url"] else None
    return given.under(Article(text=text, id=id, published=day, **head), id=id)


def _string(row: dict[str, Any], field: str) -> str | None:
    value = row.get(field)
    if value is not None and not isinstance(value, str):
        raise MalformedError(f"`{field}` is {json_kind(value)} and no text")
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
