"""Statements that mean much the same as some words, by the places of `extract.meaning`.

The places are rows of the database, and what is found rests on them alone. Where usearch is installed (extra `large`),
from `MANY` places on an index (HNSW) in a file of its own finds the candidates; what it does not know yet is looked
through one by one, as all are without it. The file can be deleted: it is made again.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from onrecord.extract.meaning import SIZE
from onrecord.models import digest
from onrecord.store import schema
from onrecord.store.engine import file_of

MANY = 20_000  # places from which on an index is worth having; so many are looked through in 20 ms
TAIL = 5_000  # that are new, and are put into the index at the end of an `add`
# So many more than are wanted are taken from the index, since some are not shown any more.
CANDIDATES, SPARE = 4, 200
LEAST = 0.35  # cosine below which two statements have little in common
CHUNK = 50_000
ASKED = 500  # keys asked for at once; databases limit the number of parameters
# Of the graph; the recall against looking through all is in docs/figures.md.
LINKS, ADDING = 16, 128
_SEARCH = threading.Lock()  # an index that is open serves one search at a time
Places = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Near:
    """A statement and how near it is."""

    n: int
    likeness: float  # cosine


def nearest(connection: sa.Connection, place: Places, limit: int, *, index: bool = True) -> list[Near]:
    """The shown statements nearest to a place, nearest first, none under `LEAST`.

    Args:
        index: Use the index, where there is one; without it all are looked through.
    """
    path = _path(connection)
    there = _opened(path) if index else None
    keys = list[int]()
    last = 0
    if there is not None:
        with _SEARCH:
            found = there.index.search(place, limit * CANDIDATES + SPARE)
        keys, last = [int(key) for key in found.keys], there.last
    v, s = schema.vector, schema.statement
    wanted = (
        sa.select(v.c.statement, v.c.data).join(s, s.c.n == v.c.statement).where(s.c.state == schema.SHOWN)
    )
    found_so_far = list[Near]()
    known = [key for key in keys if key <= last]
    queries = [wanted.where(v.c.statement.in_(known[i : i + ASKED])) for i in range(0, len(known), ASKED)]
    for query in (*queries, wanted.where(v.c.statement > last)):
        for rows in connection.execution_options(yield_per=CHUNK).execute(query).partitions(CHUNK):
            found_so_far += _near(place, rows)
        found_so_far = sorted(found_so_far, key=lambda one: (-one.likeness, one.n))[:limit]
    return found_so_far


def _near(place: Places, rows: Sequence[Any]) -> list[Near]:
    """Those of some rows that are near enough."""
    there = np.frombuffer(b"".join(row.data for row in rows), np.int8).reshape(-1, SIZE).astype(np.float32)
    asked = place.astype(np.float32)
    likeness = there @ asked / np.maximum(np.linalg.norm(there, axis=1) * np.linalg.norm(asked), 1e-9)
    return [Near(rows[i].statement, float(likeness[i])) for i in np.flatnonzero(likeness >= LEAST).tolist()]


def refresh(connection: sa.Connection) -> None:
    """Put what is new into the index, where there is enough of it."""
    v = schema.vector
    if not _installed():
        return
    total = connection.scalar(sa.select(sa.func.count()).select_from(v)) or 0
    path = _path(connection)
    last = _last(path)
    new = connection.scalar(sa.select(sa.func.count()).select_from(v).where(v.c.statement > last)) or 0
    if total < MANY or new < TAIL:
        return
    files = _files(path)
    index = (_restored(files[0], view=False) if files else None) or _new()
    while rows := connection.execute(
        sa.select(v.c.statement, v.c.data).where(v.c.statement > last).order_by(v.c.statement).limit(CHUNK)
    ).all():
        last = rows[-1].statement
        places = np.frombuffer(b"".join(row.data for row in rows), np.int8).reshape(-1, SIZE)
        index.add(np.array([row.statement for row in rows], np.uint64), places)
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    index.save(str(partial))
    os.replace(partial, path.with_name(f"{path.name}.{last}"))
    for old in _files(path)[1:]:
        old.unlink(missing_ok=True)


def _installed() -> bool:
    return find_spec("usearch") is not None


def _usearch() -> Any:
    # Loaded after usearch, onnxruntime ends the process (usearch 2.26.6 with numkong 7.8.6, onnxruntime 1.32).
    import onnxruntime  # noqa: F401
    import usearch.index

    return usearch.index.Index


def _new() -> Any:
    return _usearch()(
        ndim=SIZE,
        metric="cos",
        dtype="i8",
        connectivity=LINKS,
        expansion_add=ADDING,
    )


@dataclass(frozen=True)
class _Opened:
    index: Any
    last: int  # statement that it holds


def _opened(path: Path) -> _Opened | None:
    """The index as it is on disk now; None where there is none, or nothing to read it with."""
    files = _files(path)
    if not files or not _installed():
        return None
    try:
        index = _viewed(files[0], files[0].stat().st_mtime_ns)
    except FileNotFoundError:  # another process has just put a newer one in its place
        return _opened(path)
    return None if index is None else _Opened(index, int(files[0].suffix[1:]))


@lru_cache(maxsize=2)
def _viewed(file: Path, _written: int) -> Any:
    """Kept open: to map a million places takes longer than to search them."""
    return _restored(file, view=True)


def _restored(file: Path, *, view: bool) -> Any:
    index: Any = _usearch().restore(str(file), view=view)
    if index is not None:  # None where the file is damaged; it is then as if there were none
        index.expansion_add, index.expansion_search = ADDING, _breadth(len(index))
    return index


def _breadth(places: int) -> int:
    """How widely to search: of the ten nearest 99.7 % are found among 100,000 and 97.2 among a million."""
    return 1024 if places <= 200_000 else 4096  # among a million, 1,024 finds 89.7 and 2,048 finds 93.5


def _path(connection: sa.Connection) -> Path:
    """Where the index is: beside a file, in the user's cache for a server."""
    file = file_of(connection.engine.url)
    if file is not None:
        return file.with_name(f"{file.name}-meaning")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "onrecord"
    cache.mkdir(parents=True, exist_ok=True)
    return cache / f"meaning-{digest(connection.engine.url.render_as_string())}"


def _files(path: Path) -> list[Path]:
    """The index's files, the newest first; their names end in the last statement that they hold."""
    found = [one for one in path.parent.glob(f"{path.name}.*") if one.suffix[1:].isdigit()]
    return sorted(found, key=lambda one: -int(one.suffix[1:]))


def _last(path: Path) -> int:
    files = _files(path)
    return int(files[0].suffix[1:]) if files else 0
