"""The words for what is demanded, what is due and what is planned; the terminal and the page share them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from onrecord.models import Article, Condition, Plan, Spans, Timeline
from onrecord.show.labels import day_words
from onrecord.show.outline import doubt
from onrecord.show.visible import one_line

FIRM = {
    "held": "held", "under_way": "under way", "scheduled": "scheduled", "agreed": "agreed",
    "being_arranged": "being arranged", "proposed": "proposed", "postponed": "postponed", "cancelled": "cancelled",
    "ruled_out": "ruled out",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One entry for a reader: a label, who it is about, what it says, and what it rests on, line by line."""

    label: str
    head: str
    body: tuple[str, ...]
    confidence: float

    @property
    def doubt(self) -> str | None:
        """A word where the entry is not sure."""
        unsure = doubt(self.confidence)
        return f"{unsure} ({self.confidence:.0%})" if unsure else None


@dataclass(frozen=True)
class Section:
    """A list of entries under a title, and how many unsure ones it leaves out."""

    title: str
    lines: tuple[Line, ...]
    hidden: int = 0


def sections(
    article: Article,
    conditions: Sequence[Condition],
    timelines: Sequence[Timeline],
    plans: Sequence[Plan],
    threshold: float,
) -> list[Section]:
    """What is demanded, what is due, what is planned; empty sections are left out.

    Args:
        threshold: Entries with less confidence are counted and left out.
    """
    found = [
        _section("Conditions", [condition_line(article, c) for c in conditions], threshold),
        _section("Due", [timeline_line(article, t) for t in sorted(timelines, key=_due)], threshold),
        _section("Plans", [plan_line(article, p) for p in plans], threshold),
    ]
    return [section for section in found if section.lines or section.hidden]


def _section(title: str, lines: Sequence[Line], threshold: float) -> Section:
    shown = tuple(line for line in lines if line.confidence >= threshold)
    return Section(title, shown, len(lines) - len(shown))


def condition_line(article: Article, condition: Condition) -> Line:
    """Who sets what before what: "Vladimir Putin for Russia: a ceasefire “only after”" and each requirement."""
    setter = _setter(condition.by, condition.side)
    marker, outcome = _quoted(article, condition.marker), _words(article, condition.outcome)
    needs = [
        f"{f'{one_line(actor)}: ' if actor else ''}{_words(article, (span,))}"
        for span, actor in zip_longest(condition.requires, condition.of[: len(condition.requires)])
        if span
    ]
    return Line(
        condition.kind,
        setter,
        (f"{outcome} {marker}", *(f"– {need}" for need in needs)),
        condition.confidence,
    )


def timeline_line(article: Article, timeline: Timeline) -> Line:
    """By when what: "by 21 January 2025" and the words that say so."""
    bounds = bounds_words(timeline.earliest, timeline.latest, timeline.kind)
    when = _quoted(article, timeline.text)
    basis = {"event": "counted from an event", "time": "counted from another time"}.get(timeline.anchor)
    if basis and timeline.anchor_text:
        basis = f"counted from {_quoted(article, timeline.anchor_text)}"
    note = f" ({basis})" if basis else ""
    return Line(
        bounds,
        one_line(timeline.by or ""),
        (": ".join(filter(None, (_words(article, timeline.binds), when))) + note,),
        timeline.confidence,
    )


def plan_line(article: Article, plan: Plan) -> Line:
    """What is planned, by whom, when and where."""
    when = bounds_words(plan.earliest, plan.latest, "on") if plan.earliest or plan.latest else None
    known = [
        ", ".join(map(one_line, plan.participants)),
        when,
        f"in {one_line(plan.place)}" if plan.place else None,
    ]
    body = " · ".join(filter(None, known))
    kind = "" if plan.type == "other" else plan.type
    lines = (_words(article, plan.event), *([body] if body else []))
    return Line(FIRM[plan.status], kind, lines, plan.confidence)


def bounds_words(earliest: date | None, latest: date | None, kind: str) -> str:
    """Days between which something is to happen, as a reader writes them.

    >>> bounds_words(None, date(2031, 4, 1), "deadline")
    'by 1 April 2031'
    """
    first, last = (day_words(day.isoformat()) if day else None for day in (earliest, latest))
    if first and last:
        if kind == "deadline":
            return f"by {last}, counted from {first}"
        return f"on {first}" if first == last else f"{first} to {last}"
    if last:
        return f"until {last}" if kind == "duration" else f"by {last}"
    if first:
        return f"from {first}"
    return "no date known"


def _due(timeline: Timeline) -> tuple[bool, date]:
    """The order of what is due: by the last day, what has none at the end."""
    day = timeline.latest or timeline.earliest
    return day is None, day or date.max


def _setter(by: str | None, side: str | None) -> str:
    names = [one_line(by)] if by else []
    if side and side != by:
        names.append(f"for {one_line(side)}")
    return " ".join(names) or "setter not known"


def _words(article: Article, spans: Spans) -> str:
    return " … ".join(one_line(article.text[start:end]) for start, end in spans)


def _quoted(article: Article, spans: Spans) -> str:
    words = _words(article, spans)
    return words if words.startswith(("“", '"')) else f"“{words}”"
