"""What onrecord reads and finds, as plain frozen values. Imports nothing from onrecord.

Offsets are Unicode code points into `Article.text`, end exclusive. Dates are ISO 8601.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
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


RULES = "onrecord"  # who made a merge, or added an actor, where no person did


def folded(name: str) -> str:
    """The letters and digits of a name, without case, marks, spaces and punctuation.

    >>> folded("Kim Jong-un"), folded("U.S."), folded("Viktor Orbán")
    ('kimjongun', 'us', 'viktororban')
    """
    if name.isascii():
        joined = name.replace(" ", "")  # most names are letters and spaces, and nothing is asked as often
        return (joined if joined.isalnum() else "".join(filter(str.isalnum, joined))).lower()
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", name.casefold())))


def actor_id(name: str, type: SpeakerType) -> str:
    """The id of the actor of that name: of `folded` letters, and of person, body or description.

    What a body is called (government, organisation, media, group) differs from report to report and does not count.

    >>> actor_id("Viktor Orbán", "person") == actor_id("VIKTOR ORBAN", "person")
    True
    >>> actor_id("NATO", "organisation") == actor_id("Nato", "government") != actor_id("Nato", "person")
    True
    """
    return digest("actor", kind_of(type), folded(name) or name)


def kind_of(type: SpeakerType) -> str:
    """Actors of different kinds are never the same: "person", "body" or "unnamed"."""
    return type if type in ("person", "unnamed") else "body"


@dataclass(frozen=True)
class Actor:
    """One whom names refer to, over all articles."""

    name: str  # canonical
    type: SpeakerType
    aliases: tuple[str, ...] = ()  # other names that mean this one, whatever the rules say
    id: str = ""  # `actor_id` of name and type, unless given
    sure: bool = (
        True  # False: a surname or initials alone, perhaps of someone who is known by a full name too
    )
    by: str = RULES  # who added it
    first: date | None = None  # first and last day of the reports that name it
    last: date | None = None

    def __post_init__(self) -> None:
        if not self.id:
            object.__setattr__(self, "id", actor_id(self.name, self.type))


@dataclass(frozen=True)
class Merge:
    """That one actor is another, by whose word; undone, all is as it was before.

    A rule's merge that a person undid says that the two are different, for ever; see `resolve.merges`.
    """

    from_actor: str  # ids
    into_actor: str
    by: str  # RULES, or the person who says so
    at: datetime
    reason: str
    undone_by: str | None = None
    undone_at: datetime | None = None
    id: str = ""  # hash of the two, of who, and for a person's also of when

    def __post_init__(self) -> None:
        if not self.id:
            # Rules come to the same merge at every reading; a person may merge again what was undone.
            when = () if self.by == RULES else (self.at.isoformat(),)
            made = digest("merge", self.from_actor, self.into_actor, self.by, *when)
            object.__setattr__(self, "id", made)


@dataclass(frozen=True, slots=True)
class Role:
    """What an actor was, for whom, from when to when (ISO 8601, perhaps only a year; "" where it is open)."""

    actor: str
    role: str
    side: str | None
    start: str = ""
    end: str = ""
    of: str | None = (
        None  # the body or person whose spokesman, head, ... it is, where that is not the side itself
    )
    own: bool = False  # a user's: goes before the shipped ones that are held on the same day

    def held(self, day: str) -> bool:
        """Whether it is held on a day, YYYY-MM-DD."""
        # What ends in 2031 is held to the end of that year: "2031~" comes after "2031-12-31".
        return self.start <= day <= (self.end + "~" if self.end else "~")


@dataclass(frozen=True)
class UserTables:
    """What a user adds to the tables that come with the package, and what goes before them."""

    actors: tuple[Actor, ...] = ()
    roles: tuple[Role, ...] = ()
    events: tuple[Event, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()  # name as the tables have it -> as the user wants it shown
    outlets: tuple[Outlet, ...] = ()


NO_TABLES = UserTables()


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
