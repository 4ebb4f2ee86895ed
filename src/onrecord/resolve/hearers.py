"""To whom something was said: the options, with the features by which they are ranked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from onrecord.resolve.carry import Cue, Option, Told, taken_over
from onrecord.resolve.describe import words_of
from onrecord.resolve.entities import Entity
from onrecord.resolve.lexicon import listed
from onrecord.resolve.nps import Phrase, parse
from onrecord.resolve.scene import Scene

# Gives the likeliest entities for a phrase at a token, each with its chance.
Likely = Callable[[Phrase, int], list[tuple[Entity, float]]]

# Those to whom one speaks without their having a name.
HEARERS = {
    "reporters": "reporters", "journalists": "reporters", "lawmakers": "lawmakers", "parliament": "parliament",
    "conference": "news conference", "briefing": "reporters", "supporters": "supporters", "allies": "allies",
}  # fmt: skip
LEADS = listed("leads")
TALK = listed("talk")
# Where the noun phrase after a cue ends.
STOPS = listed("after a hearer")
REACH = 9  # tokens after a cue in which a hearer starts
MOST = 4  # names of a sentence that are weighed


def hearer_options(scene: Scene, cue: Cue, told: Sequence[Told], likely: Likely) -> list[Option]:
    """The words after the cue, names after "to" or "with", who is asked to act, earlier statements' hearers."""
    return [
        *_after_cue(scene, cue, likely),
        *_in_sentence(scene, cue),
        *_in_content(scene, cue),
        *taken_over(cue, told, "addressee"),
    ]


def _after_cue(scene: Scene, cue: Cue, likely: Likely) -> Iterator[Option]:
    """The noun phrase that follows the cue: "told reporters", "called on Israel", "asked him"."""
    tokens, inside = _tokens_after(scene, cue)
    phrase = parse(scene.view, _only_name(scene, tokens), scene.cast, scene.tables)
    if not tokens or phrase.kind == "none":
        return
    own = cue.said.entity.name if cue.said.entity is not None else None
    if phrase.kind in ("noun", "he", "she", "they", "it"):
        for entity, share in likely(phrase, tokens[0]):
            yield Option(entity.name, [
                "to|resolved", f"to|resolved,{phrase.kind},share={int(share * 4)}", f"to|cue={cue.verb},{inside}",
                f"to|resolved,cue={cue.verb}", f"to|resolved,{entity.type}", f"to|self={own == entity.name}",
            ])  # fmt: skip
    if phrase.kind == "we" and scene.outlet:
        yield Option(scene.outlet, ["to|us", f"to|us,cue={cue.verb}"])
    found = _value(scene, phrase)
    if found is not None:
        value, kind = found
        yield Option(value, [
            "to|after cue", f"to|cue={cue.verb},{inside}", f"to|kind={kind},{inside}", f"to|cue={cue.verb},{kind}",
            f"to|self={own == value}",
        ])  # fmt: skip


def _tokens_after(scene: Scene, cue: Cue) -> tuple[list[int], bool]:
    """The tokens that follow the cue up to the content, and whether they are the content's own start."""
    view = scene.view
    tokens: list[int] = []
    starts = {view.first(start) for start, _ in cue.statement.content}
    if cue.last + 1 in {view.first(start) for start, _ in cue.statement.source}:
        return [], False
    for token in range(cue.last + 1, min(cue.last + REACH, len(view.words))):
        if view.sentences[token] != view.sentences[cue.last] or view.words[token].lower() in STOPS:
            break
        if tokens and token in starts:
            break
        tokens.append(token)
    return tokens, cue.last + 1 in starts


def _value(scene: Scene, phrase: Phrase) -> tuple[str, str] | None:
    """A hearer's canonical name and kind."""
    if phrase.kind == "name" and phrase.name is not None:
        entity = scene.cast.of_name[phrase.name.first]
        return entity.name, entity.type
    if phrase.kind == "joint":
        names = [scene.cast.of_name[p.name.first].name for p in phrase.parts if p.name is not None]
        return (" and ".join(names), "group") if len(names) == len(phrase.parts) else None
    if phrase.kind != "noun":
        return None
    hearer = next((HEARERS[w] for i in phrase.tokens if (w := scene.view.words[i].lower()) in HEARERS), None)
    if hearer:
        return hearer, "hearers"
    name = words_of(scene.view, phrase, scene.cast, loose=False, short=True)
    return (name, "described") if name else None


def _only_name(scene: Scene, tokens: list[int]) -> list[int]:
    """The name that the tokens start with, alone, unless a noun belongs to it: "the BBC late" is the BBC."""
    words = scene.view.words
    starts = scene.cast.by_title
    at = 0
    while at < len(tokens) and (
        words[tokens[at]].lower() in ("the", "a", "an") or _leads_on(scene, tokens[at])
    ):
        at += 1
    name = starts.get(tokens[at]) if at < len(tokens) else None
    if name is None or name.last not in tokens:
        return _noun_phrase(scene, tokens)
    after = tokens[tokens.index(name.last) + 1 :]
    if after and (
        words[after[0]] in ("'s", "’s", "and", "’", "'") or words[after[0]].lower() in scene.tables.nouns
    ):
        return _noun_phrase(scene, tokens)
    return tokens[: tokens.index(name.last) + 1]


def _leads_on(scene: Scene, token: int) -> bool:
    word = scene.view.words[token]
    return word[0].isupper() and (word in scene.tables.peoples or word.lower() in scene.tables.nouns)


def _noun_phrase(scene: Scene, tokens: list[int]) -> list[int]:
    """The tokens up to the last that is a name or a noun of the table, if one is among the first few."""
    covered = scene.cast.covered
    last = -1
    for n, token in enumerate(tokens[:5]):
        word = scene.view.words[token].lower()
        if (
            token in covered
            or word in scene.tables.nouns
            or word in HEARERS
            or word in ("him", "her", "them", "us")
        ):
            last = n
        elif last >= 0 and word not in ("of", "and", "the", "'s", "’s", "'", "’"):
            break
    return tokens[: last + 1]


def _in_content(scene: Scene, cue: Cue) -> Iterator[Option]:
    """Who is asked to act: the first name of what is demanded."""
    if not cue.statement.content or not cue.words:
        return
    tokens = scene.view.tokens(*cue.statement.content[0])
    own = cue.said.entity.name if cue.said.entity is not None else ""
    name = next((n for n in scene.cast.names if n.first in tokens), None)
    if name is None:
        return
    entity = scene.cast.of_name[name.first]
    before = scene.view.words[name.title - 1].lower() if name.title - 1 in tokens else "^"
    yield Option(entity.name, [
        "to|content", f"to|content,cue={cue.verb}", f"to|content,cue={cue.words[0]}", f"to|content,{before}",
        f"to|content,{entity.type},{min(name.title - tokens.start, 3)}", f"to|content,self={entity.name == own}",
    ])  # fmt: skip


def _in_sentence(scene: Scene, cue: Cue) -> Iterator[Option]:
    """Names and hearers after a small word elsewhere: "in an interview with X", "a letter to Y"."""
    view, names, seen = scene.view, scene.cast.by_title, 0
    own = cue.said.entity.name if cue.said.entity is not None else None
    for token in (*view.sentence(cue.sentence), *view.sentence(cue.sentence - 1)):
        if token not in names and view.words[token].lower() not in HEARERS:
            continue
        offset, word = view.starts[token], view.words[token].lower()
        if token == cue.last + 1 or any(start <= offset < end for start, end in cue.statement.content):
            continue
        name = names.get(token)
        if word in HEARERS and token:
            value, kind = HEARERS[word], "hearers"
        elif name is not None and _is_led(view.words, token):
            entity = scene.cast.of_name[name.first]
            value, kind = entity.name, entity.type
        else:
            continue
        lead, earlier = _lead(view.words, token)
        gap = cue.sentence - view.sentences[token]
        yield Option(value, [
            "to|sentence", f"to|{earlier} {lead}", f"to|talk={earlier in TALK},{lead},{kind}", f"to|gap={gap}",
            f"to|talk={earlier in TALK},{gap}", f"to|{lead},{kind},{gap}", f"to|self={own == value}",
            f"to|{kind},{'after' if token > cue.last else 'before'},{gap}",
        ])  # fmt: skip
        seen += 1
        if seen == MOST:
            return


def _is_led(words: Sequence[str], token: int) -> bool:
    """Whether "to", "with" or the like stands before a name, an article between them or not."""
    before = words[token - 1].lower() if token else ""
    if before in ("the", "a", "’s", "'s") and token > 1:
        before = words[token - 2].lower()
    return before in LEADS


def _lead(words: Sequence[str], token: int) -> tuple[str, str]:
    """The small word before a hearer and the word before that: ("with", "interview")."""
    at = token - 1
    while at > 0 and token - at < 5 and words[at].lower() not in LEADS:
        at -= 1
    return words[at].lower(), words[at - 1].lower() if at else ""
