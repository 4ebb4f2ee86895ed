"""Traces of the Record: what is found on each issue, found anew where something that it rests on has changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import sqlalchemy as sa

from onrecord.models import Spans, SpeakerType
from onrecord.store import schema
from onrecord.store.bulk import chunks
from onrecord.store.placing import place
from onrecord.store.sides import settle_sides
from onrecord.store.touching import waits
from onrecord.trace.conflicts import conflicts
from onrecord.trace.entries import Date, Evidence, Place, Stand, Term, nowhere
from onrecord.trace.labels import label_of, wordings
from onrecord.trace.moves import moves
from onrecord.trace.parties import Parties
from onrecord.trace.positions import positions
from onrecord.trace.requirements import requirements
from onrecord.trace.shifts import shifts

ASKED = 500
SAMPLE = 2000  # statements by which it is seen which words are common everywhere
TOLD = 500  # statements of an issue that its label is found by
RELABEL = 2  # times what it held when it got its label: an issue so grown gets one again


@dataclass(frozen=True)
class Entries:
    """All that is shown of one issue, oldest first."""

    stands: tuple[Stand, ...] = ()
    terms: tuple[Term, ...] = ()
    dates: tuple[Date, ...] = ()

    def until(self, day: date) -> Entries:
        """What was known on a day."""
        return Entries(
            tuple(one for one in self.stands if one.when <= day),
            tuple(one for one in self.terms if one.when <= day),
            tuple(one for one in self.dates if one.when <= day),
        )


def waiting(connection: sa.Connection) -> bool:
    """Whether there is something that has not been traced yet."""
    i = schema.issue
    return waits(connection) or connection.scalar(sa.select(i.c.n).where(i.c.stale == 1).limit(1)) is not None


def retrace(connection: sa.Connection) -> int:
    """Trace what is new or rests on something that has changed; gives how many issues that were."""
    touched = waits(connection)
    settle_sides(connection)
    place(connection)
    if touched:  # a statement too: whose side a timeline or a plan is of hangs on the one that carries it
        _trace_moves(connection)
    i, x = schema.issue, schema.traced
    stale = connection.execute(sa.select(i).where(i.c.stale == 1).order_by(i.c.n)).all()
    common = wordings(_sample(connection)) if stale else {}
    labels = {
        row.n: row.label for row in connection.execute(sa.select(i.c.n, i.c.label).where(i.c.label != ""))
    }
    for issue in stale:
        entries = load_entries(connection, issue.n)
        connection.execute(sa.delete(x).where(x.c.issue == issue.n, x.c.kind != "move"))
        if rows := [{"issue": issue.n, **row} for row in traces(entries)]:
            connection.execute(sa.insert(x), rows)
        others = {label for n, label in labels.items() if n != issue.n}
        summary = _summary(issue, entries, common, others)
        labels[issue.n] = summary.get("label", issue.label)
        connection.execute(sa.update(i).where(i.c.n == issue.n).values(stale=0, **summary))
    return len(stale)


def _trace_moves(connection: sa.Connection) -> None:
    """What moved in conditions, dates and plans; these are few, and are looked at together."""
    x = schema.traced
    connection.execute(sa.delete(x).where(x.c.kind == "move"))
    terms = list(_terms(connection, None))
    dates = list(_dates(connection, None))
    if rows := list(move_rows(connection, terms, dates)):
        connection.execute(sa.insert(x), rows)


def move_rows(
    connection: sa.Connection, terms: Sequence[Term], dates: Sequence[Date]
) -> Iterator[dict[str, Any]]:
    """What moved in them, as rows of `traced`, each with the issue of what it came to."""
    found = moves(terms, dates)
    issues = _issues_of(connection, {shift.after.entry for shift in found})
    for shift in found:
        row = _row("move", shift.side, None, shift.after, shift.to_dict(), sure=shift.sure)
        yield {"issue": issues.get(shift.after.entry), **row}


def until(connection: sa.Connection, day: date) -> tuple[list[Term], list[Date]]:
    """All conditions, timelines and plans that were known on a day."""
    terms = [one for one in _terms(connection, None) if one.when <= day]
    return terms, [one for one in _dates(connection, None) if one.when <= day]


def _issues_of(connection: sa.Connection, entries: set[str]) -> dict[str, int]:
    """The issues of conditions, timelines and plans by their ids."""
    p, t = schema.placed, schema.topic
    found: dict[str, int] = {}
    for layer in ("condition", "timeline", "plan"):
        e = schema.ENTRIES[f"{layer}s"]
        for some in chunks(sorted(entries)):
            rows = connection.execute(
                sa.select(e.c.id, t.c.issue)
                .join(p, sa.and_(p.c.layer == layer, p.c.entry == e.c.n))
                .join(t, t.c.n == p.c.topic)
                .where(e.c.id.in_(some))
            )
            found.update((row.id, row.issue) for row in rows)
    return found


def _summary(issue: Any, entries: Entries, common: Mapping[str, float], others: set[str]) -> dict[str, Any]:
    days = [one.evidence.published for one in entries.stands if one.evidence.published]
    found: dict[str, Any] = {
        "size": len(entries.stands),
        "sides": len({one.side for one in entries.stands if one.side}),
        "first": min(days, default=None),
        "last": max(days, default=None),
    }
    if issue.named_by is None and len(entries.stands) >= RELABEL * issue.labelled:
        named = {word for one in entries.stands for name in (one.side, one.evidence.speaker) if name
                 for word in (name.lower(), *name.lower().split())}  # fmt: skip
        step = 1 + len(entries.stands) // TOLD
        texts = [one.evidence.words for one in entries.stands[::step]]
        found["label"] = label_of(texts, common, others | named)
        found["labelled"] = len(entries.stands)
    return found


def _sample(connection: sa.Connection) -> list[str]:
    """Statements from all over the Record."""
    s = schema.statement
    last = connection.scalar(sa.select(sa.func.max(s.c.n))) or 0
    step = max(1, last // SAMPLE)
    chosen = sa.select(s.c.content).where(s.c.n % step == 0, s.c.state == schema.SHOWN).order_by(s.c.n)
    return list(connection.scalars(chosen.limit(SAMPLE)))


def traces(entries: Entries) -> Iterator[dict[str, Any]]:
    """What is traced on one issue, as rows of `traced`."""
    people = {
        (one.evidence.speaker, one.side)
        for one in entries.stands
        if one.side and one.evidence.speaker and one.speaker_type == "person"
    }
    parties = Parties(sorted({one.side for one in entries.stands if one.side}), sorted(people))
    for at in positions(entries.stands, entries.terms):
        yield _row("position", at.side, None, at.stand.evidence, at.to_dict(), sure=at.sure)
    for shift in shifts(entries.stands, entries.terms):
        yield _row("shift", shift.side, None, shift.after, shift.to_dict(), sure=shift.sure)
    for clash in conflicts(entries.stands, entries.terms, parties):
        later = max((clash.a[1], clash.b[1]), key=lambda one: str(one.published))
        yield _row("conflict", clash.a[0], clash.b[0], later, clash.to_dict())
    for one in requirements(entries.stands, entries.terms, [d for d in entries.dates if d.status]):
        yield _row("requirement", one.side, one.of, one.term.evidence, one.to_dict())


def _row(
    kind: str, side: str, other: str | None, evidence: Evidence, data: dict[str, Any], *, sure: bool = True
) -> dict[str, Any]:
    dumped = json.dumps(data, ensure_ascii=False)
    return {
        "kind": kind,
        "side": side,
        "other": other,
        "at": evidence.published,
        "sure": int(sure),
        "data": dumped,
    }


def load_entries(connection: sa.Connection, issue: int) -> Entries:
    """All that is shown of one issue."""
    return Entries(
        tuple(_stands(connection, issue)), tuple(_terms(connection, issue)), tuple(_dates(connection, issue))
    )


def _of_issue(layer: str, issue: int | None) -> sa.Select[Any]:
    """Entries of a layer with their article, in the order of publication; of all issues and none where it is None."""
    e = schema.ENTRIES[f"{layer}s"]
    v, a, o, p, t = schema.version, schema.article, schema.outlet, schema.placed, schema.topic
    placed = p.join(t, p.c.topic == t.c.n) if issue is not None else p
    chosen = (
        sa.select(e, p.c.data, a.c.id.label("article"), o.c.name.label("outlet_name"), o.c.ownership)
        .select_from(
            placed.join(e, e.c.n == p.c.entry)
            .join(v, v.c.n == e.c.version)
            .join(a, a.c.n == v.c.article)
            .outerjoin(o, o.c.n == e.c.outlet)
        )
        .where(p.c.layer == layer, e.c.state == schema.SHOWN)
        .order_by(e.c.published.is_(None), e.c.published, e.c.version, e.c.seq, e.c.n)
    )
    return chosen if issue is None else chosen.where(t.c.issue == issue)


def spans_of(stored: str) -> Spans:
    """Spans as they are stored."""
    return tuple((start, end) for start, end in json.loads(stored))


def place_of(data: bytes | None) -> Place:
    """A unit vector as it is stored."""
    if not data:
        return nowhere()
    found = np.frombuffer(data, np.int8).astype(np.float32)
    length = float(np.linalg.norm(found))
    return found / length if length else nowhere()


def _names(connection: sa.Connection, keys: set[int]) -> dict[int, str]:
    a = schema.actor
    found: dict[int, str] = {}
    several = sorted(keys)
    for start in range(0, len(several), ASKED):
        chosen = sa.select(a.c.n, a.c.name).where(a.c.n.in_(several[start : start + ASKED]))
        found.update((row.n, row.name) for row in connection.execute(chosen))
    return found


def _evidence(row: Any, spans: Spans, words: str, speaker: str | None) -> Evidence:
    return Evidence(row.id, row.article, spans, words, row.published, row.outlet_name, speaker)


def _stands(connection: sa.Connection, issue: int) -> Iterator[Stand]:
    v = schema.vector
    rows = connection.execute(
        _of_issue("statement", issue)
        .add_columns(v.c.data.label("meaning"))
        .outerjoin(v, v.c.statement == schema.statement.c.n)
    ).all()
    names = _names(connection, {key for row in rows for key in (row.speaker, row.side) if key is not None})
    outer = _outer(connection, sorted({row.within for row in rows if row.within}))
    for row in rows:
        side = names.get(row.side, row.side_name)
        speaker = names.get(row.speaker, row.speaker_name)
        yield Stand(
            replace(
                _evidence(row, spans_of(row.content_spans), row.content, speaker),
                act=row.act,
                cue=row.cue or "",
            ),
            side,
            row.act,
            row.kind,
            row.speaker_type,
            row.confidence,
            row.act_confidence,
            row.seq,
            _hearsay(row, side, outer.get(row.within)),
            row.ownership,
            row.said_on,
            place_of(row.meaning),
        )


def _outer(
    connection: sa.Connection, ids: Sequence[str]
) -> dict[str, tuple[str | None, SpeakerType | None, str | None, str | None]]:
    """Side, type and name of who made some statements, and their acts."""
    s, a = schema.statement, schema.actor
    found: dict[str, Any] = {}
    for start in range(0, len(ids), ASKED):
        rows = connection.execute(
            sa.select(s.c.id, s.c.side_name, s.c.speaker_type, s.c.speaker_name, s.c.act, a.c.name)
            .outerjoin(a, a.c.n == s.c.side)
            .where(s.c.id.in_(ids[start : start + ASKED]))
        )
        found.update(
            (row.id, (row.name or row.side_name, row.speaker_type, row.speaker_name, row.act)) for row in rows
        )
    return found


def _hearsay(
    row: Any, side: str | None, outer: tuple[str | None, SpeakerType | None, str | None, str | None] | None
) -> str | None:
    """Why a statement is not a side's own word; None where it is."""
    if row.speaker_type == "media":
        return "an outlet"
    if row.speaker_name is None or row.speaker_type == "unnamed":
        return "unnamed"
    if outer is not None and outer[0] != side and outer[1] != "media":
        return f"reported by {outer[2] or 'somebody'}"
    return None


def _terms(connection: sa.Connection, issue: int | None) -> Iterator[Term]:
    rows = connection.execute(_of_issue("condition", issue)).all()
    required = _required(connection, [row.n for row in rows])
    keys = {key for row in rows for key in (row.by, row.side) if key is not None}
    names = _names(connection, keys | {one.of for found in required.values() for one in found if one.of})
    for row in rows:
        side, by = names.get(row.side, row.side_name), names.get(row.by, row.by_name)
        outcome = place_of(row.data)
        each = required.get(row.n, [])
        for one in each:
            yield Term(
                _evidence(row, spans_of(f"[{one.span}]"), one.words, by), row.id, row.kind, row.outcome or "",
                spans_of(row.outcome_spans), row.marker or "", side, by, _other(names.get(one.of, one.of_name), side),
                row.confidence, row.statement, place_of(one.data), outcome,
            )  # fmt: skip
        if not each:
            yield Term(
                _waived(row, by), row.id, row.kind, row.outcome or "", spans_of(row.outcome_spans), row.marker or "",
                side, by, None, row.confidence, row.statement, outcome, outcome,
            )  # fmt: skip


def _waived(row: Any, by: str | None) -> Evidence:
    """What a condition without a requirement rests on: its outcome and the words that leave the way open."""
    parts = [*((span, row.outcome) for span in spans_of(row.outcome_spans)[:1]),
             *((span, row.marker) for span in spans_of(row.marker_spans)[:1])]  # fmt: skip
    ordered = sorted((span, words) for span, words in parts if words)
    words = " … ".join(words for _, words in ordered)
    return _evidence(row, tuple(span for span, _ in ordered), words, by)


def _other(of: str | None, side: str | None) -> str | None:
    """Who must act; nobody is asked for what he asks of himself, so that such a reading is none."""
    return None if of == side else of


def _required(connection: sa.Connection, conditions: Sequence[int]) -> dict[int, list[Any]]:
    r, p = schema.requirement, schema.placed
    found: dict[int, list[Any]] = {}
    for start in range(0, len(conditions), ASKED):
        rows = connection.execute(
            sa.select(r, p.c.data)
            .outerjoin(p, sa.and_(p.c.layer == "requirement", p.c.entry == r.c.n))
            .where(r.c.condition.in_(conditions[start : start + ASKED]))
            .order_by(r.c.condition, r.c.seq)
        )
        for row in rows:
            found.setdefault(row.condition, []).append(row)
    return found


def _dates(connection: sa.Connection, issue: int | None) -> Iterator[Date]:
    for layer in ("timeline", "plan"):
        yield from dates_of(connection, layer, connection.execute(_of_issue(layer, issue)).all())


def dates_of(connection: sa.Connection, layer: str, rows: Sequence[Any]) -> Iterator[Date]:
    """Timelines or plans as dated things, from rows with `article`, `outlet_name` and `data`."""
    if layer == "timeline":
        names = _names(connection, {row.by for row in rows if row.by is not None})
        sides = _outer(connection, sorted({row.statement for row in rows if row.statement}))
        for row in rows:
            spans = tuple(sorted((*spans_of(row.text_spans), *spans_of(row.binds_spans))))
            by = names.get(row.by, row.by_name)
            words = " … ".join(part for part in (row.binds, row.text) if part)
            side, _, _, act = sides.get(row.statement, (None, None, None, None))
            evidence = replace(_evidence(row, spans, words, by), act=act)
            yield Date(
                evidence, row.binds or row.text, by, side, row.kind, row.earliest, row.latest,
                None, (), row.confidence, row.statement, place_of(row.data),
            )  # fmt: skip
        return
    taking = _participants(connection, [row.n for row in rows])
    carried = _carriers(connection, [(row.n, row.version, spans_of(row.event_spans)) for row in rows])
    for row in rows:
        by, side, statement = carried.get(row.n, (None, None, None))
        yield Date(
            _evidence(row, spans_of(row.event_spans), row.event, by), row.event, by, side, row.type, row.earliest,
            row.latest, row.status, tuple(taking.get(row.n, ())), row.confidence, statement, place_of(row.data),
        )  # fmt: skip


def _carriers(
    connection: sa.Connection, events: Sequence[tuple[int, int, Spans]]
) -> dict[int, tuple[str | None, str | None, str]]:
    """Speaker, side and id of the innermost statement whose content holds each plan's event."""
    s = schema.statement
    known: dict[int, list[tuple[int, int, Any]]] = {}
    for some in chunks({version for _, version, _ in events}):
        rows = connection.execute(
            sa.select(s.c.version, s.c.id, s.c.content_spans, s.c.speaker, s.c.speaker_name, s.c.side, s.c.side_name)
            .where(s.c.version.in_(some), s.c.state == schema.SHOWN)
        )  # fmt: skip
        for row in rows:
            for start, end in spans_of(row.content_spans):
                known.setdefault(row.version, []).append((start, end, row))
    found: dict[int, Any] = {}
    for n, version, spans in events:
        if not spans:
            continue
        at, to = spans[0]
        holding = [one for one in known.get(version, ()) if one[0] <= at and to <= one[1]]
        if holding:
            found[n] = min(holding, key=lambda one: one[1] - one[0])[2]
    names = _names(
        connection, {key for row in found.values() for key in (row.speaker, row.side) if key is not None}
    )
    return {
        n: (names.get(row.speaker, row.speaker_name), names.get(row.side, row.side_name), row.id)
        for n, row in found.items()
    }


def _participants(connection: sa.Connection, plans: Sequence[int]) -> dict[int, list[str]]:
    """Who takes part in plans, by the names that actors have over all articles."""
    p, a = schema.participant, schema.actor
    found: dict[int, list[str]] = {}
    for start in range(0, len(plans), ASKED):
        for row in connection.execute(
            sa.select(p.c.plan, sa.func.coalesce(a.c.name, p.c.name).label("name"))
            .select_from(p.outerjoin(a, a.c.n == p.c.actor))
            .where(p.c.plan.in_(plans[start : start + ASKED]))
            .order_by(p.c.plan, p.c.seq)
        ):
            found.setdefault(row.plan, []).append(row.name)
    return found
