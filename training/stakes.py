"""Fits the confidences of acts, conditions, timelines and plans on dev, and says which thresholds serve best.

    python -m training.stakes

Dev and not train, since the network has seen train and is too sure there. Few numbers are fitted, with a penalty.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from onrecord.extract import Draft, findings
from onrecord.extract.confidence import CALIBRATION, draft_features, log_odds
from onrecord.extract.decode import Network
from onrecord.extract.drafts import drafts
from onrecord.extract.layers import CONDITION, PLAN, TIMELINE
from onrecord.extract.network import OnnxNetwork
from onrecord.extract.statements import candidates
from onrecord.extract.words import split
from training.calibrate import chances, expected_error, fit
from training.evaluate import gold, score_statements, score_talks

SETS = ("talks/dev", "talks/passages_dev")
PENALTY = 2.0


def judged(draft: Draft, article: dict[str, Any], tokens: Any) -> float:
    """How close a draft comes to a labelled entry: 0 where it is none."""
    first, second = ([list(s) for s in spans] for spans in (draft.first, draft.second))
    trigger = [list(draft.trigger)]

    def near(a: Any, b: Any) -> float:
        return float(score_talks.jaccard(a, b, tokens))

    best = 0.0
    if draft.layer == CONDITION:
        for entry in article["conditions"]:
            marker = near(entry["marker"], trigger)
            related = near(entry["outcome"] + entry["requires"], first + second)
            if marker >= 0.3 and related > 0 and entry["kind"] == draft.best("condition"):
                best = max(best, marker)
    elif draft.layer == TIMELINE:
        for entry in article["timelines"]:
            text = near(entry["text"], trigger)
            best = max(best, text if text >= 0.5 and entry["kind"] == draft.best("timeline") else 0.0)
    elif draft.layer == PLAN:
        for entry in article["plans"]:
            event = near(entry["event"], trigger)
            best = max(best, event if event >= 0.4 and entry["type"] == draft.best("type") else 0.0)
    return best


def examples(network: Network) -> Iterator[tuple[str, list[float], bool, int]]:
    """Name of the layer, features, whether right, and the number of the article."""
    for name in SETS:
        for number, article in enumerate(gold(name).values()):
            words = split(article["text"])
            tokens = score_statements.tokens_of(article["text"])
            found = findings(words, network)
            for draft in drafts(words, found.entries):
                if draft.layer == PLAN and "plans" not in article:
                    continue
                yield draft.name, draft_features(draft), judged(draft, article, tokens) > 0, number
            if "statements" in article:
                rows = [s.to_dict() for s in candidates(words, found.attributions)]
                pairs, _, _ = score_statements.match(article["statements"], rows, tokens)
                for g, p in pairs:
                    right = article["statements"][g]["act"] == rows[p]["act"]
                    yield "act", [log_odds(max(found.attributions[p].acts))], right, number


def calibrate_stakes(network: Network) -> None:
    """Writes the weights of these layers that `onrecord.extract.confidence` reads."""
    rows = list(examples(network))
    weights = json.loads(CALIBRATION.read_text())
    for layer in sorted({row[0] for row in rows}):
        own = [row for row in rows if row[0] == layer]
        x, y = np.array([row[1] for row in own]), np.array([row[2] for row in own], dtype=float)
        weights[layer] = [round(float(w), 4) for w in fit(x, y, penalty=PENALTY)]
        error = expected_error(x, y, np.array([row[3] for row in own]))
        print(f"{layer}: {len(own)} found, {y.mean():.3f} right, expected calibration error {error:.3f}")
        shares = chances(np.array(weights[layer]), x)
        for at in (0.1, 0.2, 0.3, 0.4, 0.5):
            kept = shares >= at
            print(f"  from {at}: {int(kept.sum())} kept, precision {y[kept].mean() if kept.any() else 0:.3f}")
    CALIBRATION.write_text(json.dumps(weights) + "\n")


if __name__ == "__main__":
    calibrate_stakes(OnnxNetwork(threads=2))
