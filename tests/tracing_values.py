"""Small factories for what tracing works on: entries with given places, so that no network is needed.

Days are counted from March 1, 2031; a report is known by its day unless it is named. Places are unit vectors: `axis(n)`
are at right angles, `near(n, cosine)` is as near to `axis(n)` as the cosine says.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from onrecord.models import digest
from onrecord.trace.entries import Date, Evidence, Place, Stand, Term
from onrecord.trace.requirements import Requirement

SIZE = 24
FIRST = date(2031, 3, 1)


def day(number: int) -> date:
    return FIRST + timedelta(number)


def axis(number: int) -> Place:
    place = np.zeros(SIZE, np.float32)
    place[number] = 1
    return place


def near(number: int, cosine: float, away: int = SIZE - 1) -> Place:
    return (cosine * axis(number) + (1 - cosine**2) ** 0.5 * axis(away)).astype(np.float32)


def evidence(words: str, on: int | None = 0, **given: Any) -> Evidence:
    article = given.pop("article", f"report-{on}")
    entry = given.pop("entry", digest(words, article))
    published = None if on is None else day(on)
    return Evidence(entry, article, ((0, len(words)),), words, published, **given)


def stand(
    words: str, on: int | None = 0, side: str | None = "Karvonia", act: Any = "demand", **given: Any
) -> Stand:
    """What a side said; `place` is `axis(0)`."""
    said = {name: given.pop(name) for name in ("article", "entry", "speaker", "outlet") if name in given}
    given.setdefault("place", axis(0))
    given.setdefault("confidence", 0.9)
    return Stand(evidence(words, on, act=act, **said), side, act, **given)


def term(
    requires: str, on: int | None = 0, side: str | None = "Karvonia", of: str | None = None, **given: Any
) -> Term:
    """A requirement of a truce; `place` is `axis(1)`, that of the outcome `axis(0)`."""
    said = {name: given.pop(name) for name in ("article", "entry", "speaker", "outlet") if name in given}
    shown = evidence(requires, on, **said)
    set_as: dict[str, Any] = {
        "condition": shown.entry, "kind": "precondition", "outcome": "a truce", "outcome_spans": ((0, 7),),
        "marker": "only after", "by": None, "confidence": 0.9, "place": axis(1), "outcome_place": axis(0),
    }  # fmt: skip
    return Term(shown, side=side, of=of, **(set_as | given))


def waiver(outcome: str = "a truce", on: int = 0, side: str = "Karvonia", **given: Any) -> Term:
    """No conditions for a truce."""
    return term(outcome, on, side, **{"kind": "waiver", "outcome": outcome, "place": axis(0), **given})


def dated(
    what: str, on: int | None = 0, latest: int | None = 10, side: str | None = "Karvonia", **given: Any
) -> Date:
    """A deadline; with `status` a plan of Karvonia and Lusenia. `place` is `axis(0)`."""
    said = {name: given.pop(name) for name in ("article", "entry", "speaker", "outlet") if name in given}
    earliest = given.pop("earliest", None)
    plan = given.get("status") is not None
    set_as: dict[str, Any] = {
        "by": None, "kind": "meeting" if plan else "deadline", "place": axis(0), "confidence": 0.9,
        "participants": ("Karvonia", "Lusenia") if plan else (),
    }  # fmt: skip
    return Date(
        evidence(what, on, **said), what, side=side, earliest=None if earliest is None else day(earliest),
        latest=None if latest is None else day(latest), **(set_as | given),
    )  # fmt: skip


def requirement(key: str, outcome: int, requires: int, side: str = "Karvonia", **given: Any) -> Requirement:
    """A requirement of a given id for `axis(outcome)` that is about `axis(requires)`, with words to match."""
    of = given.pop("of", None)
    made = term(
        f"thing{requires:02}", side=side, of=of, outcome=f"thing{outcome:02}", place=axis(requires),
        outcome_place=axis(outcome), entry=key,
    )  # fmt: skip
    return Requirement(key, made.outcome, side, of, "precondition", made, **given)
