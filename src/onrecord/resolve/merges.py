"""Which actor stands for which, by the merges that rules and persons made: plain values in, a mapping out.

Merges are only ever added and undone, never changed, so that each can be taken back and says who made it. What persons
say goes before rules for ever:

- a person's merge that is in force joins two actors; of two that move one actor, the later counts
- a rule's merge that a person undid says that the two are different, and so does `different`
- no rule joins, by whatever way, two that are said to be different
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from onrecord.errors import UsageError
from onrecord.models import RULES, Merge

SHOWN = 20  # actors of a circle that a message names


def different(one: str, other: str, *, by: str, at: datetime, reason: str) -> Merge:
    """A person's word that two actors are not the same: a merge that was never in force.

    Args:
        one, other: Ids of actors.
    """
    return Merge(one, other, by, at, reason, undone_by=by, undone_at=at)


def undo(merge: Merge, *, by: str, at: datetime) -> Merge:
    """The merge, taken back; all is then as it was before, and a rule does not make it again.

    Raises:
        UsageError: it is undone already.
    """
    if merge.undone_by is not None:
        raise UsageError(
            f"merge {merge.id!r} was undone by {merge.undone_by!r} already; merge the two again if they are one"
        )
    return replace(merge, undone_by=by, undone_at=at)


def said_different(merges: Iterable[Merge]) -> frozenset[tuple[str, str]]:
    """The pairs of ids that persons say are different, each in both orders, a later "the same" aside."""
    last: dict[frozenset[str], tuple[datetime, bool]] = {}
    for merge in merges:
        pair = frozenset((merge.from_actor, merge.into_actor))
        for at, apart in _sayings(merge):
            if pair not in last or at >= last[pair][0]:
                last[pair] = (at, apart)
    pairs = [sorted(pair) for pair, (_, apart) in last.items() if apart and len(pair) == 2]
    return frozenset((a, b) for a, b in pairs) | frozenset((b, a) for a, b in pairs)


def _sayings(merge: Merge) -> Iterator[tuple[datetime, bool]]:
    """When a person said of the two of a merge that they are different (True) or the same (False)."""
    if merge.by != RULES and merge.undone_at is None:
        yield merge.at, False
    if merge.undone_at is None or merge.undone_by in (RULES, None):
        return
    if merge.by == RULES or merge.undone_at == merge.at:
        yield merge.undone_at, True


def resolve_merges(merges: Sequence[Merge]) -> dict[str, str]:
    """Who stands for whom: the id of each merged actor -> that of the actor at the end of its chain.

    The order of `merges` does not count. To know whether a new merge fits, resolve it with those that there are.

    Raises:
        UsageError: merges lead in a circle, or a person's merges join two that are said to be different; the message
            names the actors.
    """
    in_force = sorted((m for m in merges if m.undone_at is None), key=lambda m: (m.at, m.id))
    by_persons = {
        m.from_actor: m.into_actor for m in in_force if m.by != RULES
    }  # of two the later one counts
    by_rules: dict[str, str] = {}
    for merge in in_force:
        if merge.by == RULES and merge.from_actor not in by_persons:
            by_rules.setdefault(merge.from_actor, merge.into_actor)
    _refuse_circle(by_persons)
    _refuse_circle(by_rules)
    chains = _Chains(said_different(merges))
    for from_actor, into_actor in by_persons.items():
        if not chains.join(from_actor, into_actor):
            raise UsageError(
                f"{from_actor!r} is merged into {into_actor!r}, and by that way into one that it is said to be "
                "different from; undo the merge, or say that they are the same"
            )
    for from_actor, into_actor in by_rules.items():
        chains.join(from_actor, into_actor)  # or not, where persons say that the two are different
    return chains.mapping()


def _refuse_circle(into: Mapping[str, str]) -> None:
    seen: set[str] = set()
    for start in into:
        path: dict[str, None] = {}
        at = start
        while at in into and at not in seen and at not in path:
            path[at] = None
            at = into[at]
        if at in path:
            ids = list(path)[list(path).index(at) :]
            first = ids.index(min(ids))  # the same message in whatever order they come
            raise UsageError(_circle([*ids[first:], *ids[:first]]))
        seen.update(path)


def _circle(ids: Sequence[str]) -> str:
    names = " -> ".join(repr(i) for i in ids[:SHOWN])
    more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
    return f"merges lead in a circle: {names}{more} -> {ids[0]!r}; undo one of them"


class _Chains:
    """Actors with the one that each was merged into, and the groups that may not be joined."""

    def __init__(self, different: Iterable[tuple[str, str]]) -> None:
        self._into: dict[str, str] = {}
        self._foes: dict[str, set[str]] = {}  # end of a chain -> ends that it is said to be different from
        for one, other in different:
            self._foes.setdefault(one, set()).add(other)

    def end(self, actor: str) -> str:
        """The end of an actor's chain; the way is shortened for the next time."""
        at = actor
        while at in self._into:
            at = self._into[at]
        while actor in self._into and self._into[actor] != at:
            self._into[actor], actor = at, self._into[actor]
        return at

    def join(self, from_actor: str, into_actor: str) -> bool:
        """Join the chains of two actors; False where they are said to be different."""
        one, other = self.end(from_actor), self.end(into_actor)
        if other in self._foes.get(one, ()):
            return False
        if one != other:
            self._link(one, other)
        return True

    def _link(self, one: str, other: str) -> None:
        self._into[one] = other
        for foe in self._foes.pop(one, ()):
            self._foes[foe].discard(one)
            self._foes[foe].add(other)
            self._foes.setdefault(other, set()).add(foe)

    def mapping(self) -> dict[str, str]:
        return {actor: self.end(actor) for actor in list(self._into)}
