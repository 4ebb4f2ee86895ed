"""Fits the weights by which speakers are ranked, and the two numbers that calibrate them.

    python training/speakers.py TRAIN.jsonl [MORE.jsonl ...]

The files hold articles with labelled statements. A candidate is right if it bears the labelled name, by the
comparison that the measure uses (case, accents and titles aside; a last name alone equals a person's full name).
Articles, not statements, are dealt to the folds of the cross-validation. The same input gives the same weights.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from onrecord.models import Article, Mention, Statement
from onrecord.resolve.candidates import Candidate
from onrecord.resolve.pass_ import Choice, Pass
from onrecord.resolve.rank import Model
from onrecord.resolve.tables import shipped
from onrecord.times import times

FIELDS = ("on", "to")
# Chances from which a value is given, tuned on dev: names at a precision above 85, the others where F1 is highest.
THRESHOLD, DAYS_AT, HEARERS_AT = 0.42, 0.3, 0.25
SIDES = ("side", "tie")  # of a statement, of a person
OUT = Path(__file__).parent.parent / "src" / "onrecord" / "resolve" / "data" / "weights.json"
FOLDS = 5

# By kind of example: the penalty, and how often a feature must be seen, else it is noise (each article counts twice).
# Chosen by cross-validation; days and hearers have few right values, so they bear fewer and smaller weights.
PENALTY = {"speaker": (1.0, 6), "side": (3.0, 6), "tie": (1.0, 6), "to": (2.0, 12), "on": (6.0, 24)}
TITLES = re.compile(
    r"^(mr|mrs|ms|dr|sir|president|prime minister|secretary|general|gen|senator|sen|the)\.? (?=\S)"
)
FAMILY_FIRST = {
    "xi",
    "kim",
    "wang",
    "li",
    "zhang",
    "liu",
    "moon",
    "park",
    "yoon",
    "ma",
    "yang",
    "zhao",
    "hua",
}
SAME = {"us": "united states", "uk": "united kingdom", "eu": "european union", "un": "united nations"}


def normal(name: str | None) -> str:
    text = unicodedata.normalize("NFKD", name or "")
    text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    text = re.sub(r"['’]s\b", " ", text)
    text = " ".join(re.sub(r"[^\w ]+", " ", text.replace(".", " ")).split())
    while TITLES.match(text):
        text = TITLES.sub("", text)
    text = re.sub(r"^unnamed (?=\S)", "", text)
    return SAME.get(text, text)


def same(a: str, b: str, person: bool) -> bool:
    x, y = normal(a), normal(b)
    if x == y:
        return bool(x)
    short, long = sorted((x.split(), y.split()), key=len)
    if person and len(short) == 1 and long:
        return short[0] == long[-1] or (short[0] == long[0] and short[0] in FAMILY_FIRST)
    left, right = ([p for p in re.split(r",| and ", n) if p.strip()] for n in (a, b))
    return len(left) == len(right) > 1 and all(any(same(p, q, person) for q in right) for p in left)


def statements_of(row: dict[str, Any]) -> list[Statement]:
    def spans(pairs: list[list[int]]) -> tuple[tuple[int, int], ...]:
        return tuple((start, end) for start, end in pairs)

    return [
        Statement(
            s["id"], spans(s["source"]), spans(s["cue"]), spans(s["content"]), s["kind"], 1.0, s["within"]
        )
        for s in row["statements"]
    ]


def article_of(row: dict[str, Any]) -> Article:
    day = date.fromisoformat(row["published"]) if row.get("published") else None
    return Article(row["text"], id=row["id"], outlet=row.get("outlet"), published=day, title=row.get("title"))


class Example:
    """One statement's candidates as features, and which are right (the last is "none of them")."""

    def __init__(
        self,
        doc: str,
        key: str,
        options: Sequence[list[str]],
        right: Sequence[bool],
        nil: list[str],
        none: bool = True,
    ):
        self.doc, self.key = doc, key
        self.options = [*options, nil]
        self.right = [*right, none and not any(right)]


def speaker_example(doc: str, choice: Choice, gold: dict[str, Any]) -> Example:
    person = gold["speaker_type"] == "person"
    right = [same(c.entity.name, gold["speaker"], person) for c in choice.candidates]
    return Example(doc, choice.key, [c.features for c in choice.candidates], right, choice.nil)


def field_examples(
    doc: str, work: Pass, statement: Statement, gold: dict[str, Any], model: Model | None
) -> list[Example]:
    """Of day and addressee; what the next statements take over is the model's value, without one the right value."""
    days, hearers = work.days(statement), work.hearers(statement)
    on, to = gold["said_on"], gold["addressee"]
    out = []
    if days.options:
        right = [o.value == on for o in days.options]
        out.append(Example(doc, "on", [o.features for o in days.options], right, days.nil))
    if hearers.options:
        right = [bool(to) and same(o.value, to, False) for o in hearers.options]
        out.append(Example(doc, "to", [o.features for o in hearers.options], right, hearers.nil))
    if model is not None:
        to, on = work.pick(hearers, "to"), work.pick(days, "on")
    work.remember(work.settled[statement.id], to, on)
    return out


def side_example(doc: str, work: Pass, statement: Statement, choice: Choice, gold: dict[str, Any]) -> Example:
    """Of the side of one statement's speaker; "none of them" is right where it speaks for nobody."""
    options, nil = work.sides(statement, choice)
    side = gold["side"] or ""
    right = [same(o.value, side, False) for o in options]
    return Example(doc, "side", [o.features for o in options], right, nil, none=not side)


def tie_examples(doc: str, work: Pass, statements: Sequence[dict[str, Any]]) -> list[Example]:
    """Of the side of each person who speaks and holds no role that day, by what most labels say."""
    out = []
    for ties in work.ties:
        told = Counter(
            s["side"] or ""
            for s in statements
            if s["speaker_type"] == "person" and same(ties.entity.name, s["speaker"], True)
        )
        if told and not work.tables.roles_on(ties.entity.name, work.article.published):
            side = max(told, key=lambda s: told[s])
            right = [same(o.value, side, False) for o in ties.options.values()]
            options = [o.features for o in ties.options.values()]
            out.append(Example(doc, "tie", options, right, ties.nil, none=not side))
    return out


Read = dict[str, tuple[list[Mention], list[tuple[int, int, float]]]]


def read_all(rows: Sequence[dict[str, Any]], cache: Path | None) -> Read:
    """The names and times that the shipped tagger finds; kept in `cache`, since that takes a minute."""
    if cache is not None and cache.exists():
        known = json.loads(cache.read_text(encoding="utf-8"))
    else:
        from onrecord.extract import extract

        known = {}
        for row in rows:
            found = extract(article_of(row))
            known[row["id"]] = (
                [(m.start, m.end, m.type) for m in found.mentions],
                [(t.start, t.end, t.ahead) for t in found.times],
            )
        if cache is not None:
            cache.write_text(json.dumps(known), encoding="utf-8")
    texts = {r["id"]: r["text"] for r in rows}
    return {
        key: ([Mention(s, e, t, texts[key][s:e]) for s, e, t in names], [tuple(t) for t in times])
        for key, (names, times) in known.items()
        if key in texts
    }


def collect(rows: Sequence[dict[str, Any]], model: Model | None, read: Read) -> list[Example]:
    """The examples of some articles.

    With no model yet, the speakers before a statement are the right ones where a candidate has the name; else they
    are those that the model takes, as they will be when it is used.
    """
    out = []
    for row in rows:
        gold = {s["id"]: s for s in row["statements"]}
        article = article_of(row)
        names, marked = read.get(row["id"], ((), None))
        work = Pass(article, names, times(article, marked), shipped(), model or Model({}))
        if not work.view.words:
            continue
        statements = statements_of(row)
        work.mark_quoted(statements)
        out.extend(tie_examples(row["id"], work, row["statements"]))
        for place in work.order(statements):
            statement = statements[place]
            choice = work.weigh(statement)
            example = speaker_example(row["id"], choice, gold[statement.id])
            out.append(example)
            out.append(side_example(row["id"], work, statement, choice, gold[statement.id]))
            if model is None:
                best = next((c for c, ok in zip(choice.candidates, example.right, strict=False) if ok), None)
                fallback: Candidate | None = choice.candidates[0] if choice.candidates else None
                taken = best or fallback
                work.settle(statement, taken.entity if taken else None, choice.phrase)
            else:
                work.choose(statement, choice)
        work.open_floor()
        for place in work.order(statements):
            out.extend(field_examples(row["id"], work, statements[place], gold[statements[place].id], model))
    return out


class Fit:
    """Weights by maximum likelihood with an L2 penalty."""

    def __init__(self, examples: Sequence[Example], l2: float, at_least: int):
        examples = [e for e in examples if any(e.right)]  # a side that is no option teaches nothing
        counts = Counter(f for e in examples for option in e.options for f in option)
        self.names = sorted(f for f, n in counts.items() if n >= at_least)
        index = {f: i for i, f in enumerate(self.names)}
        rows, cols, owner, right = [], [], [], []
        at = 0
        for number, e in enumerate(examples):
            for option, ok in zip(e.options, e.right, strict=True):
                for f in option:
                    if f in index:
                        rows.append(at)
                        cols.append(index[f])
                owner.append(number)
                right.append(ok)
                at += 1
        self.x = csr_matrix((np.ones(len(rows)), (rows, cols)), shape=(at, len(self.names)))
        self.owner, self.right, self.l2 = np.array(owner), np.array(right, dtype=float), l2
        self.n = len(examples)

    def loss(self, w: np.ndarray) -> tuple[float, np.ndarray]:
        z = self.x @ w
        top = np.full(self.n, -np.inf)
        np.maximum.at(top, self.owner, z)
        e = np.exp(z - top[self.owner])
        all_, good = np.bincount(self.owner, e, self.n), np.bincount(self.owner, e * self.right, self.n)
        p = e / all_[self.owner]
        q = e * self.right / good[self.owner]
        return float(-np.log(good / all_).sum() + self.l2 * (w @ w) / 2), self.x.T @ (p - q) + self.l2 * w

    def weights(self) -> dict[str, float]:
        found = minimize(
            self.loss, np.zeros(len(self.names)), jac=True, method="L-BFGS-B", options={"maxiter": 400}
        )
        return {f: round(float(v), 3) for f, v in zip(self.names, found.x, strict=True) if abs(v) > 0.004}


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """The weights for speakers and each field, fitted by themselves: they share no features."""
    weights: dict[str, float] = {}
    for kind, (l2, at_least) in PENALTY.items():
        own = [e for e in examples if (e.key if e.key in FIELDS + SIDES else "speaker") == kind]
        weights.update(Fit(own, l2, at_least).weights() if own else {})
    return weights


def tops(examples: Sequence[Example], weights: dict[str, float]) -> list[tuple[float, bool, str]]:
    """For each example the best candidate's chance and whether it is right; for sides none is an answer."""
    out = []
    for e in examples:
        scores = np.array([sum(weights.get(f, 0.0) for f in option) for option in e.options])
        p = np.exp(scores - scores.max())
        p /= p.sum()
        if e.key in SIDES:
            out.append((float(p.max()), bool(e.right[int(p.argmax())]), e.key))
        elif len(p) > 1:
            best = int(p[:-1].argmax())
            out.append((float(p[best]), bool(e.right[best]), e.key))
    return out


def calibrate(found: Sequence[tuple[float, bool, str]]) -> tuple[float, float]:
    odds = np.array([math.log(max(p, 1e-4) / max(1 - p, 1e-4)) for p, _, _ in found])
    right = np.array([ok for _, ok, _ in found], dtype=float)

    def loss(v: np.ndarray) -> float:
        z = v[0] * odds + v[1]
        return float(np.logaddexp(0, z).sum() - (right * z).sum())

    slope, offset = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return round(float(slope), 4), round(float(offset), 4)


def folds(rows: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    dealt = sorted(rows, key=lambda r: r["id"])
    random.Random(7).shuffle(dealt)
    return [dealt[i::FOLDS] for i in range(FOLDS)]


def held_out(rows: Sequence[dict[str, Any]], examples: Sequence[Example]) -> list[tuple[float, bool, str]]:
    out = []
    for part in folds(rows):
        docs = {r["id"] for r in part}
        weights = fit([e for e in examples if e.doc not in docs])
        out.extend(tops([e for e in examples if e.doc in docs], weights))
    return out


def report(key: str, found: Sequence[tuple[float, bool, str]], gold: int) -> None:
    """Precision and recall of a field, among those whose right value is an option, by threshold."""
    for at in (0.2, 0.25, 0.3, 0.35, 0.45, 0.55):
        taken = [ok for p, ok, _ in found if p >= at]
        right, gave = sum(taken), max(len(taken), 1)
        print(f"{key} at {at}: precision {right / gave:.3f} recall {right / max(gold, 1):.3f} ({gold})")


def learn(
    rows: Sequence[dict[str, Any]], *, threshold: float = THRESHOLD, days_at: float = DAYS_AT,
    hearers_at: float = HEARERS_AT, cache: Path | None = None,
) -> None:  # fmt: skip
    """Fits everything and writes `weights.json`; prints what cross-validation says of it.

    Args:
        rows: Labelled articles.
        threshold: Below this chance a speaker stays NIL; `days_at` and `hearers_at` are the same for the other fields.
        cache: File that keeps the tagger's names.
    """
    read = read_all(rows, cache)
    # With the tagger's names and without, so that the weights suit both.
    examples = [e for m in (read, {}) for e in collect(rows, None, m)]
    # Once more, each article by a model that has not seen it, as it will be when it is used.
    again = []
    for part in folds(rows):
        docs = {r["id"] for r in part}
        other = Model(fit([e for e in examples if e.doc not in docs]))
        again += [e for m in (read, {}) for e in collect(part, other, m)]
    weights = fit(again)
    slope, offset = judge(again, held_out(rows, again))
    text = json.dumps(
        {"slope": slope, "offset": offset, "threshold": threshold, "fields_at": {"on": days_at, "to": hearers_at},
         "weights": dict(sorted(weights.items()))},
        indent=0, ensure_ascii=False,
    )  # fmt: skip
    OUT.write_text(text + "\n", encoding="utf-8")
    print(f"{OUT.name}: {len(weights)} weights, slope {slope}, offset {offset}")


def judge(examples: Sequence[Example], found: Sequence[tuple[float, bool, str]]) -> tuple[float, float]:
    """Prints the figures of a cross-validation and gives slope and offset of the names' calibration."""
    for key in FIELDS:
        gold = sum(any(e.right[:-1]) for e in examples if e.key == key)
        report(key, [f for f in found if f[2] == key], gold)
    for key in SIDES:
        taken = [ok for _, ok, k in found if k == key]
        print(f"{key}: right {sum(taken) / len(taken):.3f} ({len(taken)}), none that covers it included")
    names = [f for f in found if f[2] not in FIELDS + SIDES]
    speakers = [e for e in examples if e.key not in FIELDS + SIDES]
    coverage = sum(any(e.right[:-1]) for e in speakers) / len(speakers)
    print(f"{len(speakers)} statements, right name among the candidates: {coverage:.3f}")
    print(f"cross-validated accuracy of the best candidate: {sum(ok for _, ok, _ in names) / len(names):.3f}")
    for key, n in Counter(k for _, _, k in names).most_common(18):
        print(f"  {key:12s} {n:5d} {sum(ok for _, ok, k in names if k == key) / n:.3f}")
    return calibrate(names)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("train", type=Path, nargs="+")
    parser.add_argument("--threshold", type=float, default=THRESHOLD)
    parser.add_argument("--days-at", type=float, default=DAYS_AT)
    parser.add_argument("--hearers-at", type=float, default=HEARERS_AT)
    parser.add_argument("--cache", type=Path, help="file that keeps the tagger's names")
    args = parser.parse_args()
    lines = [line for path in args.train for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [json.loads(line) for line in lines]
    learn(rows, threshold=args.threshold, days_at=args.days_at, hearers_at=args.hearers_at, cache=args.cache)


if __name__ == "__main__":
    main()
