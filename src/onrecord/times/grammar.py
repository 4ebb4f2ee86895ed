"""Finds time expressions in running text by their form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.times.numbers import NUMBER
from onrecord.times.persons import is_person

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?![\d%:.]\d|\d|%)"
_YEAR = r"(?:1[5-9]|20)\d\d(?![\d%,.]\d|\d)"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_UNIT = r"(?:second|minute|hour|day|week|fortnight|month|quarter|year|decade|weekend)"
_UNITS = rf"(?:{_UNIT}s?|centur(?:y|ies))"
_SEASON = r"(?:spring|summer|autumn|winter)"
_PART = r"(?:morning|afternoon|evening|night)"
_EARLY = r"(?:(?i:early|late|mid|earlier|later)[ -](?:in )?(?:the )?)"
_EDGE = r"(?i:(?:the )?(?:end|start|beginning|middle|close) of )"
_TURN = r"(?i:this|last|next|(?:the )?(?:coming|following|previous|same|past|current|upcoming|latest))"
_NTH = r"(?:1st|2nd|3rd|4th|first|second|third|fourth)"
_APPROX = (
    r"(?:(?i:about|around|nearly|almost|at least|more than|less than|up to|no more than|roughly|some) )?"
)
_NUM = rf"(?:{NUMBER}|(?i:an?|several|a few|a couple of|few))"

# Longer forms first. Letter case matters where a word has another sense ("may", "march", "sun").
EXPRESSION = re.compile(
    r"(?<![\w-])(?:"
    r"(?:19|20)\d\d-\d\d-\d\d"
    rf"|(?:{_WEEKDAY},? )?{_MONTH} \d{{1,2}} ?(?:-|–|and|to|or) ?\d{{1,2}}(?![\d:.%])(?:, {_YEAR})?"
    rf"|(?:the )?(?:first|second|third|fourth|last|final) week of {_MONTH}"
    rf"|(?:{_EDGE}|{_EARLY})?(?:{_WEEKDAY},? )?{_MONTH} {_DAY}(?:,? {_YEAR})?"
    rf"|(?:{_WEEKDAY},? )?(?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}(?:,? {_YEAR})?"
    rf"|(?:{_EDGE}|{_EARLY})?(?:{_TURN} )?{_MONTH}(?: of)?,? (?:{_YEAR}|(?i:this|next|last) year)"
    rf"|(?:{_EDGE}|{_EARLY})?(?:(?:this|last|next) )?(?:(?<!\. )(?<!\A){_MONTH}|(?:January|February|June|July|August|"
    r"September|October|November|December))(?![\w-])"
    rf"|(?:the )?(?:{_NTH})[ -]quarter(?: of (?:{_YEAR}|this year|last year|next year))?"
    rf"|(?:the )?(?:first|second) half of (?:the year|this year|next year|{_YEAR})"
    rf"|(?:{_EDGE}|{_EARLY})(?:{_TURN}|the) {_UNIT}(?! of )"
    rf"|(?:{_EDGE}|{_EARLY}|(?:the )?(?:fiscal )(?:year )?){_YEAR}"
    rf"|(?:the )?(?:{_EARLY})?(?:1[5-9]|20)\d0'?s"
    rf"|(?:{_EARLY})?(?:(?:{_TURN} ){_WEEKDAY}|{_WEEKDAY})(?: {_PART})?(?: of (?:this|next|last) week)?"
    rf"|(?i:the day after tomorrow|the day before yesterday|tomorrow|yesterday|today|tonight|overnight|last night)"
    rf"(?: {_PART})?"
    rf"|(?:{_EARLY})?(?i:this) {_PART}"
    rf"|{_APPROX}{_NUM} {_UNITS} (?:ago|earlier|later|from now|hence)"
    rf"|(?i:(?:the )?(?:next|previous|following|same) day|a day earlier|a day later|that (?:same )?day)"
    rf"|(?i:(?:the )?(?:past|last|next|coming|first|previous|final)) (?:{NUMBER}|several|few|couple of)? ?{_UNIT}s"
    rf"|(?:{_EARLY})?(?:{_TURN}) (?:{_UNIT}|{_SEASON}|fall(?= |[.,;]))(?! of )"
    r"|(?:the )?(?:comparable )?year-(?:ago|earlier)(?: quarter| period)?|(?:the )?(?:fiscal|full) year(?! \d)"
    r"|\d{1,2}:\d\d (?:GMT|UTC|[A-Z]{2,3}T)\b|(?i:the (?:near|short|long) (?:term|future))|centuries|decades"
    r"|(?:last |this |next )?(?:Thanksgiving(?: Day)?|Christmas(?: Day| Eve)?|New Year's (?:Day|Eve))"
    r"|the weekend|(?:later|earlier|late|early) in the (?:day|week|month|year)|(?:the )?year(?:'s|’s)?[ -]end"
    rf"|(?:{NUMBER}|an?) {_UNIT}s?['’]s? time"
    rf"|{_APPROX}{_NUM} (?:more |business |working |consecutive )?{_UNIT}s"
    rf"|(?:{NUMBER}|(?i:a|one|another)) (?:more )?(?:hour|day|week|month|year|decade)(?![\w-])"
    rf"|{NUMBER}-(?:{_UNIT})(?:-long)?(?![\w-])"
    rf"|(?i:every|each) (?:{NUMBER} )?(?:{_UNIT}s?|{_WEEKDAY})"
    r"|(?:daily|weekly|monthly|annually)(?![\w-])"
    r"|(?i:now|currently|recently|soon|the future|the past|recent (?:years|months|weeks|days))(?![\w-])"
    r"|(?i:the (?:coming|days|weeks|months|years) (?:ahead|days|weeks|months|years))(?![\w-])"
    r"|\d{1,2}(?:[:.]\d\d)? ?(?:a\.?m\.?|p\.?m\.?)(?: (?:GMT|UTC|EST|EDT|ET|CET|BST|local time))?"
    rf"(?: (?:on )?(?:{_WEEKDAY}|today|tomorrow|yesterday))?"
    rf"|(?:noon|midnight)(?: (?:on )?(?:{_WEEKDAY}|today|tomorrow))?"
    rf"|(?<=in )(?:the )?{_SEASON}(?: of {_YEAR})?"
    rf"|(?<=[io]n |by |of )(?:the )?{_SEASON}"
    rf"|(?<!\d, )(?<![$£€#]){_YEAR}(?![\w-]| (?:people|dollars|troops|soldiers|men|members|GMT|UTC|[A-Z]{3}T))"
    r")(?!\w)"
)


def find(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Half-open ranges of what looks like a time expression, from the left, none overlapping another.

    >>> text = "He left on Friday, two weeks ago."
    >>> [text[start:end] for start, end in find(text)]
    ['Friday', 'two weeks ago']
    """
    for found in EXPRESSION.finditer(text, start, len(text) if end is None else end):
        if not is_person(text, *found.span()):
            yield found.span()
