"""Fails where an accuracy on dev has dropped below its floor (`floors.json`).

Floors stand up to one point under what was reached, since processors round 8-bit sums in different ways.

python -m benchmarks.gate
"""

from __future__ import annotations

import json
import sys

from benchmarks.accuracy import accuracy, times_accuracy
from benchmarks.store import ROOT, SHARED
from benchmarks.tracing import once_traced

MEASURED = {"times": times_accuracy, "traces": once_traced}


def main() -> int:
    if not SHARED.exists():
        print("accuracy floors not checked: the labelled sets are not here")
        return 0
    floors = json.loads((ROOT / "benchmarks" / "floors.json").read_text())
    failed = 0
    for name, wanted in floors.items():
        figures = MEASURED[name]() if name in MEASURED else accuracy(name)
        for measure, floor in wanted.items():
            label, _, part = measure.partition(", ")
            figure = figures[label]["p" if part == "precision" else "f"]
            ok = figure >= floor
            failed += not ok
            print(f"{'ok  ' if ok else 'DROP'} {name:8s} {measure:28s} {figure:5.1f} (floor {floor})")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
