"""Words a speaker without a name: "unnamed US officials", "people familiar with the matter", an office's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.resolve.entities import Cast, Entity
from onrecord.resolve.lexicon import listed
from onrecord.resolve.names import Name
from onrecord.resolve.nps import Phrase
from onrecord.resolve.offices import office_of
from onrecord.resolve.tables import Tables
from onrecord.resolve.text import Text

ARTICLES = frozenset(["a", "an", "the"])
LOOSE = listed("loose")
HONORIFICS = frozenset(["Mr", "Mrs", "Ms", "Dr", "."])
MEDIA = listed("media in general")  # "some media reports": no outlet in particular
STOPS = frozenset(["who", "which", "that", "whom", "speaking"])
MARKS = frozenset(",(–—:")
WORDED = {"american": "US", "americans": "Americans", "u.s.": "US", "u.n.": "UN", "e.u.": "EU", "u.k.": "UK"}
ADJECTIVES = {"United States": "US", "United Kingdom": "UK"}
UNNAMED = ("official", "source", "spokes", "human", "person", "analysts")


def office_name(view: Text, phrase: Phrase, side: str, tables: Tables) -> str | None:
    """The name of a ministry or office: "Russia's defence ministry" gives "Russian Defence Ministry"."""
    return office_of(" ".join(view.words[i] for i in phrase.tokens), side, tables) if side else None


def adjective(side: str, tables: Tables) -> str:
    """The people's adjective of a state, as names of offices have it: "Russian", "US"."""
    return ADJECTIVES.get(side) or tables.adjectives.get(side, side)


def words_of(view: Text, phrase: Phrase, cast: Cast, *, loose: bool, short: bool) -> str:
    """The source's words without article and relative clause, peoples and bodies as they are usually written.

    "a senior U.S. official who asked not to be named" gives "senior US official".
    """
    tokens = _kept(view, phrase, loose=loose, short=short)
    starts = {name.first: name for name in phrase.inner}
    titles = {i for n in phrase.inner if n.type == "person" for i in range(n.title, n.first)}
    tokens = [i for i in tokens if i not in titles or view.words[i] not in HONORIFICS] or tokens
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
        if position and (word.lower() in STOPS or (word in MARKS and not _in_name(phrase, token))):
            tokens = tokens[:position]
            break
    if short:
        cut = next(
            (
                n
                for n, i in enumerate(tokens)
                if n
                and view.words[i].lower()
                in (
                    "of",
                    "for",
                    "in",
                    "at",
                    "from",
                    "with",
                    "to",
                    "on",
                    "such",
                    "including",
                    "close",
                    "familiar",
                )
            ),
            None,
        )
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
        full = cast.of_name[name.first].name
        return (full if name.type == "person" or full.startswith("US ") else name.text), name.last
    if name is not None or not lead or (word.isupper() and len(word) > 1 and len(word) < 6):
        return word, token
    return word.lower(), token


def described(view: Text, phrase: Phrase, cast: Cast) -> Iterator[tuple[Entity, str]]:
    """The source under its own words."""
    name = words_of(view, phrase, cast, loose=False, short=False)
    if name:
        yield Entity(name, "group", plural=True), "own words"


def descriptions(
    view: Text, phrase: Phrase, cast: Cast, tables: Tables, owner: Entity | None
) -> Iterator[tuple[Entity, str]]:
    """The ways in which a source without a name is worded; the ranker knows which suits which noun."""
    kind, number = phrase.noun[0], phrase.noun[1]
    side = _side(kind, phrase, owner)
    plural = number == "p"
    type_ = _type(kind, plural)
    words = {phrase.head} | {view.words[i].lower() for i in phrase.tokens[:-1] if view.words[i].islower()}
    seen = set()
    low = {view.words[i].lower() for i in phrase.tokens}
    if low <= MEDIA and low & {"media", "news", "press"}:
        yield Entity("media reports", "media", None, plural=plural, words=words), "media in general"
        return
    for loose, short, how in (
        (False, False, "own words"), (True, False, "words without number"), (False, True, "short words"),
    ):  # fmt: skip
        name = words_of(view, phrase, cast, loose=loose, short=short)
        if not name or name in seen:
            continue
        seen.add(name)
        if type_ == "unnamed":
            name = (
                "unnamed " + name
                if not name.startswith(("unnamed", "anonymous")) and len(name.split()) < 4
                else name
            )
        yield Entity(name, type_, side, plural=plural, words=words), how
    if owner is not None and isinstance(phrase.owner, (Name, str)):
        yield from _owned(view, phrase, cast, tables, owner, type_)
    if (
        owner is not None
        and kind in ("spokes", "official")
        and view.words[phrase.tokens[-1]].lower() != phrase.head
    ):
        prefix = "unnamed " if kind == "spokes" else ""
        yield (
            Entity(f"{prefix}{owner.name} {phrase.head}", type_, side, plural=plural, words=words),
            "owner first",
        )


def _owned(
    view: Text, phrase: Phrase, cast: Cast, tables: Tables, owner: Entity, type_: str
) -> Iterator[tuple[Entity, str]]:
    """With whose it is worded out: "his lawyers" as "Ruth Amsel's lawyers", "Ukraine's army" as "Ukrainian army"."""
    tokens = [i for i in phrase.tokens if view.words[i] not in ("'s", "’s")]
    first = phrase.owner.last if isinstance(phrase.owner, Name) else tokens[0]
    rest = [i for i in _kept(view, phrase, loose=False, short=True) if i > first and i in tokens]
    if not rest:
        return
    base = " ".join(view.words[i] for i in rest)
    prefix = "unnamed " if type_ == "unnamed" else ""
    plural = phrase.noun[1] == "p"
    side = _side(phrase.noun[0], phrase, owner)
    if owner.side and (owner.type == "government" or isinstance(phrase.owner, str)):
        of = adjective(owner.side, tables)
        yield (
            Entity(f"{prefix}{of} {base}", type_, owner.side, plural=plural, words={phrase.head}),
            "owner's adjective",
        )
    if owner.type in ("person", "organisation"):
        yield Entity(f"{owner.name}'s {base}", type_, side, plural=plural, words={phrase.head}), "owner's"
        yield Entity(f"{base} of {owner.name}", type_, side, plural=plural, words={phrase.head}), "of owner"


def belonging(
    view: Text, phrase: Phrase, cast: Cast, tables: Tables, owners: Sequence[Entity]
) -> Iterator[tuple[Entity, str]]:
    """For a description that says not whose: those of the article's main states and bodies.

    "officials" in a report on Ukraine gives "unnamed Ukrainian officials"; "a spokesman" after a company's name gives
    "unnamed spokesman" of the company.
    """
    kind = phrase.noun[0]
    base = words_of(view, phrase, cast, loose=True, short=True)
    type_ = _type(kind, phrase.noun[1] == "p")
    for rank, owner in enumerate(owners):
        of = (
            adjective(owner.name, tables)
            if owner.type == "government" and owner.name == owner.side
            else owner.name
        )
        prefix = "unnamed " if type_ == "unnamed" else ""
        side = owner.side if phrase.noun[3] or kind in UNNAMED else None
        yield (
            Entity(f"{prefix}{of} {base}", type_, side, plural=phrase.noun[1] == "p"),
            f"of {owner.type}{rank}",
        )


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
