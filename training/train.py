"""Trains the reader. Deterministic for a given machine and resumable: a checkpoint after each epoch.

python -m training.train --out FOLDER [--epochs N]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from training.data import IGNORE, Batch, Labelled, epoch, load
from training.evaluate import evaluate
from training.model import Reader, start_from_minilm

RATE, HEAD_RATE, WARM_UP, DECAY = 1.5e-4, 6e-4, 0.06, 0.01
AVERAGE = 0.998  # exponential moving average of the weights, per step
TALKS_TIMES = 1  # how often talks are seen for once PolNeAR


def loss_of(reader: Reader, b: Batch) -> torch.Tensor:
    """Cross-entropy of cues, names and roles, summed with weights."""
    t = {k: torch.from_numpy(v) for k, v in vars(b).items()}
    states, cue, name = reader.encoder(t["ids"], t["case"], t["quote"], t["mask"])
    at = t["word_at"]
    loss = F.cross_entropy(cue.flatten(0, 1)[at], t["cues"], ignore_index=IGNORE)
    if (t["names"] != IGNORE).any():
        loss = loss + 0.3 * F.cross_entropy(name.flatten(0, 1)[at], t["names"], ignore_index=IGNORE)
    if len(t["segment"]):
        loss = loss + role_loss(reader, states.flatten(0, 1)[at], t)
    return loss


def role_loss(reader: Reader, states: torch.Tensor, t: dict[str, torch.Tensor]) -> torch.Tensor:
    """Mean cross-entropy of the roles; cues go in chunks of like length, since most surroundings are short."""
    lengths = (t["segment"] >= 0).sum(1)
    order = lengths.argsort()
    total, n = torch.zeros(()), 0
    for chunk in order.tensor_split(max(1, len(order) // 12)):
        size = int(lengths[chunk].max())
        segment, quote, far, where, roles = (
            t[k][chunk, :size] for k in ("segment", "seg_quote", "seg_distance", "seg_place", "roles")
        )
        logits = reader.roles(states[segment.clamp(min=0)], quote, far, where, segment >= 0)
        total = total + F.cross_entropy(
            logits.flatten(0, 1), roles.flatten(), ignore_index=IGNORE, reduction="sum"
        )
        n += int((roles != IGNORE).sum())
    return total / n


def groups(reader: Reader) -> list[dict[str, object]]:
    """Parameter groups: heads learn faster than the encoder; norms and biases do not decay."""
    found: dict[tuple[float, float], list[torch.nn.Parameter]] = {}
    for name, p in reader.named_parameters():
        if p.requires_grad:
            encoder = name.startswith("encoder.") and not name.startswith(
                ("encoder.cue", "encoder.name", "encoder.case", "encoder.quote")
            )
            key = (RATE if encoder else HEAD_RATE, DECAY if p.dim() > 1 else 0.0)
            found.setdefault(key, []).append(p)
    return [{"params": ps, "lr": rate, "weight_decay": decay} for (rate, decay), ps in found.items()]


def train(out: Path, *, epochs: int, polnear: list[Labelled], talks: list[Labelled]) -> Reader:
    torch.manual_seed(7)
    reader = Reader()
    start_from_minilm(reader)
    average = Reader()
    average.load_state_dict(reader.state_dict())
    optimizer = torch.optim.AdamW(groups(reader), betas=(0.9, 0.98), eps=1e-6, fused=True)
    articles = polnear + talks * TALKS_TIMES
    steps = sum(1 for _ in epoch(articles, size=8, rng=np.random.default_rng(0))) * epochs
    warm = int(steps * WARM_UP)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda i: min((i + 1) / warm, max(0.02, (steps - i) / (steps - warm)))
    )
    learnt, averaged = ([p for p in model.parameters() if p.requires_grad] for model in (reader, average))
    first = 0
    saved = out / "checkpoint.pt"
    if saved.exists():
        state = torch.load(saved, weights_only=False)
        reader.load_state_dict(state["reader"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        first = state["epoch"] + 1
    for number in range(first, epochs):
        torch.manual_seed(100 + number)
        reader.train()
        begun, total, n = time.time(), 0.0, 0
        for b in epoch(articles, size=8, rng=np.random.default_rng(100 + number)):
            loss = loss_of(reader, b)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
            with torch.no_grad():
                rate = min(AVERAGE, (n + 1 + number * 500) / (n + 10 + number * 500))
                torch._foreach_lerp_(averaged, learnt, 1 - rate)
            total, n = total + loss.item(), n + 1
            if n % 100 == 0:
                print(
                    f"epoch {number} step {n} loss {total / n:.4f} {n / (time.time() - begun):.2f} steps/s",
                    flush=True,
                )
        state = {
            "reader": reader.state_dict(),
            "average": average.state_dict(),
            "optimizer": optimizer.state_dict(),
            "schedule": schedule.state_dict(),
            "epoch": number,
        }
        torch.save(state, saved.with_suffix(".tmp"))
        saved.with_suffix(".tmp").replace(saved)
        print(f"epoch {number} loss {total / n:.4f} seconds {time.time() - begun:.0f}", flush=True)
        average.eval()
        for name in ("polnear/dev", "talks/dev"):
            figures = evaluate(average, name)
            print(name, json.dumps({k: round(100 * v, 1) for k, v in figures.items()}), flush=True)
    return average


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
    parser.add_argument("--epochs", type=int, default=6)
    args = parser.parse_args()
    keep_memory()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(2)
    train(args.out, epochs=args.epochs, polnear=load("polnear/train"), talks=load("talks/train"))


if __name__ == "__main__":
    main()
