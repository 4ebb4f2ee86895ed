"""Rules for days: dates, weekdays, "tomorrow", feasts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from onrecord.models import Timex
from onrecord.times.calendar import DAY
from onrecord.times.rules import (
    DAY_OF,
    MONTH,
    PART,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    Base,
    Rules,
    dated,
    month_number,
    unknown,
    with_part,
)

rule = Rules()

# Feasts of fixed date; what moves with the moon is left out.
FEASTS = {"christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "new year's day": (1, 1),
          "new year's eve": (12, 31), "new year": (1, 1), "halloween": (10, 31), "valentine's day": (2, 14),
          "independence day": (7, 4), "the fourth of july": (7, 4), "victory day": (5, 9)}  # fmt: skip


# Feasts on a weekday of a month: (month, weekday, which one).
MOVING = {"thanksgiving": (11, 3, 4), "thanksgiving day": (11, 3, 4), "labor day": (9, 0, 1)}


@rule(rf"{YEAR}-(?P<m>\d\d)-(?P<day>\d\d)")
def _iso(m: re.Match[str], base: Base) -> Timex | None:
    return dated(date(int(m["year"]), int(m["m"]), int(m["day"])).isoformat(), "calendar")


@rule(
    rf"(?:{WEEKDAY},? )?{MONTH} {DAY_OF}(?:,? {YEAR})?",
    rf"(?:{WEEKDAY},? )?(?:the )?{DAY_OF}(?: of)? {MONTH}(?:,? {YEAR})?",
    rf"{MONTH} {DAY_OF}(?P<which>,? (?:this|next|last) year)",
)
def _month_day(m: re.Match[str], base: Base) -> Timex | None:
    found = m.groupdict()
    month, day = month_number(found["month"]), int(found["day"])
    if found.get("year"):
        return dated(date(int(found["year"]), month, day).isoformat(), "calendar")
    if base.published is None:
        date(2000, month, day)
        return dated(f"XXXX-{month:02d}-{day:02d}", "calendar")
    year = base.published.year
    if which := (found.get("which") or "").strip(", "):
        return dated(
            date(year + {"this": 0, "next": 1, "last": -1}[which.split()[0]], month, day).isoformat()
        )
    options = []
    for each in (year - 1, year, year + 1):
        try:
            options.append(date(each, month, day))
        except ValueError:
            continue
    if not options:
        return None
    # A date well ahead of the report is last year's ("December 30" in January), unless the sentence looks ahead.
    reach = {True: (-30, 345), False: (-365, 0), None: (-305, 60)}[base.ahead]
    near = [d for d in options if reach[0] <= (d - base.published).days <= reach[1]]
    best = min(near or options, key=lambda d: abs((d - base.published).days) if base.published else 0)
    return dated(best.isoformat(), "calendar")


@rule(
    rf"(?:{WEEKDAY},? )?{MONTH} {DAY_OF} ?(?:-|–|and|to|or|through) ?(?P<until>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"(?:,? {YEAR})?",
    rf"{DAY_OF} ?(?:-|–|and|to|or) ?(?P<until>\d{{1,2}})(?:st|nd|rd|th)? {MONTH}(?:,? {YEAR})?",
)
def _month_days(m: re.Match[str], base: Base) -> Timex | None:
    made = _month_day(m, base)
    if made is None or made.value.startswith("X"):
        return made
    first = date.fromisoformat(made.value)
    return replace(made, earliest=first, latest=first.replace(day=int(m["until"])))


@rule(
    r"(?:on )?(?:(?P<turn>this coming|this past|this|last|next|the following|the previous|the next|coming) )?"
    rf"{WEEKDAY}"
    rf"(?:'s)?(?: {PART})?(?:(?P<more> this week| next week| last week)| of (?P<week>this week|next week|last week))?",
    rf"(?:{PART} )(?:on )?{WEEKDAY}",
)
def _a_weekday(m: re.Match[str], base: Base) -> Timex | None:
    found = m.groupdict()
    number = next(i for i, d in enumerate(WEEKDAYS) if d.startswith(found["weekday"][:3]))
    if base.published is None:
        return with_part(f"XXXX-WXX-{number + 1}", found["part"], "publication")
    turn, more = found.get("turn") or "", (found.get("more") or found.get("week") or "").strip()
    start = base.published
    if turn in ("the following", "the previous", "the next") and base.last:
        start = base.last
    ahead, back = (number - start.weekday()) % 7, (start.weekday() - number) % 7
    monday = start - start.weekday() * DAY
    if more:
        day = monday + (number + {"this week": 0, "next week": 7, "last week": -7}[more]) * DAY
    elif turn == "next":
        day = start + (ahead or 7) * DAY
        # On a Friday "next Monday" is three days off; on a Tuesday "next Friday" is next week's.
        day += 7 * DAY if day <= monday + 6 * DAY else timedelta()
    elif turn in ("this coming", "coming", "the following", "the next"):
        day = start + (ahead or 7) * DAY
    elif turn in ("last", "this past", "the previous"):
        day = start - (back or 7) * DAY
    elif turn == "this":
        day = monday + number * DAY
    else:
        day = start + ahead * DAY if base.ahead else start - back * DAY
    return with_part(day.isoformat(), found["part"], "publication")


@rule(
    r"(?P<day>today|tonight|yesterday|tomorrow|the day after tomorrow|the day before yesterday|overnight|last night)"
    rf"(?:'s)?(?: {PART})?",
    rf"(?P<day>this) {PART}",
    rf"{PART} (?P<day>today|yesterday|tomorrow)",
    rf"{PART}-(?P<day>today|yesterday|tomorrow)",
)
def _near_day(m: re.Match[str], base: Base) -> Timex | None:
    word, part = m["day"], m["part"]
    if word in ("tonight", "overnight", "last night"):
        part = "night"
    if base.published is None:
        return unknown("TIME" if part else "DATE")
    step = {
        "yesterday": -1,
        "tomorrow": 1,
        "the day after tomorrow": 2,
        "the day before yesterday": -2,
        "last night": -1,
    }
    return with_part((base.published + step.get(word, 0) * DAY).isoformat(), part, "publication")


@rule(r"(?:the |a )?(?:next|following) day", r"(?:the )?day after", r"a day later")
def _day_after(m: re.Match[str], base: Base) -> Timex | None:
    return _from_last(base, 1)


@rule(r"(?:the )?(?:previous|preceding) day", r"(?:the )?day (?:before|earlier)", r"a day earlier")
def _day_before(m: re.Match[str], base: Base) -> Timex | None:
    return _from_last(base, -1)


def _from_last(base: Base, days: int) -> Timex | None:
    start = base.last or base.published
    return dated((start + days * DAY).isoformat(), "time") if start else unknown()


@rule(r"(?:the )?same day", r"that (?:same )?day", r"the day")
def _that_day(m: re.Match[str], base: Base) -> Timex | None:
    start = base.published if m.string == "the day" else base.last or base.published
    return dated(start.isoformat(), "time") if start else unknown()


@rule(rf"(?:(?P<turn>this|last|next) )?(?P<feast>{'|'.join(map(re.escape, [*FEASTS, *MOVING]))})")
def _a_feast(m: re.Match[str], base: Base) -> Timex | None:
    if base.published is None:
        return unknown()
    options = [_feast_in(m["feast"], base.published.year + step) for step in (-1, 0, 1)]
    ahead = m["turn"] == "next" or (bool(base.ahead) and m["turn"] != "last")
    fits = [d for d in options if (d >= base.published) == ahead] or options
    best = min(fits, key=lambda d: abs((d - base.published).days) if base.published else 0)
    return dated(best.isoformat(), "calendar")


def _feast_in(name: str, year: int) -> date:
    if name in FEASTS:
        return date(year, *FEASTS[name])
    month, weekday, nth = MOVING[name]
    first = date(year, month, 1)
    return first + ((weekday - first.weekday()) % 7 + 7 * (nth - 1)) * DAY
