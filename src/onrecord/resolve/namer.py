"""What the tables tell of a name by itself: the actor that they know under it, and what sort of name it is."""

from __future__ import annotations

from functools import lru_cache

from onrecord.models import Actor, SpeakerType, UserTables
from onrecord.resolve.bodies import Bodies, speaker_type
from onrecord.resolve.entities import clean_person
from onrecord.resolve.likeness import person_name
from onrecord.resolve.name_runs import PARTICLES
from onrecord.resolve.name_types import by_form
from onrecord.resolve.tables import Tables, load, sound


class Namer:
    """The tables, asked by name."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.bodies = Bodies(tables)

    def actor(self, name: str, type: SpeakerType) -> Actor | None:
        """The actor that the tables know under a name, perhaps another spelling or wording of theirs."""
        if type == "unnamed":
            return None
        if type != "person":
            thing = self.bodies.thing(name)
            return Actor(thing.name, speaker_type(thing)) if thing is not None else None
        parts = person_name(name)
        person = self.tables.person(parts.whole)
        if person == parts.whole and parts.middle:
            # Of the spellings only: "John B. Amsel" need not be the John Amsel who held an office once.
            person = self.tables.spellings.get(clean_person(parts.whole), person)
        if person not in self.tables.roles and not parts.suffix:
            person = self.tables.sounds.get(sound(person), person)
        known = person in self.tables.roles or person != parts.whole
        return Actor(person, "person") if known else None

    def type_of(self, name: str) -> SpeakerType:
        """What bears a name, by the tables, then by its form."""
        thing = self.bodies.thing(name)
        if thing is not None:
            return speaker_type(thing)
        parts = person_name(name)
        words = parts.written.split()
        if self.actor(name, "person") is not None:
            return "person"
        capitals = bool(parts.given) and all(word[0].isupper() or word in PARTICLES for word in words)
        if capitals and (parts.initials or by_form(words, self.tables, None) in ("person", "maybe")):
            return "person"
        return "organisation" if name.removeprefix("the ")[:1].isupper() else "unnamed"


@lru_cache(maxsize=4)
def namer(tables: UserTables) -> Namer:
    """The shipped tables with a user's, asked by name."""
    return Namer(load(user=tables))
