"""Trains tags and the reader of acts, conditions, timelines and plans over the finished encoder's states.

    python -m training.stakes_reader [--out FOLDER]

The entries are few (1,900, and 4,800 acts), so that an epoch over stored states takes a minute. Words of the same form
that are no entries are shown among them: so the reader learns to tell which triggers are one. The reader of statements
stays as it is.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from onrecord.extract.features import distance, place, surroundings
from onrecord.extract.layers import (
    COLUMNS,
    CONDITION,
    PLAN,
    REAL,
    STAKES_WIDTH,
    STATEMENT,
    TAG_COLUMNS,
    TAG_WIDTH,
    TIMELINE,
)
from onrecord.extract.words import WEIGHTS, windows
from training.data import Labelled, label, load, load_times, role_labels
from training.export import export_stakes
from training.forms import markers, time_phrases
from training.layers import IGNORE, Trigger, word_range
from training.model import WIDTH, StakesReader

EPOCHS, SIZE, RATE, SEED = 7, 32, 1e-3, 8
NOISE = 0.15  # share of the states' channels that are dropped
SMOOTHING = 0.05
NEGATIVES = 1.0  # words of like form that are no entry, for each entry of an epoch
ACTS = 1.0  # statements shown for their acts, for each entry of an epoch
CLASS, TRUE = 0.5, 0.7  # what classes and the question whether it is an entry count, next to roles
REACH = 90  # words to either side of a trigger
TAG_EPOCHS, TAG_RATE = 12, 3e-3
RARE = {"time": 2.0, "condition": 8.0, "timeline": 4.0, "plan": 3.0}  # what rare labels count
LAYERS = (CONDITION, TIMELINE, PLAN)
_EVENTS = re.compile(
    r"(?i)\b(?:talks?|negotiations?|meetings?|summit|votes?|elections?|referendum|cease-?fire|truce|visits?|trips?|deal|"
    r"agreement|pact|swap|exchange|call|conference|session|strike|sanctions|hearing|meet|visit|discuss|sign|launch)\b"
)


@dataclass
class Case:
    """One trigger in its window: what the reader sees, and what it is to say."""

    states: torch.Tensor  # of its window [words, width]
    low: int  # first word of the window
    around: tuple[int, int]
    trigger: Trigger
    real: bool
    article: Labelled


def encoded(article: Labelled) -> Iterator[tuple[tuple[int, int], torch.Tensor]]:
    """The shipped encoder's states of the words of each window."""
    from onrecord.extract.network import session

    encoder = _sessions.setdefault("encoder", session(WEIGHTS / "encoder.onnx", 2))
    words = article.words
    for window in windows(words):
        low, high = int(words.first[window[0]]), int(words.first[window[1]])
        feed = {
            "ids": words.ids[low:high],
            "case": words.case[low:high],
            "quote": words.piece_quote[low:high],
        }
        states = encoder.run(["states"], {k: v[None] for k, v in feed.items()})[0][0]
        yield window, torch.from_numpy(states[words.first[window[0] : window[1]] - low])


_sessions: dict[str, object] = {}


def negatives(article: Labelled, layers: Sequence[int]) -> Iterator[Trigger]:
    """Words of like form that trigger no entry."""
    forms = {
        CONDITION: markers,
        TIMELINE: time_phrases,
        PLAN: lambda text: [m.span() for m in _EVENTS.finditer(text)],
    }
    for layer in layers:
        taken = [t.at for t in article.triggers if t.layer == layer]
        for span in forms[layer](article.words.text):
            low, high = word_range(article.words, span)
            if high > low and not any(low < b and a < high for a, b in taken):
                yield Trigger(layer, (low, high), None, None)


def cases(article: Labelled, window: tuple[int, int], states: torch.Tensor, *, plans: bool) -> Iterator[Case]:
    """All triggers of a window, true and false."""
    triggers = [(t, True) for t in article.triggers]
    triggers += [(t, False) for t in negatives(article, LAYERS if plans else LAYERS[:2])]
    for trigger, real in triggers:
        at = trigger.at
        if window[0] <= at[0] and at[1] <= window[1]:
            low, high = surroundings(article.words, window, at)
            around = max(low, at[0] - REACH), min(high, at[1] + REACH)
            yield Case(states, window[0], around, trigger, real, article)


def batch(group: Sequence[Case]) -> dict[str, torch.Tensor]:
    """Padded arrays of some cases."""
    shape = (len(group), max(c.around[1] - c.around[0] for c in group))
    states = torch.zeros(*shape, WIDTH)
    quote, far, where, roles = (np.zeros(shape, dtype=np.int64) for _ in range(4))
    roles[:] = IGNORE
    mask = np.zeros(shape, dtype=bool)
    for i, case in enumerate(group):
        (low, high), words = case.around, case.article.words
        n = high - low
        states[i, :n] = case.states[low - case.low : high - case.low]
        quote[i, :n] = words.quote[low:high]
        far[i, :n] = distance(low, high, case.trigger.at)
        where[i, :n] = place(words, low, high, case.trigger.at)
        roles[i, :n] = role_labels(low, high, case.trigger)
        mask[i, :n] = True
    rows = {"quote": quote, "distance": far, "place": where, "roles": roles, "mask": mask}
    found = {name: torch.from_numpy(values) for name, values in rows.items()}
    found["states"] = states
    found["layer"] = torch.tensor([c.trigger.layer for c in group])
    found["classes"] = torch.tensor([c.trigger.class_row() for c in group])
    found["real"] = torch.tensor([c.real for c in group], dtype=torch.float32)
    return found


def loss_of(model: StakesReader, b: dict[str, torch.Tensor]) -> torch.Tensor:
    """Cross-entropy of roles and classes of entries, and of the question whether each trigger is one."""
    logits, kinds = model(
        F.dropout(b["states"], NOISE, model.training),
        b["quote"],
        b["distance"],
        b["place"],
        b["layer"],
        b["mask"],
    )
    loss = torch.zeros(())
    if (b["roles"] != IGNORE).any():
        loss = F.cross_entropy(
            logits.flatten(0, 1), b["roles"].flatten(), ignore_index=IGNORE, label_smoothing=SMOOTHING
        )
    for column, columns in enumerate(COLUMNS.values()):
        known = b["classes"][:, column] != IGNORE
        if known.any():
            labels = b["classes"][known, column]
            loss = loss + CLASS * F.cross_entropy(kinds[known, columns], labels, label_smoothing=SMOOTHING)
    asked = kinds[torch.arange(len(kinds)), REAL + b["layer"]]
    return loss + TRUE * F.binary_cross_entropy_with_logits(
        asked, b["real"] * (1 - SMOOTHING) + SMOOTHING / 2
    )


def train_tags(states: torch.Tensor, labels: torch.Tensor) -> nn.Linear:
    """A linear layer that tags times, markers, timelines and events, from states [words, width] and tags."""
    torch.manual_seed(SEED)
    layer = nn.Linear(WIDTH, TAG_WIDTH)
    optimizer = torch.optim.AdamW(layer.parameters(), lr=TAG_RATE, weight_decay=0.01)
    size, steps = 4096, TAG_EPOCHS * -(-len(states) // 4096)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda i: max(0.02, 1 - i / steps))
    for _ in range(TAG_EPOCHS):
        for rows in torch.randperm(len(states)).split(size):
            logits = layer(states[rows])
            loss = torch.zeros(())
            for column, (name, columns) in enumerate(TAG_COLUMNS.items()):
                weight = torch.full((columns.stop - columns.start,), RARE[name])
                weight[0] = 1.0
                loss = loss + F.cross_entropy(
                    logits[:, columns], labels[rows, column], weight, ignore_index=IGNORE, reduction="sum"
                ) / len(rows)  # fmt: skip
            loss.backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
    return layer


def train_reader(found: Sequence[Case]) -> StakesReader:
    """The reader of acts, conditions, timelines and plans."""
    torch.manual_seed(SEED)
    rng, begun = np.random.default_rng(SEED), time.time()
    said = [c for c in found if c.trigger.layer == STATEMENT and c.trigger.classes]
    true = [c for c in found if c.trigger.layer != STATEMENT and c.real]
    false = [c for c in found if not c.real]
    print(f"{len(true)} entries, {len(false)} of like form, {len(said)} acts", flush=True)
    model, average = StakesReader(STAKES_WIDTH), StakesReader(STAKES_WIDTH)
    average.load_state_dict(model.state_dict())
    steps = EPOCHS * (int(len(true) * (1 + NEGATIVES + ACTS)) // SIZE + 1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda i: min((i + 1) / 60, max(0.02, (steps - i) / steps))
    )
    for n in range(EPOCHS):
        model.train()
        group = list(true)
        for others, share in ((false, NEGATIVES), (said, ACTS)):
            some = rng.choice(len(others), min(len(others), int(share * len(true))), replace=False)
            group += [others[i] for i in some]
        group.sort(key=lambda c: c.around[1] - c.around[0] + rng.random() * 40)
        batches = [group[i : i + SIZE] for i in range(0, len(group), SIZE)]
        total = 0.0
        for i in rng.permutation(len(batches)):
            loss = loss_of(model, batch(batches[i]))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
            total += loss.item()
            with torch.no_grad():
                for a, p in zip(average.parameters(), model.parameters(), strict=True):
                    a.lerp_(p, 0.01)
        print(f"epoch {n} loss {total / len(batches):.4f} after {time.time() - begun:.0f} s", flush=True)
    return average.eval()


def train_stakes(out: Path) -> None:
    """Writes `tags.npz` and `stakes.onnx` into `out`, where the encoder is."""
    found: list[Case] = []
    states, tags = [], []
    times = [label(article, nests=False, silver=None) for article in load_times(held=False)]
    for article in [*load("talks/train"), *load("talks/passages_train"), *times]:
        plans = bool((article.tags[:, -1] != IGNORE).any())
        for window, seen in encoded(article):
            states.append(seen)
            tags.append(torch.from_numpy(article.tags[slice(*window)]))
            if article.triggers:
                found += cases(article, window, seen, plans=plans)
    layer = train_tags(torch.cat(states), torch.cat(tags))
    weight, bias = (p.detach().numpy().T.astype(np.float16) for p in (layer.weight, layer.bias))
    np.savez_compressed(out / "tags.npz", weight=weight, bias=bias)
    export_stakes(train_reader(found), out)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    torch.set_num_threads(2)
    train_stakes(args.out)


if __name__ == "__main__":
    main()
