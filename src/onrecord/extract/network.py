"""The trained network under ONNX Runtime."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.extract.decode import Around, Scores
from onrecord.extract.labels import Floats
from onrecord.extract.words import WEIGHTS, Ints

if TYPE_CHECKING:
    import onnxruntime


class OnnxNetwork:
    """Runs `encoder.onnx`, `roles.onnx` and `stakes.onnx` (see `decode.Network`)."""

    def __init__(self, folder: Path = WEIGHTS, *, threads: int = 1) -> None:
        self.encoder = session(folder / "encoder.onnx", threads)
        self.statements = session(folder / "roles.onnx", threads)
        self.stakes = session(folder / "stakes.onnx", threads)

    def encode(self, ids: Ints, case: Ints, quote: Ints) -> Scores:
        found = self.encoder.run(None, {"ids": ids[None], "case": case[None], "quote": quote[None]})
        return Scores(*(scores[0] for scores in found))

    def roles(self, around: Around, *, stakes: bool) -> tuple[Floats, Floats]:
        reader = self.stakes if stakes else self.statements
        roles, classes = reader.run(None, vars(around))
        return roles, classes


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
