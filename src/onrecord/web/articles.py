"""The page of one article: its text with every entry in place, and the record of it beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from onrecord.models import Span
from onrecord.show.page import COLOURS
from onrecord.store import schema
from onrecord.store.articles import SEEN, look_at_article, places_of
from onrecord.store.ask import Row, fetch
from onrecord.store.review import MAIN
from onrecord.web.filters import number_of, text_of
from onrecord.web.marks import Mark, mark_text, parts
from onrecord.web.pages import site_of
from onrecord.web.problems import MissingError, found

router = APIRouter(include_in_schema=False)
LETTER = {"statements": "s", "conditions": "c", "timelines": "t", "plans": "p"}
# Parts that are not marked: the sentence that a plan rests on, its other mentions, what a time is counted from.
UNMARKED = {"evidence", "mentions", "anchor_text"}
MOST = 1500  # entries of a layer on one page


@router.get("/articles/{article}")
def article_page(request: Request, article: str) -> Response:
    """The text, with what was read from it."""
    site = site_of(request)
    visitor = site.door.need(request, "reader")
    query = request.query_params
    number = number_of(query, "version", most=1_000_000) or None
    unsure = query.get("unsure") == "1"
    with site.reading() as connection:
        head = found(lambda: look_at_article(connection, article, number))
        states: tuple[str, ...] = SEEN if unsure else SEEN[:2]
        if not head["current"]:
            states = (schema.OLD,)
        places = {layer: places_of(connection, layer, head["n"]) for layer in LETTER}
        pages = parts(head["text"])
        page = _page_of(connection, request, places, pages)
        entries, marks, left_out = _entries(connection, places, pages[page - 1], states)
        hidden = sum(state == schema.UNSURE for some in places.values() for _, state, _ in some)
    _nest(entries["statements"])
    paragraphs = mark_text(head["text"], pages[page - 1], _deepened(marks, entries["statements"]))
    by_key = {row["key"]: row for rows in entries.values() for row in rows}
    here = next((key for key, row in by_key.items() if row["id"] == text_of(query, "entry")), None)
    return site.page(
        request, "article.html", visitor, article=head, paragraphs=paragraphs, entries=entries, by_key=by_key,
        colours=colours(entries["statements"]), page=page, pages=len(pages), hidden=hidden, unsure=unsure,
        left_out=left_out, here=here,
    )  # fmt: skip


def _page_of(
    connection: sa.Connection, request: Request, places: Mapping[str, Sequence[Any]], pages: Sequence[Span]
) -> int:
    """Which part of the text is wanted: the one asked for, or that of an entry."""
    if entry := text_of(request.query_params, "entry"):
        for layer, table in schema.ENTRIES.items():
            n = connection.scalar(sa.select(table.c.n).where(table.c.id == entry))
            for key, _, spans in places[layer]:
                if key == n:
                    at = _start(layer, spans)
                    return next((i for i, (low, high) in enumerate(pages, 1) if low <= at < high), 1)
    page = number_of(request.query_params, "page", most=1_000_000, default=1) or 1
    if page > len(pages):
        raise MissingError(f"the text has {len(pages)} pages, and no page {page}")
    return page


def _start(layer: str, spans: Mapping[str, Sequence[Sequence[int]]]) -> int:
    """Where an entry stands: at its main words, else at the first of any."""
    chosen = spans[MAIN[layer]] or [span for some in spans.values() for span in some]
    return min((span[0] for span in chosen), default=0)


def _entries(
    connection: sa.Connection, places: Mapping[str, Sequence[Any]], span: Span, states: Sequence[str]
) -> tuple[dict[str, list[Row]], list[Mark], int]:
    """The entries of a part of the text, each with the name that it has on the page; where their words stand; how
    many more there are.
    """
    low, high = span
    entries: dict[str, list[Row]] = {}
    marks: list[Mark] = []
    left_out = 0
    for layer, letter in LETTER.items():
        seen = [one for one in places[layer] if one[1] in states]
        named = {n: f"{letter}{i}" for i, (n, _, _) in enumerate(seen, start=1)}
        mine = [(n, spans) for n, _, spans in seen if low <= _start(layer, spans) < high]
        left_out += max(len(mine) - MOST, 0)
        mine = mine[:MOST]
        rows = fetch(connection, layer, [n for n, _ in mine])
        entries[layer] = [
            row | {"key": named[n], "layer": layer} for (n, _), row in zip(mine, rows, strict=True)
        ]
        marks += [
            Mark(s, e, named[n], part)
            for n, spans in mine for part, some in spans.items() if part not in UNMARKED for s, e in some
        ]  # fmt: skip
    return entries, marks, left_out


def _nest(statements: Sequence[Row]) -> None:
    """Set how deep each statement stands in others, and the key of the next one outside."""
    by_id = {row["id"]: row for row in statements}
    for row in statements:
        outer = by_id.get(row["within"])
        row["outer"] = outer["key"] if outer else None
        depth, met = 0, {row["id"]}
        while outer is not None and outer["id"] not in met:
            met.add(outer["id"])
            depth += 1
            outer = by_id.get(outer["within"])
        row["depth"] = depth


def _deepened(marks: Sequence[Mark], statements: Sequence[Row]) -> list[Mark]:
    depths = {row["key"]: row["depth"] for row in statements}
    return [Mark(m.start, m.end, m.entry, m.part, depths.get(m.entry, 0)) for m in marks]


def colours(statements: Sequence[Row]) -> dict[str, str]:
    """A class for each side, or speaker without side, in the order of the text."""
    parties = dict.fromkeys(row["side"] or row["speaker"] or "" for row in statements)
    parties.pop("", None)
    return {name: f"k{i % COLOURS}" for i, name in enumerate(parties)}
