"""Where an article says who is spoken to: "told reporters", "in an interview with X", "a note to clients"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.resolve.describe import words_of
from onrecord.resolve.lexicon import listed
from onrecord.resolve.nps import Phrase, parse
from onrecord.resolve.scene import Scene

# Those to whom one speaks without their having a name.
HEARERS = {
    "reporters": "reporters", "journalists": "reporters", "lawmakers": "lawmakers", "parliament": "parliament",
    "conference": "news conference", "briefing": "reporters", "supporters": "supporters", "allies": "allies",
}  # fmt: skip
LEADS = listed("leads")
TALK = listed("talk")
TELLING = listed("telling")
ASKING = listed("asking")
ENDS = listed("ends a hearer")
GATHERINGS = listed("gatherings")
COLLECTIVES = listed("collectives")
# Endings of nouns for people: "bidders", "lenders", "diplomats", "strategists".
PEOPLE = ("ers", "ors", "ists", "ants", "ents", "ians", "men", "women")
TAILS = frozenset({"of", "in", "at", "from"})
ARTICLES = frozenset({"the", "a", "an"})
POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
PRONOUNS = frozenset({"him", "them", "us", "me"})
LONGEST = 9  # tokens of a hearer
TALK_REACH = 6  # tokens between "interview" and "with"


@dataclass(frozen=True, slots=True)
class Audience:
    """One place where hearers are named or described."""

    phrase: Phrase
    first: int
    last: int
    way: str  # the word before them: "told", "with"
    talk: str  # the word for the talk: "interview"; "-" where there is none
    values: tuple[tuple[str, str], ...]  # the names they may go by, each with how it was come by


def find_audiences(scene: Scene) -> list[Audience]:
    """All audiences of an article, in the order of the text."""
    words = scene.view.words
    found = []
    for token in range(1, len(words)):
        word = words[token - 1].lower()
        asked = word == "by" and token > 1 and words[token - 2].lower() in ASKING
        if word not in TELLING and word not in LEADS and not asked:
            continue
        audience = audience_at(scene, token)
        if audience is not None:
            # "When asked by reporters" tells of the hearers as "told reporters" does.
            found.append(replace(audience, way="told") if asked else audience)
    return found


def audience_at(scene: Scene, token: int) -> Audience | None:
    """The audience whose words start at a token, if a noun phrase does."""
    tokens = noun_phrase(scene, token)
    if not tokens:
        return None
    phrase = parse(scene.view, _head_of(scene, tokens), scene.cast, scene.tables)
    if phrase.kind == "none" or (phrase.kind == "noun" and not _can_listen(scene, phrase)):
        return None
    way = scene.view.words[token - 1].lower() if token else "^"
    values = tuple(dict(reversed([*_values(scene, phrase, tokens)])).items())
    return Audience(phrase, token, tokens[-1], way, _talk_before(scene, token), values)


def _can_listen(scene: Scene, phrase: Phrase) -> bool:
    """Whether a noun may stand for people: "investors", "a court", "a summit"; not "talks", not "to leave"."""
    word = phrase.head
    core = [scene.view.words[i].lower() for i in phrase.tokens]
    if any(w in HEARERS or w in GATHERINGS for w in core):
        return True
    if phrase.noun[0]:
        return phrase.noun[0] not in ("document", "reports")
    if any(name.first in phrase.tokens and name.last == phrase.tokens[-1] for name in phrase.inner):
        return True
    return word in COLLECTIVES or word.endswith(PEOPLE)


def noun_phrase(scene: Scene, first: int) -> list[int]:
    """The tokens of the noun phrase that starts at a token, an "of" or "in" after its head included."""
    words, by_title = scene.view.words, scene.cast.by_title
    if _is_pronoun(scene, first):
        return [first]
    token, out = first, list[int]()
    while token < len(words) and len(out) < LONGEST and not _ends(scene, token, out):
        out.extend(range(token, by_title[token].last + 1) if token in by_title else (token,))
        token = out[-1] + 1
    while out and words[out[-1]].lower() in (*TAILS, *ARTICLES, *POSSESSIVE, "and"):
        out.pop()
    return out


def _ends(scene: Scene, token: int, before: list[int]) -> bool:
    """Whether a noun phrase of which we have the tokens `before` ends before a token."""
    words = scene.view.words
    word, last = words[token].lower(), words[before[-1]].lower() if before else ""
    if before and scene.view.sentences[token] != scene.view.sentences[before[0]]:
        return True
    if token in scene.cast.by_title:
        return False
    if word in TAILS and before and last not in ARTICLES:
        return any(words[i].lower() in TAILS and i not in scene.cast.covered for i in before)
    if word == "and" and before:
        return not (token + 1 in scene.cast.by_title or _plural(words[token + 1 : token + 2]))
    if token not in scene.cast.covered and (word in ENDS or not (word[0].isalnum() or word in POSSESSIVE)):
        return True
    if not before:
        return False
    after_plural = _plural([words[before[-1]]]) and word not in POSSESSIVE and not _is_noun(scene, token)
    return after_plural or _breaks(scene, token, last)


def _is_pronoun(scene: Scene, token: int) -> bool:
    """Whether a word stands for the hearer by itself; "her" does not before a noun."""
    words = scene.view.words
    after = words[token + 1].lower() if token + 1 < len(words) else "."
    word = words[token].lower()
    return word in PRONOUNS or (word == "her" and (after in ENDS or not after[0].isalpha()))


def _plural(words: Sequence[str]) -> bool:
    return any(len(w) > 3 and w.endswith("s") and not w.endswith(("ss", "us", "’s", "'s")) for w in words)


def _is_noun(scene: Scene, token: int) -> bool:
    word = scene.view.words[token].lower()
    return (
        token in scene.cast.covered
        or word in scene.tables.nouns
        or word in HEARERS
        or word in GATHERINGS
        or word in COLLECTIVES
    )


def _breaks(scene: Scene, token: int, before: str) -> bool:
    """Whether a word after some of the phrase starts what follows it: an article, "following" before no noun."""
    word = scene.view.words[token]
    if word.lower() in ("the", "a", "an", "his", "her", "their", "its"):
        return before not in (*TAILS, "and", "both", "all")
    goes_on = token + 1 < len(scene.view.words) and _is_noun(scene, token + 1)
    return word.islower() and word.endswith("ing") and not goes_on and not _is_noun(scene, token)


def _head_of(scene: Scene, tokens: list[int]) -> list[int]:
    """Without the tail, unless the tail says whose: "head of the council" keeps it, "reporters in town" does not."""
    words = scene.view.words
    for n, token in enumerate(tokens):
        if n and words[token].lower() in TAILS and token not in scene.cast.covered:
            return tokens if words[token].lower() == "of" else tokens[:n]
    return tokens


def _values(scene: Scene, phrase: Phrase, tokens: list[int]) -> Iterator[tuple[str, str]]:
    """The names that the hearers may go by, the likelier first, each with how it was come by."""
    cast, view = scene.cast, scene.view
    if phrase.kind == "name" and phrase.name is not None:
        entity = cast.of_name[phrase.name.first]
        written = phrase.name.text.removesuffix("’s").removesuffix("'s")
        # A programme or channel is named as it is written: "Fjord News" is not "Fjord"; initials are spelled out.
        fuller = entity.type == "media" and written.startswith(entity.name) and written != entity.name
        yield written if fuller else entity.name, entity.type
        if not fuller and entity.type in ("organisation", "media", "group"):
            yield written, "as written"
    elif phrase.kind == "joint":
        names = [cast.of_name[p.name.first].name for p in phrase.parts if p.name is not None]
        if len(names) == len(phrase.parts):
            yield " and ".join(names), "joint"
    elif phrase.kind == "noun":
        low = [view.words[i].lower() for i in phrase.tokens]
        hearer = next((HEARERS[word] for word in low if word in HEARERS), None)
        if hearer:
            yield hearer, "hearers"
        yield words_of(view, phrase, cast, loose=False, short=True), "short words"
        whole = parse(view, tokens, cast, scene.tables, joint=False)
        yield words_of(view, whole, cast, loose=False, short=False), "all words"
        yield words_of(view, phrase, cast, loose=True, short=True), "bare words"
        yield from _of_inner(scene, phrase)
    named = _apposed(scene, tokens[-1])
    if named is not None:
        yield named, "apposed"


def _of_inner(scene: Scene, phrase: Phrase) -> Iterator[tuple[str, str]]:
    """By a name within: "a Tidewater Council meeting" is the council's, "EU leaders" are European Union leaders."""
    if not phrase.inner:
        return
    name = phrase.inner[0]
    entity = scene.cast.of_name[name.first]
    head = scene.view.words[phrase.tokens[-1]].lower()
    yield entity.name, "gathering of" if head in GATHERINGS else f"inner {phrase.noun[0]}"
    rest = [scene.view.words[i] for i in phrase.tokens if i > name.last]
    if rest and rest[0] not in POSSESSIVE and name.text != entity.name:
        yield " ".join([entity.name, *rest]), "inner in full"


def _apposed(scene: Scene, last: int) -> str | None:
    """The person right after a comma: "the mayor, Ruth Amsel"."""
    name = scene.cast.by_title.get(last + 2)
    if name is None or name.type != "person" or scene.view.words[last + 1] != ",":
        return None
    return scene.cast.of_name[name.first].name


def _talk_before(scene: Scene, token: int) -> str:
    """The word for a talk shortly before: "interview" in "an interview on Sunday with"."""
    words, view = scene.view.words, scene.view
    for at in range(token - 2, max(token - 2 - TALK_REACH, -1), -1):
        if view.sentences[at] != view.sentences[token]:
            break
        if words[at].lower() in TALK:
            return words[at].lower()
    return "-"
