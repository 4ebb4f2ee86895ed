"""Entries from the dictionaries that `to_dict` gives, checked: for files, forms and corrections by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from onrecord.errors import MalformedError
from onrecord.models import Article, Condition, Plan, Spans, Statement, Time, Timeline, Timex
from onrecord.reading import Reading

Entry = Statement | Condition | Timeline | Plan
ENTRIES: dict[str, type[Any]] = {
    "statements": Statement,
    "conditions": Condition,
    "timelines": Timeline,
    "plans": Plan,
}
DERIVED = {"plover"}  # what `to_dict` adds to the fields


def entry_from_dict(layer: str, row: Mapping[str, Any], text: str) -> Entry:
    """An entry of a layer, whose spans lie in `text`.

    Raises:
        MalformedError: a field that is missing, that there is not, or whose value it cannot have.
    """
    made = ENTRIES[layer]
    given = {name: value for name, value in row.items() if name not in DERIVED}
    known = {f.name for f in fields(made)}
    if wrong := sorted(set(given) - known):
        raise MalformedError(f"{layer} have no `{wrong[0]}`")
    hints = _hints(made)
    values = {name: _value(hints[name], value, name, len(text)) for name, value in given.items()}
    try:
        entry = made(**values)
    except TypeError:
        missing = sorted(known - set(given))
        raise MalformedError(f"one of {layer} lacks `{missing[0]}`") from None
    if isinstance(entry, Condition) and len(entry.of) not in (0, len(entry.requires)):
        raise MalformedError(
            f"`of` names {len(entry.of)} who must act, and there are {len(entry.requires)} `requires`"
        )
    return entry  # type: ignore[no-any-return]


def reading_from_dict(row: Mapping[str, Any], article: Article) -> Reading:
    """A reading of `article`, from what `Reading.to_dict` gave.

    Raises:
        MalformedError: an entry that is none.
    """
    layers = {
        layer: tuple(
            entry_from_dict(layer, _object(entry, layer), article.text) for entry in _list(row, layer)
        )
        for layer in ENTRIES
    }
    times = tuple(_time(_object(entry, "times"), article.text) for entry in _list(row, "times"))
    return Reading(article, times=times, **layers)  # type: ignore[arg-type]


def _time(row: Mapping[str, Any], text: str) -> Time:
    spans = _spans(row.get("text"), "text", len(text))
    if len(spans) != 1:
        raise MalformedError("`text` of a time is not one span")
    named = {
        name: row.get(name)
        for name in ("type", "value", "mod", "anchor", "earliest", "latest")
        if name in row
    }
    hints = _hints(Timex)
    values = {name: _value(hints[name], value, name, len(text)) for name, value in named.items()}
    try:
        return Time(*spans[0], Timex(**values))
    except TypeError:
        raise MalformedError("a time lacks `type` or `value`") from None


def _list(row: Mapping[str, Any], layer: str) -> Sequence[Any]:
    found = row.get(layer, [])
    if not isinstance(found, list):
        raise MalformedError(f"`{layer}` is no list")
    return found


def _object(entry: Any, layer: str) -> Mapping[str, Any]:
    if not isinstance(entry, dict):
        raise MalformedError(f"one of `{layer}` is no object")
    return entry


@cache
def _hints(made: type[Any]) -> dict[str, Any]:
    return get_type_hints(made)


def _value(hint: Any, value: Any, name: str, size: int) -> Any:
    """A value as its field's type wants it."""
    if hint == Spans:
        return _spans(value, name, size)
    if get_origin(hint) is UnionType or NoneType in get_args(hint):
        if value is None:
            return None
        (hint,) = [one for one in get_args(hint) if one is not NoneType]
    if get_origin(hint) is Literal:
        if value not in get_args(hint):
            raise MalformedError(f"`{name}` is {value!r}, and can be {', '.join(get_args(hint))}")
        return value
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        if not isinstance(value, list | tuple):
            raise MalformedError(f"`{name}` is {value!r} and no list")
        return tuple(_value(inner, one, name, size) for one in value)
    return _PLAIN[hint](value, name)


def _spans(value: Any, name: str, size: int) -> Spans:
    """Spans of a text of `size` characters, in order."""
    problem = MalformedError(f"`{name}` is {value!r}, and must be a list of [start, end] inside the text")
    if not isinstance(value, list | tuple):
        raise problem
    for span in value:
        if not (isinstance(span, list | tuple) and len(span) == 2 and all(type(at) is int for at in span)):
            raise problem
        if not 0 <= span[0] < span[1] <= size:
            raise problem
    return tuple((start, end) for start, end in value)


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise MalformedError(f"`{name}` is {value!r} and no text")
    return value


def _share(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise MalformedError(f"`{name}` is {value!r} and no number from 0 to 1")
    return float(value)


def _day(value: Any, name: str) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise MalformedError(f"`{name}` is {value!r} and no day (YYYY-MM-DD)") from None


def _whole(value: Any, name: str) -> int:
    if type(value) is not int:
        raise MalformedError(f"`{name}` is {value!r} and no whole number")
    return value


_PLAIN: dict[Any, Callable[[Any, str], Any]] = {str: _text, float: _share, date: _day, int: _whole}
