"""A user's file of dated events -> events: what "after the congress" is counted from."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from onrecord.errors import UsageError
from onrecord.models import Event

COLUMNS = ("words", "from")  # and, where it ends on another day, "to"
LARGEST = 1_000_000  # bytes


def load_events(path: str | Path) -> tuple[Event, ...]:
    """Events of a CSV file, or a TSV file if its name ends so, with the columns `words`, `from` and `to`.

    `words` is how reports word the event, several ways parted by "|", letter case aside; `from` and `to` are ISO 8601
    dates, `to` may be empty.

    Raises:
        UsageError: the file cannot be read, a column is missing, or a row has no words or no date.
    """
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST:
            raise UsageError(f"events: '{path}' is larger than {LARGEST:,} bytes")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"events: '{path}' cannot be read as text: {error}") from None
    rows = csv.DictReader(text.splitlines(), delimiter="\t" if path.suffix == ".tsv" else ",")
    if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
        raise UsageError(f"events: '{path}' has no column {missing[0]!r}; it needs words, from and to")
    return tuple(_event(row, f"'{path}', row {number}") for number, row in enumerate(rows, start=2))


def _event(row: dict[str, str | None], place: str) -> Event:
    words = tuple(filter(None, (part.strip() for part in (row["words"] or "").split("|"))))
    if not words:
        raise UsageError(f"events: {place}: no words")
    first, last = (_day(row.get(name), place) for name in ("from", "to"))
    if first is None:
        raise UsageError(f"events: {place}: no date in 'from'")
    if last is not None and last < first:
        raise UsageError(f"events: {place}: ends on {last}, before it begins on {first}")
    return Event(words, first, last or first)


def _day(value: str | None, place: str) -> date | None:
    try:
        return date.fromisoformat(value.strip()) if value and value.strip() else None
    except ValueError:
        raise UsageError(f"events: {place}: {value!r} is no ISO 8601 date; write it as YYYY-MM-DD") from None
