"""Names by their sound: keys that the spellings of one name share, whatever language wrote it down."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

from onrecord.resolve.tables import sound

# What `sound` leaves apart: German "tsch" and "sch", Polish and German "w" (there already), "Araqchi" and "Araghchi",
# "Yevgeny" and "Evgeny" ("y" is an "i" by then), "Synehubov" and "Syniehubov".
HEARD = (("tsch", "ch"), ("tch", "ch"), ("sch", "sh"), ("gh", "g"), ("ck", "k"), ("q", "k"), ("ie", "e"))
HARD_C = re.compile(r"c(?!h)")
DOUBLE = re.compile(r"(.)\1+")
NO_LETTER = re.compile(r"[\W_]+")
# How a letter with a mark is written where the mark cannot be: "Müller" is "Mueller" as well as "Muller".
SPELT_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "đ": "dj"}


@lru_cache(maxsize=1 << 17)
def heard(word: str) -> str:
    """The key of one word of a name.

    >>> heard("Zelenskyy") == heard("Zelenskiy") == heard("Selenskyj".replace("S", "Z"))
    True
    >>> heard("Peskow") == heard("Peskov"), heard("Netanjahu") == heard("Netanyahu")
    (True, True)
    """
    key = NO_LETTER.sub("", sound(word))
    for written, said in HEARD:
        key = key.replace(written, said)
    return DOUBLE.sub(r"\1", HARD_C.sub("k", key))


def spelt_out(word: str) -> str:
    """The word without marks in the way of German and Danish: "Müller" gives "mueller"."""
    low = word.lower()
    return "".join(SPELT_OUT.get(letter, letter) for letter in low)


def skeleton(key: str) -> str:
    """A key's first letter and consonants: what spellings share that differ in vowels, "h" and "g", "s" and "z"."""
    return key[:1] + re.sub(r"[aeiou]", "", key[1:]).replace("h", "g").replace("z", "s")


@cache
def _forms() -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """Given name -> its form in all languages; given name -> the names that it may be short for, itself included."""
    text = files("onrecord.resolve").joinpath("data", "given_forms.tsv").read_text(encoding="utf-8")
    language: dict[str, str] = {}
    short: dict[str, frozenset[str]] = {}
    for line in text.splitlines()[1:]:
        kind, names = line.split("\t")
        keys = [heard(name) for name in names.split("|")]
        for key in keys:
            if kind == "language":
                language.setdefault(key, keys[0])
            else:
                short[key] = short.get(key, frozenset()) | {keys[0]}
    return language, short


def given_form(key: str) -> str:
    """The key of a given name in whichever language: "Serhiy" and "Sergei" share it, "Bill" and "William" do not."""
    return _forms()[0].get(key, key)


def short_forms(key: str) -> frozenset[str]:
    """What a given name may be short for: "Bill" and "William" share one, "Ted" has two."""
    return _forms()[1].get(key, frozenset())
