"""Fits the chances that two statements are at odds.

    python -m training.pairs

A multinomial regression over features of pairs of political statements (see the model card); what is shipped looks at
one feature, nearness of meaning. All that is chosen is chosen within the pairs that a regression is fitted on, so that
cross-validation (`benchmarks/pairs.py`) judges by pairs that chose nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from onrecord.trace.clash import CLASSES, REGRESSION, nearness
from training.data import SHARED, read_jsonl

PAIRS = "inconsistency/train.jsonl"
FOLDS = 5
PENALTIES = (1.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0)
BIASES = np.arange(-2.0, 2.01, 0.2)  # of log-chances, for decisions
DIGITS = 4

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Fitted:
    """A regression: chances are the softmax of `x @ weights + offset`, weights float64 [features, classes]."""

    weights: Floats
    offset: Floats

    def chances(self, x: Floats) -> Floats:
        return softmax(x @ self.weights + self.offset)


def labelled() -> tuple[list[tuple[str, str]], Ints]:
    """The labelled pairs, and the place of each label in `CLASSES`."""
    rows = list(read_jsonl(SHARED / PAIRS))
    labels = [CLASSES.index(row["label3"].lower()) for row in rows]
    return [(row["text1"], row["text2"]) for row in rows], np.array(labels)


def softmax(scores: Floats) -> Floats:
    found = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def fit(x: Floats, labels: Ints, penalty: float) -> Fitted:
    """A regression with an L2 penalty on the weights of features brought to mean 0 and spread 1."""
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    scaled, wanted = (x - mean) / spread, np.eye(len(CLASSES))[labels]
    shape = (x.shape[1] + 1, len(CLASSES))

    def loss(flat: Floats) -> tuple[float, Floats]:
        w = flat.reshape(shape)
        found = softmax(scaled @ w[:-1] + w[-1])
        lost = -np.log(np.maximum(found[wanted > 0], 1e-12)).sum() + penalty / 2 * (w[:-1] ** 2).sum()
        off = found - wanted
        slope = np.vstack([scaled.T @ off + penalty * w[:-1], off.sum(axis=0)])
        return float(lost), slope.ravel()

    w = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B").x.reshape(shape)
    weights = w[:-1] / spread[:, None]
    return Fitted(weights, w[-1] - mean @ weights)


def folds(labels: Ints, seed: int) -> Iterator[tuple[Ints, Ints]]:
    """(rest, held out) of each fold, with each class spread evenly over the folds."""
    rng = np.random.default_rng(seed)
    number = np.zeros(len(labels), np.int64)
    for c in range(len(CLASSES)):
        rows = rng.permutation(np.flatnonzero(labels == c))
        number[rows] = (np.arange(len(rows)) + c) % FOLDS
    for fold in range(FOLDS):
        yield np.flatnonzero(number != fold), np.flatnonzero(number == fold)


def choose(x: Floats, labels: Ints, seed: int) -> tuple[float, Floats]:
    """The penalty whose chances fit held-out pairs best, and those chances."""
    best, kept = np.inf, (PENALTIES[0], np.zeros((len(x), len(CLASSES))))
    for penalty in PENALTIES:
        chances = np.zeros((len(x), len(CLASSES)))
        for rest, held in folds(labels, seed):
            chances[held] = fit(x[rest], labels[rest], penalty).chances(x[held])
        lost = log_loss(chances, labels)
        if lost < best:
            best, kept = lost, (penalty, chances)
    return kept


def log_loss(chances: Floats, labels: Ints) -> float:
    """Mean of minus the logarithm of the chance that a pair's own label was given."""
    return float(-np.log(np.maximum(chances[np.arange(len(labels)), labels], 1e-12)).mean())


def figures(labels: Ints, decided: Ints) -> list[float]:
    """Macro-F1, accuracy, and F1 of each class, in per cent."""
    f1 = []
    for c in range(len(CLASSES)):
        both, either = (labels == c) & (decided == c), (labels == c).sum() + (decided == c).sum()
        f1.append(100 * float(2 * both.sum() / max(either, 1)))
    return [float(np.mean(f1)), 100 * float((labels == decided).mean()), *f1]


def balance(chances: Floats, labels: Ints) -> Floats:
    """What to add to the log-chances so that the likeliest class has the best macro-F1 and accuracy together."""
    logs = np.log(np.maximum(chances, 1e-12))
    options = [np.array([a, 0.0, b]) for a in BIASES for b in BIASES]
    return max(options, key=lambda bias: sum(figures(labels, (logs + bias).argmax(axis=1))[:2]))


def cross_validate(x: Floats, labels: Ints, seed: int) -> tuple[Floats, Ints]:
    """Chances [pairs, 3] and decisions [pairs] by regressions that have not seen the pair.

    Penalty and balance of a fold are chosen by cross-validation over the other folds.
    """
    chances, decided = np.zeros((len(x), len(CLASSES))), np.zeros(len(x), np.int64)
    for rest, held in folds(labels, seed):
        penalty, inner = choose(x[rest], labels[rest], seed + 1)
        chances[held] = fit(x[rest], labels[rest], penalty).chances(x[held])
        decided[held] = (np.log(chances[held]) + balance(inner, labels[rest])).argmax(axis=1)
    return chances, decided


def learn(seed: int = 0) -> None:
    """Writes `clash.json`."""
    pairs, labels = labelled()
    near = nearness(pairs)[:, None]
    penalty, held_out = choose(near, labels, seed)
    fitted = fit(near, labels, penalty)
    shares = np.bincount(labels, minlength=len(CLASSES)) / len(labels)
    without = log_loss(np.tile(shares, (len(labels), 1)), labels)
    print(
        f"{len(pairs)} pairs: log-loss held out {log_loss(held_out, labels):.3f}, {without:.3f} without looking"
    )
    found = {
        "slope": fitted.weights[0].round(DIGITS).tolist(),
        "offset": fitted.offset.round(DIGITS).tolist(),
    }
    REGRESSION.write_text(json.dumps(found) + "\n", encoding="utf-8")


if __name__ == "__main__":
    learn()
