"""Whether two names of persons are names of one, by their parts; the score says how likely, the reason in words why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from onrecord.models import folded
from onrecord.resolve.entities import FEMALE_TITLES, MALE_TITLES
from onrecord.resolve.name_runs import DEPARTMENTS, PARTICLES, TITLES, table_kind
from onrecord.resolve.spelling import given_form, heard, short_forms, skeleton, spelt_out
from onrecord.resolve.tables import FAMILY_FIRST_NAMES, plain, shipped, surname_of

# From this score on two names are taken for one actor's. What is under it is only shown as a likely merge.
MERGE = 0.85
INITIALS = re.compile(r"(?:[A-ZÀ-ÖØ-Þ]\.?-?){1,3}")
BLANK = re.compile(r"[\s,]+")
SUFFIXES = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
ARTICLES = frozenset(["al", "el", "ash", "as", "ad", "ar"])
# With these the word after is a whole name: "Pope Francis", "King Charles", "Sheikh Hasina".
REGAL = frozenset(
    [
        "pope",
        "king",
        "queen",
        "prince",
        "princess",
        "sheikh",
        "sultan",
        "emir",
        "emperor",
        "patriarch",
        "saint",
    ]
)
LINKS = frozenset(["of", "for", "the", "and", "crown", "royal", "his", "her", "majesty", "highness"])
LONGEST_OWNER = 4  # words
SHORTEST_SKELETON = 4  # consonants of a surname by which it may be known
SAME, SPELLED, TURNED, NO_MIDDLE, OTHER_LANGUAGE = 1.0, 0.97, 0.95, 0.92, 0.9
SHORT_FORM, FIRST_LEFT_OUT, VOWELS, ONE_INITIAL, SURNAME = 0.7, 0.7, 0.65, 0.6, 0.5


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two names are names of one actor, 0 to 1, and why."""

    score: float
    why: str


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in its parts, as keys of `heard`; titles are off."""

    whole: str  # without titles
    written: str  # without titles, middle initials, suffix and Arabic article
    given: tuple[str, ...]  # () where the surname stands alone
    firsts: str  # first letters of the given names as written
    middle: str  # middle initials, small letters
    surname: str
    suffix: str  # "jr", "ii", ...
    initials: bool  # the given names are initials alone
    family_first: bool
    letters: str  # all of it in order, middle initials and suffix left out
    spelt: str  # the same with marks spelt out, "" where there are none
    sex: str | None  # by the title

    @property
    def full(self) -> bool:
        """Whether it is more than a surname or initials."""
        return bool(self.given) and not self.initials

    @property
    def turned(self) -> str:
        """Surname, then given names: the same in either order of words."""
        return f"{self.surname} {''.join(self.given)}"

    @property
    def first(self) -> str:
        """The first given name in whichever language."""
        return given_form(self.given[0]) if self.given else ""


@lru_cache(maxsize=1 << 16)
def person_name(name: str) -> PersonName:
    """A person's name in its parts.

    >>> person_name("President Donald J. Trump Jr.").given, person_name("Staffan de Mistura").surname
    (('donald',), 'demistura')
    """
    words = [word for word in BLANK.split(name.replace("’", "'").strip()) if word]
    words, sex = _untitled(words)
    whole = " ".join(words)
    suffix = ""
    if len(words) > 1 and words[-1].lower().rstrip(".") in SUFFIXES:
        suffix = SUFFIXES[words.pop().lower().rstrip(".")]
    words = _without_articles(words)
    lead = 0
    while lead < len(words) - 1 and INITIALS.fullmatch(words[lead]):
        lead += 1
    middle = "".join(folded(w) for w in words[1:-1] if INITIALS.fullmatch(w)) if not lead else ""
    if not lead:
        words = [w for i, w in enumerate(words) if not 0 < i < len(words) - 1 or not INITIALS.fullmatch(w)]
    given, last = _parts(words)
    joined = "".join(words)
    spelt = "" if joined.isascii() else spelt_out(joined)
    return PersonName(
        whole=whole,
        written=" ".join(words),
        given=("".join(map(folded, words[:lead])),) if lead else tuple(map(heard, given)),
        firsts="".join(folded(word)[:1] for word in (words[:lead] if lead else given)),
        middle=middle,
        surname=heard("".join(last)),
        suffix=suffix,
        initials=bool(lead) and lead >= len(given),
        family_first=_family_first(words),
        letters=heard(joined),
        spelt=heard(spelt) if spelt and spelt != joined.lower() else "",
        sex=sex,
    )


def _untitled(words: list[str]) -> tuple[list[str], str | None]:
    """The words without titles and whose they are ("Kremlin spokesman", "Mr."), and the sex that a title tells."""
    end = _titles_end(words)
    after = [word for word in words[end:] if _bare(word) not in SUFFIXES]
    if end and len(after) == 1 and _bare(words[end - 1]) in REGAL:
        return words[end - 1 :], None
    titles = {_bare(word) for word in words[:end]}
    sexes = {sex for sex, of in (("m", MALE_TITLES), ("f", FEMALE_TITLES)) if of & titles}
    return words[end:], sexes.pop() if len(sexes) == 1 else None


def _titles_end(words: list[str]) -> int:
    """How many words stand before the name itself; one word at least is left to be the name."""
    at, end = _owner(words), 0
    while at < len(words) - 1 and _of_title(words[at]):
        at += 1
        if _bare(words[at - 1]) in TITLES or (end and words[at - 1] in DEPARTMENTS):
            end = at
    for i in range(len(words) - 2, end - 1, -1):
        # No name has a small word inside that is no particle, a possessive, or a title with a whole name behind it.
        small = words[i][0].islower() and words[i] not in PARTICLES
        if small or words[i].endswith("'s") or (i < len(words) - 2 and _bare(words[i]) in TITLES - REGAL):
            return i + 1 + (_owner(words[i + 1 :]) if words[i] in LINKS else 0)
    return end


def _owner(words: list[str]) -> int:
    """How many words say whose a title is: "Russian" President, "White House" spokesman."""
    start = int(words[0].lower() == "the") if words else 0
    for end in range(min(len(words) - 1, start + LONGEST_OWNER), start, -1):
        if table_kind(" ".join(words[start:end]).removesuffix("'s"), shipped()) not in (None, "person"):
            return end
    return start


def _of_title(word: str) -> bool:
    bare = _bare(word)
    return bare in TITLES or bare in LINKS or word in DEPARTMENTS or word[0].islower()


def _bare(word: str) -> str:
    return word.lower().rstrip(".")


def _without_articles(words: list[str]) -> list[str]:
    """Without the Arabic article, which one report in two leaves out: "Bashar al-Assad", "Salim Muslat"."""
    kept = []
    for i, word in enumerate(words):
        head, hyphen, rest = word.partition("-")
        if i and word.lower() in ARTICLES and i < len(words) - 1:
            continue
        kept.append(rest if hyphen and rest and head.lower() in ARTICLES else word)
    return kept


def _family_first(words: list[str]) -> bool:
    return len(words) > 1 and (words[0] in FAMILY_FIRST_NAMES or words[-1] in FAMILY_FIRST_NAMES)


def _parts(words: list[str]) -> tuple[list[str], list[str]]:
    """Given names and surname."""
    if len(words) < 2 or all(word.lower() in PARTICLES for word in words[:-1]):
        return [], words
    last = surname_of(" ".join(map(plain, words))).split()
    if len(last) == 1 and plain(words[0]) == last[0] and words[-1] != words[0]:
        return words[1:], words[:1]
    size = max(1, len(last))
    return words[:-size] or words[:1], words[-size:]


def like(a: PersonName, b: PersonName) -> Likeness | None:
    """How alike two names of persons are; None where nothing speaks for one actor or something against it."""
    if apart(a, b):
        return None
    if folded(a.written) == folded(b.written) and a.middle == b.middle:
        return Likeness(SAME, "the same name")
    if a.letters == b.letters or a.letters == b.spelt or a.spelt == b.letters:
        if a.middle != b.middle:
            return Likeness(NO_MIDDLE, "the same name, one with a middle initial")
        return Likeness(SPELLED, "two spellings of the same sound")
    if a.surname == b.surname:
        return _of_one_surname(a, b)
    return _of_like_surnames(a, b)


def apart(a: PersonName, b: PersonName) -> str | None:
    """What tells two names apart that else agree: "Jr.", another middle name; None where nothing does."""
    if not (a.given and b.given):
        return None
    if a.surname == b.surname and a.suffix != b.suffix:
        return "one is Jr. or the like, the other is not"
    if a.surname != b.surname or a.first != b.first or a.family_first:
        return None
    middles = [x.middle or x.firsts[1:] for x in (a, b)]
    short, long = sorted(middles, key=len)
    if not long.startswith(short):
        return "their middle names differ"
    whole = [x.given[1:] for x in (a, b)]
    if all(whole) and not (_in_order(whole[0], whole[1]) or _in_order(whole[1], whole[0])):
        return "their middle names differ"
    return None


def _in_order(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    rest = iter(long)
    return all(part in rest for part in short)


def _of_one_surname(a: PersonName, b: PersonName) -> Likeness | None:
    if not (a.given and b.given):
        return Likeness(SURNAME, "the same surname, one without a given name")
    if a.turned == b.turned:
        return Likeness(TURNED, "the same words in another order")
    if a.initials or b.initials:
        fits = a.firsts[:1] == b.firsts[:1]
        return Likeness(ONE_INITIAL, "the same surname and initial") if fits else None
    if a.family_first or b.family_first:
        return None
    if a.first == b.first:
        if len(a.given) == len(b.given):
            return Likeness(OTHER_LANGUAGE, "the same name as another language writes it")
        return Likeness(NO_MIDDLE, "the same name, one with a middle name")
    if short_forms(a.given[0]) & short_forms(b.given[0]):
        return Likeness(
            SHORT_FORM, "the same surname, and given names of which one may be short for the other"
        )
    short, long = sorted((a.given, b.given), key=len)
    if len(short) < len(long) and long[-len(short) :] == short:
        return Likeness(FIRST_LEFT_OUT, "the same surname and one of several given names")
    return None


def _of_like_surnames(a: PersonName, b: PersonName) -> Likeness | None:
    if not (a.full and b.full) or a.first != b.first or a.suffix != b.suffix:
        return None
    bones = skeleton(a.surname)
    if bones == skeleton(b.surname) and len(bones) >= SHORTEST_SKELETON:
        return Likeness(VOWELS, "the same given name, and surnames that differ in vowels")
    return None
