"""Corrections: a person accepts, rejects or edits an entry; who and when is kept, and each can be undone.

A correction is anchored by the words that it is about, so that it holds for what newer weights read and for later
versions of the article, as long as the words stand there.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from onrecord.anchor import Quote, anchor, quote
from onrecord.errors import ChangedError, MalformedError, UsageError
from onrecord.models import Article, Condition, Plan, Statement, Timeline, digest
from onrecord.reading import ENTRIES
from onrecord.rows import entry_of as entry_from_row
from onrecord.rows import row_of
from onrecord.store import schema
from onrecord.store.loading import article_of, entry_of
from onrecord.store.pen import Pen, now
from onrecord.store.rows import dump
from onrecord.store.voices import settle

Entry = Statement | Condition | Timeline | Plan
# The spans by which an entry is found again.
MAIN = {"statements": "content", "conditions": "marker", "timelines": "text", "plans": "event"}
SPANS = {
    "statements": ("source", "cue", "content"),
    "conditions": ("outcome", "requires", "marker"),
    "timelines": ("text", "binds", "anchor_text"),
    "plans": ("event", "evidence", "mentions"),
}
REVIEWED = {"accept": "accepted", "reject": "rejected", "edit": "edited"}


def review(
    connection: sa.Connection,
    entry: str,
    action: str,
    *,
    by: str,
    changes: Mapping[Any, Any] | None = None,
    reason: str | None = None,
    seen: str | None = None,
) -> str:
    """Accept, reject or edit an entry.

    Args:
        entry: Its id.
        action: accept, reject or edit.
        by: Who says so.
        changes: For an edit: fields of the entry (as `to_dict` has them) with what they shall be.
        seen: The `stamp` of the entry as `by` saw it; what has changed since is not written over.

    Returns:
        The id of the correction, by which it can be undone.

    Raises:
        UsageError: no such entry or action, or an edit that makes no entry.
        ChangedError: it is not any more as `by` saw it.
    """
    if action not in REVIEWED:
        raise UsageError(f"no action {action!r}; there are {', '.join(REVIEWED)}")
    if bool(changes) != (action == "edit"):
        raise UsageError("an edit needs changes" if action == "edit" else f"{action} takes no changes")
    layer, row = find_entry(connection, entry)
    article = article_of(connection, row["version"])
    before = entry_of(connection, layer, row)
    if seen is not None and seen != stamp(row, before):
        raise ChangedError(f"{entry!r} was changed since you looked at it; look again")
    after = edited(layer, before, changes or {}, article.text)
    id = digest("correction", entry, by, secrets.token_hex(8))
    connection.execute(
        schema.correction.insert().values(
            id=id, article=article.id, layer=layer, entry=entry, action=action,
            before=dump(_snapshot(layer, before, article.text)), after=dump(_snapshot(layer, after, article.text)),
            given_by=by, given_at=now(), reason=reason,
        )
    )  # fmt: skip
    _put(Pen(connection), layer, row, after, article, REVIEWED[action])
    resettle(connection, row["version"])
    return id


def stamp(row: Mapping[Any, Any], entry: Entry) -> str:
    """A short hash of all that an entry says and of what people said of it; another one where either has changed."""
    return digest("stamp", dump(row_of(entry)), row["state"], row["reviewed"])


def undo(connection: sa.Connection, correction: str, *, by: str) -> None:
    """Take a correction back; what else was said of the entry holds on.

    Raises:
        UsageError: there is no such correction, or it has been undone.
    """
    c = schema.correction
    there = c.c.id == correction, c.c.undone_at.is_(None)
    entry = connection.scalar(sa.select(c.c.entry).where(*there))
    if entry is None:
        raise UsageError(f"no correction {correction!r} that is in force")
    connection.execute(sa.update(c).where(*there).values(undone_by=by, undone_at=now()))
    layer, row = find_entry(connection, entry)
    article = article_of(connection, row["version"])
    of_entry = sa.select(c).where(c.c.entry == entry)
    last = connection.execute(
        of_entry.where(c.c.undone_at.is_(None)).order_by(c.c.n.desc()).limit(1)
    ).mappings()
    first = connection.execute(of_entry.order_by(c.c.n).limit(1)).mappings()
    if (held := last.one_or_none()) is not None:
        shall, reviewed = _moved(layer, json.loads(held["after"]), article.text), REVIEWED[held["action"]]
    else:
        shall, reviewed = _moved(layer, json.loads(first.one()["before"]), article.text), None
    if shall is not None:
        _put(Pen(connection), layer, row, shall, article, reviewed)
    resettle(connection, row["version"])


def apply_corrections(pen: Pen, version: int, article: Article) -> None:
    """Make what people have said of an article hold for what was read from a version of it just now.

    Of several corrections of an entry the last one in force counts, since it says all that the entry shall be. One
    whose words are not in the text any more is kept, and changes nothing.
    """
    c = schema.correction
    rows = pen.connection.execute(
        sa.select(c).where(c.c.article == article.id, c.c.undone_at.is_(None)).order_by(c.c.n)
    ).mappings()
    last = {row["entry"]: row for row in rows}
    for correction in last.values():
        layer = correction["layer"]
        was = _moved(layer, json.loads(correction["before"]), article.text)
        shall = _moved(layer, json.loads(correction["after"]), article.text)
        if was is None or shall is None:
            continue
        row = _counterpart(pen.connection, layer, correction["entry"], was, version)
        if row is not None:
            _put(pen, layer, row, shall, article, REVIEWED[correction["action"]])
        elif correction["action"] != "reject":
            pen.entry(layer, version, article, shall, reviewed=REVIEWED[correction["action"]])


def edited(layer: str, entry: Entry, changes: Mapping[Any, Any], text: str) -> Entry:
    """An entry with changed fields.

    Raises:
        UsageError: a field that there is not or may not be changed, a value that it cannot have, or spans that are not
            in the text.
    """
    row = row_of(entry)
    if wrong := sorted(set(changes) - set(row) | set(changes) & {"id", "confidence"}):
        raise UsageError(f"{layer} have no {wrong[0]!r} that can be changed")
    try:
        made: Entry = entry_from_row(ENTRIES[layer], row | dict(changes), layer, len(text))
    except MalformedError as error:
        raise UsageError(error.args[0]) from None
    if isinstance(made, Condition) and len(made.of) not in (0, len(made.requires)):
        raise UsageError(
            f"`of` names {len(made.of)} who must act, and there are {len(made.requires)} `requires`"
        )
    return made


def _snapshot(layer: str, entry: Entry, text: str) -> dict[str, Any]:
    """An entry with the words of its spans, by which they are found in another text."""
    quotes = {part: [vars(quote(text, span)) for span in getattr(entry, part)] for part in SPANS[layer]}
    return row_of(entry) | {"quotes": quotes}


def _moved(layer: str, snapshot: Mapping[Any, Any], text: str) -> Entry | None:
    """The entry of a snapshot where its words stand in `text`; None where its main ones do not."""
    row = dict(snapshot)
    quotes = row.pop("quotes")
    for part in SPANS[layer]:
        places = zip(quotes[part], row[part], strict=True)
        found = [anchor(text, Quote(**words), (start, end)) for words, (start, end) in places]
        if part == MAIN[layer] and (not found or None in found):
            return None
        row[part] = [list(span) for span in found if span is not None]
    if layer == "conditions" and len(row["of"]) != len(row["requires"]):
        row["of"] = []  # a requirement is not in this text
    made: Entry = entry_from_row(ENTRIES[layer], row, layer, len(text))
    return made


def _counterpart(
    connection: sa.Connection, layer: str, id: str, was: Entry, version: int
) -> Mapping[Any, Any] | None:
    """The entry of a version that a corrected one has become: of its id, else of mostly the same words."""
    table = schema.ENTRIES[layer]
    rows = connection.execute(sa.select(table).where(table.c.version == version)).mappings().all()
    for row in rows:
        if row["id"] == id:
            return row
    spans = getattr(was, MAIN[layer])
    shares = [(_share(spans, json.loads(row[f"{MAIN[layer]}_spans"])), row) for row in rows]
    best = max(shares, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] > 0.5 else None


def _share(one: Sequence[Sequence[int]], other: Sequence[Sequence[int]]) -> float:
    """Characters that two lists of spans have in common, of those that either has."""
    a = {i for start, end in one for i in range(start, end)}
    b = {i for start, end in other for i in range(start, end)}
    return len(a & b) / len(a | b) if a | b else 0.0


def find_entry(connection: sa.Connection, entry: str) -> tuple[str, Mapping[Any, Any]]:
    """The layer of the entry of an id, and its row there.

    Raises:
        UsageError: there is none.
    """
    for layer, table in schema.ENTRIES.items():
        row = connection.execute(sa.select(table).where(table.c.id == entry)).mappings().one_or_none()
        if row is not None:
            return layer, row
    raise UsageError(f"no entry {entry!r} in the Record")


def _put(
    pen: Pen, layer: str, row: Mapping[Any, Any], entry: Entry, article: Article, reviewed: str | None
) -> None:
    """Write an entry over the row that it has; its id stays, whatever its spans have become."""
    pen.rewrite(layer, row, replace(entry, id=row["id"]), article, reviewed=reviewed)


def resettle(connection: sa.Connection, version: int) -> None:
    """Set the voice of a version anew after its entries changed."""
    voice = connection.scalar(sa.select(schema.version.c.voice).where(schema.version.c.n == version))
    if voice is not None:
        settle(connection, voice)


def list_corrections(
    connection: sa.Connection, *, article: str | None = None, limit: int | None = None, offset: int = 0
) -> list[dict[str, Any]]:
    """The corrections that people have made, newest first, with who, when and why."""
    c = schema.correction
    chosen = sa.select(
        c.c.id, c.c.given_at, c.c.given_by, c.c.action, c.c.layer, c.c.entry, c.c.article, c.c.reason,
        c.c.undone_at, c.c.undone_by,
    ).order_by(c.c.n.desc())  # fmt: skip
    if article is not None:
        chosen = chosen.where(c.c.article == article)
    return [dict(row) for row in connection.execute(chosen.limit(limit).offset(offset)).mappings()]
