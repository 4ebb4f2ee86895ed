"""Fits who must act for a requirement, and prints what cross-validation says of it.

python -m training.bound
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.resolve import resolve_all
from onrecord.stakes import bound
from onrecord.stakes.bound import Option, options
from onrecord.stakes.carriers import Carriers
from onrecord.times import times
from training.data import SHARED, read_jsonl, read_reports
from training.evaluate import score_talks
from training.speakers import Example, Fit, Read, article_of, read_all, statements_of

OUT = Path(bound.__file__).parent / "data" / "bound.json"
FOLDS, L2, AT_LEAST = 5, 2.0, 3
SETS = ("talks/train", "talks/passages_train")


def cases(rows: Sequence[dict[str, Any]], read: Read) -> Iterator[tuple[str, list[Option], list[bool]]]:
    """For each requirement the article's id, its options, and which are right."""
    for row in rows:
        if not any(entry["requires"] for entry in row["conditions"]):
            continue
        article = article_of(row)
        names, marked = read.get(row["id"], ((), None))
        given = statements_of(row) if "statements" in row else []
        made, who = resolve_all(article, given, names, times(article, marked))
        carriers = Carriers(made)
        for entry in row["conditions"]:
            last = None
            marker, outcome = tuple(entry["marker"][0]), tuple(entry["outcome"][0])
            for span, wanted in zip(entry["requires"], entry["of"], strict=True):
                found = options(
                    article, tuple(span), marker, outcome, entry["kind"], carriers.touching(marker), last, who
                )
                right = [score_talks.same_names(o.value, wanted, person=True) for o in found]
                last = next((o.value for o, ok in zip(found, right, strict=True) if ok), None)
                yield row["id"], found, right


def right_share(examples: Sequence[Example], weights: dict[str, float]) -> float:
    """The share of examples whose likeliest value is right; options of one value add up."""
    hits = 0
    for example in examples:
        scores = np.exp([sum(weights.get(f, 0.0) for f in option) for option in example.options])
        totals: dict[str, float] = {}
        for value, score in zip(example.values, scores, strict=True):
            totals[value] = totals.get(value, 0.0) + float(score)
        top = max(totals, key=lambda value: totals[value])
        hits += any(ok and value == top for value, ok in zip(example.values, example.right, strict=True))
    return hits / len(examples)


class Requirement(Example):
    """One requirement's options; each is a value, None among them."""

    def __init__(self, doc: str, found: Sequence[Option], right: Sequence[bool]) -> None:
        self.doc, self.key = doc, "of"
        self.options, self.right = [option.features for option in found], list(right)
        self.values = [str(option.value) for option in found]


def learn(cache: Path | None = None) -> None:
    """Writes `bound.json`."""
    talks = [row for name in SETS for row in read_jsonl(SHARED / f"{name}.jsonl")]
    rows = [row for row in [*talks, *read_reports()] if row["conditions"]]
    examples = [Requirement(*case) for case in cases(rows, read_all(rows, cache))]
    docs = sorted({e.doc for e in examples} & {row["id"] for row in talks})
    random.Random(7).shuffle(docs)
    shares = []
    for fold in range(FOLDS):
        held = set(docs[fold::FOLDS])
        weights = Fit([e for e in examples if e.doc not in held], L2, AT_LEAST).weights()
        own = [e for e in examples if e.doc in held]
        shares.append((right_share(own, weights), len(own)))
    covered = sum(any(e.right) for e in examples) / len(examples)
    print(f"{len(examples)} requirements, the right actor among the options: {covered:.3f}")
    print(
        f"cross-validated over talks: {sum(share * n for share, n in shares) / sum(n for _, n in shares):.3f}"
    )
    weights = Fit(examples, L2, AT_LEAST).weights()
    OUT.write_text(json.dumps(dict(sorted(weights.items())), indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    learn()
