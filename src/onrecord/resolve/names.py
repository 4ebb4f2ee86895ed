"""Finds names in a text by their capitals and the tables, and joins them with the tagger's mentions.

It reads titles off names ("U.S. Secretary of State John Kerry" is a name with a title) and works alone, with less
recall, where there are no mentions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from onrecord.models import Mention
from onrecord.resolve.homelands import find_homelands
from onrecord.resolve.lexicon import listed
from onrecord.resolve.name_runs import (
    COMMON,
    DEPARTMENTS,
    HONORIFICS,
    JOINERS,
    ORG_WORDS,
    PARTICLES,
    TITLES,
    Ground,
    Name,
    capital,
    dateline,
    ground,
    known,
    run_end,
    starts,
)
from onrecord.resolve.name_types import by_form, elected, settle
from onrecord.resolve.tables import Tables
from onrecord.resolve.text import Text

__all__ = ["PARTICLES", "TITLES", "Name", "find_names"]

OFFICE_WORDS = listed("office words")
LONGEST_IN_TITLE = 6  # words of a body inside a title
# At the end of a run these are surnames, not titles.
ALSO_SURNAMES = frozenset({"major", "king", "justice", "chair", "head"})


def find_names(view: Text, mentions: Sequence[Mention], tables: Tables) -> list[Name]:
    """The names of a text in order.

    The tables' word on a name counts first, then its form, then what the tagger's mentions of it agree on.
    """
    told: dict[int, tuple[int, str]] = {}
    votes: dict[str, Counter[str]] = {}
    on = ground(view, tables, told)
    for mention in mentions:
        tokens = view.tokens(mention.start, mention.end)
        if tokens and capital(view.words[tokens[0]]):
            told[tokens[0]] = (tokens[-1], mention.type)
            votes.setdefault(on.written(tokens[0], tokens[-1]), Counter())[mention.type] += 1
    names: list[Name] = []
    at = 0
    while at < len(view.words):
        found = known(at, on)
        if found is None and dateline(view, at):
            found = Name(at, at, view.words[at], "place", at)
        if found is not None:
            names.append(found)
            at = found.last + 1
        elif starts(at, on):
            end = run_end(at, on)
            names.extend(_cut(at, end, on))
            at = end + 1
        else:
            at += 1
    settle(names, view, tables, {text: elected(vote) for text, vote in votes.items()})
    find_homelands(names, tables)
    return names


def _cut(at: int, end: int, on: Ground) -> list[Name]:
    """One run of capitals as names: titles and peoples go before a person, else the run is one name."""
    words = on.view.words[at : end + 1]
    kind = on.kind(at, end)
    if kind:
        return [Name(at, end, on.written(at, end), kind, at)]
    after = _after_title(words)
    if after == len(words):
        # A title alone ("the Prime Minister"), or with the people or body that it belongs to.
        return _in_title(at, end, on)
    first = _person_at(at, end, after, on)
    if first is not None:
        kind = on.kind(first, end) or "person"
        return [*_in_title(at, first - 1, on), Name(first, end, on.written(first, end), kind, at)]
    return [Name(at, end, on.written(at, end), by_form(words, on.tables, on.told.get(at)), at)]


def _person_at(at: int, end: int, after: int, on: Ground) -> int | None:
    """Where a person's name starts in a run that does not start with it."""
    words, tables = on.view.words, on.tables
    for i in range(at + after + 1, end):
        if on.told.get(i) == (end, "person"):
            return i
    if after:
        return at + after
    whose = words[at] in tables.peoples or words[at] in tables.things
    if end > at and whose and (words[at + 1] in tables.sexes or on.written(at + 1, end) in tables.roles):
        return at + 1
    if words[at] in tables.sexes or words[at].lower() in ORG_WORDS or words[end].lower() in ORG_WORDS:
        return None
    for i in range(at + 1, end):
        if words[i] in tables.sexes and words[i - 1] not in JOINERS and words[i - 1] not in (".", "&"):
            return i
    return None


def _in_title(at: int, end: int, on: Ground) -> list[Name]:
    """The peoples, states and bodies that stand in a title: "U.S." and "Sharp" in "U.S. Secretary", "Sharp CEO"."""
    words, out, i = on.view.words, [], at
    while i <= end:
        stop = next((s for s in range(min(end, i + LONGEST_IN_TITLE - 1), i - 1, -1) if on.kind(i, s)), None)
        if stop is not None:
            out.append(Name(i, stop, on.written(i, stop), on.kind(i, stop) or "", i))
            i = stop + 1
            continue
        stop = i
        while stop <= end and words[stop].lower() not in TITLES and capital(words[stop]):
            stop += 1
        while i < stop and words[i] in DEPARTMENTS and i and words[i - 1] in JOINERS:
            i += 1
        if i and words[i - 1].lower() == "chief" and stop <= end and words[stop].lower() == "officer":
            i = stop  # "Chief Financial Officer"
            continue
        if stop > i and words[i].lower() not in COMMON and words[i] not in HONORIFICS:
            out.append(Name(i, stop - 1, on.written(i, stop - 1), "org", i))
            i = stop
        else:
            i += 1
    return out


def _after_title(words: Sequence[str]) -> int:
    """How many words of the run are title; all of them where no name follows."""
    last = 0
    if words[-1].lower() in OFFICE_WORDS | ORG_WORDS or words[0] in ("Ministry", "Department", "Office"):
        return 0
    for i, word in enumerate(words):
        low = word.lower()
        if low in TITLES and not (low in ALSO_SURNAMES and i and i == len(words) - 1):
            last = i + 1
            if i + 2 < len(words) and words[i + 1] == "of":
                last = i + 3
                while last < len(words) and words[last] in DEPARTMENTS:
                    last += 1
        elif word == "." and last == i:
            last = i + 1
    return last
