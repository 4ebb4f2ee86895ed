"""Waivers by their words: "no preconditions for X", "X without preconditions".

They are too rare in the labelled reports (7) for a network to learn, and of fixed form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.models import Article, Condition, Span, digest, overlap
from onrecord.stakes.carriers import Carriers

SURE = 0.65  # of those that these words found in train, two of three were labelled
# "No conditions" alone may be of health or weather: it must go on, or be set or attached.
_NONE = re.compile(
    r"(?i)\bno (?:prior |pre-?)?conditions?\b(?= (?:for|to|on|are|were|is|was|had|have|would|will|attached|at all)\b)"
)
_WITHOUT = re.compile(
    r"(?i)\bwithout (?:any |setting |setting any |posing )?(?:prior conditions?|pre-?conditions?)\b"
)
_FOR = re.compile(r"(?: (?:\w+ ){0,4}?(?:for|to|on) )([^.,;:“”\n—]{4,80})")
_BEFORE = re.compile(r"(?:\b(?:to|would|will|can|could|must|may|should|for|in) )((?:[\w’'-]+ ){1,12})$")


def waivers(article: Article, carriers: Carriers, there: Sequence[Condition]) -> Iterator[Condition]:
    """Waivers that no condition read so far covers as surely, in the order of the text."""
    text = article.text
    for pattern in (_NONE, _WITHOUT):
        for found in pattern.finditer(text):
            marker = found.span()
            if any(one.confidence >= SURE and covers(one, marker) for one in there):
                continue
            outcome = _outcome(text, marker, after=pattern is _NONE)
            if outcome is None:
                continue
            statement = carriers.touching(marker)
            yield Condition(
                id=digest(article.version, "condition", marker),
                kind="waiver",
                outcome=(outcome,),
                requires=(),
                marker=(marker,),
                confidence=SURE,
                statement=statement.id if statement else None,
                by=statement.speaker if statement else None,
                side=statement.side if statement else None,
            )


def covers(one: Condition, marker: Span) -> bool:
    """Whether a condition holds some words."""
    return any(overlap(marker, span) for span in (*one.outcome, *one.requires, *one.marker))


def _outcome(text: str, marker: Span, *, after: bool) -> Span | None:
    """The words of what is open without a condition."""
    start, end = marker
    if after and (told := _FOR.match(text, end)):
        return (told.start(1), told.start(1) + len(told.group(1).rstrip()))
    sentence = max(text.rfind(stop, 0, start) for stop in (". ", "\n", "“", "” ")) + 1
    before = _BEFORE.search(text[sentence:start])
    if before is None:
        return None
    low = sentence + before.start(1)
    return (low, low + len(before.group(1).rstrip()))


NOTHING = re.compile(r"(?i)(?:any |setting |prior )*pre-?conditions?")


def waives(text: str, marker: Span, requires: Sequence[Span]) -> bool:
    """Whether what is required is only that there be no preconditions."""
    return text[marker[0] : marker[1]].lower() == "without" and all(
        NOTHING.fullmatch(text[start:end].strip()) for start, end in requires
    )
