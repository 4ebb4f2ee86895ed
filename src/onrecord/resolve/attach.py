"""To whom and when: the options for a statement's addressee and day, with the features by which they are ranked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from onrecord.models import Statement
from onrecord.resolve.describe import words_of
from onrecord.resolve.entities import Entity
from onrecord.resolve.lexicon import listed
from onrecord.resolve.nps import Phrase, parse
from onrecord.resolve.scene import Said, Scene
from onrecord.resolve.when import Time, find_times

# Those to whom one speaks without their having a name.
HEARERS = {
    "reporters": "reporters", "journalists": "reporters", "lawmakers": "lawmakers", "parliament": "parliament",
    "conference": "news conference", "briefing": "reporters", "supporters": "supporters", "allies": "allies",
}  # fmt: skip
LEADS = listed("leads")
PREPOSITIONS = frozenset({"on", "in", "since", "by", "from", "until", "late", "early", ","})
# Between a cue and a time these tell that the time belongs to something else.
TURNS = frozenset({"said", "told", "which", "who", "that", "after", "before", "when", "since"})
BACK = 3  # how many statements back a day or a hearer is taken over


# Gives the likeliest entities for a phrase at a token, each with its chance.
Likely = Callable[[Phrase, int], list[tuple[Entity, float]]]


@dataclass(slots=True)
class Option:
    """A possible value and what speaks for it."""

    value: str
    features: list[str]


@dataclass(frozen=True, slots=True)
class Told:
    """What was settled about an earlier statement, to be taken over by later ones."""

    said: Said
    addressee: str | None
    said_on: str | None
    sentence: int


def when_options(
    scene: Scene, statement: Statement, said: Said, told: list[Told], times: list[Time]
) -> list[Option]:
    """The days on which it can have been said: times in its sentence outside its content, and earlier statements'."""
    view = scene.view
    spans = statement.cue or statement.source or statement.content
    if not spans:
        return []
    cue_at = view.first(spans[0][0])
    cue_end = view.at(spans[-1][1] - 1)
    sentence = view.sentences[cue_at]
    cue = _cue(scene, statement)
    options: list[Option] = []
    for time in times:
        token = view.at(time.start)
        gap = sentence - view.sentences[token]
        if gap not in (0, 1) or any(start <= time.start < end for start, end in statement.content):
            continue
        options.append(
            Option(time.value, list(_time_features(scene, time, token, cue_at, cue_end, gap, cue)))
        )
    options.extend(_taken_over(scene, statement, said, told, "said_on", sentence, cue))
    options.extend(_by_article(scene, statement, told, times, cue, sentence))
    return options


def _by_article(
    scene: Scene, statement: Statement, told: list[Told], times: list[Time], cue: list[str], sentence: int
) -> Iterator[Option]:
    """The day that the report is about: its first weekday or date, the last day told, the day of publication."""
    tense = _tense(cue) if cue else "-"
    nested = statement.within is not None
    first = next((t for t in times if t.kind in ("weekday", "date", "day")), None)
    form = f"{tense},{nested},{statement.kind}"
    if first is not None:
        early = scene.view.sentences[scene.view.at(first.start)] < 3
        yield Option(
            first.value, ["on|first", f"on|first,{form}", f"on|first,{early},far={min(sentence // 4, 5)}"]
        )
    last = next((t for t in reversed(told) if t.said_on), None)
    if last is not None:
        gap = min(sentence - last.sentence, 8) // 2
        yield Option(last.said_on or "", ["on|last", f"on|last,{form}", f"on|last,gap={gap}"])
    if scene.day is not None:
        share = sum(t.said_on == scene.day.isoformat() for t in told) * 4 // (len(told) + 1)
        yield Option(
            scene.day.isoformat(),
            [
                "on|published",
                f"on|published,{form}",
                f"on|published,share={share}",
                f"on|published,outlet={scene.outlet}",
            ],
        )


def _cue(scene: Scene, statement: Statement) -> list[str]:
    return [
        scene.view.words[i].lower() for start, end in statement.cue for i in scene.view.tokens(start, end)
    ]


def _time_features(
    scene: Scene, time: Time, token: int, cue_at: int, cue_end: int, gap: int, cue: list[str]
) -> Iterator[str]:
    words = scene.view.words
    distance = token - cue_end if token > cue_end else cue_at - token
    side = "after" if token > cue_end else "before"
    near = 0 if distance <= 2 else 1 if distance <= 5 else 2 if distance <= 10 else 3
    yield f"on|gap={gap}"
    yield f"on|{side},{near},{gap}"
    yield f"on|kind={time.kind}"
    yield f"on|kind={time.kind},{side},{min(near, 2)},{gap}"
    before = words[token - 1].lower() if token else ""
    yield f"on|prep={before if before in PREPOSITIONS else '-'},{near},{side}"
    between = words[cue_end + 1 : token] if side == "after" else words[token + 1 : cue_at]
    if gap == 0:
        yield f"on|comma between={',' in between},{side}"
        yield f"on|verb between={not TURNS.isdisjoint(between)},{side}"
    if "’s" in time.text or "'s" in time.text:
        yield "on|possessive"
    if cue:
        yield f"on|tense={_tense(cue)},{gap}"
        yield f"on|cue={cue[-1]}"
    yield f"on|head={token <= scene.view.heads[scene.view.sentences[token]] + 2},{gap}"


def _tense(cue: list[str]) -> str:
    if cue[0] in ("has", "have", "'s", "’s", "'ve"):
        return "perfect"
    if cue[0] in ("had",):
        return "past perfect"
    if cue[-1].endswith("ing"):
        return "ing"
    if cue[0] in ("will", "would", "could", "is", "are", "to"):
        return cue[0]
    return "past" if cue[-1].endswith("ed") or cue[-1] in ("said", "told", "wrote") else "other"


def _taken_over(
    scene: Scene,
    statement: Statement,
    said: Said,
    told: list[Told],
    field: str,
    sentence: int,
    cue: list[str],
) -> Iterator[Option]:
    """The values of the last statements, of the same speaker or not."""
    name = said.entity.name if said.entity is not None else ""
    key = "on" if field == "said_on" else "to"
    for back, earlier in enumerate(reversed(told[-BACK:]), 1):
        value = getattr(earlier, field)
        if not value:
            continue
        same = bool(name) and earlier.said.entity is not None and earlier.said.entity.name == name
        gap = min(max(sentence - earlier.sentence, 0), 4)
        nested = (
            "outer"
            if earlier.said.statement.id == statement.within
            else "nested"
            if statement.within
            else "top"
        )
        features = [
            f"{key}|over", f"{key}|over,{same},{back}", f"{key}|over,{same},gap={gap}", f"{key}|over,{nested},{same}",
        ]  # fmt: skip
        if cue:
            features += [f"{key}|over,cue={cue[-1]}", f"{key}|over,tense={_tense(cue)},{same}"]
        features.append(f"{key}|over,kind={statement.kind},{same}")
        pronoun = len(statement.source) == 1 and statement.source[0][1] - statement.source[0][0] <= 4
        features.append(f"{key}|over,short source={pronoun},{same}")
        yield Option(value, features)
        if back == 1 or same:
            break


def to_options(
    scene: Scene, statement: Statement, said: Said, told: list[Told], likely: Likely
) -> list[Option]:
    """Those to whom it can have been said: the words between cue and content, who stands after "to" or "with"."""
    view = scene.view
    spans = statement.cue or statement.source or statement.content
    if not spans:
        return []
    cue = _cue(scene, statement)
    cue_end = view.at(spans[-1][1] - 1)
    cue_at = view.first(spans[0][0])
    options = list(_after_cue(scene, statement, said, cue, cue_end, likely))
    options += _in_sentence(scene, statement, said, cue, cue_at, cue_end)
    options += _in_content(scene, statement, said, cue)
    options += _taken_over(scene, statement, said, told, "addressee", view.sentences[cue_at], cue)
    return options


def _in_content(scene: Scene, statement: Statement, said: Said, cue: list[str]) -> Iterator[Option]:
    """Who is asked to act: the first name of what is demanded."""
    if not statement.content or not cue:
        return
    tokens = scene.view.tokens(*statement.content[0])
    own = said.entity.name if said.entity is not None else ""
    for name in scene.cast.names:
        if name.first in tokens:
            entity = scene.cast.of_name[name.first]
            near = min(name.title - tokens.start, 3)
            yield Option(entity.name, [
                "to|content", f"to|content,cue={cue[-1]}", f"to|content,cue={cue[0]}",
                f"to|content,{entity.type},{near}",
                f"to|content,{scene.view.words[name.title - 1].lower() if name.title - 1 in tokens else '^'}",
                f"to|content,self={entity.name == own}",
            ])  # fmt: skip
            return


def _value(scene: Scene, phrase: Phrase) -> tuple[str, str] | None:
    """A hearer's canonical name and kind."""
    if phrase.kind == "name" and phrase.name is not None:
        entity = scene.cast.of_name[phrase.name.first]
        return entity.name, entity.type
    if phrase.kind == "joint" and all(p.name is not None for p in phrase.parts):
        names = [scene.cast.of_name[p.name.first].name for p in phrase.parts if p.name is not None]
        return " and ".join(names), "group"
    if phrase.kind == "noun":
        words = [scene.view.words[i].lower() for i in phrase.tokens]
        hearer = next((HEARERS[w] for w in words if w in HEARERS), None)
        if hearer:
            return hearer, "hearers"
        name = words_of(scene.view, phrase, scene.cast, loose=False, short=True)
        return (name, "described") if name else None
    return None


def _after_cue(
    scene: Scene, statement: Statement, said: Said, cue: list[str], cue_end: int, likely: Likely
) -> Iterator[Option]:
    """The noun phrase that follows the cue: "told reporters", "called on Israel"."""
    view = scene.view
    tokens = []
    starts = {view.first(start) for start, _ in statement.content}
    for token in range(cue_end + 1, min(cue_end + 9, len(view.words))):
        word = view.words[token].lower()
        if view.sentences[token] != view.sentences[cue_end] or word in (
            ",",
            ".",
            "that",
            "to",
            ":",
            "“",
            '"',
            "in",
            "on",
            "at",
            "of",
            "after",
            "during",
            "by",
            "as",
            "not",
            "he",
            "she",
            "they",
        ):
            break
        tokens.append(token)
    if not tokens or cue_end + 1 in {view.first(s) for s, _ in statement.source}:
        return
    inside = cue_end + 1 in starts
    cut = next((n for n, t in enumerate(tokens) if t in starts and n), None)
    phrase = parse(view, _only_name(scene, tokens[:cut]), scene.cast, scene.tables)
    last = cue[-1] if cue else "-"
    if phrase.kind in ("noun", "he", "she", "they", "it") and tokens:
        for entity, share in likely(phrase, tokens[0]):
            yield Option(
                entity.name,
                [
                    "to|resolved",
                    f"to|resolved,{phrase.kind},share={int(share * 4)}",
                    f"to|cue={last},{inside}",
                    f"to|resolved,cue={last}",
                    f"to|resolved,{entity.type}",
                    f"to|self={said.entity is not None and said.entity.name == entity.name}",
                ],
            )
    if phrase.kind == "we" and scene.outlet:
        yield Option(scene.outlet, ["to|us", f"to|us,cue={last}"])
    found = _value(scene, phrase)
    if found is None:
        return
    value, kind = found
    yield Option(
        value,
        [
            "to|after cue",
            f"to|cue={last},{inside}",
            f"to|kind={kind},{inside}",
            f"to|cue={last},{kind}",
            f"to|self={said.entity is not None and said.entity.name == value}",
        ],
    )


def _only_name(scene: Scene, tokens: list[int]) -> list[int]:
    """The name that the tokens start with, alone, unless a noun belongs to it: "the BBC late" is the BBC."""
    view = scene.view
    starts = {name.title: name for name in scene.cast.names}
    at = 0
    while at < len(tokens) and (
        view.words[tokens[at]].lower() in ("the", "a", "an") or _leads_on(scene, tokens[at])
    ):
        at += 1
    name = starts.get(tokens[at]) if at < len(tokens) else None
    if name is None or name.last not in tokens:
        return _noun_phrase(scene, tokens)
    after = tokens[tokens.index(name.last) + 1 :]
    if after and (
        view.words[after[0]] in ("'s", "’s", "and", "’", "'")
        or view.words[after[0]].lower() in scene.tables.nouns
    ):
        return _noun_phrase(scene, tokens)
    return tokens[: tokens.index(name.last) + 1]


def _leads_on(scene: Scene, token: int) -> bool:
    word = scene.view.words[token]
    return word[0].isupper() and (word in scene.tables.peoples or word.lower() in scene.tables.nouns)


def _noun_phrase(scene: Scene, tokens: list[int]) -> list[int]:
    """The tokens up to the last that is a name or a noun of the table, if one is among the first few."""
    covered = {i for name in scene.cast.names for i in range(name.first, name.last + 1)}
    last = -1
    for n, token in enumerate(tokens[:5]):
        word = scene.view.words[token].lower()
        if token in covered or word in scene.tables.nouns or word in HEARERS:
            last = n
        elif last >= 0 and word not in ("of", "and", "the", "'s", "’s", "'", "’"):
            break
    return tokens[: last + 1]


TALK = listed("talk")


def _in_sentence(
    scene: Scene, statement: Statement, said: Said, cue: list[str], cue_at: int, cue_end: int
) -> Iterator[Option]:
    """Names and hearers after a small word elsewhere in the sentence: "in an interview with X", "a letter to Y"."""
    view = scene.view
    number = view.sentences[cue_at]
    content = statement.content
    names = {name.title: name for name in scene.cast.names}
    seen = 0
    for token in (*view.sentence(number), *view.sentence(number - 1)):
        before = view.words[token - 1].lower() if token else ""
        offset = view.starts[token]
        if any(start <= offset < end for start, end in content) or token == cue_end + 1:
            continue
        name, word = names.get(token), view.words[token].lower()
        if name is None and (word not in HEARERS or token == 0):
            continue
        if (
            word not in HEARERS
            and before not in LEADS
            and not (before in ("the", "a", "’s", "'s") and view.words[token - 2].lower() in LEADS)
        ):
            continue
        if name is not None and word not in HEARERS:
            entity = scene.cast.of_name[name.first]
            value, kind = entity.name, entity.type
        else:
            value, kind = HEARERS[word], "hearers"
        lead, earlier = _lead(view.words, token)
        gap = number - view.sentences[token]
        yield Option(value, [
            "to|sentence", f"to|{earlier} {lead}", f"to|talk={earlier in TALK},{lead},{kind}",
            f"to|talk={earlier in TALK},{gap}", f"to|{lead},{kind},{gap}", f"to|gap={gap}",
            f"to|self={said.entity is not None and said.entity.name == value}",
            f"to|{kind},{'after' if token > cue_end else 'before'},{gap}",
        ])  # fmt: skip
        seen += 1
        if seen == 4:
            return


def _lead(words: list[str], token: int) -> tuple[str, str]:
    """The small word before a hearer and the word before that: ("with", "interview")."""
    at = token - 1
    while at > 0 and token - at < 5 and words[at].lower() not in LEADS:
        at -= 1
    return words[at].lower(), words[at - 1].lower() if at else ""


def article_times(scene: Scene) -> list[Time]:
    """All time expressions of the article."""
    return list(find_times(scene.view.text, scene.day))
