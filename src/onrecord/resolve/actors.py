"""One actor over all articles, however spelled: ids, likeness of names, the registry of who is known, merges.

`likeness` compares names of persons, `bodies` those of states and organisations, `spelling` holds the keys by sound,
`joint` takes joint names apart, `registry` finds whom a name means, `merges` says who stands for whom.
"""

from __future__ import annotations

from onrecord.models import NO_TABLES, Actor, Merge, SpeakerType, UserTables, actor_id, folded
from onrecord.resolve.bodies import described_key, initials_of
from onrecord.resolve.joint import members
from onrecord.resolve.likeness import MERGE, Likeness, like, person_name
from onrecord.resolve.merges import different, resolve_merges, undo
from onrecord.resolve.namer import Namer, namer
from onrecord.resolve.registry import BY_TABLES, NEAR, ONE_WORDING, Match, Registry, Sighting

__all__ = [
    "MERGE", "NEAR", "Actor", "Likeness", "Match", "Merge", "Registry", "Sighting", "actor_id", "different", "members",
    "resolve_merges", "same", "undo",
]  # fmt: skip
ONE_INITIALS = 0.6
SAME_NAME = Likeness(1.0, "the same name")


def same(
    one: str, other: str, *, type: SpeakerType | None = None, tables: UserTables = NO_TABLES
) -> Likeness | None:
    """How likely two names mean one actor, and why; None where nothing speaks for it or something against it.

    From `MERGE` on the rules take them for one; below that they are only a likely merge for a person to judge.

    Args:
        type: What bears the names; None: what the tables or their form tell.
        tables: A user's, whose aliases mean their actors.

    >>> same("Volodymyr Zelensky", "Vladimir Zelenskiy").why
    "the tables have both as 'Volodymyr Zelensky'"
    >>> same("Ruth Amsel", "R. Amsel")
    Likeness(score=0.6, why='the same surname and initial')
    >>> same("Kremlin", "Russia") is None
    True
    """
    names_of = namer(tables)
    kind = type or _type_of_both(names_of, one, other)
    known = [names_of.actor(name, kind) for name in (one, other)]
    if known[0] is not None and known[1] is not None and known[0].id == known[1].id:
        return (
            Likeness(BY_TABLES, f"the tables have both as {known[0].name!r}") if one != other else SAME_NAME
        )
    names = [actor.name if actor else name for actor, name in zip(known, (one, other), strict=True)]
    if kind != "person":
        return None if all(known) else _same_body(*names)  # the tables know two bodies apart
    if all(name in names_of.tables.roles for name in names):
        return None
    return like(*map(person_name, names))


def _type_of_both(names_of: Namer, one: str, other: str) -> SpeakerType:
    """What bears two names: a word that alone could be a firm is a surname beside a person."""
    types = [names_of.type_of(name) for name in (one, other)]
    return "person" if "person" in types else types[0]


def _same_body(one: str, other: str) -> Likeness | None:
    if folded(one) == folded(other):
        return SAME_NAME
    if described_key(one) == described_key(other):
        return Likeness(ONE_WORDING, "the same words, written differently")
    if initials_of(one) == folded(other) or initials_of(other) == folded(one):
        return Likeness(ONE_INITIALS, "one may be the initials of the other")
    return None
