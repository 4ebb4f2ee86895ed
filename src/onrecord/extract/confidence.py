"""The network's scores -> the calibrated chance that an entry is right.

For each layer a logistic regression on a handful of scores (Platt scaling with more than one score), fitted on dev by
`training/calibrate.py`.
"""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import numpy.typing as npt

from onrecord.extract.decode import Found
from onrecord.extract.drafts import Draft
from onrecord.extract.words import WEIGHTS
from onrecord.models import Statement

CALIBRATION = WEIGHTS / "confidence.json"
NEVER = 1e-3  # chances beyond it are no surer


def log_odds(chance: float) -> float:
    chance = min(max(chance, NEVER), 1 - NEVER)
    return float(np.log(chance / (1 - chance)))


def features(one: Found, statement: Statement) -> list[float]:
    """What a statement's confidence is computed from: scores as log-odds, and what kind of statement it is."""
    scores = (
        one.cue_score,
        one.source_score,
        one.content_score,
        one.source_support,
        one.content_support,
    )
    return [
        *map(log_odds, scores),
        float(one.source is None),
        float(one.cue is None),
        float(statement.kind != "indirect"),
        float(statement.within is not None),
    ]


def draft_features(draft: Draft) -> list[float]:
    """The same for other layers: scores of trigger, arguments and classes, how many arguments, a condition's words."""
    tops = float(np.prod([max(chances) for chances in draft.classes.values()]))
    counts = (not draft.first, not draft.second, len(draft.second) > 1)
    return [*map(log_odds, (*draft.scores, tops)), *map(float, counts), *draft.worded]


@cache
def _weights() -> dict[str, npt.NDArray[np.float64]]:
    return {layer: np.array(weights) for layer, weights in json.loads(CALIBRATION.read_text()).items()}


def _chance(layer: str, values: list[float]) -> float:
    weights = _weights()[layer]
    return float(1 / (1 + np.exp(-(np.dot(values, weights[:-1]) + weights[-1]))))


def confidence(one: Found, statement: Statement) -> float:
    """The chance, 0 to 1, that source and content of a statement are right."""
    return _chance("statement", features(one, statement))


def draft_confidence(draft: Draft) -> float:
    """The chance, 0 to 1, that a condition, timeline or plan stands there and is of its kind."""
    return _chance(draft.name, draft_features(draft))


def act_confidence(one: Found) -> float:
    """The chance, 0 to 1, that the likeliest act is right."""
    return _chance("act", [log_odds(max(one.acts))]) if one.acts else 0.0
