"""Tells English from other languages, in well under a millisecond.

Not a language identifier: it must never refuse English (lists of names, transcripts and headlines
included), and shall refuse what the reader would make nonsense of. Script first, then function words, as in
Ingle's (1976) and Johnson's (1993) way of telling languages apart by their short common words.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import lru_cache
from operator import itemgetter
from pathlib import Path

# Letters of other scripts by code point, with the language that news in it most often is in.
SCRIPTS = (
    (0x0370, 0x03FF, "Greek"),
    (0x0400, 0x052F, "Russian"),
    (0x0530, 0x058F, "Armenian"),
    (0x0590, 0x05FF, "Hebrew"),
    (0x0600, 0x077F, "Arabic"),
    (0x0900, 0x097F, "Hindi"),
    (0x0980, 0x09FF, "Bengali"),
    (0x0A00, 0x0DFF, "a language of South Asia"),
    (0x0E00, 0x0E7F, "Thai"),
    (0x10A0, 0x10FF, "Georgian"),
    (0x1100, 0x11FF, "Korean"),
    (0x1200, 0x137F, "Amharic"),
    (0x3040, 0x30FF, "Japanese"),
    (0x3400, 0x9FFF, "Chinese"),
    (0xAC00, 0xD7AF, "Korean"),
)
# Letters that one language of a script has and the commonest does not.
MARKS = (
    ("Russian", "іїєґІЇЄҐ", "Ukrainian"),
    ("Russian", "ўЎ", "Belarusian"),
    ("Russian", "ђјљњћџЂЈЉЊЋЏ", "Serbian or Macedonian"),
    ("Arabic", "پچژگ", "Persian or Urdu"),
)
SLICES, SLICE = 3, 900  # sampled: beginning, middle and end, in characters
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
LETTER = re.compile(r"[^\W\d_]")
ENGLISH = "English"
MIN_FOREIGN = 4  # function words of another language before it is believed
UNKNOWN = "a language that we do not know"
# A language without a list here: long, with no English function words, and written with accents.
UNKNOWN_WORDS, UNKNOWN_ENGLISH, UNKNOWN_ACCENTED = 60, 0.02, 0.02


@lru_cache(maxsize=1)
def _languages() -> dict[str, tuple[str, ...]]:
    """Function word -> the languages that have it."""
    rows = json.loads(Path(__file__).with_name("function_words.json").read_text(encoding="utf-8"))
    index: dict[str, tuple[str, ...]] = {}
    for language, row in rows.items():
        for word in set(row.split()):
            index[word] = (*index.get(word, ()), language)
    return index


def _sample(text: str) -> str:
    if len(text) <= SLICES * SLICE:
        return text
    step = (len(text) - SLICE) // (SLICES - 1)
    return "\n".join(text[start : start + SLICE] for start in range(0, len(text) - SLICE + 1, step))


def detect_foreign(text: str) -> str | None:
    """The language that `text` seems to be written in, where that is not English; None for English and for
    doubt.

    >>> detect_foreign("Der Minister sagte am Freitag, dass die Gespräche nicht vor dem Herbst beginnen.")
    'German'
    >>> detect_foreign("“Das ist nicht wahr,” the minister said on Friday.") is None
    True
    """
    sample = _sample(text)
    return _by_script(sample) or _by_words(sample)


def _by_script(sample: str) -> str | None:
    if sample.isascii():
        return None
    letters = LETTER.findall(sample)
    foreign = [c for c in letters if c > "\u036f"]
    if 2 * len(foreign) <= len(letters):
        return None
    scripts = Counter(map(_script, foreign))
    if scripts["Japanese"] > 0.05 * len(foreign):  # Japanese has more Chinese characters than its own
        return "Japanese"
    best = scripts.most_common(1)[0][0]
    here = set(foreign)
    return next((name for script, marks, name in MARKS if script == best and here.intersection(marks)), best)


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    code = ord(letter)
    return next((name for start, end, name in SCRIPTS if start <= code <= end), UNKNOWN)


def _by_words(sample: str) -> str | None:
    index = _languages()
    found = WORD.findall(sample.lower().replace("’", "'"))
    hits = Counter(language for word in found for language in index.get(word, ()))
    english = hits.pop(ENGLISH, 0)
    best, count = max(hits.items(), key=itemgetter(1), default=("", 0))
    if count >= MIN_FOREIGN and count > 2 * english + 2 and count > 0.1 * len(found):
        return best
    if len(found) < UNKNOWN_WORDS or english > UNKNOWN_ENGLISH * len(found):
        return None
    accented = sum(c > "\u007f" for word in found for c in word)
    return UNKNOWN if accented > UNKNOWN_ACCENTED * sum(map(len, found)) else None
