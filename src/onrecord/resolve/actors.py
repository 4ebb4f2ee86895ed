"""The same actor over many articles: what spellings of one name have in common, and merges that can be undone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.errors import UsageError
from onrecord.resolve.tables import load, plain, sound

_MARKS = re.compile(r"[^\w\s]|_")


@dataclass(frozen=True)
class Merge:
    """`from_actor` is `into_actor`, by whom and why; undone, it counts no more and is still on record."""

    id: str
    from_actor: int
    into_actor: int
    by: str
    at: str
    reason: str | None = None
    undone_by: str | None = None
    undone_at: str | None = None


def plain_key(name: str) -> str:
    """A name without letter case, marks, points and article: "the U.S." and "US" give the same."""
    words = _MARKS.sub("", plain(name).lower().replace("-", " ")).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def person_key(name: str) -> str:
    """What the spellings of one person's full name share: "Sergei Lavrov", "Sergey V. Lavrov".

    A name of one word gives its `plain_key`: too many people share a surname, and more its sound.
    """
    words = plain_key(load().person(name)).split()
    if len(words) < 2:
        return " ".join(words)
    full = [word for i, word in enumerate(words) if len(word) > 1 or i in (0, len(words) - 1)]
    return "~" + " ".join(sound(word) for word in full)


def key_of(name: str, type: str | None) -> str:
    """The key under which an actor stands; actors of one key are one, unless a person says that they are not."""
    return person_key(name) if type == "person" else plain_key(name)


def keys_of(name: str) -> list[str]:
    """The keys under which a name may be found, whatever it is the name of."""
    return sorted({plain_key(name), person_key(name)})


def resolve_merges(merges: Iterable[Merge]) -> dict[int, int]:
    """Which actor each merged one is in the end: chains followed, undone merges left out.

    Of several merges of one actor the last that was given counts.

    Raises:
        UsageError: merges that go round in a circle.
    """
    into = {merge.from_actor: merge.into_actor for merge in merges if merge.undone_at is None}
    found = {}
    for start in into:
        seen = [start]
        while seen[-1] in into:
            following = into[seen[-1]]
            if following in seen:
                raise UsageError("this merge would close a circle; undo another one first")
            seen.append(following)
        found[start] = seen[-1]
    return found
