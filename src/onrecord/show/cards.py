"""The lists beside the text as HTML: what is at stake, and the statements, in the same words as in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from onrecord.models import Article, Statement
from onrecord.show.labels import detail_words, frame, hidden_words, side_words, speaker_words
from onrecord.show.marked import Names
from onrecord.show.outline import Entry, Outline
from onrecord.show.stakes import Line, Section
from onrecord.show.visible import one_line


def card_list(article: Article, shown: Outline, names: Names) -> str:
    """Nested lists, one item a statement, and how many are not shown."""
    html = ["<ol>\n"] if shown.entries else ["<p>No statements found.</p>\n"]
    depth = -1
    for entry in shown.entries:
        if entry.depth > depth >= 0:
            html.append("<ol>\n")
        html += ["</li>\n"] if entry.depth == depth else []
        html += ["</li>\n</ol>\n"] * (depth - entry.depth) + ["</li>\n"] * (entry.depth < depth)
        depth = entry.depth
        html.append(_card(article, entry, names))
    if shown.entries:
        html.append("</li>\n</ol>\n" * (depth + 1))
    if shown.hidden:
        html.append(f'<p class="note">{hidden_words(shown.hidden)}.</p>\n')
    return "".join(html)


def stake_lists(stakes: Sequence[Section], name: str, level: int) -> str:
    """Conditions, what is due and plans, each a list under its heading.

    Args:
        name: Begins each id.
        level: Of the headings.
    """
    html = []
    for section in stakes:
        key = f"{name}-{section.title.lower()}"
        html.append(
            f'<section class="stakes" aria-labelledby="{key}">\n'
            f'<h{level} class="list-title" id="{key}">{escape(section.title)}</h{level}>\n'
        )
        html += ["<ul>\n", *map(_line, section.lines), "</ul>\n"] if section.lines else []
        if section.hidden:
            html.append(f'<p class="note">{section.hidden} unsure not shown.</p>\n')
        html.append("</section>\n")
    return "".join(html)


def _line(line: Line) -> str:
    head = f"<b>{escape(line.label)}</b>" + (f" · {escape(line.head)}" if line.head else "")
    doubt = f' · <span class="unsure">{escape(line.doubt)}</span>' if line.doubt else ""
    body = "".join(f'<p class="words">{escape(words)}</p>' for words in line.body)
    return f'<li><p class="meta">{head}{doubt}</p>{body}</li>\n'


def _card(article: Article, entry: Entry, names: Names) -> str:
    statement, number = entry.statement, entry.number
    side = side_words(statement)
    who = escape(speaker_words(article, statement))
    details = [_phrase(phrase) for phrase in detail_words(statement)]
    return (
        f'<li class="card {names.colour(entry)}" id="{names.card(number)}">'
        f'<p class="said-by"><a class="n {names.colour(entry)}" href="#{names.place(number)}" '
        f'aria-label="statement {number} in the text">{number}</a> {who}'
        f"{f' <span class=side>({escape(side)})</span>' if side else ''}</p>\n"
        f'<p class="meta">{" · ".join(details)}</p>\n{_frame(article, statement)}'
        f'<p class="words">{_words(article, statement.content)}</p>\n'
    )


def _phrase(phrase: str) -> str:
    shown = escape(phrase)
    return f'<span class="unsure">{shown}</span>' if "unsure" in phrase else shown


def _frame(article: Article, statement: Statement) -> str:
    tags = {"source": "b", "cue": "i", "": "span"}
    words = [f"<{tags[part]}>{escape(shown)}</{tags[part]}>" for part, shown in frame(article, statement)]
    return f'<p class="frame">{" ".join(words)}:</p>\n' if words else ""


def _words(article: Article, spans: Sequence[tuple[int, int]]) -> str:
    return escape(" … ".join(one_line(article.text[start:end]) for start, end in spans))
