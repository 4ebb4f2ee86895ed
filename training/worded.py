"""Fits how much the words around a marker speak for a condition, and prints what cross-validation says of it.

python -m training.worded
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from onrecord.extract.worded import WORDED, features
from onrecord.models import overlap
from training.data import SHARED, read_jsonl, read_passages, read_reports
from training.forms import markers

FOLDS, L2, AT_LEAST = 5, 2.0, 3
SETS = ("talks/train", "talks/passages_train")
DIGITS = 3

Case = tuple[str, list[str], bool]


def cases(articles: Sequence[dict[str, Any]]) -> list[Case]:
    """Of every word that conditions are made with: its article's id, its features, whether it marks one."""
    found = []
    for article in articles:
        known = [tuple(span) for entry in article["conditions"] for span in entry["marker"]]
        for span in markers(article["text"]):
            right = any(overlap(span, other) for other in known)
            found.append((article["id"], sorted(set(features(article["text"], span))), right))
    return found


def fit(examples: Sequence[Case]) -> dict[str, float]:
    """Weights of a logistic regression with an L2 penalty, by feature."""
    seen = Counter(name for _, names, _ in examples for name in names)
    column = {name: i for i, name in enumerate(sorted(n for n, times in seen.items() if times >= AT_LEAST))}
    pairs = [(row, column[n]) for row, (_, names, _) in enumerate(examples) for n in names if n in column]
    rows, columns = zip(*pairs, strict=True)
    x = csr_matrix((np.ones(len(pairs)), (rows, columns)), (len(examples), len(column)))
    y = np.array([right for *_, right in examples], dtype=float)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        lost = np.logaddexp(0, z) - y * z
        return float(lost.sum() + L2 / 2 * (w @ w)), x.T @ (1 / (1 + np.exp(-z)) - y) + L2 * w

    weights = minimize(loss, np.zeros(len(column)), jac=True, method="L-BFGS-B").x
    return {name: round(float(weights[i]), DIGITS) for name, i in column.items() if round(weights[i], DIGITS)}


def average_precision(examples: Sequence[Case], weights: dict[str, float]) -> float:
    """Mean precision over the right ones, the surest first."""
    order = sorted(examples, key=lambda case: -sum(weights.get(name, 0.0) for name in case[1]))
    hits, total = 0, 0.0
    for rank, (*_, right) in enumerate(order, start=1):
        hits += right
        total += right * hits / rank
    return total / max(hits, 1)


def learn() -> None:
    """Writes `worded.json`."""
    articles = [row for name in SETS for row in read_jsonl(SHARED / f"{name}.jsonl")]
    examples = cases([*articles, *read_reports(), *read_passages()])
    own = {article["id"] for article in articles}
    shares = []
    for fold in range(FOLDS):
        held = {case[0] for case in examples if zlib.crc32(case[0].encode()) % FOLDS == fold}
        weights = fit([case for case in examples if case[0] not in held])
        shares.append(average_precision([c for c in examples if c[0] in held & own], weights))
    right = sum(case[2] for case in examples)
    print(f"{len(examples)} words of a marker's form, {right} mark a condition")
    print(f"average precision on talks, cross-validated: {np.mean(shares):.3f}")
    WORDED.write_text(json.dumps(fit(examples), indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    learn()
