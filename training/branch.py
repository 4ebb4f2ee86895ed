"""Trains the branch: acts, conditions, timelines and plans, over states from below the encoder's last layers.

The encoder, trained for statements, stays as it is meanwhile; the branch starts from its last layers. Entries are few
(1,900, and 4,800 acts), so that an epoch over stored states takes two minutes. Words of the same form that are no
entries are shown among them: so the reader learns to tell which triggers are one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional as F

from onrecord.extract.features import NEAR, distance, parts_of, place, surroundings
from onrecord.extract.layers import COLUMNS, REAL, STATEMENT, TAG_COLUMNS
from onrecord.extract.words import windows
from training.data import Labelled, role_labels
from training.layers import IGNORE, Trigger
from training.model import TRUNK, WIDTH, Branch, Reader

EPOCHS, SIZE, SEED = 10, 8, 8
RATE, HEAD_RATE, DECAY, WARM_UP = 2e-4, 8e-4, 0.02, 0.05
AVERAGE = 0.995  # exponential moving average of the weights, per step
NOISE = 0.1  # share of the states' channels that are dropped
SMOOTHING = 0.05
FALSE = 0.5  # share of the words that only have the form of a trigger which an epoch shows
# What each part's cross-entropy counts. Labels are rare (a condition's marker is one word in a thousand): where they
# stand, words count for more.
TAGS, WIDER, ROLES, CLASS, TRUE, ACT = 1.0, 0.3, 1.0, 0.3, 0.3, 0.5
RARE = {"time": 1.5, "condition": 6.0, "timeline": 3.0, "plan": 3.0}
FEW = 4  # triggers that a batch is divided by at least, so that few do not count too much


@dataclass
class Window:
    """A window of a labelled article, with the states of its word pieces [pieces, width]."""

    article: Labelled
    at: tuple[int, int]
    trunk: torch.Tensor


def seen(reader: Reader, articles: Sequence[Labelled]) -> Iterator[Window]:
    """The windows of some articles as the encoder sees them."""
    reader.eval()
    for article in articles:
        words = article.words
        for window in windows(words):
            low, high = int(words.first[window[0]]), int(words.first[window[1]])
            row = [
                torch.from_numpy(np.asarray(values[low:high]))[None]
                for values in (words.ids, words.case, words.piece_quote)
            ]
            with torch.inference_mode():
                trunk = reader.score(*row)[-1][0].half()
            yield Window(article, window, trunk.clone())


def _padded(rows: Sequence[np.ndarray], fill: int) -> torch.Tensor:
    found = np.full((len(rows), max((len(row) for row in rows), default=1)), fill, dtype=np.int64)
    for i, row in enumerate(rows):
        found[i, : len(row)] = row
    return torch.from_numpy(found)


def states_of(group: Sequence[Window]) -> dict[str, torch.Tensor]:
    """Padded states `trunk` [windows, pieces, width] and their `mask` [windows, pieces]."""
    length = max(len(w.trunk) for w in group)
    trunk, mask = torch.zeros(len(group), length, WIDTH), torch.zeros(len(group), length, dtype=torch.bool)
    for row, window in enumerate(group):
        trunk[row, : len(window.trunk)], mask[row, : len(window.trunk)] = window.trunk.float(), True
    return {"trunk": trunk, "mask": mask}


def batch(
    group: Sequence[tuple[Labelled, tuple[int, int]]], rng: np.random.Generator
) -> dict[str, torch.Tensor]:
    """Padded arrays of some windows' triggers and statements; `words`: where in windows x pieces each stands."""
    length = max(int(a.words.first[e] - a.words.first[s]) for a, (s, e) in group)
    words, tags, wider = [], [], []
    around: list[list[np.ndarray]] = []
    triggers: list[tuple[Trigger, bool]] = []
    said: list[tuple[np.ndarray, np.ndarray, int]] = []
    base = 0
    for row, (article, (start, end)) in enumerate(group):
        own = article.words
        words.append(row * length + own.first[start:end] - own.first[start])
        tags.append(article.tags[start:end])
        wider.append(article.wider[start:end])
        inside = [t for t in article.triggers if start <= t.at[0] and t.at[1] <= end]
        shown = [(t, True) for t in inside if t.layer != STATEMENT]
        shown += [
            (t, False) for t in article.false if start <= t.at[0] and t.at[1] <= end and rng.random() < FALSE
        ]
        for trigger, _ in shown:
            low, high = surroundings(own, (start, end), trigger.at, NEAR)
            around.append(
                [
                    np.arange(low, high) - start + base,
                    own.quote[low:high],
                    distance(low, high, trigger.at),
                    place(own, low, high, trigger.at),
                    role_labels(low, high, trigger),
                ]
            )
        triggers += shown
        for trigger in inside:
            act = trigger.class_row()[0]
            if trigger.layer == STATEMENT and act != IGNORE:
                cued = trigger.first is not None
                source = next(iter(trigger.first or ()), None)
                content = (trigger.second or ()) if cued else (trigger.at,)
                at, part = parts_of(source, trigger.at if cued else None, content, (start, end))
                said.append((at - start + base, part, act))
        base += end - start
    found = {
        "words": torch.from_numpy(np.concatenate(words)),
        "tags": torch.from_numpy(np.concatenate(tags)),
        "wider": torch.from_numpy(np.concatenate(wider)),
        "layer": torch.tensor([t.layer for t, _ in triggers], dtype=torch.long),
        "classes": torch.tensor([t.class_row() for t, _ in triggers], dtype=torch.long),
        "real": torch.tensor([real for _, real in triggers], dtype=torch.float32),
        "said": _padded([at for at, _, _ in said], 0),
        "part": _padded([part for _, part, _ in said], 0),
        "act": torch.tensor([act for _, _, act in said], dtype=torch.long),
    }
    for i, (name, fill) in enumerate(
        {"segment": -1, "quote": 0, "distance": 0, "place": 0, "roles": IGNORE}.items()
    ):
        found[name] = _padded([row[i] for row in around], fill)
    return found


def loss_of(branch: Branch, b: dict[str, torch.Tensor]) -> torch.Tensor:
    """The sum of all parts' losses, weighted."""
    states = branch(F.dropout(b["trunk"], NOISE, branch.training), b["mask"]).flatten(0, 1)[b["words"]]
    dropped = F.dropout(states, NOISE, branch.training)
    loss = TAGS * _tag_loss(branch.tags(dropped), b["tags"])
    if (b["wider"] != IGNORE).any():
        loss = loss + WIDER * F.cross_entropy(branch.wider(dropped), b["wider"], ignore_index=IGNORE)
    if len(b["act"]):
        logits = branch.acts(dropped[b["said"]], b["part"])
        lost = F.cross_entropy(logits, b["act"], label_smoothing=SMOOTHING, reduction="sum")
        loss = loss + ACT * lost / max(len(b["act"]), FEW)
    return loss + _entry_loss(branch, dropped, b) if len(b["layer"]) else loss


def _tag_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of the tags of all layers; rare ones count for more, labels that are not known for nothing."""
    total = torch.zeros(())
    for column, (name, columns) in enumerate(TAG_COLUMNS.items()):
        weight = torch.full((columns.stop - columns.start,), RARE[name])
        weight[0] = 1.0
        lost = F.cross_entropy(
            logits[:, columns], labels[:, column], weight, ignore_index=IGNORE, reduction="sum",
            label_smoothing=SMOOTHING,
        )  # fmt: skip
        total = total + lost / len(labels)
    return total


def _entry_loss(branch: Branch, states: torch.Tensor, b: dict[str, torch.Tensor]) -> torch.Tensor:
    """Roles and classes of entries, and the question whether each trigger is one."""
    segment, layer = b["segment"], b["layer"]
    logits, kinds = branch.roles(
        states[segment.clamp(min=0)], b["quote"], b["distance"], b["place"], layer, segment >= 0
    )
    known = b["roles"] != IGNORE
    lost = F.cross_entropy(
        logits.flatten(0, 1),
        b["roles"].flatten(),
        ignore_index=IGNORE,
        label_smoothing=SMOOTHING,
        reduction="sum",
    )
    loss = ROLES * lost / max(int(known.sum()), 30 * FEW)
    for column, columns in enumerate(COLUMNS.values()):
        told = b["classes"][:, column] != IGNORE
        if told.any():
            labels = b["classes"][told, column]
            lost = F.cross_entropy(kinds[told, columns], labels, label_smoothing=SMOOTHING, reduction="sum")
            loss = loss + CLASS * lost / max(len(labels), FEW)
    asked = kinds[torch.arange(len(kinds)), REAL + layer]
    wanted = b["real"] * (1 - SMOOTHING) + SMOOTHING / 2
    lost = F.binary_cross_entropy_with_logits(asked, wanted, reduction="sum")
    return loss + TRUE * lost / max(len(layer), FEW)


def train_branch(reader: Reader, articles: Sequence[Labelled]) -> Branch:
    """The branch, averaged over the last steps, over an encoder that stays as it is."""
    torch.manual_seed(SEED)
    rng, begun = np.random.default_rng(SEED), time.time()
    found = list(seen(reader, articles))
    branch, average = Branch(), Branch()
    for own, given in zip(branch.layers, reader.encoder.layers[TRUNK:], strict=True):
        own.load_state_dict(given.state_dict())
    average.load_state_dict(branch.state_dict())
    steps = EPOCHS * -(-len(found) // SIZE)
    layers = {id(p) for p in branch.layers.parameters()}
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in branch.parameters() if id(p) in layers], "lr": RATE},
            {"params": [p for p in branch.parameters() if id(p) not in layers], "lr": HEAD_RATE},
        ],
        weight_decay=DECAY,
        betas=(0.9, 0.98),
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda i: min((i + 1) / (WARM_UP * steps), max(0.02, (steps - i) / steps))
    )
    done = 0
    for n in range(EPOCHS):
        branch.train()
        order = sorted(range(len(found)), key=lambda i: len(found[i].trunk) + 40 * rng.random())
        groups = [order[i : i + SIZE] for i in range(0, len(order), SIZE)]
        total = 0.0
        for i in rng.permutation(len(groups)):
            group = [found[j] for j in groups[i]]
            arrays = batch([(w.article, w.at) for w in group], rng)
            loss = loss_of(branch, states_of(group) | arrays)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(branch.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
            total, done = total + loss.item(), done + 1
            rate = min(AVERAGE, (done + 1) / (done + 10))
            with torch.no_grad():
                torch._foreach_lerp_(list(average.parameters()), list(branch.parameters()), 1 - rate)
        print(f"epoch {n} loss {total / len(groups):.4f} after {time.time() - begun:.0f} s", flush=True)
    return average.eval()
