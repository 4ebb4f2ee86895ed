"""Trains the reader of conditions, timelines and plans over the finished encoder.

    python -m training.stakes_reader CHECKPOINT [--out FOLDER]

The entries are few (1,700), so that an epoch over the encoder's stored states takes seconds: this reader starts from
the role reader that was trained along and sees each entry many times, with words of the same form that are no entries
among them. So it learns to tell which triggers are one; the role reader of statements stays as it is.
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
from torch.nn import functional as F

from onrecord.extract.features import distance, place, surroundings
from onrecord.extract.layers import COLUMNS, CONDITION, PLAN, REAL, STAKES_WIDTH, STATEMENT, TIMELINE
from onrecord.extract.layers import WIDTH as CLASS_WIDTH
from onrecord.extract.words import windows
from training.data import Labelled, load, role_labels
from training.forms import markers, time_phrases
from training.layers import IGNORE, Trigger, word_range
from training.model import Reader, Roles

EPOCHS, SIZE, RATE, SEED = 10, 32, 5e-4, 8
NOISE = 0.15  # share of the states' channels that are dropped
SMOOTHING = 0.05
NEGATIVES = 1.2  # words of like form that are no entry, for each entry of an epoch
CLASS, TRUE = 0.5, 0.7  # what classes and the question whether it is an entry count, next to roles
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


@torch.inference_mode()
def cases(reader: Reader, articles: Sequence[Labelled], *, plans: bool) -> list[Case]:
    """All triggers of some articles, true and false, each with the encoder's states of its window."""
    reader.eval()
    found = []
    layers = LAYERS if plans else LAYERS[:2]
    for article in articles:
        triggers = [(t, True) for t in article.triggers if t.layer != STATEMENT]
        triggers += [(t, False) for t in negatives(article, layers)]
        words = article.words
        for window in windows(words):
            own = [(t, real) for t, real in triggers if window[0] <= t.at[0] and t.at[1] <= window[1]]
            if not own:
                continue
            low, high = int(words.first[window[0]]), int(words.first[window[1]])
            row = [torch.from_numpy(x[low:high])[None] for x in (words.ids, words.case, words.piece_quote)]
            at = torch.from_numpy(words.first[window[0] : window[1]] - low)
            states = reader.encoder(*row, None)[0][0][at].clone()
            for trigger, real in own:
                around = surroundings(words, window, trigger.at)
                found.append(Case(states, window[0], around, trigger, real, article))
    return found


def batch(group: Sequence[Case]) -> dict[str, torch.Tensor]:
    """Padded arrays of some cases."""
    shape = (len(group), max(c.around[1] - c.around[0] for c in group))
    states = torch.zeros(*shape, group[0].states.shape[1])
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


def loss_of(model: Roles, b: dict[str, torch.Tensor]) -> torch.Tensor:
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


def start(reader: Reader) -> Roles:
    """A reader with the role reader's weights and new columns for the question."""
    model = Roles(STAKES_WIDTH)
    known = reader.roles.state_dict()
    own = model.state_dict()
    for name, value in known.items():
        if own[name].shape == value.shape:
            own[name] = value.clone()
    own["classes.weight"][:CLASS_WIDTH] = known["classes.weight"]
    own["classes.bias"][:CLASS_WIDTH] = known["classes.bias"]
    own["classes.weight"][CLASS_WIDTH:] *= 0.1
    model.load_state_dict(own)
    return model


def train_stakes(reader: Reader) -> Roles:
    """The reader of conditions, timelines and plans."""
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    begun = time.time()
    found = cases(reader, load("talks/train"), plans=True)
    found += cases(reader, load("talks/passages_train"), plans=False)
    true, false = [c for c in found if c.real], [c for c in found if not c.real]
    print(
        f"{len(true)} entries, {len(false)} of like form, states in {time.time() - begun:.0f} s", flush=True
    )
    model = start(reader)
    average = start(reader)
    steps = EPOCHS * -(-int(len(true) * (1 + NEGATIVES)) // SIZE)
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda i: min((i + 1) / 50, max(0.02, (steps - i) / steps))
    )
    for n in range(EPOCHS):
        model.train()
        some = rng.choice(len(false), min(len(false), int(NEGATIVES * len(true))), replace=False)
        group = [*true, *(false[i] for i in some)]
        group.sort(key=lambda c: c.around[1] - c.around[0] + rng.random() * 60)
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
                    a.lerp_(p, 0.005)
        print(f"epoch {n} loss {total / len(batches):.4f} after {time.time() - begun:.0f} s", flush=True)
    return average.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    from onrecord.extract.words import WEIGHTS
    from training.export import export_stakes

    torch.set_num_threads(2)
    reader = Reader()
    reader.load_state_dict(torch.load(args.checkpoint, weights_only=False)["average"])
    export_stakes(train_stakes(reader), args.out or WEIGHTS)


if __name__ == "__main__":
    main()
