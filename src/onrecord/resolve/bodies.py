"""States, ministries, firms and other bodies: the name by which the tables know one, and keys that wordings share."""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.models import SpeakerType, folded
from onrecord.resolve.firms import LEGAL_FORMS
from onrecord.resolve.offices import office_of
from onrecord.resolve.tables import Tables, Thing

GOVERNMENTS = frozenset(["government", "administration"])
# One word as British and American English write it, and as short forms do.
WORDS = {
    "defense": "defence", "organization": "organisation", "center": "centre", "labor": "labour", "program": "programme",
    "authorization": "authorisation", "&": "and", "dept": "department", "intl": "international", "assn": "association",
}  # fmt: skip
WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*|&")
SHORTEST_INITIALS = 3  # of bodies of as many words


class Bodies:
    """What the tables know of bodies, whatever the letter case and the dots of a name."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._things: dict[str, Thing] = {}
        for written, thing in tables.things.items():
            self._things.setdefault(folded(written), thing)
        for seat, state in tables.seats.items():
            self._things.setdefault(folded(seat), tables.things[state])

    def thing(self, name: str) -> Thing | None:
        """The body that the tables know under a name: "U.S." and "Washington" are the United States.

        An office goes by its state: the "Ministry of Defence of Russia" is the "Russian Defence Ministry".
        """
        found = self._things.get(folded(name)) or self._things.get(folded(_bare(name)))
        return found or self._of_state(name)

    def _of_state(self, name: str) -> Thing | None:
        words = _bare(name).replace("’", "'").split()
        state = self._state_in(words)
        if state is None:
            return None
        if len(words) == 2 and words[1].lower() in GOVERNMENTS and words[0] in self._tables.peoples:
            return self._tables.things[state]
        office = office_of(" ".join(words), state, self._tables)
        return Thing(office, "government", state) if office else None

    def _state_in(self, words: list[str]) -> str | None:
        """The one state that a name is of: by its first words, or behind its last "of"."""
        if len(words) < 2:
            return None
        first = words[0].removesuffix("'s")
        state = self._tables.peoples.get(first)
        thing = self._things.get(folded(first))
        if state is None and thing is not None and thing.name == thing.side:
            state = thing.name if thing.type == "government" else None
        if state is None and "of" in words:
            last = len(words) - words[::-1].index("of")
            thing = self._things.get(folded(_bare(" ".join(words[last:]))))
            state = thing.name if thing is not None and thing.name == thing.side else None
        return state if state in self._tables.things else None


def _bare(name: str) -> str:
    return name[4:] if name[:4].lower() == "the " else name


@lru_cache(maxsize=1 << 16)
def body_key(name: str) -> str:
    """A key that the wordings of one body's name share: without "the", legal form, case, dots and hyphens.

    >>> body_key("The Harbour Defense Centre Ltd.") == body_key("Harbour Defence Center")
    True
    """
    words = [folded(word.removesuffix("'s").removesuffix("’s")) or word for word in WORD.findall(_bare(name))]
    raw = name.split()
    while len(raw) > 1 and len(words) > 1 and raw[-1].rstrip(".") in LEGAL_FORMS:
        raw.pop()
        words.pop()
    return " ".join(WORDS.get(word, word) for word in words)


def described_key(name: str) -> str:
    """A key of a description: "unnamed US officials" and "the U.S. officials" are one wording."""
    key = body_key(name)
    return key.removeprefix("unnamed ") or key


def initials_of(name: str) -> str:
    """The capitals of a name of three words and more, which may stand for it: "HNC"; "" of a shorter one."""
    letters = "".join(word[0] for word in _bare(name).split() if word[0].isupper())
    return letters.lower() if len(letters) >= SHORTEST_INITIALS else ""


def speaker_type(thing: Thing) -> SpeakerType:
    """The type of a body of the tables."""
    return thing.type  # type: ignore[return-value]
