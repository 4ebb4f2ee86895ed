"""Ships the encoder that tells what statements mean.

    python -m training.meaning

It is all-MiniLM-L6-v2 (Apache-2.0) as it was before the reader learnt from it: mean of its states, turned so that the
first `SIZE` directions tell statements apart best, in 8 bits. Prints how many of the ten statements that the whole
model finds nearest are among the ten found by what is shipped.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from onrecord.extract import meaning
from training.data import SHARED, read_jsonl, read_reports
from training.export import write_onnx
from training.model import Reader, start_from_minilm
from training.quantize import ByteEmbedding, smooth

SEED, HELD, SEEN, QUERIES, NEAREST = 5, 3000, 400, 600, 10
Floats = npt.NDArray[np.float32]


class Meaning(nn.Module):
    """Word pieces [texts, pieces], 0 after a text's end -> places [texts, SIZE], each of length one."""

    def __init__(self) -> None:
        super().__init__()
        reader = Reader()
        start_from_minilm(reader)
        self.encoder = reader.encoder
        self.directions = nn.Parameter(torch.eye(384), requires_grad=False)

    def forward(self, ids: Tensor) -> Tensor:
        mask = ids > 0
        none = torch.zeros_like(ids)
        states = self.encoder(ids, none, none, mask)[0] * mask[..., None]
        pooled = states.sum(1) / mask.sum(1)[:, None]
        return nn.functional.normalize(pooled @ self.directions, dim=1)


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
    random.Random(SEED).shuffle(texts)
    return texts


def placed(model: Meaning, texts: Sequence[str]) -> Floats:
    """Where a model places texts."""
    with torch.inference_mode():
        return np.concatenate([model(torch.from_numpy(ids)).numpy() for ids in meaning.batches(texts)])


def agreement(own: Floats, whole: Floats) -> float:
    """Of those that the whole model finds nearest to some queries, the share that is among the nearest here."""

    def nearest(places: Floats) -> npt.NDArray[np.int64]:
        alike = places[:QUERIES] @ places.T
        np.fill_diagonal(alike, -9)
        return np.argsort(-alike, axis=1)[:, :NEAREST]

    pairs = zip(nearest(own).tolist(), nearest(whole).tolist(), strict=True)
    return float(np.mean([len(set(a) & set(b)) / NEAREST for a, b in pairs]))


def main() -> None:
    texts = contents()
    held, rest = texts[:HELD], texts[HELD:]
    model = Meaning().eval()
    before = placed(model, held)
    by_length = sorted(rest[: 5 * HELD], key=len)
    directions = np.linalg.svd(placed(model, by_length), full_matrices=False)[2][: meaning.SIZE]
    model.directions = nn.Parameter(torch.from_numpy(np.ascontiguousarray(directions.T)), requires_grad=False)
    smooth(
        [*model.encoder.layers],
        lambda: [model(torch.from_numpy(ids)) for ids in meaning.batches(rest[:SEEN])],
    )
    model.encoder.word = ByteEmbedding(model.encoder.word)
    axes = {"ids": {0: "texts", 1: "pieces"}, "places": {0: "texts"}}
    example = torch.full((2, 12), 2000)
    write_onnx(meaning.FILE, model, (example,), inputs=["ids"], outputs=["places"], axes=axes)
    own = meaning.meanings(held).astype(np.float32)
    own /= np.linalg.norm(own, axis=1, keepdims=True)
    print(f"agreement with the whole model: {agreement(own, before):.3f} of {HELD} statements held out")


if __name__ == "__main__":
    main()
