"""Names as the user wants them shown: the last step of a reading, so that all before it goes by the tables' names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from onrecord.models import Condition, Plan, Statement, Timeline

Entry = TypeVar("Entry", Statement, Condition, Timeline, Plan)
Spellings = tuple[tuple[str, str], ...]
# The fields of an entry that hold canonical names, one or several.
NAMES = ("speaker", "side", "addressee", "nil", "by", "place")
LISTS = ("of", "participants")


def as_shown(entries: Sequence[Entry], spellings: Spellings) -> tuple[Entry, ...]:
    """The entries with their canonical names in a user's spelling.

    A spelling replaces whole words of a name: with ``("Kyiv", "Kiev")``, "Kyiv command" is shown as "Kiev command". The
    article's words stay as they are, and so do ids.
    """
    if not spellings:
        return tuple(entries)
    shown = _speller(spellings)
    return tuple(_respelled(entry, shown) for entry in entries)


def respell(name: str, spellings: Spellings) -> str:
    """One name in a user's spelling.

    >>> respell("mayor of Kyiv", (("Kyiv", "Kiev"),))
    'mayor of Kiev'
    """
    return _speller(spellings)(name) if spellings else name


@lru_cache(maxsize=4)
def _speller(spellings: Spellings) -> Callable[[str], str]:
    wanted = dict(spellings)
    # The longest first, so that "Kyiv Post" goes before "Kyiv".
    names = "|".join(re.escape(name) for name in sorted(wanted, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)")
    return lambda name: pattern.sub(lambda found: wanted[found.group()], name)


def _respelled(entry: Entry, shown: Callable[[str], str]) -> Entry:
    held = vars(entry)
    changed: dict[str, object] = {}
    for field in NAMES:
        if held.get(field):
            changed[field] = shown(held[field])
    for field in LISTS:
        if held.get(field):
            changed[field] = tuple(name and shown(name) for name in held[field])
    return replace(entry, **changed)  # type: ignore[arg-type]
