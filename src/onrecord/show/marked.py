"""The article's text as HTML paragraphs with its statements marked in place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from onrecord.models import Article
from onrecord.show.labels import detail_words, party, side_words, speaker_words
from onrecord.show.outline import Entry, Outline, doubt
from onrecord.show.segments import Segment, cut
from onrecord.show.visible import visible

_BLANK = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True)
class Names:
    """How the ids and classes of one report are called."""

    prefix: str
    classes: dict[str, str]  # colour of each side

    def colour(self, entry: Entry) -> str:
        """The class of the entry's side; `kx` where it has none."""
        return self.classes.get(party(entry.statement), "kx")

    def card(self, number: int) -> str:
        """Id of the statement in the list."""
        return f"{self.prefix}-s{number}"

    def place(self, number: int) -> str:
        """Id of the statement's place in the text."""
        return f"{self.prefix}-t{number}"


def marked_text(article: Article, shown: Outline, names: Names) -> str:
    """Paragraphs of the text; each statement's number stands before its cue and links to the list."""
    text = article.text
    tips = {entry.number: _tip(article, entry) for entry in shown.entries}
    places: dict[int, list[Entry]] = {}
    for entry in shown.entries:
        places.setdefault(_place(entry, len(text)), []).append(entry)
    html = []
    segments = iter(cut(len(text), shown.entries))
    segment = next(segments, None)
    for start, end in paragraphs(text):
        html.append("<p>")
        while segment and segment.start < end:
            low, high = max(segment.start, start), min(segment.end, end)
            if low < high:
                for entry in places.pop(segment.start, ()) if low == segment.start else ():
                    html.append(_number(entry, names, tips))
                html.append(_stretch(text[low:high], segment, names, tips))
            if segment.end > end:
                break
            segment = next(segments, None)
        html.append("</p>\n")
    return "".join(html)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where the paragraphs of a text stand, empty ones left out; blank lines part them."""
    start = 0
    for blank in _BLANK.finditer(text):
        if text[start : blank.start()].strip():
            yield start, blank.start()
        start = blank.end()
    if text[start:].strip():
        yield start, len(text)


def _place(entry: Entry, length: int) -> int:
    statement = entry.statement
    spans = statement.cue or statement.content or statement.source
    return min(max(spans[0][0], 0), length) if spans else 0


def _number(entry: Entry, names: Names, tips: dict[int, str]) -> str:
    number = entry.number
    return (
        f'<a class="n {names.colour(entry)}" id="{names.place(number)}" href="#{names.card(number)}" '
        f'aria-label="statement {number}" data-tip="{tips[number]}">{number}</a>'
    )


def _stretch(words: str, segment: Segment, names: Names, tips: dict[int, str]) -> str:
    shown = escape(visible(words))
    if not segment.parts:
        return shown
    innermost = segment.innermost
    entry = innermost[0][0]
    classes = ["g", names.colour(entry), *dict.fromkeys(part for _, part in innermost)]
    if len({found.number for found, _ in segment.parts}) > len({found.number for found, _ in innermost}):
        classes.append("inner")
    tip = "\n\n".join(dict.fromkeys(tips[found.number] for found, _ in innermost))
    return f'<span class="{" ".join(classes)}" data-tip="{tip}">{shown}</span>'


def _tip(article: Article, entry: Entry) -> str:
    lines = [f"{entry.number}  {speaker_words(article, entry.statement)}"]
    if side := side_words(entry.statement):
        lines.append(side)
    lines.append(" · ".join(detail_words(entry.statement)))
    if not doubt(entry.statement.confidence):  # else it is among the details
        lines.append(f"confidence {entry.statement.confidence:.0%}")
    if entry.parent:
        lines.append(f"within statement {entry.parent}")
    return escape("\n".join(lines)).replace("\n", "&#10;")
