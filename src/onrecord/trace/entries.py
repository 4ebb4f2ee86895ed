"""What tracing works on: entries of the Record as plain values, each with the words that it rests on.

A `Stand` is a statement as one side's stand on an issue; a `Term` is one requirement of a condition, an entry of its
own; a `Date` is a promise, deadline or plan with a day. `Evidence` is how they are pointed at in all that is traced.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.models import Act, ConditionKind, Kind, Spans, SpeakerType, Status

FIRM_ACTS = ("commit", "offer", "propose", "demand", "threaten")
FIRM_PLANS = ("being_arranged", "agreed", "scheduled")
Place = npt.NDArray[np.float32]  # unit vector: what words mean; nearness is the dot product


def nowhere() -> Place:
    """The place of what has not been placed."""
    return np.zeros(0, np.float32)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of an article, and the entry that they belong to."""

    entry: str  # id
    article: str  # id
    spans: Spans
    words: str
    published: date | None = None
    outlet: str | None = None
    speaker: str | None = None
    act: str | None = None
    cue: str = ""

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, as `stories` has it, with what a reader wants to see beside it."""
        return {
            "article": self.article,
            "spans": [list(span) for span in self.spans],
            "entry": self.entry,
            "words": self.words,
            "published": self.published.isoformat() if self.published else None,
            "outlet": self.outlet,
            "speaker": self.speaker,
            "act": self.act,
            "cue": self.cue,
        }


@dataclass(frozen=True, slots=True)
class Stand:
    """A statement of a side, or of somebody whose side is not known."""

    evidence: Evidence  # the content
    side: str | None
    act: Act | None
    kind: Kind = "indirect"
    speaker_type: SpeakerType | None = None
    confidence: float = 1.0
    act_confidence: float = 1.0
    order: int = 0  # place in the article
    hearsay: str | None = None  # why it is not the side's own word: "reported by ...", "unnamed"
    ownership: str | None = None  # class of the outlet that carries it
    said_on: str | None = None
    place: Place = field(default_factory=nowhere, compare=False, repr=False)

    @property
    def when(self) -> date:
        """The day from which it is known; what has none comes first."""
        return self.evidence.published or date.min


@dataclass(frozen=True, slots=True)
class Term:
    """One requirement of a condition; for a waiver what is waived, in `outcome`."""

    evidence: Evidence  # the requirement; of a waiver its outcome
    condition: str  # id
    kind: ConditionKind
    outcome: str  # words
    outcome_spans: Spans
    marker: str
    side: str | None  # that sets it
    by: str | None
    of: str | None  # who must act
    confidence: float = 1.0
    statement: str | None = None
    place: Place = field(default_factory=nowhere, compare=False, repr=False)  # of the requirement
    outcome_place: Place = field(default_factory=nowhere, compare=False, repr=False)

    @property
    def when(self) -> date:
        """The day from which it is known."""
        return self.evidence.published or date.min


@dataclass(frozen=True, slots=True)
class Date:
    """What is to happen by a day: a timeline with its bounds, or a plan with its status."""

    evidence: Evidence  # what is to happen, with the words that date it
    what: str  # the event's words
    by: str | None  # who promised or set it
    side: str | None
    kind: str  # deadline, start, on, duration; for a plan its type
    earliest: date | None
    latest: date | None
    status: Status | None = None  # of plans
    participants: tuple[str, ...] = ()
    confidence: float = 1.0
    statement: str | None = None
    place: Place = field(default_factory=nowhere, compare=False, repr=False)

    @property
    def firm(self) -> bool:
        """Whether somebody promised, planned or demanded it; what is only expected or told of is not."""
        if self.status is not None:
            return self.status in FIRM_PLANS
        # What the reporter says that somebody set has no statement, and so no act.
        return self.evidence.act in (*FIRM_ACTS, None) and bool(self.side or self.by)

    @property
    def when(self) -> date:
        """The day from which it is known."""
        return self.evidence.published or date.min
