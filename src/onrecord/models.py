"""What onrecord reads and finds, as plain frozen values. Imports nothing from onrecord.

Offsets are Unicode code points into `Article.text`, end exclusive. Dates are ISO 8601.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any, Literal

Span = tuple[int, int]
Spans = tuple[Span, ...]
Kind = Literal["direct", "indirect", "mixed"]
SpeakerType = Literal["person", "government", "organisation", "group", "media", "unnamed"]
MentionType = Literal["person", "organisation", "place", "group"]
Act = Literal[
    "inform", "comment", "offer", "commit", "propose", "demand", "reject", "threaten", "accuse", "deny", "praise",
    "predict", "ask",
]  # fmt: skip
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Anchor = Literal["calendar", "publication", "event", "time", "none"]


def overlap(a: Span, b: Span) -> bool:
    """Whether two spans have a character in common."""
    return a[0] < b[1] and b[0] < a[1]


def words(text: str, spans: Iterable[Span]) -> str:
    """The words of `spans`, stretches joined by an ellipsis.

    >>> words("He said no.", [(0, 2), (8, 10)])
    'He … no'
    """
    return " … ".join(text[start:end] for start, end in spans)


def digest(*parts: object) -> str:
    """A short stable id: the same parts give the same id in every run and version."""
    # Half of a surrogate pair gets an id as well, so that it is refused where text is checked and not here.
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def actor_id(name: str) -> str:
    """The id of the actor that has this canonical name."""
    return digest("actor", name)


@dataclass(frozen=True)
class Article:
    """One published report."""

    text: str  # what is shown, stored and counted in
    id: str = ""  # given by the input, else a hash of outlet and URL, of the text where there is none
    outlet: str | None = None  # who published it
    published: date | None = None  # the day from which "on Friday" is counted
    title: str | None = None
    url: str | None = None
    language: str | None = None  # ISO 639-1
    byline: str | None = None
    credit: str | None = None  # agency that the text came from, as printed

    def __post_init__(self) -> None:
        if not self.id:
            known = (self.outlet, self.url) if self.url else (self.text,)
            object.__setattr__(self, "id", digest(*known))

    @cached_property
    def version(self) -> str:
        """The id of this text of this article, which the ids of its entries rest on; outlets edit silently."""
        return digest(self.id, self.text)


@dataclass(frozen=True)
class Outlet:
    """Who publishes. A label that judges names who gave it and when; where nobody did, all four are None."""

    name: str
    country: str | None = None  # as sides are named ("Russia"), so that an outlet can be set beside a party
    ownership: str | None = None  # class in plain words: "state-controlled", "independent public", ...
    ownership_code: str | None = None  # the same as its author prints it: "SC", "IP", ...
    ownership_by: str | None = None  # who gave the class
    ownership_on: str | None = None  # and when: a year or an ISO date
    hosts: tuple[str, ...] = ()  # its sites; hosts below them are its own as well


@dataclass(frozen=True)
class Event:
    """A dated event from which times may be counted, though an article does not date it."""

    words: tuple[str, ...]  # ways to word it, letter case aside
    first: date
    last: date


@dataclass(frozen=True)
class Mention:
    """A name in a text."""

    start: int
    end: int
    type: MentionType
    text: str


# The event of PLOVER (Open Event Data Alliance) that an act is; what only informs, comments, predicts, denies or asks
# is none of its events. A proposal and a demand are both its REQUEST.
PLOVER: dict[str, str] = {
    "offer": "AGREE", "commit": "AGREE", "propose": "REQUEST", "demand": "REQUEST", "reject": "REJECT",
    "threaten": "THREATEN", "accuse": "ACCUSE", "praise": "SUPPORT",
}  # fmt: skip
ConditionKind = Literal["precondition", "waiver", "offer", "threat"]
TimelineKind = Literal["deadline", "start", "on", "duration"]
PlanType = Literal[
    "meeting", "call", "visit", "talks", "ceasefire", "signing", "vote", "exchange", "deployment", "other"
]
Status = Literal[
    "ruled_out",
    "proposed",
    "being_arranged",
    "agreed",
    "scheduled",
    "postponed",
    "cancelled",
    "under_way",
    "held",
]


@dataclass(frozen=True)
class Timex:
    """What a time expression says, as TIMEX3 (TimeML; ISO 8601 with extensions) and as calendar days."""

    type: TimexType
    value: str  # 2031-04-03, 2031-W14, 2031-Q2, P3D, PAST_REF, ...
    mod: str | None = None  # START, MID, END, APPROX, ...
    anchor: Anchor = "none"  # what it was counted from
    earliest: date | None = None  # first and last day of it; None where the calendar does not tell
    latest: date | None = None


@dataclass(frozen=True)
class Time:
    """A time expression in a text."""

    start: int
    end: int
    timex: Timex

    def to_dict(self) -> dict[str, Any]:
        """The form of `times` in `onrecord read --json`."""
        timex = self.timex
        return {"text": [[self.start, self.end]], "type": timex.type, "value": timex.value, "mod": timex.mod or None,
                "anchor": timex.anchor}  # fmt: skip


@dataclass(frozen=True)
class Statement:
    """One attribution: who is said to have said, wished, believed or planned what.

    `source`, `cue` and `content` are PARC's and PolNeAR's terms; each is () where it has no words.
    """

    id: str  # stable over retraining: hash of the article's version, the layer and the spans
    source: Spans
    cue: Spans
    content: Spans
    kind: Kind
    confidence: float  # calibrated chance that source and content are right, 0 to 1
    within: str | None = None  # id of the statement whose content contains this one
    speaker: str | None = None  # canonical name of who is responsible; None is NIL
    speaker_type: SpeakerType | None = None
    speaker_confidence: float = 0.0  # calibrated chance that `speaker` is right, 0 to 1
    nil: str | None = None  # why there is no speaker
    side: str | None = None  # canonical name of whom the speaker speaks for on that day
    addressee: str | None = None  # who was told, canonical name
    said_on: str | None = None  # YYYY, YYYY-MM, YYYY-MM-DD, or two days joined by "/"
    act: Act | None = None  # what the speaker does with it
    act_confidence: float = 0.0  # calibrated chance that `act` is right, 0 to 1

    def to_dict(self) -> dict[str, Any]:
        """The form that `talks` labels and `onrecord read --json` share: lists for spans, None for unknown."""
        row = {f.name: getattr(self, f.name) for f in fields(self)}
        for part in ("source", "cue", "content"):
            row[part] = [list(span) for span in row[part]]
        for share in ("confidence", "speaker_confidence", "act_confidence"):
            row[share] = round(row[share], 3)
        row["plover"] = PLOVER.get(self.act or "")
        return row


def _row(entry: Any, spans: Iterable[str]) -> dict[str, Any]:
    """An entry's fields, JSON-ready: lists for spans, ISO dates, rounded shares."""
    row = {f.name: getattr(entry, f.name) for f in fields(entry)}
    for part in spans:
        row[part] = [list(span) for span in row[part]]
    for name, value in row.items():
        if isinstance(value, date):
            row[name] = value.isoformat()
        elif isinstance(value, tuple):
            row[name] = list(value)
        elif isinstance(value, float):
            row[name] = round(value, 3)
    return row


@dataclass(frozen=True)
class Condition:
    """What an outcome is made to depend on, and who makes it so."""

    id: str
    kind: ConditionKind
    outcome: Spans  # what depends on it
    requires: Spans  # each requirement a span of its own; () for a waiver
    marker: Spans  # the words that signal it
    confidence: float  # calibrated chance that it stands there and is of its kind, 0 to 1
    statement: str | None = None  # id of the statement that carries it; None where the reporter states it
    by: str | None = None  # canonical name of who sets it
    side: str | None = None  # whom the setter speaks for
    of: tuple[str | None, ...] = ()  # for each requirement, who must act for it to be met
    plan: str | None = None  # id of the plan that the outcome names

    def to_dict(self) -> dict[str, Any]:
        """The form that `talks` labels and `onrecord read --json` share."""
        return _row(self, ("outcome", "requires", "marker"))


@dataclass(frozen=True)
class Timeline:
    """When something that has not happened yet is to happen."""

    id: str
    text: Spans
    binds: Spans  # what is to happen then
    kind: TimelineKind
    confidence: float  # the same
    by: str | None = None  # canonical name of who said or set it
    statement: str | None = None  # id of the statement that carries it
    earliest: date | None = None  # bounds in days; None where they are open
    latest: date | None = None
    anchor: Anchor = "none"  # what it was counted from
    anchor_text: Spans = ()  # the words that name the event or the other time
    type: TimexType | None = None  # TIMEX3
    value: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The form that `talks` labels and `onrecord read --json` share."""
        return _row(self, ("text", "binds", "anchor_text"))


@dataclass(frozen=True)
class Plan:
    """An intended or possible event, with its status on the day of publication."""

    id: str
    type: PlanType
    event: Spans
    status: Status
    confidence: float  # the same
    participants: tuple[str, ...] = ()  # canonical names
    earliest: date | None = None
    latest: date | None = None
    place: str | None = None
    evidence: Spans = ()  # the sentence that supports the status
    mentions: Spans = ()  # where else the article names it

    def to_dict(self) -> dict[str, Any]:
        """The form that `talks` labels and `onrecord read --json` share."""
        return _row(self, ("event", "evidence", "mentions"))
