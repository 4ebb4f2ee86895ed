"""Where a text names an outlet, and as what: one that was told something, or one that reported it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from onrecord.models import Span
from onrecord.resolve.outlets import citable_names, outlet_of

Way = Literal["told", "cited"]

REACH = 90  # characters before and after a name in which its verb may stand
PLAIN = {"Independent", "Guardian", "Telegraph", "Observer", "Journal", "Economist", "Dawn", "Time", "Sky", "Trend",
         "Hindu", "Atlantic"}  # fmt: skip
_WORD = re.compile(r"\w+")
# What may stand between the verb and the name: "told the state-run Russian news agency TASS", "told Germany's Bild".
_KIND = (
    r"(?:(?:the|an?|its|their|[A-Z][\w.]*(?:[’']s?)?|news|state|public|private|official|semi-official|"
    r"[\w]+-(?:run|owned|controlled|backed|based|language)|pro-\w+|independent|local|national|daily|weekly|"
    r"business|online|sister|tabloid|agency|agencies|newspaper|paper|magazine|broadcaster|television|TV|radio|"
    r"channel|network|station|website|outlet|site|service|programme|program|podcast)\s+)"
)
_LEAD = _KIND + "{0,6}$"
_TOLD = re.compile(
    r"\b(?i:told|tells|telling|(?:spoke|speaks|speaking|talked|talking|said|confirmed|denied) (?:to|with)|"
    r"interviews? (?:with|to|for|on|by|published by|published in|aired by|aired on|broadcast by|broadcast on)|"
    r"interviewed (?:by|on)|(?:remarks|comments|statement|e-?mail|message|letter)(?: (?:sent|given|e-?mailed))? to|"
    r"(?:said|appeared|appearing|appearance|speaking|spoke) on|(?:wrote|writing|op-ed|column) in)\s+" + _LEAD
)
_CITED = re.compile(
    r"\b(?i:according to|citing|cites|cited by|quot(?:ed|ing) by|quoted in|as saying by|"
    r"(?:as )?(?:reported|relayed|carried|published|broadcast) (?:by|in|on))\s+"
    r"(?:an? |the )?(?:(?:report|article|story|account)s? (?:by|in|from|on) )?" + _LEAD
)
_THE = re.compile(r"\b(?:[Tt]he|[Aa]n?)\s+" + _KIND + "{0,5}$")
_IN_A = re.compile(r"\b[Ii]n an? $")
_INTERVIEW = re.compile(r"^(?:[’']s)?\s+(?:interview|podcast|broadcast interview|op-ed)\b")
_REPORTED = re.compile(
    r"^(?:\s+(?:news agency|news wire|agency|newspaper|newswire|magazine|television|TV|radio|website|channel))?"
    r"(?:,? (?:citing|quoting)[^.;\n]{2,50},)?"
    r"\s+(?:(?:has|had|have|also|first|later|earlier|previously|separately)\s+){0,2}"
    r"(?:reported|reports|quoted|quotes|cited|cites|said|says|wrote|writes|revealed)\b"
)
# What a house counts, asks or pictures is its own, not what somebody told it.
_OWN_WORK = re.compile(
    r"^(?:[’']s?)?(?:/\w+)?\s+(?:polls?|surveys?|data|calculations?|tally|count|analysis|estimates?|witness|"
    r"photographer|headquarters|journalists? (?:was|were))\b"
)


@dataclass(frozen=True, slots=True)
class Cite:
    """One place where a text names an outlet."""

    name: str  # the outlet's canonical name
    span: Span  # of the name
    way: Way | None  # None where the words around it do not tell
    phrase: Span  # the name with the verb that makes it a hearer or a reporter of something


def cites(text: str) -> list[Cite]:
    """All places where a text names an outlet that it may cite, in order.

    >>> [(cite.name, cite.way) for cite in cites("He told Fox News of it, Reuters reported.")]
    [('Fox News', 'told'), ('Reuters', 'cited')]
    """
    return [Cite(name, span, *_way(text, span)) for name, span in named(text)]


def named(text: str) -> Iterator[tuple[str, Span]]:
    """The outlets that a text names, whatever it says of them."""
    names, end = _by_first_word(), 0
    for word in _WORD.finditer(text):
        if word.start() < end or word[0] not in names or not _may_start(text, word.start()):
            continue
        for written, name in names[word[0]]:
            end = word.start() + len(written)
            if (
                text.startswith(written, word.start())
                and _may_end(text, end)
                and _alone(text, word.start(), end)
            ):
                yield name, (word.start(), end)
                break
        else:
            end = word.start()


def _may_start(text: str, at: int) -> bool:
    return at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "-–/@#._&")


def _may_end(text: str, at: int) -> bool:
    """Not in the middle of a word, nor before what makes it another's name: "Reuters/Ipsos", "bbc.com"."""
    rest = text[at : at + 2]
    return not (rest[:1].isalnum() or (rest[:1] in ("-", "–", "/", ".", "@", "&") and rest[1:].isalnum()))


def _alone(text: str, start: int, end: int) -> bool:
    """Whether a name that is a plain word stands for itself, and is no part of another's: "the Nevada Independent"."""
    if text[start:end] not in PLAIN:
        return True
    before, after = _WORD.findall(text[max(start - 20, 0) : start]), text[end + 1 : end + 2]
    return not after.isupper() and not (before and before[-1][:1].isupper() and before[-1] != "The")


@lru_cache(maxsize=1)
def _by_first_word() -> dict[str, list[tuple[str, str]]]:
    """First word of a name as printed -> the names that start so, longest first, each with the canonical one."""
    found = defaultdict[str, list[tuple[str, str]]](list)
    for written in citable_names():
        outlet, first = outlet_of(written), _WORD.search(written)
        if first is not None:
            found[first[0]].append((written, outlet.name if outlet else written))
    return {first: sorted(names, key=lambda pair: (-len(pair[0]), pair)) for first, names in found.items()}


def _way(text: str, span: Span) -> tuple[Way | None, Span]:
    start, end = span
    line = max(text.rfind("\n", 0, start) + 1, start - REACH)
    before, after = text[line:start], text[end : end + REACH].split("\n")[0]
    if told := _TOLD.search(before):
        return "told", (line + told.start(), end)
    if (in_a := _IN_A.search(before)) and (interview := _INTERVIEW.match(after)):
        return "told", (line + in_a.start(), end + interview.end())
    if _OWN_WORK.match(after):
        return None, span
    if cited := _CITED.search(before):
        return "cited", (line + cited.start(), end)
    if reported := _REPORTED.match(after):
        lead = _THE.search(before)
        return "cited", (line + lead.start() if lead else start, end + reported.end())
    return None, span
