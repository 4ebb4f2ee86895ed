"""Entries <-> rows as JSON holds them: lists for spans, ISO dates, None for unknown.

Rows come from files and databases that anybody may have written, so all of a row is checked against the types that
`models` declares, and the error names the field. What a row has beyond its entry's fields is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from onrecord.errors import MalformedError
from onrecord.models import Spans, Time, Timex

T = TypeVar("T")
# Takes a field's value, where it stands (for errors) and the length of the text, and gives the value of the model.
Check = Callable[[Any, str, int], Any]
NAMES = {
    dict: "an object",
    list: "a list",
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
}


def row_of(entry: Any) -> dict[str, Any]:
    """All fields of an article, a statement, a condition, ..., JSON-ready, shares to the last digit."""
    return {field.name: _plain(getattr(entry, field.name)) for field in fields(entry)}


def row_of_time(time: Time) -> dict[str, Any]:
    """The same of a time expression, flat as in `onrecord read --json`."""
    return {"text": [[time.start, time.end]], **row_of(time.timex)}


def entry_of(kind: type[T], row: object, where: str, size: int) -> T:
    """An entry of `kind` from its row; what the row leaves out, or has as None, takes the field's default.

    Args:
        where: Where the row stands, for errors: `statements[3]`.
        size: Code points of the article's text, in which all spans have to lie.

    Raises:
        MalformedError: a field is missing, or holds what it cannot.
    """
    if not isinstance(row, Mapping):
        raise MalformedError(f"`{where}` is {json_kind(row)} and no object")
    values = {}
    for name, check, default in _checks(kind):  # type: ignore[arg-type]  # a class is hashable
        value = row.get(name)
        if value is not None:
            values[name] = check(value, f"{where}.{name}".lstrip("."), size)
        elif default is MISSING:
            raise MalformedError(f"no `{name}` in `{where}`" if where else f"no `{name}` in it")
    return kind(**values)


def time_of(row: object, where: str, size: int) -> Time:
    """A time expression from its row.

    Raises:
        MalformedError: a field is missing, or holds what it cannot.
    """
    timex = entry_of(Timex, row, where, size)
    assert isinstance(row, Mapping)
    spans = _spans(row.get("text"), f"{where}.text", size)
    if len(spans) != 1:
        raise MalformedError(f"`{where}.text` has {len(spans)} spans; a time has one")
    return Time(*spans[0], timex)


def json_kind(value: object) -> str:
    """What a JSON value is, for errors: 'a list'."""
    return NAMES.get(type(value), "null" if value is None else type(value).__name__)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


@cache
def _checks(kind: type) -> tuple[tuple[str, Check, Any], ...]:
    """Name, check and default of each field of a model."""
    hints = get_type_hints(kind)
    return tuple((field.name, _check(hints[field.name]), field.default) for field in fields(kind))


def _check(hint: Any) -> Check:
    if hint == Spans:
        return _spans
    if get_origin(hint) in (Union, UnionType):  # None is dealt with by `entry_of` and by lists
        (hint,) = (part for part in get_args(hint) if part is not NoneType)
        return _check(hint)
    if get_origin(hint) is Literal:
        return _choice(get_args(hint))
    if get_origin(hint) is tuple:
        return _list(get_args(hint)[0])
    return {str: _text, float: _share, date: _date}[hint]


def _text(value: Any, where: str, size: int) -> str:
    if not isinstance(value, str):
        raise MalformedError(f"`{where}` is {json_kind(value)} and no text")
    return value


def _share(value: Any, where: str, size: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise MalformedError(f"`{where}` is {value!r:.40} and no share from 0 to 1")
    return float(value)


def _date(value: Any, where: str, size: int) -> date:
    if type(value) is date:
        return value
    try:
        if len(value) == len("YYYY-MM-DD"):
            return date.fromisoformat(value)
    except (TypeError, ValueError):
        pass
    raise MalformedError(f"`{where}` is {value!r:.40} and no day as YYYY-MM-DD")


def _choice(allowed: tuple[str, ...]) -> Check:
    def check(value: Any, where: str, size: int) -> str:
        if value not in allowed:
            raise MalformedError(f"`{where}` is {value!r:.40}; it is one of {', '.join(allowed)}")
        return value  # type: ignore[no-any-return]

    return check


def _list(part: Any) -> Check:
    optional = NoneType in get_args(part)

    def check(value: Any, where: str, size: int) -> tuple[str | None, ...]:
        if not isinstance(value, list | tuple):
            raise MalformedError(f"`{where}` is {json_kind(value)} and no list")
        for one in value:
            if not isinstance(one, str) and not (optional and one is None):
                raise MalformedError(f"`{where}` has {json_kind(one)} in it and no text")
        return tuple(value)

    return check


def _spans(value: Any, where: str, size: int) -> Spans:
    if not isinstance(value, list | tuple):
        raise MalformedError(f"`{where}` is {json_kind(value)} and no list of spans")
    for span in value:
        if not _is_span(span, size):
            raise MalformedError(
                f"`{where}` has {span!r:.60}, no span of the text; a span is [start, end], code points from 0 to {size}"
            )
    return tuple((start, end) for start, end in value)


def _is_span(span: Any, size: int) -> bool:
    if not isinstance(span, list | tuple) or len(span) != 2:
        return False
    start, end = span
    return type(start) is int and type(end) is int and 0 <= start < end <= size
