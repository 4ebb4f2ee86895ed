"""What onrecord reads and finds, as plain frozen values. Imports nothing from onrecord.

Offsets are Unicode code points into `Article.text`, end exclusive. Dates are ISO 8601.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

Span = tuple[int, int]
Spans = tuple[Span, ...]
Kind = Literal["direct", "indirect", "mixed"]
SpeakerType = Literal["person", "government", "organisation", "group", "media", "unnamed"]
MentionType = Literal["person", "organisation", "place", "group"]


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


@dataclass(frozen=True)
class Mention:
    """A name in a text."""

    start: int
    end: int
    type: MentionType
    text: str


@dataclass(frozen=True)
class Statement:
    """One attribution: who is said to have said, wished, believed or planned what.

    `source`, `cue` and `content` are PARC's and PolNeAR's terms; each is () where it has no words.
    """

    id: str  # stable over retraining: hash of the article's text, the layer and the spans
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

    def to_dict(self) -> dict[str, Any]:
        """The form that `talks` labels and `onrecord read --json` share: lists for spans, None for unknown."""
        row = {f.name: getattr(self, f.name) for f in fields(self)}
        for part in ("source", "cue", "content"):
            row[part] = [list(span) for span in row[part]]
        for share in ("confidence", "speaker_confidence"):
            row[share] = round(row[share], 3)
        return row
