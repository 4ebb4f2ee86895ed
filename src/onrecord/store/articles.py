"""Articles and single entries as a reader looks at them: text, versions, who else carried it, what was said of it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.rows import row_of
from onrecord.store import schema
from onrecord.store.ask import LAYERS, LIMIT, Row, fetch
from onrecord.store.loading import article_of, entry_of
from onrecord.store.review import SPANS, find_entry, stamp

AROUND = 400  # characters shown on either side of an entry's words
SEEN = (schema.SHOWN, schema.COPY, schema.UNSURE)  # states of what stands in a text and nobody has rejected
_HEAD = ("title", "published", "byline", "credit", "language")


def look_at_article(connection: sa.Connection, id: str, number: int | None = None) -> Row:
    """An article with its text, its versions and the copies of it; of the last version, or of one by its number.

    `n` is the key of the version, for `places_of`; `outlet_ownership_by` and `_on` say whose judgement the class is.

    Raises:
        UsageError: there is no such article or version.
    """
    a, v, o = schema.article, schema.version, schema.outlet
    query = (
        sa.select(v, a.c.id.label("article"), a.c.url, a.c.source, o.c.name.label("outlet"), o.c.country,
                  o.c.ownership, o.c.ownership_by, o.c.ownership_on)
        .select_from(v.join(a, a.c.n == v.c.article).outerjoin(o, o.c.n == a.c.outlet))
        .where(a.c.id == id, v.c.current == 1 if number is None else v.c.number == number)
    )  # fmt: skip
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        which = f"no article {id!r}" if number is None else f"no version {number} of {id!r}"
        raise UsageError(f"{which} in the Record")
    names = ("n", "number", "current", "text", "url", "source", "outlet", "country", "ownership",
             "ownership_by", "ownership_on", "added_at", "reader", *_HEAD)  # fmt: skip
    row = {"id": id, **{name: _plain(found[name]) for name in names}}
    others = sa.select(v.c.number, v.c.title, v.c.added_at, v.c.current).join(a, a.c.n == v.c.article)
    row["versions"] = [
        dict(one) for one in connection.execute(others.where(a.c.id == id).order_by(v.c.number)).mappings()
    ]
    row["copies"] = _copies(connection, found["voice"], found["n"])
    return row


def _copies(connection: sa.Connection, voice: int | None, version: int) -> list[Row]:
    """The other articles that carry the same report, in the order of publication."""
    if voice is None:
        return []
    a, v, o = schema.article, schema.version, schema.outlet
    query = (
        sa.select(a.c.id, v.c.title, v.c.published, o.c.name.label("outlet"), o.c.ownership)
        .select_from(v.join(a, a.c.n == v.c.article).outerjoin(o, o.c.n == a.c.outlet))
        .where(v.c.voice == voice, v.c.n != version)
        .order_by(v.c.published.is_(None), v.c.published, v.c.n)
    )
    return [
        {name: _plain(value) for name, value in row.items()} for row in connection.execute(query).mappings()
    ]


def places_of(connection: sa.Connection, layer: str, version: int) -> list[tuple[int, str, dict[str, Any]]]:
    """Where the entries of a version stand, in the order of the text: key, state, and the spans of each part."""
    table = schema.ENTRIES[layer]
    parts = [part for part in SPANS[layer] if f"{part}_spans" in table.c]
    columns = [table.c[f"{part}_spans"] for part in parts]
    rows = connection.execute(
        sa.select(table.c.n, table.c.state, *columns).where(table.c.version == version).order_by(table.c.seq)
    ).all()
    found = [(row[0], row[1], dict(zip(parts, map(json.loads, row[2:]), strict=True))) for row in rows]
    if layer == "conditions":  # what is required has rows of its own
        r, c = schema.requirement, schema.condition
        spans = (
            sa.select(r.c.condition, r.c.span).join(c, c.c.n == r.c.condition).where(c.c.version == version)
        )
        required: dict[int, list[Any]] = {}
        for n, span in connection.execute(spans.order_by(r.c.n)):
            required.setdefault(n, []).append(json.loads(span))
        for n, _, places in found:
            places["requires"] = required.get(n, [])
    return found


def list_articles(
    connection: sa.Connection,
    *,
    outlet: str | None = None,
    since: date | None = None,
    until: date | None = None,
    limit: int = LIMIT,
    offset: int = 0,
) -> list[Row]:
    """Articles in their last version, newest first, with how many statements of each are shown."""
    a, v, o, s = schema.article, schema.version, schema.outlet, schema.statement
    said = sa.select(sa.func.count()).where(s.c.version == v.c.n, s.c.state.in_((schema.SHOWN, schema.COPY)))
    keys = sa.select(v.c.n).where(v.c.current == 1)
    if since:
        keys = keys.where(v.c.published >= since)
    if until:
        keys = keys.where(v.c.published <= until)
    if outlet:
        of = sa.select(a.c.n).join(o, o.c.n == a.c.outlet).where(sa.func.lower(o.c.name) == outlet.lower())
        keys = keys.where(v.c.article.in_(of))
    keys = keys.order_by(v.c.published.desc(), v.c.n.desc()).limit(limit).offset(offset)
    chosen = connection.scalars(keys).all()
    query = (
        sa.select(v.c.n, a.c.id, o.c.name.label("outlet"), o.c.country, o.c.ownership, a.c.url, v.c.published,
                  v.c.title, v.c.byline, v.c.credit, v.c.number.label("versions"),
                  said.scalar_subquery().label("statements"))
        .select_from(v.join(a, a.c.n == v.c.article).outerjoin(o, o.c.n == a.c.outlet))
        .where(v.c.n.in_(chosen))
    )  # fmt: skip
    rows = {row["n"]: row for row in connection.execute(query).mappings()}
    return [{name: _plain(rows[n][name]) for name in rows[n] if name != "n"} for n in chosen]


def look_at_entry(connection: sa.Connection, id: str) -> Row:
    """One entry with the words around it and what people said of it.

    Besides what `ask` gives: `layer`; `stamp`, to be given back with a correction; `around`, the text from `start`
    on, into which no offset counts (spans count into the whole text); `fields`, the entry as an edit takes it; and
    `corrections`.

    Raises:
        UsageError: there is none of that id.
    """
    layer, row = find_entry(connection, id)
    entry = entry_of(connection, layer, row)
    text = article_of(connection, row["version"]).text
    spans = [span for part in SPANS[layer] for span in getattr(entry, part)]
    low, high = _window(text, min(s for s, _ in spans), max(e for _, e in spans)) if spans else (0, 0)
    (found,) = fetch(connection, layer, [row["n"]])
    c = schema.correction
    said = sa.select(c.c.id, c.c.action, c.c.given_by, c.c.given_at, c.c.reason, c.c.undone_by, c.c.undone_at)
    corrections = connection.execute(said.where(c.c.entry == id).order_by(c.c.n)).mappings()
    return found | {
        "layer": layer,
        "stamp": stamp(row, entry),
        "start": low,
        "around": text[low:high],
        "fields": row_of(entry),
        "corrections": [dict(one) for one in corrections],
    }


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """The paragraphs around some words, at most `AROUND` characters more on either side, cut between words."""
    end = min(
        end, start + 20 * AROUND
    )  # of an entry that runs through a whole article its beginning is enough
    low = max(text.rfind("\n", 0, start) + 1, start - AROUND, 0)
    if 0 < low < start and text[low - 1] != "\n":
        low = min(text.find(" ", low, start) + 1 or low, start)
    high = text.find("\n", end)
    high = min(len(text) if high < 0 else high, end + AROUND)
    if end < high < len(text) and text[high] != "\n":
        high = max(text.rfind(" ", end, high), end)
    return low, high


def counts(connection: sa.Connection) -> dict[str, int]:
    """How many entries of each layer are shown, and how many articles there are."""
    v = schema.version
    found = {
        layer: connection.scalar(
            sa.select(sa.func.count()).select_from(chosen.table).where(chosen.table.c.state == schema.SHOWN)
        ) or 0
        for layer, chosen in LAYERS.items()
    }  # fmt: skip
    articles = connection.scalar(sa.select(sa.func.count()).select_from(v).where(v.c.current == 1)) or 0
    return {"articles": articles, **found}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
