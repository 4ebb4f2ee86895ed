"""When the events happen that times are counted from: "after the vote", "six months from taking office"."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from onrecord.models import Article, Event, Plan, Span, TimelineKind, Timex
from onrecord.stakes.links import content, content_of
from onrecord.times.calendar import DAY, add, length

Days = tuple[date | None, date | None]
AHEAD, BEHIND = 420, 45  # days from publication within which a known event is the one that is meant
# Office is handed over on the day itself: "until he leaves office" holds on that day, "before the vote" does not.
_HANDOVER = re.compile(r"(?i)office|sworn|inaugur|presidency|power")


@dataclass(frozen=True)
class Known:
    """A dated event that need not be in the text: a row of the table, or a user's."""

    name: str
    event: re.Pattern[str]  # how the text words it
    about: re.Pattern[str]  # what the article must speak of
    first: date
    last: date


@cache
def _table() -> tuple[Known, ...]:
    text = (files("onrecord.stakes") / "data" / "events.tsv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(_known(row) for row in rows)


def _known(row: Sequence[str]) -> Known:
    name, event, about, first, last = row
    return Known(
        name, re.compile(event, re.I), re.compile(about), date.fromisoformat(first), date.fromisoformat(last)
    )


def _given(event: Event) -> Known:
    pattern = "|".join(re.escape(words) for words in event.words)
    return Known(event.words[0], re.compile(pattern, re.I), re.compile(""), event.first, event.last)


class Events:
    """Dates of the events that one article speaks of."""

    def __init__(self, article: Article, plans: Sequence[Plan], more: Sequence[Event] = ()) -> None:
        self._article, self._plans = article, plans
        self._own = [*map(_given, more)]
        self._known = [*self._own, *_table()]

    def bounds(
        self, text: str, event: Sequence[Span], kind: TimelineKind, inner: Sequence[Timex]
    ) -> Days | None:
        """Days of a timeline that is counted from an event; None where the event's day is not known.

        Args:
            text: The timeline's words.
            event: Those of them, or others, that name the event.
            inner: What the time expressions in `text` say.
        """
        spans = [x for x in inner if x.type in ("DATE", "TIME") and x.earliest and x.latest]
        days = self.days(event) if event else None
        if spans and (days is None or not _within(days, spans[0])):
            first, last = spans[0].earliest, spans[-1].latest
            assert first is not None
            assert last is not None
            exact = first == last
            days = (first, last) if exact else None
            if days is None:
                # "Before the summit in September": some day of that month at the latest.
                return {"deadline": (None, last), "start": (first, None), "duration": (None, last)}.get(
                    kind, (first, last)
                )
        if days is None:
            return None
        lengths = [n for x in inner if x.type == "DURATION" and (n := length(x.value))]
        return _counted(text, kind, days, lengths)

    def days(self, event: Sequence[Span]) -> tuple[date, date] | None:
        """First and last day of an event, by the tables, then by the plans of the article."""
        words = " ".join(self._article.text[start:end] for start, end in event)
        published = self._article.published
        if published is not None:
            near = [
                known
                for known in self._known
                if (known in self._own or -BEHIND <= (known.first - published).days <= AHEAD)
                and known.event.search(words)
                and known.about.search(self._article.text)
            ]
            if near:
                best = min(near, key=lambda known: abs((known.first - published).days))
                return best.first, best.last
        return self._planned(event, words)

    def _planned(self, event: Sequence[Span], words: str) -> tuple[date, date] | None:
        wanted = content(words)
        for plan in self._plans:
            own = content_of(self._article, plan)
            if plan.earliest and wanted & own and len(wanted & own) * 2 >= min(len(wanted), len(own)):
                return plan.earliest, plan.latest or plan.earliest
        return None


def _within(days: tuple[date, date], timex: Timex) -> bool:
    return (
        timex.earliest is not None and timex.latest is not None and timex.earliest <= days[0] <= timex.latest
    )


def _counted(
    text: str, kind: TimelineKind, days: tuple[date, date], lengths: Sequence[tuple[float, str]]
) -> Days:
    first, last = days
    if lengths:
        back = re.search(r"(?i)\bbefore\b", text) is not None
        number, unit = lengths[0]
        day = add(last if not back else first, -number if back else number, unit)
        if kind == "deadline":
            return (None, day) if back else (first, day)
        if kind == "start":
            return day, None
        return (
            (day, day)
            if kind == "on" and not re.search(r"(?i)within|first", text)
            else (min(first, day), max(first, day))
        )
    handover = _HANDOVER.search(text) is not None
    if kind == "deadline":
        return None, first - DAY if re.search(
            r"(?i)before|ahead of|prior to", text
        ) and not handover else last
    if kind == "start":
        after = re.search(r"(?i)after|following", text) and not handover
        return (last + DAY if after else first), None
    if kind == "duration":
        return None, first
    return first, last
