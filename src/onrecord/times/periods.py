"""Rules for weeks, months, quarters, seasons, years and longer."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from onrecord.models import Timex
from onrecord.times.calendar import DAY, add_months, bounds
from onrecord.times.numbers import ORDINALS
from onrecord.times.rules import (
    MONTH,
    NTH,
    SEASON,
    SEASON_START,
    SEASONS,
    TURN,
    YEAR,
    Base,
    Rules,
    dated,
    duration_value,
    month_number,
    period_of,
    unit_of,
    unknown,
)

rule = Rules()


@rule(rf"(?:the )?(?P<nth>first|second|third|fourth|last|final) week(?:s)? of {MONTH}(?: {YEAR})?")
def _week_of(m: re.Match[str], base: Base) -> Timex | None:
    month = bare_month(month_number(m["month"]), m.groupdict(), base)
    first, last = bounds(month.value)
    if first is None or last is None:
        return month
    nth = ORDINALS.get(m["nth"], 5)
    start = last - 6 * DAY if nth == 5 else first + 7 * (nth - 1) * DAY
    return replace(month, earliest=start, latest=start + 6 * DAY)


@rule(
    rf"(?:(?P<turn>this|last|next) )?{MONTH}(?:,? (?:of )?(?:{YEAR}|(?P<which>this|last|next) year))?",
    rf"{MONTH}[ -]end",
)
def _month(m: re.Match[str], base: Base) -> Timex | None:
    found = m.groupdict()
    if found["month"] == "may" and m.string == "may":
        return None if not base.published else bare_month(5, found, base)
    return bare_month(month_number(found["month"]), found, base)


def bare_month(month: int, found: dict[str, str | None], base: Base) -> Timex:
    if found.get("year"):
        return dated(f"{found['year']}-{month:02d}", "calendar")
    if base.published is None:
        return dated(f"XXXX-{month:02d}", "calendar")
    year, now = base.published.year, base.published.month
    turn = found.get("turn")
    if found.get("which"):
        year += {"this": 0, "last": -1, "next": 1}[str(found["which"])]
    elif turn == "next" or (base.ahead and turn != "last"):
        year += month < now or (turn == "next" and month == now)
    elif turn == "last":
        year -= month >= now
    elif turn is None:
        year -= month > now + (2 if base.ahead is None else 0)
    return dated(f"{year}-{month:02d}", "calendar" if turn is None else "publication")


@rule(
    rf"(?:the )?(?:fiscal |financial |calendar |full |full-)?(?:year )?(?:the year )?{YEAR}",
    r"(?:fiscal|fy)[ -]?(?P<year>20\d\d)",
    rf"{YEAR}[ -](?:period|season|tax year)",
)
def _a_year(m: re.Match[str], base: Base) -> Timex | None:
    return dated(m["year"], "calendar")


@rule(r"(?:the )?(?P<decade>(?:1[5-9]|20)\d)0'?s", r"(?:the )?'?(?P<short>\d)0'?s")
def _a_decade(m: re.Match[str], base: Base) -> Timex | None:
    found = m.groupdict()
    decade = found.get("decade") or f"19{found['short']}"
    return replace(
        dated(decade, "calendar"),
        earliest=date(int(decade) * 10, 1, 1),
        latest=date(int(decade) * 10 + 9, 12, 31),
    )


@rule(r"(?:the )?(?P<n>\d{1,2})(?:st|nd|rd|th) century")
def _a_century(m: re.Match[str], base: Base) -> Timex | None:
    return dated(f"{int(m['n']) - 1:02d}", "calendar")


_QUARTER = rf"(?:the |its |their )?(?:fiscal )?{NTH}[- ](?:fiscal[ -])?quarter"


@rule(
    rf"{_QUARTER}(?:,? (?:of )?(?:fiscal )?{YEAR})?",
    rf"{_QUARTER} (?:of )?(?P<which>this|last|next) year",
    rf"(?P<which>this|last|next) year's {NTH}[ -]quarter",
    rf"(?:the )?{YEAR} {NTH}[ -]quarter",
    rf"(?:the )?year-(?:ago|earlier) {NTH}[ -]quarter",
)
def _a_quarter(m: re.Match[str], base: Base) -> Timex | None:
    found = m.groupdict()
    nth = int(found["nth"][0]) if found["nth"][0].isdigit() else ORDINALS[found["nth"]]
    if found.get("year"):
        return dated(f"{found['year']}-Q{nth}", "calendar")
    if base.published is None:
        return dated(f"XXXX-Q{nth}")
    year, now = base.published.year, (base.published.month - 1) // 3 + 1
    if which := found.get("which"):
        year += {"this": 0, "last": -1, "next": 1}[which]
    elif base.ahead:
        year += nth < now
    else:
        year -= nth > now
    return dated(f"{year - ('year-' in m.string)}-Q{nth}")


@rule(
    rf"(?:the )?(?P<half>1st|first|2nd|second) half(?: of)? (?:the year|(?P<which>this|last|next) year|{YEAR})"
)
def _a_half(m: re.Match[str], base: Base) -> Timex | None:
    half = 1 if m["half"] in ("1st", "first") else 2
    if m["year"]:
        return dated(f"{m['year']}-H{half}", "calendar")
    if base.published is None:
        return dated(f"XXXX-H{half}")
    step = {"this": 0, "last": -1, "next": 1}[m["which"] or "this"]
    return dated(f"{base.published.year + step}-H{half}")


@rule(
    r"(?:an? |the )?(?:comparable |corresponding |same )?(?:year|period|quarter)"
    r"(?:[ -](?:ago|earlier)| last year| a year ago)(?: (?:quarter|period))?",
    r"last year's (?:quarter|period)",
)
def _a_year_ago(m: re.Match[str], base: Base) -> Timex | None:
    if base.quarter is not None:
        return period_of(add_months(base.quarter, -12), 0, "quarter")
    return dated(str(base.published.year - 1)) if base.published else unknown()


@rule(rf"(?:the )?{YEAR} (?:quarter|period)")
def _quarter_of(m: re.Match[str], base: Base) -> Timex | None:
    nth = f"-Q{(base.quarter.month - 1) // 3 + 1}" if base.quarter else ""
    return dated(m["year"] + nth, "calendar")


@rule(r"(?:the |that |the same |the latest )(?:quarter|period)")
def _the_quarter(m: re.Match[str], base: Base) -> Timex | None:
    return period_of(base.quarter, 0, "quarter") if base.quarter else None


@rule(
    r"(?:earlier |later |late |early )?in the (?P<unit>day|week|month|year)",
    r"(?:the )?(?P<unit>day|year) as a whole",
)
def _in_the(m: re.Match[str], base: Base) -> Timex | None:
    if base.published is None:
        return unknown()
    return (
        dated(base.published.isoformat()) if m["unit"] == "day" else period_of(base.published, 0, m["unit"])
    )


@rule(rf"{TURN} (?P<unit>week|month|quarter|year|decade|centur)(?:y)?(?:'s)?(?: (?:so far|as a whole|to date))?",
      r"(?:the )?(?P<turn>latest|past|full) (?P<unit>quarter|period|year)")  # fmt: skip
def _a_period(m: re.Match[str], base: Base) -> Timex | None:
    turn, unit = m["turn"], m["unit"]
    if base.published is None:
        return unknown()
    words = turn.removeprefix("the ").split()[-1]
    if unit in ("decade", "centur") and words in ("past", "last"):
        return Timex("DURATION", duration_value(1, unit_of(unit)), None, "publication")
    start = base.last if words in ("following", "previous", "same", "that") and base.last else base.published
    step = {
        "last": -1,
        "past": -1,
        "previous": -1,
        "latest": -1,
        "next": 1,
        "coming": 1,
        "following": 1,
        "upcoming": 1,
    }
    return period_of(start, step.get(words, 0), unit)


@rule(rf"(?:{TURN} )?weekend")
def _a_weekend(m: re.Match[str], base: Base) -> Timex | None:
    if base.published is None:
        return unknown()
    words = (m["turn"] or "the").removeprefix("the ").split()[-1]
    step = 1 if words in ("next",) else -1 if words in ("last", "past", "previous") else 0
    if words == "the" and not base.ahead and base.published.weekday() < 5:
        step = -1
    year, week, _ = (base.published + 7 * step * DAY).isocalendar()
    return dated(f"{year}-W{week:02d}-WE")


@rule(rf"(?:{TURN} )?(?:early |late )?{SEASON}(?: of)?(?: {YEAR})?",
      rf"{SEASON} (?P<which>this|last|next) year")  # fmt: skip
def _a_season(m: re.Match[str], base: Base) -> Timex | None:
    found = m.groupdict()
    season = SEASONS[found["season"]]
    if found.get("year"):
        return dated(f"{found['year']}-{season}", "calendar")
    if m.string == "fall":
        return None
    if base.published is None:
        return dated(f"XXXX-{season}")
    now = base.published
    words = (found.get("turn") or found.get("which") or "the").removeprefix("the ").split()[-1]
    starts = [date(now.year + step, SEASON_START[season], 1) for step in (-2, -1, 0, 1)]
    current = [s for s in starts if s <= now < add_months(s, 3)]
    past = [s for s in starts if add_months(s, 3) <= now]
    coming = [s for s in starts if s > now]
    if words in ("last", "past", "previous"):
        best = past[-1]
    elif words in ("next", "coming", "upcoming", "following") or (base.ahead and not current):
        best = coming[0]
    elif words == "this":
        best = (current or [s for s in starts if s.year == now.year])[0]
    else:
        best = (current or ([coming[0]] if base.ahead else past[-1:]))[0]
    return dated(f"{best.year}-{season}", "calendar" if words == "the" else "publication")


@rule(r"(?:the )?year(?:'s)?[ -]end")
def _year_end(m: re.Match[str], base: Base) -> Timex | None:
    return replace(dated(str(base.published.year)), mod="END") if base.published else unknown()
