"""Entries into topics, topics into issues: what `trace.topics` finds, kept in the Record as coverage goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from onrecord.extract.meaning import SIZE, meanings
from onrecord.models import digest
from onrecord.store import bulk, schema
from onrecord.store.meant import meant
from onrecord.store.touching import LAYERS, looked_at, pending, waits
from onrecord.trace.around import placed
from onrecord.trace.topics import Groups, into_issues, into_topics, unit

CHUNK = 4000  # entries placed at once
ASKED = 500  # keys asked for at once; databases limit the number of parameters
Floats = npt.NDArray[np.float32]


def place(connection: sa.Connection) -> None:
    """Give each entry that is new or changed its place among the issues; what it leaves or joins becomes stale."""
    if not waits(connection):
        return
    for layer in LAYERS:
        _take_out(connection, layer)
    topics = _Topics(connection)
    for keys in _in_order(connection, "statement"):
        topics.add(_statements(connection, keys))
    topics.save()
    for layer in ("condition", "timeline", "plan"):
        for keys in _in_order(connection, layer):
            _put(connection, layer, keys)
    looked_at(connection)


def _take_out(connection: sa.Connection, layer: str) -> None:
    """What has changed leaves its topic, whose issue becomes stale."""
    t, p, i = schema.touched, schema.placed, schema.issue
    changed = sa.select(t.c.entry).where(t.c.layer == layer)
    there = sa.and_(p.c.layer == layer, p.c.entry.in_(changed))
    left = sa.select(schema.topic.c.issue).where(schema.topic.c.n.in_(sa.select(p.c.topic).where(there)))
    connection.execute(sa.update(i).where(i.c.n.in_(left)).values(stale=1))
    if layer == "statement":
        _mark_reported(connection, changed)
    connection.execute(sa.delete(p).where(there))
    if layer == "condition":
        # A requirement goes with its condition; those that stand there are placed anew.
        r = schema.requirement
        gone = sa.select(r.c.n).where(r.c.condition.in_(changed))
        connection.execute(sa.delete(p).where(p.c.layer == "requirement", p.c.entry.in_(gone)))


def _mark_reported(connection: sa.Connection, changed: sa.Select[Any]) -> None:
    """What stands within a statement that has changed may be hearsay now, or be it no longer: its issue is stale."""
    s, p, i, t = schema.statement, schema.placed, schema.issue, schema.topic
    outer = sa.select(s.c.id).where(s.c.n.in_(changed))
    within = sa.select(s.c.n).where(s.c.within.in_(outer))
    topics = sa.select(p.c.topic).where(p.c.layer == "statement", p.c.entry.in_(within))
    of = sa.select(t.c.issue).where(t.c.n.in_(topics))
    connection.execute(sa.update(i).where(i.c.n.in_(of)).values(stale=1))


def _in_order(connection: sa.Connection, layer: str) -> Iterator[list[int]]:
    """Keys of what is to be placed, in the order of publication."""
    e = schema.ENTRIES[f"{layer}s"]
    keys = connection.scalars(
        sa.select(e.c.n)
        .where(pending(connection, layer), e.c.state == schema.SHOWN)
        .order_by(e.c.published.is_(None), e.c.published, e.c.version, e.c.seq, e.c.n)
    ).all()
    for start in range(0, len(keys), CHUNK):
        yield list(keys[start : start + CHUNK])


def _by_keys(
    connection: sa.Connection, select: sa.Select[Any], column: Any, keys: Sequence[Any]
) -> list[Any]:
    found: list[Any] = []
    for start in range(0, len(keys), ASKED):
        found += connection.execute(select.where(column.in_(keys[start : start + ASKED]))).all()
    return found


@dataclass(frozen=True)
class _New:
    """Statements to be placed: keys, ids and places [statements, SIZE]."""

    keys: list[int]
    ids: list[str]
    places: Floats


def _statements(connection: sa.Connection, keys: Sequence[int]) -> _New:
    s, v = schema.statement, schema.vector
    select = sa.select(s.c.n, s.c.id, s.c.version, s.c.content, s.c.content_spans, v.c.data, v.c.topic)
    select = select.outerjoin(v, v.c.statement == s.c.n)
    found = {row.n: row for row in _by_keys(connection, select, s.c.n, keys)}
    rows = [found[key] for key in keys if key in found]
    data = np.zeros((len(rows), SIZE), np.float32)
    there = [at for at, row in enumerate(rows) if row.topic is not None]
    if there:
        kept = np.frombuffer(b"".join(rows[at].topic for at in there), np.int8).reshape(-1, SIZE)
        data[there] = unit(kept.astype(np.float32))
    missing = [at for at, row in enumerate(rows) if row.topic is None]
    if missing:
        some = [rows[at] for at in missing]
        around = _around(connection, [(row.version, _start(row.content_spans)) for row in some])
        data[missing] = placed(_contents(connection, some), around)
    return _New([row.n for row in rows], [row.id for row in rows], data)


def _contents(connection: sa.Connection, rows: Sequence[Any]) -> npt.NDArray[np.int8]:
    """What statements mean; made and kept for what a person added or edited, or an import brought."""
    missing = [row for row in rows if row.data is None]
    made = dict(zip((row.n for row in missing), meanings([row.content for row in missing]), strict=True))
    bulk.insert(
        connection, schema.vector, [{"statement": n, "data": data.tobytes()} for n, data in made.items()]
    )
    return np.stack(
        [np.frombuffer(row.data, np.int8) if row.data is not None else made[row.n] for row in rows]
    )


def _start(spans: str) -> int:
    """The first offset in spans as they are stored."""
    inner = spans.strip("[] ").split(",")[0].strip("[ ")
    return int(inner) if inner else 0


def _around(connection: sa.Connection, at: Sequence[tuple[int, int]]) -> list[tuple[str, int, str]]:
    """The texts and titles of versions, with some offset of each."""
    v = schema.version
    versions = sorted({version for version, _ in at})
    texts = {
        row.n: row for row in _by_keys(connection, sa.select(v.c.n, v.c.text, v.c.title), v.c.n, versions)
    }
    return [(texts[version].text, offset, texts[version].title or "") for version, offset in at]


class _Topics:
    """All topics of the Record, taking what is new."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        t = schema.topic
        rows = connection.execute(sa.select(t.c.n, t.c.issue, t.c.size, t.c.sums).order_by(t.c.n)).all()
        self._keys = [row.n for row in rows]
        self._issues = [row.issue for row in rows]
        sums = np.frombuffer(b"".join(row.sums for row in rows), np.float32).reshape(-1, SIZE)
        self._groups = Groups(sums.copy(), np.array([row.size for row in rows], np.int64))
        self._grown = set[int]()  # topics that have taken something
        self._members: list[tuple[int, int]] = []  # statement, topic by place in the list
        self._seeds: dict[int, str] = {}  # new topic -> id of the statement that it began with

    def add(self, new: _New) -> None:
        """Give statements their topics."""
        known = len(self._groups.sizes)
        found, self._groups = into_topics(new.places, self._groups)
        for key, id, topic in zip(new.keys, new.ids, found.tolist(), strict=True):
            self._members.append((key, topic))
            self._grown.add(topic)
            if topic >= known:
                self._seeds.setdefault(topic, id)

    def save(self) -> None:
        """Write what has grown; new topics join issues, and every issue that took something becomes stale."""
        known = len(self._keys)
        self._join_issues(known)
        t, i, p = schema.topic, schema.issue, schema.placed
        rows = [self._row(topic) for topic in range(known, len(self._groups.sizes))]
        for row in rows:
            self._keys.append(
                self._connection.execute(sa.insert(t).values(row).returning(t.c.n)).scalar_one()
            )
        if old := [topic for topic in sorted(self._grown) if topic < known]:
            grown = [
                {"key": self._keys[one], "new_size": int(self._groups.sizes[one]),
                 "new_sums": self._groups.sums[one].tobytes()}
                for one in old
            ]  # fmt: skip
            new: dict[str, Any] = {"size": sa.bindparam("new_size"), "sums": sa.bindparam("new_sums")}
            self._connection.execute(sa.update(t).where(t.c.n == sa.bindparam("key")).values(new), grown)
        if self._members:
            self._connection.execute(
                sa.insert(p),
                [
                    {"layer": "statement", "entry": key, "topic": self._keys[topic]}
                    for key, topic in self._members
                ],
            )
        stale = sorted({self._issues[topic] for topic in self._grown})
        for start in range(0, len(stale), ASKED):
            self._connection.execute(
                sa.update(i).where(i.c.n.in_(stale[start : start + ASKED])).values(stale=1)
            )
        self._members, self._grown = [], set()

    def _row(self, topic: int) -> dict[str, Any]:
        return {
            "issue": self._issues[topic],
            "size": int(self._groups.sizes[topic]),
            "sums": self._groups.sums[topic].tobytes(),
            "pinned": 0,
        }

    def _join_issues(self, known: int) -> None:
        there = sorted(set(self._issues))
        at = {issue: place for place, issue in enumerate(there)}
        held = Groups(np.zeros((len(there), SIZE), np.float32), np.zeros(len(there), np.int64))
        owner = np.array([at[issue] for issue in self._issues], np.int64)
        np.add.at(held.sums, owner, self._groups.sums[:known])
        np.add.at(held.sizes, owner, self._groups.sizes[:known])
        new = Groups(self._groups.sums[known:], self._groups.sizes[known:])
        found, _ = into_issues(new, held)
        for place, topic in zip(found.tolist(), range(known, len(self._groups.sizes)), strict=True):
            if place == len(there):  # issues come in the order of their first topic
                there.append(self._new_issue(self._seeds[topic]))
            self._issues.append(there[place])

    def _new_issue(self, seed: str) -> int:
        made = sa.insert(schema.issue).values(
            id=digest("issue", seed), label="", labelled=0, stale=1, size=0, sides=0
        )
        return int(self._connection.execute(made.returning(schema.issue.c.n)).scalar_one())


def _put(connection: sa.Connection, layer: str, keys: Sequence[int]) -> None:
    """Place conditions, timelines or plans: with the statement that carries them, else with the nearest one."""
    e, p = schema.ENTRIES[f"{layer}s"], schema.placed
    found = {row.n: row for row in _by_keys(connection, sa.select(e), e.c.n, keys)}
    rows = [found[key] for key in keys]
    places = meant(connection, [_what(layer, row) for row in rows])
    topics = _topics_of(connection, sorted({row.version for row in rows}))
    put = [
        {
            "layer": layer,
            "entry": row.n,
            "topic": topics.of(layer, row),
            "data": places[at].tobytes() if _what(layer, row) else None,
        }  # of no words there is no meaning
        for at, row in enumerate(rows)
    ]
    connection.execute(sa.insert(p), put)
    if layer == "condition":
        _put_requirements(connection, keys)
    grown = sorted({row["topic"] for row in put if row["topic"] is not None})
    i, t = schema.issue, schema.topic
    for start in range(0, len(grown), ASKED):
        of = sa.select(t.c.issue).where(t.c.n.in_(grown[start : start + ASKED]))
        connection.execute(sa.update(i).where(i.c.n.in_(of)).values(stale=1))


def _what(layer: str, row: Any) -> str:
    if layer == "plan":
        return str(row.event)
    return (row.outcome if layer == "condition" else row.binds) or ""


SPANS = {"condition": "marker_spans", "timeline": "text_spans", "plan": "event_spans"}


@dataclass(frozen=True)
class _Around:
    """The topics of the statements of some versions."""

    carried: dict[str, int]  # id of a statement -> its topic
    near: dict[int, list[tuple[int, int]]]  # version -> first offset and topic of each statement

    def of(self, layer: str, row: Any) -> int | None:
        """The topic of what carries an entry, else of the nearest statement of its article."""
        carried = self.carried.get(row.statement) if layer != "plan" else None
        if carried is not None:
            return carried
        at = _start(getattr(row, SPANS[layer]))
        return min(
            self.near.get(row.version, ()), key=lambda one: (abs(one[0] - at), one[0]), default=(0, None)
        )[1]


def _topics_of(connection: sa.Connection, versions: Sequence[int]) -> _Around:
    s, p = schema.statement, schema.placed
    select = sa.select(s.c.id, s.c.version, s.c.content_spans, p.c.topic)
    select = select.join(p, sa.and_(p.c.layer == "statement", p.c.entry == s.c.n))
    around = _Around({}, {})
    for row in _by_keys(connection, select, s.c.version, versions):
        around.carried[row.id] = row.topic
        around.near.setdefault(row.version, []).append((_start(row.content_spans), row.topic))
    return around


def _put_requirements(connection: sa.Connection, conditions: Sequence[int]) -> None:
    r, p = schema.requirement, schema.placed
    rows = _by_keys(connection, sa.select(r.c.n, r.c.words).order_by(r.c.n), r.c.condition, conditions)
    if rows:
        places = meant(connection, [row.words for row in rows])
        connection.execute(
            sa.insert(p),
            [
                {"layer": "requirement", "entry": row.n, "data": place.tobytes()}
                for row, place in zip(rows, places, strict=True)
            ],
        )
