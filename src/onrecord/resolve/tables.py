"""The tables of facts behind names: states, bodies, outlets, people with dated roles, spellings.

Each is a TSV file with a header. `load()` takes more rows of the same columns, and the tables of a user; both count
before the shipped ones.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from importlib.resources import files

from onrecord.models import NO_TABLES, Actor, Role, UserTables
from onrecord.resolve.lexicon import listed
from onrecord.resolve.text import TOKEN

Row = Sequence[str]
# Peoples who write the family name first; a surname alone is then the first word.
FAMILY_FIRST = {
    "China",
    "North Korea",
    "South Korea",
    "Taiwan",
    "Hong Kong",
    "Vietnam",
    "Cambodia",
    "Singapore",
}
FAMILY_FIRST_NAMES = listed("family first names")
FAMOUS = listed("famous")


@dataclass(frozen=True, slots=True)
class Thing:
    """A state, body or outlet under its canonical name."""

    name: str
    type: str  # a SpeakerType
    side: str | None


@dataclass(slots=True)
class Tables:
    """Everything looked up, by the words as written."""

    places: set[str] = field(default_factory=set)  # towns and regions that are no seat of a government
    things: dict[str, Thing] = field(default_factory=dict)  # states under every name, bodies, outlets
    peoples: dict[str, str] = field(default_factory=dict)  # "Russian", "Russians" -> "Russia"
    adjectives: dict[str, str] = field(default_factory=dict)  # "Russia" -> "Russian"
    seats: dict[str, str] = field(default_factory=dict)  # "Moscow" -> "Russia"
    roles: dict[str, list[Role]] = field(default_factory=dict)  # full name -> roles
    offices: dict[str, list[Role]] = field(default_factory=dict)  # side -> roles
    surnames: dict[str, list[str]] = field(default_factory=dict)  # last name -> full names
    famous: set[str] = field(default_factory=set)  # last names of ministers, heads of state and spokespeople
    spellings: dict[str, str] = field(default_factory=dict)
    sounds: dict[str, str] = field(default_factory=dict)  # key of `sound` -> full name
    sexes: dict[str, str] = field(default_factory=dict)  # given name -> "m" or "f"
    longest: dict[str, int] = field(default_factory=dict)  # first word of a thing of several -> most words
    nouns: dict[str, Row] = field(default_factory=dict)  # head noun -> class, number, sex, role

    def person(self, name: str) -> str:
        """A person's name in the spelling of the tables."""
        if name in self.roles:
            return name
        return self.spellings.get(name) or self.spellings.get(plain(name), name)

    def roles_on(self, person: str, day: date | None) -> list[Role]:
        """The roles that `person` held on that day, or, where the day is not known, all if they agree in side.

        A user's roles go before the shipped ones.
        """
        roles = self.roles.get(person, [])
        if day is not None:
            held = [role for role in roles if role.held(day.isoformat())]
            return [role for role in held if role.own] or held
        return roles if len({role.side for role in roles}) == 1 else []

    def known_as(self, surname: str, day: date | None) -> list[str]:
        """The people of that surname who held a role on that day, or of whom no role is known."""
        # A particle starts with a capital at the head of a sentence: "De Mistura".
        found = self.surnames.get(surname) or self.surnames.get(surname[:1].lower() + surname[1:], [])
        if day is None:
            return found
        return [person for person in found if self.roles_on(person, day) or not self.roles[person]]

    def state_of(self, word: str) -> str | None:
        """The state behind a name, a people or a seat of government."""
        thing = self.things.get(word)
        if thing is not None and thing.type == "government" and thing.name == thing.side:
            return thing.name
        return self.peoples.get(word) or self.seats.get(word)


# Letters that Unicode does not take apart into a letter and its mark.
LETTERS = str.maketrans("ıøłđŁØĐ", "ioldLOD", "") | {
    ord("ß"): "ss",
    ord("æ"): "ae",
    ord("þ"): "th",
    ord("ð"): "d",
}


def plain(name: str) -> str:
    """Letters without their marks: "Çavuşoğlu" gives "Cavusoglu"."""
    if name.isascii():
        return name
    folded = unicodedata.normalize("NFKD", name.translate(LETTERS))
    return "".join(c for c in folded if not unicodedata.combining(c))


SOUNDS = (
    ("x", "ks"),
    ("kh", "h"),
    ("ou", "u"),
    ("w", "v"),
    ("ph", "f"),
    ("'", ""),
    ("-", ""),
    ("y", "i"),
    ("j", "i"),
)


def sound(name: str) -> str:
    """A key that spellings of one transliterated name share: "Oleksiy" and "Olexii" give the same."""
    key = plain(name).lower()
    for written, heard in SOUNDS:
        key = key.replace(written, heard)
    return "".join(c for i, c in enumerate(key) if i == 0 or c != key[i - 1])


def surname_of(person: str, side: str | None = None) -> str:
    """The name by which a person is called after the first mention.

    >>> surname_of("Ursula von der Leyen"), surname_of("Xi Jinping", "China"), surname_of("Bashar al-Assad")
    ('von der Leyen', 'Xi', 'Assad')
    """
    parts = person.split()
    if len(parts) < 2:
        return person
    if side in FAMILY_FIRST and parts[0] not in ("Carrie", "John", "Lawrence"):
        return parts[0]
    if side is None and parts[0] in FAMILY_FIRST_NAMES and len(parts) < 4 and len(parts[0]) < 6:
        return parts[0]
    at = next(
        (
            i
            for i, part in enumerate(parts[1:-1], 1)
            if part.lower() in ("von", "van", "de", "di", "der", "da")
        ),
        0,
    )
    last = " ".join(parts[at:]) if at else parts[-1]
    return last[3:] if last[:3].lower() in ("al-", "el-") else last


def _rows(name: str) -> list[list[str]]:
    text = files("onrecord.resolve").joinpath("data", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.split("\n")[1:] if line]


def _add_states(tables: Tables, rows: Iterable[Row]) -> None:
    for name, others, peoples, seats in rows:
        thing = Thing(name, "government", name)
        for written in (name, *filter(None, others.split("|"))):
            tables.things[written] = thing
        tables.peoples.update(dict.fromkeys(filter(None, peoples.split("|")), name))
        if peoples:
            tables.adjectives[name] = peoples.split("|")[0]
        tables.seats.update(dict.fromkeys(filter(None, seats.split("|")), name))


def _add_initials(tables: Tables) -> None:
    """Initials of bodies of three words and more, where they are no one else's: "SDF"."""
    found: dict[str, list[str]] = {}
    for written in tables.things:
        short = "".join(word[0] for word in written.split() if word[0].isupper())
        if len(short) > 2 and " " in written and short not in tables.things:
            found.setdefault(short, []).append(written)
    for short, written_ in found.items():
        if len({tables.things[w].name for w in written_}) == 1:
            tables.things[short] = tables.things[written_[0]]


def _add_person(tables: Tables, person: str, side: str) -> None:
    if person in tables.roles:
        return
    tables.roles[person] = []
    tables.sounds.setdefault(sound(person), person)
    called = {surname_of(person, side or "-")}
    if side in FAMILY_FIRST:
        called.add(person.split()[-1])
    for surname in called:
        tables.surnames.setdefault(surname, []).append(person)


def _add_roles(tables: Tables, roles: Iterable[Role]) -> None:
    for held in roles:
        side = held.side or ""
        _add_person(tables, held.actor, side)
        tables.roles[held.actor].append(held)
        if FAMOUS & set(held.role.lower().split()):
            tables.famous.add(surname_of(held.actor, side or "-"))
        tables.offices.setdefault(side, []).append(held)


def _add_bodies(tables: Tables, user: UserTables) -> None:
    """A user's states, bodies and outlets; a role without a person tells the side of a body."""
    for outlet in user.outlets:
        tables.things.setdefault(outlet.name, Thing(outlet.name, "media", None))
    told = {role.actor: role for role in reversed(user.roles)}
    for actor in user.actors:
        if actor.type == "person":
            continue
        side = _side_of(told[actor.name], tables) if actor.name in told else None
        if side is None and actor.type in ("government", "organisation"):
            side = actor.name
        thing = Thing(actor.name, actor.type, side)
        tables.things.update(dict.fromkeys((actor.name, *actor.aliases), thing))


def _side_of(role: Role, tables: Tables) -> str | None:
    """The side that a role speaks for: its own, else that of the body whose it is."""
    if role.side or role.of is None:
        return role.side
    thing = tables.things.get(role.of)
    return (thing.side or thing.name) if thing is not None else tables.state_of(role.of) or role.of


def _users_roles(tables: Tables, user: UserTables) -> list[Role]:
    return [
        replace(role, side=_side_of(role, tables), own=True)
        for role in user.roles
        if role.actor not in tables.things
    ]


def _add_people(tables: Tables, actors: Iterable[Actor]) -> None:
    for actor in actors:
        if actor.type == "person":
            _add_person(tables, actor.name, "")
            tables.famous.add(surname_of(actor.name))
            tables.spellings.update(dict.fromkeys(actor.aliases, actor.name))


def _role(row: Row) -> Role:
    person, role, side, start, end = row
    return Role(person, role, side or None, start, end)


def _build(extra: Mapping[str, Sequence[Row]], user: UserTables) -> Tables:
    def rows(name: str) -> list[Row]:
        return [*_rows(name + ".tsv"), *extra.get(name, ())]

    tables = Tables()
    _add_states(tables, rows("states"))
    for written, name, kind, side in rows("bodies"):
        tables.things[written] = Thing(name, kind, side or None)
    _add_initials(tables)
    for written, name, side in rows("outlets"):
        tables.things[written] = Thing(name, "media", side or None)
    _add_bodies(tables, user)
    tables.places.update(row[0] for row in rows("places"))
    shipped_roles = [_role(row) for row in (*extra.get("roles", ()), *_rows("roles.tsv"))]
    _add_roles(tables, [*_users_roles(tables, user), *shipped_roles])
    for written in (*tables.things, *tables.peoples, *tables.seats, *tables.places):
        tokens = TOKEN.findall(written) if not written.isalpha() else ()
        if len(tokens) > 1:
            tables.longest[tokens[0]] = max(tables.longest.get(tokens[0], 0), len(tokens))
    tables.spellings.update(rows("spellings"))  # type: ignore[arg-type]
    _add_people(tables, user.actors)
    tables.sexes.update(rows("given"))  # type: ignore[arg-type]
    tables.nouns.update({row[0]: row[1:] for row in rows("nouns")})
    return tables


@lru_cache(maxsize=1)
def shipped() -> Tables:
    """The tables that come with the package, read once in a process."""
    return _build({}, NO_TABLES)


@lru_cache(maxsize=4)
def _with_user(user: UserTables) -> Tables:
    return _build({}, user)


def load(extra: Mapping[str, Sequence[Row]] | None = None, user: UserTables = NO_TABLES) -> Tables:
    """The tables with more rows, and with those of a user.

    Args:
        extra: A table's name to rows of its columns. Tables: states, places, bodies, outlets, roles, spellings, given,
            nouns; the columns stand in the head of each file.
        user: Actors and roles that go before all others.

    >>> load({"roles": [["Ruth Amsel", "envoy", "Atlantis", "2030-01-01", ""]]}).surnames["Amsel"]
    ['Ruth Amsel']
    >>> load(user=UserTables(actors=(Actor("Ruth Amsel", "person", ("Rut Amzel",)),))).person("Rut Amzel")
    'Ruth Amsel'
    """
    if extra:
        return _build(extra, user)
    return _with_user(user) if user != NO_TABLES else shipped()


def in_table(person: str, tables: Tables | None = None) -> bool:
    """Whether a speaker's name stands in the table of dated roles (measured apart from those that do not)."""
    return person in (tables or shipped()).roles
