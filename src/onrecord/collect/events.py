"""A user's file of dated events -> events: what "after the congress" is counted from."""

from __future__ import annotations

import csv
from pathlib import Path

from onrecord.collect.rows import Row, read_text
from onrecord.errors import UsageError
from onrecord.models import Event

COLUMNS = ("words", "from")  # and, where it ends on another day, "to"


def load_events(path: str | Path) -> tuple[Event, ...]:
    """Events of a CSV file, or a TSV file if its name ends so, with the columns `words`, `from` and `to`.

    `words` is how reports word the event, several ways parted by "|", letter case aside; `from` and `to` are ISO 8601
    dates, `to` may be empty.

    Raises:
        UsageError: the file cannot be read, a column is missing, or a row has no words or no date.
    """
    path = Path(path)
    text = read_text(path, "events")
    rows = csv.DictReader(text.splitlines(), delimiter="\t" if path.suffix == ".tsv" else ",")
    if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
        raise UsageError(f"events: '{path}' has no column {missing[0]!r}; it needs words, from and to")
    return tuple(
        event_of(Row(row, f"events: '{path}', row {number}")) for number, row in enumerate(rows, start=2)
    )


def event_of(row: Row) -> Event:
    """The event of an entry with the keys words, from and to.

    Raises:
        UsageError: it has no words or no date, or ends before it begins.
    """
    words = row.texts("words")
    if not words:
        row.refuse("no words; write how reports word the event")
    first, last = row.day("from"), row.day("to")
    if first is None:
        row.refuse("no date in 'from'; write it as YYYY-MM-DD")
    if last is not None and last < first:
        row.refuse(f"ends on {last}, before it begins on {first}")
    return Event(words, first, last or first)
