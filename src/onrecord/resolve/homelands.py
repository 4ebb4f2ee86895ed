"""Countries that no table has, by their adjectives: "Karvonian" beside "Karvonia" tells that both are names of one."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.resolve.name_runs import Name
from onrecord.resolve.tables import Tables

SHORTEST = 5  # letters of such a name: shorter ones meet by chance


def find_homelands(names: Sequence[Name], tables: Tables) -> None:
    """Sets the type and the state of names that are unknown countries or their adjectives."""
    surnames = {name.text.split()[-1] for name in names if name.type == "person" and name.length > 1}
    unknown = {
        name.text
        for name in names
        if name.length == 1
        and name.text not in tables.things
        and name.text not in tables.sexes
        and name.text not in surnames
        and not tables.known_as(name.text, None)
    }
    of: dict[str, str] = {}
    for land in sorted(unknown):
        if len(land) >= SHORTEST:
            own = {a for a in adjectives(land) if a in unknown}
            of.update(dict.fromkeys(own, land))
            if own:
                of[land] = land
    for name in names:
        state = of.get(name.text)
        if state is not None:
            name.state = state
            name.type = "state" if name.text == state else "people"


def adjectives(land: str) -> set[str]:
    """What the people of a land may be called.

    >>> "Karvonian" in adjectives("Karvonia")
    True
    """
    stem = land[:-1] if land[-1] in "aeiouy" else land
    forms = {stem + ending for ending in ("an", "ian", "ese", "i", "ish")} | {land + "n", land + "an"}
    return forms - {land} | {form + "s" for form in forms}
