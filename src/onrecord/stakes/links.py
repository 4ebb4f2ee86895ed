"""Which plan of an article some words name: "this", "such a meeting", "a ceasefire"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from onrecord.models import Article, Plan, Span, overlap

_WORD = re.compile(r"[^\W\d_]{4,}")
SPELT = 5  # letters by which a last name is known
_COMMON = (
    "this that such these those they with from have been will their there would next another further more last "
    "both other some between about through over into after before when planned possible future "
    "first second round could should"
)
GENERAL = frozenset(_COMMON.split())
# How plans of these types are called whatever they are about, so that it tells no two of a type apart.
TYPE_WORDS = {
    "meeting": {"meet", "meeting", "summit", "session", "conference"},
    "talks": {"talk", "negotiation", "negotiate", "dialogue", "discussion", "discuss"},
    "vote": {"vote", "election", "referendum", "ballot"},
    "ceasefire": {"ceasefire", "truce", "cessation", "hostilitie", "freeze", "pause", "cease-fire"},
    "visit": {"visit", "trip", "travel", "tour"},
    "signing": {"sign", "signing", "deal", "agreement", "pact", "treaty", "accord"},
    "exchange": {"exchange", "swap", "prisoner"},
    "call": {"call", "phone", "telephone", "speak", "conversation"},
}
_POINTS_BACK = re.compile(r"(?i)(?:this|that|it|these|those|such|the)\b")


def content(words: str) -> set[str]:
    """The words that tell events apart, without the endings of plurals."""
    return {w.lower().rstrip("s") for w in _WORD.findall(words) if w.lower() not in GENERAL}


def content_of(article: Article, plan: Plan) -> set[str]:
    return content(" ".join(article.text[start:end] for start, end in [*plan.event, *plan.mentions]))


def plan_of(article: Article, span: Span, plans: Sequence[Plan]) -> str | None:
    """The plan that some words name, None where they name none.

    By overlap; by words in common; by what its type is called, the nearest before first; for "this" and "it" the plan
    named last before.
    """
    for plan in plans:
        if any(overlap(span, event) for event in [*plan.event, *plan.mentions]):
            return plan.id
    text = article.text[span[0] : span[1]]
    wanted = content(text)
    nearest = sorted(plans, key=lambda plan: _distance(plan, span))
    for plan in nearest:
        shared = wanted & content_of(article, plan)
        if shared - TYPE_WORDS.get(plan.type, set()) and 2 * len(shared) >= len(wanted):
            return plan.id
    called = [plan for plan in nearest if wanted & TYPE_WORDS.get(plan.type, set())]
    if called:
        return max(called, key=lambda plan: bool(wanted & content_of(article, plan))).id
    before = [plan for plan in nearest if plan.event[0][0] < span[0]]
    if not wanted and before and _POINTS_BACK.match(text) and len(text.split()) <= 3:
        return before[0].id
    return None


def _distance(plan: Plan, span: Span) -> float:
    """Characters from the nearest mention; what comes after the words counts three times."""
    return min(
        span[0] - start if start < span[0] else 3.0 * (start - span[0])
        for start, _ in [*plan.event, *plan.mentions]
    )


def named_in(words: str, names: Iterable[str]) -> set[str]:
    """The last names, in lower case, of those of `names` that some words name."""
    low = words.lower()
    last = (name.split()[-1].lower() for name in names if " " in name)
    # Spellings differ at the end: Zelensky, Zelenskiy.
    return {name for name in last if name[:SPELT] in low}


def apart(one: set[str], other: set[str]) -> bool:
    """Whether two events are of different people: each names somebody whom the other leaves out."""
    return bool(one - other) and bool(other - one)
