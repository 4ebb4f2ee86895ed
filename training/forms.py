"""Words that have the form of a condition's marker, a timeline or a plan: what the reader is to tell from real ones."""

from __future__ import annotations

import re

from onrecord.extract.markers import MORE
from onrecord.extract.markers import markers as known_markers
from onrecord.models import overlap
from onrecord.times import find

_LEAD = re.compile(
    r"(?i)(?:by|on|in|at|from|until|till|before|after|within|over|for|during|through|starting|as early as|"
    r"as soon as|no later than|since)(?: (?:the|about|around|at least|another))* $"
)
_EVENTS = re.compile(
    r"(?i)\b(?:talks?|negotiations?|meetings?|summit|votes?|elections?|referendum|cease-?fire|truce|visits?|trips?|deal|"
    r"agreement|pact|swap|exchange|call|conference|session|strike|sanctions|hearing|meet|visit|discuss|sign|launch)\b"
)
BACK = 24  # characters before a time in which its preposition stands


def markers(text: str) -> list[tuple[int, int]]:
    """Half-open ranges of words that conditions are made with, often or now and then."""
    often = known_markers(text)
    more = (found.span() for found in MORE.finditer(text))
    return sorted([*often, *(span for span in more if not any(overlap(span, other) for other in often))])


def time_phrases(text: str) -> list[tuple[int, int]]:
    """Half-open ranges of time expressions with the prepositions before them."""
    found = []
    for start, end in find(text):
        lead = _LEAD.search(text, max(0, start - BACK), start)
        found.append((lead.start() if lead else start, end))
    return found


def events(text: str) -> list[tuple[int, int]]:
    """Half-open ranges of words that plans are often named by."""
    return [found.span() for found in _EVENTS.finditer(text)]
