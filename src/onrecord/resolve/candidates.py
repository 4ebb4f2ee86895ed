"""Whom a source can mean: the candidates, each with the features by which they are ranked.

A feature is a string; its weight is learnt (`training/speakers.py`). Every candidate is told by how it was come by
(`how`), and those taken from the text by distance, order, sex, number, what the text calls them, and who spoke last.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from onrecord.models import Statement
from onrecord.resolve.describe import belonging, described, descriptions, office_name
from onrecord.resolve.entities import Cast, Entity
from onrecord.resolve.names import Name
from onrecord.resolve.nps import Phrase, entity_of, parse
from onrecord.resolve.tables import Tables
from onrecord.resolve.text import Text

PERSONAL = ("he", "she")
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
BELONGING = ("official", "spokes", "people", "office", "source", "human")
UNWORDED = (
    "unnamed observers", "unnamed", "media reports", "unnamed sources", "unnamed accusers", "unnamed critics",
    "unnamed people", "reporters",
)  # fmt: skip
LEADS = frozenset(["head", "chief", "boss", "leader"])
TOP = frozenset(["president", "head", "chair", "director", "general", "chairperson"])
PAIRS = frozenset(["two", "both", "three", "leaders", "sides", "countries", "participants", "parties", "governments", "presidents", "advisors"])


@dataclass(slots=True)
class Said:
    """A statement whose speaker is settled."""

    statement: Statement
    entity: Entity | None
    at: int  # its place in tokens
    plural: bool = False


@dataclass(slots=True)
class Candidate:
    entity: Entity
    features: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Scene:
    """All that is known while an article's statements are resolved one after the other."""

    view: Text
    cast: Cast
    tables: Tables
    day: date | None
    outlet: str | None
    said: list[Said] = field(default_factory=list)
    pool: list[Entity] = field(default_factory=list)  # entities of the cast, then the speakers described so far
    outer: Said | None = None  # of the statement in hand
    own: set[int] = field(default_factory=set)  # tokens of the statement's content
    quoted: set[int] = field(default_factory=set)  # tokens of all that is quoted in the article
    cue: str = ""


def candidates(scene: Scene, phrase: Phrase, at: int) -> list[Candidate]:
    """The candidates for a source that stands at token `at`, best known first."""
    found: dict[int, Candidate] = {}
    key = phrase.kind if phrase.kind != "noun" else "n:" + phrase.noun[0]
    for entity, how in _generate(scene, phrase, at):
        twin = found.get(id(entity)) or _same(found, entity)
        if twin is None:
            twin = found[id(entity)] = Candidate(entity, [f"{key}|type={entity.type}"])
        twin.features.append(f"{key}|{how}")
    if phrase.kind in PERSONAL:
        found = {k: c for k, c in found.items() if c.entity.type in ("person", "unnamed") and not c.entity.plural}
    ranked = _recency(scene, [c.entity for c in found.values()], at)
    for candidate in found.values():
        candidate.features.extend(_features(scene, phrase, key, candidate.entity, ranked, at))
    return list(found.values())


def _same(found: dict[int, Candidate], entity: Entity) -> Candidate | None:
    return next((c for c in found.values() if c.entity.name == entity.name), None)


def _generate(scene: Scene, phrase: Phrase, at: int) -> Iterator[tuple[Entity, str]]:
    if phrase.kind == "joint":
        yield from _joint(scene, phrase, at)
        yield from described(scene.view, phrase, scene.cast)
        return
    if phrase.kind == "name":
        named = entity_of(phrase, scene.cast)
        if named is not None and phrase.name is not None:
            form = "long" if phrase.name.length > 1 else "short"
            plural = phrase.name.type == "people" and phrase.name.text.endswith("s")
            more = len(phrase.tokens) > phrase.name.length and scene.view.words[phrase.tokens[0]].lower() not in ("the", "a")
            yield named, f"named={phrase.name.type},{form},{plural},{phrase.compound}"
            yield named, f"named {phrase.name.type},{more and phrase.name.type != 'person'}"
            if named.type == "place" or phrase.name.type == "people" or phrase.compound:
                yield from described(scene.view, phrase, scene.cast)
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


def _pairs(scene: Scene, at: int) -> Iterator[tuple[Entity, str]]:
    """Two who can be meant together: the last joint speakers, the two people or states named most and last."""
    for said in reversed(scene.said):
        if said.entity is not None and said.entity.plural and " and " in said.entity.name:
            yield said.entity, "last joint"
            break
    near = _near(scene, at)
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
        yield known or Entity(entity.side, thing.type if thing else "organisation", entity.side), "outer's side"


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
    before = [e for e in _near(scene, at) if e.type in ("person", "government", "organisation")]
    yield from ((entity, f"near{n}") for n, entity in enumerate(before[:3]))


def _near(scene: Scene, at: int) -> list[Entity]:
    last = [(e.at[i - 1], e) for e in scene.pool if (i := bisect_left(e.at, at)) > 0]
    last.sort(key=lambda pair: -pair[0])
    return [e for _, e in last]


def _pool(scene: Scene, phrase: Phrase, at: int) -> list[Entity]:
    kind = phrase.noun[0] if phrase.kind == "noun" else phrase.kind
    fits = FITS.get(kind, ())
    fitting = [e for e in _near(scene, at) if e.type in fits]
    later = [e for e in scene.pool if e.at and e.at[0] > at and e.type in fits and e.type == "person"]
    return fitting[:POOL_LIMIT] + later[:2]


def _by_noun(scene: Scene, phrase: Phrase, at: int) -> Iterator[tuple[Entity, str]]:
    view, cast, tables = scene.view, scene.cast, scene.tables
    owner = _owner(scene, phrase)
    kind = phrase.noun[0]
    if owner is not None:
        if kind in ("state", "") and owner.side and owner.type in ("government", "person", "organisation"):
            yield _side_entity(scene, owner), "owner's state"
        if kind == "office" and owner.side:
            name = office_name(view, phrase, owner.side, tables)
            if name:
                yield Entity(name, "government", owner.side), "office"
        if kind in ("person", "spokes") and owner.side:
            yield from holders(scene, phrase, owner)
        if kind in ("document", "reports", "") or phrase.noun[1] == "p":
            yield owner, "owner"
        elif kind in ("media", "org", "company") and isinstance(phrase.owner, Name):
            possessive = view.words[phrase.owner.last + 1] in ("'s", "’s")
            yield owner, f"owner by name,{owner.type},{possessive}"
    elif kind == "office":
        name = office_name(view, phrase, "", tables)
        if name:
            yield Entity(name, "government"), "office alone"
    for name in phrase.inner:
        entity = cast.of_name[name.first]
        if entity is not owner:
            before = view.words[name.title - 1].lower() if name.title else ""
            yield entity, f"within={entity.type},{before if before in ('by', 'from', 'of', 'for', 'to', 'the') else '-'}"
    if kind in ("person", "") and owner is None:
        yield from _home_holders(scene, phrase)
    yield from descriptions(view, phrase, cast, tables, owner)
    if owner is None and not phrase.inner and (kind in BELONGING or phrase.noun[1] == "p"):
        yield from belonging(view, phrase, cast, tables, _likely_owners(scene, kind, phrase.tokens[0]))


def _likely_owners(scene: Scene, kind: str, at: int) -> list[Entity]:
    """Whose a spokesman or official is that the text does not say: the body named last, the states named most."""
    near = _near(scene, at)
    states = sorted((e for e in near if e.type == "government"), key=lambda e: -len(e.at))[:2]
    if kind == "spokes":
        return [e for e in near if e.type in ("organisation", "government")][:2]
    return states


def _owner(scene: Scene, phrase: Phrase) -> Entity | None:
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
    fitting = [e for e in _near(scene, at) if e.type in kinds and (not sex or e.sex in (sex, None))]
    if not fitting:
        return None
    head = scene.view.heads[scene.view.sentences[at]]
    here = [(e.at[i], e) for e in fitting if (i := bisect_left(e.at, head)) < len(e.at) and e.at[i] < at]
    return min(here, key=lambda pair: pair[0])[1] if here else fitting[0]


def _side_entity(scene: Scene, owner: Entity) -> Entity:
    known = next((e for e in scene.pool if e.name == owner.side and e.type == "government"), None)
    return known or Entity(owner.side or owner.name, "government", owner.side)


def holders(scene: Scene, phrase: Phrase, owner: Entity) -> Iterator[tuple[Entity, str]]:
    """The people who hold the office that a noun names for the owner's side, by the text, then by the table."""
    wanted = role_words(scene.view, phrase)
    for entity in scene.pool:
        if entity.type == "person" and entity.side == owner.side and phrase.head in entity.words:
            yield entity, "holds it by the text" if wanted <= entity.words else "like it by the text"
    found = [r for r in scene.tables.offices.get(owner.side or "", []) if scene.day and r.held(scene.day.isoformat())]
    exact = [r for r in found if set(_norm(r.role).split()) == wanted]
    if not exact and owner.type == "organisation" and phrase.head in LEADS:
        exact = [r for r in found if set(r.role.lower().replace("-", " ").split()) & TOP]
    names = {r.person for r in exact}
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


def role_words(view: Text, phrase: Phrase) -> set[str]:
    """The words that name the role: "deputy", "foreign", "minister"."""
    covered = {i for name in phrase.inner for i in range(name.first, name.last + 1)}
    words = set()
    for token in phrase.tokens:
        low = view.words[token].lower()
        if low in (",", "who", "which", "for", "in", "at", "from"):
            break
        if token not in covered and low.isalpha() and low not in ("the", "a", "of", "his", "her", "its", "their"):
            words.add("defence" if low == "defense" else low)
    return words


def _joint(scene: Scene, phrase: Phrase, at: int) -> Iterator[tuple[Entity, str]]:
    parts = []
    for part in phrase.parts:
        if part.kind == "name":
            entity = entity_of(part, scene.cast)
        else:
            owner = _owner(scene, part)
            state = owner is not None and owner.side and part.noun[0] == "state"
            entity = _side_entity(scene, owner) if state and owner is not None else next(
                (e for e, _ in descriptions(scene.view, part, scene.cast, scene.tables, owner)), None
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


def _recency(scene: Scene, entities: list[Entity], at: int) -> dict[int, tuple[int, int]]:
    """For each entity its last mention before `at` and its rank in nearness among those weighed."""
    last = []
    for entity in entities:
        i = bisect_left(entity.at, at)
        if i:
            last.append((entity.at[i - 1], id(entity)))
    last.sort(reverse=True)
    return {key: (token, rank) for rank, (token, key) in enumerate(last)}


def _features(
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
    leads = not any(head <= other < token for e in scene.pool if e is not entity and e.type == entity.type for other in e.at)
    yield f"{key}|leads={leads},gap={min(gap, 2)}"


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
    owner = _owner(scene, phrase)
    if owner is not None and owner.side and entity is not owner:
        yield f"{key}|owner's side={entity.side == owner.side if entity.side else '?'}"
    if phrase.head in entity.words:
        wanted = role_words(scene.view, phrase)
        yield f"{key}|word {'all' if wanted <= entity.words else 'head'}"
        if phrase.definite:
            yield f"{key}|the word"
    elif phrase.definite:
        yield f"{key}|the other word"
    yield f"{key}|definite={phrase.definite},{'pool' if entity.at else 'new'},{phrase.noun[1]}"
    if phrase.noun[1] == "p":
        yield f"{key}|number={entity.plural}"


def parse_source(scene: Scene, statement: Statement) -> Phrase:
    tokens = [i for start, end in statement.source for i in scene.view.tokens(start, end)]
    return parse(scene.view, tokens, scene.cast, scene.tables)
