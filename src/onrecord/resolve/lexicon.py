"""The lists of words by which names and sources are read, kept in `data/words.txt`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = files("onrecord.resolve").joinpath("data", "words.txt").read_text(encoding="utf-8")
    found = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, _, entries = line.partition(": ")
            found[name] = frozenset(
                entries.split(", ") if "," in entries and entries[0] != "," else entries.split()
            )
    return found


def listed(name: str) -> frozenset[str]:
    """A list of words by its name in the file.

    >>> "spokeswoman" in listed("titles")
    True
    """
    return _lists()[name]
