"""Trains encoder, readers and branch together, from where each stands alone.

    python -m training.together [--out FOLDER]

Below the encoder's last layers all that is read shares its states; here they learn to serve both. Starts from the
shipped weights, taken back from 8 bits, and writes the new ones into the package.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn

from onrecord.extract.words import WEIGHTS
from training import branch as branches
from training.data import Labelled, batch, groups, label, load, load_passages, load_reports, load_times
from training.export import export, export_branch
from training.layers import IGNORE
from training.model import Branch, Reader
from training.shipped import load_shipped
from training.train import keep_memory, loss_of

EPOCHS, SIZE, SEED = 1, 8, 8
EVERY = 15  # one article in so many serves to measure activations
RATE, HEADS_FASTER, DECAY, WARM_UP = 1.2e-4, 2.5, 0.01, 0.06
AVERAGE = 0.997  # exponential moving average of the weights, per step
STAKES = 0.7  # what the branch's losses count next to those of statements
# How often an epoch shows a set: what the branch learns from is labelled in the talks and the passages.
POLNEAR, TALKS, PASSAGES, TIMES, REPORTS, MORE_PASSAGES = 0.6, 3, 2, 0.4, 2, 1
HEADS = (
    "reader.roles", "reader.spans", "reader.encoder.cue", "reader.encoder.name", "reader.encoder.case",
    "reader.encoder.quote", "branch.tags", "branch.wider", "branch.roles", "branch.acts",
)  # fmt: skip


class Both(nn.Module):
    """The reader of statements and the branch."""

    def __init__(self, reader: Reader, branch: Branch) -> None:
        super().__init__()
        self.reader, self.branch = reader, branch

    def loss(
        self, group: Sequence[tuple[Labelled, tuple[int, int]]], rng: np.random.Generator
    ) -> torch.Tensor:
        shown = batch(group)
        loss, trunk = loss_of(self.reader, shown, syntax=False)
        if any((article.tags != IGNORE).any() for article, _ in group):
            arrays = branches.batch(group, rng)
            seen = {"trunk": trunk, "mask": torch.from_numpy(shown.mask)}
            loss = loss + STAKES * branches.loss_of(self.branch, seen | arrays)
        return loss


def load_sets() -> list[tuple[float, list[Labelled]]]:
    times = [label(article, nests=False, silver=None) for article in load_times(held=False)]
    return [
        (POLNEAR, load("polnear/train")),
        (TALKS, load("talks/train")),
        (PASSAGES, load("talks/passages_train")),
        (TIMES, times),
        (REPORTS, load_reports()),
        (MORE_PASSAGES, load_passages()),
    ]


def _shown(sets: Sequence[tuple[float, Sequence[Labelled]]], rng: np.random.Generator) -> Iterator[Labelled]:
    """Each article as often as its set says; of a share below one, so many of its articles."""
    for share, articles in sets:
        for _ in range(max(1, int(share))):
            yield from (a for a in articles if share >= 1 or rng.random() < share)


def train_together(reader: Reader, branch: Branch, sets: Sequence[tuple[float, Sequence[Labelled]]]) -> Both:
    """Both, averaged over the last steps."""
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    both, average = Both(reader, branch), Both(Reader(), Branch())
    average.load_state_dict(both.state_dict())
    sizes: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, p in both.named_parameters():
        if p.requires_grad and not name.startswith("reader.syntax"):
            rate = RATE * (HEADS_FASTER if name.startswith(HEADS) else 1)
            sizes.setdefault((rate, DECAY if p.dim() > 1 else 0.0), []).append(p)
    optimizer = torch.optim.AdamW(
        [{"params": ps, "lr": rate, "weight_decay": decay} for (rate, decay), ps in sizes.items()],
        betas=(0.9, 0.98),
        eps=1e-6,
    )
    epochs = [list(groups(list(_shown(sets, rng)), size=SIZE, rng=rng)) for _ in range(EPOCHS)]
    steps = sum(map(len, epochs))
    warm = max(1, int(WARM_UP * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda i: min((i + 1) / warm, max(0.02, (steps - i) / max(1, steps - warm)))
    )
    learnt = [p for ps in sizes.values() for p in ps]
    done, total, begun = 0, 0.0, time.time()
    both.train()
    for group in (group for epoch in epochs for group in epoch):
        loss = both.loss(group, rng)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        schedule.step()
        done, total = done + 1, total + loss.item()
        rate = min(AVERAGE, (done + 1) / (done + 10))
        with torch.no_grad():
            torch._foreach_lerp_(list(average.parameters()), list(both.parameters()), 1 - rate)
        if done % 100 == 0:
            print(
                f"step {done} of {steps} loss {total / done:.4f} {done / (time.time() - begun):.2f}/s",
                flush=True,
            )
    return average.eval()


def learn(reader: Reader, out: Path) -> None:
    """Writes all of the network's files into `out`, going on from a reader of statements."""
    sets = load_sets()
    branch = branches.train_branch(reader, [a for _, articles in sets[1:] for a in articles])
    both = train_together(reader, branch, sets)
    write(both, out, [*sets[0][1], *sets[1][1]])


def write(both: Both, out: Path, articles: Sequence[Labelled]) -> None:
    """Exports both, with the range of activations taken over some of the articles."""
    some = articles[::EVERY]
    trunks = [window.trunk.float() for window in branches.seen(both.reader, some)]
    export(both.reader, out, some)
    export_branch(both.branch, out, trunks)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    keep_memory()
    torch.set_num_threads(2)
    reader = Reader()
    load_shipped(reader, WEIGHTS)
    learn(reader, args.out)


if __name__ == "__main__":
    main()
