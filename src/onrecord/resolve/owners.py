"""Whose a described source is: "his envoy", "the Kremlin's spokesman", "a spokesman" after a firm was named."""

from __future__ import annotations

from bisect import bisect_left

from onrecord.resolve.entities import Entity
from onrecord.resolve.names import Name
from onrecord.resolve.nps import Phrase
from onrecord.resolve.scene import Scene, nearest
from onrecord.resolve.text import Text


def owner_of(scene: Scene, phrase: Phrase) -> Entity | None:
    """The entity that a possessor stands for; a pronoun is the last speaker or person of that sex."""
    if isinstance(phrase.owner, Name):
        return scene.cast.of_name[phrase.owner.first]
    if phrase.owner in ("his", "her", "its", "their"):
        return _owner_by_pronoun(scene, phrase.owner, phrase.tokens[0])
    if phrase.owner in ("my", "our") and scene.outer is not None:
        return scene.outer.entity
    return None


def _owner_by_pronoun(scene: Scene, pronoun: str, at: int) -> Entity | None:
    """Who "his" or "its" points at: the first that fits in the same sentence, else the last before it."""
    sex = {"his": "m", "her": "f"}.get(pronoun)
    kinds = ("person",) if sex else ("government", "organisation")
    fitting = [e for e in nearest(scene, at) if e.type in kinds and (not sex or e.sex in (sex, None))]
    if not fitting:
        return None
    head = scene.view.heads[scene.view.sentences[at]]
    here = [(e.at[i], e) for e in fitting if (i := bisect_left(e.at, head)) < len(e.at) and e.at[i] < at]
    return min(here, key=lambda pair: pair[0])[1] if here else fitting[0]


def side_entity(scene: Scene, owner: Entity) -> Entity:
    known = next((e for e in scene.pool if e.name == owner.side and e.type == "government"), None)
    return known or Entity(owner.side or owner.name, "government", owner.side)


def likely_owners(scene: Scene, kind: str, at: int) -> list[Entity]:
    """Whose a spokesman or official is that the text does not say: the body named last, the states named most."""
    near = nearest(scene, at)
    states = sorted((e for e in near if e.type == "government"), key=lambda e: -len(e.at))[:2]
    if kind == "spokes":
        return [e for e in near if e.type in ("organisation", "government")][:2]
    return states


def role_words(view: Text, phrase: Phrase) -> set[str]:
    """The words that name the role: "deputy", "foreign", "minister"."""
    covered = {i for name in phrase.inner for i in range(name.first, name.last + 1)}
    words = set()
    for token in phrase.tokens:
        low = view.words[token].lower()
        if low in (",", "who", "which", "for", "in", "at", "from"):
            break
        if (
            token not in covered
            and low.isalpha()
            and low not in ("the", "a", "of", "his", "her", "its", "their")
        ):
            words.add("defence" if low == "defense" else low)
    return words
