"""The record of one article for a terminal, to be skimmed: what is demanded, due and planned; who said what."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from onrecord.models import Article, Statement
from onrecord.reading import Reading
from onrecord.show.labels import (
    count_words,
    detail_words,
    frame,
    head_words,
    hidden_words,
    party,
    side_words,
    speaker_words,
    title_words,
)
from onrecord.show.outline import THRESHOLD, Outline, outline
from onrecord.show.stakes import Section, sections
from onrecord.show.visible import one_line

MARGIN = 4  # columns for the number
INDENT = 3  # columns for each level of nesting
DEEPEST = 6  # levels that are indented: beyond it a line would have no room left
NARROWEST = 20  # columns: words stay readable in a window of a few columns, the lines run over its edge
# Of the 16 colours that every terminal has and its user has chosen; red and yellow are for trouble.
COLOURS = ("cyan", "green", "magenta", "blue", "bright_cyan", "bright_green", "bright_magenta", "bright_blue")


def print_reading(console: Console, reading: Reading, *, threshold: float = THRESHOLD) -> None:
    """Print an article's head, what is at stake in it, and its statements.

    Args:
        console: Decides about width and colours; text is never read as rich markup.
        threshold: Statements with less confidence are counted and not printed; 0 prints all.
    """
    shown = outline(reading.statements, threshold)
    for line in _head(reading, shown):
        _print(console, line)
    colours = side_colours(shown)
    found = sections(reading.article, reading.conditions, reading.timelines, reading.plans, threshold)
    for section in found:
        _print_section(console, section)
    if found and shown.entries:
        console.print()
        _print(console, Text("Statements", "bold underline"))
    for entry in shown.entries:
        indent = min(entry.depth, DEEPEST) * INDENT + MARGIN
        number = Text(f"{entry.number} ".rjust(indent), "dim")
        console.print()
        _print(console, _who(reading.article, entry.statement, colours), number)
        _print(console, _said(reading.article, entry.statement), Text(" " * indent))
    console.print()
    if shown.hidden:
        _print(
            console,
            Text(
                f"{hidden_words(shown.hidden)}; --all shows {'it' if shown.hidden == 1 else 'them'}", "yellow"
            ),
        )
        console.print()


def _print_section(console: Console, section: Section) -> None:
    """A title, and each entry: label and who, then what, indented."""
    console.print()
    _print(console, Text(section.title, "bold underline"))
    for entry in section.lines:
        head = Text(entry.label, "bold")
        if entry.head:
            head.append(f" · {entry.head}")
        if entry.doubt:
            head.append(f" · {entry.doubt}", "yellow")
        _print(console, head, Text("  "))
        for line in entry.body:
            _print(console, Text(line), Text(" " * MARGIN))
    if section.hidden:
        _print(console, Text(f"{section.hidden} unsure not shown", "yellow"), Text("  "))


def _print(console: Console, line: Text, margin: Text | None = None) -> None:
    """`line` wrapped to the console's width, its first line after `margin`, the others as far in."""
    margin = margin or Text()
    room = max(console.width - len(margin), NARROWEST)
    for wrapped in line.wrap(console, room, overflow="fold"):
        wrapped.rstrip()
        console.print(margin + wrapped, soft_wrap=True, highlight=False)
        margin = Text(" " * len(margin))


def side_colours(shown: Outline) -> dict[str, str]:
    """A colour for each side: by order of appearance, so that few sides never share one."""
    sides = dict.fromkeys(party(entry.statement) for entry in shown.entries)
    sides.pop("", None)
    return {side: COLOURS[i % len(COLOURS)] for i, side in enumerate(sides)}


def _head(reading: Reading, shown: Outline) -> Iterator[Text]:
    article = reading.article
    yield Text(title_words(article), "bold")
    yield Text(" · ".join(head_words(article)), "dim")
    if article.url:
        yield Text(one_line(article.url), "dim")
    yield Text(count_words(shown), "dim")


def _who(article: Article, statement: Statement, colours: dict[str, str]) -> Text:
    colour = colours.get(party(statement), "") if statement.speaker else "yellow"
    line = Text(speaker_words(article, statement), f"bold {colour}".strip())
    if side := side_words(statement):
        line.append(f" ({side})", colour)
    for phrase in detail_words(statement):
        line.append(" · ", "dim")
        line.append(phrase, "yellow" if "unsure" in phrase else "dim")
    return line


def _said(article: Article, statement: Statement) -> Text:
    line = Text()
    styles = {"source": "dim", "cue": "dim italic", "": "dim"}
    for part, printed in frame(article, statement):
        line.append(f" {printed}" if line else printed, styles[part])
    if line:
        line.append(": ", "dim")
    contents = [one_line(article.text[start:end]) for start, end in statement.content]
    line.append(" … ".join(contents) or "(no words)")
    return line
