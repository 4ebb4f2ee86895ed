"""Labels of the layers beside statements: time expressions, conditions, timelines, plans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from onrecord.extract.layers import (
    ACTS,
    CLASSES,
    CONDITION,
    PLAN,
    STATEMENT,
    TAGS,
    TIME_TYPES,
    TIMELINE,
)
from onrecord.extract.words import Words, word_range
from onrecord.resolve.tables import load as load_tables

IGNORE = -100
Range = tuple[int, int]
WIDER = ("outcome", "requires", "binds")  # marked all at once, which serves training alone


@dataclass(frozen=True)
class Trigger:
    """One entry: its trigger, the spans of its two arguments (None: not labelled), its classes."""

    layer: int
    at: Range
    first: tuple[Range, ...] | None
    second: tuple[Range, ...] | None
    classes: dict[str, str] = field(default_factory=dict)

    def class_row(self) -> list[int]:
        """For each group of classes the label, IGNORE where there is none."""
        return [
            values.index(self.classes[name]) if self.classes.get(name) in values else IGNORE
            for name, (_, values) in CLASSES.items()
        ]


def ranges(words: Words, spans: Iterable[Sequence[int]]) -> tuple[Range, ...]:
    found = (word_range(words, span) for span in spans)
    return tuple((low, high) for low, high in found if high > low)


def paint(labels: np.ndarray, spans: Iterable[Range], begin: int) -> None:
    """Writes `begin` and, after the first word, `begin` + 1 over each range."""
    for low, high in spans:
        labels[low:high] = begin + 1
        labels[low : low + (high > low)] = begin


def tags(words: Words, article: dict[str, Any]) -> np.ndarray:
    """Tags [words, layers of TAGS]; IGNORE where the article is not labelled in a layer."""
    found = np.full((len(words), len(TAGS)), IGNORE, dtype=np.int64)
    layers = {"time": "times", "condition": "conditions", "timeline": "timelines", "plan": "plans"}
    parts = {"condition": "marker", "timeline": "text", "plan": "event"}
    for column, name in enumerate(TAGS):
        if layers[name] not in article:
            continue
        found[:, column] = 0
        for entry in article[layers[name]]:
            if name == "time":
                paint(found[:, column], ranges(words, entry["text"]), 1 + 2 * TIME_TYPES.index(entry["type"]))
            else:
                paint(found[:, column], ranges(words, entry[parts[name]]), 1)
    return found


def wider(words: Words, article: dict[str, Any]) -> np.ndarray:
    """Outcomes, requirements and what timelines bind, over words [words]."""
    if "conditions" not in article:
        return np.full(len(words), IGNORE, dtype=np.int64)
    found = np.zeros(len(words), dtype=np.int64)
    for entry in article["timelines"]:
        paint(found, ranges(words, entry["binds"]), 5)
    for entry in article["conditions"]:
        paint(found, ranges(words, entry["outcome"]), 1)
        paint(found, ranges(words, entry["requires"]), 3)
    return found


def triggers(words: Words, article: dict[str, Any]) -> list[Trigger]:
    """Conditions, timelines and plans; a statement without a cue gives its act alone, its content for trigger."""
    found = []
    for entry in article.get("conditions", ()):
        for at in ranges(words, entry["marker"])[:1]:
            outcome, requires = (ranges(words, entry[part]) for part in ("outcome", "requires"))
            found.append(Trigger(CONDITION, at, outcome, requires, {"condition": entry["kind"]}))
    for entry in article.get("timelines", ()):
        for at in ranges(words, entry["text"])[:1]:
            binds, anchor = (ranges(words, entry[part]) for part in ("binds", "anchor_text"))
            kinds = {"timeline": entry["kind"], "anchor": entry["anchor"]}
            found.append(Trigger(TIMELINE, at, binds, anchor, kinds))
    for entry in article.get("plans", ()):
        for at in ranges(words, entry["event"])[:1]:
            kinds = {"type": entry["type"], "status": entry["status"]}
            if "participants" not in entry:
                found.append(Trigger(PLAN, at, None, None, kinds))
                continue
            people = [word for name in entry["participants"] for word in _worded(words, at, name)]
            place = _worded(words, at, entry["place"] or "")
            found.append(Trigger(PLAN, at, tuple(people), tuple(place), kinds))
    for entry in article.get("statements", ()):
        if not entry["cue"] and entry.get("act") in ACTS:
            for at in ranges(words, entry["content"])[:1]:
                found.append(Trigger(STATEMENT, at, None, None, {"act": entry["act"]}))
    return found


def _worded(words: Words, at: Range, name: str) -> list[Range]:
    """Where, nearest to an event and in its paragraph, the text words a canonical name; empty where it does not."""
    number = words.paragraph[at[0]]
    inside = np.flatnonzero(words.paragraph == number)
    low, high = int(words.start[inside[0]]), int(words.end[inside[-1]])
    here = int(words.start[at[0]])
    for form in _forms(name):
        hits = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", words.text[low:high])]
        if hits:
            start, end = min(hits, key=lambda hit: abs(hit[0] + low - here))
            return [word_range(words, (start + low, end + low))]
    return []


@cache
def _forms(name: str) -> tuple[str, ...]:
    """Ways to word a name: itself, what states are also called, a person's last name."""
    if not name:
        return ()
    others = _states().get(name, ())
    last = name.split()[-1]
    short = (last,) if " " in name and last[0].isupper() and len(last) > 2 else ()
    return (name, *others, *(() if others else short))


@cache
def _states() -> dict[str, tuple[str, ...]]:
    tables = load_tables(None)
    found: dict[str, list[str]] = {}
    for word, thing in tables.things.items():
        found.setdefault(thing.name, []).append(word)
    for table in (tables.peoples, tables.seats):
        for word, state in table.items():
            found.setdefault(state, []).append(word)
    return {name: tuple(forms) for name, forms in found.items()}
