"""Articles as one HTML page that needs nothing else: statements in place, and listed beside it.

No script and no request: hovering and focus work by style sheet alone, and the page forbids all else
itself (Content-Security-Policy). All foreign text is escaped by `_text`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from onrecord.models import Article, digest
from onrecord.show.cards import card_list, stake_lists
from onrecord.show.labels import count_words, head_words, party, title_words
from onrecord.show.marked import Names, marked_text
from onrecord.show.outline import THRESHOLD, Outline, outline
from onrecord.show.stakes import sections
from onrecord.show.visible import one_line

if TYPE_CHECKING:
    from onrecord.reading import Reading

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
KEYS = 12  # sides in the legend; a text with more has a list of statements that names them
COLOURS = 8  # --k0 to --k7 of the style sheet


@cache
def style() -> str:
    """The style sheet."""
    return files("onrecord.show").joinpath("page.css").read_text("utf-8")


def page(readings: Iterable[Reading], *, threshold: float = THRESHOLD) -> str:
    """One page with all of `readings`, one after another.

    Args:
        threshold: Statements with less confidence are counted and left out; 0 shows all.
    """
    given = list(readings)
    names = [f"a{i}" for i in range(1, len(given) + 1)]
    reports = [report(reading, name, threshold) for name, reading in zip(names, given, strict=True)]
    title = title_words(given[0].article) if len(given) == 1 else f"{len(given)} articles"
    language = given[0].article.language if given else None
    contents = _contents(names, [reading.article for reading in given]) if len(given) > 1 else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{_text(language or "en")}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{_text(title)} – on the record</title>\n"
        f"<style>body {{ margin: 0; }}\n{style()}</style>\n</head>\n"
        f'<body class="onrecord">\n{contents}<main>\n{"".join(reports)}</main>\n</body>\n</html>\n'
    )


def fragment(reading: Reading, *, threshold: float = THRESHOLD) -> str:
    """HTML for a notebook cell: the style sheet and one report, with ids that no other article has."""
    name = "o" + digest(reading.article.id, reading.article.text)[:8]
    body = report(reading, name, threshold, level=2)
    return f'<div class="onrecord"><style>{style()}</style>{body}</div>'


def report(reading: Reading, name: str, threshold: float, *, level: int = 1) -> str:
    """One article as `<article>`: head, text with statements marked, what is at stake, list of statements.

    Args:
        name: Begins each id; different for each article of a page.
        level: Of the title's heading.
    """
    article, shown = reading.article, outline(reading.statements, threshold)
    names = Names(name, side_classes(shown))
    stakes = sections(article, reading.conditions, reading.timelines, reading.plans, threshold)
    return (
        f'<article class="report" id="{name}" aria-labelledby="{name}-title">\n<header class="head">\n'
        f'<h{level} class="title" id="{name}-title">{escape(title_words(article))}</h{level}>\n'
        f"<p>{_text(' · '.join(head_words(article)))}</p>\n{_address(article)}"
        f"<p>{count_words(shown)}</p>\n{_legend(names)}</header>\n"
        f'<div class="columns">\n<div class="text">\n{marked_text(article, shown, names)}</div>\n'
        f"<div>\n{stake_lists(stakes, name, level + 1)}"
        f'<section class="statements" aria-labelledby="{name}-list">\n'
        f'<h{level + 1} class="list-title" id="{name}-list">Statements</h{level + 1}>\n'
        f"{card_list(article, shown, names)}</section>\n</div>\n</div>\n</article>\n"
    )


def side_classes(shown: Outline) -> dict[str, str]:
    """A colour's class for each side, or speaker without side, in order of appearance."""
    parties = dict.fromkeys(party(entry.statement) for entry in shown.entries)
    parties.pop("", None)
    return {side: f"k{i % COLOURS}" for i, side in enumerate(parties)}


def _text(words: str) -> str:
    return escape(one_line(words))


def _address(article: Article) -> str:
    if not article.url:
        return ""
    shown = _text(article.url)
    try:
        safe = urlsplit(article.url).scheme in ("http", "https")
    except ValueError:
        safe = False
    link = f'<a href="{shown}" rel="noopener noreferrer nofollow">{shown}</a>' if safe else shown
    return f"<p>{link}</p>\n"


def _legend(names: Names) -> str:
    if not names.classes:
        return ""
    shown = islice(names.classes.items(), KEYS)
    keys = "".join(f'<span class="key {colour}">{_text(side)}</span>' for side, colour in shown)
    return (
        f'<p class="legend">{keys} <b>Bold</b>: who says it. <i>Italic</i>: how. '
        "Tinted: what is said; underlined where it stands within another statement.</p>\n"
    )


def _contents(names: Sequence[str], articles: Sequence[Article]) -> str:
    rows = ""
    for name, article in zip(names, articles, strict=True):
        link = f'<a href="#{name}">{escape(title_words(article))}</a>'
        rows += f"<li>{link} – {_text(' · '.join(head_words(article)))}</li>\n"
    return f'<nav class="contents" aria-label="Articles">\n<ol>\n{rows}</ol>\n</nav>\n'
