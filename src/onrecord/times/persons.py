"""Months that are people: "Jan Marek", "April Brand", "Mrs May"."""

from __future__ import annotations

import re

_MONTH = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?P<short>Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))(?P<dot>\.?)"
)
# After these a month is a month, whatever follows: "In June Merkel said".
_BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|by|since|until|till|of|from|to|through|during|before|after|early|late|mid|this|last|next|the|every|each"
    r"|its|their|(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r",? (?:and|or|to))|['’]s|s['’]|mid-)\s\Z|mid-\Z",
    re.I,
)
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Minister|Secretary|President|Premier|Chancellor|Senator|Sen|Rep|Gov"
    r"|Ambassador|Envoy|Spokes(?:man|woman|person)|Judge|General|Gen|Col|Professor|Prof)\.?\s\Z"
)
_GIVEN = re.compile(r"\b(?P<word>[A-Z][a-zéèöüäçñ]{2,})\s\Z")
# Words that begin a sentence and are no given names.
_NO_GIVEN = frozenset({
    "And", "But", "For", "Yet", "Then", "That", "These", "Those", "Both", "When", "While", "Between", "Around", "About",
    "Only", "Perhaps", "Maybe", "Also", "Nor", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    "Sunday",
})  # fmt: skip
_SHORT_GIVEN = frozenset({"Jan", "Jun", "Mar"})  # alone, these are people's names as well
_SURNAME = re.compile(r"\s(?!Day\b)[A-Z][a-zéèöüäçñ]+")
_DOES = re.compile(
    r"\s(?:said|says|told|has|had|is|was|will|would|who|and|also|did|does|made|[a-z]+ed)\b|['’]s\b|[,.;:”\"]"
)
_BEFORE, _BEHIND = 30, 30  # characters that are looked at


def is_person(text: str, start: int, end: int) -> bool:
    """Whether a month without a day, a year or anything else beside it is somebody's name, by the words around it.

    >>> text = "Jan Marek will leave in January."
    >>> is_person(text, 0, 3), is_person(text, 24, 31)
    (True, False)
    """
    month = _MONTH.fullmatch(text, start, end)
    if month is None:
        return False
    before, behind = text[max(0, start - _BEFORE) : start], text[end : end + _BEHIND]
    if _TITLE.search(before):
        return True
    dated = _BEFORE_MONTH.search(before) is not None
    if _SURNAME.match(behind) and not (month["dot"] and month["short"]):
        # Nobody shortens a month before a word that is no number: "by Jan Marek" is no date, "by May Russia" may be.
        return month["short"] is not None or not dated
    if dated:
        return False
    if month["short"]:
        return month["short"] in _SHORT_GIVEN and not (month["dot"] and behind.lstrip()[:1].islower())
    given = _GIVEN.search(before)
    return given is not None and given["word"] not in _NO_GIVEN and _DOES.match(behind) is not None
