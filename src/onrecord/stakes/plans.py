"""Plans: intended events, each once for an article, with who takes part, where, when, and how firm it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from onrecord.extract import Draft
from onrecord.extract.confidence import draft_confidence
from onrecord.extract.layers import PLAN
from onrecord.models import Article, Plan, PlanType, Span, Status, Time, Timeline, digest, overlap
from onrecord.resolve import Who
from onrecord.stakes.links import TYPE_WORDS, apart, content_of, named_in
from onrecord.times.reading import from_publication

KEEP = 0.14  # confidence below which nothing is kept: F1 is highest around it on dev
ALIKE = 0.5  # share of words in common from which two events of one type are one
NEAR = 60  # characters from an event within which a time dates it
# Confidence of a plan that the text says is off: 3 of 5 were right in train and dev, and the status of all three.
TOLD_OFF = 0.6
OFF: dict[str, Status] = {
    "postponed": "postponed", "put off": "postponed", "delayed": "postponed",
    "cancelled": "cancelled", "canceled": "cancelled", "called off": "cancelled", "scrapped": "cancelled",
}  # fmt: skip
_OFF = "|".join(OFF)
_IS_OFF = re.compile(
    rf"[^.;\n“”]{{0,70}}?\b(?:has|have|had|was|were|is|are|been|be|being)\b(?: \w+){{0,2}} ({_OFF})\b"
)
_PUTS_OFF = re.compile(rf"\b({_OFF})(?: (?!by |until|since|because|after|when)\w+){{0,4}} $")
REACH = 90  # characters on either side of an event in which that may stand


def plans(article: Article, drafts: Sequence[Draft], who: Who) -> tuple[Plan, ...]:
    """The plans that are sure enough to be kept, not yet dated, in the order of their first mention."""
    made: list[Plan] = []
    for draft in drafts:
        if draft.layer != PLAN or (sure := draft_confidence(draft)) < KEEP:
            continue
        plan = _plan(article, draft, who, sure)
        twin = next((i for i, other in enumerate(made) if _same(article, plan, other)), None)
        if twin is None:
            made.append(plan)
        else:
            made[twin] = _joined(made[twin], plan)
    return tuple(made)


def _plan(article: Article, draft: Draft, who: Who, sure: float) -> Plan:
    sentence = who.sentence(*draft.trigger)
    kind: PlanType = draft.best("type")  # type: ignore[assignment]
    off = _told_off(article.text, draft.trigger)
    status: Status = off or draft.best("status")  # type: ignore[assignment]
    return Plan(
        id=digest(article.version, "plan", draft.trigger),
        type=kind,
        event=(draft.trigger,),
        status=status,
        confidence=max(sure, TOLD_OFF) if off else sure,
        participants=tuple(dict.fromkeys(_participants(draft, who))),
        place=next((p for span in [*draft.second, draft.trigger] if (p := who.place(*span))), None)
        if draft.second
        else None,
        evidence=(sentence,),
    )


def _told_off(text: str, event: Span) -> Status | None:
    """Whether the text says of an event that it was put off or called off."""
    start, end = event
    found = _IS_OFF.match(text[end : end + REACH]) or _PUTS_OFF.search(
        text[max(0, start - REACH // 2) : start]
    )
    return OFF[found.group(1)] if found else None


def _participants(draft: Draft, who: Who) -> Iterator[str]:
    """Those whom the network marked, then, where it marked none, those whom the event's own words name."""
    found = False
    for span in draft.first:
        names = [name for _, name in who.names(*span)]
        named = who.named(*span) if not names else None
        for name in names or ([named] if named else []):
            found = True
            yield name
    if not found:
        yield from (name for _, name in who.names(*draft.trigger))


def _same(article: Article, plan: Plan, other: Plan) -> bool:
    """Whether two mentions are of one event: of one type, named alike, or with the same participants and no more."""
    if plan.type != other.type:
        return False
    a, b = content_of(article, plan), content_of(article, other)
    shared = len(a & b) / max(min(len(a), len(b)), 1)
    people, others = set(plan.participants), set(other.participants)
    if plan.type == "other":
        return bool(a) and shared >= 0.75 and len(a & b) >= 2
    if apart(_named(article, plan), _named(article, other)):
        return False
    told = TYPE_WORDS.get(plan.type, set())
    bare = not (a - told) or not (b - told)  # "the meeting" after "a meeting of the two in Geneva"
    together = bool(people & others) or not people or not others
    return together and (shared >= ALIKE or bare)


def _named(article: Article, plan: Plan) -> set[str]:
    """The last names of those who take part and whom the event's own words name."""
    words = " ".join(article.text[start:end] for start, end in plan.event)
    return named_in(words, plan.participants)


def _joined(plan: Plan, again: Plan) -> Plan:
    """One plan of two mentions: the surer one's words, all participants, what either knows."""
    first, second = (plan, again) if plan.confidence >= again.confidence else (again, plan)
    return replace(
        first,
        participants=tuple(dict.fromkeys([*plan.participants, *again.participants])),
        place=first.place or second.place,
        mentions=tuple(sorted({*plan.mentions, *again.mentions, *second.event})),
    )


def dated(
    article: Article, plans: Sequence[Plan], timelines: Sequence[Timeline], times: Sequence[Time]
) -> tuple[Plan, ...]:
    """The plans with their days: of the timeline that binds the event, else of a time beside it."""
    return tuple(
        replace(plan, earliest=days[0], latest=days[1])
        for plan in plans
        for days in [_days(article, plan, timelines, times)]
    )


def _days(
    article: Article, plan: Plan, timelines: Sequence[Timeline], times: Sequence[Time]
) -> tuple[date | None, date | None]:
    for event in [*plan.event, *plan.mentions]:
        bound = [t for t in timelines if any(overlap(event, span) for span in [*t.binds, *t.text])]
        bound = [t for t in bound if t.kind != "duration"]
        for timeline in bound:
            if timeline.earliest or timeline.latest:
                return timeline.earliest, timeline.latest
    for event in [*plan.event, *plan.mentions]:
        near = [
            t
            for t in times
            if t.timex.type in ("DATE", "TIME") and _beside(article.text, event, (t.start, t.end))
        ]
        for time in near:
            if time.timex.earliest and time.timex.latest:
                timex = (
                    time.timex
                    if plan.status in ("held", "under_way")
                    else from_publication(time.timex, article.published)
                )
                return timex.earliest, timex.latest
    return None, None


def _beside(text: str, event: Span, time: Span) -> bool:
    """Whether a time stands within an event's words or close after them in the same sentence."""
    if overlap(event, time):
        return True
    between = text[event[1] : time[0]] if event[1] <= time[0] else ""
    return 0 < time[0] - event[1] <= NEAR and not re.search(
        r"[.;:\n]\s|, (?:which|who|but|and|said)|\bsaid\b", between
    )
