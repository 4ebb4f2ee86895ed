"""Trains the reader. Resumable (a checkpoint after each epoch), and deterministic for a given machine.

python -m training.train --out FOLDER
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from training.data import IGNORE, Batch, Labelled, epoch, load
from training.evaluate import evaluate
from training.model import Reader, start_from_minilm

EPOCHS, SIZE, SEED = 7, 8, 8
TALKS = 2  # talks are seen twice for each time of PolNeAR: nesting is labelled there alone
RATE, HEAD_RATE = 2e-4, 6e-4  # at their highest; heads learn faster than the encoder that they stand on
WARM_UP, DECAY = 0.06, 0.01
AVERAGE = 0.998  # exponential moving average of the weights, per step
SMOOTHING = 0.05  # annotators agree on three statements in four: labels are not to be learnt as certain
HIDDEN = 0.06  # share of word pieces that are hidden, so that no single word is relied on
# What each part's cross-entropy counts, next to cues and roles.
NAMES, SPANS, SYNTAX = 0.3, 0.5, 0.3
MASK = 103  # the vocabulary's [MASK]
HEADS = ("encoder.cue", "encoder.name", "encoder.case", "encoder.quote")
CHUNKS = 12  # sizes in which the surroundings of a batch's cues are padded
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def loss_of(reader: Reader, batch: Batch, *, syntax: bool = True) -> tuple[torch.Tensor, torch.Tensor]:
    """Cross-entropy of cues, roles, names, spans and syntax, summed with weights; states below the last layers."""
    t = {name: torch.from_numpy(values).to(DEVICE) for name, values in vars(batch).items()}
    ids = t["ids"].masked_fill(torch.rand(t["ids"].shape, device=DEVICE) < HIDDEN, MASK)
    states, cue, name, trunk = reader.encoder(ids, t["case"], t["quote"], t["mask"])
    seen = reader.encoder.dropout(states)

    def entropy(logits: torch.Tensor, labels: str, smoothing: float = 0.0) -> torch.Tensor:
        if not (t[labels] != IGNORE).any():
            return torch.zeros((), device=DEVICE)
        chosen = logits.flatten(0, 1)[t["word_at"]]
        return F.cross_entropy(chosen, t[labels], ignore_index=IGNORE, label_smoothing=smoothing)

    loss = entropy(cue, "cues", SMOOTHING) + NAMES * entropy(name, "names")
    loss = loss + SPANS * entropy(reader.spans(seen), "spans")
    if syntax:
        relation, head = reader.syntax(seen, t["mask"])
        loss = loss + SYNTAX * (entropy(relation, "relations") + entropy(head, "heads"))
    if len(t["segment"]):
        loss = loss + role_loss(reader, states.flatten(0, 1)[t["word_at"]], t)
    return loss, trunk


def role_loss(reader: Reader, states: torch.Tensor, t: dict[str, torch.Tensor]) -> torch.Tensor:
    """Mean cross-entropy of the roles; cues go in chunks of like length, since most surroundings are short."""
    lengths = (t["segment"] >= 0).sum(1)
    order = lengths.argsort()
    total, n = torch.zeros((), device=DEVICE), 0
    for chunk in order.tensor_split(max(1, len(order) // CHUNKS)):
        size = int(lengths[chunk].max())
        segment, quote, far, where, roles = (
            t[k][chunk, :size] for k in ("segment", "seg_quote", "seg_distance", "seg_place", "roles")
        )
        logits = reader.roles(states[segment.clamp(min=0)], quote, far, where, segment >= 0)
        total = total + F.cross_entropy(
            logits.flatten(0, 1),
            roles.flatten(),
            ignore_index=IGNORE,
            reduction="sum",
            label_smoothing=SMOOTHING,
        )
        n += int((roles != IGNORE).sum())
    return total / n


def groups(reader: Reader) -> list[dict[str, object]]:
    """Parameter groups: heads learn faster than the encoder; norms and biases do not decay."""
    found: dict[tuple[float, float], list[torch.nn.Parameter]] = {}
    for name, p in reader.named_parameters():
        if p.requires_grad:
            encoder = name.startswith("encoder.") and not name.startswith(HEADS)
            key = (RATE if encoder else HEAD_RATE, DECAY if p.dim() > 1 else 0.0)
            found.setdefault(key, []).append(p)
    return [{"params": ps, "lr": rate, "weight_decay": decay} for (rate, decay), ps in found.items()]


class Run:
    """A training in the making: the weights, their average, and the optimizer, saved and taken up again."""

    PARTS = ("reader", "average", "optimizer", "schedule")

    def __init__(self, steps: int, saved: Path) -> None:
        torch.manual_seed(SEED)
        self.reader, self.average, self.saved = Reader().to(DEVICE), Reader().to(DEVICE), saved
        start_from_minilm(self.reader)
        self.average.load_state_dict(self.reader.state_dict())
        self.optimizer = torch.optim.AdamW(groups(self.reader), betas=(0.9, 0.98), eps=1e-6, fused=True)
        warm = max(1, int(steps * WARM_UP))
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda i: min((i + 1) / warm, max(0.02, (steps - i) / max(1, steps - warm)))
        )
        self.first, self.step = 0, 0
        if saved.exists():
            state = torch.load(saved, weights_only=False, map_location=DEVICE)
            for name in self.PARTS:
                getattr(self, name).load_state_dict(state[name])
            self.first, self.step = state["epoch"] + 1, state["step"]
        self.learnt, self.averaged = (
            [p for p in model.parameters() if p.requires_grad] for model in (self.reader, self.average)
        )

    def update(self, loss: torch.Tensor) -> None:
        """One step down the loss."""
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.learnt, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.schedule.step()
        self.step += 1
        rate = min(AVERAGE, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(self.averaged, self.learnt, 1 - rate)

    def save(self, number: int) -> None:
        """Writes the checkpoint of a finished epoch, whole or not at all."""
        parts = {name: getattr(self, name).state_dict() for name in self.PARTS}
        torch.save({**parts, "epoch": number, "step": self.step}, self.saved.with_suffix(".tmp"))
        self.saved.with_suffix(".tmp").replace(self.saved)


def train(out: Path, *, polnear: list[Labelled], talks: list[Labelled]) -> Reader:
    """All epochs; a checkpoint after each in `out`, from which an interrupted run goes on."""
    articles = polnear + talks * TALKS

    def batches(seed: int) -> Iterator[Batch]:
        return epoch(articles, size=SIZE, rng=np.random.default_rng(seed))

    run = Run(sum(1 for _ in batches(0)) * EPOCHS, out / "checkpoint.pt")
    for n in range(run.first, EPOCHS):
        seed = 1000 * SEED + 100 + n
        torch.manual_seed(seed)
        run.reader.train()
        begun, total, at = time.time(), 0.0, run.step
        for batch in batches(seed):
            loss, _ = loss_of(run.reader, batch)
            run.update(loss)
            total += loss.item()
            done = run.step - at
            if done % 100 == 0:
                speed = done / (time.time() - begun)
                print(f"epoch {n} step {done} loss {total / done:.4f} {speed:.2f}/s", flush=True)
        run.save(n)
        print(f"epoch {n} loss {total / (run.step - at):.4f} seconds {time.time() - begun:.0f}", flush=True)
    reader = run.average.cpu()
    for name in ("polnear/dev", "talks/dev"):
        figures = evaluate(reader, name)
        print(name, json.dumps({k: round(100 * v, 1) for k, v in figures.items()}), flush=True)
    return reader


def keep_memory() -> None:
    """Starts this process again with an allocator that gives no memory back: half again as fast on a CPU."""
    settings = {
        "MALLOC_TRIM_THRESHOLD_": str(8 << 30),
        "MALLOC_MMAP_THRESHOLD_": str(4 << 30),
        "MALLOC_TOP_PAD_": str(512 << 20),
    }
    if not settings.items() <= os.environ.items():
        os.execve(sys.executable, sys.orig_argv, {**os.environ, **settings})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    keep_memory()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(2)
    train(args.out, polnear=load("polnear/train"), talks=load("talks/train"))


if __name__ == "__main__":
    main()
