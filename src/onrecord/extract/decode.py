"""Scores over words -> triggers, and for each its two arguments: attributions, conditions, timelines, plans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from onrecord.extract.features import NEAR, REACH, distance, parts_of, place, surroundings
from onrecord.extract.labels import (
    FIRST_B,
    FIRST_I,
    OUTSIDE,
    SECOND_B,
    SECOND_I,
    Floats,
    Range,
    runs,
    softmax,
    tag_ranges,
    viterbi,
)
from onrecord.extract.layers import (
    COLUMNS,
    CONDITION,
    PLAN,
    REAL,
    STATEMENT,
    TAG_COLUMNS,
    TIMELINE,
)
from onrecord.extract.markers import markers
from onrecord.extract.words import Ints, Words, windows, word_range
from onrecord.models import MentionType

# In nats, tuned on dev. Weak triggers are read too, since the confidence decides which entries are kept.
CUE_BIAS = 1.0
TAG_BIAS = {"time": 0.0, "condition": 1.2, "timeline": 0.8, "plan": 1.4}
GROUP = 6  # triggers that are read at a time, of like lengths, so that little is spent on padding
NAMES: tuple[MentionType, ...] = ("person", "organisation", "place", "group")
LAYER_OF = {"condition": CONDITION, "timeline": TIMELINE, "plan": PLAN}


@dataclass(frozen=True)
class Scores:
    """What the encoder says of one window, a row for each word piece: states [pieces, width] and logits.

    `states` are for statements, `stakes` for the other layers and for acts.
    """

    states: Floats
    cue: Floats  # 3
    name: Floats  # 9
    spans: Floats  # 5
    stakes: Floats
    tags: Floats  # TAG_WIDTH

    def of_words(self, first: Ints) -> Scores:
        """The rows of the words' first pieces, chances instead of logits."""
        return Scores(
            self.states[first],
            softmax(self.cue[first]),
            softmax(self.name[first]),
            softmax(self.spans[first]),
            self.stakes[first],
            np.concatenate(
                [softmax(self.tags[first][:, columns]) for columns in TAG_COLUMNS.values()], axis=1
            ),
        )


@dataclass(frozen=True)
class Around:
    """The words around some triggers, padded to one length: states [triggers, words, width], the rest alike."""

    states: Floats
    quote: Ints
    distance: Ints
    place: Ints
    layer: Ints  # [triggers]
    mask: npt.NDArray[np.bool_]


class Network(Protocol):
    """The trained network, whatever runs it."""

    def encode(self, ids: Ints, case: Ints, quote: Ints) -> Scores:
        """Scores of one window."""

    def statements(self, around: Around) -> Floats:
        """Role logits [triggers, words, 5] of the words around each cue."""

    def stakes(self, around: Around) -> tuple[Floats, Floats]:
        """The same around triggers of the other layers, and logits [triggers, WIDTH + layers] of classes.

        The last columns, one for each layer, say whether the trigger is one.
        """

    def acts(self, states: Floats, part: Ints) -> Floats:
        """Logits [statements, ACTS], from states [statements, words, width] and parts [statements, words]."""


@dataclass(frozen=True)
class Found:
    """One attribution over words, with the chances that the network gives its parts.

    The scores come from the reader of this cue; the supports from the head that marks all statements at once.
    """

    cue: Range | None
    source: Range | None
    content: tuple[Range, ...]
    cue_score: float
    source_score: float
    content_score: float
    source_support: float = 1.0
    content_support: float = 1.0
    acts: tuple[float, ...] = ()  # chances of ACTS


@dataclass(frozen=True)
class Entry:
    """A condition, timeline or plan over words: its trigger, its two arguments, chances of its classes."""

    layer: int
    at: Range
    first: tuple[Range, ...]
    second: tuple[Range, ...]
    score: float  # of the trigger, by the encoder's tags
    real: float  # the chance that it is one, by what stands around it
    first_score: float
    second_score: float
    classes: Floats

    def chances(self, name: str) -> Floats:
        """Chances of one group of CLASSES."""
        return self.classes[COLUMNS[name]]


@dataclass
class Findings:
    """All that the network finds in a text, each list in the order of the text.

    `in_time` and `ahead` are each word's chance of standing in a time expression, and in one of what is to come.
    """

    attributions: list[Found] = field(default_factory=list)
    names: list[tuple[Range, MentionType]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    times: list[Range] = field(default_factory=list)
    in_time: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    ahead: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))


@dataclass(frozen=True)
class Trigger:
    layer: int
    at: Range  # over the words of the text
    score: float


def find(words: Words, network: Network) -> Findings:
    """All attributions that have a cue, names, conditions, timelines, plans and times."""
    found = Findings()
    found.in_time, found.ahead = (np.zeros(len(words), dtype=np.float32) for _ in range(2))
    known = [word_range(words, span) for span in markers(words.text)]
    for window in windows(words):
        scores = _encoded(words, window, network)
        offset = window[0]
        triggers = [
            Trigger(t.layer, (t.at[0] + offset, t.at[1] + offset), t.score) for t in _triggers(scores)
        ]
        triggers += _by_form(known, triggers, scores, window)
        said = []
        for trigger, reading in _read(words, scores, window, triggers, network):
            if trigger.layer != STATEMENT:
                found.entries.append(_entry(trigger, reading))
            elif one := _attribution(trigger, reading):
                said.append(_supported(one, scores.spans, offset))
        acts = _acts(said, scores.stakes, window, network)
        found.attributions += [replace(one, acts=own) for one, own in zip(said, acts, strict=True)]
        found.names += [((s + offset, e + offset), t) for (s, e), t in _names(scores.name.argmax(axis=1))]
        time, timeline = (scores.tags[:, TAG_COLUMNS[name]] for name in ("time", "timeline"))
        found.in_time[slice(*window)], found.ahead[slice(*window)] = (
            1 - time[:, OUTSIDE],
            1 - timeline[:, OUTSIDE],
        )
        found.times += [(s + offset, e + offset) for s, e in _times(time)]
    found.entries.sort(key=lambda entry: (entry.at, entry.layer))
    return found


def with_acts(words: Words, found: Sequence[Found], network: Network) -> list[Found]:
    """Statements with chances of their acts; the windows in which their contents begin are encoded again."""
    made = list(found)
    for window in windows(words) if not all(one.acts for one in made) else ():
        here = [
            i for i, one in enumerate(made) if window[0] <= one.content[0][0] < window[1] and not one.acts
        ]
        if here:
            states = _encoded(words, window, network).stakes
            for i, acts in zip(here, _acts([made[i] for i in here], states, window, network), strict=True):
                made[i] = replace(made[i], acts=acts)
    return made


def _acts(found: Sequence[Found], states: Floats, window: Range, network: Network) -> list[tuple[float, ...]]:
    """Chances of ACTS, from the words of each statement that stand in the window."""
    made: list[tuple[float, ...]] = [()] * len(found)
    parts = [parts_of(one.source, one.cue, one.content, window) for one in found]
    by_length = sorted(range(len(found)), key=lambda i: len(parts[i][0]))
    for group in (by_length[i : i + GROUP] for i in range(0, len(by_length), GROUP)):
        shape = (len(group), max(1, *(len(parts[i][0]) for i in group)))
        seen, part = np.zeros((*shape, states.shape[1]), np.float32), np.zeros(shape, np.int64)
        for row, i in enumerate(group):
            at, kind = parts[i]
            seen[row, : len(at)], part[row, : len(at)] = states[at - window[0]], kind
        for i, chances in zip(group, softmax(network.acts(seen, part)), strict=True):
            made[i] = tuple(chances.tolist())
    return made


def place_of(one: Found) -> tuple[int, int]:
    """First and last word, the longer one first, so that what contains comes before what is contained."""
    parts = [*one.content, *(part for part in (one.cue, one.source) if part)]
    return min(start for start, _ in parts), -max(end for _, end in parts)


def _encoded(words: Words, window: Range, network: Network) -> Scores:
    low, high = int(words.first[window[0]]), int(words.first[window[1]])
    scores = network.encode(words.ids[low:high], words.case[low:high], words.piece_quote[low:high])
    return scores.of_words(words.first[window[0] : window[1]] - low)


def _triggers(scores: Scores) -> Iterator[Trigger]:
    """The triggers of a window, in its own words."""
    found = [(STATEMENT, scores.cue, CUE_BIAS)]
    found += [(layer, scores.tags[:, TAG_COLUMNS[name]], TAG_BIAS[name]) for name, layer in LAYER_OF.items()]
    for layer, chances, bias in found:
        for low, high in tag_ranges(chances, bias):
            yield Trigger(layer, (low, high), float(1 - chances[low:high, OUTSIDE].mean()))


def _by_form(
    known: Sequence[Range], found: Sequence[Trigger], scores: Scores, window: Range
) -> Iterator[Trigger]:
    """Markers of a window by their form, where the tags find none."""
    taken = [t.at for t in found if t.layer == CONDITION]
    column = TAG_COLUMNS["condition"].start
    for low, high in known:
        if window[0] <= low and high <= window[1] and not any(low < e and s < high for s, e in taken):
            outside = scores.tags[low - window[0] : high - window[0], column]
            yield Trigger(CONDITION, (low, high), float(1 - outside.mean()))


@dataclass(frozen=True)
class _Reading:
    """What the role reader says of one trigger: of the words from `low`, and of the trigger as a whole."""

    low: int
    chances: Floats
    labels: Ints
    classes: Floats

    def ranges(self, begin: int, inside: int) -> tuple[Range, ...]:
        return tuple((s + self.low, e + self.low) for s, e in runs(self.labels, begin, inside))

    def score(self, part: Range, begin: int) -> float:
        return float(
            self.chances[part[0] - self.low : part[1] - self.low, begin : begin + 2].sum(axis=1).mean()
        )

    def none(self, begin: int) -> float:
        """The chance that no word belongs to an argument."""
        return float(1 - self.chances[:, begin : begin + 2].sum(axis=1).max())


def _read(
    words: Words, scores: Scores, window: Range, triggers: Sequence[Trigger], network: Network
) -> Iterator[tuple[Trigger, _Reading]]:
    """Reads the words around each trigger, those of like length at a time."""
    around = [surroundings(words, window, t.at, REACH if t.layer == STATEMENT else NEAR) for t in triggers]
    by_length = sorted(range(len(triggers)), key=lambda i: around[i][1] - around[i][0])
    kinds = [[i for i in by_length if (triggers[i].layer != STATEMENT) is stakes] for stakes in (False, True)]
    for group in (kind[i : i + GROUP] for kind in kinds for i in range(0, len(kind), GROUP)):
        placed = [triggers[i] for i in group]
        ranges = [around[i] for i in group]
        chances, labels, classes = _roles(words, scores, window[0], placed, ranges, network)
        for row, (trigger, (low, high)) in enumerate(zip(placed, ranges, strict=True)):
            size = high - low
            yield trigger, _Reading(low, chances[row, :size], labels[row, :size], classes[row])


def _roles(
    words: Words,
    scores: Scores,
    offset: int,
    triggers: list[Trigger],
    around: list[Range],
    network: Network,
) -> tuple[Floats, Ints, Floats]:
    """Chances [triggers, words, 5] and labels [triggers, words] of the words around, padded to one length; classes."""
    said = triggers[0].layer == STATEMENT
    states = scores.states if said else scores.stakes
    shape = (len(triggers), max(high - low for low, high in around))
    seen = np.zeros((*shape, states.shape[1]), dtype=np.float32)
    quote, far, where = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    mask = np.zeros(shape, dtype=bool)
    for i, ((low, high), trigger) in enumerate(zip(around, triggers, strict=True)):
        n = high - low
        seen[i, :n] = states[low - offset : high - offset]
        quote[i, :n] = words.quote[low:high]
        far[i, :n] = distance(low, high, trigger.at)
        where[i, :n] = place(words, low, high, trigger.at)
        mask[i, :n] = True
    layer = np.array([trigger.layer for trigger in triggers], dtype=np.int64)
    seen_around = Around(seen, quote, far, where, layer, mask)
    if said:
        logits, classes = network.statements(seen_around), np.zeros((len(triggers), 0), dtype=np.float32)
    else:
        logits, kinds = network.stakes(seen_around)
        told = [softmax(kinds[:, columns]) for columns in COLUMNS.values()]
        real = (1 / (1 + np.exp(-kinds[:, REAL:]))).astype(np.float32)
        classes = np.concatenate([*told, real], axis=1)
    chances = softmax(logits)
    return chances, viterbi(np.log(chances + 1e-9), mask), classes


def _attribution(trigger: Trigger, reading: _Reading) -> Found | None:
    content = reading.ranges(SECOND_B, SECOND_I)
    if not content:
        return None
    # One source to a statement: annotators gave more than one in 1 of 2,000.
    sources = reading.ranges(FIRST_B, FIRST_I)
    source = max(sources, key=lambda part: reading.score(part, FIRST_B), default=None)
    return Found(
        cue=trigger.at,
        source=source,
        content=content,
        cue_score=trigger.score,
        source_score=reading.score(source, FIRST_B) if source else reading.none(FIRST_B),
        content_score=min(reading.score(part, SECOND_B) for part in content),
    )


def _entry(trigger: Trigger, reading: _Reading) -> Entry:
    first, second = reading.ranges(FIRST_B, FIRST_I), reading.ranges(SECOND_B, SECOND_I)
    if trigger.layer != PLAN and len(first) > 1:  # one outcome to a condition, one thing bound to a time
        first = (max(first, key=lambda part: reading.score(part, FIRST_B)),)
    scores = [
        min((reading.score(part, begin) for part in parts), default=reading.none(begin))
        for parts, begin in ((first, FIRST_B), (second, SECOND_B))
    ]
    real = float(reading.classes[REAL + trigger.layer])
    return Entry(
        trigger.layer, trigger.at, first, second, trigger.score, real, scores[0], scores[1], reading.classes
    )


def _supported(one: Found, spans: Floats, low: int) -> Found:
    """`one` with the chances that the head for all statements gives its words; `low` is the window's first word."""

    def mean(ranges: Sequence[Range], begin: int) -> float:
        chances = [spans[s - low : e - low, begin : begin + 2].sum(axis=1) for s, e in ranges]
        return float(np.concatenate(chances).mean())

    return replace(
        one,
        source_support=mean([one.source], FIRST_B) if one.source else 1.0,
        content_support=mean(one.content, SECOND_B),
    )


def _names(labels: Ints) -> list[tuple[Range, MentionType]]:
    found: list[tuple[Range, MentionType]] = []
    for kind, name in enumerate(NAMES):
        found += [(part, name) for part in runs(labels, 2 * kind + 1, 2 * kind + 2)]
    return sorted(found)


def _times(chances: Floats) -> list[Range]:
    """Time expressions: one tag for all types finds them."""
    begin, inside = chances[:, 1::2].sum(axis=1), chances[:, 2::2].sum(axis=1)
    return tag_ranges(np.stack([chances[:, OUTSIDE], begin, inside], axis=1), TAG_BIAS["time"])
