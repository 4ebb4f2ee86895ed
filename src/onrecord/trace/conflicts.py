"""What clashes: pairs of stands of two sides on one issue that cannot both hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from onrecord.trace.entries import Evidence, Place, Stand, Term
from onrecord.trace.parties import Parties
from onrecord.trace.positions import own
from onrecord.trace.stance import opposed

Ground = Literal["condition_refused", "accusation_denied", "opposite"]
APART = 60  # days between two stands up to which they are of one time
ANSWERED = 0.50  # nearness from which a denial answers an accusation
OPPOSITE = 0.72  # nearness from which two that affirm and deny are about the same thing
REFUSED = 0.55  # nearness from which a refusal is of a requirement
WINDOW = 40  # latest stands of each side that are looked at
_AGAINST = ("accuse", "threaten", "demand", "reject", "deny")


@dataclass(frozen=True)
class Conflict:
    """Two that cannot both hold."""

    ground: Ground
    a: tuple[str, Evidence]  # side and words
    b: tuple[str, Evidence]
    confidence: float

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "ground": self.ground,
            "a": {"side": self.a[0], **self.a[1].to_dict()},
            "b": {"side": self.b[0], **self.b[1].to_dict()},
            "confidence": round(self.confidence, 3),
            "rests_on": [self.a[1].entry, self.b[1].entry],
        }


def conflicts(stands: Sequence[Stand], terms: Sequence[Term], parties: Parties) -> list[Conflict]:
    """The clearest conflict of each two sides on one issue, those of conditions first."""
    mine = _latest(stands)
    best: dict[tuple[str, str], tuple[float, Conflict]] = {}
    for score, one in (*_refused(mine, terms), *_clashes(mine, parties)):
        key = (min(one.a[0], one.b[0]), max(one.a[0], one.b[0]))
        if key not in best or score > best[key][0]:
            best[key] = (score, one)
    return [one for _, one in sorted(best.values(), key=lambda pair: (-pair[0], pair[1].a[0], pair[1].b[0]))]


def _latest(stands: Sequence[Stand]) -> list[Stand]:
    """Each side's latest stands."""
    sides: dict[str, list[Stand]] = {}
    for one in sorted(stands, key=lambda one: (one.when, one.evidence.article, one.order)):
        if own(one):
            sides.setdefault(one.side or "", []).append(one)
    return [one for side in sorted(sides) for one in sides[side][-WINDOW:]]


def _refused(stands: Sequence[Stand], terms: Sequence[Term]) -> Iterator[tuple[float, Conflict]]:
    """A condition that another side has ruled out."""
    against = [one for one in stands if one.act in ("reject", "deny") and len(one.place)]
    if not against or not terms:
        return
    places = np.stack([one.place for one in against])
    for term in terms:
        if term.side is None or term.kind == "waiver" or not len(term.place):
            continue
        near = places @ term.place
        for at in np.flatnonzero(near >= REFUSED).tolist():
            other = against[at]
            if other.side != term.side and term.of in (None, other.side):
                found = Conflict(
                    "condition_refused",
                    (term.side, term.evidence),
                    (other.side or "", other.evidence),
                    min(term.confidence, other.confidence),
                )
                yield 2.0 + float(near[at]), found


def _clashes(stands: Sequence[Stand], parties: Parties) -> Iterator[tuple[float, Conflict]]:
    """An accusation and its denial; the same thing affirmed by one and denied by the other."""
    placed = [one for one in stands if len(one.place) and one.act != "ask"]
    if len(placed) < 2:
        return
    places = np.stack([one.place for one in placed])
    for i, j, near in _candidates(placed, places @ places.T):
        one, other = placed[i], placed[j]
        if one.side == other.side or abs((one.when - other.when).days) > APART:
            continue
        ground = _ground(one, other, near, parties)
        if ground is not None:
            found = Conflict(
                ground,
                (one.side or "", one.evidence),
                (other.side or "", other.evidence),
                min(one.confidence, other.confidence),
            )
            yield near + (ground == "accusation_denied"), found


def _candidates(placed: Sequence[Stand], near: Place) -> Iterator[tuple[int, int, float]]:
    """Pairs that are near enough for what they do, each once."""
    accuses = np.array([one.act == "accuse" for one in placed])
    denies = np.array([one.act in ("deny", "reject") for one in placed])
    answers = (near >= ANSWERED) & (np.outer(accuses, denies) | np.outer(denies, accuses))
    for i, j in np.argwhere(np.triu(answers | (near >= OPPOSITE), 1)).tolist():
        yield i, j, float(near[i, j])


def _ground(one: Stand, other: Stand, near: float, parties: Parties) -> Ground | None:
    for accuser, denier in ((one, other), (other, one)):
        # Whom an accusation names first is the accused.
        accused = parties.named(accuser.evidence.words)[:1]
        if accuser.act == "accuse" and denier.act in ("deny", "reject") and accused == (denier.side,):
            return "accusation_denied"
    if near < OPPOSITE or not opposed(one, other):
        return None
    # Two who both blame a third do not contradict each other.
    both_name = set(parties.named(one.evidence.words)) & set(parties.named(other.evidence.words))
    third = both_name - {one.side, other.side}
    both = one.act in ("accuse", "threaten") and other.act in ("accuse", "threaten")
    return "opposite" if {one.act, other.act} & set(_AGAINST) and not (third and both) else None
