"""Timelines: what is to happen when, and between which days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from onrecord.extract import Draft
from onrecord.extract.confidence import draft_confidence
from onrecord.extract.layers import TIMELINE
from onrecord.models import Anchor, Article, Span, Timeline, TimelineKind, Timex, digest
from onrecord.stakes.carriers import Carriers
from onrecord.stakes.events import Events
from onrecord.stakes.phrases import told, whole
from onrecord.times import Base, find, resolve_timex
from onrecord.times.calendar import DAY, add, length
from onrecord.times.reading import from_publication

KEEP = 0.32  # confidence below which nothing is kept: F1 is highest around it on dev
Days = tuple[date | None, date | None]
_VAGUE = re.compile(
    r"(?i)\b(?:coming|next few|several|few|soon|near future|weeks|months) (?:days|weeks|months|years)\b"
)
_FROM_NOW = re.compile(
    r"(?i)\b(?:within|in|over|during|for)(?: at least| about| up to)?(?: the)?(?: next| coming)?\b"
)
_EDGE_START = re.compile(r"(?i)\b(?:start|beginning|opening) of\b")
_UP_TO = re.compile(r"(?i)\b(?:until|till|through|to|into)\b")
_FROM = re.compile(r"(?i)from\b")
_AFTER = re.compile(r"(?i)\b(?:after|beyond|following)\b")
_BEFORE = re.compile(r"(?i)\b(?:before|ahead of|prior to)\b")
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
_LEAD = re.compile(
    r"(?i)^(?:by|on|in|at|from|until|till|before|after|since|to last|to|for|over|during|throughout|through|into|beyond|"
    r"as early as|as soon as|starting|beginning|no later than|ahead of|sometime)(?: (?:on|in|at))? "
)
_THIS_WEEK = re.compile(r"(?i)\bthis week\b")
SUNDAY = 6
_AT_ONCE = re.compile(r"(?i)\bimmediate(?:ly)?\b")
LONG_PAST = 5  # days: a weekday so far off was more likely the last one than the next


def timelines(
    article: Article, drafts: Sequence[Draft], carriers: Carriers, events: Events
) -> tuple[Timeline, ...]:
    """The timelines that are sure enough to be kept, in the order of the text."""
    made = []
    last: date | None = None
    for draft in drafts:
        if draft.layer != TIMELINE or (sure := draft_confidence(draft)) < KEEP:
            continue
        made.append(replace(_timeline(article, draft, carriers, events, last), confidence=sure))
        named = made[-1]
        last = named.earliest if named.earliest and named.kind != "deadline" else named.latest or last
    return tuple(one for one in made if not any(_within(one, other) for other in made))


def _within(one: Timeline, other: Timeline) -> bool:
    """Whether another timeline's words hold this one's and more."""
    (start, end), (low, high) = one.text[0], other.text[0]
    return low <= start and end <= high and high - low > end - start


def _timeline(
    article: Article, draft: Draft, carriers: Carriers, events: Events, last: date | None
) -> Timeline:
    span, anchor_text = whole(article.text, draft)
    start, end = span
    kind: TimelineKind = told(article.text[start:end]) or draft.best("timeline")  # type: ignore[assignment]
    anchor: Anchor = draft.best("anchor")  # type: ignore[assignment]
    if anchor_text and not draft.second:
        anchor = "event"
    inner = _inner(article, span, last)
    text = article.text[start:end]
    if anchor == "none" and all(timex.type == "DURATION" for _, timex in inner):
        days: Days = (None, None)
    else:
        days = bounds_of(text, kind, [timex for _, timex in inner], article.published)
    if anchor == "time":
        days = _from_time(article, kind, anchor_text, inner, last) or days
    if anchor == "event":
        anchor_text = anchor_text or _event_words(article.text, span, inner)
        counted = all(timex.type == "DURATION" for _, timex in inner)
        # "Within ten days of the vote": where its day is not known, nothing is counted from another.
        days = events.bounds(text, anchor_text, kind, [t for _, t in inner]) or (
            (None, None) if counted else days
        )
    statement = carriers.touching(span)
    timex = inner[0][1] if inner else None
    return Timeline(
        id=digest(article.version, "timeline", span),
        text=(span,),
        binds=draft.first,
        kind=kind,
        confidence=0.0,
        by=statement.speaker if statement else None,
        statement=statement.id if statement else None,
        earliest=days[0],
        latest=days[1],
        anchor=anchor,
        anchor_text=anchor_text if anchor in ("event", "time") else (),
        type=timex.type if timex else None,
        value=timex.value if timex else None,
    )


def _from_time(
    article: Article,
    kind: TimelineKind,
    anchor: Sequence[Span],
    inner: Sequence[tuple[Span, Timex]],
    last: date | None,
) -> Days | None:
    """Days counted from another time of the text: "for ten days" from July 13, "by that date"."""
    base = Base(article.published, True)
    words = " ".join(article.text[start:end] for start, end in anchor)
    found = resolve_timex(_LEAD.sub("", words), base) if words else None
    if found is None or found.earliest is None:
        parts = [resolve_timex(words[s:e], base) for s, e in find(words)]
        found = next((x for x in parts if x is not None and x.earliest is not None), None)
    first, end = (found.earliest, found.latest) if found else (last, last)
    if first is None or any(x.type in ("DATE", "TIME") and x.anchor != "time" for _, x in inner):
        return None
    lengths = [n for _, x in inner if x.type == "DURATION" and (n := length(x.value))]
    if lengths and kind == "duration":
        return first, add(first, *lengths[0]) - DAY
    if inner:
        return None
    return {"deadline": (None, end), "start": (first, None)}.get(kind, (first, end))


def _inner(article: Article, span: Span, last: date | None) -> list[tuple[Span, Timex]]:
    """The time expressions within a timeline's words, read as to come."""
    base = Base(article.published, True, last)
    whole = _LEAD.sub("", article.text[span[0] : span[1]])
    if timex := resolve_timex(whole, base):
        return [(span, _overdue(timex, whole, article.published))]
    found = []
    for start, end in find(article.text, *span):
        words = article.text[start:end]
        if timex := resolve_timex(words, base):
            found.append(((start, end), _overdue(timex, words, article.published)))
    return found


def _overdue(timex: Timex, words: str, published: date | None) -> Timex:
    """A weekday five or six days off was the last one: what was to come when it was said is past by now.

    And on a Sunday, "this week" is the one that begins the day after.
    """
    day = timex.earliest
    if published and published.weekday() == SUNDAY and timex.latest == published and _THIS_WEEK.search(words):
        return replace(timex, earliest=published + DAY, latest=published + 7 * DAY)
    if (
        published is None
        or day is None
        or not _WEEKDAY.search(words)
        or re.search(r"(?i)next|week|\d", words)
    ):
        return timex
    if (day - published).days > LONG_PAST:
        week = timedelta(days=7)
        return replace(timex, earliest=day - week, latest=timex.latest - week if timex.latest else None)
    return timex


def bounds_of(text: str, kind: TimelineKind, inner: Sequence[Timex], published: date | None) -> Days:
    """First and last day of a timeline, from the expressions in its words; None where a bound is open.

    Args:
        text: The timeline's words, such as "by the end of the month".
        inner: What the time expressions in it say.
        published: Lengths such as "within ten days" are counted from it.
    """
    spans = [x for x in inner if x.earliest is not None and x.latest is not None]
    lengths = [n for x in inner if x.type == "DURATION" and (n := length(x.value))]
    if not spans and lengths and published and _FROM_NOW.search(text) and kind in ("deadline", "on"):
        ends = [add(published, *n) for n in lengths]
        return (
            published
            if re.search(r"(?i)within|next|over|or ", text)
            else None
            if kind == "deadline"
            else max(ends)
        ), max(ends)
    if not spans or _VAGUE.search(text):
        return (published, None) if kind == "start" and _AT_ONCE.search(text) else (None, None)
    rest = from_publication(spans[0], published).earliest
    first, last = spans[0].earliest, spans[-1].latest
    assert first is not None
    assert last is not None
    assert rest is not None
    if kind == "on":
        return min(rest, *(x.earliest for x in spans[1:] if x.earliest), rest), max(
            x.latest for x in spans if x.latest
        )
    if kind == "deadline":
        if _EDGE_START.search(text):
            return None, first
        if spans[-1].mod == "MID" and (last - first).days < 31:
            return None, last.replace(day=15)
        if _BEFORE.search(text) and last > first and spans[-1].mod != "END":
            return None, first - DAY
        return (rest if spans[0].type == "DURATION" and first < last else None), last
    if kind == "start":
        return (last + DAY if _AFTER.search(text) and last > first else rest), None
    if _UP_TO.search(text) and not (spans[1:] and _FROM.match(text)):
        return None, last
    return first, last


def _event_words(text: str, span: Span, inner: Sequence[tuple[Span, Timex]]) -> tuple[Span, ...]:
    """The words after "of", "after" or "before" in a timeline that is counted from an event."""
    found = re.search(
        r"(?i)\b(?:of|after|before|until|till|following|when|once|from|since|for|at)\s+",
        text[span[0] : span[1]],
    )
    if found is None:
        return ()
    start, end = span[0] + found.end(), span[1]
    for (low, _), _ in inner:
        if low > start:
            end = min(end, low)
    words = re.sub(r"(?i)[\s,]*\b(?:in|on|by|at)?\s*$", "", text[start:end])
    return ((start, start + len(words)),) if words else ()
