"""Questions to the Record: entries of a layer, chosen by who, whom, what, where and when; newest first."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Literal, get_args, get_origin, get_type_hints

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.models import PLOVER
from onrecord.reading import ENTRIES
from onrecord.resolve.chain import Link, Path, reprinted
from onrecord.store import schema
from onrecord.store.issues import find_issues
from onrecord.store.names import main_actors
from onrecord.store.words import matching

LIMIT = 100
RECENT = 3000  # entries among which the least sure are looked for
Row = dict[str, Any]


@dataclass(frozen=True)
class Filter:
    """Which entries are wanted; what is None is not asked for."""

    speaker: str | None = (
        None  # a name, an alias or an actor's id; for conditions and timelines who sets them
    )
    side: str | None = None
    addressee: str | None = None
    of: str | None = None  # conditions: who must act
    participant: str | None = None  # plans
    act: str | None = None
    kind: str | None = None
    type: str | None = None  # plans
    status: str | None = None  # plans
    outlet: str | None = None
    ownership: str | None = None  # class of the outlet's ownership
    article: str | None = None
    since: date | None = None  # days of publication, both included
    until: date | None = None
    about: str | None = None  # words that it holds, as in `search`
    issue: str | None = None  # an issue's id or label, or words that mean it; see `store.issues`
    everything: bool = False  # what is unsure, old, rejected and copied too
    limit: int | None = LIMIT
    offset: int = 0  # how many of the first are left out


@dataclass(frozen=True)
class Layer:
    """How the questions to one layer are put."""

    table: sa.Table
    by: str | None  # column of who is responsible
    words: tuple[str, ...]  # columns that `about` looks into, where there is no index of words
    takes: frozenset[str]  # filters that make sense


_ALL = frozenset(
    {"outlet", "ownership", "article", "since", "until", "about", "issue", "everything", "limit", "offset"}
)
LAYERS = {
    "statements": Layer(
        schema.statement, "speaker", (), _ALL | {"speaker", "side", "addressee", "act", "kind"}
    ),
    "conditions": Layer(
        schema.condition, "by", ("outcome", "marker"), _ALL | {"speaker", "side", "of", "kind"}
    ),
    "timelines": Layer(schema.timeline, "by", ("text", "binds"), _ALL | {"speaker", "side", "kind"}),
    "plans": Layer(
        schema.plan, None, ("event", "evidence"), _ALL | {"participant", "type", "status"}
    ),
}  # fmt: skip


def ask(connection: sa.Connection, layer: str, wanted: Filter) -> list[Row]:
    """The entries of a layer that `wanted` lets through, newest first.

    Raises:
        UsageError: there is no such layer, or it has not what a filter asks for.
    """
    chosen = layer_of(layer, wanted)
    table = chosen.table
    keys = sa.select(table.c.n)
    for condition in conditions_of(connection, layer, wanted):
        keys = keys.where(condition)
    order = (table.c.published.desc(), table.c.n.desc())
    return _some(connection, layer, keys.order_by(*order), wanted)


def least_sure(connection: sa.Connection, layer: str, wanted: Filter) -> list[Row]:
    """Of the `RECENT` newest shown entries of a layer that nobody has looked at, the least sure first.

    All of a large Record would have to be sorted for the least sure of all, and old reports are rarely gone back to.
    """
    table = layer_of(layer, wanted).table
    newest = sa.select(table.c.n, table.c.confidence).where(table.c.reviewed.is_(None))
    for condition in conditions_of(connection, layer, wanted):
        newest = newest.where(condition)
    some = newest.order_by(table.c.published.desc(), table.c.n.desc()).limit(RECENT).subquery()
    return _some(connection, layer, sa.select(some.c.n).order_by(some.c.confidence, some.c.n), wanted)


def newest_of_each(
    connection: sa.Connection, layer: str, column: str, values: Sequence[str], wanted: Filter
) -> dict[str, list[Row]]:
    """The newest entries of a layer for each value of a column, such as plans by status; `wanted.limit` of each."""
    table = layer_of(layer, wanted).table
    conditions = conditions_of(connection, layer, wanted)
    order = (table.c.published.desc(), table.c.n.desc())
    keys: dict[str, Sequence[int]] = {}
    for value in values:
        own = sa.select(table.c.n).where(*conditions, table.c[column] == value).order_by(*order)
        keys[value] = connection.scalars(own.limit(wanted.limit)).all()
    rows: dict[str, list[Row]] = {value: [] for value in values}
    for row in fetch(connection, layer, [n for some in keys.values() for n in some]):
        rows[row[column]].append(row)
    return rows


def _some(connection: sa.Connection, layer: str, keys: sa.Select[Any], wanted: Filter) -> list[Row]:
    """The rows of a page of keys."""
    some = keys.limit(wanted.limit).offset(wanted.offset)
    return fetch(connection, layer, list(connection.scalars(some)))


def layer_of(layer: str, wanted: Filter) -> Layer:
    if layer not in LAYERS:
        raise UsageError(f"no layer {layer!r}; there are {', '.join(LAYERS)}")
    chosen = LAYERS[layer]
    empty = Filter()
    asked = [f.name for f in fields(Filter) if getattr(wanted, f.name) != getattr(empty, f.name)]
    if wrong := [name for name in asked if name not in chosen.takes]:
        raise UsageError(f"{layer} cannot be asked for by {wrong[0]}")
    _check(layer, wanted)
    return chosen


def _check(layer: str, wanted: Filter) -> None:
    """Refuse values that no entry can have, which would else look like nothing found."""
    hints = get_type_hints(ENTRIES[layer])
    for name in ("act", "kind", "type", "status"):
        value, hint = getattr(wanted, name), hints.get(name)
        if value is None or hint is None:
            continue
        known = get_args(hint) if get_origin(hint) is Literal else get_args(get_args(hint)[0])
        if value not in known:
            raise UsageError(f"no {name} {value!r}; there are {', '.join(known)}")


def conditions_of(connection: sa.Connection, layer: str, wanted: Filter) -> list[sa.ColumnElement[bool]]:
    """What `wanted` asks of the table of a layer, for questions that put it in their own order.

    Raises:
        UsageError: there is no such layer, or it has not what a filter asks for.
    """
    chosen = layer_of(layer, wanted)
    table = chosen.table
    found: list[sa.ColumnElement[bool]] = []
    if not wanted.everything:
        # Asked for an outlet's own, its copies of others' reports count as well.
        shown = (
            (schema.SHOWN, schema.COPY)
            if wanted.outlet or wanted.ownership or wanted.article
            else (schema.SHOWN,)
        )
        found.append(table.c.state == shown[0] if len(shown) == 1 else table.c.state.in_(shown))
    for name in ("act", "kind", "type", "status"):
        if (value := getattr(wanted, name)) is not None:
            found.append(table.c[name] == value)
    if wanted.since:
        found.append(table.c.published >= wanted.since)
    if wanted.until:
        found.append(table.c.published <= wanted.until)
    found += _about_actors(connection, chosen, wanted)
    found += _about_outlets(connection, table, wanted)
    if wanted.article:
        v, a = schema.version, schema.article
        found.append(
            table.c.version.in_(
                sa.select(v.c.n).join(a, a.c.n == v.c.article).where(a.c.id == wanted.article)
            )
        )
    if wanted.about:
        found.append(_holds(connection, layer, chosen, wanted.about))
    if wanted.issue:
        p, t = schema.placed, schema.topic
        issues = find_issues(connection, wanted.issue)
        placed = sa.select(p.c.entry).join(t, t.c.n == p.c.topic)
        found.append(table.c.n.in_(placed.where(p.c.layer == layer.removesuffix("s"), t.c.issue.in_(issues))))
    return found


def _about_actors(connection: sa.Connection, chosen: Layer, wanted: Filter) -> list[sa.ColumnElement[bool]]:
    table = chosen.table
    found: list[sa.ColumnElement[bool]] = []

    def one_of(column: sa.ColumnElement[int], name: str) -> sa.ColumnElement[bool]:
        keys = main_actors(connection, name)
        return column == keys[0] if len(keys) == 1 else column.in_(keys)

    if wanted.speaker and chosen.by:
        found.append(one_of(table.c[chosen.by], wanted.speaker))
    for name in ("side", "addressee"):
        if (value := getattr(wanted, name)) and name in table.c:
            found.append(one_of(table.c[name], value))
    if wanted.side and "side" not in table.c:
        # A timeline is of the side by which it was said, or for which the statement was made that carries it.
        s = schema.statement
        carried = sa.select(s.c.id).where(s.c.id == table.c.statement, one_of(s.c.side, wanted.side))
        found.append(sa.or_(one_of(table.c.by, wanted.side), carried.exists()))
    if wanted.of:
        r = schema.requirement
        found.append(table.c.n.in_(sa.select(r.c.condition).where(one_of(r.c.of, wanted.of))))
    if wanted.participant:
        p = schema.participant
        found.append(table.c.n.in_(sa.select(p.c.plan).where(one_of(p.c.actor, wanted.participant))))
    return found


def _about_outlets(
    connection: sa.Connection, table: sa.Table, wanted: Filter
) -> list[sa.ColumnElement[bool]]:
    o = schema.outlet
    found = []
    for name, column in (("outlet", o.c.name), ("ownership", o.c.ownership)):
        if value := getattr(wanted, name):
            keys = connection.scalars(sa.select(o.c.n).where(sa.func.lower(column) == value.lower())).all()
            found.append(table.c.outlet == keys[0] if len(keys) == 1 else table.c.outlet.in_(keys))
    return found


def _holds(connection: sa.Connection, layer: str, chosen: Layer, about: str) -> sa.ColumnElement[bool]:
    table = chosen.table
    if layer == "statements":
        return table.c.n.in_(matching(connection, "statement", about))
    # These are few, and their words few: no index of words is kept for them.
    texts: sa.ColumnElement[Any] = sa.func.lower(sa.func.coalesce(table.c[chosen.words[0]], ""))
    for name in chosen.words[1:]:
        texts = texts + " " + sa.func.lower(sa.func.coalesce(table.c[name], ""))
    if layer == "conditions":
        r = schema.requirement
        texts = texts + " " + sa.func.lower(sa.func.coalesce(
            sa.select(sa.func.aggregate_strings(r.c.words, " ")).where(r.c.condition == table.c.n).scalar_subquery(), ""
        ))  # fmt: skip
    return sa.and_(*(texts.contains(word.lower(), autoescape=True) for word in about.split()))


def fetch(connection: sa.Connection, layer: str, keys: Sequence[int]) -> list[Row]:
    """The entries of these keys, in their order, as `--json` prints them."""
    table = LAYERS[layer].table
    v, a, o = schema.version, schema.article, schema.outlet
    query = (
        sa.select(table, a.c.id.label("article"), a.c.url, v.c.title, v.c.voice, o.c.name.label("outlet_name"),
                  o.c.country, o.c.ownership)
        .select_from(table.join(v, v.c.n == table.c.version).join(a, a.c.n == v.c.article)
                     .outerjoin(o, o.c.n == table.c.outlet))
        .where(table.c.n.in_(keys))
    )  # fmt: skip
    found = {row["n"]: row for row in connection.execute(query).mappings()}
    rows = [_row(layer, found[n]) for n in keys if n in found]
    _name_actors(connection, [found[n] for n in keys if n in found], rows)
    if layer == "statements":
        _add_carriers(connection, [found[n] for n in keys if n in found], rows)
    elif layer == "conditions":
        _add_children(connection, schema.requirement, "condition", keys, found, rows)
    elif layer == "plans":
        _add_children(connection, schema.participant, "plan", keys, found, rows)
    return rows


_SHOWN = {
    "statements": ("source", "cue", "content", "kind", "act", "act_confidence", "speaker_type", "speaker_confidence",
                   "nil", "said_on", "within", "removes"),
    "conditions": ("kind", "outcome", "marker", "statement", "plan"),
    "timelines": ("text", "binds", "kind", "earliest", "latest", "anchor", "anchor_text", "type", "value",
                  "statement"),
    "plans": ("type", "event", "status", "earliest", "latest", "place", "evidence", "mentions"),
}  # fmt: skip


def _row(layer: str, found: Mapping[Any, Any]) -> Row:
    row: Row = {"id": found["id"], "article": found["article"], "outlet": found["outlet_name"]}
    row |= {"country": found["country"], "ownership": found["ownership"]}
    row |= {name: found[name] for name in ("url", "published", "title", *_SHOWN[layer])}
    for name in found:
        if name.endswith("_name") and name != "outlet_name":
            row[name.removesuffix("_name")] = found[name]
        elif name.endswith("_spans"):
            row[name] = json.loads(found[name])
    if layer == "statements":
        row["plover"] = PLOVER.get(found["act"] or "")
        row["path"] = json.loads(found["path"]) if found["path"] else []
    row |= {name: found[name] for name in ("confidence", "state", "reviewed", "voice")}
    for name, value in row.items():
        if isinstance(value, date):
            row[name] = value.isoformat()
        elif isinstance(value, float):
            row[name] = round(value, 3)
    return row


def _name_actors(connection: sa.Connection, found: Sequence[Mapping[Any, Any]], rows: Sequence[Row]) -> None:
    """Actors under the names that they have over all articles, and their ids.

    `read_as` keeps what was read where it differs.
    """
    a = schema.actor
    roles = [role for role in ("speaker", "side", "addressee", "by") if found and role in found[0]]
    keys = {one[role] for one in found for role in roles} - {None}
    chosen = sa.select(a.c.n, a.c.name, a.c.id).where(a.c.n.in_(keys))
    actors = {row.n: row for row in connection.execute(chosen)}
    for one, row in zip(found, rows, strict=True):
        known = {role: actors[one[role]].name for role in roles if one[role] is not None}
        row["actors"] = {role: actors[one[role]].id for role in known}
        row["read_as"] = {role: row[role] for role, name in known.items() if row[role] != name}
        row |= known


def _add_carriers(connection: sa.Connection, found: Sequence[Mapping[Any, Any]], rows: Sequence[Row]) -> None:
    """Who carried the same words of the same speaker, in how many voices, and where they were seen first."""
    s, v, a, o = schema.statement, schema.version, schema.article, schema.outlet
    query = (
        sa.select(s.c.utterance, s.c.published, s.c.n, v.c.voice, a.c.id.label("article"), o.c.name)
        .select_from(s.join(v, v.c.n == s.c.version).join(a, a.c.n == v.c.article).outerjoin(o, o.c.n == s.c.outlet))
        .where(s.c.utterance.in_({row["utterance"] for row in found}), s.c.state.in_((schema.SHOWN, schema.COPY)))
        .order_by(s.c.published.is_(None), s.c.published, s.c.n)
    )  # fmt: skip
    carried: dict[int, list[Any]] = {}
    for one in connection.execute(query):
        carried.setdefault(one.utterance, []).append(one)
    for source, row in zip(found, rows, strict=True):
        same = carried.get(source["utterance"], [])
        row["voices"] = len({one.voice for one in same})
        row["carried_by"] = list(dict.fromkeys(one.name for one in same if one.name))
        first = same[0] if same else None
        row["first_seen"] = first and {
            "article": first.article,
            "outlet": first.name,
            "published": first.published and first.published.isoformat(),
        }
        origin = next((one for one in same if one.voice == row["voice"]), None)
        if origin and origin.name and origin.article != row["article"]:
            _add_reprint(row, origin.name)


def _add_reprint(row: Row, origin: str) -> None:
    """What a copy does not say itself: that its report was another outlet's before."""
    links = tuple(Link(one["kind"], one["name"], one["span"]) for one in row["path"])
    path = reprinted(Path(row["id"], links, row["removes"] or 0), origin)
    row |= {"path": [asdict(link) for link in path.links], "removes": path.removes if links else None}


def _add_children(
    connection: sa.Connection,
    table: sa.Table,
    parent: str,
    keys: Sequence[int],
    found: Mapping[int, Any],
    rows: Sequence[Row],
) -> None:
    column = table.c[parent]
    children = connection.execute(
        sa.select(table).where(column.in_(keys)).order_by(column, table.c.seq)
    ).mappings()
    by_parent: dict[int, list[Any]] = {}
    for child in children:
        by_parent.setdefault(child[parent], []).append(child)
    for n, row in zip([n for n in keys if n in found], rows, strict=True):
        mine = by_parent.get(n, [])
        if parent == "plan":
            row["participants"] = [child["name"] for child in mine]
        else:
            row["requires"] = [
                {"id": c["id"], "words": c["words"], "span": json.loads(c["span"]), "of": c["of_name"]}
                for c in mine
            ]
