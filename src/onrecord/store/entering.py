"""The rows of what was read from several articles, before the database is asked who their actors are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from onrecord.models import Article
from onrecord.reading import Reading
from onrecord.resolve.chain import Path
from onrecord.show.outline import THRESHOLD
from onrecord.store import schema
from onrecord.store.rows import Row, condition_row, dump, plan_row, statement_row, timeline_row

MAKE: dict[str, Callable[[Article, Any], Row]] = {
    "statements": statement_row,
    "conditions": condition_row,
    "timelines": timeline_row,
    "plans": plan_row,
}
CHILDREN = {"conditions": (schema.requirement, "condition"), "plans": (schema.participant, "plan")}
Queued = list[tuple[int, int | None, Reading]]  # keys of a version and its outlet, and what was read from it
Child = tuple[int, Article, Any]  # the key of an entry that others hang on, its article, and the entry


def entry_rows(layer: str, queued: Queued, key: Callable[[], int]) -> tuple[list[Row], list[Child]]:
    """The rows of one layer's entries, actors not yet named, and the entries that have children.

    Args:
        key: Gives a key that no row has.
    """
    make, rows, children = MAKE[layer], list[Row](), list[Child]()
    for version, outlet, reading in queued:
        article = reading.article
        head = {"version": version, "outlet": outlet, "published": article.published, "reviewed": None}
        for seq, entry in enumerate(getattr(reading, layer)):
            row = {"n": key(), "seq": seq, **head, **make(article, entry)}
            row["state"] = fresh_state(row)
            rows.append(row)
            if layer in CHILDREN:
                children.append((row["n"], article, entry))
    if layer == "statements":
        paths = {path.statement: path for _, _, reading in queued for path in reading.paths}
        for row in rows:
            row |= _way(paths.get(row["id"]))
    return rows, children


def place_rows(readings: Sequence[Reading], keys: Sequence[int]) -> list[Row]:
    """The places of statements by what they mean, where they are known.

    Args:
        keys: Of all statements of the readings, in their order.
    """
    rows, at = list[Row](), 0
    for reading in readings:
        own = keys[at : at + len(reading.statements)]
        at += len(own)
        if reading.meanings:
            size = len(reading.meanings) // len(own)
            rows += [
                {
                    "statement": n,
                    "data": reading.meanings[i * size : (i + 1) * size],
                    "topic": reading.topics[i * size : (i + 1) * size] or None,
                }
                for i, n in enumerate(own)
            ]
    return rows


def fresh_state(row: Row) -> str:
    """Whether an entry of a current version is shown, other copies of its report aside."""
    if row["reviewed"] == "rejected":
        return schema.REJECTED
    sure = row["reviewed"] is not None or row["confidence"] >= THRESHOLD
    return schema.SHOWN if sure else schema.UNSURE


def _way(path: Path | None) -> Row:
    """The chain of reporting of a statement, as columns."""
    if path is None:
        return {"path": None, "removes": None}
    return {"path": dump([asdict(link) for link in path.links]), "removes": path.removes}
