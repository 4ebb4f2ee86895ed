"""Whether a name is a person's or a body's: by its form, by the other names of the text, by the tagger's votes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from onrecord.resolve.lexicon import listed
from onrecord.resolve.name_runs import JOINERS, ORG_WORDS, PARTICLES, TICKER, VERBS, Name
from onrecord.resolve.tables import FAMILY_FIRST_NAMES, Tables
from onrecord.resolve.text import Text

FIRM_WORDS = listed("firm words")
KINDS = {"person": "person", "organisation": "org", "place": "place", "group": "group"}


def elected(vote: Counter[str]) -> str:
    """The type that nearly all votes name; a body where they differ, since firms are mistaken for people."""
    kind, count = vote.most_common(1)[0]
    return kind if count * 5 >= vote.total() * 4 else "organisation"


def by_form(words: Sequence[str], tables: Tables, told: tuple[int, str] | None) -> str:
    """The type that a run's form gives: "single" and "maybe" are settled by `settle`."""
    low = [word.lower() for word in words]
    if any(word in ORG_WORDS for word in low) or any(word.isupper() and len(word) > 1 for word in words):
        return "org"
    if len(words) == 1:
        return "single"
    if words[0] in tables.sexes:
        return "person"
    if told:
        return KINDS[told[1]]
    if words[0] in FAMILY_FIRST_NAMES or any(w in PARTICLES for w in low[1:-1]):
        return "person"
    if len(words) < 4 and not any(w in JOINERS for w in low) and words[0] not in tables.peoples:
        return "maybe"  # two or three plain capitals: most often a person
    return "org"


def settle(names: list[Name], view: Text, tables: Tables, votes: Mapping[str, str]) -> None:
    """Settle what form alone left open, by the other names of the text and by the tagger's votes."""
    people = [name.text.split() for name in names if name.type == "person" and name.length > 1]
    surnames = {parts[-1] for parts in people} | {
        parts[0] for parts in people if parts[0] in FAMILY_FIRST_NAMES
    }
    firms = _firms(names, view)
    bodies = set(firms)
    for name in names:
        if name.type == "org":
            bodies.update((name.text, name.text.split()[0]))
    for name in names:
        if name.type == "single":
            titled = name.title < name.first
            name.type = (
                "org"
                if name.text in firms and not titled
                else _single(name, surnames, bodies, tables, votes.get(name.text))
            )
        elif name.type == "maybe":
            _maybe(name, surnames, view, tables, voted=bool(votes))


def _single(name: Name, surnames: set[str], bodies: set[str], tables: Tables, vote: str | None) -> str:
    if name.text in surnames or name.text in tables.famous:
        return "person"
    if name.text in tables.sexes and vote not in ("place", "organisation"):
        return "person"
    vote = vote or "organisation"
    return "org" if vote == "person" and name.text in bodies else KINDS[vote]


def _maybe(name: Name, surnames: set[str], view: Text, tables: Tables, *, voted: bool) -> None:
    first, *rest = name.text.split()
    if len(rest) == 1 and rest[0] in surnames and first not in tables.sexes:
        # A word that is no given name before a surname of the text: "Brexiteer Amsel".
        name.type, name.title = "person", name.first
        name.first, name.text = name.last, rest[0]
        return
    after = view.words[name.last + 1 : name.last + 3]
    apposed = (
        len(after) == 2 and after[0] == "," and (after[1].isdigit() or after[1] in ("who", "a", "an", "the"))
    )
    before = view.words[name.first - 1].lower() if name.first else ""
    alone = not voted and before not in ("the", "in", "at", "near")
    name.type = "person" if apposed or (after[:1] and after[0] in VERBS) or alone else "org"


def _firms(names: Sequence[Name], view: Text) -> set[str]:
    """The lone names that the text treats as firms: "Amsel's shareholders", "Amsel spokesman", "Amsel ( AMS.N )"."""
    out = set()
    for name in names:
        after = view.words[name.last + 1 : name.last + 4]
        if name.type != "single" or len(after) < 3:
            continue
        if after[0] in ("'s", "’s"):
            after = after[1:]
        if after[0].lower() in FIRM_WORDS or (after[0] == "(" and TICKER.fullmatch(after[1])):
            out.add(name.text)
    return out
