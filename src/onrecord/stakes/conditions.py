"""Conditions: what depends on what, who set it, and who must act for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.extract import Draft
from onrecord.extract.confidence import draft_confidence
from onrecord.extract.layers import CONDITION
from onrecord.models import Article, Condition, ConditionKind, Plan, Span, Statement, digest
from onrecord.resolve import Who
from onrecord.stakes.bound import best, options
from onrecord.stakes.carriers import Carriers
from onrecord.stakes.links import plan_of
from onrecord.stakes.waivers import SURE, covers, waivers, waives

KEEP = 0.24  # confidence below which nothing is kept: F1 is highest around it on dev


def conditions(
    article: Article, drafts: Sequence[Draft], carriers: Carriers, plans: Sequence[Plan], who: Who
) -> tuple[Condition, ...]:
    """The conditions that are sure enough to be kept, in the order of the text."""
    made = [
        _condition(article, draft, sure, carriers, plans, who)
        for draft in drafts
        if draft.layer == CONDITION and (sure := draft_confidence(draft)) >= KEEP and _whole(draft)
    ]
    told = list(waivers(article, carriers, made))
    made = [one for one in made if not any(covers(one, waiver.marker[0]) for waiver in told)]
    return tuple(sorted([*made, *told], key=lambda one: one.marker))


def _whole(draft: Draft) -> bool:
    """Whether a draft has what makes a condition: an outcome, and a requirement unless it waives all."""
    return bool(draft.first) and (bool(draft.second) or draft.best("condition") == "waiver")


def _condition(
    article: Article, draft: Draft, sure: float, carriers: Carriers, plans: Sequence[Plan], who: Who
) -> Condition:
    kind: ConditionKind = draft.best("condition")  # type: ignore[assignment]
    if draft.second and waives(article.text, draft.trigger, draft.second):
        kind, sure = "waiver", max(sure, SURE)
    statement = carriers.touching(draft.trigger)
    requires = draft.second if kind != "waiver" else ()
    by, side = (statement.speaker, statement.side) if statement and statement.speaker else _setter(draft, who)
    return Condition(
        id=digest(article.version, "condition", draft.trigger),
        kind=kind,
        outcome=draft.first[:1],
        requires=requires,
        marker=(draft.trigger,),
        confidence=sure,
        statement=statement.id if statement else None,
        by=by,
        side=side,
        of=tuple(_bound(article, draft, requires, statement, who)),
        plan=plan_of(article, draft.first[0], plans),
    )


def _setter(draft: Draft, who: Who) -> tuple[str | None, str | None]:
    """Whom the reporter says to set a condition: who is named first in the outcome, or else before it."""
    names = who.names(*draft.first[0]) or who.names(who.sentence(*draft.trigger)[0], draft.trigger[0])
    name = names[0][1] if names else None
    return name, who.side(name) if name else None


def _bound(
    article: Article, draft: Draft, requires: Sequence[Span], statement: Statement | None, who: Who
) -> Iterator[str | None]:
    """For each requirement who must act."""
    last: str | None = None
    kind: ConditionKind = draft.best("condition")  # type: ignore[assignment]
    for span in requires:
        last = best(options(article, span, draft.trigger, draft.first[0], kind, statement, last, who))
        yield last
