"""Conditions: what depends on what, who set it, and who must act for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.extract import Draft
from onrecord.extract.confidence import draft_confidence
from onrecord.extract.layers import CONDITION
from onrecord.models import Article, Condition, ConditionKind, Plan, Span, Statement, digest
from onrecord.resolve import Who
from onrecord.stakes.bound import best, options
from onrecord.stakes.carriers import Carriers

KEEP = 0.3  # confidence below which nothing is kept; tuned on dev
_WORD = re.compile(r"[^\W\d_]{4,}")
_GENERAL = frozenset({"this", "that", "such", "with", "from", "they", "these", "those"})
_POINTS_BACK = re.compile(r"(?i)^(?:this|that|it|these|those|such|the)\b")


def conditions(
    article: Article, drafts: Sequence[Draft], carriers: Carriers, plans: Sequence[Plan], who: Who
) -> tuple[Condition, ...]:
    """The conditions that are sure enough to be kept, in the order of the text."""
    return tuple(
        _condition(article, draft, sure, carriers, plans, who)
        for draft in drafts
        if draft.layer == CONDITION and (sure := draft_confidence(draft)) >= KEEP and _whole(draft)
    )


def _whole(draft: Draft) -> bool:
    """Whether a draft has what makes a condition: an outcome, and a requirement unless it waives all."""
    return bool(draft.first) and (bool(draft.second) or draft.best("condition") == "waiver")


def _condition(
    article: Article, draft: Draft, sure: float, carriers: Carriers, plans: Sequence[Plan], who: Who
) -> Condition:
    kind: ConditionKind = draft.best("condition")  # type: ignore[assignment]
    statement = carriers.touching(draft.trigger)
    requires = draft.second if kind != "waiver" else ()
    by, side = (statement.speaker, statement.side) if statement else _setter(draft, who)
    return Condition(
        id=digest(article.text, "condition", draft.trigger),
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


def plan_of(article: Article, outcome: Span, plans: Sequence[Plan]) -> str | None:
    """The plan that an outcome names: by overlap, by its words; for "this" and "such a meeting" the last before."""
    for plan in plans:
        if any(s < outcome[1] and outcome[0] < e for s, e in [*plan.event, *plan.mentions]):
            return plan.id
    text = article.text[outcome[0] : outcome[1]]
    wanted = _content(text)
    before = [p for p in plans if min(s for s, _ in p.event) < outcome[0]]
    for plan in reversed(before):
        own = _content(" ".join(article.text[s:e] for s, e in plan.event))
        if wanted and len(wanted & own) * 2 >= len(wanted):
            return plan.id
    if _POINTS_BACK.match(text) and len(text.split()) <= 3 and before and not wanted:
        return max(
            before, key=lambda plan: max(s for s, _ in [*plan.event, *plan.mentions] if s < outcome[0])
        ).id
    return None


def _content(text: str) -> set[str]:
    return {w.lower().rstrip("s") for w in _WORD.findall(text) if w.lower() not in _GENERAL}
