"""What ties a person to a side: every body, state and party that could be theirs, with the words that say so.

The ranker weighs them (`training/speakers.py` fits it): "at" ties an economist to a bank and not to a city, a
"spokeswoman" with no word of whose speaks for the firm named last, a professor for nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from onrecord.resolve.affiliation import FORMER, PARTIES, Part, Told
from onrecord.resolve.carry import Option
from onrecord.resolve.entities import Cast, Entity
from onrecord.resolve.lexicon import listed
from onrecord.resolve.names import TITLES, Name
from onrecord.resolve.tables import Tables
from onrecord.resolve.text import Text

# Titles that mostly one state's legislators bear.
LEGISLATORS = {
    **dict.fromkeys(("congressman", "congresswoman", "representative", "rep", "senator", "sen"), "United States"),
    **dict.fromkeys(("mp", "mps", "backbencher"), "United Kingdom"),
}  # fmt: skip
PREPOSITIONS = frozenset(["of", "for", "at", "in", "with", "from", "to", "by", "on", "who", "which"])
OPPOSED = listed("opposed")
NO_SIDE = listed("no side")
OFTEN = 3  # mentions of a firm that the text is about
BACK = 4  # tokens back from a name in which the word that links it may stand


@dataclass(slots=True)
class Ties:
    """A person's options, and what speaks for none of them."""

    entity: Entity
    options: dict[str, Option] = field(default_factory=dict)
    nil: list[str] = field(default_factory=list)

    def add(self, side: str | None, *features: str) -> None:
        if side:
            self.options.setdefault(side, Option(side, [])).features.extend(f"tie|{f}" for f in features)


def ties_of(
    view: Text,
    cast: Cast,
    entity: Entity,
    parts: Sequence[Part],
    told: Told,
    tables: Tables,
    day: date | None,
) -> Ties:
    """The options for the side of a person whom the text describes by `parts`."""
    out = Ties(entity)
    heads = [head for head in (_head(view, part.tokens, tables) for part in parts) if head]
    role = _role(heads[0], tables) if heads else "untold"
    for part in parts:
        _by_description(out, view, cast, part, tables)
    if told.side:
        out.add(told.side, f"told={told.weight}", f"told={told.weight},{role}")
    now = tables.roles_on(entity.name, day)
    for held in tables.roles.get(entity.name, ()):
        called = bool(set(heads) & set(held.role.lower().split()))
        out.add(held.side, f"ever,called so={called}", f"ever,called so={called},{role}")
    if now:
        out.add(now[-1].side, "role")
    ever = bool(tables.roles.get(entity.name))
    # "The federation's negotiator" is the federation's, whatever else the article is about.
    owned = any(feature == "organisation,'s" for option in out.options.values() for feature in _bare(option))
    for side, how in () if ever or owned else _around(view, cast, entity):
        out.add(side, f"{how},{role}", how)
    out.nil = [
        "tie|nil",
        f"tie|nil,{role}",
        f"tie|nil,known={bool(now)},{ever}",
        f"tie|nil,told={told.weight},{bool(told.side)}",
    ]
    out.nil += [f"tie|nil,{head}" for head in set(heads)]
    if any(_former(view, part.tokens) for part in parts):
        out.nil.append("tie|nil,former")
    return out


def _by_description(out: Ties, view: Text, cast: Cast, part: Part, tables: Tables) -> None:
    head = _head(view, part.tokens, tables)
    role = _role(head, tables)
    former = _former(view, part.tokens)
    low = [view.words[i].lower() for i in part.tokens]
    for word in low:
        if word in LEGISLATORS:
            out.add(LEGISLATORS[word], "legislator", f"legislator,{word}")
        if word in PARTIES:
            out.add(PARTIES[word], f"party,{role}", f"party,{head}", f"party,candidate={'candidate' in low}")
    _by_common_noun(out, view, cast, part, role, head)
    for order, name in enumerate(part.inner):
        if {name.text.lower(), name.text.lower().rstrip("s")} & tables.nouns.keys():
            continue
        entity = cast.of_name[name.first]
        kind = "state" if entity.type == "government" and entity.name == entity.side else entity.type
        link = _link(view, name, part.tokens.start)
        side = entity.side if entity.type in ("media", "government", "person") else entity.side or entity.name
        side = side or (name.text if kind == "person" and link != "-" else None)
        if kind == "place" or name.text in NO_SIDE:
            continue
        out.add(
            side,
            f"{part.how},{kind}", f"{kind},{link}", f"{kind},{role}", f"{kind},{role},{link}", f"{kind},{head}",
            f"order={min(order, 2)},{link}", f"former={former},{kind}", f"{name.type},{role}",
        )  # fmt: skip
        if kind == "state" and OPPOSED & set(low):
            out.add(
                f"{tables.adjectives.get(entity.name, entity.name)} opposition", "opposed", f"opposed,{role}"
            )


def _bare(option: Option) -> list[str]:
    """An option's features without the name of their ranking."""
    return [feature.removeprefix("tie|") for feature in option.features]


def _by_common_noun(out: Ties, view: Text, cast: Cast, part: Part, role: str, head: str) -> None:
    """ "The federation's negotiator": weighed like the name of the text that ends so."""
    covered = {i for name in part.inner for i in range(name.title, name.last + 1)}
    bodies = {
        e.name.split()[-1].lower(): e for e in cast.entities if e.type == "organisation" and " " in e.name
    }
    for i in part.tokens:
        body = bodies.get(view.words[i]) if i not in covered else None
        if body is not None and view.words[i + 1 : i + 2] in (["'s"], ["’s"]):
            out.add(
                body.side or body.name,
                f"{part.how},organisation", "organisation,'s", f"organisation,{role}", f"organisation,{role},'s",
                f"organisation,{head}", "order=0,'s", f"former={_former(view, part.tokens)},organisation",
                f"org,{role}",
            )  # fmt: skip


def _head(view: Text, tokens: range, tables: Tables) -> str:
    """The noun that the description is about: the last before its first preposition."""
    head = ""
    for i in tokens:
        word = view.words[i].lower()
        if word in PREPOSITIONS and head:
            break
        if word in tables.nouns or word in TITLES:
            head = word
    return head


def _role(head: str, tables: Tables) -> str:
    return (tables.nouns[head][3] or "other") if head in tables.nouns else head and "title"


def _former(view: Text, tokens: range) -> bool:
    return any(view.words[i].lower() in FORMER for i in tokens)


def _link(view: Text, name: Name, start: int) -> str:
    """The preposition that leads to a name, "'s" where it has what follows, "-" where it only stands before."""
    after = name.last + 1
    if after < len(view.words) and view.words[after] in ("'s", "’s"):
        return "'s"
    back = range(name.title - 1, max(start, name.title - BACK) - 1, -1)
    return next((w for i in back if (w := view.words[i].lower()) in PREPOSITIONS), "-")


def _around(view: Text, cast: Cast, entity: Entity) -> Iterator[tuple[str | None, str]]:
    """The state, and the firm that the text is about, named last before the person's first mention."""
    if not entity.at:
        return
    first = entity.at[0]
    for kind, sort, times in (("state", "government", 1), ("main org", "organisation", OFTEN)):
        before = [
            (max(at for at in e.at if at < first), e)
            for e in cast.entities
            if e.type == sort
            and len(e.at) >= times
            and e.at[0] < first
            and (kind != "state" or e.name == e.side)
        ]
        if before:
            last = max(before, key=lambda pair: pair[0])[1]
            yield last.side or last.name, f"last {kind}"
