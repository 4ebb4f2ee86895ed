"""Where the errors lie: how much is found and right by kind of statement and by how the source is worded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from benchmarks.accuracy import SETS, scorers
from benchmarks.store import SHARED

PRONOUNS = {"he", "she", "they", "it", "we", "i", "you", "who", "his", "her", "their", "its", "him", "them"}
Found = dict[str, dict[str, Any]]


def kinds_of(statement: dict[str, Any]) -> Iterator[str]:
    """The rows of the table in which a labelled statement counts."""
    yield statement["kind"]
    yield "nested" if statement["within"] else "not nested"
    if not statement["cue"]:
        yield "without cue"


def wording(statement: dict[str, Any], text: str) -> str:
    """How the source is worded."""
    words = " ".join(text[start:end] for start, end in statement["source"]).split()
    if not words:
        return "not at all"
    if len(words) == 1 and words[0].lower() in PRONOUNS:
        return "a pronoun"
    # A capital on a word that is not the first is a name's ("Kremlin spokesman" is a name's too; few are).
    capitals = [word for word in words[1:] if word[0].isupper()] or (
        len(words) == 1 and words[0][0].isupper()
    )
    return "a name, alone or with a title" if capitals else "a description"


def by_kind(found: Found) -> list[tuple[str, int, float]]:
    """Kind of statement, how many are labelled, and the share (per cent) whose content and source are right."""
    score_statements, _ = scorers()
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for key, article in score_statements.load(SHARED / SETS["talks"]).items():
        gold, read = article["statements"], found[key].get("statements") or []
        _, pairs, _ = score_statements.match(gold, read, score_statements.tokens_of(article["text"]))
        hits = {g for g, _ in pairs}
        for i, statement in enumerate(gold):
            for kind in kinds_of(statement):
                counts[kind][0] += 1
                counts[kind][1] += i in hits
    return [(kind, n, round(100 * right / n, 1)) for kind, (n, right) in sorted(counts.items())]


def by_wording(found: Found) -> list[tuple[str, int, float, float]]:
    """How the source is worded, how many matched, share with a speaker given, share of those right (per cent)."""
    score_statements, score_talks = scorers()
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for key, article in score_statements.load(SHARED / SETS["talks"]).items():
        gold, read = article["statements"], found[key].get("statements") or []
        pairs, _, _ = score_statements.match(gold, read, score_statements.tokens_of(article["text"]))
        for g, p in pairs:
            name = read[p]["speaker"]
            right = bool(name) and score_talks.same_names(
                gold[g]["speaker"], name, gold[g]["speaker_type"] == "person"
            )
            count = counts[wording(gold[g], article["text"])]
            for i, hit in enumerate((True, name, right)):
                count[i] += bool(hit)
    return [
        (form, n, round(100 * given / n, 1), round(100 * right / max(given, 1), 1))
        for form, (n, given, right) in sorted(counts.items())
    ]
