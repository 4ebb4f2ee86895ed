"""Questions in addresses: query parameters <-> `Filter`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from onrecord.collect import parse_date
from onrecord.errors import UsageError
from onrecord.store import Filter
from onrecord.store.ask import LAYERS

LONGEST = 300  # characters of one parameter; nobody's name is longer
FACETS = ("side", "speaker", "act", "outlet", "ownership")
DAYS = ("since", "until")


def filter_of(query: Mapping[str, str], layer: str, *, limit: int, deep: int) -> Filter:
    """What an address asks of a layer; parameters that the layer does not take are passed over.

    Args:
        limit: Entries on a page.
        deep: How far in `offset` may be.

    Raises:
        UsageError: a value that cannot be.
    """
    wanted: dict[str, Any] = {}
    for name in sorted(LAYERS[layer].takes - {"limit", "offset", "everything"}):
        if value := text_of(query, name):
            wanted[name] = day_of(query, name) if name in DAYS else value
    wanted["everything"] = query.get("all") == "1"
    return Filter(**wanted, limit=limit, offset=number_of(query, "offset", most=deep))


def text_of(query: Mapping[str, str], name: str) -> str:
    """A parameter's text without blanks around it; "" where there is none.

    Raises:
        UsageError: it is too long.
    """
    value = query.get(name, "").replace("\0", "").strip()
    if len(value) > LONGEST:
        raise UsageError(f"{name} has {len(value)} characters; {LONGEST} are taken")
    return value


def day_of(query: Mapping[str, str], name: str) -> date | None:
    """A parameter that is a day.

    Raises:
        UsageError: it is none.
    """
    value = text_of(query, name)
    try:
        return parse_date(value) if value else None
    except ValueError as error:
        raise UsageError(f"{name}: {error}") from None


def number_of(query: Mapping[str, str], name: str, *, most: int, default: int = 0) -> int:
    """A parameter that is a whole number.

    Raises:
        UsageError: it is none, or more than `most`.
    """
    value = text_of(query, name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 10) or int(value) > most:
        raise UsageError(f"{name} is {value!r}; give a number up to {most}")
    return int(value)


def address(path: str, query: Mapping[str, Any], **changes: Any) -> str:
    """A path with the parameters of `query`, some changed; what is None or "" is left out."""
    merged = {**query, **changes}
    kept = {name: value for name, value in merged.items() if value not in (None, "", False)}
    return f"{path}?{urlencode(kept)}" if kept else path
