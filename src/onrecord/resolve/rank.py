"""Ranks the candidates for a source, and says how sure that is.

A conditional log-linear model (a softmax over the candidates and over "none of them"): each candidate's score is the
sum of the weights of its features. It is trained by `training/speakers.py` on which candidate bears the right name,
so the softmax is the chance that a name is right; one slope and one offset, fitted by cross-validation, mend what is
left of over-confidence.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Literal, Protocol

FieldKey = Literal["on", "to"]


class Ranked(Protocol):
    """Anything with features: a candidate for speaker, an option for day or addressee."""

    @property
    def features(self) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Model:
    """The weights: by feature, and the two numbers that calibrate."""

    weights: Mapping[str, float]
    slope: float = 1.0
    offset: float = 0.0
    threshold: float = 0.5  # below it a speaker stays NIL; chosen from precision against coverage
    # The same for day ("on") and addressee ("to").
    fields_at: Mapping[FieldKey, float] = field(default_factory=lambda: {"on": 0.45, "to": 0.45})


@lru_cache(maxsize=1)
def shipped_model() -> Model:
    """The weights that come with the package."""
    found = json.loads(files("onrecord.resolve").joinpath("data", "weights.json").read_text(encoding="utf-8"))
    return Model(found["weights"], found["slope"], found["offset"], found["threshold"], found["fields_at"])


def chances(model: Model, candidates: Sequence[Ranked], nil: Sequence[str]) -> list[float]:
    """The chance of each candidate, in order; what is missing to 1 is that none of them is meant."""
    weight = model.weights.get
    scores = [sum([weight(f, 0.0) for f in c.features]) for c in candidates]
    none = sum([weight(f, 0.0) for f in nil])
    top = max([none, *scores])
    raised = [math.exp(score - top) for score in scores]
    total = sum(raised) + math.exp(none - top)
    return [share / total for share in raised]


def calibrated(model: Model, chance: float) -> float:
    """The chance that the name is right, from the softmax's."""
    chance = min(max(chance, 1e-4), 1 - 1e-4)
    odds = model.slope * math.log(chance / (1 - chance)) + model.offset
    return 1 / (1 + math.exp(-odds))


def nil_features(key: str, candidates: Sequence[Ranked]) -> list[str]:
    """What speaks for "none of them"."""
    return ["nil", f"{key}|nil", f"{key[:2]}|nil", f"nil|candidates={min(len(candidates), 4)}"]
