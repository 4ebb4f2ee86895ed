"""To whom something was said: the options, with the features by which they are ranked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from onrecord.resolve.audiences import Audience, audience_at
from onrecord.resolve.carry import Cue, Floor, Option, taken_over
from onrecord.resolve.describe import adjective
from onrecord.resolve.entities import Entity
from onrecord.resolve.lexicon import listed
from onrecord.resolve.nps import Phrase
from onrecord.resolve.scene import Scene

# Gives the likeliest entities for a phrase at a token, each with its chance.
Likely = Callable[[Phrase, int], list[tuple[Entity, float]]]

BEHIND, AHEAD = 8, 2  # sentences before and after a statement in which its hearers may be named
LOOSE = 1  # the same where no word for telling or for a talk stands before them
# After these the hearer is told something; after the other verbs of the list, asked to do something.
SAYS = frozenset(
    {"told", "tell", "tells", "telling", "informed", "assured", "reassured", "warned", "briefed"}
)
CALLS = frozenset({"call", "calls", "called", "calling"})
TOLD = listed("telling")
SAID_TO = listed("said to")  # verbs after which "to" leads to the hearer


def hearer_options(scene: Scene, cue: Cue, floor: Floor, likely: Likely) -> list[Option]:
    """Who is spoken to around the statement, who is asked to act, who answers, earlier statements' hearers."""
    near = [*_after_cue(scene, cue, likely)]
    others = [
        *_around(scene, cue, floor, likely),
        *_in_content(scene, cue),
        *_partners(scene, cue, floor),
        *taken_over(cue, floor.told, "addressee"),
    ]
    for option in others:
        option.features.append(f"to|beside={bool(near)},{_class(cue)},{option.features[0]}")
    return [*near, *others]


def hearer_nil(cue: Cue, options: Sequence[Option]) -> list[str]:
    """What speaks for nobody being named: hardly anything does after "told" or "urged"."""
    near = any("to|after cue" in option.features for option in options)
    nested, worded = cue.statement.within is not None, bool(cue.statement.source)
    return [
        "to|nil", f"to|nil,{_class(cue)},{near}", f"to|nil,cue={cue.verb},{near}", f"to|nil,source={worded},{nested}",
        f"to|nil,kind={cue.statement.kind}", f"to|nil,options={min(len(options), 6)}",
    ]  # fmt: skip


def _own(cue: Cue) -> str | None:
    return cue.said.entity.name if cue.said.entity is not None else None


def _after_cue(scene: Scene, cue: Cue, likely: Likely) -> Iterator[Option]:
    """The noun phrase right after the cue: "told reporters", "called on Israel to", "asked him"."""
    view = scene.view
    if cue.last + 1 >= len(view.words) or view.sentences[cue.last + 1] != view.sentences[cue.last]:
        return
    if cue.last + 1 in {view.first(start) for start, _ in cue.statement.source}:
        return
    # "Said to her", "wrote to the court": as "told her".
    over = view.words[cue.last + 1].lower() == "to" and cue.verb in SAID_TO
    audience = audience_at(scene, cue.last + 1 + over)
    if audience is None or (over and audience.phrase.kind == "noun" and not audience.phrase.definite):
        return
    inside, way = _inside(scene, cue, audience), "tells" if over else _class(cue)
    then = view.words[audience.last + 1].lower() if audience.last + 1 < len(view.words) else "."
    for value, how in _named(scene, cue, audience, likely):
        yield Option(value, [
            "to|after cue", f"to|{way},{inside}", f"to|cue={'told' if over else cue.verb},{inside}", f"to|how={how}",
            f"to|{way},{how}", f"to|then={then},{way}", f"to|self={_own(cue) == value}",
        ])  # fmt: skip


def _class(cue: Cue) -> str:
    """What the cue does to its hearer: the weights of rare verbs lean on their kind's."""
    if TOLD.isdisjoint(cue.words) and not ("on" in cue.words and not CALLS.isdisjoint(cue.words)):
        return "on" if cue.verb in ("on", "upon", "to", "with") else "other"
    return "tells" if not SAYS.isdisjoint(cue.words) else "asks"


def _inside(scene: Scene, cue: Cue, audience: Audience) -> bool:
    offset = scene.view.starts[audience.first]
    return any(start <= offset < end for start, end in cue.statement.content)


def _named(scene: Scene, cue: Cue, audience: Audience, likely: Likely) -> Iterator[tuple[str, str]]:
    """The names of an audience, each with how it was come by; whom a pronoun or a role means, among them."""
    phrase = audience.phrase
    if phrase.kind in ("noun", "he", "she", "they", "it"):
        for rank, (entity, share) in enumerate(likely(phrase, audience.first)):
            if entity.type in ("unnamed", "group") and entity.name != entity.name.removeprefix("unnamed "):
                continue
            yield entity.name, f"{phrase.kind} resolved {rank},{int(share * 4)}"
    if phrase.kind in ("we", "i") and scene.outlet:
        yield scene.outlet, "us"
    yield from audience.values
    speaker = cue.said.entity
    if (
        phrase.kind == "noun"
        and not phrase.inner
        and speaker is not None
        and speaker.side
        and audience.values
    ):
        bare = dict(reversed([(how, value) for value, how in audience.values])).get("bare words")
        if bare:
            yield (
                f"{adjective(speaker.side, scene.tables)} {bare.removeprefix('his ').removeprefix('her ')}",
                "owned",
            )


def _first(audience: Audience) -> int:
    return audience.first


def _around(scene: Scene, cue: Cue, floor: Floor, likely: Likely) -> Iterator[Option]:
    """Audiences of its sentence and of those near it: "in an interview with X", "he told Y" after a quote."""
    view, own = scene.view, _own(cue)
    nearest: set[str] = set()
    low = view.heads[max(cue.sentence - BEHIND, 0)]
    after = cue.sentence + AHEAD + 1
    high = view.heads[after] if after < len(view.heads) else len(view.words)
    near = floor.audiences[
        bisect_left(floor.audiences, low, key=_first) : bisect_right(floor.audiences, high, key=_first)
    ]
    for audience in sorted(near, key=lambda a: abs(a.first - cue.last)):
        sentence = view.sentences[audience.first]
        gap = cue.sentence - sentence
        firm = audience.talk != "-" or audience.way in TOLD
        if (
            not -AHEAD <= gap <= BEHIND
            or (not firm and not 0 <= gap <= LOOSE)
            or audience.first == cue.last + 1
        ):
            continue
        inside = _inside(scene, cue, audience)
        voices = floor.voices.get(sentence, set())
        same = "nobody" if not voices else "same" if own in voices else "other"
        rel = "content" if inside else f"gap={gap if gap < 4 else '4+'}"
        side = "after" if audience.first > cue.last else "before"
        first = f"{rel},{same}" not in nearest
        nearest.add(f"{rel},{same}")
        firmly = "told" if audience.way in TOLD else "talk" if audience.talk != "-" else "loose"
        for value, how in _named(scene, cue, audience, likely):
            yield Option(value, [
                "to|near", f"to|near,{rel},{same}", f"to|near,{rel},{same},{firmly}",
                f"to|way={audience.way}", f"to|way={audience.way},{rel}", f"to|talk={audience.talk}",
                f"to|talk={audience.talk},{audience.way}", f"to|near,how={how}", f"to|near,how={how},{firmly}",
                f"to|near,first={first},{rel}", f"to|near,{side},{rel},{firmly}",
                f"to|near,kind={cue.statement.kind},{rel},{firmly}",
                f"to|near,nested={cue.statement.within is not None},{rel},{same}", f"to|self={own == value}",
            ])  # fmt: skip


def _in_content(scene: Scene, cue: Cue) -> Iterator[Option]:
    """Who is asked to act: the first name of what is demanded."""
    if not cue.statement.content or not cue.words:
        return
    tokens = scene.view.tokens(*cue.statement.content[0])
    own = _own(cue)
    name = next((n for n in scene.cast.names if n.first in tokens), None)
    if name is None:
        return
    entity = scene.cast.of_name[name.first]
    before = scene.view.words[name.title - 1].lower() if name.title - 1 in tokens else "^"
    yield Option(entity.name, [
        "to|content", f"to|content,cue={cue.verb}", f"to|content,cue={cue.words[0]}", f"to|content,{before}",
        f"to|content,{entity.type},{min(name.title - tokens.start, 3)}", f"to|content,self={entity.name == own}",
    ])  # fmt: skip


def _partners(scene: Scene, cue: Cue, floor: Floor) -> Iterator[Option]:
    """Who speaks right before or after, or reports it: one asks, the other answers."""
    own = _own(cue)
    at = next((n for n, said in enumerate(floor.said) if said.statement.id == cue.statement.id), None)
    if at is None:
        return
    for step in (-1, 1):
        if not 0 <= at + step < len(floor.said):
            continue
        other = floor.said[at + step]
        if other.entity is None or other.entity.name == own:
            continue
        gap = min(abs(scene.view.sentences[other.at] - cue.sentence), 2)
        outer = other.statement.id == cue.statement.within
        worded = bool(cue.statement.source)
        yield Option(other.entity.name, [
            "to|partner", f"to|partner,{step},{gap},{outer}", f"to|partner,cue={cue.verb},{step}",
            f"to|partner,{other.entity.type},{step},{gap}", f"to|partner,source={worded},{step},{gap}",
            f"to|partner,{cue.statement.kind},{other.statement.kind},{step},{gap}",
            f"to|partner,cue={cue.verb},source={worded},{step}",
        ])  # fmt: skip
