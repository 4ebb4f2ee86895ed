"""To which agencies an article owes its text, by its head, its dateline and the lines at its ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from onrecord.models import Article, Span
from onrecord.resolve.cites import named
from onrecord.resolve.outlets import outlet_of

Where = Literal["credit", "byline", "dateline", "footer"]

HEAD, FOOT = 3, 4  # lines at the start and end of a text in which a credit may stand
LINE = 240  # characters of such a line
# The dash must follow, or else it is a share's code or an aside: "KABUL (Reuters) - ", "BEIJING, Jan. 3 (Xinhua) --".
_DATELINE = re.compile(r"^[^\n()]{0,60}\(([^()\n]{2,40})\)\s*[-–—]")
_PART = re.compile(
    r"\b(?:contributed to this|contributing|additional reporting|with (?:reporting|files|inputs?|information|material)|"
    r"from agency|and agenc|with)\b",
    re.I,
)
_WHOLE = re.compile(
    r"^\W*(?:©|\(c\)|copyright|source:?|reporting by|by|from|credit:?|via)?[\s\d©,:()-]*(?:the )?$", re.I
)
_AFTER = re.compile(
    r"^[\s\d.,)\]-]*(?:all rights reserved\b.*|news(?: agency)?|staff|via \w+)?[\s.,)\]-]*$", re.I
)
_LABEL = re.compile(r"^\W*(?:source|credit|by|©|copyright|from)\b[:\s\d]*", re.I)


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency or outlet to which an article says it owes its text."""

    name: str
    span: Span | None  # the name in the text; None where the article's head gives it
    where: Where
    whole: bool  # all of the text; else what was contributed is not known


def credits_of(article: Article) -> tuple[Credit, ...]:
    """All credits, those of the whole text first; an outlet does not credit itself, and each name counts once.

    >>> [credit.name for credit in credits_of(Article("KORR (Reuters) - The sluices stay shut.", outlet="Daily Post"))]
    ['Reuters']
    """
    found = dict[str, Credit]()
    for credit in sorted(_all(article), key=lambda credit: not credit.whole):
        if not same_outlet(credit.name, article.outlet):
            found.setdefault(credit.name, credit)
    return tuple(found.values())


def same_outlet(one: str | None, other: str | None) -> bool:
    """Whether two names are one outlet's; a Times means itself when it writes "The Times"."""
    if not one or not other:
        return False
    if one == "The Times" and other.endswith("Times"):
        return True
    first, second = outlet_of(one), outlet_of(other)
    return first == second if first and second else one.casefold() == other.casefold()


def _all(article: Article) -> Iterator[Credit]:
    if article.credit and article.credit.strip():
        names = [name for name, _ in named(article.credit)] or [_LABEL.sub("", article.credit).strip()]
        yield from (Credit(name, None, "credit", True) for name in names if name)
    if article.byline:
        whole = not re.search(r"\b(?:and|with|staff)\b|&", article.byline)
        yield from (Credit(name, None, "byline", whole) for name, _ in named(article.byline))
    yield from _in_text(article.text)


def _in_text(text: str) -> Iterator[Credit]:
    lines = [(line.start(), line[0]) for line in re.finditer(r"[^\n]+", text) if line[0].strip()]
    for start, line in lines[:HEAD]:
        if dateline := _DATELINE.match(line):
            for name, (first, last) in named(dateline[1]):
                at = start + dateline.start(1)
                yield Credit(name, (at + first, at + last), "dateline", True)
    ends = [pair for number, pair in enumerate(lines) if number < HEAD or number >= len(lines) - FOOT]
    for start, line in ends:
        if len(line) <= LINE:
            yield from _in_line(start, line)


def _in_line(start: int, line: str) -> Iterator[Credit]:
    """A line that is a credit and nothing else, or one that says what an agency contributed."""
    names = list(named(line))
    part = _PART.search(line)
    for name, (first, last) in names:
        span = (start + first, start + last)
        if len(names) == 1 and _WHOLE.match(line[:first]) and _AFTER.match(line[last:]):
            yield Credit(name, span, "footer", True)
        elif part and _contributed(line, first, last):
            yield Credit(name, span, "footer", False)


def _contributed(line: str, first: int, last: int) -> bool:
    return bool(
        re.search(r"\bcontributed to this (?:report|story|article|dispatch)\b", line[last:])
        or re.search(
            r"(?:additional reporting (?:by|from)|with (?:reporting|files|inputs?|information|material) (?:by|from)|"
            r"^\W*with)\s+(?:[\w’'. ,/-]{0,60}(?:,| and |/) ?)?(?:the )?$",
            line[:first],
            re.I,
        )
    )
