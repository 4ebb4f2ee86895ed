"""Scores a network on a labelled set with the project's measures."""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

import numpy as np
import torch

from onrecord.extract import attributions
from onrecord.extract.decode import Around, Scores
from onrecord.extract.layers import ACTS, TAG_COLUMNS, TAG_WIDTH
from onrecord.extract.statements import statements
from onrecord.extract.words import split
from training.data import SHARED, read_jsonl
from training.model import Reader

sys.path.insert(0, str(SHARED / "score"))
import score_statements
import score_talks

SHOWN = (
    "relation",
    "relation_quoted",
    "content exact",
    "content token",
    "cue exact",
    "source exact",
    "speaker",
    "content_match",
    "kind",
    "within",
)


class TorchNetwork:
    """A `Network` that runs the PyTorch model; of statements alone, and says nothing of acts."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader.eval()

    def encode(self, ids: np.ndarray, case: np.ndarray, quote: np.ndarray) -> Scores:
        with torch.inference_mode():
            rows = [torch.from_numpy(x)[None] for x in (ids, case, quote)]
            *found, trunk = [x[0].numpy() for x in self.reader.score(*rows)]
            tags = np.full((len(ids), TAG_WIDTH), -20.0, dtype=np.float32)
            tags[:, [columns.start for columns in TAG_COLUMNS.values()]] = 0.0  # no triggers but cues
            return Scores(*found, trunk, tags)

    def statements(self, around: Around) -> np.ndarray:
        arrays = {k: torch.from_numpy(v) for k, v in vars(around).items() if k != "layer"}
        with torch.inference_mode():
            return self.reader.roles(**arrays).numpy()

    def stakes(self, around: Around) -> tuple[np.ndarray, np.ndarray]:
        raise NotImplementedError("there are no triggers of the other layers")

    def acts(self, states: np.ndarray, part: np.ndarray) -> np.ndarray:
        return np.zeros((len(states), len(ACTS)), dtype=np.float32)


@cache
def gold(name: str) -> dict[str, dict[str, Any]]:
    return {a["id"]: a for a in read_jsonl(SHARED / f"{name}.jsonl")}


def predict(network: Any, name: str) -> dict[str, dict[str, Any]]:
    predictions = {}
    for key, article in gold(name).items():
        words = split(article["text"])
        found = attributions(words, network)
        predictions[key] = {"id": key, "statements": [s.to_dict() for s in statements(words, found)]}
    return predictions


def evaluate(reader: Reader, name: str) -> dict[str, float]:
    """F1 of the measures that depend on spans alone."""
    predictions = predict(TorchNetwork(reader), name)
    if name.startswith("talks"):
        result = score_talks.score(gold(name), predictions)
    else:
        result = score_statements.score(gold(name), {k: v["statements"] for k, v in predictions.items()})
    return {k: result[k]["f"] for k in SHOWN if k in result}
