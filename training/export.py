"""PyTorch weights -> the ONNX files that the package ships.

python -m training.export CHECKPOINT [--out FOLDER]
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from onrecord.extract.words import WEIGHTS
from training.data import Labelled, load
from training.model import WIDTH, Reader
from training.quantize import ByteEmbedding, smooth

CALIBRATION_ARTICLES = 40


class _Encoder(nn.Module):
    """One window without padding, so without a mask."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.encoder = reader.encoder

    def forward(self, ids: Tensor, case: Tensor, quote: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return self.encoder(ids, case, quote, None)


def export(reader: Reader, out: Path, articles: Sequence[Labelled]) -> None:
    """Writes `encoder.onnx` (8 bits) and `roles.onnx` (32 bits: small, and the last to decide) into `out`.

    Args:
        articles: Texts over which the range of the encoder's activations is taken.
    """
    reader.eval()
    out.mkdir(parents=True, exist_ok=True)
    cell = torch.zeros(2, 30, dtype=torch.long)
    names = ["states", "quote", "distance", "place", "mask"]
    torch.onnx.export(
        reader.roles,
        (torch.zeros(2, 30, WIDTH), cell, cell + 11, cell, cell == 0),
        str(out / "roles.onnx"),
        dynamo=False,
        opset_version=17,
        input_names=names,
        output_names=["roles"],
        dynamic_axes={k: {0: "cues", 1: "words"} for k in [*names, "roles"]},
    )
    smooth(reader.encoder, articles)
    reader.encoder.word = ByteEmbedding(reader.encoder.word)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "encoder.onnx"
        row = torch.zeros(1, 40, dtype=torch.long)
        torch.onnx.export(
            _Encoder(reader),
            (row + 2000, row, row),
            str(plain),
            dynamo=False,
            opset_version=17,
            input_names=["ids", "case", "quote"],
            output_names=["states", "cue", "name"],
            dynamic_axes={k: {1: "pieces"} for k in ("ids", "case", "quote", "states", "cue", "name")},
        )
        quantize_dynamic(
            str(plain),
            str(out / "encoder.onnx"),
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm"],
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    reader = Reader()
    reader.load_state_dict(torch.load(args.checkpoint, weights_only=False)["average"])
    export(reader, args.out, load("polnear/train")[:CALIBRATION_ARTICLES])


if __name__ == "__main__":
    main()
