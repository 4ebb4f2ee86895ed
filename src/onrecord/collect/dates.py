"""Days of publication, as inputs write them."""

from __future__ import annotations

from datetime import date, datetime


def parse_date(value: str) -> date:
    """The day of an ISO 8601 date or timestamp; of a timestamp the day as written, in its own time zone.

    Other forms are refused: whether 03/04 is in March or in April is not for a program to guess.

    Raises:
        ValueError: `value` is no ISO 8601 date.

    >>> parse_date("2031-03-07T23:30:00Z")
    datetime.date(2031, 3, 7)
    """
    try:
        return datetime.fromisoformat(value.strip()).date()
    except ValueError:
        raise ValueError(f"{value!r} is no ISO 8601 date; write it as YYYY-MM-DD") from None
