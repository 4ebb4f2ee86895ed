"""Where each side stands on an issue, and how it came there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from onrecord.trace.entries import Stand, Term
from onrecord.trace.stance import Stance, stance

FRESH = 14  # days: of what a side said within so many of its last word, the surest shows its position
WORDS = 3  # of a statement that says by itself what it is about
_TELLS = ("inform", "ask", None)  # acts that show a position only where there is nothing else


@dataclass(frozen=True)
class Position:
    """What a side holds on an issue at a time."""

    side: str
    stance: Stance
    stand: Stand  # that shows it
    terms: tuple[Term, ...] = ()  # set or waived by the side on this issue
    history: tuple[Stand, ...] = ()  # oldest first
    since: date | None = None  # of the earliest statement of the unbroken run with this stance

    @property
    def sure(self) -> bool:
        """Whether it takes a stand in so many words; what only tells of something is left out of default views."""
        return self.stand.act not in _TELLS and len(self.stand.evidence.words.split()) >= WORDS

    @property
    def confidence(self) -> float:
        """The chance that it is what the side said."""
        return self.stand.confidence * self.stand.act_confidence

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "side": self.side,
            "stance": self.stance,
            "act": self.stand.act,
            "confidence": round(self.confidence, 3),
            "since": self.since.isoformat() if self.since else None,
            "evidence": self.stand.evidence.to_dict(),
            "conditions": [
                {"kind": term.kind, "outcome": term.outcome, "evidence": term.evidence.to_dict()}
                for term in self.terms
            ],
            "statements": len(self.history),
            "sure": self.sure,
            "rests_on": [self.stand.evidence.entry, *(term.condition for term in self.terms)],
        }


def own(stand: Stand) -> bool:
    """Whether it is a side's own word: hearsay never stands for what a side said itself."""
    return stand.side is not None and stand.hearsay is None


def positions(stands: Sequence[Stand], terms: Sequence[Term]) -> list[Position]:
    """The position of each side that took a stand of its own on an issue, in the order of names.

    Args:
        stands: All statements on the issue.
        terms: All conditions on it.
    """
    sides: dict[str, list[Stand]] = {}
    for one in stands:
        if own(one):
            sides.setdefault(one.side or "", []).append(one)
    conditioned = {term.statement for term in terms if term.statement and term.kind != "waiver"}
    found = []
    for side in sorted(sides):
        history = sorted(sides[side], key=lambda one: (one.when, one.evidence.article, one.order))
        last = history[-1].when
        fresh = [one for one in history if (last - one.when).days <= FRESH]
        telling = [one for one in fresh if one.act not in _TELLS] or fresh
        shown = max(enumerate(telling), key=lambda pair: (pair[1].confidence, pair[0]))[1]
        stands_as = stance(shown, conditioned)
        since = shown.when
        for one in reversed(history):
            if one.when <= shown.when:
                if stance(one, conditioned) != stands_as:
                    break
                since = one.when
        found.append(
            Position(
                side,
                stands_as,
                shown,
                tuple(term for term in terms if term.side == side),
                tuple(history),
                since if since != date.min else None,
            )
        )
    return found
