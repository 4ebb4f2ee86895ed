"""Words that conditions are made with: each is read, whatever the tags say of it, since conditions are rare."""

from __future__ import annotations

import re

# Longer ones first. What stands between the parts of a split marker ("could only ... if") is left to the network.
MARKERS = re.compile(
    r"(?i)\b(?:(?:can|could|will|would) (?:\w+ )?only (?:\w+ )?(?:if|when|after|once)|but only if|only if|only when|"
    r"only after|only once|even if|if and when|if|unless|until such time as|not until|until|as long as|so long as|"
    r"provided that|provided|on condition that|on the condition that|conditional on|contingent on|subject to|"
    r"on the basis that|in exchange for|in return for|in return|depends on|depending on|in the event of|or else|"
    r"otherwise|(?:with )?no (?:pre)?conditions?|without (?:any )?(?:pre)?conditions?)\b"
)
# Beside these, words that make conditions now and then.
MORE = re.compile(
    r"(?i)\b(?:before|once|should|must first|must|requires?|required|needs? to|would have to|will have to|when|after|"
    r"as soon as|without|while|only|condition\w*)\b"
)
CAN_MARK = re.compile(f"{MARKERS.pattern}|{MORE.pattern.removeprefix('(?i)')}", re.IGNORECASE)


def markers(text: str) -> list[tuple[int, int]]:
    """Half-open ranges of the words that conditions are mostly made with."""
    return [found.span() for found in MARKERS.finditer(text)]
