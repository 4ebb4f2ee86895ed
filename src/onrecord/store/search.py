"""Finding again by words: statements, or articles as a whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.extract.meaning import meanings
from onrecord.store import schema
from onrecord.store.ask import LIMIT, Filter, Row, conditions_of, fetch
from onrecord.store.census import Census
from onrecord.store.nearness import nearest
from onrecord.store.words import RANKED, best, highlights, newest

NOTHING = Filter()
HELD = 20_000  # statements that hold some words and are looked at, those that were added last
MEANT = 500  # nearest statements that are looked at where a filter is asked of them
EXCERPT = 120  # characters shown on either side of the first hit in an article


@dataclass(frozen=True)
class Hits:
    """What a search found: a page of rows, and the keys of all that were ranked."""

    rows: list[Row]
    keys: list[int]  # of statements, best first; at most `words.RANKED`


def search_statements(connection: sa.Connection, query: str, wanted: Filter = NOTHING) -> Hits:
    """Statements whose words (or speaker) fit `query`, best first; `highlights` are spans of `content`.

    Args:
        wanted: What else they must be; its limit and offset choose the page.
    """
    keys = best(connection, schema.statement, query, conditions_of(connection, "statements", wanted))
    page = _page(keys, wanted)
    rows = fetch(connection, "statements", page)
    _add_highlights(connection, query, page, rows)
    return Hits(rows, keys)


def _add_highlights(connection: sa.Connection, query: str, page: list[int], rows: list[Row]) -> None:
    found = highlights(connection, "statement", "content", query, page)
    for n, row in zip(page, rows, strict=True):
        row["highlights"] = [list(span) for span in found.get(n, ())]


def search_newest(connection: sa.Connection, query: str, wanted: Filter, census: Census) -> Hits:
    """As `search_statements`, but newest first, and of all that fit among the `HELD` that were added last.

    For who types and wants to see something at once: only the statements of the page are looked up, and those that
    were added since the census was taken, which come before the others.
    """
    s = schema.statement
    asked = conditions_of(connection, "statements", wanted)
    held = newest(connection, s, query, HELD)
    last = int(census.n[-1]) if len(census.n) else 0
    fresh = [n for n in held if n > last]
    new = sa.select(s.c.n).where(s.c.n.in_(fresh[:RANKED]), *asked)
    known = census.newest(census.mask(connection, wanted) & census.of(held[len(fresh) :]))
    order = (s.c.published.desc(), s.c.n.desc())
    keys = [*(connection.scalars(new.order_by(*order)) if fresh else ()), *known]
    page = _page(keys, wanted)
    shown = sa.select(s.c.n).where(s.c.n.in_(page), s.c.state == schema.SHOWN)
    still = set(connection.scalars(shown))  # some may have been rejected since
    page = [n for n in page if n in still]
    rows = fetch(connection, "statements", page)
    _add_highlights(connection, query, page, rows)
    return Hits(rows, keys)


def search_meaning(connection: sa.Connection, query: str, wanted: Filter = NOTHING) -> Hits:
    """Statements that mean much the same as `query`, nearest first; `likeness` is the cosine of the two.

    Args:
        wanted: What else they must be. It is asked of the `MEANT` nearest, so that few may be left of a narrow one.

    Raises:
        UsageError: nothing to look for.
    """
    if not re.search(r"\w", query):
        raise UsageError(f"nothing to look for in {query!r}; give some words")
    asked = conditions_of(connection, "statements", wanted)
    narrow = wanted != replace(NOTHING, limit=wanted.limit, offset=wanted.offset)
    most = MEANT if narrow else (wanted.limit or MEANT) + wanted.offset
    near = nearest(connection, meanings([query])[0], most)
    likeness = {one.n: one.likeness for one in near}
    if narrow:
        s = schema.statement
        fitting = set(connection.scalars(sa.select(s.c.n).where(s.c.n.in_(list(likeness)), *asked)))
        likeness = {n: cosine for n, cosine in likeness.items() if n in fitting}
    page = _page(list(likeness), wanted)
    rows = fetch(connection, "statements", page)
    for n, row in zip(page, rows, strict=True):
        row["likeness"] = round(likeness[n], 3)
    return Hits(rows, list(likeness))


def _page(keys: list[int], wanted: Filter) -> list[int]:
    end = None if wanted.limit is None else wanted.offset + wanted.limit
    return keys[wanted.offset : end]


def search_articles(connection: sa.Connection, query: str, *, limit: int = LIMIT) -> list[Row]:
    """Articles whose title or text fits `query`, best first; of copies of one report the first is given.

    `excerpt` holds the words around the first hit, and `highlights` are spans of it.
    """
    ranked = best(connection, schema.version, query, [schema.version.c.current == 1])
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
