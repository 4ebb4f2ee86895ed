"""How much the words around a condition's marker speak for a condition that somebody sets.

The network has seen few conditions. A plain regression over the words of the sentence knows less and errs elsewhere:
together they tell better which marker is one (docs/decisions.md has the figures).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache

from onrecord.extract.markers import CAN_MARK
from onrecord.extract.words import WEIGHTS
from onrecord.models import Span

WORDED = WEIGHTS / "worded.json"
NEAR = 12  # words on either side that count one by one
REACH = 400  # characters on either side that are looked at
FIRST_VERBS, FIRST_WORDS = 6, 4
_WORD = re.compile(r"[A-Za-z’']+|[.,;:!?“”\"()—\d]+")
_END = re.compile(r"[.!?][”\"’]?(?:\s|$)|\n")
_MODAL = {
    "will", "would", "can", "could", "must", "should", "may", "might", "shall", "cannot", "won't", "won’t", "wouldn't",
    "wouldn’t",
}  # fmt: skip
_NOT = {"not", "no", "never", "nothing", "none", "without"}
_SAID = {
    "said", "vowed", "threatened", "warned", "promised", "agreed", "demanded", "insisted", "offered", "told", "ready",
    "willing", "prepared", "refuse", "refused", "reject",
}  # fmt: skip


def sentence_around(text: str, span: Span) -> tuple[list[str], list[str]]:
    """The words of the sentence before and after some of its words, in lower case."""
    start, end = span
    low, high = max(0, start - REACH), min(len(text), end + REACH)
    breaks = [m.end() for m in _END.finditer(text, low, start)]
    after = _END.search(text, end, high)
    before = text[breaks[-1] if breaks else low : start]
    return (
        [word.lower() for word in _WORD.findall(before)],
        [word.lower() for word in _WORD.findall(text[end : after.start() if after else high])],
    )


def features(text: str, span: Span) -> Iterator[str]:
    marker = text[slice(*span)].lower()
    left, right = sentence_around(text, span)
    yield from ("any", f"marker={marker}", "middle" if left else "first")
    yield from (f"before={left[-1] if left else ''}", f"after={right[0] if right else ''}")
    yield f"after={' '.join(right[:2])}"
    yield from (f"left {word}" for word in set(left[-NEAR:]))
    yield from (f"right {word}" for word in set(right[:NEAR]))
    for side, words in (("left", left), ("right", right)):
        for word in _MODAL.intersection(words):
            yield from (f"{side} modal", f"{side} modal={word}", f"{marker},{side} modal={word}")
        if _NOT.intersection(words):
            yield f"{side} not"
        if any(word.endswith("ed") for word in words[:FIRST_VERBS]):
            yield f"{side} past,{marker}"
        if any(word.endswith("s") for word in words[:FIRST_WORDS]):
            yield f"{side} present"
    yield from (f"said={word}" for word in _SAID.intersection([*left, *right]))


@cache
def _weights() -> dict[str, float]:
    return dict(json.loads(WORDED.read_text(encoding="utf-8")))


def worded(text: str, span: Span) -> float:
    """Log-odds that a marker is a condition's, by the words around it."""
    known = _weights()
    return sum(known.get(feature, 0.0) for feature in set(features(text, span)))


def can_mark(text: str, span: Span) -> bool:
    """Whether some words hold one that conditions are made with."""
    return CAN_MARK.search(text, *span) is not None
