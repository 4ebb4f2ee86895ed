"""Where the names of a text stand: runs of capitals, with the small words inside them, and what the tables know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.resolve.lexicon import listed
from onrecord.resolve.tables import Tables
from onrecord.resolve.text import Text

PARTICLES = listed("particles")
TITLES = listed("titles")
# Words by which a run of capitals is a body, never a person.
ORG_WORDS = listed("org words")
DEPARTMENTS = listed("departments")
# Capitalised at the head of a sentence, these start no name.
COMMON = listed("common")
# These start a name only where capitals follow ("Southern California Gas"), not in "Western diplomats".
LEANING = listed("leaning")
MONTHS_DAYS = listed("months days")
SENTENCE_HEAD_MARKS = listed("sentence head marks")
VERBS = listed("speech verbs")
BEFORE_A_MONTH = listed("before a month")
HONORIFICS = frozenset({"Mr", "Mrs", "Ms", "Dr"})
DOTTED = HONORIFICS | {"Gen", "Sen", "Rep", "Gov", "Lt", "Col", "Maj", "St"}
JOINERS = frozenset({"of", "for"})
# "London-based" and "Loss-making" belong to no name.
COMPOUND = re.compile(r"-(?:based|backed|led|held|owned|run|[a-z]+(?:ing|ed))$")
TICKER = re.compile(r"[A-Z0-9]{2,}\.[A-Zp_DE]{1,5}")
LONGEST_DATELINE = 3


@dataclass(slots=True)
class Name:
    """A name in the text, in tokens, with the title words before it."""

    first: int  # first token of the name itself
    last: int  # last token
    text: str
    type: str  # "person", "state", "people" (Russian), "body", "outlet", "org", "place", "group"
    title: int  # first token of the title, `first` where there is none
    state: str | None = None  # the state that it names, where the text alone tells (see `homelands`)

    @property
    def length(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Ground:
    """What the search for names goes by."""

    view: Text
    tables: Tables
    told: Mapping[int, tuple[int, str]]  # the tagger's names: first token -> last token, type
    lower: frozenset[str]  # words that stand in small letters somewhere
    inside: frozenset[str]  # words with a capital that no sentence's start asks for

    def written(self, first: int, last: int) -> str:
        """The words of some tokens as the tables have them."""
        view = self.view
        return " ".join(view.text[view.starts[first] : view.ends[last]].replace("’", "'").split())

    def kind(self, first: int, last: int) -> str | None:
        """The type of a name that stands in the tables."""
        return table_kind(self.written(first, last), self.tables)


def ground(view: Text, tables: Tables, told: Mapping[int, tuple[int, str]]) -> Ground:
    heads = set(view.heads)
    inside = frozenset(
        word
        for i, word in enumerate(view.words)
        if word[0].isupper() and i not in heads and view.words[i - 1] not in SENTENCE_HEAD_MARKS
    )
    return Ground(view, tables, told, frozenset(w for w in view.words if w[0].islower()), inside)


def table_kind(written: str, tables: Tables) -> str | None:
    """The type of name that the tables give some words."""
    thing = tables.things.get(written)
    if thing is not None:
        if thing.type == "media":
            return "outlet"
        return "state" if thing.name == thing.side and thing.type == "government" else "body"
    if written in tables.peoples:
        return "people"
    if written in tables.seats:
        return "state"
    if written in tables.places:
        return "place"
    if written in tables.roles or (written in tables.spellings and " " in written):
        return "person"
    return None


def known(at: int, on: Ground) -> Name | None:
    """The longest body, outlet or state of more than one word that stands in the tables and starts here."""
    longest = on.tables.longest.get(on.view.words[at], 0)
    for size in range(min(longest, len(on.view.words) - at), 1, -1):
        kind = on.kind(at, at + size - 1)
        if kind and kind != "person" and not _other_half(at, size, on):
            return Name(at, at + size - 1, on.written(at, at + size - 1), kind, at)
    return None


def _other_half(at: int, size: int, on: Ground) -> bool:
    """Whether "the South" is not that of Korea: it is in a text that names Korea, and "the South Caucasus" never."""
    words = on.view.words
    if size != 2 or words[at + 1] not in ("South", "North"):
        return False
    return "Korea" not in words or any(word[0].isupper() for word in words[at + size : at + size + 1])


def dateline(view: Text, at: int) -> bool:
    """Whether the token is the place in capitals that an agency's report starts with."""
    word = view.words[at]
    if (
        at > LONGEST_DATELINE
        or view.paragraphs[at] > 1
        or not (word.isupper() and word.isalpha() and len(word) > 2)
    ):
        return False
    follows = view.words[at + 1] if at + 1 < len(view.words) else "."
    if not (follows[0].isupper() or follows in ("/", "-", "–", "—", ",", "(")):
        return False
    return at == view.heads[view.sentences[at]] or dateline(view, at - 1) or view.words[at - 1] == "/"


def capital(word: str) -> bool:
    return word[0].isupper() or (word[:3] in ("al-", "el-", "d'A") and len(word) > 3)


def starts(at: int, on: Ground) -> bool:
    """Whether a name starts at a token."""
    word = on.view.words[at]
    low = word.lower()
    if at in on.told and low not in LEANING and low not in COMMON and not COMPOUND.search(word):
        return True
    if word == "May" and at:
        return _may(at, on)
    if not capital(word) or word in MONTHS_DAYS or word in ("I", "Jr", "Sr") or COMPOUND.search(word):
        return False
    follows = on.view.words[at + 1] if at + 1 < len(on.view.words) else "."
    if low in COMMON:
        return word in HONORIFICS
    if low in LEANING:
        return capital(follows) and follows.lower() not in COMMON and follows not in on.tables.peoples
    if not _at_head(at, on.view):
        return True
    if capital(follows) and follows.lower() not in COMMON:
        return True
    # A capital that only the start of the sentence asks for is none, unless something else tells of a name.
    return low not in on.lower and (word in on.inside or _listed(word, on.tables) or follows in VERBS)


def _at_head(at: int, view: Text) -> bool:
    return at == view.heads[view.sentences[at]] or view.words[at - 1] in SENTENCE_HEAD_MARKS


def _may(at: int, on: Ground) -> bool:
    """Whether "May" is a person: no date around it, and someone of that name in the text."""
    after = on.view.words[at + 1] if at + 1 < len(on.view.words) else "."
    if on.view.words[at - 1].lower() in BEFORE_A_MONTH:
        return False
    return "Theresa" in on.inside and not after[0].isdigit() and after != ","


def _listed(word: str, tables: Tables) -> bool:
    return any(
        word in t
        for t in (tables.things, tables.peoples, tables.seats, tables.places, tables.famous, tables.sexes)
    )


def run_end(at: int, on: Ground) -> int:
    """The last token of the run of capitals that starts at `at`."""
    words, end = on.view.words, at
    org = words[at].lower() in ORG_WORDS
    while end + 1 < len(words) and on.view.sentences[end + 1] == on.view.sentences[at]:
        if known(end + 1, on) is not None:
            break
        step = 1 if _continues(end, on) else _bridge(words, end, org=org)
        if not step:
            break
        end += step
        org = org or words[end].lower() in ORG_WORDS
    while end > at and words[end] in (".", "of", "for"):
        end -= 1
    return end


def _continues(end: int, on: Ground) -> bool:
    """Whether the token after `end` belongs to the run: another capital, or the dot of "Mr." and of an initial."""
    words, view = on.view.words, on.view
    word, low = words[end + 1], words[end + 1].lower()
    if word == ".":
        initial = len(words[end]) == 1 and end + 2 < len(words) and capital(words[end + 2])
        return words[end] in DOTTED or initial
    if not capital(word) or view.starts[end + 1] - view.ends[end] > 1 or word == "I":
        return False
    if TICKER.fullmatch(word) or COMPOUND.search(word):
        return False
    if word in MONTHS_DAYS:
        return word == "May" and words[end] in on.tables.sexes
    if on.kind(end, end) == "state" and on.kind(end + 1, end + 1) == "state":
        return False  # a dateline's country before the first word: "IZMIR, Turkey Germany wants"
    return low not in COMMON or low in TITLES


def _bridge(words: list[str], end: int, *, org: bool) -> int:
    """How many tokens lead over small words to the next capital: "von der Leyen", "Ministry of Defence"."""
    word = words[end + 1]
    nxt = words[end + 2] if end + 2 < len(words) else ""
    third = words[end + 3] if end + 3 < len(words) else ""
    if word in ("’", "'") and words[end].endswith("s") and nxt.lower() in ORG_WORDS and nxt[0].isupper():
        return 2  # "Metalworkers’ Federation"
    if word in PARTICLES and nxt:
        if nxt[0].isupper():
            return 2
        if nxt in PARTICLES and third[:1].isupper():
            return 3
    title = words[end].lower() in ("secretary", "minister", "secretary-general", "speaker")
    if word in JOINERS and (org or title) and nxt:
        if nxt[0].isupper() and (org or nxt in DEPARTMENTS):
            return 2
        if nxt == "the" and third[:1].isupper() and org:
            return 3
    return 2 if word == "&" and nxt[:1].isupper() else 0
