"""PyTorch weights -> the ONNX files that the package ships."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.data import Labelled
from training.model import WIDTH, Branch, Reader
from training.quantize import ByteEmbedding, encode_all, smooth

# The layers whose wide inner activations no scaling evens out: with them in 8 bits 2.7 cue labels in 1,000 change,
# without them 1.4, for one part in twenty of the speed.
KEPT_WHOLE = (0, 1)


class _Encoder(nn.Module):
    """One window without padding, so without a mask."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, case: Tensor, quote: Tensor) -> tuple[Tensor, ...]:
        return self.reader.score(ids, case, quote)


def export(reader: Reader, out: Path, articles: Sequence[Labelled]) -> None:
    """Writes `encoder.onnx` and `roles.onnx`, both in 8 bits, into `out`.

    Args:
        articles: Texts over which the range of the encoder's activations is taken.
    """
    reader.eval()
    out.mkdir(parents=True, exist_ok=True)
    cell = torch.zeros(2, 30, dtype=torch.long)
    row = torch.zeros(1, 40, dtype=torch.long)
    around = ["states", "quote", "distance", "place", "mask"]
    pieces, scores = ["ids", "case", "quote"], ["states", "cue", "name", "spans", "trunk"]
    smooth([*reader.encoder.layers], lambda: encode_all(reader.encoder, articles))
    reader.encoder.word = ByteEmbedding(reader.encoder.word)
    write_onnx(
        out / "roles.onnx",
        reader.roles,
        (torch.zeros(2, 30, WIDTH), cell, cell + 11, cell, cell == 0),
        inputs=around,
        outputs=["roles"],
        axes={key: {0: "cues", 1: "words"} for key in [*around, "roles"]},
    )
    write_onnx(
        out / "encoder.onnx",
        _Encoder(reader),
        (row + 2000, row, row),
        inputs=pieces,
        outputs=scores,
        axes={key: {1: "pieces"} for key in [*pieces, *scores]},
        kept=_kept_whole,
    )


class _Branch(nn.Module):
    """One window without padding: states and tags."""

    def __init__(self, branch: Branch) -> None:
        super().__init__()
        self.branch = branch

    def forward(self, trunk: Tensor) -> tuple[Tensor, Tensor]:
        states = self.branch(trunk, None)
        return states, self.branch.tags(states)


def export_branch(branch: Branch, out: Path, windows: Sequence[Tensor]) -> None:
    """Writes `branch.onnx`, `stakes.onnx` and `acts.onnx`, in 8 bits, into `out`.

    Args:
        windows: States [pieces, width] over which the range of activations is taken.
    """
    branch.eval()
    cell = torch.zeros(2, 30, dtype=torch.long)
    around = ["states", "quote", "distance", "place", "layer", "mask"]
    by_trigger = {key: {0: "triggers"} for key in ("layer", "classes")}
    write_onnx(
        out / "stakes.onnx",
        branch.roles,
        (torch.zeros(2, 30, WIDTH), cell, cell + 11, cell, cell[:, 0], cell == 0),
        inputs=around,
        outputs=["roles", "classes"],
        axes={key: {0: "triggers", 1: "words"} for key in [*around, "roles"]} | by_trigger,
    )
    write_onnx(
        out / "acts.onnx",
        branch.acts,
        (torch.zeros(2, 30, WIDTH), cell + 1),
        inputs=["states", "part"],
        outputs=["acts"],
        axes={key: {0: "statements", 1: "words"} for key in ("states", "part")} | {"acts": {0: "statements"}},
    )

    def run() -> None:
        for window in windows:
            branch(window[None], None)

    smooth([*branch.layers], run)
    write_onnx(
        out / "branch.onnx",
        _Branch(branch),
        (torch.zeros(1, 40, WIDTH),),
        inputs=["trunk"],
        outputs=["states", "tags"],
        axes={key: {1: "pieces"} for key in ("trunk", "states", "tags")},
    )


def write_onnx(
    path: Path,
    model: nn.Module,
    example: tuple[Tensor, ...],
    *,
    inputs: list[str],
    outputs: list[str],
    axes: dict[str, dict[int, str]],
    kept: Callable[[Path], list[str]] = lambda _: [],
) -> None:
    """Exports a model and turns its matrix products to 8 bits, but for the nodes that `kept` names.

    Weights keep to 7 of them: on processors without VNNI, sums of products of full 8 bits overflow.
    """
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / path.name
        torch.onnx.export(
            model,
            example,
            str(plain),
            dynamo=False,
            opset_version=17,
            input_names=inputs,
            output_names=outputs,
            dynamic_axes=axes,
        )
        quantize_dynamic(
            str(plain),
            str(path),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            op_types_to_quantize=["MatMul", "Gemm"],
            nodes_to_exclude=kept(plain),
        )


def _kept_whole(path: Path) -> list[str]:
    """Names of the nodes that stay in 32 bits."""
    names = [node.name for node in onnx.load(str(path)).graph.node if node.op_type == "MatMul"]
    found = [name for name in names if any(f"layers.{i}/down/" in name for i in KEPT_WHOLE)]
    if len(found) != len(KEPT_WHOLE):
        raise RuntimeError(f"nodes to keep whole are {found}, wanted one for each of {KEPT_WHOLE}")
    return found
