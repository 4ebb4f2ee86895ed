"""How well free text tells that two statements are at odds: cross-validated, on a story of its own, and how fast.

    python -m benchmarks.pairs

The labelled pairs are few, so the folds are drawn several times and every figure comes with its spread over the draws.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.accuracy import scorers
from benchmarks.store import ROOT, SHARED, hash_of
from onrecord.trace.clash import CLASSES, REGRESSION, Floats, clashes, nearness
from training.pairs import PAIRS, Ints, cross_validate, figures, labelled, log_loss

DRAWS = 10
RECALLS = (5, 10, 20, 30, 50, 70)
BINS = 10
STORY = SHARED / "stories" / "gasgrain.gold.json"
TOP = 20
AT_ODDS = CLASSES.index("inconsistent")

Side = tuple[str, dict[str, Any]]  # whose words, and where they stand


def hashes() -> dict[str, str]:
    """What these figures depend on."""
    code = [ROOT / "src/onrecord/trace/clash.py", ROOT / "training/pairs.py", REGRESSION]
    return {"clash": hash_of(code), "data": hash_of([SHARED / PAIRS, STORY])}


def spread(rows: Sequence[Sequence[float]]) -> list[str]:
    """Mean and standard deviation of each column."""
    return [f"{m:.1f} ± {s:.1f}" for m, s in zip(np.mean(rows, axis=0), np.std(rows, axis=0), strict=True)]


def precision_at(chances: Floats, labels: Ints) -> list[float]:
    """Of the pairs that are most likely at odds, the share that is, down to where each of `RECALLS` is reached."""
    right = np.cumsum(labels[np.argsort(-chances[:, AT_ODDS], kind="stable")] == AT_ODDS)
    needed = np.ceil(np.array(RECALLS) / 100 * right[-1]).astype(int)
    return [float(100 * n / (np.searchsorted(right, n) + 1)) for n in needed]


def calibration_error(chances: Floats, labels: Ints) -> float:
    """Mean gap, in per cent, between the chance of being at odds and the share that is, over ten bins."""
    chance, right = chances[:, AT_ODDS], labels == AT_ODDS
    number = np.minimum((chance * BINS).astype(int), BINS - 1)
    gaps = [abs((chance[number == b] - right[number == b]).sum()) for b in range(BINS)]
    return float(100 * sum(gaps) / len(labels))


def crossed() -> dict[str, list[str]]:
    """Five-fold cross-validation: figures with their spread over the draws."""
    pairs, labels = labelled()
    near = nearness(pairs)[:, None]
    runs = [cross_validate(near, labels, draw) for draw in range(DRAWS)]
    return {
        "always inconsistent": [f"{v:.1f}" for v in figures(labels, np.full(len(labels), AT_ODDS))],
        "shipped": spread([figures(labels, decided) for _, decided in runs]),
        "shipped, the likeliest class": spread([figures(labels, c.argmax(axis=1)) for c, _ in runs]),
        "precision": spread([precision_at(chances, labels) for chances, _ in runs]),
        "calibration": spread([[calibration_error(chances, labels)] for chances, _ in runs]),
        "log-loss": [f"{np.mean([log_loss(chances, labels) for chances, _ in runs]):.3f}"],
    }


def candidates() -> list[tuple[str, str, bool]]:
    """Pairs of what two sides of the story hold on one issue, and whether such a pair is a labelled conflict."""
    scorers()  # makes the scores' folder importable
    from score_talks import same_names  # type: ignore[import-not-found]
    from score_trace import Story  # type: ignore[import-not-found]

    gold = json.loads(STORY.read_text(encoding="utf-8"))
    story = Story(gold)
    held: dict[str, list[Side]] = {}
    for issue, one in [(p["issue"], (p["side"], p["evidence"])) for p in gold["positions"]] + [
        (c["issue"], (c[way]["side"], c[way])) for c in gold["conflicts"] for way in ("a", "b")
    ]:
        known = held.setdefault(issue, [])
        if not any(one[0] == side and story.agree(one[1], other) for side, other in known):
            known.append(one)

    def is_side(labelled: dict[str, Any], one: Side) -> bool:
        return bool(same_names(labelled["side"], one[0]) and story.agree(labelled, one[1]))

    def words(one: Side) -> str:
        text = gold["articles"][one[1]["article"]]
        return " ".join(text[start:end] for start, end in one[1]["spans"])

    found = []
    for known in held.values():
        for i, one in enumerate(known):
            for other in known[:i]:
                if one[0] != other[0]:
                    ways = ((one, other), (other, one))
                    right = any(
                        is_side(c["a"], x) and is_side(c["b"], y) for c in gold["conflicts"] for x, y in ways
                    )
                    found.append((words(one), words(other), right))
    return found


def on_the_story() -> dict[str, int]:
    """Of the pairs of the story that are likeliest at odds, how many are labelled conflicts."""
    found = candidates()
    right = np.array([conflict for *_, conflict in found])
    chances = clashes([(a, b) for a, b, _ in found])[:, AT_ODDS]
    first = np.argsort(-chances, kind="stable")[:TOP]
    return {"pairs": len(found), "conflicts": int(right.sum()), "among the first": int(right[first].sum())}


def speed() -> dict[str, int]:
    """Pairs a second: all texts new, and each text in many pairs, as when the statements of an issue are compared."""
    pairs, _ = labelled()
    clashes(pairs[:8])
    texts = list(dict.fromkeys(text for pair in pairs for text in pair))[:200]
    crossing = [(a, b) for i, a in enumerate(texts) for b in texts[:i]]
    found = {}
    for name, given in (("new texts", pairs), ("every pair of 200 texts", crossing)):
        begun = time.perf_counter()
        clashes(given)
        found[name] = round(len(given) / (time.perf_counter() - begun))
    return found


def measure() -> dict[str, Any]:
    return {"labelled": len(labelled()[0]), "crossed": crossed(), "story": on_the_story(), "speed": speed()}


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
