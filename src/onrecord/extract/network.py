"""The trained network under ONNX Runtime."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from onrecord.extract.decode import Around, Scores
from onrecord.extract.labels import Floats
from onrecord.extract.words import WEIGHTS, Ints

if TYPE_CHECKING:
    import onnxruntime


class OnnxNetwork:
    """Runs `encoder.onnx`, `roles.onnx` and `stakes.onnx` (see `decode.Network`).

    The encoder was trained for statements. Tags of the other layers (`tags.npz`, a linear layer) and their reader
    (`stakes.onnx`, which reads acts too) were trained over its states.
    """

    def __init__(self, folder: Path = WEIGHTS, *, threads: int = 1) -> None:
        self.encoder = session(folder / "encoder.onnx", threads)
        self.statements = session(folder / "roles.onnx", threads)
        self.stakes = session(folder / "stakes.onnx", threads)
        with np.load(folder / "tags.npz") as tags:
            self.weight, self.bias = tags["weight"].astype(np.float32), tags["bias"].astype(np.float32)

    def encode(self, ids: Ints, case: Ints, quote: Ints) -> Scores:
        found = self.encoder.run(None, {"ids": ids[None], "case": case[None], "quote": quote[None]})
        states, cue, name, spans = (scores[0] for scores in found)
        return Scores(states, cue, name, spans, states @ self.weight + self.bias)

    def roles(self, around: Around, *, stakes: bool) -> tuple[Floats, Floats]:
        feed = vars(around)
        own, classes = self.stakes.run(None, feed)
        if stakes:
            return own, classes
        return self.statements.run(None, {k: v for k, v in feed.items() if k != "layer"})[0], classes


def session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """An ONNX Runtime session over one file, on the CPU."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@cache
def network() -> OnnxNetwork:
    """The shipped network, loaded once a process; ONRECORD_THREADS sets its threads (default: one)."""
    return OnnxNetwork(threads=int(os.environ.get("ONRECORD_THREADS", "1")))
