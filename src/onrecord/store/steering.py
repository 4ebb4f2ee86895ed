"""A person says what an issue is: names it, joins two, takes one apart, or pins one by words."""

from __future__ import annotations

from typing import Any

import numpy as np
import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.extract.meaning import SIZE, meanings
from onrecord.models import digest
from onrecord.store import schema
from onrecord.store.issues import find_issues
from onrecord.store.pen import now
from onrecord.trace.topics import ISSUE, Groups, unit

ACTIONS = ("name", "merge", "split", "pin")


def steer(connection: sa.Connection, action: str, issue: str, *, by: str, **given: Any) -> str:
    """Change what belongs to an issue; what a person said holds on as coverage goes on.

    Args:
        action: "name" (`label`), "merge" (`into`: the issue that it becomes a part of), "split" (`words`: what is
            near to them becomes an issue of its own, under `label`), "pin" (`issue` is words: what is near to them,
            of whatever issue, becomes one of that name).
        issue: The issue's id or label, or words that mean it.
        by: Who says so.

    Returns:
        The id of the issue that was named, grew or was made.

    Raises:
        UsageError: no such action or issue, or nothing is near enough.
    """
    if action not in ACTIONS:
        raise UsageError(f"no action {action!r}; there are {', '.join(ACTIONS)}")
    if action == "pin":
        return _carve(connection, None, issue, given.get("label") or issue, by)
    key = find_issues(connection, issue)[0]
    if action == "name":
        return _name(connection, key, _needed(given, "label"), by)
    if action == "split":
        return _carve(connection, key, _needed(given, "words"), given.get("label") or given["words"], by)
    into = find_issues(connection, _needed(given, "into"))[0]
    if into == key:
        raise UsageError(f"{issue!r} and {given['into']!r} are the same issue")
    return _merge(connection, key, into, by)


def _needed(given: dict[str, Any], name: str) -> str:
    if not (value := str(given.get(name) or "").strip()):
        raise UsageError(f"give {name}: it must not be empty")
    return value


def _name(connection: sa.Connection, key: int, label: str, by: str) -> str:
    i = schema.issue
    connection.execute(sa.update(i).where(i.c.n == key).values(label=label, named_by=by, named_at=now()))
    return str(connection.scalar(sa.select(i.c.id).where(i.c.n == key)))


def _merge(connection: sa.Connection, key: int, into: int, by: str) -> str:
    i, t, x = schema.issue, schema.topic, schema.traced
    connection.execute(sa.update(t).where(t.c.issue == key).values(issue=into, pinned=1))
    connection.execute(sa.delete(x).where(x.c.issue == key))
    connection.execute(sa.update(i).where(i.c.n == key).values(size=0, sides=0, stale=1))
    label = connection.scalar(sa.select(i.c.label).where(i.c.n == into))
    connection.execute(sa.update(i).where(i.c.n == into).values(stale=1))
    return _name(connection, into, str(label), by)


def _carve(connection: sa.Connection, key: int | None, words: str, label: str, by: str) -> str:
    """Topics near to some words become an issue of their own."""
    i, t = schema.issue, schema.topic
    chosen = sa.select(t.c.n, t.c.issue, t.c.size, t.c.sums).order_by(t.c.n)
    rows = connection.execute(chosen.where(t.c.issue == key) if key is not None else chosen).all()
    near = _nearness(rows, words)
    taken = [row for row, likeness in zip(rows, near, strict=True) if likeness >= ISSUE]
    if not taken and len(near):
        taken = [rows[int(np.argmax(near))]] if max(near) >= ISSUE - 0.1 else []
    if not taken:
        raise UsageError(f"nothing that was said is near to {words!r}")
    if key is not None and len(taken) == len(rows):
        raise UsageError(f"all that was said on it is near to {words!r}; name it instead")
    id = digest("issue", by, words, label)
    made = connection.scalar(sa.select(i.c.n).where(i.c.id == id))
    if made is None:
        new = sa.insert(i).values(id=id, label=label, labelled=0, stale=1, size=0, sides=0)
        made = connection.execute(new.returning(i.c.n)).scalar_one()
    connection.execute(sa.update(i).where(i.c.n.in_({row.issue for row in taken} | {made})).values(stale=1))
    connection.execute(sa.update(t).where(t.c.n.in_([row.n for row in taken])).values(issue=made, pinned=1))
    return _name(connection, int(made), label, by)


def _nearness(rows: Any, words: str) -> list[float]:
    if not words.strip():
        return [0.0] * len(rows)
    sums = np.frombuffer(b"".join(row.sums for row in rows), np.float32).reshape(-1, SIZE)
    groups = Groups(sums, np.array([row.size for row in rows], np.int64))
    return [float(one) for one in groups.nearness(unit(meanings([words]).astype(np.float32)))[0]]
