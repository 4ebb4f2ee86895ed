"""Whom a source can mean: the candidates, each told by how it was come by, with the features that rank it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.models import Statement
from onrecord.resolve.describe import belonging, described, descriptions, office_name
from onrecord.resolve.entities import Entity
from onrecord.resolve.features import PERSONAL, UNWORDED, features, recency, shape_of
from onrecord.resolve.lexicon import listed
from onrecord.resolve.names import PARTICLES, Name
from onrecord.resolve.nps import Phrase, entity_of, parse
from onrecord.resolve.owners import likely_owners, owner_of, role_words, side_entity
from onrecord.resolve.scene import Scene, nearest

POOL_LIMIT = 14  # the nearest so many entities of a fitting kind are weighed
# Which entities a pronoun or a noun's class can mean.
FITS = {
    "he": ("person", "unnamed"), "she": ("person", "unnamed"),
    "it": ("government", "organisation", "media", "group", "unnamed"),
    "they": ("group", "unnamed", "organisation", "government", "person"),
    "who": ("person", "unnamed", "group", "government", "organisation"),
    "none": (), "i": (), "we": (), "you": (),
    "person": ("person", "unnamed"), "spokes": ("person", "unnamed"), "official": ("person", "unnamed"),
    "human": ("person", "unnamed"), "source": ("unnamed", "person"), "people": ("group", "unnamed"),
    "analysts": ("group", "unnamed"), "state": ("government",), "office": ("government", "organisation"),
    "org": ("organisation", "government", "group"), "company": ("organisation",), "media": ("media",),
    "document": ("person", "organisation", "government", "media", "group"), "reports": ("media",),
    "": ("person", "organisation", "group", "government"),
}  # fmt: skip
LINKS = frozenset({"by", "from", "of", "for", "to", "the"})
BELONGING = ("official", "spokes", "people", "office", "source", "human")
LEADS = frozenset(["head", "chief", "boss", "leader"])
TOP = frozenset(["president", "head", "chair", "director", "general", "chairperson"])
PAIRS = listed("pairs")


@dataclass(slots=True)
class Candidate:
    entity: Entity
    features: list[str] = field(default_factory=list)


def candidates(scene: Scene, phrase: Phrase, at: int) -> list[Candidate]:
    """The candidates for a source that stands at token `at`, best known first."""
    found: dict[int, Candidate] = {}
    shapes = shape_of(scene.view, phrase) if phrase.kind == "noun" else []
    key = phrase.kind if phrase.kind != "noun" else "n:" + phrase.noun[0]
    for entity, how in _generate(scene, phrase, at):
        twin = found.get(id(entity)) or _same(found, entity)
        if twin is None:
            twin = found[id(entity)] = Candidate(entity, [f"{key}|type={entity.type}"])
        twin.features.append(f"{key}|{how}")
        if entity.at or how == "pool":
            continue
        twin.features.extend(f"worded {how},{shape}" for shape in shapes)
    if phrase.kind in PERSONAL:
        found = {
            k: c for k, c in found.items() if c.entity.type in ("person", "unnamed") and not c.entity.plural
        }
    ranked = recency(scene, [c.entity for c in found.values()], at)
    for candidate in found.values():
        candidate.features.extend(features(scene, phrase, key, candidate.entity, ranked, at))
        if phrase.kind == "noun":
            # The same without the noun's class, for classes that are rare.
            own = len(key)
            candidate.features.extend(["n" + f[own:] for f in candidate.features if f.startswith(key)])
    return list(found.values())


def antecedent(scene: Scene, phrase: Phrase, found: Sequence[Candidate]) -> int | None:
    """Which candidate "the spokesman" takes up: the one person who has spoken and whom the text calls so.

    Too rare a case for the ranker to learn; it is what a reader does. "Some media reports" mean media reports.
    """
    general = _general_media(found)
    if general is not None:
        return general
    if not phrase.definite or phrase.noun[0] not in ("spokes", "person", "office") or phrase.noun[1] == "p":
        return None
    wanted = role_words(scene.view, phrase)
    called = [
        (i, wanted <= c.entity.words)
        for i, c in enumerate(found)
        if c.entity.type == "person" and phrase.head in c.entity.words
    ]
    if len(called) != 1 or not called[0][1]:
        return None
    name = found[called[0][0]].entity.name
    spoke = any(said.entity is not None and said.entity.name == name for said in scene.said)
    return called[0][0] if spoke else None


def _general_media(found: Sequence[Candidate]) -> int | None:
    return next((i for i, c in enumerate(found) if any("|media in general" in f for f in c.features)), None)


def _same(found: dict[int, Candidate], entity: Entity) -> Candidate | None:
    same = _meaning(entity.name)
    return next((c for c in found.values() if _meaning(c.entity.name) == same), None)


def _meaning(name: str) -> str | tuple[str, ...]:
    """What two names share that mean the same: "unnamed" says nothing, and joint speakers have no order."""
    bare = name.removeprefix("unnamed ")
    return tuple(sorted(bare.replace(", ", " and ").split(" and "))) if " and " in bare else bare.lower()


def _generate(scene: Scene, phrase: Phrase, at: int) -> Iterator[tuple[Entity, str]]:
    if phrase.kind == "joint":
        yield from _joint(scene, phrase, at)
        yield from described(scene.view, phrase, scene.cast)
        return
    if phrase.kind == "name":
        yield from _named(scene, phrase)
        return
    if scene.outer is not None and scene.outer.entity is not None:
        yield from _from_outer(scene, scene.outer.entity)
    if phrase.kind in ("i", "we", "you"):
        if phrase.kind == "we":
            yield from _pairs(scene, at)
        if scene.outer is None:
            yield from _recent_speakers(scene)
            if scene.outlet:
                yield Entity(scene.outlet, "media"), "outlet"
        return
    if phrase.kind == "none":
        yield from _unworded(scene, at)
        return
    if phrase.kind == "noun":
        yield from _by_noun(scene, phrase, at)
    if phrase.kind in ("they", "we") or PAIRS & {scene.view.words[i].lower() for i in phrase.tokens}:
        yield from _pairs(scene, at)
    yield from _recent_speakers(scene)
    yield from ((entity, "pool") for entity in _pool(scene, phrase, at))


def _named(scene: Scene, phrase: Phrase) -> Iterator[tuple[Entity, str]]:
    """Who bears the name in the source, and others of the same surname."""
    name, entity = phrase.name, entity_of(phrase, scene.cast)
    if name is None or entity is None:
        return
    form = "long" if name.length > 1 else "short"
    plural = name.type == "people" and name.text.endswith("s")
    rivals = scene.cast.rivals.get(name.first, [])
    yield entity, f"named={name.type},{form},{plural},{phrase.compound}"
    extra = len(phrase.tokens) > name.length and scene.view.words[phrase.tokens[0]].lower() not in (
        "the",
        "a",
    )
    yield entity, f"named {name.type},{extra and name.type != 'person'}"
    if rivals:
        yield entity, "has rivals"
    for rival in rivals:
        yield rival, "rival"
    if entity.type == "place" or name.type == "people" or phrase.compound:
        yield from described(scene.view, phrase, scene.cast)


def _pairs(scene: Scene, at: int) -> Iterator[tuple[Entity, str]]:
    """Two who can be meant together: the last joint speakers, the two people or states named most and last."""
    for said in reversed(scene.said):
        if said.entity is not None and said.entity.plural and " and " in said.entity.name:
            yield said.entity, "last joint"
            break
    near = nearest(scene, at)
    for kind in ("person", "government"):
        fitting = [e for e in near if e.type == kind and (kind == "person" or e.name == e.side)]
        if len(fitting) > 1:
            yield join(fitting[:2]), f"last two {kind}"
            most = sorted(fitting, key=lambda e: -len(e.at))[:2]
            yield join(most), f"top two {kind}"


def _from_outer(scene: Scene, entity: Entity) -> Iterator[tuple[Entity, str]]:
    yield entity, "outer"
    if entity.side and entity.side != entity.name:
        thing = scene.tables.things.get(entity.side)
        known = next((e for e in scene.pool if e.name == entity.side), None)
        yield (
            known or Entity(entity.side, thing.type if thing else "organisation", entity.side),
            "outer's side",
        )


def _recent_speakers(scene: Scene) -> Iterator[tuple[Entity, str]]:
    seen: list[Entity] = []
    for said in reversed(scene.said):
        if said.entity is not None and said.entity not in seen:
            seen.append(said.entity)
            yield said.entity, f"spoke{len(seen)}"
            if len(seen) == 3:
                return


def _unworded(scene: Scene, at: int) -> Iterator[tuple[Entity, str]]:
    yield from _recent_speakers(scene)
    for name in UNWORDED:
        yield Entity(name, "media" if name == "media reports" else "unnamed"), "as " + name
    if scene.outlet:
        yield Entity(scene.outlet, "media"), "outlet"
    before = [e for e in nearest(scene, at) if e.type in ("person", "government", "organisation")]
    yield from ((entity, f"near{n}") for n, entity in enumerate(before[:3]))


def _pool(scene: Scene, phrase: Phrase, at: int) -> list[Entity]:
    kind = phrase.noun[0] if phrase.kind == "noun" else phrase.kind
    fits = FITS.get(kind, ())
    fitting = [e for e in nearest(scene, at) if e.type in fits]
    later = [e for e in scene.pool if e.at and e.at[0] > at and e.type in fits and e.type == "person"]
    return fitting[:POOL_LIMIT] + later[:2]


def _by_noun(scene: Scene, phrase: Phrase, at: int) -> Iterator[tuple[Entity, str]]:
    view, cast, tables = scene.view, scene.cast, scene.tables
    owner = owner_of(scene, phrase)
    kind = phrase.noun[0]
    if owner is not None:
        yield from _owned(scene, phrase, owner)
    for name in phrase.inner:
        entity = cast.of_name[name.first]
        if entity is not owner:
            before = view.words[name.title - 1].lower() if name.title else ""
            yield entity, f"within={entity.type},{before if before in LINKS else '-'}"
    if kind in ("person", "spokes", "official", "human", "") and owner is None:
        yield from _home_holders(scene, phrase)
    yield from descriptions(view, phrase, cast, tables, owner)
    if owner is None and not phrase.inner and (kind in BELONGING or phrase.noun[1] == "p"):
        yield from belonging(view, phrase, cast, tables, likely_owners(scene, kind, phrase.tokens[0]))


def _owned(scene: Scene, phrase: Phrase, owner: Entity) -> Iterator[tuple[Entity, str]]:
    """What belongs to the owner: its state, its ministry, the holder of its office, or the owner itself."""
    kind = phrase.noun[0]
    if kind in ("state", "") and owner.side and owner.type in ("government", "person", "organisation"):
        yield side_entity(scene, owner), "owner's state"
    if kind == "office" and owner.side:
        office = office_name(scene.view, phrase, owner.side, scene.tables)
        if office:
            yield Entity(office, "government", owner.side), "office"
    if kind in ("person", "spokes") and owner.side:
        yield from holders(scene, phrase, owner)
    if kind in ("document", "reports", "") or phrase.noun[1] == "p":
        yield owner, "owner"
    elif kind in ("media", "org", "company") and isinstance(phrase.owner, Name):
        possessive = scene.view.words[phrase.owner.last + 1] in ("'s", "’s")
        yield owner, f"owner by name,{owner.type},{possessive}"


def holders(scene: Scene, phrase: Phrase, owner: Entity) -> Iterator[tuple[Entity, str]]:
    """The people who hold the office that a noun names for the owner's side, by the text, then by the table."""
    wanted = role_words(scene.view, phrase)
    for entity in scene.pool:
        if entity.type == "person" and entity.side == owner.side and phrase.head in entity.words:
            yield entity, "holds it by the text" if wanted <= entity.words else "like it by the text"
    found = [
        r
        for r in scene.tables.offices.get(owner.side or "", [])
        if scene.day and r.held(scene.day.isoformat())
    ]
    exact = [r for r in found if set(_norm(r.role).split()) == wanted]
    if not exact and owner.type == "organisation" and phrase.head in LEADS:
        exact = [r for r in found if set(r.role.lower().replace("-", " ").split()) & TOP]
    names = {r.actor for r in exact if r.own} or {r.actor for r in exact}
    if len(names) == 1:
        person = names.pop()
        known = next((e for e in scene.pool if e.name == person), None)
        yield known or Entity(person, "person", owner.side), "holds it by the table"


def _home_holders(scene: Scene, phrase: Phrase) -> Iterator[tuple[Entity, str]]:
    """For "the president" with no owner: whoever the text calls so."""
    wanted = role_words(scene.view, phrase)
    for entity in scene.pool:
        if entity.type == "person" and phrase.head in entity.words:
            yield entity, "called so" if wanted <= entity.words else "called like it"


def _norm(role: str) -> str:
    return role.lower().replace("defense", "defence").replace(" of ", " ")


def _joint(scene: Scene, phrase: Phrase, at: int) -> Iterator[tuple[Entity, str]]:
    parts = []
    for part in phrase.parts:
        if part.kind == "name":
            entity = entity_of(part, scene.cast)
        else:
            owner = owner_of(scene, part)
            state = owner is not None and owner.side and part.noun[0] == "state"
            entity = (
                side_entity(scene, owner)
                if state and owner is not None
                else next(
                    (e for e, _ in descriptions(scene.view, part, scene.cast, scene.tables, owner)), None
                )
            )
        if entity is not None and entity not in parts:
            parts.append(entity)
    if len(parts) > 1:
        how = "joined names" if all(p.kind == "name" for p in phrase.parts) else "joined words"
        yield join(parts), how


def join(parts: list[Entity]) -> Entity:
    """Several speakers as one: names and sides joined by "and" where they differ."""
    sides = list(dict.fromkeys(p.side for p in parts))
    known = [s for s in sides if s]
    side = None if None in sides and len(sides) > 1 else _and(known) if known else None
    kinds = {p.type for p in parts}
    kind = kinds.pop() if len(kinds) == 1 and kinds != {"person"} else "group"
    return Entity(_and([p.name for p in parts]), kind, side, plural=True)


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _whole_names(tokens: list[int], scene: Scene) -> list[int]:
    """The tokens with the rest of a name of which a source has only a part: "de" of "de Mistura"."""
    out = set(tokens)
    cut = bool(tokens) and scene.view.words[tokens[-1]] in PARTICLES
    for name in scene.cast.names:
        own = range(name.first - cut, name.last + 1)
        if name.type == "person" and tokens and (tokens[0] in own or tokens[-1] in own):
            out.update(own)
    return sorted(out)


def parse_source(scene: Scene, statement: Statement) -> Phrase:
    tokens = [i for start, end in statement.source for i in scene.view.tokens(start, end)]
    tokens = _whole_names(tokens, scene)
    return parse(scene.view, tokens, scene.cast, scene.tables)
