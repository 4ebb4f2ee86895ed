"""Which issues of the Record some words are for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.extract.meaning import SIZE, meanings
from onrecord.store import schema
from onrecord.trace.topics import Groups, unit

NEAR = 0.45  # mean cosine to a topic from which words mean the issue that it is of


def find_issues(connection: sa.Connection, words: str) -> Sequence[int]:
    """The keys of the issues that some words are for: an id, a label, a part of one, or the nearest by meaning.

    Raises:
        UsageError: none is near.
    """
    i = schema.issue
    label = sa.func.lower(i.c.label)
    for fits in (i.c.id == words, label == words.lower(), label.contains(words.lower(), autoescape=True)):
        if found := connection.scalars(
            sa.select(i.c.n).where(fits, i.c.size > 0).order_by(i.c.size.desc())
        ).all():
            return found
    if found := _near(connection, words):
        return found
    raise UsageError(f"no issue {words!r} in the Record; `onrecord issues --all` lists them")


def _near(connection: sa.Connection, words: str) -> list[int]:
    """The issue of the topic that some words are nearest to, where it is near."""
    t = schema.topic
    rows = connection.execute(sa.select(t.c.issue, t.c.size, t.c.sums).order_by(t.c.n)).all()
    if not rows or not words.strip():
        return []
    sums = np.frombuffer(b"".join(row.sums for row in rows), np.float32).reshape(-1, SIZE)
    groups = Groups(sums, np.array([row.size for row in rows], np.int64))
    near = groups.nearness(unit(meanings([words]).astype(np.float32)))[0]
    best = int(near.argmax())
    return [rows[best].issue] if near[best] >= NEAR else []
