"""How well a story of many reports is traced, from their plain texts.

python -m benchmarks.tracing
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.store import ROOT, SHARED, hash_of, once, reader_files
from benchmarks.tables import table

STORY = SHARED / "stories"
WANTED = {  # measure: (two labellings of the held-back story compared, floor)
    "issues": (67.8, 35),
    "positions": (42.1, 15),
    "shifts found": (72.5, 22),
    "shifts": (52.5, 12),
    "conflicts": (58.1, 12),
    "due": (91.1, 35),
    "due state": (88.9, ""),
    "requires": (74.1, 25),
    "requires state": (83.3, ""),
}
Figures = Mapping[str, Mapping[str, float]]


def traced() -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of each measure, in per cent."""
    import onrecord

    sys.path.insert(0, str(SHARED / "score"))
    import score_trace

    gold = json.loads((STORY / "gasgrain.gold.json").read_text(encoding="utf8"))
    with tempfile.TemporaryDirectory() as folder, onrecord.open(Path(folder) / "story.db") as record:
        list(record.add(str(STORY / "gasgrain.jsonl")))
        scores = score_trace.score(gold, record.trace())
    return {
        name: {part: round(100 * score[part], 1) for part in ("p", "r", "f")}
        for name, score in scores.items()
    }


def once_traced() -> dict[str, Any]:
    """The same, measured anew where the reader or the tracing has changed."""
    package = ROOT / "src" / "onrecord"
    code = [p for folder in ("trace", "store") for p in (package / folder).glob("*.py")]
    hashes = {**reader_files(), "trace": hash_of(code), "data": hash_of(STORY.glob("*.json*"))}
    found: dict[str, Any] = once("traced", hashes, traced)
    return found


def tracing_section() -> list[str]:
    figures = once_traced()
    rows = [
        (
            name,
            f"**{figures[name]['f']:.1f}**",
            f"{figures[name]['p']:.1f} / {figures[name]['r']:.1f}",
            *WANTED[name],
        )
        for name in WANTED
    ]
    return [
        "## Traces: a story of 24 reports, from the plain texts\n",
        "Thresholds were set on this story; another one is held back for judging.\n",
        table(["F1", "**onrecord**", "precision / recall", "labelled twice (another story)", "wanted"], rows),
    ]


if __name__ == "__main__":
    begun = time.perf_counter()
    for name, score in traced().items():
        print(f"{name:16s} P {score['p']:5.1f}  R {score['r']:5.1f}  F1 {score['f']:5.1f}")
    print(f"{time.perf_counter() - begun:.0f} s")
