"""One entry of a file that a user wrote, and messages that name it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from onrecord.errors import UsageError

LARGEST = 1_000_000  # bytes of one file
LONGEST = 200  # characters of a name
PARTIAL = re.compile(r"\d{4}(-\d{2})?")


@dataclass(frozen=True)
class Row:
    """One entry of a file."""

    values: Mapping[str, Any]
    place: str  # how messages call it: "tables: 'own.toml', line 12: roles 2"

    def refuse(self, what: str) -> NoReturn:
        """Say what is wrong with the entry."""
        raise UsageError(f"{self.place}: {what}")

    def text(self, key: str) -> str:
        """A text that must be there."""
        value = self.optional(key)
        return value if value is not None else self.refuse(f"no {key!r}; write one")

    def optional(self, key: str) -> str | None:
        """A text that may be left out or empty."""
        value = self.values.get(key)
        if value is None or value == "":
            return None
        return self._name(key, value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, or, as in CSV, one text parted by "|"."""
        value = self.values.get(key) or []
        parts = value.split("|") if isinstance(value, str) else value
        if not isinstance(parts, list):
            self.refuse(f"{key!r} is {value!r}; write a list of texts")
        return tuple(dict.fromkeys(self._name(key, part) for part in parts if part != ""))

    def day(self, key: str) -> date | None:
        """A date, or text in ISO 8601."""
        value = self.values.get(key)
        if value is None or value == "":
            return None
        if type(value) is date:  # TOML has dates with a time of day as well
            return value
        try:
            return date.fromisoformat(value.strip())
        except (AttributeError, ValueError):
            self.refuse(f"{key!r}: {str(value)!r} is no ISO 8601 date; write it as YYYY-MM-DD")

    def period(self, key: str) -> str:
        """A date that may be only a year or a month, as text; "" where it is left out."""
        value = self.values.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and PARTIAL.fullmatch(value.strip()):
            return value.strip()
        day = self.day(key)
        return day.isoformat() if day else ""

    def _name(self, key: str, value: object) -> str:
        if not isinstance(value, str):
            self.refuse(f"{key!r} holds {value!r}; write it as text, in quotation marks")
        name = " ".join(value.split())
        if not name or not name.isprintable():
            self.refuse(f"{key!r} holds {value!r}; write it in letters that can be seen")
        if len(name) > LONGEST:
            self.refuse(f"{key!r} is {len(name)} characters long; the limit is {LONGEST}")
        return name


def read_text(path: Path, what: str) -> str:
    """The text of a user's small file.

    Args:
        what: How messages call such a file: "events", "tables".

    Raises:
        UsageError: it cannot be read, is no UTF-8, or is larger than `LARGEST`.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise UsageError(
                f"{what}: '{path}' is larger than {LARGEST:,} bytes; leave out what is not needed"
            )
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:  # ValueError: no UTF-8, or a NUL in the path
        raise UsageError(f"{what}: '{path}' cannot be read as text: {error}; check the path") from None
