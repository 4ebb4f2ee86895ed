"""Figures once measured are kept with what they were measured on, so that nothing is measured twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
RESULTS = ROOT / "benchmarks" / "results.json"
KEPT = ROOT / ".venv" / "bench"  # what is large and can be made again


def hash_of(paths: Iterable[Path]) -> str:
    """A short hash of the contents of files, in the order of their names."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:12]


def reader_files() -> dict[str, str]:
    """Hashes of what a reading depends on: the weights, and the code and tables."""
    package = ROOT / "src" / "onrecord"
    weights = [p for p in (package / "extract" / "weights").iterdir() if p.is_file()]
    parts = ["models.py", "pipeline.py"]
    parts += [f"{folder}/**/*.py" for folder in ("extract", "times", "resolve", "stakes")]
    parts += [f"{folder}/data/*" for folder in ("resolve", "stakes")]
    code = [p for part in parts for p in package.glob(part) if p.is_file()]
    return {"weights": hash_of(weights), "reader": hash_of(code)}


def once(name: str, hashes: dict[str, str], measure: Callable[[], Any]) -> Any:
    """The stored figure `name` if it was measured with the same hashes, else `measure()`, stored."""
    known = _stored(name)
    return known.figures if known and known.hashes == hashes else _store(name, hashes, measure).figures


@dataclass(frozen=True)
class Kept:
    """Figures, and what they were measured on."""

    figures: Any
    hashes: dict[str, str]


def kept(name: str, hashes: dict[str, str], measure: Callable[[], Any], *, again: bool) -> Kept:
    """As `once`, for what takes so long that it is measured anew only when that is asked for (`again`)."""
    known = _stored(name)
    return known if known and not (again and known.hashes != hashes) else _store(name, hashes, measure)


def _stored(name: str) -> Kept | None:
    found = json.loads(RESULTS.read_text()).get(name) if RESULTS.exists() else None
    return Kept(found["figures"], found["hashes"]) if found else None


def _store(name: str, hashes: dict[str, str], measure: Callable[[], Any]) -> Kept:
    figures = json.loads(json.dumps(measure()))  # as they are when they are taken from the file
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    results[name] = {"hashes": hashes, "figures": figures}
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    return Kept(figures, hashes)
