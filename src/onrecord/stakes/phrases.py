"""A timeline's words made whole: with its preposition, all of its time, and the event that it is counted from."""

from __future__ import annotations

import re

from onrecord.extract import Draft
from onrecord.models import Span, Spans, TimelineKind, overlap
from onrecord.times import find

REACH = 40  # characters beside the words that are looked at
# Words that only say on which side of an event something is to happen, and what counts a length from one.
_SIDE = re.compile(
    r"(?i)(?:(?:not|even|only|until|by|sometime|shortly|soon|immediately|right|long|well) )*"
    r"(?:after|before|once|until|till|when|following|as soon as|by the time|upon|during|ahead of|prior to|pending)$"
)
_LENGTH = re.compile(r"\d|(?:hour|day|week|month|year)s?\b")
_COUNTED = re.compile(r"[”\"’']? (?:of|after|from|following|before)\s+(?!\d|now\b|today\b)")
_CLAUSE = re.compile(
    r"(?:(?!(?:and|or|to|but|said|says|that|which|who|if|with|for|because|while|in|on|by|at)\b)"
    r"[^\s.,;:!?“”\"()—–]+ ?){1,6}"
)
_DATE_AFTER = re.compile(r" (?:(?:on|in|at|next|this|early|late|later|mid) )?$")
_BEFORE = re.compile(
    r"(?i)\b(?:(?:starting|beginning|effective|sometime|either|as|no|not|up|at|or) )*(?:early|late|later|by|until|till|"
    r"before|after|within|between|through|starting|beginning|than|early as|soon as|late as|up to|least|most)"
    r"(?: on)?(?: the)? (?:(?:next|early|mid|late) )?$"
)
_TOLD: tuple[tuple[re.Pattern[str], TimelineKind], ...] = (
    (re.compile(r"(?i)(?:sometime )?between\b.* and "), "on"),
    (re.compile(r"(?i)from\b.*\b(?:through|until|till|to) "), "duration"),
    (re.compile(r"(?i)(?:starting|beginning|effective|not before|as early as|as soon as)\b"), "start"),
    (re.compile(r"(?i)(?:by|no later than|not later than)\b(?! (?:then|at least))"), "deadline"),
)


def told(words: str) -> TimelineKind | None:
    """The kind that the first words of a timeline leave no doubt of."""
    return next((kind for lead, kind in _TOLD if lead.match(words)), None)


def whole(text: str, draft: Draft) -> tuple[Span, Spans]:
    """A timeline's words with the event that they count from, and that event: "after" | "the vote in May"."""
    (start, end), anchor = _with_times(text, draft.trigger), draft.second
    line = text.rfind("\n", 0, start) + 1
    if before := _BEFORE.search(text, max(line, start - REACH), start):
        start = before.start()
    found = end
    if draft.best("anchor") == "event" and anchor and _SIDE.match(text[start:end]):
        if 0 < anchor[0][0] - end <= 3:
            end = max(end, anchor[-1][1])
    elif (counted := _COUNTED.match(text, end)) and _LENGTH.search(text[start:end]):
        if anchor and 0 <= anchor[0][0] - counted.end() < 3:
            end = anchor[-1][1]
        elif clause := _CLAUSE.match(text, counted.end()):
            end = clause.start() + len(clause.group().rstrip())
            anchor = ((clause.start(), end),)
    if end > found:
        dates = list(find(text, end, min(len(text), end + REACH)))
        if dates and _DATE_AFTER.match(text[end : dates[0][0]]):
            end = dates[0][1]
    return (start, end), anchor


def _with_times(text: str, span: Span) -> Span:
    """Words with all of each time expression that they hold a part of, or lead to ("in" | "2028")."""
    start, end = span
    bare = not _SIDE.match(text[start:end]) and not any(c.isdigit() for c in text[start:end])
    for low, high in find(text, max(0, start - REACH), min(len(text), end + REACH)):
        if overlap((low, high), span) or (bare and low - end == 1):
            start, end = min(start, low), max(end, high)
    return start, end - (text[end - 1] in ",;")
