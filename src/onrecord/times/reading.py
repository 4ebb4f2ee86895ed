"""The time expressions of an article, in order, each counted from what it is to be counted from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from onrecord.models import Article, Time, Timex
from onrecord.times.grammar import find
from onrecord.times.normal import resolve_timex
from onrecord.times.persons import is_person
from onrecord.times.rules import Base

AHEAD = 0.8  # chance of dating something to come from which a time is counted forward; tuned on dev
QUARTER_REACH = 400  # characters over which a quarter of a year stays what is spoken of


def times(article: Article, marked: Iterable[tuple[int, int, float]] | None = None) -> tuple[Time, ...]:
    """All time expressions of an article with their values.

    Args:
        marked: What was found by other means: start, end, and the chance that it dates something to come. None: all
            that the grammar finds, which are taken to be past.
    """
    if marked is None:
        marked = [(start, end, 0.0) for start, end in find(article.text)]
    return tuple(_read(article, marked))


def _read(article: Article, marked: Iterable[tuple[int, int, float]]) -> Iterator[Time]:
    last: date | None = None
    quarter: tuple[date, int] | None = None
    for start, end, ahead in marked:
        text = article.text[start:end]
        if is_person(article.text, start, end):
            continue
        season = quarter[0] if quarter and start - quarter[1] < QUARTER_REACH else None
        base = Base(article.published, ahead >= AHEAD or None, last, season)
        timex = resolve_timex(text, base)
        if timex is None:
            inner = _longest(article.text, start, end, base)
            if inner is None:
                continue
            timex = inner
        if "-Q" in timex.value and timex.earliest and "ago" not in text and "earlier" not in text:
            quarter = timex.earliest, start
        if timex.type == "DATE" and timex.earliest is not None and timex.earliest == timex.latest:
            last = timex.earliest
        yield Time(start, end, timex)


def _longest(text: str, start: int, end: int, base: Base) -> Timex | None:
    """What the longest expression within some words says."""
    parts = sorted(find(text, start, end), key=lambda part: part[0] - part[1])
    found = (resolve_timex(text[s:e], base) for s, e in parts)
    return next((timex for timex in found if timex), None)


def from_publication(timex: Timex, published: date | None) -> Timex:
    """What is left of a period from the day of publication on: "this month" is its remaining days.

    A period named by the calendar ("in 2031") stays whole.
    """
    first, last = timex.earliest, timex.latest
    if published is None or first is None or last is None or timex.anchor != "publication":
        return timex
    return replace(timex, earliest=published) if first < published <= last else timex
