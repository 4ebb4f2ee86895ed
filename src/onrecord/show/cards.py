"""The list of statements as HTML: the same words as in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from onrecord.models import Article, Statement
from onrecord.show.labels import detail_words, frame, hidden_words, side_words, speaker_words
from onrecord.show.marked import Names
from onrecord.show.outline import Entry, Outline
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
