"""TIMEX3 values -> calendar days."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, date, timedelta

Days = tuple[date | None, date | None]  # first and last day
DAY = timedelta(days=1)
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # by the calendar month, three of them
MONTHS_OF = {"Q": 3, "H": 6}
_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<season>SP|SU|FA|WI)|W(?P<week>\d{2})(?P<weekend>-WE)?|(?P<part>[QH])(?P<nth>\d)"
    r"|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?(?:T.*)?"
)
_LENGTH = re.compile(r"P(?P<n>\d+(?:\.\d+)?)(?P<unit>[DWMQYEC])|PT(?P<t>\d+(?:\.\d+)?)(?P<clock>[HMS])")


def bounds(value: str, mod: str | None = None) -> Days:
    """First and last day of a TIMEX3 value; Nones where it names none. Weeks start on Monday.

    Args:
        mod: START, MID or END narrows a week, month or year to its part: the 1st to the 10th of a month, Monday to
            Wednesday of a week.

    >>> bounds("2031-04", "START")
    (datetime.date(2031, 4, 1), datetime.date(2031, 4, 10))
    """
    found = _VALUE.fullmatch(value)
    if found is None:
        return None, None
    try:
        first, last = _period(found)
    except (ValueError, OverflowError):
        return None, None
    if mod in ("START", "MID", "END") and last > first:
        first, last = _part(first, last, mod)
    return first, last


def _period(found: re.Match[str]) -> tuple[date, date]:
    year = int(found["year"])
    if found["week"]:
        monday = date.fromisocalendar(year, int(found["week"]), 1)
        return (monday + 5 * DAY if found["weekend"] else monday), monday + 6 * DAY
    if found["season"]:
        first = date(year, SEASONS[found["season"]], 1)
        return first, add_months(first, 3) - DAY
    if found["part"]:
        months = MONTHS_OF[found["part"]]
        first = date(year, months * (int(found["nth"]) - 1) + 1, 1)
        return first, add_months(first, months) - DAY
    if found["day"]:
        day = date(year, int(found["month"]), int(found["day"]))
        return day, day
    if found["month"]:
        first = date(year, int(found["month"]), 1)
        return first, date(year, first.month, monthrange(year, first.month)[1])
    return date(year, 1, 1), date(year, 12, 31)


def _part(first: date, last: date, mod: str) -> tuple[date, date]:
    length = (last - first).days + 1
    if length == 7:
        return {
            "START": (first, first + 2 * DAY),
            "MID": (first + 2 * DAY, first + 3 * DAY),
            "END": (first + 3 * DAY, last),
        }[mod]
    if length <= 31:
        return {
            "START": (first, first + 9 * DAY),
            "MID": (first + 10 * DAY, first + 19 * DAY),
            "END": (first + 20 * DAY, last),
        }[mod]
    third = round(length / 30.4 / 3)
    after, before = add_months(first, third), add_months(last + DAY, -third)
    return {"START": (first, after - DAY), "MID": (after, before - DAY), "END": (before, last)}[mod]


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last of that month where it has none of that number."""
    at = day.year * 12 + day.month - 1 + months
    year, month = at // 12, at % 12 + 1
    if not 1 <= year <= MAXYEAR:
        raise OverflowError(f"no calendar holds the year {year}")
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add(day: date, number: float, unit: str) -> date:
    """`day` and a number of TIMEX3 units (H, D, W, M, Q, Y, E for decades, C for centuries) later."""
    months = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}.get(unit)
    if months:
        return add_months(day, round(number * months))
    days = {"D": 1.0, "W": 7.0, "H": 1 / 24, "TM": 1 / 1440, "TS": 1 / 86400}[unit]
    return day + timedelta(days=-int(-(number * days) // 1))


def length(value: str) -> tuple[float, str] | None:
    """Number and unit, as `add` takes them, of a TIMEX3 duration of one unit; None for any other value.

    >>> length("P6M"), length("PT30M")
    ((6.0, 'M'), (30.0, 'TM'))
    """
    found = _LENGTH.fullmatch(value)
    if found is None:
        return None
    if found["unit"]:
        return float(found["n"]), found["unit"]
    return float(found["t"]), {"H": "H", "M": "TM", "S": "TS"}[found["clock"]]


def period_end(day: date, unit: str) -> date:
    """The last day of the week, month, quarter, year or decade that holds `day`.

    >>> period_end(date(2031, 4, 3), "M")
    datetime.date(2031, 4, 30)
    """
    if unit == "W":
        return day + (6 - day.weekday()) * DAY
    if unit == "M":
        return day.replace(day=monthrange(day.year, day.month)[1])
    if unit == "Q":
        return add_months(date(day.year, 3 * ((day.month - 1) // 3) + 1, 1), 3) - DAY
    year = day.year + (9 - day.year % 10 if unit == "E" else 0)
    return date(year, 12, 31)
