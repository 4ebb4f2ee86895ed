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
    """Runs the five files of the network (see `decode.Network`).

    `encoder.onnx` was trained for statements, and `roles.onnx` reads them. `branch.onnx` takes the encoder's states
    from below its last layers and goes on from there for the other layers, which `stakes.onnx` and `acts.onnx` read.
    """

    def __init__(self, folder: Path = WEIGHTS, *, threads: int = 1) -> None:
        names = ("encoder", "branch", "roles", "stakes", "acts")
        self._sessions = {name: session(folder / f"{name}.onnx", threads) for name in names}

    def encode(self, ids: Ints, case: Ints, quote: Ints) -> Scores:
        feed = {"ids": ids[None], "case": case[None], "quote": quote[None]}
        states, cue, name, spans, trunk = self._sessions["encoder"].run(None, feed)
        stakes, tags = self._sessions["branch"].run(None, {"trunk": trunk})
        return Scores(states[0], cue[0], name[0], spans[0], stakes[0], tags[0])

    def statements(self, around: Around) -> Floats:
        feed = {name: values for name, values in vars(around).items() if name != "layer"}
        logits: Floats = self._sessions["roles"].run(None, feed)[0]
        return logits

    def stakes(self, around: Around) -> tuple[Floats, Floats]:
        logits, classes = self._sessions["stakes"].run(None, vars(around))
        return logits, classes

    def acts(self, states: Floats, part: Ints) -> Floats:
        logits: Floats = self._sessions["acts"].run(None, {"states": states, "part": part})[0]
        return logits


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
