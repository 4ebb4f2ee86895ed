"""The network's scores -> the calibrated chance that a statement's content and source are right.

A logistic regression on a handful of scores (Platt scaling with more than one score), fitted on dev by
`training/calibrate.py`.
"""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import numpy.typing as npt

from onrecord.extract.decode import Found
from onrecord.extract.words import WEIGHTS
from onrecord.models import Statement

CALIBRATION = WEIGHTS / "confidence.json"
NEVER = 1e-3  # chances beyond it are no surer


def features(one: Found, statement: Statement) -> list[float]:
    """What the confidence is computed from: scores as log-odds, and what kind of statement it is."""
    scores = (
        one.cue_score,
        one.source_score,
        one.content_score,
        one.source_support,
        one.content_support,
    )
    return [
        *(float(np.log(s / (1 - s))) for s in (min(max(x, NEVER), 1 - NEVER) for x in scores)),
        float(one.source is None),
        float(one.cue is None),
        float(statement.kind != "indirect"),
        float(statement.within is not None),
    ]


@cache
def _weights() -> npt.NDArray[np.float64]:
    return np.array(json.loads(CALIBRATION.read_text()))


def confidence(one: Found, statement: Statement) -> float:
    """The chance, 0 to 1, that source and content of a statement are right."""
    weights = _weights()
    return float(1 / (1 + np.exp(-(np.dot(features(one, statement), weights[:-1]) + weights[-1]))))
