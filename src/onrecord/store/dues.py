"""What is due, from timelines and plans, with what became of it on a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from onrecord.store import schema
from onrecord.store.ask import LAYERS, Filter, conditions_of, layer_of
from onrecord.store.tracing import dates_of
from onrecord.trace.entries import Date
from onrecord.trace.promises import DROPPED, FAR, KEPT, Due, due

ASKED = 500
MORE = 3  # times what is wanted that is looked at: about a third is a promise or a plan


def all_due(connection: sa.Connection, as_of: date) -> list[Due]:
    """All that was to happen by some day, as it stands on a day."""
    dates = list[Date]()
    for layer in ("timeline", "plan"):
        chosen = _in_order(_dated(layer).where(schema.ENTRIES[f"{layer}s"].c.state == schema.SHOWN), layer)
        dates += dates_of(connection, layer, connection.execute(chosen).all())
    return due(dates, as_of, dates)


def list_due(connection: sa.Connection, as_of: date, wanted: Filter, *, passed: bool = False) -> list[Due]:
    """What is to happen from `as_of` on, soonest first, or was to happen before, latest first; each with its state.

    Only what was published up to `as_of` counts, and what somebody promised, planned or demanded; with
    `wanted.everything` also what was only expected.
    """
    layer_of("timelines", wanted)
    dates = list[Date]()
    topics = set[int]()
    for layer, filter in (("timeline", wanted), ("plan", _of_plans(wanted))):
        if filter is None:
            continue
        e = LAYERS[f"{layer}s"].table
        chosen = _dated(layer).where(e.c.latest < as_of if passed else e.c.latest >= as_of)
        chosen = chosen.where(sa.or_(e.c.published <= as_of, e.c.published.is_(None)))
        chosen = chosen.where(sa.or_(e.c.published <= e.c.latest, e.c.published.is_(None)))
        for condition in conditions_of(connection, f"{layer}s", filter):
            chosen = chosen.where(condition)
        chosen = chosen.order_by(e.c.latest.desc() if passed else e.c.latest, e.c.n)
        most = None if wanted.limit is None else MORE * (wanted.limit + wanted.offset)
        rows = connection.execute(chosen.limit(most)).all()
        topics |= {row.topic for row in rows if row.topic is not None}
        dates += dates_of(connection, layer, rows)
    if not wanted.everything:
        dates = [one for one in dates if one.firm]
    found = due(dates, as_of, list(_outcomes(connection, topics, dates)))
    shown = (found[::-1] if passed else found)[wanted.offset :]
    return shown[: wanted.limit]


def _of_plans(wanted: Filter) -> Filter | None:
    """The same question to plans; None where they have not what is asked for."""
    if wanted.kind is not None or (wanted.speaker and wanted.side):
        return None
    person = wanted.speaker or wanted.side
    return Filter(
        participant=person,
        **{name: getattr(wanted, name) for name in LAYERS["timelines"].takes - {"speaker", "side", "kind"}},
    )


def _dated(layer: str) -> sa.Select[Any]:
    """Timelines or plans with their article, their topic and what they mean."""
    e = schema.ENTRIES[f"{layer}s"]
    v, a, o, p = schema.version, schema.article, schema.outlet, schema.placed
    return sa.select(
        e, p.c.data, p.c.topic, a.c.id.label("article"), o.c.name.label("outlet_name")
    ).select_from(
        e.join(v, v.c.n == e.c.version)
        .join(a, a.c.n == v.c.article)
        .outerjoin(o, o.c.n == e.c.outlet)
        .outerjoin(p, sa.and_(p.c.layer == layer, p.c.entry == e.c.n))
    )


def _in_order(chosen: sa.Select[Any], layer: str) -> sa.Select[Any]:
    e = schema.ENTRIES[f"{layer}s"]
    return chosen.order_by(e.c.published.is_(None), e.c.published, e.c.version, e.c.seq, e.c.n)


def _outcomes(connection: sa.Connection, topics: set[int], dates: Sequence[Date]) -> Iterator[Date]:
    """Plans of the same issues, or of none, of which it is told what became of them."""
    last = max((one.latest for one in dates if one.latest), default=None)
    if last is None:
        return
    t, p, e = schema.topic, schema.placed, schema.plan
    first = min(one.when for one in dates)
    settled = _dated("plan").where(
        e.c.state == schema.SHOWN,
        e.c.status.in_((*KEPT, *DROPPED)),
        e.c.published > first,
        e.c.published <= last + timedelta(FAR),
    )
    several = sorted(topics)
    wanted: list[sa.ColumnElement[bool]] = [p.c.topic.is_(None)]
    for start in range(0, len(several), ASKED):
        issues = sa.select(t.c.issue).where(t.c.n.in_(several[start : start + ASKED]))
        wanted.append(p.c.topic.in_(sa.select(t.c.n).where(t.c.issue.in_(issues))))
    for condition in wanted:
        chosen = _in_order(settled.where(condition), "plan")
        yield from dates_of(connection, "plan", connection.execute(chosen).all())
