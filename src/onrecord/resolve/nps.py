"""Takes a source's words apart: head, possessor, apposition, joined parts; and words it as a description."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.resolve.entities import Cast, Entity
from onrecord.resolve.lexicon import listed
from onrecord.resolve.names import TITLES, Name
from onrecord.resolve.tables import Tables
from onrecord.resolve.text import Text

MODIFIERS = listed("modifiers")  # what may stand before a title: "retired", "former"
PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"), **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("it", "its", "itself"), "it"), **dict.fromkeys(("they", "them", "their", "theirs"), "they"),
    **dict.fromkeys(("i", "me", "my", "myself"), "i"), **dict.fromkeys(("we", "us", "our", "ours"), "we"),
    **dict.fromkeys(("you", "your"), "you"), **dict.fromkeys(("who", "which", "that", "whose", "whom"), "who"),
    **dict.fromkeys(("both", "neither", "others", "some", "many", "one", "another", "few", "most", "those"), "they"),
}  # fmt: skip
CUT = listed("cut")


@dataclass(slots=True)
class Phrase:
    """A source's words, taken apart."""

    tokens: list[int]
    kind: str  # "none", a pronoun's kind, "name", "noun", "joint"
    head: str = ""  # head noun, lower case
    name: Name | None = None  # the name that is the head or its apposition
    inner: list[Name] = field(default_factory=list)  # every name in it
    owner: Name | str | None = None  # "Putin" in "Putin's spokesman", "his" in "his envoy"
    parts: list[Phrase] = field(default_factory=list)  # of a joint source
    definite: bool = False
    compound: str = ""  # where "and" joins something in it that could not be parted
    noun: Sequence[str] = ("", "", "", "")  # the head's row in the table of nouns


def parse(view: Text, tokens: Sequence[int], cast: Cast, tables: Tables, *, joint: bool = True) -> Phrase:
    """Take a source apart.

    The name wins over the noun it stands beside: "the Kremlin's spokesman, Dmitri S. Peskov," is the person.
    """
    tokens = _trim(view, tokens)
    if not tokens:
        return Phrase([], "none")
    low = [view.words[i].lower() for i in tokens]
    inner = [cast.by_first[i] for i in tokens if i in cast.by_first]
    if len(tokens) == 1 and low[0] in PRONOUNS:
        return Phrase(list(tokens), PRONOUNS[low[0]], definite=True)
    if joint and "and" in low:
        parts = _split_joint(view, tokens, inner, cast, tables)
        if parts:
            return Phrase(list(tokens), "joint", inner=inner, parts=parts)
    phrase = _single(view, list(tokens), low, inner, cast, tables)
    covered = {i for name in inner for i in range(name.title, name.last + 1)}
    ends = _core_end(view, list(tokens), low, inner)
    ands = [n for n, i in enumerate(tokens) if low[n] in ("and", "or") and i not in covered]
    if ands:
        phrase.compound = "in the head" if ands[0] < ends else "after it"
    return phrase


def _trim(view: Text, tokens: Sequence[int]) -> list[int]:
    out = list(tokens)
    while (
        out
        and view.words[out[-1]] in (",", "–", "—", "-", "(", "“", '"', "’s", "'s")
        and view.words[out[-1]] != ""
    ):
        out.pop()
    while out and view.words[out[0]] in (",", "–", "—", "“", '"', "("):
        out.pop(0)
    return out


def _single(
    view: Text, tokens: list[int], low: list[str], inner: list[Name], cast: Cast, tables: Tables
) -> Phrase:
    phrase = Phrase(tokens, "noun", inner=inner, definite=low[0] in ("the", "this", "that", "these", "those"))
    core_end = _core_end(view, tokens, low, inner)
    core = tokens[:core_end]
    apposed = _apposed(view, tokens, core_end, inner, cast)
    phrase.name = apposed or _head_name(core, inner)
    owner = _owner(view, core, inner)
    phrase.owner = owner
    if phrase.name is not None and not _is_noun(view, phrase.name, tables):
        phrase.kind = "name"
        return phrase
    phrase.name = None
    nouns = [i for i in core if view.words[i].lower() in tables.nouns]
    head = nouns[-1] if nouns and nouns[-1] == core[-1] else core[-1] if core else tokens[-1]
    phrase.head = view.words[head].lower()
    phrase.noun = tables.nouns.get(phrase.head, ("", "p" if phrase.head.endswith("s") else "s", "", ""))
    if phrase.owner is None:
        phrase.owner = _owner_after(view, tokens[core_end:], inner)
    return phrase


def _is_noun(view: Text, name: Name, tables: Tables) -> bool:
    """Whether capitals make a plain noun look like a name: "the President", "the Participants"."""
    if name.type != "org" or name.first == 0:
        return False
    if name.text.isupper() and name.text.lower() in tables.nouns:
        return True  # "TV", "MPs"
    words = [word.lower() for word in name.text.split()]
    known = all(w in tables.nouns or w in TITLES or w.rstrip("s") in TITLES for w in words)
    return (
        known
        and words[-1] not in ("times", "journal", "post", "union", "observatory", "commission")
        and view.words[name.first - 1].lower() in ("the", "two", "a", "this", "these", "both")
    )


def _core_end(view: Text, tokens: list[int], low: list[str], inner: list[Name]) -> int:
    """Where the head noun phrase ends: before the first preposition, relative word or comma outside a name."""
    covered = {i for name in inner for i in range(name.title, name.last + 1)}
    for position, token in enumerate(tokens):
        if token in covered:
            continue
        if position and (low[position] in CUT or view.words[token] in (",", "(", "–", "—", ":")):
            return position
    return len(tokens)


def _apposed(view: Text, tokens: list[int], core_end: int, inner: list[Name], cast: Cast) -> Name | None:
    """The person after the comma in "the head of X, Ruth Amsel"."""
    commas = [i for i in tokens[core_end:] if view.words[i] in (",", "–", "—", ":")]
    covered = {i for name in inner for i in range(name.title, name.last + 1)}
    for name in inner:
        comma = max((i for i in commas if i < name.title), default=name.title)
        # "the envoy, retired army general Ruth Amsel"
        plain = all(i in covered or _is_title(view.words[i]) for i in range(comma + 1, name.title))
        if name.type == "person" and comma < name.title and plain and not _followed_by_owner(view, name):
            core = tokens[:core_end]
            if not core or cast.of_name[name.first].type != "person":
                continue
            head = _head_name(core, inner)
            if head is None or head.type != "person":
                return name
    return None


def _is_title(word: str) -> bool:
    bare = word.rstrip(".").lower()
    return not bare or bare in MODIFIERS or bare in TITLES


def _followed_by_owner(view: Text, name: Name) -> bool:
    after = name.last + 1
    return after < len(view.words) and view.words[after] in ("'s", "’s", "’", "'")


def _head_name(core: list[int], inner: list[Name]) -> Name | None:
    for name in inner:
        if core and name.last == core[-1]:
            return name
    return None


def _owner(view: Text, core: list[int], inner: list[Name]) -> Name | str | None:
    """Who has it: the name before a possessive, a possessive pronoun, or a people's adjective at the front."""
    for token in core:
        if view.words[token].lower() in ("his", "her", "their", "its", "our", "my") and token != core[-1]:
            return view.words[token].lower()
    own = [name for name in inner if name.first in core and name.last != core[-1]]
    return own[-1] if own else None


def _owner_after(view: Text, rest: Sequence[int], inner: list[Name]) -> Name | str | None:
    """Who has it in "a spokesman for X", "the government of X"."""
    low = [view.words[i].lower() for i in rest[:2]]
    if low[:1] and low[0] in ("of", "for", "from", "at", "by", "in", "to"):
        after = [name for name in inner if name.first in rest]
        return after[0] if after else None
    return None


def _split_joint(
    view: Text, tokens: Sequence[int], inner: list[Name], cast: Cast, tables: Tables
) -> list[Phrase]:
    """The parts of "Putin and Trump", "Russia, Ukraine and Turkey"; none where "and" joins something else."""
    covered = {i for name in inner for i in range(name.title, name.last + 1)}
    pieces: list[list[int]] = [[]]
    for token in tokens:
        word = view.words[token].lower()
        if token not in covered and word in ("and", ",", "&"):
            pieces.append([])
        else:
            pieces[-1].append(token)
    pieces = [p for p in pieces if p and view.words[p[0]].lower() not in ("which", "who", "that", "along")]
    if len(pieces) < 2 or len(pieces) > 5:
        return []
    cut = next(
        (n for n, p in enumerate(pieces) if view.words[p[0]].lower() in ("who", "which", "the") and n > 1),
        None,
    )
    parts = [parse(view, p, cast, tables, joint=False) for p in pieces[:cut]]
    named = [p for p in parts if p.kind == "name"]
    if len(named) < 2 or len(named) < len(parts):
        return _mixed(view, pieces, parts)
    if len(parts) == 2 and view.words[tokens[-1]] and "and" not in [view.words[i].lower() for i in tokens]:
        return []
    return parts


def _mixed(view: Text, pieces: list[list[int]], parts: list[Phrase]) -> list[Phrase]:
    """Two described parties ("the government and rebels"), where each part could stand alone."""
    if len(parts) != 2:
        return []
    ok = all(
        p.kind == "name"
        or (p.kind == "noun" and p.noun[0] in ("state", "official", "people", "office", "org"))
        for p in parts
    )
    return parts if ok and all(not ({view.words[i].lower() for i in piece} & CUT) for piece in pieces) else []


def entity_of(phrase: Phrase, cast: Cast) -> Entity | None:
    """The entity that the phrase names."""
    return cast.of_name[phrase.name.first] if phrase.name is not None else None
