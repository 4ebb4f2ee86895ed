"""Whom the people of an article speak for, read from the words around their names, then from the dated roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from onrecord.resolve.entities import Cast, Entity
from onrecord.resolve.lexicon import listed
from onrecord.resolve.names import TITLES, Name
from onrecord.resolve.tables import Tables
from onrecord.resolve.text import Text

PARTIES = {
    "republican": "Republican Party", "democratic": "Democratic Party", "democrat": "Democratic Party",
    "conservative": "Conservative Party", "tory": "Conservative Party", "labour": "Labour Party",
    "gop": "Republican Party",
}  # fmt: skip
# A descriptor reaches back over words such as these and no others.
LINKS = listed("links")
FORMER = frozenset(["former", "ex", "retired"])
ADJECTIVES = listed("adjectives")
CORPORATE = frozenset(["executive", "ceo", "cfo", "chairman", "chairwoman", "founder", "co-founder"])
GOVERNING = listed("governing")
REACH_BACK, REACH_ON = 9, 24
OFFICE_CLASSES = ("person", "spokes", "official", "human")
SPOKEN = listed("spoken")
HINT, PLAIN = 1, 2


@dataclass(frozen=True, slots=True)
class Told:
    """A side read from the text, and how plainly it stands there: 0 not at all, `HINT` or `PLAIN`."""

    side: str | None
    weight: int


NOTHING = Told(None, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """Some words that describe a person, where they stand ("before", "comma", "after"), and the names in them."""

    how: str
    tokens: range
    inner: list[Name]


@dataclass(slots=True)
class Described:
    """A person, the descriptions that the text gives, and the side that they tell plainest."""

    entity: Entity
    parts: list[Part] = field(default_factory=list)
    told: Told = NOTHING


def describe_people(view: Text, cast: Cast, tables: Tables, day: date | None) -> list[Described]:
    """Give each person of the cast the nouns that the text calls them by, and their side."""
    found = {id(e): Described(e) for e in cast.entities if e.type == "person"}
    for name in cast.names:
        described = found.get(id(cast.of_name[name.first]))
        if described is None:
            continue
        for how, tokens in (
            ("before", _before(view, name, tables)),
            ("comma", _before_comma(view, name, tables)),
            ("after", _after(view, name, tables)),
        ):
            if not tokens:
                continue
            nouns = [view.words[i].lower() for i in tokens]
            described.entity.words.update(w for w in nouns if w in tables.nouns or w in TITLES)
            inner = [cast.by_first[i] for i in tokens if i in cast.by_first]
            described.parts.append(Part(how, tokens, inner))
            told = side_of(view, tokens, inner, cast, tables) or _by_place(view, tokens, name, cast, tables)
            if told is not None and told.weight > described.told.weight:
                described.told = told
    for described in found.values():
        described.entity.side = _person_side(described.entity, described.told, tables, day)
    return list(found.values())


def _by_place(view: Text, part: range, name: Name, cast: Cast, tables: Tables) -> Told | None:
    """Whose a title is that does not say so: the firm named last, or the one state that the paragraph names."""
    low = {view.words[i].lower() for i in part}
    if low & FORMER:
        return None
    before = [n for n in cast.names if n.first < part.start]
    if low & CORPORATE:
        firm = next(
            (cast.of_name[n.first] for n in reversed(before) if cast.of_name[n.first].type == "organisation"),
            None,
        )
        return Told(firm.side, HINT) if firm is not None else None
    if not low & GOVERNING:
        return None
    here = [cast.of_name[n.first] for n in before if view.paragraphs[n.first] == view.paragraphs[name.first]]
    states = {e.side for e in here if e.type == "government" and e.side}
    return Told(states.pop(), HINT) if len(states) == 1 else None


def _person_side(entity: Entity, told: Told, tables: Tables, day: date | None) -> str | None:
    """What the text says comes first, then the role held on the day.

    A description read wrongly must not move someone whom the table knows: for those the text decides only among the
    sides that they ever had ("Republican presidential candidate"), and where they hold no role on the day.
    """
    roles = tables.roles_on(entity.name, day)
    entity.words.update(word for role in roles for word in role.role.lower().split())
    ever = {role.side for role in tables.roles.get(entity.name, ())}
    running = next((role for role in roles if "candidate" in role.role), None)
    if running is not None:
        return running.side  # whatever office they hold besides, candidates speak for their party
    if told.side in ever or not roles:
        return told.side
    return roles[-1].side


def _before(view: Text, name: Name, tables: Tables) -> range:
    """The tokens of the title and of the noun phrase before a name."""
    return range(_reach_back(view, name.title, tables), name.first)


def _before_comma(view: Text, name: Name, tables: Tables) -> range:
    """The noun phrase that a name explains: "the Atlantean chancellor, Ruth Amsel"."""
    comma = name.title - 1
    if comma < 1 or view.words[comma] != "," or view.sentences[comma] != view.sentences[name.first]:
        return range(0)
    first = _reach_back(view, comma, tables)
    last = view.words[comma - 1].lower()
    if first == comma or (
        last not in tables.nouns and last not in TITLES and not _of_name(view, first, comma)
    ):
        return _office_before(view, comma, name, tables)
    return range(first, comma)


def _office_before(view: Text, comma: int, name: Name, tables: Tables) -> range:
    """The same where other words follow the office: "the envoy to the peace talks, Ruth Amsel, said"."""
    closed = name.last + 1 < len(view.words) and view.words[name.last + 1] in (",", ".", "”", '"')
    first, office = comma, None
    while first > 0 and comma - first < REACH_ON and view.sentences[first - 1] == view.sentences[comma]:
        word = view.words[first - 1]
        if (not word[0].isalnum() and word not in ("'s", "’s")) or word.lower() in SPOKEN:
            break
        first -= 1
        noun = tables.nouns.get(word.lower())
        if noun is not None and noun[0] in OFFICE_CLASSES and noun[1] == "s":
            office = first
    if office is None or not closed:
        return range(0)
    return range(_reach_back(view, office + 1, tables), comma)


def _of_name(view: Text, first: int, comma: int) -> bool:
    """Whether the phrase is "the head of X"."""
    return (
        any(view.words[i] in ("of", "for", "at") for i in range(first, comma))
        and view.words[comma - 1][0].isupper()
    )


def _reach_back(view: Text, end: int, tables: Tables) -> int:
    first = end
    while (
        first > 0
        and end - first < REACH_BACK
        and view.sentences[first - 1] == view.sentences[min(end, len(view.words) - 1)]
    ):
        word = view.words[first - 1]
        low = word.lower()
        if (
            not (word[0].isupper() or low in LINKS or low in tables.nouns or low in TITLES or "-" in word)
            or word == "I"
        ):
            break
        first -= 1
    while first < end and view.words[first].lower() in ("and", "to", "of", "for", "'s", "’s"):
        first += 1
    return first


def _after(view: Text, name: Name, tables: Tables) -> range:
    """The tokens of the apposition after a name: ", the head of X," or "of X"."""
    words, at = view.words, name.last + 1
    if at + 2 < len(words) and words[at] == "," and words[at + 1].isdigit() and words[at + 2] == ",":
        at += 2  # an age
    if at >= len(words) - 1 or view.sentences[at] != view.sentences[name.last]:
        return range(0)
    if words[at].lower() in ("of", "at", "from"):
        return range(at, min(at + 5, len(words)))
    if words[at] not in (",", "(", "–", "—") or not _opens(words[at + 1], tables):
        return range(0)
    end = at + 1
    while end < len(words) and end - at < REACH_ON and view.sentences[end] == view.sentences[at]:
        if words[end] in (",", ")", "–", "—") or (words[end] in ("said", "told") and words[end - 1] != "who"):
            break
        end += 1
    return range(at + 1, end)


def _opens(word: str, tables: Tables) -> bool:
    """Whether a word can open an apposition: no verb, preposition or quotation mark."""
    low = word.lower()
    if (
        low in ("a", "an", "the", "who", "one", "his", "her", "its", "their")
        or low in tables.nouns
        or low in TITLES
    ):
        return True
    return word[0].isupper() or (word[0].isalpha() and low in ADJECTIVES)


def side_of(view: Text, part: range, inner: Sequence[Name], cast: Cast, tables: Tables) -> Told | None:
    """The side that a description names, and how plainly: a party, a body, a state for its officials."""
    low = [view.words[i].lower() for i in part]
    roles = {tables.nouns[w][3] for w in low if w in tables.nouns}
    titled = any(w in TITLES for w in low)
    if any(w in FORMER for w in low) or not (roles or titled or inner):
        return None
    public = roles & {"gov", "spokes", "party", "lead"}
    party = next((PARTIES[w] for w in low if w in PARTIES), None)
    if party and ("party" in roles or "lead" in roles or "candidate" in low):
        return Told(party, PLAIN)
    if "private" in roles and not public:
        return Told(None, PLAIN)
    sides = [(n, cast.of_name[n.first]) for n in inner]
    bodies = [e for n, e in sides if _is_body(view, n, e, tables, governing="gov" in roles)]
    if bodies:
        weight = PLAIN if roles & {"spokes", "org"} or public else HINT
        return Told(
            bodies[0].side if bodies[0].type in ("media", "government") else bodies[0].side or bodies[0].name,
            weight,
        )
    states = [e for _, e in sides if e.type == "government" and e.name == e.side]
    if states and (public or titled or roles & {"org"}):
        return Told(states[0].side, PLAIN if public else HINT)
    people = [e for _, e in sides if e.type == "person" and e.side]
    return Told(people[0].side, PLAIN) if people and "spokes" in roles else None


def _is_body(view: Text, name: Name, entity: Entity, tables: Tables, *, governing: bool) -> bool:
    """Whether a name in a description is a body that one can speak for.

    A lone capital that no table knows is one only next to a role ("Sharp CEO") or after "at" and "for"; after "mayor
    of" and "governor of" it is a place.
    """
    if entity.type not in ("organisation", "media", "government") or (
        entity.name == entity.side and entity.type == "government"
    ):
        return False
    if (
        name.text.lower() in tables.nouns
        or name.text.lower() in TITLES
        or name.text in ("MP", "MPs", "MEP", "PM")
    ):
        return False
    if name.type in ("body", "outlet") or entity.type == "government":
        return True
    if governing:
        return False
    before = view.words[name.first - 1].lower() if name.first else ""
    after = view.words[name.last + 1].lower() if name.last + 1 < len(view.words) else ""
    return (
        name.length > 1
        or name.text.isupper()
        or before in ("at", "for")
        or after in TITLES
        or after in tables.nouns
    )
