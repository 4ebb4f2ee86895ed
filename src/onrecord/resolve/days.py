"""On which day something was said: the options, with the features by which they are ranked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.resolve.carry import Cue, Option, Told, taken_over
from onrecord.resolve.lexicon import listed
from onrecord.resolve.scene import Scene
from onrecord.resolve.when import When

PREPOSITIONS = frozenset({"on", "in", "since", "by", "from", "until", "late", "early", ","})
# Between a cue and a time these tell that the time belongs to something else.
TURNS = frozenset({"said", "told", "which", "who", "that", "after", "before", "when", "since"})
EARLY = 3  # sentences in which the day that a report is about is named
DAYS = frozenset({"weekday", "date", "day"})  # kinds of time
# Where many statements are made at one time: a day named with one of these holds for a whole report.
EVENTS = listed("speaking events")


def day_options(scene: Scene, cue: Cue, told: Sequence[Told], times: Sequence[When]) -> list[Option]:
    """Times in its sentence and the one before, outside its content; earlier statements' days; the report's day."""
    view, options = scene.view, []
    worded = "none"
    for time in times:
        token = view.at(time.start)
        gap = cue.sentence - view.sentences[token]
        inside = any(start <= time.start < end for start, end in cue.statement.content)
        if gap in (0, 1) and not inside:
            options.append(Option(time.value, list(_features(scene, time, token, cue))))
            if gap == 0 or worded == "none":
                worded = "here" if gap == 0 else "before"
    others = [*taken_over(cue, told, "said_on"), *_by_article(scene, cue, told, times)]
    for option in others:
        option.features.append(f"{option.features[0]},worded={worded}")
    return [*options, *others]


def day_nil(cue: Cue, told: Sequence[Told], options: Sequence[Option]) -> list[str]:
    """What speaks for no day: the form of the cue, and whether the statements so far have days."""
    dated = sum(t.said_on is not None for t in told) * 4 // (len(told) + 1)
    here = any("on|gap=0" in option.features for option in options)
    nested = cue.statement.within is not None
    return [
        "on|nil", f"on|nil,{cue.tense},{here}", f"on|nil,{nested},{cue.statement.kind},{here}",
        f"on|nil,cue={cue.verb}",
        f"on|nil,dated={dated},{here}", f"on|nil,source={bool(cue.statement.source)},{nested}",
    ]  # fmt: skip


def _features(scene: Scene, time: When, token: int, cue: Cue) -> Iterator[str]:
    words, gap = scene.view.words, cue.sentence - scene.view.sentences[token]
    after = token > cue.last
    distance = token - cue.last if after else cue.first - token
    side = "after" if after else "before"
    near = 0 if distance <= 2 else 1 if distance <= 5 else 2 if distance <= 10 else 3
    yield f"on|gap={gap}"
    yield f"on|{side},{near},{gap}"
    yield f"on|kind={time.kind}"
    yield f"on|kind={time.kind},{side},{min(near, 2)},{gap}"
    before = words[token - 1].lower() if token else ""
    yield f"on|prep={before if before in PREPOSITIONS else '-'},{near},{side}"
    if gap == 0:
        between = words[cue.last + 1 : token] if after else words[token + 1 : cue.first]
        yield f"on|comma between={',' in between},{side}"
        yield f"on|verb between={not TURNS.isdisjoint(between)},{side}"
    if "’s" in time.text or "'s" in time.text:
        yield "on|possessive"
    if cue.words:
        yield f"on|tense={cue.tense},{gap}"
        yield f"on|cue={cue.verb}"
    yield f"on|head={token <= scene.view.heads[scene.view.sentences[token]] + 2},{gap}"


def _by_article(scene: Scene, cue: Cue, told: Sequence[Told], times: Sequence[When]) -> Iterator[Option]:
    """The day that the report is about: its first weekday or date, the last day told, the day of publication."""
    form = f"{cue.tense},{cue.statement.within is not None},{cue.statement.kind}"
    first = next((t for t in times if t.kind in DAYS), None)
    if first is not None:
        sentence = scene.view.sentences[scene.view.at(first.start)]
        early, far = sentence < EARLY, min(cue.sentence // 4, 5)
        event = any(scene.view.words[i].lower() in EVENTS for i in scene.view.sentence(sentence))
        yield Option(first.value, [
            "on|first", f"on|first,{form}", f"on|first,{early},far={far}", f"on|first,{early},{event}",
            f"on|first,{event},{cue.tense},far={far > 0}", f"on|first,{event},cue={cue.verb}",
        ])  # fmt: skip
    last = next((t for t in reversed(told) if t.said_on), None)
    if last is not None and last.said_on is not None:
        gap = min(cue.sentence - last.sentence, 8) // 2
        yield Option(last.said_on, ["on|last", f"on|last,{form}", f"on|last,gap={gap}"])
    if scene.day is not None:
        day = scene.day.isoformat()
        share = sum(t.said_on == day for t in told) * 4 // (len(told) + 1)
        yield Option(day, ["on|published", f"on|published,{form}", f"on|published,share={share}"])
