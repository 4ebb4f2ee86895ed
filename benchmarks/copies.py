"""How well copies are told from other reports: real texts, edited by program, among real texts that are much alike.

    python -m benchmarks.copies

A copy is an article of the coverage with what an editor does to wire copy: paragraphs cut (down to a third), sentences
of his own put in, another dateline, headline and credit, other quotation marks and spelling, words changed here and
there. What must not pass for one is the article nearest to each by words that was published two weeks or more before or
after (mostly fillings of one form: approvals, notices, lists of who met), and pairs drawn at random.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from benchmarks.store import SHARED
from onrecord.resolve.copies import Signature, bands, copy_of, likely, signature

SEED = 20310307
# File, and one article in how many of it: the official texts are many and alike.
COVERAGE = {
    "negotiation_pool_open": 1,
    "wikinews_2019_2020_ccby": 1,
    "kremlin_en_ccby": 2,
    "whitehouse_2021_2026_pd": 3,
}
COPIES = 600
APART = 14  # days
KEEPS = (1, 1, 0.8, 0.6, 0.45, 0.34)
SPELLING = {
    "color": "colour", "defense": "defence", "labor": "labour", "center": "centre", "program": "programme",
    "organization": "organisation", "recognize": "recognise", "traveled": "travelled", "percent": "per cent",
    "toward": "towards", "United States": "U.S.", "said": "says",
}  # fmt: skip
DATELINES = ("OSTRAVA, Jan 3 (Wire) - ", "LIMA — ", "Accra: ", "TALLINN (Wire) — ")
CREDITS = (
    "(Reporting by Ana Ortun and Piet Vos; Editing by R. Lane)",
    "© The Wire 2031. All rights reserved.",
    "With files from the Wire.",
)
TITLES = ("Talks go on as both sides look for a way out", "UPDATE 2: What was agreed, and what was not")
FILLERS = ("however", "also", "reportedly", "meanwhile", "later", "still")
OWN = (
    "The harbour office gave no figure for the boats that were turned away on the second morning of the strike.",
    "Residents of the upper town have complained about the pumps since early spring, and Mayor Ines Quell has "
    "promised a survey of the wells.",
    "Neither side has published the annexes, which run to forty pages and deal with pilots, tugs and storage.",
    "It is the fourth time in 10 years that the two provinces have quarrelled over the ferry.",
    "A retired judge who sat on the first panel said that she did not expect a ruling before the autumn rains.",
)


@dataclass
class Index:
    """The articles that hold each key, as a store keeps them; each article is a voice of its own here."""

    holders: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, sketch: Signature) -> None:
        for key in bands(sketch):
            self.holders[key].append(name)

    def like(self, sketch: Signature) -> list[str]:
        return likely((key, name, name) for key in bands(sketch) for name in self.holders.get(key, ()))

    def nearest(self, sketch: Signature) -> list[str]:
        """Who shares the most keys, forms of words counted as well."""
        times = Counter(name for key in bands(sketch) for name in self.holders.get(key, ()))
        return [name for name, _ in times.most_common(60)]


def articles() -> dict[str, dict[str, Any]]:
    """The dated coverage by id, each text once."""
    found, texts = {}, set[str]()
    for name, step in COVERAGE.items():
        with gzip.open(SHARED / "coverage" / f"{name}.jsonl.gz", "rt", encoding="utf8") as lines:
            for number, line in enumerate(lines):
                if number % step == 0:
                    article = json.loads(line)
                    words = " ".join(article["text"].split())
                    if article["published"] and words not in texts and 100 <= words.count(" ") < 4000:
                        found[article["id"]] = article
                        texts.add(words)
    return found


def paragraphs(text: str) -> list[str]:
    """Its paragraphs; pairs of sentences where it has hardly any."""
    parts = [part for part in text.split("\n") if part.strip()]
    if len(parts) < 4:
        sentences = re.split(r"(?<=[.!?]) +(?=[A-Z])", text.replace("\n", " "))
        parts = [" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2)]
    return parts


def cut(parts: list[str], share: float, chance: random.Random) -> list[str]:
    """About that share of the words: the first paragraphs, or any."""
    lengths = [len(part.split()) for part in parts]
    order = list(range(len(parts)))
    if chance.random() < 0.5:
        chance.shuffle(order)
    kept, words = set[int](), 0
    for at in order:
        if not kept or words + lengths[at] / 2 <= share * sum(lengths):
            kept.add(at)
            words += lengths[at]
    return [parts[at] for at in sorted(kept)]


def put_in(parts: list[str], chance: random.Random) -> list[str]:
    """Up to three sentences of one's own, a third of the whole at most."""
    left = sum(len(part.split()) for part in parts) / 2
    for sentence in chance.sample(OWN, chance.randint(1, 3)):
        left -= len(sentence.split())
        if left > 0:
            parts.insert(chance.randint(0, len(parts)), sentence)
    return parts


def respelled(text: str) -> str:
    for one, other in SPELLING.items():
        text = re.sub(rf"\b{one}\b", other, text)
    return text.replace("“", '"').replace("”", '"').replace("’", "'")


def touched(text: str, chance: random.Random) -> str:
    """A word in seventy replaced."""
    return re.sub(r"\b[a-z]+\b", lambda w: chance.choice(FILLERS) if chance.random() < 1 / 70 else w[0], text)


def edited(text: str, chance: random.Random) -> tuple[str, float]:
    """A copy of the text, and the share of it that was kept."""
    share = chance.choice(KEEPS)
    parts = cut(paragraphs(text), share, chance)
    if chance.random() < 0.4:
        parts = put_in(parts, chance)
    if chance.random() < 0.5:
        parts = [respelled(part) for part in parts]
    if chance.random() < 0.4:
        parts = [touched(part, chance) for part in parts]
    if chance.random() < 0.6:
        parts[0] = chance.choice(DATELINES) + parts[0]
    if chance.random() < 0.6:
        parts.append(chance.choice(CREDITS))
    if chance.random() < 0.5:
        parts.insert(0, chance.choice(TITLES))
    return "\n\n".join(parts), share


def apart(one: dict[str, Any], other: dict[str, Any]) -> bool:
    first, second = (date.fromisoformat(article["published"]) for article in (one, other))
    return abs((first - second).days) >= APART


Pairs = list[tuple[str, str]]


def others(coverage: dict[str, dict[str, Any]], index: Index, chance: random.Random) -> tuple[Pairs, Pairs]:
    """Pairs of different reports: the nearest by words, where one is near at all, and some at random."""
    names = list(coverage)
    near, far = Pairs(), Pairs()
    for name in chance.sample(names, 2 * COPIES):
        nearest = (
            n for n in index.nearest(signature(coverage[name]["text"])) if apart(coverage[name], coverage[n])
        )
        near += [(name, other) for other in [*nearest][:1]]
        far.append(
            (
                name,
                chance.choice([n for n in chance.sample(names, 100) if apart(coverage[name], coverage[n])]),
            )
        )
    return near[:COPIES], far[:COPIES]


def taken(coverage: dict[str, dict[str, Any]], pairs: Pairs) -> int:
    """How many pairs are taken for copies."""
    return sum(copy_of(coverage[a]["text"], coverage[b]["text"]) is not None for a, b in pairs)


def recall(coverage: dict[str, dict[str, Any]], index: Index, chance: random.Random) -> dict[str, float]:
    """Of edited copies, in per cent, how many are found."""
    near, found = 0, defaultdict[float, list[bool]](list)
    for name in chance.sample(list(coverage), COPIES):
        text, share = edited(coverage[name]["text"], chance)
        candidate = name in index.like(signature(text))
        near += candidate
        found[share].append(candidate and copy_of(text, coverage[name]["text"]) is not None)
    return {
        "recall, %": share_of(sum(map(sum, found.values())), COPIES),
        "recall of the index alone, %": share_of(near, COPIES),
        **{
            f"recall, {round(100 * s)} % kept, %": share_of(sum(hits), len(hits))
            for s, hits in sorted(found.items())
        },
    }


def copies() -> dict[str, float]:
    """Precision and recall in per cent, and what a comparison costs."""
    chance, coverage, index = random.Random(SEED), articles(), Index()
    begun = time.perf_counter()
    sketches = {name: signature(article["text"]) for name, article in coverage.items()}
    sketching = time.perf_counter() - begun
    for name, sketch in sketches.items():
        index.add(name, sketch)
    figures = recall(coverage, index, chance)
    near, far = others(coverage, index, chance)
    begun = time.perf_counter()
    wrong_near, wrong_far = taken(coverage, near), taken(coverage, far)
    comparing = time.perf_counter() - begun
    right = figures["recall, %"] * COPIES / 100
    words = sum(len(article["text"].split()) for article in coverage.values())
    return {
        "articles": len(coverage),
        "edited copies": COPIES,
        "precision, %": share_of(right, right + wrong_near + wrong_far),
        **figures,
        f"nearest others taken for copies, % of {len(near)}": share_of(wrong_near, len(near)),
        f"random others taken for copies, % of {len(far)}": share_of(wrong_far, len(far)),
        "signature, ms per 1,000 words": round(1e6 * sketching / words, 2),
        "comparison, ms a pair": round(1e3 * comparing / (len(near) + len(far)), 2),
        "keys an article": round(sum(len(s.hashes) for s in sketches.values()) / len(coverage), 1),
    }


def share_of(part: float, whole: float) -> float:
    return round(100 * part / max(whole, 1), 1)


if __name__ == "__main__":
    for measure, value in copies().items():
        print(f"{measure:45} {value}")
