"""Whom the speaker of one statement speaks for: the options and what speaks for each.

A person's side is settled once for the article (`ties`); here it is one option beside those that only the source's
words give: whose officials they are, which party "lawmakers" belong to, that two speakers together speak for nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from onrecord.resolve.affiliation import PARTIES
from onrecord.resolve.candidates import Candidate
from onrecord.resolve.carry import Option
from onrecord.resolve.entities import Entity
from onrecord.resolve.nps import Phrase, entity_of
from onrecord.resolve.owners import likely_owners, owner_of
from onrecord.resolve.scene import Scene, nearest
from onrecord.resolve.ties import OPPOSED

SETTLED = 0.4  # a speaker as sure as this has a side of its own
OWN = ("person", "government", "organisation", "media")
STATE_OWN = frozenset(
    ["state", "state-run", "state-owned", "state-controlled", "official"]
)  # of media and firms
WEIGHED = 3  # so many of the likeliest candidates give their side


def side_options(
    scene: Scene, phrase: Phrase, key: str, ranked: Sequence[tuple[float, Candidate]], at: int
) -> tuple[list[Option], list[str]]:
    """The options for the side of a statement whose candidates are ranked, and the features of "no side"."""
    options: dict[str, Option] = {}
    kind = ranked[0][1].entity.type if ranked else "nobody"
    role = phrase.noun[3] or phrase.noun[0] or "-"
    nil = [f"side|{f}" for f in ("nil", f"nil,{key}", f"nil,{kind}", f"nil,{key},{kind}", f"nil,{role}")]
    nil.append(f"side|nil,{phrase.head},{phrase.noun[1]}")
    found: Iterable[tuple[str | None, str]] = _found(scene, phrase, ranked, at)
    if ranked and ranked[0][0] >= SETTLED and (kind in OWN or joint(ranked[0][1].entity)):
        # Whom a named speaker speaks for is known; whether it counts as a side is what is left to weigh.
        own = ranked[0][1].entity.side
        found = ((side, how) for side, how in found if side in (own, None))
    for side, how in found:
        told = [
            f"side|{f}"
            for f in (how, f"{how},{key}", f"{how},{kind}", f"{how},{role}", f"{how},{phrase.head}")
        ]
        if side:
            options.setdefault(side, Option(side, [])).features.extend(told)
        else:
            nil.extend(told)
    return list(options.values()), nil


def _found(
    scene: Scene, phrase: Phrase, ranked: Sequence[tuple[float, Candidate]], at: int
) -> Iterator[tuple[str | None, str]]:
    yield from _of_candidates(ranked)
    if phrase.kind == "name":
        entity = entity_of(phrase, scene.cast)
        if entity is not None and phrase.name is not None:
            yield entity.side, f"named {phrase.name.type}"
        return
    owner = owner_of(scene, phrase)
    if owner is not None:
        yield owner.side or (owner.name if owner.type == "organisation" else None), f"owner {owner.type}"
        if STATE_OWN & {scene.view.words[i].lower() for i in phrase.tokens}:
            yield owner.side, "state's own"
    yield from _by_words(scene, phrase)
    if scene.outer is not None and scene.outer.entity is not None:
        yield scene.outer.entity.side, "outer"
    if scene.said and scene.said[-1].entity is not None:
        yield scene.said[-1].entity.side, "said before"
    for rank, state in enumerate(likely_owners(scene, "official", at)):
        yield state.side, f"top state {rank}"
    near = nearest(scene, at)
    for sort in ("government", "organisation"):
        last = next((e for e in near if e.type == sort), None)
        if last is not None:
            yield last.side or last.name, f"last {sort}"


def _of_candidates(ranked: Sequence[tuple[float, Candidate]]) -> Iterator[tuple[str | None, str]]:
    """The sides of the likeliest candidates, and of that on which most of the chance falls."""
    totals: dict[str | None, float] = {}
    for share, candidate in ranked:
        side = candidate.entity.side
        totals[side] = totals.get(side, 0.0) + share
    if not totals:
        return
    best = ranked[0][1].entity
    yield best.side, "best joint" if joint(best) else "best"
    for rank, (_, candidate) in enumerate(ranked[1:WEIGHED], 1):
        yield candidate.entity.side, f"candidate {rank}"
    most = max(totals, key=lambda side: totals[side])
    yield most, "most"
    yield most, f"most={min(int(totals[most] * 5), 4)}"


def joint(entity: Entity) -> bool:
    """Whether it is several speakers with sides of their own."""
    return entity.plural and " and " in entity.name and entity.side is not None and " and " in entity.side


def _by_words(scene: Scene, phrase: Phrase) -> Iterator[tuple[str | None, str]]:
    """The sides that the source's own words name."""
    low = [scene.view.words[i].lower() for i in phrase.tokens]
    for word in low:
        party = PARTIES.get(word) or PARTIES.get(word.removesuffix("s")) or PARTIES.get(word[:-3] + "y")
        if party:
            yield party, "party"
    for order, name in enumerate(phrase.inner):
        entity = scene.cast.of_name[name.first]
        side = entity.side or (entity.name if entity.type in ("organisation", "place") else None)
        yield side, f"inner {entity.type},{name.type}"
        yield side, f"inner {min(order, 2)}"
    if OPPOSED & set(low):
        for rank, state in enumerate(likely_owners(scene, "official", phrase.tokens[0])):
            if state.side:
                of = scene.tables.adjectives.get(state.side, state.side)
                yield f"{of} opposition", f"opposed {rank}"
