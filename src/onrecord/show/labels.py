"""The words that say who, for whom, how and when; the terminal and the page share them."""

from __future__ import annotations

from datetime import date

from onrecord.models import Article, Statement, words
from onrecord.show.outline import THRESHOLD, Outline, doubt
from onrecord.show.visible import one_line

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
BEGINNING = 60  # characters that stand for a title
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day_words(value: str | None) -> str | None:
    """An ISO date, month, year or span of days as a reader writes it; what is none stays as it is.

    >>> day_words("2031-03-03/2031-03-06")
    '3 March 2031 to 6 March 2031'
    >>> day_words("2031-03")
    'March 2031'
    """
    if not value:
        return None
    if "/" in value:
        return " to ".join(filter(None, map(day_words, value.split("/", 1))))
    parts = value.split("-")
    if not all(p.isascii() and p.isdigit() for p in parts) or len(parts) > 3:
        return value
    if len(parts) > 1 and not 1 <= int(parts[1]) <= 12:
        return value
    named = [parts[0], *(MONTHS[int(p) - 1] for p in parts[1:2]), *(str(int(p)) for p in parts[2:3])]
    return " ".join(reversed(named))


def weekday_words(day: date) -> str:
    """A day with its weekday, in English whatever the locale: 'Friday 7 March 2031'."""
    return f"{WEEKDAYS[day.weekday()]} {day_words(day.isoformat())}"


def title_words(article: Article) -> str:
    """The title; of an article without one how its text begins."""
    title = one_line(article.title or "")
    if title:
        return title
    start = one_line(article.text[: 2 * BEGINNING])
    cut = start if len(start) <= BEGINNING else start[:BEGINNING].rsplit(" ", 1)[0] + " …"
    return f"Untitled: {cut}"


def head_words(article: Article) -> list[str]:
    """Outlet and day of publication, those that are known."""
    day = weekday_words(article.published) if article.published else "no date of publication"
    credit = f"text from {one_line(article.credit)}" if article.credit else None
    byline = f"by {one_line(article.byline)}" if article.byline else None
    return [part for part in (one_line(article.outlet or ""), day, byline, credit) if part]


def speaker_words(article: Article, statement: Statement) -> str:
    """The speaker's name; for NIL the words of the source, and why nobody is known."""
    if statement.speaker:
        return one_line(statement.speaker)
    printed = one_line(words(article.text, statement.source))
    reason = one_line(statement.nil or "no reason given")
    return f"“{printed}”: not resolved: {reason}" if printed else f"no source named: {reason}"


def side_words(statement: Statement) -> str | None:
    """Side and type of the speaker: 'for Talland, person'; the side only where it is not the speaker."""
    side = one_line(statement.side) if statement.side and statement.side != statement.speaker else None
    kind = statement.speaker_type if statement.speaker else None
    return ", ".join(part for part in (side and f"for {side}", kind) if part) or None


def detail_words(statement: Statement) -> list[str]:
    """Act, kind, addressee, day and what is unsure, each a short phrase."""
    unsure = doubt(statement.confidence)
    phrases = (
        statement.act if statement.act_confidence >= THRESHOLD else None,
        statement.kind,
        f"to {one_line(statement.addressee)}" if statement.addressee else None,
        said_on_words(statement.said_on),
        speaker_doubt(statement),
        f"{unsure} ({statement.confidence:.0%})" if unsure else None,
    )
    return [phrase for phrase in phrases if phrase]


def said_on_words(value: str | None) -> str | None:
    """'on 7 March 2031', 'in March 2031', 'between 3 March 2031 and 6 March 2031'."""
    day = one_line(day_words(value) or "")
    if not value or not day:
        return None
    if "/" in value:
        return "between " + day.replace(" to ", " and ", 1)
    return f"on {day}" if value.count("-") == 2 else f"in {day}"


def speaker_doubt(statement: Statement) -> str | None:
    """A phrase where the speaker is named without being sure."""
    if statement.speaker and statement.speaker_confidence < THRESHOLD:
        return f"speaker unsure ({statement.speaker_confidence:.0%})"
    return None


def party(statement: Statement) -> str:
    """What statements are coloured by: the side, else the speaker; "" for NIL."""
    return statement.side or statement.speaker or ""


def count_words(shown: Outline) -> str:
    """How many statements by how many speakers."""
    number = len(shown.entries)
    speakers = len({e.statement.speaker for e in shown.entries if e.statement.speaker})
    if not number:
        return "no sure statements found" if shown.hidden else "no statements found"
    return f"{number} statement{'s' * (number > 1)} by {speakers} named speaker{'s' * (speakers != 1)}"


def hidden_words(hidden: int) -> str:
    """'3 unsure statements not shown'."""
    return f"{hidden} unsure statement{'s' * (hidden != 1)} not shown"


def frame(article: Article, statement: Statement) -> list[tuple[str, str]]:
    """Source and cue as printed, in the order of the text: part and words; what is left out is ("", "…")."""
    parts = [(span, "source") for span in statement.source] + [(span, "cue") for span in statement.cue]
    found: list[tuple[str, str]] = []
    before = None
    for (start, end), part in sorted(parts):
        if before is not None and article.text[before:start].strip():
            found.append(("", "…"))
        found.append((part, one_line(article.text[start:end])))
        before = end
    return found
