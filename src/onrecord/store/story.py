"""What was traced, asked for: by issue, side and time, or all of it as it stood on a day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from onrecord.store import schema
from onrecord.store.ask import LIMIT, Row
from onrecord.store.dues import all_due
from onrecord.store.issues import find_issues
from onrecord.store.names import main_actors
from onrecord.store.tracing import load_entries, move_rows, traces, until
from onrecord.trace.requirements import Requirement, requirements

SHOWN_SIZE, SHOWN_SIDES = 3, 2  # statements and sides of an issue from which it is shown by default


@dataclass(frozen=True)
class Asked:
    """What is wanted of what was traced; what is None is not asked for."""

    issue: str | None = None  # an id, words of the label, or words that mean it
    side: str | None = None
    since: date | None = None  # days on which it was published, both included
    until: date | None = None
    everything: bool = False  # small issues and what is unsure too
    limit: int | None = LIMIT
    offset: int = 0  # how many of the first are left out


def list_issues(connection: sa.Connection, asked: Asked) -> list[Row]:
    """Issues, those with most statements first."""
    i = schema.issue
    chosen = sa.select(i).where(i.c.size > 0).order_by(i.c.size.desc(), i.c.n)
    if asked.issue is not None:
        chosen = chosen.where(i.c.n.in_(find_issues(connection, asked.issue)))
    elif not asked.everything:
        chosen = chosen.where(
            sa.or_(sa.and_(i.c.size >= SHOWN_SIZE, i.c.sides >= SHOWN_SIDES), i.c.named_by.is_not(None))
        )
    if asked.side is not None:
        x = schema.traced
        chosen = chosen.where(
            i.c.n.in_(
                sa.select(x.c.issue).where(
                    x.c.kind == "position", x.c.side.in_(_names(connection, asked.side))
                )
            )
        )
    if asked.since:
        chosen = chosen.where(i.c.last >= asked.since)
    if asked.until:
        chosen = chosen.where(i.c.first <= asked.until)
    return [_issue(row) for row in connection.execute(chosen.limit(asked.limit).offset(asked.offset))]


def _issue(row: Any) -> Row:
    return {
        "id": row.id,
        "label": row.label,
        "statements": row.size,
        "sides": row.sides,
        "first": row.first and row.first.isoformat(),
        "last": row.last and row.last.isoformat(),
        "named_by": row.named_by,
    }


def _names(connection: sa.Connection, side: str) -> list[str]:
    """The names that a side has over all articles."""
    a = schema.actor
    found = connection.scalars(sa.select(a.c.name).where(a.c.n.in_(main_actors(connection, side)))).all()
    return [*found, side]


def list_traced(connection: sa.Connection, kind: str, asked: Asked) -> list[Row]:
    """Positions, shifts, conflicts or requirements ("position", ...), newest first, each with its issue."""
    x, i = schema.traced, schema.issue
    chosen = (
        sa.select(x.c.data, i.c.id, i.c.label)
        .outerjoin(i, i.c.n == x.c.issue)
        .where(x.c.kind.in_(("shift", "move") if kind == "shift" else (kind,)))
        .order_by(x.c.at.is_(None), x.c.at.desc(), x.c.n)
    )
    if asked.issue is not None:
        chosen = chosen.where(x.c.issue.in_(find_issues(connection, asked.issue)))
    elif not asked.everything and kind == "position":
        chosen = chosen.where(
            sa.or_(sa.and_(i.c.size >= SHOWN_SIZE, i.c.sides >= SHOWN_SIDES), i.c.named_by.is_not(None))
        )
    if asked.side is not None:
        names = _names(connection, asked.side)
        mine = x.c.side.in_(names)
        chosen = chosen.where(
            sa.or_(mine, x.c.other.in_(names)) if kind in ("conflict", "requirement") else mine
        )
    if not asked.everything:
        chosen = chosen.where(x.c.sure == 1)
    if asked.since:
        chosen = chosen.where(x.c.at >= asked.since)
    if asked.until:
        chosen = chosen.where(x.c.at <= asked.until)
    return [
        {**json.loads(row.data), "issue": row.id, "issue_label": row.label}
        for row in connection.execute(chosen.limit(asked.limit).offset(asked.offset))
    ]


def story(connection: sa.Connection, as_of: date | None = None) -> Row:
    """All that is traced, as it stood on a day (the last day of publication), in the form of `stories`."""
    i = schema.issue
    last = connection.scalar(sa.select(sa.func.max(i.c.last)))
    day = as_of or last or date.today()
    keys = connection.execute(sa.select(i.c.n, i.c.id, i.c.label).where(i.c.size > 0).order_by(i.c.n)).all()
    found: Row = {"as_of": day.isoformat()} | {
        name: [] for name in ("issues", "positions", "shifts", "conflicts", "due", "requires")
    }
    ids = {key.n: key.id for key in keys}
    names = {"position": "positions", "shift": "shifts", "conflict": "conflicts", "requirement": "requires"}
    for key in keys:
        entries = load_entries(connection, key.n).until(day)
        if not entries.stands and not entries.terms:
            continue
        statements = [one.evidence.to_dict() for one in entries.stands]
        found["issues"].append({"id": key.id, "label": key.label, "statements": statements})
        for row in traces(entries):
            found[names[row["kind"]]].append({"issue": key.id, **json.loads(row["data"])})
    for row in move_rows(connection, *until(connection, day)):
        found["shifts"].append({"issue": ids.get(row["issue"]), **json.loads(row["data"])})
    found["due"] = [one.to_dict() for one in all_due(connection, day)]
    return found


def all_requirements(connection: sa.Connection, asked: Asked) -> list[Requirement]:
    """The requirements of an issue, or of all that are shown, for the way to a deal."""
    i, x = schema.issue, schema.traced
    if asked.issue is not None:
        keys = list(find_issues(connection, asked.issue))
    else:
        having = sa.select(x.c.issue).where(x.c.kind == "requirement").distinct()
        keys = list(connection.scalars(sa.select(i.c.n).where(i.c.n.in_(having)).order_by(i.c.n)))
    found = list[Requirement]()
    for key in keys:
        entries = load_entries(connection, key)
        if asked.until:
            entries = entries.until(asked.until)
        found += requirements(entries.stands, entries.terms, [one for one in entries.dates if one.status])
    return found
