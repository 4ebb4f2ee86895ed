"""The actors that an article names: its names joined into entities, each with what the text calls it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from onrecord.resolve.firms import clean_org, short_forms
from onrecord.resolve.lexicon import listed
from onrecord.resolve.names import PARTICLES, Name
from onrecord.resolve.offices import office_of
from onrecord.resolve.tables import Tables, plain, sound, surname_of
from onrecord.resolve.text import Text

INITIAL = re.compile(r"(?<=\s)(?:[A-Z]\.\s?)+(?=\S)|\s(?:Jr\.?|Sr\.?|II|III|IV)$")
# Holders of these are meant by their surname alone where no one else of that name is in the text.
TOP_ROLES = listed("top roles")
GENERIC = listed("generic")
MALE_TITLES = listed("male titles")
FEMALE_TITLES = listed("female titles")


@dataclass(slots=True, eq=False)
class Entity:
    """One whom the text names or describes."""

    name: str  # canonical
    type: str  # a SpeakerType, or "place"
    side: str | None = None
    sex: str | None = None  # "m", "f"; None where nothing tells
    plural: bool = False
    at: list[int] = field(default_factory=list)  # first token of each mention, in order
    words: set[str] = field(default_factory=set)  # head nouns and roles by which the text calls it
    sure: float = 1.0  # below 1 where a surname was given a full name by the table alone


@dataclass(slots=True)
class Cast:
    """All entities of an article, and which name stands for which."""

    entities: list[Entity] = field(default_factory=list)
    of_name: dict[int, Entity] = field(default_factory=dict)  # first token of a name -> entity
    names: list[Name] = field(default_factory=list)
    short: dict[str, str] = field(default_factory=dict)  # initials or first words -> the full name of a body
    rivals: dict[int, list[Entity]] = field(
        default_factory=dict
    )  # first token of a surname -> others of that name

    by_title: dict[int, Name] = field(default_factory=dict)  # first token of a name or its title -> name
    by_first: dict[int, Name] = field(default_factory=dict)  # first token of the name itself -> name
    covered: set[int] = field(default_factory=set)  # tokens of names

    def add(self, entity: Entity) -> Entity:
        self.entities.append(entity)
        return entity


def clean_person(written: str) -> str:
    """The name without middle initials and suffixes: "Dmitri S. Peskov" gives "Dmitri Peskov"."""
    return INITIAL.sub("", written).replace("’", "'").strip() or written


def build_cast(
    view: Text, names: Sequence[Name], tables: Tables, day: date | None, outlet: str | None
) -> Cast:
    """Join the names of an article into entities."""
    cast = Cast(names=list(names), by_title={name.title: name for name in names})
    cast.by_first = {name.first: name for name in names}
    cast.covered = {i for name in names for i in range(name.first, name.last + 1)}
    people: dict[str, Entity] = {}
    for name in names:
        if name.type == "person" and name.length > 1 and not _bare(name):
            _full_name(cast, people, name, view, tables)
    things: dict[str, Entity] = {}
    cast.short = short_forms(names)
    for name in names:
        if name.type == "person":
            if name.length == 1 or _bare(name):
                cast.of_name[name.first] = _single(cast, people, name, view, tables, day)
        else:
            cast.of_name[name.first] = _thing(cast, things, name, view, tables, outlet)
        cast.of_name[name.first].at.append(name.first)
    for entity in cast.entities:
        if entity.type == "person" and entity.sex is None:
            entity.sex = _sex_of_name(entity.name, tables)
    return cast


def _bare(name: Name) -> bool:
    """Whether the name is a surname with its particle: "De Mistura", "von der Leyen"."""
    parts = name.text.lower().split()
    return len(parts) > 1 and all(part in PARTICLES for part in parts[:-1])


def _sex_of_name(name: str, tables: Tables) -> str | None:
    parts = name.split()
    return tables.sexes.get(parts[0]) or tables.sexes.get(plain(parts[0])) if len(parts) > 1 else None


def title_words(view: Text, name: Name) -> list[str]:
    return [view.words[i].lower() for i in range(name.title, name.first)]


def _sex_of_title(words: Iterable[str]) -> str | None:
    for word in words:
        if word in MALE_TITLES:
            return "m"
        if word in FEMALE_TITLES:
            return "f"
    return None


def _full_name(cast: Cast, people: dict[str, Entity], name: Name, view: Text, tables: Tables) -> None:
    # A middle initial or "Jr." may tell two people apart: then the tables have the name with it.
    whole = name.text in tables.roles or name.text in tables.spellings
    person = tables.person(name.text if whole else clean_person(name.text))
    if not whole and person not in tables.roles:
        person = tables.sounds.get(sound(person), person)
    entity = people.get(person)
    if entity is None:
        first, last = person.split()[0], plain(person.split()[-1])
        for known in people.values():
            parts = known.name.split()
            if plain(parts[-1]) == last and (plain(parts[0]) == plain(first) or person in known.name):
                entity = known
                break
    if entity is None:
        entity = cast.add(Entity(person, "person"))
        people[person] = entity
    cast.of_name[name.first] = entity
    entity.sex = entity.sex or _sex_of_title(title_words(view, name))


def _surname_is(entity: Entity, word: str) -> bool:
    if entity.name == word:
        return True
    bare = plain(word.split()[-1])
    bare = bare[3:] if bare[:3].lower() in ("al-", "el-") else bare
    own = plain(surname_of(entity.name)).split()[-1]
    return bare in (own, plain(entity.name.split()[-1]))


def _single(
    cast: Cast, people: dict[str, Entity], name: Name, view: Text, tables: Tables, day: date | None
) -> Entity:
    word = tables.spellings.get(name.text, name.text)
    sex = _sex_of_title(title_words(view, name))
    found = [e for e in people.values() if _surname_is(e, word) or _surname_is(e, name.text)]
    found = found or [e for e in people.values() if e.name.split()[0] == word]
    fits = [e for e in found if not (sex and (e.sex or _sex_of_name(e.name, tables)) not in (sex, None))]
    if fits:
        entity = _meant(fits, name)
        if len(fits) > 1:
            cast.rivals[name.first] = [e for e in fits if e is not entity]
        entity.sex = entity.sex or sex
        return entity
    person = _by_table(word, title_words(view, name), tables, day)
    entity = Entity(person or word, "person", sex=sex, sure=0.9 if person else 1.0)
    people[entity.name] = entity
    return cast.add(entity)


def _meant(entities: Sequence[Entity], name: Name) -> Entity:
    """Of people of one surname the one most named before, since others get their first name too; else the nearest."""
    before = [e for e in entities if e.at and e.at[0] < name.first]
    if before:
        return max(before, key=lambda e: (sum(at < name.first for at in e.at), e.at[-1]))
    return entities[0]


def _by_table(surname: str, titles: Sequence[str], tables: Tables, day: date | None) -> str | None:
    """The one world-known person of that surname on that day; None where there are several."""
    people = list(dict.fromkeys(tables.known_as(surname, day)))
    if len(people) > 1 and titles:
        by_title = [
            p for p in people if any(set(titles) & set(r.role.split()) for r in tables.roles_on(p, day))
        ]
        people = by_title or people
    top = [p for p in people if any(r.role in TOP_ROLES for r in tables.roles_on(p, day))]
    if len(top) == 1:
        return top[0]
    return people[0] if len(people) == 1 else None


def _thing(
    cast: Cast, things: dict[str, Entity], name: Name, view: Text, tables: Tables, outlet: str | None
) -> Entity:
    """The entity of a state, body, outlet, organisation or place."""
    kind: str
    side: str | None
    state = name.state or (tables.state_of(name.text) if name.type in ("state", "people", "place") else None)
    if state:
        key, kind, side = state, "government", state
    elif name.type in ("body", "outlet"):
        thing = tables.things[name.text]
        key, kind, side = thing.name, thing.type, thing.side
    elif name.type == "place":
        key, kind, side = name.text, "place", None
    else:
        key, kind, side = _organisation(cast, things, name, view, tables)
    if key == "Times" and outlet and outlet.endswith("Times"):
        key, kind, side = outlet, "media", None
    if key not in things:
        things[key] = cast.add(Entity(key, kind, side))
    return things[key]


def _organisation(
    cast: Cast, things: dict[str, Entity], name: Name, view: Text, tables: Tables
) -> tuple[str, str, str | None]:
    """Name, type and side of an organisation: an office of a state, a body of the tables, or its own."""
    pair = _pair(name.text, tables)
    if pair:
        return pair, "government", pair
    state = _state_before(view, name, tables) or _state_named_last(things)
    office = office_of(name.text, state, tables) if state else None
    if office and state:
        return office, "government", state
    key = clean_org(name.text)
    thing = tables.things.get(key)
    if thing is not None:
        return thing.name, thing.type, thing.side
    article = f"the {key}"
    if (
        article in tables.things
        and tables.things[article].name in things
        and view.words[name.first - 1].lower() == "the"
    ):
        return tables.things[article].name, "government", tables.things[article].side
    key = cast.short.get(key) or next(
        (f for f in things if len(key) > 6 and f.startswith(key) and " " in key), key
    )
    if " " not in key and key in GENERIC:
        # "the Commission" is the commission named last.
        known = [
            e
            for e in things.values()
            if e.type in ("organisation", "government", "media") and key in e.name.split() and e.at
        ]
        if known:
            last = max(known, key=lambda e: e.at[-1])
            return last.name, last.type, last.side
    first = " ".join(key.split()[:1])
    whole = tables.things.get(first)
    if whole is not None and whole.type != "media" and len(key.split()) > 1 and not key.split()[1].islower():
        return key, "organisation", whole.side
    return key, "organisation", key


def _pair(written: str, tables: Tables) -> str | None:
    """The two states of "EU-Turkey" or "U.S.-Russian"."""
    parts = written.split("-")
    if len(parts) != 2:
        return None
    names = [tables.state_of(p) or (tables.things[p].name if p in tables.things else None) for p in parts]
    return f"{names[0]} and {names[1]}" if all(names) else None


def _state_before(view: Text, name: Name, tables: Tables) -> str | None:
    """The state whose adjective or possessive stands before a name or starts it."""
    words = view.words
    own = tables.state_of(words[name.first])
    if own or name.first == 0:
        return own
    if words[name.first - 1] in ("'s", "’s") and name.first > 1:
        return tables.state_of(words[name.first - 2])
    return tables.peoples.get(words[name.first - 1])


def _state_named_last(things: dict[str, Entity]) -> str | None:
    """The state named last so far, whose a ministry is that the text names alone."""
    states = [e for e in things.values() if e.type == "government" and e.name == e.side and e.at]
    return max(states, key=lambda e: e.at[-1]).side if states else None
