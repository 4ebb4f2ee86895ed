"""Precision against coverage as the threshold moves, and how far the confidences can be believed."""

from __future__ import annotations

from typing import Any

from benchmarks.accuracy import SETS, scorers
from benchmarks.store import SHARED

THRESHOLDS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
Judged = list[tuple[float, bool]]  # (confidence, right)


def judged_relations(name: str, found: dict[str, dict[str, Any]]) -> tuple[Judged, int]:
    """Each statement's confidence and whether its relation is right, and the number of labelled statements."""
    score_statements, _ = scorers()
    rows: Judged = []
    total = 0
    for key, article in score_statements.load(SHARED / SETS[name]).items():
        statements = found[key].get("statements") or []
        if name == "polnear":  # it nests nothing
            statements = [s for s in statements if s["within"] is None]
        tokens = score_statements.tokens_of(article["text"])
        _, pairs, _ = score_statements.match(article["statements"], statements, tokens)
        hits = {p for _, p in pairs}
        rows += [(s["confidence"], i in hits) for i, s in enumerate(statements)]
        total += len(article["statements"])
    return rows, total


def judged_speakers(found: dict[str, dict[str, Any]]) -> tuple[Judged, int]:
    """The same for the names of speakers, over the statements of `talks` whose content matched."""
    score_statements, score_talks = scorers()
    rows: Judged = []
    total = 0
    for key, article in score_statements.load(SHARED / SETS["talks"]).items():
        gold, statements = article["statements"], found[key].get("statements") or []
        pairs, _, _ = score_statements.match(gold, statements, score_statements.tokens_of(article["text"]))
        for g, p in pairs:
            wanted, got = gold[g], statements[p]
            total += 1
            if got["speaker"]:
                person = wanted["speaker_type"] == "person"
                right = score_talks.same_names(wanted["speaker"], got["speaker"], person)
                rows.append((got["speaker_confidence"], bool(right)))
    return rows, total


def curve(rows: Judged, total: int) -> list[dict[str, float]]:
    """For each threshold: share of labelled entries that are found and shown, and precision, in per cent."""
    found = []
    for threshold in THRESHOLDS:
        kept = [right for confidence, right in rows if confidence >= threshold]
        precision = 100 * sum(kept) / len(kept) if kept else 100.0
        found.append(
            {
                "threshold": threshold,
                "shown": len(kept),
                "precision": round(precision, 1),
                "recall": round(100 * sum(kept) / total, 1),
            }
        )
    return found


def expected_error(rows: Judged, bins: int = 10) -> float:
    """Expected calibration error in per cent: mean gap between confidence and share right, over ten bins."""
    gap = 0.0
    for i in range(bins):
        part = [(c, r) for c, r in rows if i / bins <= c < (i + 1) / bins or (i == bins - 1 and c == 1)]
        if part:
            gap += abs(sum(c for c, _ in part) - sum(r for _, r in part))
    return round(100 * gap / len(rows), 1)
