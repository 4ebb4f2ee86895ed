"""Days of publication as feeds and sitemaps write them, which is in many forms."""

from __future__ import annotations

from datetime import date, datetime
from email.utils import parsedate_to_datetime


def parse_stamp(value: str) -> date | None:
    """The day of a timestamp as RFC 822 or ISO 8601 writes it, in its own time zone; None for anything else.

    A list only hints at the day of a page, so a form that is not known is no error.

    >>> parse_stamp("Fri, 07 Mar 2031 23:30:00 -0500"), parse_stamp("2031-03"), parse_stamp("2031-03-07T08:00Z")
    (datetime.date(2031, 3, 7), None, datetime.date(2031, 3, 7))
    """
    value = value.strip()[:100]
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(value).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
