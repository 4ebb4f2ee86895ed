"""How fast, how large: measured from outside, as a user's shell sees it."""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.store import SHARED

PACE = SHARED / "polnear" / "dev.jsonl"
REPEATS = 3


def _children(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from _children(int(child))


def _memory(pid: int) -> int:
    """Bytes that a process and its children hold, shared pages counted once (PSS)."""
    total = 0
    for each in _children(pid):
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
    return total


def run(arguments: list[str]) -> tuple[float, float]:
    """Seconds from start to end of `onrecord ARGUMENTS`, and its peak memory in MB."""
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "onrecord", *arguments], stdout=subprocess.DEVNULL)
    peak = 0

    def watch() -> None:
        nonlocal peak
        while process.poll() is None:
            with contextlib.suppress(OSError):
                peak = max(peak, _memory(process.pid))
            time.sleep(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    seconds = time.perf_counter() - begun
    watcher.join()
    if process.returncode:
        raise RuntimeError(f"onrecord {' '.join(arguments)} ended with {process.returncode}")
    return seconds, peak / 1e6


def installed_size() -> float:
    """MB of the package and what it needs, in a new environment without pip itself."""
    import tempfile

    root = Path(__file__).resolve().parents[1]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "install", "-q", "--target", folder, str(root)]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        return sum(p.stat().st_size for p in Path(folder).rglob("*") if p.is_file()) / 1e6


def stages() -> dict[str, float]:
    """Share of the time, in per cent, that each stage takes in one process, start not counted."""
    from datetime import date

    from onrecord.collect import check
    from onrecord.extract import extract
    from onrecord.models import Article
    from onrecord.reading import Reading
    from onrecord.resolve import resolve_all
    from onrecord.stakes import weigh
    from onrecord.times import times

    rows = [json.loads(line) for line in PACE.read_text(encoding="utf8").splitlines()]
    spent = dict.fromkeys(("check", "network and decoding", "times", "resolving", "stakes", "JSON"), 0.0)
    for row in rows:
        article = Article(row["text"], row["id"], row["outlet"], date.fromisoformat(row["published"]))
        clock = [time.perf_counter()]
        check(article)
        clock.append(time.perf_counter())
        found = extract(article)
        clock.append(time.perf_counter())
        named = times(article, [(t.start, t.end, t.ahead) for t in found.times])
        clock.append(time.perf_counter())
        statements, who = resolve_all(article, found.statements, found.mentions, named)
        clock.append(time.perf_counter())
        stakes = weigh(article, found.drafts, statements, named, who)
        clock.append(time.perf_counter())
        whole = Reading(article, statements, stakes.conditions, stakes.timelines, stakes.plans, named)
        json.dumps(whole.to_dict())
        clock.append(time.perf_counter())
        for stage, begun, ended in zip(spent, clock, clock[1:], strict=False):
            spent[stage] += ended - begun
    total = sum(spent.values())
    return {stage: round(100 * seconds / total, 1) for stage, seconds in spent.items()}


def speed() -> dict[str, float]:
    """Words a second over PolNeAR dev (start included), cold start, memory, size."""
    rows = [json.loads(line) for line in PACE.read_text(encoding="utf8").splitlines()]
    words = sum(len(row["text"].split()) for row in rows)
    whole = [run(["read", "--json", str(PACE)]) for _ in range(REPEATS)]
    one = Path(os.environ.get("TMPDIR", "/tmp")) / "onrecord-bench.txt"
    one.write_text(sorted(rows, key=lambda row: len(row["text"]))[len(rows) // 2]["text"], encoding="utf8")
    cold = [run(["read", str(one)]) for _ in range(REPEATS)]
    one.unlink()
    return {
        "words a second": round(words / statistics.median(s for s, _ in whole)),
        "cold start, one article, s": round(statistics.median(s for s, _ in cold), 2),
        "peak memory, MB": round(max(m for _, m in whole)),
        "installed, MB": round(installed_size()),
    }
