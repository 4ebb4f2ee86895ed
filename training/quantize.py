"""Makes the encoder fit for 8 bits: scales that move outliers from activations into weights, and 8-bit embeddings.

ONNX Runtime's dynamic quantization gives all activations of a layer one scale. A few channels of BERT's are a
hundred times larger than the rest, so most of the 8 bits would be lost on them. SmoothQuant (Xiao et al. 2023)
divides each channel by a scale and multiplies the weights by it: the same function, with even activations.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.extract.words import windows
from training.data import Labelled
from training.model import Encoder

# How much of an outlier moves to the weights. Xiao et al. found 0.5 to serve most models; here the input of `down`
# has outliers of its own kind, and 0.9 leaves half of the errors that 0.5 leaves (see docs/decisions.md).
STRENGTH = {"qkv": 0.65, "out": 0.65, "up": 0.65, "down": 0.9}


class Smoothed(nn.Module):
    """A linear layer whose input is divided by a scale per channel, and whose weights make up for it."""

    def __init__(self, linear: nn.Linear, scale: Tensor) -> None:
        super().__init__()
        self.inverse = nn.Parameter(1 / scale, requires_grad=False)
        self.linear = nn.Linear(linear.in_features, linear.out_features)
        with torch.no_grad():
            self.linear.weight.copy_(linear.weight * scale)
            self.linear.bias.copy_(linear.bias)

    def forward(self, x: Tensor) -> Tensor:
        return self.linear(x * self.inverse)


class ByteEmbedding(nn.Module):
    """An embedding table in 8 bits with a scale per row: a quarter of the size, an error below 0.4 per cent."""

    def __init__(self, table: nn.Embedding) -> None:
        super().__init__()
        scale = table.weight.abs().amax(1, keepdim=True) / 127
        self.scale = nn.Parameter(scale, requires_grad=False)
        self.bytes = nn.Parameter((table.weight / scale).round().to(torch.int8), requires_grad=False)

    def forward(self, ids: Tensor) -> Tensor:
        return self.bytes[ids].to(torch.float32) * self.scale[ids]


def smooth(layers: Sequence[nn.Module], run: Callable[[], None]) -> None:
    """Replaces the linear parts of transformer layers by smoothed ones, in place.

    Args:
        run: Sends what the activations are measured over through the layers.
    """
    largest: dict[tuple[int, str], Tensor] = {}
    parts = {(i, part): getattr(layer, part) for i, layer in enumerate(layers) for part in STRENGTH}

    def watch(key: tuple[int, str]):  # type: ignore[no-untyped-def]
        def hook(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            top = inputs[0].abs().flatten(0, -2).amax(0)
            largest[key] = torch.maximum(largest.get(key, top), top)

        return hook

    hooks = [linear.register_forward_pre_hook(watch(key)) for key, linear in parts.items()]
    with torch.inference_mode():
        run()
    for hook in hooks:
        hook.remove()
    for (number, part), linear in parts.items():
        weight = linear.weight.abs().amax(0).clamp(min=1e-5)
        strength = STRENGTH[part]
        top = largest[number, part].clamp(min=1e-5)
        scale = (top**strength / weight ** (1 - strength)).clamp(min=1e-3)
        setattr(layers[number], part, Smoothed(linear, scale))


def encode_all(encoder: Encoder, articles: Sequence[Labelled]) -> None:
    """Sends articles through the encoder, window by window."""
    encoder.eval()
    for article in articles:
        words = article.words
        for start, end in windows(words):
            low, high = int(words.first[start]), int(words.first[end])
            row = [
                torch.from_numpy(np.asarray(x[low:high]))[None]
                for x in (words.ids, words.case, words.piece_quote)
            ]
            encoder(*row, None)
