"""The times of an article that name days of the calendar, in the form in which `said_on` gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from onrecord.models import Time, Timex

# How a time is worded: the first that fits.
_KINDS = (
    ("next weekday", re.compile(r"(?i)next .*day$")),
    ("date", re.compile(r"\d{1,2}(?:st|nd|rd|th)?(?:,| of)? [A-Z]|[A-Z][a-z]{2,}\.? \d{1,2}(?!\d)|\d{4}-")),
    ("weekday", re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")),
    ("ago", re.compile(r"(?i)\bago\b|earlier$")),
    ("day", re.compile(r"(?i)today|yesterday|to(?:night|morrow)|last night|this (?:morn|aftern|even)|in the day")),
    ("day before", re.compile(r"(?i)(?:previous|day before|day earlier|following day|next day)")),
    ("month", re.compile(r"[A-Z][a-z]{2,}")),
    ("year", re.compile(r"\d{4}")),
)  # fmt: skip
_TURN = re.compile(r"(?i)\b(this|last|next|past)\b.*?\b(week|month|year|spring|summer|autumn|fall|winter)")
SEASONS = ("spring", "summer", "autumn", "fall", "winter")


@dataclass(frozen=True, slots=True)
class When:
    """A time expression, with the days it names."""

    start: int
    end: int
    text: str
    value: str  # YYYY, YYYY-MM, YYYY-MM-DD, or two joined by "/"
    kind: str  # how it was worded: "weekday", "date", "month", "year", "day", "this week", "ago", ...


def named_days(text: str, times: Iterable[Time], published: date | None) -> Iterator[When]:
    """The times that name days, months or years.

    What was said "this week" was said by the day of the report.
    """
    for time in times:
        value = _value(time.timex, published)
        if value is not None:
            words = text[time.start : time.end]
            yield When(time.start, time.end, words, value, _kind(words))


def _value(timex: Timex, published: date | None) -> str | None:
    first, last = timex.earliest, timex.latest
    if timex.type not in ("DATE", "TIME") or first is None or last is None:
        return None
    if re.fullmatch(r"\d{4}(?:-\d\d){0,2}", timex.value):
        return timex.value
    if timex.type == "TIME":
        return first.isoformat()
    if published is not None and first <= published < last:
        last = published
    if re.fullmatch(r"\d{4}-(?:SP|SU|FA|WI)", timex.value):
        return f"{first:%Y-%m}/{last:%Y-%m}"
    return f"{first}/{last}" if last > first else str(first)


def _kind(words: str) -> str:
    turn = _TURN.search(words)
    if turn is not None:
        return f"{turn[1].lower()} {'season' if turn[2].lower() in SEASONS else turn[2].lower()}"
    return next((kind for kind, form in _KINDS if form.search(words)), "other")
