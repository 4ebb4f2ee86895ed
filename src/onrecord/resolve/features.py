"""What speaks for and against a candidate: distance, order, sex, number, what the text calls it, who spoke last.

A feature is a string; its weight is learnt (`training/speakers.py`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from onrecord.resolve.entities import Entity
from onrecord.resolve.lexicon import listed
from onrecord.resolve.nps import Phrase
from onrecord.resolve.owners import owner_of, role_words
from onrecord.resolve.scene import Scene
from onrecord.resolve.text import Text

LINKING = listed("cut")
DETERMINERS = listed("determiners")
PERSONAL = ("he", "she")
# Names for those behind "it is expected", "reportedly", "was accused of".
UNWORDED = (
    "unnamed observers", "unnamed", "media reports", "unnamed sources", "unnamed accusers", "unnamed critics",
    "unnamed people", "reporters",
)  # fmt: skip


def recency(scene: Scene, entities: list[Entity], at: int) -> dict[int, tuple[int, int]]:
    """For each entity its last mention before `at` and its rank in nearness among those weighed."""
    last = []
    for entity in entities:
        i = bisect_left(entity.at, at)
        if i:
            last.append((entity.at[i - 1], id(entity)))
    last.sort(
        key=lambda pair: -pair[0]
    )  # of two at one token the one weighed first: memory addresses must not count
    return {key: (token, rank) for rank, (token, key) in enumerate(last)}


def shape_of(view: Text, phrase: Phrase) -> list[str]:
    """How a description is built: its head, first word, length and first preposition.

    "Investors" alone are meant as such, "the people" are those named before, "people close to the talks" need no more.
    """
    low = [view.words[i].lower() for i in phrase.tokens]
    linked = next((n for n, word in enumerate(low) if n and word in LINKING), len(low))
    first = low[0] if low[0] in DETERMINERS else "-"
    link = low[linked] if linked < len(low) else "-"
    return [phrase.head, f"{first},{min(linked, 4)},{link}"]


def features(
    scene: Scene, phrase: Phrase, key: str, entity: Entity, ranked: dict[int, tuple[int, int]], at: int
) -> Iterator[str]:
    view = scene.view
    if phrase.kind in PERSONAL:
        wanted = "m" if phrase.kind == "he" else "f"
        yield f"pers|sex={'?' if entity.sex is None else 'yes' if entity.sex == wanted else 'no'}"
    place = ranked.get(id(entity))
    if place is None:
        yield f"{key}|unseen" if not entity.at else f"{key}|later"
    else:
        token, rank = place
        gap = view.sentences[at] - view.sentences[token]
        yield f"{key}|gap={min(gap, 5)}"
        yield f"rank={min(rank, 5)}"
        yield f"{key}|rank={min(rank, 3)},gap={min(gap, 2)}"
        if view.paragraphs[at] == view.paragraphs[token]:
            yield f"{key}|same paragraph"
        if token in scene.own:
            yield f"{key}|in content"
        yield from _narrated(scene, key, entity, at)
        yield from _place_in_sentence(scene, key, entity, token, gap)
    if len(entity.at) > 2:
        yield f"{key}|often={min(len(entity.at) // 3, 3)}"
    yield from _speech(scene, phrase, key, entity)
    if phrase.kind == "noun":
        yield from _called(scene, phrase, key, entity)
    elif phrase.kind == "none" or not phrase.tokens:
        yield f"none|cue={scene.cue},{entity.name if entity.name in UNWORDED else entity.type}"


def _narrated(scene: Scene, key: str, entity: Entity, at: int) -> Iterator[str]:
    """How far back the reporter, and not someone quoted, named the entity: whom a quote names seldom speaks next."""
    if at in scene.quoted:
        return
    i = bisect_left(entity.at, at)
    back = 0
    while i > 0 and entity.at[i - 1] in scene.quoted:
        i, back = i - 1, back + 1
    if i == 0:
        yield f"{key}|only quoted"
        return
    gap = scene.view.paragraphs[at] - scene.view.paragraphs[entity.at[i - 1]]
    yield f"{key}|narrated,paragraphs={min(gap, 4)}"
    if back:
        yield f"{key}|quoted since"


def _place_in_sentence(scene: Scene, key: str, entity: Entity, token: int, gap: int) -> Iterator[str]:
    """Whether the last mention leads its sentence: subjects are taken up by pronouns."""
    head = scene.view.heads[scene.view.sentences[token]]
    if gap:
        i = bisect_left(entity.at, head)
        token = entity.at[i] if i < len(entity.at) else token
    leads = not any(
        e is not entity and e.type == entity.type and _is_named(e, head, token) for e in scene.pool
    )
    yield f"{key}|leads={leads},gap={min(gap, 2)}"


def _is_named(entity: Entity, start: int, end: int) -> bool:
    """Whether a mention starts in a range of tokens."""
    i = bisect_left(entity.at, start)
    return i < len(entity.at) and entity.at[i] < end


def _speech(scene: Scene, phrase: Phrase, key: str, entity: Entity) -> Iterator[str]:
    if scene.outer is not None:
        yield f"{key}|nested,{'outer' if entity is scene.outer.entity else 'not outer'}"
    for back, said in enumerate(reversed(scene.said[-2:]), 1):
        if said.entity is not None:
            same = said.entity is entity or said.entity.name == entity.name
            yield f"{key}|said{back}={same}"
            if same and back == 1 and not phrase.tokens:
                yield f"{key}|goes on"
    if phrase.kind == "they":
        yield f"they|plural={entity.plural}"


def _called(scene: Scene, phrase: Phrase, key: str, entity: Entity) -> Iterator[str]:
    """Whether the text calls the entity by the noun, and whether it is on the owner's side."""
    owner = owner_of(scene, phrase)
    if owner is not None and owner.side and entity is not owner:
        yield f"{key}|owner's side={entity.side == owner.side if entity.side else '?'}"
    bearers = sum(bool(e.at) and phrase.head in e.words for e in scene.pool) if phrase.definite else 0
    if not entity.at:
        yield f"{key}|definite={phrase.definite},new,{phrase.noun[1]}"
        if phrase.definite:
            yield f"{key}|new,bearers={min(bearers, 2)}"
        return
    called = "not"
    if phrase.head in entity.words:
        called = "all" if role_words(scene.view, phrase) <= entity.words else "head"
    if phrase.definite and called != "not":
        yield f"{key}|called,bearers={min(bearers, 3)}"
    yield f"{key}|called={called}"
    yield f"{key}|called={called},{phrase.definite}"
    yield f"{key}|called={called},{phrase.definite},{entity.type}"
    yield f"{key}|definite={phrase.definite},pool,{phrase.noun[1]}"
    if phrase.noun[1] == "p":
        yield f"{key}|number={entity.plural}"
