"""One time expression -> its TIMEX3 type and value."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain

from onrecord.models import Timex
from onrecord.times import days, lengths, periods
from onrecord.times.calendar import bounds
from onrecord.times.numbers import in_digits
from onrecord.times.rules import PART, PARTS, Base, Rules

rule = Rules()

# What stands before an expression and limits it: TIMEX3's `mod`.
_MODS = (
    (r"(?:around|about|nearly|almost|roughly|some(?= \d)|approximately|as many as|sometime|some time) ", "APPROX"),
    (r"(?:at least|no less than|not less than|no earlier than) ", "EQUAL_OR_MORE"),
    (r"(?:more than|over) (?=\d|an?\b)", "MORE_THAN"),
    (r"(?:up to|no more than|not more than|at most|within) ", "EQUAL_OR_LESS"),
    (r"(?:less than|under) ", "LESS_THAN"),
    (r"(?:the )?(?:beginning|start|opening) of ", "START"),
    (r"(?:the )?(?:end|close) of ", "END"),
    (r"(?:the )?middle of ", "MID"),
    (r"(?:the )?(?:early|earlier in|early in)[ -](?:the )?(?=\S)", "START"),
    (r"(?:the )?(?:late|late in|later in)[ -](?:the )?(?=\S)", "END"),
    (r"(?:the )?mid[ -](?!night|day)", "MID"),
    (r"(?:earlier|later|late|early|as early as|as soon as|as late as) ", ""),
)  # fmt: skip


def resolve_timex(text: str, base: Base) -> Timex | None:
    """Type and value of one time expression; None where it is none that we know.

    A weekday or month is the next one where the sentence looks ahead, else the last one, the day of publication
    itself included. Without a day of publication the value of what is counted from it is "XXXX-XX-XX", and its
    bounds stay open. A day that no calendar has (31 February) gives None.

    >>> resolve_timex("next Friday", Base(date(2031, 3, 4))).value
    '2031-03-14'
    >>> resolve_timex("31 February 2031", Base(date(2031, 3, 4)))
    """
    plain = " ".join(re.sub(r"[’‘`]", "'", text.lower()).replace("“", "").replace("”", "").split()).strip(
        " ,.\"'"
    )
    plain = in_digits(plain)
    if (made := _by_rule(plain, base)) is not None:
        return _finished(made, "")
    mod = ""
    for _ in range(2):
        for pattern, sense in _MODS:
            found = re.match(pattern, plain)
            if found and found.end() < len(plain):
                plain, mod = plain[found.end() :], mod or sense
                break
    made = _by_rule(re.sub(r" (?:or so|or later|or earlier|and beyond|onwards?|alone)$", "", plain), base)
    return _finished(made, mod) if made is not None else None


def _by_rule(plain: str, base: Base) -> Timex | None:
    for candidate in (plain, plain.removeprefix("the "), plain.removesuffix("'s")):
        for pattern, make in chain(days.rule.found, periods.rule.found, lengths.rule.found, rule.found):
            match = pattern.fullmatch(candidate)
            if match is None:
                continue
            try:
                made = make(match, base)
            except (ValueError, OverflowError):
                return None
            if made is not None:
                return made
    return None


def _finished(made: Timex, mod: str) -> Timex:
    made = replace(made, mod=mod or made.mod)
    if made.earliest is None and made.latest is None and made.type in ("DATE", "TIME"):
        first, last = bounds(made.value, made.mod)
        made = replace(made, earliest=first, latest=last)
    return made


@rule(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))? ?(?P<half>a\.?m\.?|p\.?m\.?)?"
    r"(?: \(?(?P<zone>[a-z]{2,4}|local time)\)?)?"
    r"(?:,? (?:on )?(?P<day>.+))?",
    r"(?P<hour>\d\d)(?P<minute>\d\d) ?(?P<zone>gmt|utc|est|edt|cet|bst)(?:,? (?:on )?(?P<day>.+))?",
)
def _clock(m: re.Match[str], base: Base) -> Timex | None:
    found = m.groupdict()
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found.get("half") or "")[:1]
    if not (half or found["minute"] or found.get("zone")) or hour > 24 or minute > 59:
        return None
    hour = hour % 12 + 12 * (half == "p") if half else hour
    on = resolve_timex(found["day"], base) if found["day"] else None
    if found["day"] and (on is None or on.type != "DATE"):
        return None
    day = on.value if on else base.published.isoformat() if base.published else "XXXX-XX-XX"
    zone = "Z" if found.get("zone") in ("gmt", "utc") else ""
    return Timex("TIME", f"{day}T{hour:02d}:{minute:02d}{zone}", None, on.anchor if on else "publication")


@rule(
    rf"{PART}(?: (?:on )?(?P<day>.+))?",
    rf"the {PART}(?: of (?P<day>.+))?",
    r"(?P<day>.+?),? at (?P<part>noon|midnight)",
)
def _part_of(m: re.Match[str], base: Base) -> Timex | None:
    on = resolve_timex(m["day"], base) if m["day"] else None
    if m["day"] and (on is None or on.type != "DATE"):
        return None
    day = on.value if on else base.published.isoformat() if base.published else "XXXX-XX-XX"
    return Timex("TIME", f"{day}T{PARTS[m['part']]}", None, on.anchor if on else "publication")
