"""Time expressions of news, and the calendar days that they name.

Each is read relative to the day of publication, as TIMEX3 has it; a bare weekday or month is the last such one, that
day itself included, since reports speak of what has been said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
           "nine": 9, "ten": 10}  # fmt: skip
_DAY = r"(?P<day>" + "|".join(d.capitalize() for d in DAYS) + r")"
_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_PART = r"(?:(?i:early|late|earlier|later|mid)[ -](?:(?:in|on) )?)?"
# Longer forms come first: "January 3, 2016" before "January".
EXPRESSION = re.compile(
    r"(?<![\w-])(?:"
    rf"{_MONTH} (?P<dom>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>\d{{4}}))?(?![\d:])"
    rf"|(?P<dom2>\d{{1,2}})(?:st|nd|rd|th)? (?P<month2>{_MONTH[len('(?P<month>') : -1]})(?:,? (?P<year2>\d{{4}}))?"
    rf"|{_PART}(?P<lead>(?i:last|this|next|past) )?(?P<month3>{_MONTH[len('(?P<month>') : -1]})(?: (?P<year3>\d{{4}}))?"
    rf"|{_PART}(?P<which>(?i:last|this|next|past) )?{_DAY}(?:[’']s)?"
    r"|(?P<rel>(?i:yesterday|today|tonight|this (?:morning|afternoon|evening)|last night|earlier in the day))"
    r"|(?:(?i:earlier|later) )?(?P<turn>(?i:this|last|next|past)) "
    r"(?P<unit>week|month|year|spring|summer|autumn|fall|winter)(?:[’']s)?"
    r"|(?P<n>(?i:an?|one|two|three|four|five|six|seven|eight|nine|ten)|\d{1,2}) "
    r"(?P<ago>day|week|month|year)s? (?:ago|earlier)"
    r"|(?P<before>(?i:the (?:previous|day before|day earlier)(?: day)?|a day earlier))"
    r"|(?:(?i:in|since|of|by|early|late|mid)[ -])(?P<year4>(?:19|20)\d{2})(?![\d%])"
    r"|(?P<iso>(?:19|20)\d{2}-\d{2}-\d{2})"
    r")(?![\w])"
)


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression, with the days it names."""

    start: int
    end: int
    text: str
    value: str  # YYYY, YYYY-MM, YYYY-MM-DD, or two joined by "/"
    kind: str  # how it was worded: "weekday", "date", "month", "year", "day", "week", "ago", ...


def find_times(text: str, published: date | None, start: int = 0, end: int | None = None) -> Iterator[Time]:
    """The time expressions in a stretch of text that name days of the calendar.

    Without a day of publication only those that name their year are given.

    >>> [t.value for t in find_times("He said on Friday it began in 2011.", date(2031, 3, 7))]
    ['2031-03-07', '2011']
    """
    for match in EXPRESSION.finditer(text, start, len(text) if end is None else end):
        found = _resolve(match, published)
        if found is not None:
            kind, value = found
            yield Time(match.start(), match.end(), match.group(), value, kind)


def _resolve(match: re.Match[str], published: date | None) -> tuple[str, str] | None:
    group = match.groupdict()
    month = group["month"] or group["month2"]
    if month:
        return _dated(month, group["dom"] or group["dom2"], group["year"] or group["year2"], published)
    if group["month3"]:
        return _month(group["month3"], group["year3"], (group["lead"] or "").strip().lower(), published)
    if group["year4"]:
        return "year", group["year4"]
    if group["iso"]:
        return "date", group["iso"]
    return _relative(match, published) if published else None


def _number(month: str) -> int:
    return next(i for i, name in enumerate(MONTHS, 1) if name.startswith(month.lower().rstrip(".")[:3]))


def _dated(month: str, dom: str, year: str | None, published: date | None) -> tuple[str, str] | None:
    if year is None and published is None:
        return None
    try:
        if year is not None:
            return "date", date(int(year), _number(month), int(dom)).isoformat()
        assert published is not None
        day = date(published.year, _number(month), int(dom))
        # A date well ahead of the report is last year's: "December 30" in January.
        if (day - published).days > 60:
            day = day.replace(year=day.year - 1)
        return "date", day.isoformat()
    except ValueError:
        return None


def _month(month: str, year: str | None, lead: str, published: date | None) -> tuple[str, str] | None:
    number = _number(month)
    if year is not None:
        return "month", f"{year}-{number:02d}"
    if published is None:
        return None
    at = published.year - (number > published.month or (number == published.month and lead == "last"))
    if lead == "next":
        at = published.year + (number <= published.month)
    return "month", f"{at}-{number:02d}"


def _relative(match: re.Match[str], published: date) -> tuple[str, str] | None:
    group = match.groupdict()
    if group["day"]:
        return _weekday(group["day"].lower(), (group["which"] or "").strip().lower(), published)
    if group["rel"]:
        back = 1 if group["rel"].lower() in ("yesterday", "last night") else 0
        return "day", (published - timedelta(days=back)).isoformat()
    if group["before"]:
        return "day before", (published - timedelta(days=1)).isoformat()
    if group["ago"]:
        return _ago(group["n"].lower(), group["ago"], published)
    return _turn(group["turn"].lower(), group["unit"], published)


def _weekday(day: str, which: str, published: date) -> tuple[str, str]:
    back = (published.weekday() - DAYS.index(day)) % 7
    if which == "next":
        return "next weekday", (published + timedelta(days=7 - back)).isoformat()
    if which == "last" and back == 0:
        back = 7
    return "weekday", (published - timedelta(days=back)).isoformat()


def _ago(number: str, unit: str, published: date) -> tuple[str, str]:
    n = NUMBERS.get(number) or int(number)
    if unit == "year":
        return "ago", str(published.year - n)
    if unit == "month":
        months = published.year * 12 + published.month - 1 - n
        return "ago", f"{months // 12}-{months % 12 + 1:02d}"
    day = published - timedelta(days=n * (7 if unit == "week" else 1))
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return "ago", f"{monday}/{monday + timedelta(days=6)}"
    return "ago", day.isoformat()


def _turn(turn: str, unit: str, published: date) -> tuple[str, str] | None:
    """This, last or next week, month, year or season."""
    step = {"this": 0, "last": -1, "past": -1, "next": 1}[turn]
    if unit == "year":
        return f"{turn} year", str(published.year + step)
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        return f"{turn} month", f"{months // 12}-{months % 12 + 1:02d}"
    if unit == "week":
        monday = published - timedelta(days=published.weekday()) + timedelta(days=7 * step)
        # What has been said "this week" was said by the day of the report.
        last = published if step == 0 else monday + timedelta(days=6)
        return f"{turn} week", f"{monday}/{last}" if last > monday else str(monday)
    return f"{turn} season", _season(unit, step, published)


def _season(unit: str, step: int, published: date) -> str:
    first, last = SEASONS[unit]
    year = published.year
    if (step < 0 and published.month <= last and last >= first) or (
        step < 0 and last < first and published.month <= 12
    ):
        year -= 1
    elif step > 0 and published.month >= first:
        year += 1
    return f"{year}-{first:02d}/{year + (last < first)}-{last:02d}"
