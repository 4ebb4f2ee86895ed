"""What an act says about where a side stands: how far it leans towards an agreement, and for or against."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal

from onrecord.trace.entries import Stand

Stance = Literal["for", "against", "conditional", "open"]

# Steps towards (above 0) or away from an agreement, in the order of the scales of event data (Goldstein 1992, PLOVER).
# What only tells or asks leans nowhere.
LEANING = {
    "offer": 3.0, "commit": 3.0, "propose": 2.0, "praise": 2.0, "comment": 0.0, "inform": 0.0, "predict": 0.0,
    "ask": 0.0, "demand": -0.5, "deny": -1.5, "accuse": -2.0, "reject": -3.0, "threaten": -3.0,
}  # fmt: skip
DENIED = 1.5  # steps that a negation takes off what only tells
_NO = re.compile(
    r"(?i)\b(?:not|no|never|nothing|none|neither|nor|without|cannot|unrealistic|unjustified|unfounded|unacceptable"
    r"|refus\w+|reject\w+|den(?:y|ied|ies|ying)|dismiss\w+)\b|n[’']t\b"
)
# A promise to take something away leans towards an agreement or away from it, as what is taken is a burden or a good:
# "cut tariffs", "cut supplies". It counts as neither.
_AWAY = re.compile(
    r"(?i)\b(?:reduc|cut|halt|stop|suspend|restrict|curb|end|ban|clos|block|withdraw|withhold|limit|expel|scrap)\w*"
)
_IF = re.compile(
    r"(?i)\b(?:if|unless|until|once|provided|only (?:after|when|if)|as long as|on condition|in exchange|in return)\b"
)


def negated(words: str) -> bool:
    """Whether some words deny something."""
    return bool(_NO.search(words))


def leaning(stand: Stand) -> float:
    """Steps towards (above 0) or away from an agreement that a statement takes."""
    words = stand.evidence.words
    value = LEANING.get(stand.act or "", 0.0)
    if value == 0.0 and negated(words):
        return -DENIED
    return 0.0 if value > 0 and _AWAY.search(words) else value


def opposed(one: Stand, other: Stand) -> bool:
    """Whether one affirms and the other denies, so that both cannot hold where they are about the same thing."""
    return _denies(one) != _denies(other)


def _denies(stand: Stand) -> bool:
    return stand.act in ("reject", "deny") or negated(stand.evidence.words)


def conditional(words: str) -> bool:
    """Whether some words make something depend on something."""
    return bool(_IF.search(words))


def stance(stand: Stand, conditioned: Collection[str] = ()) -> Stance:
    """Where a statement stands on what it is about.

    Args:
        conditioned: Ids of the statements that carry a condition.
    """
    if stand.evidence.entry in conditioned or (
        stand.act in ("offer", "commit", "propose", "accuse", "deny", "threaten")
        and conditional(stand.evidence.words)
    ):
        return "conditional"
    if stand.act in ("reject", "deny", "threaten"):
        return "against"
    if stand.act == "demand" and negated(stand.evidence.words):
        return "against"
    if stand.act == "ask" or (stand.act == "predict" and negated(stand.evidence.words)):
        return "open"
    return "for"
