"""Whom the people of an article speak for, read from the words around their names, then from the dated roles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from onrecord.resolve.entities import Cast, Entity
from onrecord.resolve.names import TITLES, Name
from onrecord.resolve.tables import Tables
from onrecord.resolve.text import Text

PARTIES = {
    "republican": "Republican Party", "democratic": "Democratic Party", "democrat": "Democratic Party",
    "conservative": "Conservative Party", "tory": "Conservative Party", "labour": "Labour Party",
    "gop": "Republican Party",
}  # fmt: skip
# A descriptor reaches back over words such as these and no others.
LINKS = frozenset("the a an of for 's ’s and to top former its his her their deputy acting then current new".split())
FORMER = frozenset("former ex retired".split())
NEAR = frozenset("for at of from with by".split())
REACH_BACK, REACH_ON = 9, 24


def describe_people(view: Text, cast: Cast, tables: Tables, day: date | None) -> None:
    """Give each person of the cast the nouns that the text calls them by, and their side."""
    at_token = {name.first: name for name in cast.names}
    for name in cast.names:
        entity = cast.of_name[name.first]
        if entity.type != "person":
            continue
        for part in (_before(view, name, tables), _after(view, name)):
            if not part:
                continue
            nouns = [view.words[i].lower() for i in part]
            entity.words.update(w for w in nouns if w in tables.nouns or w in TITLES)
            if entity.side is None:
                inner = [at_token[i] for i in part if i in at_token]
                entity.side = side_of(view, part, inner, cast, tables)
    for entity in cast.entities:
        if entity.type == "person":
            entity.side = person_side(entity, tables, day)


def person_side(entity: Entity, tables: Tables, day: date | None) -> str | None:
    """The text's word first, then the role held on the day; a surname alone has no role."""
    roles = tables.roles_on(entity.name, day)
    entity.words.update(word for role in roles for word in role.role.lower().split())
    if entity.side:
        return entity.side
    return roles[-1].side if roles else None


def _before(view: Text, name: Name, tables: Tables) -> range:
    """The tokens of the title and of the noun phrase before a name."""
    first = name.title
    while first > 0 and name.first - first < REACH_BACK and view.sentences[first - 1] == view.sentences[name.first]:
        word = view.words[first - 1]
        low = word.lower()
        if not (word[0].isupper() or low in LINKS or low in tables.nouns or low in TITLES):
            break
        if word == "I":
            break
        first -= 1
    while first < name.first and view.words[first].lower() in ("and", "to", "of", "for", "'s", "’s"):
        first += 1
    return range(first, name.first)


def _after(view: Text, name: Name) -> range:
    """The tokens of the apposition after a name: ", the head of X," or "of X"."""
    words, at = view.words, name.last + 1
    if at >= len(words) - 1 or view.sentences[at] != view.sentences[name.last]:
        return range(0)
    if words[at].lower() in ("of", "at", "from"):
        return range(at, min(at + 6, len(words)))
    if words[at] not in (",", "(", "–", "—") or words[at + 1] in ("“", '"'):
        return range(0)
    low = words[at + 1].lower()
    if low in ("said", "told", "and", "but", "which", "whose", "adding", "saying"):
        return range(0)
    end = at + 1
    while end < len(words) and end - at < REACH_ON and view.sentences[end] == view.sentences[at]:
        if words[end] in (",", ")", "–", "—") or (words[end] in ("said", "told") and words[end - 1] != "who"):
            break
        end += 1
    return range(at + 1, end)


def side_of(
    view: Text, part: range, inner: Sequence[Name], cast: Cast, tables: Tables, *, noun: str | None = None
) -> str | None:
    """The side that a description names: a party, a body, a state for its officials; None for private people."""
    low = [view.words[i].lower() for i in part]
    roles = [tables.nouns[w][3] for w in low if w in tables.nouns] if noun is None else [noun]
    titles = [w for w in low if w in TITLES]
    if not roles and not titles and not inner:
        return None
    former = any(w in FORMER for w in low)
    party = next((PARTIES[w] for w in low if w in PARTIES), None)
    if party and not former and ("party" in roles or "lead" in roles or "candidate" in low or not inner):
        return party
    bodies = [n for n in inner if cast.of_name[n.first].type in ("organisation", "media")]
    states = [n for n in inner if cast.of_name[n.first].type == "government"]
    private = "private" in roles and "gov" not in roles and "spokes" not in roles
    if bodies and not former:
        body = cast.of_name[bodies[0].first]
        if body.type == "media":
            return body.side
        return body.side or body.name
    if states and not former and not private and (set(roles) & {"gov", "spokes", "party", "lead", "org"} or titles):
        return cast.of_name[states[0].first].side
    people = [cast.of_name[n.first] for n in inner if cast.of_name[n.first].type == "person"]
    if people and "spokes" in roles:
        return people[0].side
    return None
