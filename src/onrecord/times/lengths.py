"""Rules for lengths of time, for what is so far off, for what recurs, and for vague words."""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.models import Anchor, Timex
from onrecord.times.calendar import add
from onrecord.times.rules import (
    UNIT,
    WEEKDAY,
    WEEKDAYS,
    Base,
    N,
    Rules,
    count_of,
    dated,
    duration_value,
    period_of,
    unit_of,
    unknown,
)

rule = Rules()

REFS = {
    **dict.fromkeys(
        ["now", "currently", "current", "today's", "presently", "already", "yet", "nowadays"], "PRESENT_REF"
    ),
    **dict.fromkeys(("at present", "the present", "at the moment", "these days", "this time"), "PRESENT_REF"),
    **dict.fromkeys(["recently", "recent", "previously", "once", "formerly", "lately", "past"], "PAST_REF"),
    **dict.fromkeys(("the past", "the time", "recent years", "recent times", "past years"), "PAST_REF"),
    **dict.fromkeys(["soon", "later", "future", "immediately", "promptly", "shortly", "eventually"], "FUTURE_REF"),
    **dict.fromkeys(("the future", "the near future", "near future", "the near term", "the short term", "a later date",
                     "as soon as possible", "the long term", "the coming period"), "FUTURE_REF"),
}  # fmt: skip


@rule(rf"(?P<n>\d+|an?) {UNIT}'? time")
def _in_time(m: re.Match[str], base: Base) -> Timex | None:
    n, unit = count_of(m["n"]) or 1, unit_of(m["unit"])
    if base.published is None:
        return Timex("DURATION", duration_value(n, unit), None, "publication")
    day = add(base.published, n, unit)
    return Timex("DURATION", duration_value(n, unit), None, "publication", day, day)


@rule(rf"{N} {UNIT} (?P<way>ago|earlier|before|later|after|hence|from now|from today|back)",
      r"(?P<n>half) a (?P<unit>year|decade|century) (?P<way>ago|later)")  # fmt: skip
def _shifted(m: re.Match[str], base: Base) -> Timex | None:
    found = m.groupdict()
    way, unit = found["way"], unit_of(found["unit"])
    n = 0.5 if found["n"] == "half" else count_of(found["n"])
    if n is None:
        return dated("PAST_REF" if way in ("ago", "earlier", "before", "back") else "FUTURE_REF")
    told = way in ("ago", "hence", "from now", "from today", "back")
    start = base.published if told or base.last is None or unit == "Y" else base.last
    if start is None:
        return unknown()
    sign = -1 if way in ("ago", "earlier", "before", "back") else 1
    day = add(start, sign * n, unit)
    anchor: Anchor = "publication" if told else "time"
    if unit in ("Y", "E", "C"):
        return dated(str(day.year), anchor)
    if unit in ("M", "Q"):
        return dated(day.isoformat()[:7], anchor)
    if unit == "W":
        year, week, _ = day.isocalendar()
        return replace(
            dated(f"{year}-W{week:02d}", anchor),
            earliest=day if sign > 0 else None,
            latest=day if sign > 0 else None,
        )
    return dated(day.isoformat(), anchor)


@rule(
    rf"(?:the |these |those )?(?P<turn>past|last|next|coming|first|previous|final|following|preceding|latest|remaining|"
    rf"recent)(?: (?P<n>\d+(?:\.\d+)?|several|few|couple of))? {UNIT}",
)
def _stretch(m: re.Match[str], base: Base) -> Timex | None:
    if not re.search(r"s$|\d", m.string) and m["n"] is None:
        return None
    n = count_of(m["n"]) if m["n"] and m["n"] != "couple of" else 2.0 if m["n"] else None
    unit = unit_of(m["unit"])
    if n is None and m["n"] is None and m["turn"] in ("coming", "next"):
        return dated("FUTURE_REF")
    if n is None and m["turn"] == "recent" and unit in ("D", "Y"):
        return dated("PAST_REF")
    if m["turn"] in ("past", "last") and base.published and n:
        first, last = add(base.published, -n, unit), base.published
    elif m["turn"] in ("next", "coming", "following") and base.published and n:
        first, last = base.published, add(base.published, n, unit)
    else:
        return Timex("DURATION", duration_value(n, unit), None, "none")
    return Timex("DURATION", duration_value(n, unit), None, "publication", first, last)


@rule(r"(?:the )?(?P<unit>day|week|month|quarter|year)s ahead", r"(?P<unit>day|week|month|year)s to come")
def _ahead(m: re.Match[str], base: Base) -> Timex | None:
    return Timex("DURATION", duration_value(None, unit_of(m["unit"])), None, "publication")


@rule(
    rf"(?:an? (?=\d))?(?:the |those |these )?{N}[ -]{UNIT}(?:[ -](?:long|old|period|time))?(?:'s?)?"
    r"(?: (?:more|straight|time))?",
    rf"(?P<n>\d+) more {UNIT}",
    rf"(?P<n>another|one|an additional|1)(?: more| final)? {UNIT}",
    rf"(?P<n>\d+) (?:to|or|-) \d+ {UNIT}",
    rf"(?P<n>\d+) (?:business|working|trading|calendar|consecutive|straight) {UNIT}",
    r"(?:the )?(?:fiscal|financial|full|calendar|entire|whole) (?P<unit>year)(?P<n>)",
)
def _length(m: re.Match[str], base: Base) -> Timex | None:
    word = m["n"] or "1"
    if word == "the":
        return _a_known_period(m["unit"], base) if not m.string.endswith("s") else None
    n = 1 if word in ("another", "one", "an additional") else count_of(word)
    n = n * 2 if n and m["unit"] == "fortnight" else n
    return Timex("DURATION", duration_value(n, unit_of(m["unit"])), None, "none")


def _a_known_period(unit: str, base: Base) -> Timex | None:
    return (
        period_of(base.published, 0, unit) if base.published and unit in ("week", "month", "year") else None
    )


@rule(
    rf"(?P<n>\d+)(?: and a half| 1/2) {UNIT}",
    rf"{N} {UNIT} and a half",
    r"half (?:a|an) (?P<unit>hour|day|year)",
)
def _length_and_a_half(m: re.Match[str], base: Base) -> Timex | None:
    found, unit = m.groupdict(), unit_of(m["unit"])
    n = int(count_of(found["n"]) or 0) if found.get("n") else 0
    smaller = {"Y": "6M", "H": "T30M", "TM": "30S", "D": "T12H", "W": "3D", "M": "2W"}.get(unit, "")
    if unit in ("H", "TM"):
        return Timex("DURATION", f"PT{n}{unit[-1]}{smaller.lstrip('T')}", None, "none")
    return Timex("DURATION", f"P{n}{unit}{smaller}" if n else f"P{smaller}", None, "none")


@rule(rf"(?:the )?{UNIT}", r"(?P<unit>year|month|week|day)s-long", r"(?P<unit>day|week|month|year)s or \w+s")
def _some_units(m: re.Match[str], base: Base) -> Timex | None:
    if m.string.rstrip("'").endswith(("s", "ies", "long")) and m["unit"] not in ("second",):
        return Timex("DURATION", duration_value(None, unit_of(m["unit"])), None, "none")
    return None


_EVERY = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M", "annually": "P1Y", "yearly": "P1Y",
          "annual": "P1Y", "hourly": "PT1H", "nightly": "P1D", "biweekly": "P2W"}  # fmt: skip


@rule("|".join(f"(?P<{word}>{word})" for word in _EVERY))
def _regular(m: re.Match[str], base: Base) -> Timex | None:
    return Timex("SET", _EVERY[m.string], None, "none")


@rule(rf"(?:every|each)(?: (?P<n>\d+|other))? {UNIT}", rf"(?:once|twice|1) an? {UNIT}", rf"per {UNIT}")
def _every(m: re.Match[str], base: Base) -> Timex | None:
    n = m.groupdict().get("n")
    return Timex(
        "SET", duration_value(2 if n == "other" else float(n or 1), unit_of(m["unit"])), None, "none"
    )


@rule(rf"(?:every|each) {WEEKDAY}", rf"{WEEKDAY}(?<=day)s")
def _every_weekday(m: re.Match[str], base: Base) -> Timex | None:
    number = next(i for i, d in enumerate(WEEKDAYS, 1) if d.startswith(m["weekday"][:3]))
    return Timex("SET", f"XXXX-WXX-{number}", None, "none")


@rule("|".join(map(re.escape, REFS)))
def _vague(m: re.Match[str], base: Base) -> Timex | None:
    return dated(REFS[m.string])


@rule(
    r"(?:the )?(?:coming|next few|next several) (?:hour|day|week|month|year)s(?: (?:and|or) \w+s)?",
    r"a (?:few|couple of) \w+s' time",
)
def _coming(m: re.Match[str], base: Base) -> Timex | None:
    return dated("FUTURE_REF")
