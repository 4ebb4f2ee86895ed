"""What the reader gets right on the labelled dev sets, by the measures in `../shared/score`."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.store import SHARED, hash_of, once, reader_files

SETS = {
    "polnear": "polnear/dev.jsonl",
    "talks": "talks/dev.jsonl",
    "passages": "talks/passages_dev.jsonl",
    "seed": "seed/gold.jsonl",
}
TIME_SETS = ("timebank", "aquaint", "meantime")
PEERS = ("textacy", "gendergaptracker", "citron_retrained")


def scorers() -> tuple[Any, Any]:
    """The modules `score_statements` and `score_talks`."""
    sys.path.insert(0, str(SHARED / "score"))
    import score_statements
    import score_talks

    return score_statements, score_talks


def predictions(path: Path) -> dict[str, dict[str, Any]]:
    """What `onrecord read --json` gives for each article of a labelled file."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "read.jsonl"
        with out.open("w") as stdout:
            command = [sys.executable, "-m", "onrecord", "read", "--json", str(path)]
            subprocess.run(command, stdout=stdout, check=True)
        return {a["id"]: a for a in map(json.loads, out.read_text(encoding="utf8").splitlines())}


def read_set(name: str) -> dict[str, dict[str, Any]]:
    """Predictions for one of SETS."""
    return predictions(SHARED / SETS[name])


def accuracy(name: str) -> dict[str, dict[str, float]]:
    """Precision, recall and F1, in per cent, of every measure that applies to the set."""
    path = SHARED / SETS[name]
    hashes = {**reader_files(), "data": hash_of([path, *(SHARED / "score").glob("*.py")])}
    return dict(once(f"accuracy {name}", hashes, lambda: score(path, read_set(name))))


def times_accuracy() -> dict[str, dict[str, float]]:
    """The same for time expressions, on the fifth of TimeBank, AQUAINT and MEANTIME that training leaves out."""
    paths = [SHARED / "time" / f"{name}.jsonl" for name in TIME_SETS]
    hashes = {**reader_files(), "data": hash_of([*paths, SHARED / "score" / "score_times.py"])}
    return dict(once("accuracy times", hashes, _times))


def _times() -> dict[str, dict[str, float]]:
    from training.data import load_times

    scorers()
    import score_times

    gold = {article["id"]: article for article in load_times(held=True)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "times.jsonl"
        rows = ({k: a[k] for k in ("id", "text", "published")} for a in gold.values())
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf8")
        result = score_times.score(gold, predictions(path))
    return {m: {k: round(100 * v[k], 1) for k in "prf"} for m, v in result.items()}


def score(path: Path, found: dict[str, dict[str, Any]]) -> dict[str, dict[str, float]]:
    """The measures of one labelled file for given predictions."""
    score_statements, score_talks = scorers()
    gold = score_statements.load(path)
    if "polnear" in str(path):
        result = score_statements.score(gold, {k: v.get("statements") for k, v in found.items()})
    else:
        result = score_talks.score(gold, found)
    return {m: {k: round(100 * v[k], 1) for k in "prf"} for m, v in result.items()}


def peers() -> dict[str, dict[str, dict[str, float]]]:
    """The same measures for the other extractors' spans on PolNeAR dev."""
    path = SHARED / SETS["polnear"]
    score_statements, _ = scorers()
    found = {}
    for peer in PEERS:
        other = SHARED / "peers" / f"{peer}.jsonl"
        hashes = {"data": hash_of([path, other])}
        found[peer] = once(
            f"peer {peer}", hashes, lambda other=other: score(path, score_statements.load(other))
        )
    return found
