"""The trained network under ONNX Runtime."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from onrecord.extract.decode import Scores
from onrecord.extract.labels import Floats
from onrecord.extract.words import WEIGHTS, Ints

if TYPE_CHECKING:
    import onnxruntime


class OnnxNetwork:
    """Runs `encoder.onnx` and `roles.onnx` (see `decode.Network`)."""

    def __init__(self, folder: Path = WEIGHTS, *, threads: int = 1) -> None:
        self.encoder = session(folder / "encoder.onnx", threads)
        self.reader = session(folder / "roles.onnx", threads)

    def encode(self, ids: Ints, case: Ints, quote: Ints) -> Scores:
        found = self.encoder.run(None, {"ids": ids[None], "case": case[None], "quote": quote[None]})
        return Scores(*(scores[0] for scores in found))

    def roles(
        self,
        states: Floats,
        quote: Ints,
        distance: Ints,
        place: Ints,
        layer: Ints,
        mask: npt.NDArray[np.bool_],
    ) -> tuple[Floats, Floats]:
        feed = {
            "states": states,
            "quote": quote,
            "distance": distance,
            "place": place,
            "layer": layer,
            "mask": mask,
        }
        roles, classes = self.reader.run(None, feed)
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
