"""Fits the statement confidence on dev: the chance that content and source are right, given the network's scores.

    python -m training.calibrate

Dev and not train, since the network has seen train and is too sure there. Ten numbers are fitted on some 3,300
statements, and the expected calibration error is printed as found by cross-validation over articles.
"""

from __future__ import annotations

import json

import numpy as np

from onrecord.extract import attributions
from onrecord.extract.confidence import CALIBRATION, features
from onrecord.extract.decode import Network
from onrecord.extract.network import OnnxNetwork
from onrecord.extract.statements import candidates
from onrecord.extract.words import split
from training.evaluate import gold, score_statements

FOLDS = 5


def examples(network: Network, name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features [n, k], whether right [n], and the number of the article [n], of all statements that are judged."""
    rows, right, group = [], [], []
    for number, article in enumerate(gold(name).values()):
        words = split(article["text"])
        found = attributions(words, network)
        made = candidates(words, found)
        nests = name.startswith("talks")
        judged = [(s, one) for s, one in zip(made, found, strict=True) if nests or s.within is None]
        tokens = score_statements.tokens_of(article["text"])
        _, pairs, _ = score_statements.match(article["statements"], [s.to_dict() for s, _ in judged], tokens)
        hits = {p for _, p in pairs}
        for i, (statement, one) in enumerate(judged):
            rows.append(features(one, statement))
            right.append(i in hits)
            group.append(number)
    return np.array(rows), np.array(right, dtype=float), np.array(group)


def fit(x: np.ndarray, y: np.ndarray, *, penalty: float = 1.0) -> np.ndarray:
    """Weights and intercept [k + 1] of a logistic regression, by Newton's method."""
    x = np.column_stack([x, np.ones(len(x))])
    w = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (p - y) + penalty * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + penalty * np.eye(len(w))
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    return w


def chances(weights: np.ndarray, x: np.ndarray) -> np.ndarray:
    """What a fit says of features [n, k]: [n], 0 to 1."""
    return np.asarray(1 / (1 + np.exp(-(x @ weights[:-1] + weights[-1]))))


def expected_error(x: np.ndarray, y: np.ndarray, group: np.ndarray) -> float:
    """Mean gap between chance and share right, over ten bins; each fold is judged by a fit on the others."""
    found = np.zeros(len(y))
    for fold in range(FOLDS):
        held = group % FOLDS == fold
        found[held] = chances(fit(x[~held], y[~held]), x[held])
    bins = np.minimum((10 * found).astype(int), 9)
    return float(sum(abs((found - y)[bins == b].sum()) for b in range(10)) / len(y))


def calibrate(network: Network) -> None:
    """Writes the weights that `onrecord.extract.confidence` reads."""
    sets = [examples(network, name) for name in ("polnear/dev", "talks/dev")]
    x, y, group = (np.concatenate(parts) for parts in zip(*sets, strict=True))
    weights = fit(x, y)
    print(f"{len(y)} statements, expected calibration error {expected_error(x, y, group):.3f}")
    known = json.loads(CALIBRATION.read_text())
    known["statement"] = [round(float(w), 4) for w in weights]
    CALIBRATION.write_text(json.dumps(known) + "\n")


if __name__ == "__main__":
    calibrate(OnnxNetwork(threads=2))
