"""Numbers in words."""

from __future__ import annotations

import re

_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth "
    "twenty-fifth twenty-sixth twenty-seventh"
)
ONES = {word: i for i, word in enumerate(_CARDINALS.split())}
TENS = {word: 10 * i for i, word in enumerate(_TENS.split(), start=2)}
ORDINALS = {word: i for i, word in enumerate(_ORDINALS.split(), start=1)}
_WORD = "|".join([*ONES, *TENS, "hundred", "thousand"])
WORDS = re.compile(rf"\b(?:{_WORD})(?:(?:[ -]| and )(?:{_WORD}))*\b")
NUMBER = rf"(?:\d+(?:[.,]\d+)?|(?:{_WORD})(?:(?:[ -]| and )(?:{_WORD}))*)"


def value_of(words: str) -> int:
    """The number that words name; two numbers side by side are a year.

    >>> value_of("twenty-four"), value_of("a hundred and eighty"), value_of("nineteen ninety-seven")
    (24, 180, 1997)
    """
    total, group, last = 0, 0, 0
    for word in re.split(r"[ -]+", words):
        if word == "hundred":
            group = max(group, 1) * 100
        elif word == "thousand":
            total, group = total + max(group, 1) * 1000, 0
        elif word in TENS or word in ONES:
            number = TENS.get(word, ONES.get(word, 0))
            # "nineteen ninety" and "twenty twenty-six" are years, "eighty five" is not.
            if group and group < 100 and last >= 10 and number >= 10:
                group *= 100
            group += number
            last = number
    return total + group


def in_digits(text: str) -> str:
    """`text` with numbers in words as digits.

    >>> in_digits("within twenty-four hours or two days")
    'within 24 hours or 2 days'
    """
    return WORDS.sub(lambda found: str(value_of(found.group())), text)
