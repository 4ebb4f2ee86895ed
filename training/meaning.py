"""Learns what statements mean: a map from the shipped encoder's states to how a sentence encoder places them.

    python -m training.meaning

The teacher is all-MiniLM-L6-v2 as it was before it learnt to read statements; the map is linear and found in one step
(ridge regression), so that the reader's encoder serves for meaning too. Prints how many of the ten statements that the
teacher finds nearest the map finds among its ten.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch

from onrecord.extract import meaning
from onrecord.extract.words import split
from training.data import SHARED, read_jsonl, read_reports
from training.model import Reader, start_from_minilm

RIDGE, SEED, HELD, QUERIES, NEAREST, BATCH = 30.0, 5, 3000, 600, 10, 64
SHORT = 0.3  # share of the texts that are shown a second time in part, as a person would type them
Floats = npt.NDArray[np.float32]


def contents() -> list[str]:
    """The words of labelled statements, each once, in an order by chance."""
    rows = [
        *read_jsonl(SHARED / "talks/train.jsonl"),
        *read_jsonl(SHARED / "polnear/train.jsonl"),
        *read_reports(),
    ]
    found = {
        " ".join(row["text"][s:e] for s, e in statement["content"])
        for row in rows
        for statement in row["statements"]
    }
    texts = sorted(text for text in found if len(text.split()) > 3)
    rng = random.Random(SEED)
    rng.shuffle(texts)
    parts = []
    for text in texts[HELD:]:
        words = text.split()
        if len(words) > 8 and rng.random() < SHORT:
            start = rng.randrange(len(words) - 6)
            parts.append(" ".join(words[start : start + rng.randint(3, 6)]))
    return texts[:HELD] + texts[HELD:] + parts


def taught(texts: Sequence[str]) -> Floats:
    """Where the teacher places each text: [texts, 384], each of length one."""
    reader = Reader()
    start_from_minilm(reader)
    reader.eval()
    by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    found = np.zeros((len(texts), 384), np.float32)
    with torch.inference_mode():
        for start in range(0, len(texts), BATCH):
            some = by_length[start : start + BATCH]
            ids = [[101, *split(texts[i]).ids.tolist()[: meaning.LONGEST], 102] for i in some]
            shown = np.zeros((len(some), max(map(len, ids))), np.int64)
            for row, one in zip(shown, ids, strict=True):
                row[: len(one)] = one
            mask = torch.from_numpy(shown > 0)
            none = torch.zeros_like(mask, dtype=torch.int64)
            states = reader.encoder(torch.from_numpy(shown), none, none, mask)[0]
            pooled = (states * mask[..., None]).sum(1) / mask.sum(1)[:, None]
            found[some] = torch.nn.functional.normalize(pooled, dim=1).numpy()
    return found


def fit(features: Floats, wanted: Floats) -> Floats:
    """The linear map [features + 1, SIZE] onto the directions in which what is wanted differs most."""
    centre = wanted.mean(0)
    directions = np.linalg.svd(wanted - centre, full_matrices=False)[2][: meaning.SIZE]
    target = (wanted - centre) @ directions.T
    x = np.concatenate([features, np.ones((len(features), 1), np.float32)], axis=1).astype(np.float64)
    penalty = np.eye(x.shape[1]) * RIDGE
    penalty[-1, -1] = 0
    return np.linalg.solve(x.T @ x + penalty, x.T @ target).astype(np.float32)


def agreement(own: Floats, teacher: Floats) -> float:
    """Of the teacher's nearest for some queries, the share that is among the nearest here."""

    def nearest(places: Floats) -> npt.NDArray[np.int64]:
        alike = places[:QUERIES] @ places.T
        np.fill_diagonal(alike, -9)
        return np.argsort(-alike, axis=1)[:, :NEAREST]

    a, b = nearest(own), nearest(teacher)
    return float(
        np.mean([len(set(x) & set(y)) / NEAREST for x, y in zip(a.tolist(), b.tolist(), strict=True)])
    )


def main() -> None:
    texts = contents()
    wanted = taught(texts)
    features = np.stack([meaning.pooled(text) for text in texts])
    weights = fit(features[HELD:], wanted[HELD:])
    np.savez_compressed(meaning.FILE, weights=weights.astype(np.float16))
    meaning.weights.cache_clear()
    own = np.stack([meaning.placed(row) for row in features[:HELD]]).astype(np.float32)
    own /= np.linalg.norm(own, axis=1, keepdims=True)
    print(
        f"{len(texts) - HELD} texts; agreement with the teacher {agreement(own, wanted[:HELD]):.3f} of {HELD} held out"
    )


if __name__ == "__main__":
    main()
