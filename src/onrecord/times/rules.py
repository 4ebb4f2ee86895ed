"""The words of time expressions, and the registry of rules that read them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from onrecord.models import Anchor, Timex
from onrecord.times.calendar import DAY, add_months

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip


SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}


SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


PARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "noon": "12:00", "midday": "12:00",
         "midnight": "24:00"}  # fmt: skip


UNITS = {"second": "TS", "minute": "TM", "hour": "H", "day": "D", "night": "D", "week": "W", "fortnight": "W",
         "weekend": "D", "month": "M", "quarter": "Q", "year": "Y", "decade": "E", "century": "C"}  # fmt: skip


MONTH = (
    r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?|"
    r"sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)

WEEKDAY = r"(?P<weekday>mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\.?"


DAY_OF = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"


YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"


TURN = r"(?P<turn>this coming|this past|this|last|next|the coming|coming|the past|past|the following|following|" \
        r"the previous|previous|the current|current|the same|same|that same|that|the latest|latest|the upcoming|" \
        r"upcoming|the|its|their)"  # fmt: skip


UNIT = (
    r"(?P<unit>second|minute|hour|day|night|week|fortnight|month|quarter|year|decade|centur)(?:s'?|'s|ies|y)?"
)


SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"


N = r"(?P<n>\d+(?:\.\d+)?|an?|several|a few|few|some|many|a couple of|a couple|the)"


PART = r"(?P<part>morning|afternoon|evening|night|noon|midday|midnight)"


NTH = r"(?P<nth>1st|2nd|3rd|4th|first|second|third|fourth)"


@dataclass(frozen=True)
class Base:
    """What an expression is counted from.

    Attributes:
        published: The day of publication; None where it is not known.
        ahead: Whether the sentence speaks of what is to come; None where nothing tells.
        last: The day that the text named before: "the next day" is counted from it.
        quarter: First day of the quarter of a year that the text named before: "a year earlier" is counted from it.
    """

    published: date | None = None
    ahead: bool | None = None
    last: date | None = None
    quarter: date | None = None


Rule = Callable[[re.Match[str], Base], Timex | None]


class Rules:
    """Patterns over a whole expression in lower case with numbers in digits; the first that fits reads it."""

    def __init__(self) -> None:
        self.found: list[tuple[re.Pattern[str], Rule]] = []

    def __call__(self, *patterns: str) -> Callable[[Rule], Rule]:
        def keep(rule: Rule) -> Rule:
            self.found += [(re.compile(pattern), rule) for pattern in patterns]
            return rule

        return keep


def dated(value: str, anchor: Anchor = "publication") -> Timex:
    return Timex("DATE", value, None, anchor)


def unknown(kind: str = "DATE") -> Timex:
    return Timex(kind, "XXXX-XX-XX", None, "publication")  # type: ignore[arg-type]


def month_number(month: str) -> int:
    return next(i for i, name in enumerate(MONTHS, 1) if name.startswith(month.rstrip(".")[:3]))


def count_of(word: str) -> float | None:
    """A number of units; None for an open one."""
    if word in ("a", "an", "the"):
        return 1
    if word.startswith("a couple"):
        return 2
    return float(word) if word[0].isdigit() else None


def unit_of(word: str) -> str:
    return UNITS["century" if word == "centur" else word]


def duration_value(n: float | None, unit: str) -> str:
    """A TIMEX3 duration: P5D, PT24H, P10Y, PXM."""
    if unit == "E" and n is not None:
        n, unit = n * 10, "Y"
    if unit == "C" and n is not None:
        n, unit = n * 100, "Y"
    number = "X" if n is None else f"{n:g}"
    return f"PT{number}{unit[-1]}" if unit in ("H", "TM", "TS") else f"P{number}{unit}"


def with_part(day: str, part: str | None, anchor: Anchor) -> Timex:
    if part is None:
        return dated(day, anchor)
    return Timex("TIME", f"{day}T{PARTS[part]}", None, anchor)


def period_of(start: date, step: int, unit: str) -> Timex:
    if unit == "week":
        year, week, _ = (start + 7 * step * DAY).isocalendar()
        return dated(f"{year}-W{week:02d}")
    if unit == "month":
        return dated(add_months(start, step).isoformat()[:7])
    if unit in ("quarter", "period"):
        day = add_months(start.replace(day=1), 3 * step)
        return dated(f"{day.year}-Q{(day.month - 1) // 3 + 1}")
    if unit == "year":
        return dated(str(start.year + step))
    if unit == "decade":
        year = start.year // 10 * 10 + 10 * step
        return replace(dated(str(year)[:3]), earliest=date(year, 1, 1), latest=date(year + 9, 12, 31))
    return dated(str(start.year + 100 * step)[:2])
