"""Words that have the form of a condition's marker or of a timeline: what the reader is to tell from real ones."""

from __future__ import annotations

import re

from onrecord.times import find

# Longer ones first. What stands between the parts of a split marker ("could only ... if") is left to the network.
MARKERS = re.compile(
    r"(?i)\b(?:(?:can|could|will|would) (?:\w+ )?only (?:\w+ )?(?:if|when|after|once)|but only if|only if|only when|"
    r"only after|only once|even if|if and when|if|unless|until such time as|not until|until|as long as|so long as|"
    r"provided that|provided|on condition that|on the condition that|conditional on|contingent on|subject to|"
    r"on the basis that|in exchange for|in return for|in return|depends on|depending on|as soon as|"
    r"without|before|once|should|must first|must|requires?|required|needs? to|would have to|will have to|"
    r"(?:with )?no (?:pre)?conditions?|without (?:pre)?conditions?|in the event of|or else|otherwise)\b"
)
_LEAD = re.compile(
    r"(?i)(?:by|on|in|at|from|until|till|before|after|within|over|for|during|through|starting|as early as|"
    r"as soon as|no later than|since)(?: (?:the|about|around|at least|another))* $"
)
BACK = 24  # characters before a time in which its preposition stands


def markers(text: str) -> list[tuple[int, int]]:
    """Half-open ranges of words that conditions are made with."""
    return [found.span() for found in MARKERS.finditer(text)]


def time_phrases(text: str) -> list[tuple[int, int]]:
    """Half-open ranges of time expressions with the prepositions before them."""
    found = []
    for start, end in find(text):
        lead = _LEAD.search(text, max(0, start - BACK), start)
        found.append((lead.start() if lead else start, end))
    return found
