"""Words a speaker without a name: "unnamed US officials", "people familiar with the matter", an office's name."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.resolve.entities import Cast, Entity
from onrecord.resolve.names import Name
from onrecord.resolve.nps import Phrase
from onrecord.resolve.tables import Tables
from onrecord.resolve.text import Text

ARTICLES = frozenset("a an the".split())
LOOSE = frozenset("some several both these those".split())
STOPS = frozenset("who which that whom speaking".split())
MARKS = frozenset(",(–—:")
WORDED = {"american": "US", "americans": "Americans", "u.s.": "US", "u.n.": "UN", "e.u.": "EU", "u.k.": "UK"}
ADJECTIVES = {"United States": "US", "United Kingdom": "UK"}
# Ministries by what they look after; the British and American ones have names of their own in the table of bodies.
PORTFOLIOS = {
    "defence": "Defence", "defense": "Defence", "foreign": "Foreign", "interior": "Interior", "finance": "Finance",
    "economy": "Economy", "energy": "Energy", "oil": "Oil", "health": "Health", "justice": "Justice",
    "infrastructure": "Infrastructure", "trade": "Trade", "commerce": "Commerce", "agriculture": "Agriculture",
    "transport": "Transport", "information": "Information", "state": "State", "treasury": "Treasury",
}  # fmt: skip
UNNAMED = ("official", "source", "spokes", "human", "person", "analysts")


def office_name(view: Text, phrase: Phrase, side: str, tables: Tables) -> str | None:
    """The name of a ministry or office: "Russia's defence ministry" gives "Russian Defence Ministry".

    Without a side only bodies that the table knows by their bare name have one.
    """
    low = [view.words[i].lower() for i in phrase.tokens]
    field = next((PORTFOLIOS[w] for w in low if w in PORTFOLIOS), None)
    if field is None:
        return None
    if side == "United Kingdom":
        return {"Defence": "UK Ministry of Defence", "Foreign": "UK Foreign Office"}.get(field)
    if side == "United States":
        return {"State": "US State Department", "Defence": "Pentagon", "Treasury": "US Treasury Department"}.get(
            field, f"US {field} Department"
        )
    if not side or phrase.head not in ("ministry", "office", "department"):
        return None
    return f"{adjective(side, tables)} {field} Ministry"


def adjective(side: str, tables: Tables) -> str:
    """The people's adjective of a state, as names of offices have it: "Russian", "US"."""
    return ADJECTIVES.get(side) or tables.adjectives.get(side, side)


def words_of(view: Text, phrase: Phrase, cast: Cast, *, loose: bool, short: bool) -> str:
    """The source's words without article and relative clause, peoples and bodies as they are usually written.

    "a senior U.S. official who asked not to be named" gives "senior US official".
    """
    tokens = _kept(view, phrase, loose=loose, short=short)
    starts = {name.first: name for name in phrase.inner}
    out, last_end, skip = "", 0, -1
    for position, token in enumerate(tokens):
        if token <= skip:
            continue
        shown, upto = _shown(view, token, starts.get(token), cast, lead=position == 0)
        if out and view.starts[token] > last_end:
            out += " "
        out += shown
        skip, last_end = upto, view.ends[upto]
    return out.replace("’", "'").strip()


def _kept(view: Text, phrase: Phrase, *, loose: bool, short: bool) -> list[int]:
    tokens = list(phrase.tokens)
    for position, token in enumerate(tokens):
        word = view.words[token]
        if position and (word.lower() in STOPS or word in MARKS and not _in_name(phrase, token)):
            tokens = tokens[:position]
            break
    if short:
        cut = next((n for n, i in enumerate(tokens) if n and view.words[i].lower() in ("of", "for", "in", "at", "from", "with", "to", "on", "such", "including", "close", "familiar")), None)
        tokens = tokens[:cut]
    drop = ARTICLES | LOOSE if loose else ARTICLES
    while len(tokens) > 1 and view.words[tokens[0]].lower() in drop:
        tokens = tokens[1:]
    return tokens


def _in_name(phrase: Phrase, token: int) -> bool:
    return any(name.first <= token <= name.last for name in phrase.inner)


def _shown(view: Text, token: int, name: Name | None, cast: Cast, *, lead: bool) -> tuple[str, int]:
    word = view.words[token]
    if word.lower() in WORDED:
        return WORDED[word.lower()], token
    if name is not None and (name.type == "person" or name.type == "body"):
        return (cast.of_name[name.first].name if name.type == "person" else name.text), name.last
    if name is not None or not lead or (word.isupper() and len(word) > 1 and len(word) < 6):
        return word, token
    return word.lower(), token


def described(view: Text, phrase: Phrase, cast: Cast) -> Iterator[tuple[Entity, str]]:
    """The source under its own words."""
    name = words_of(view, phrase, cast, loose=False, short=False)
    if name:
        yield Entity(name, "group", plural=True), "own words"


def descriptions(view: Text, phrase: Phrase, cast: Cast, owner: Entity | None) -> Iterator[tuple[Entity, str]]:
    """The ways in which a source without a name is worded; the ranker knows which suits which noun."""
    kind, number = phrase.noun[0], phrase.noun[1]
    side = _side(kind, phrase, owner)
    plural = number == "p"
    type_ = _type(kind, plural)
    words = {phrase.head} | {view.words[i].lower() for i in phrase.tokens[:-1] if view.words[i].islower()}
    seen = set()
    for loose, short, how in (
        (False, False, "own words"), (True, False, "words without number"), (False, True, "short words"),
    ):  # fmt: skip
        name = words_of(view, phrase, cast, loose=loose, short=short)
        if not name or name in seen:
            continue
        seen.add(name)
        if type_ == "unnamed":
            name = "unnamed " + name if not name.startswith(("unnamed", "anonymous")) and len(name.split()) < 4 else name
        yield Entity(name, type_, side, plural=plural, words=words), how


def _type(kind: str, plural: bool) -> str:
    if kind in UNNAMED:
        return "unnamed"
    if kind in ("media", "reports"):
        return "media"
    if kind in ("org", "company", "document"):
        return "organisation"
    if kind in ("state", "office"):
        return "government"
    return "group" if plural else "unnamed"


def _side(kind: str, phrase: Phrase, owner: Entity | None) -> str | None:
    """Officials, soldiers and spokesmen speak for whose they are; others for nobody."""
    if owner is None:
        return None
    role = phrase.noun[3]
    if role in ("gov", "spokes", "party", "org", "lead") or kind in ("official", "office", "state", "org"):
        return owner.side or (owner.name if owner.type == "organisation" else None)
    return None
