"""The parts of `docs/figures.md` on the Record: copies, names over all articles, a million statements."""

from __future__ import annotations

from typing import Any

from benchmarks import actors, copies, record
from benchmarks.store import ROOT, SHARED, hash_of, kept, once
from benchmarks.tables import table

PACKAGE = ROOT / "src" / "onrecord"
PLACES = ("SQLite", "PostgreSQL")
WANTED = {  # of a million statements
    "stored a second": "≥ 3000",
    "by meaning": "≤ 50",
    "recall of the index": "≥ 95",
    **{name: "≤ 100" if name.startswith("full text") else "≤ 50" for name in record.QUESTIONS},
}


def copies_section() -> list[str]:
    code = [PACKAGE / "resolve" / name for name in ("copies.py", "sketch.py")]
    coverage = (SHARED / "coverage").glob("*.gz")
    hashes = {"code": hash_of([*code, ROOT / "benchmarks" / "copies.py"]), "data": hash_of(coverage)}
    wanted = {"precision, %": 95, "recall, %": 95}
    figures = once("copies", hashes, copies.copies)
    return [
        "## Copies of one report\n",
        "Real coverage, edited by a program, among the reports that are most like it.\n",
        table(["", "measured", "wanted"], [(name, value, wanted.get(name, "")) for name, value in figures.items()]),
    ]  # fmt: skip


def actors_section() -> list[str]:
    resolve = [
        p for pattern in ("*.py", "data/*") for p in (PACKAGE / "resolve").glob(pattern) if p.is_file()
    ]
    hashes = {
        "code": hash_of([*resolve, ROOT / "benchmarks" / "actors.py"]),
        "data": hash_of((SHARED / "talks").glob("*.jsonl")),
    }
    figures = once("actors", hashes, _actors)
    rows = [
        (name, *values, actors.WANTED.get(name, "")) for name, *values in figures["grouping"]
    ]  # fmt: skip
    return [
        "## One actor over all articles\n",
        f"{figures['names']} names of {figures['actors']} actors (talks train and dev, with spellings by a program).\n",
        table(["", "all at once", "day by day", "wanted"], rows),
        table(["sort of name", "names", "to its actor, %", "to another, %"], figures["sorts"]),
        table(["", ""], figures["speed"].items()),
    ]


def _actors() -> dict[str, Any]:
    found, together = actors.measure()
    apart = actors.as_reports_come()
    return {
        "names": len(found),
        "actors": len({case.meant for case, _ in found}),
        "grouping": [(name, figure, apart[name]) for name, figure in together.items()],
        "sorts": [(sort, *figures) for sort, figures in actors.by_sort(found).items()],
        "speed": actors.speed(),
    }


def record_section(*, again: bool) -> list[str]:
    """A million statements in each database: an hour's work, done where it was never done, or `again`."""
    code = [
        *(PACKAGE / "store").glob("*.py"),
        *(ROOT / "benchmarks" / f"{n}.py" for n in ("record", "replicas")),
    ]
    hashes = {"store": hash_of(code)}
    found = {name: kept(f"record {name}", hashes, _measure(name), again=again) for name in PLACES}
    older = [name for name, one in found.items() if one.hashes != hashes]
    rows = [
        (name, *(_shown(one.figures[name]) for one in found.values()), WANTED.get(name, ""))
        for name in found[PLACES[0]].figures
    ]
    return [
        "## A million statements\n",
        "What was read of sixty articles, repeated with changed words, names and dates. Questions: milliseconds at the "
        "95th percentile (each is asked three times, and the quickest counts), and how many entries they gave.\n",
        *([f"Measured with an earlier store: {', '.join(older)}.\n"] if older else []),
        table(["", *PLACES, "wanted"], rows),
    ]


def _measure(place: str) -> Any:
    def measure() -> dict[str, Any]:
        with record.places() as where:
            return record.measure(where[place], record.readings(), record.STATEMENTS)

    return measure


def _shown(value: Any) -> str:
    if value is None:
        return "not kept"
    if not isinstance(value, (list, tuple)):
        return str(value)
    if len(value) == 2 and isinstance(value[1], float):  # a question
        return f"{value[0]} ({value[1]:g})"
    return ", ".join(map(str, value))
