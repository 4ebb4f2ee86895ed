"""Finding again by words: statements, or articles as a whole."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.extract.meaning import meanings
from onrecord.store import schema
from onrecord.store.ask import LIMIT, Row, fetch
from onrecord.store.nearness import nearest
from onrecord.store.words import best, highlights

EXCERPT = 120  # characters shown on either side of the first hit in an article


def search_statements(connection: sa.Connection, query: str, *, limit: int = LIMIT) -> list[Row]:
    """Statements whose words (or speaker) fit `query`, best first; `highlights` are spans of `content`."""
    keys = best(connection, "statement", query, among="t.state = :state", values={"state": schema.SHOWN})[
        :limit
    ]
    rows = fetch(connection, "statements", keys)
    found = highlights(connection, "statement", "content", query, keys)
    for n, row in zip(keys, rows, strict=True):
        row["highlights"] = [list(span) for span in found.get(n, ())]
    return rows


def search_meaning(connection: sa.Connection, query: str, *, limit: int = LIMIT) -> list[Row]:
    """Statements that mean much the same as `query`, nearest first; `likeness` is the cosine of the two.

    Raises:
        UsageError: nothing to look for.
    """
    if not re.search(r"\w", query):
        raise UsageError(f"nothing to look for in {query!r}; give some words")
    near = nearest(connection, meanings([query])[0], limit)
    rows = fetch(connection, "statements", [one.n for one in near])
    for one, row in zip(near, rows, strict=True):
        row["likeness"] = round(one.likeness, 3)
    return rows


def search_articles(connection: sa.Connection, query: str, *, limit: int = LIMIT) -> list[Row]:
    """Articles whose title or text fits `query`, best first; of copies of one report the first is given.

    `excerpt` holds the words around the first hit, and `highlights` are spans of it.
    """
    ranked = best(connection, "version", query, among="t.current = :current", values={"current": 1})
    v, a, o = schema.version, schema.article, schema.outlet
    heads = sa.select(
        v.c.n, v.c.voice, v.c.title, v.c.published, v.c.text, a.c.id, a.c.url, o.c.name.label("outlet")
    ).select_from(v.join(a, a.c.n == v.c.article).outerjoin(o, o.c.n == a.c.outlet))
    found = {row.n: row for row in connection.execute(heads.where(v.c.n.in_(ranked[: 4 * limit])))}
    voices: dict[int, Row] = {}
    for n in ranked:
        if n not in found:
            continue
        row = found[n]
        if row.voice in voices:
            voices[row.voice]["carried_by"].append(row.outlet)
        elif len(voices) < limit:
            voices[row.voice] = {"n": n, "article": row.id, "outlet": row.outlet, "url": row.url,
                                 "published": row.published and row.published.isoformat(), "title": row.title,
                                 "carried_by": [row.outlet]}  # fmt: skip
    _add_excerpts(connection, query, voices, found)
    return list(voices.values())


def _add_excerpts(
    connection: sa.Connection, query: str, voices: dict[int, Row], found: dict[int, Any]
) -> None:
    places = highlights(connection, "version", "text", query, [row["n"] for row in voices.values()])
    for row in voices.values():
        n = row.pop("n")
        text, spans = found[n].text, places.get(n, [])
        first = spans[0][0] if spans else 0
        low, high = max(0, first - EXCERPT), first + EXCERPT
        row["excerpt"] = text[low:high]
        row["highlights"] = [[s - low, e - low] for s, e in spans if low <= s and e <= high]
