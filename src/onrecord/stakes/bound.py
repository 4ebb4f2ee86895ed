"""Who must act for a requirement to be met: options from the text, ranked by weights fitted on the talks' train set."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from onrecord.models import Article, ConditionKind, Span, Statement, overlap
from onrecord.resolve import Who

LEAD = 40  # characters at the head of a requirement in which its subject stands
MOST = 4  # of the actors that an article names most
_PRONOUN = re.compile(r"(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Ww]e|I|[Yy]ou|[Tt]heir|[Ii]ts|[Hh]is)\b")
_VERB = re.compile(r"(?i)(?:[a-z]+s|to|be|is|are|[a-z]+ing|[a-z]+ed)\b")
_HEAD = re.compile(
    r"(?:(?!(?:is|are|was|were|has|have|had|will|would|can|could|must|should|may|do|does|did|not|to|of|in|on|for|with|by|"
    r"from|that|which|who|[a-z]+ed|[a-z]{3,}s(?= the| a | its| his| their| to))\b)[\w’'-]+ ?){1,5}"
)
_CUT = re.compile(r"[.,;:!?“”\"\n(]\s*|\b(?:said|says|that|and|but|which|who|if|will|would|to|in order)\s")
_BOTH = re.compile(r"(?i)\b(?:both|all|parties|sides|the two|we|talks|negotiations|agreement|each other)\b")


@dataclass
class Option:
    """One who may have to act, with the features that speak for it; None: nobody that can be named."""

    value: str | None
    features: list[str] = field(default_factory=list)


@cache
def weights() -> Mapping[str, float]:
    text = (files("onrecord.stakes") / "data" / "bound.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def best(options: Sequence[Option]) -> str | None:
    """The likeliest value; options of the same value add up."""
    known = weights()
    totals: dict[str | None, float] = {}
    scores = [sum(known.get(f, 0.0) for f in option.features) for option in options]
    top = max(scores, default=0.0)
    for option, score in zip(options, scores, strict=True):
        totals[option.value] = totals.get(option.value, 0.0) + math.exp(score - top)
    return max(totals, key=lambda value: totals[value], default=None)


def options(
    article: Article,
    span: Span,
    marker: Span,
    outcome: Span,
    kind: ConditionKind,
    statement: Statement | None,
    before: str | None,
    who: Who,
) -> list[Option]:
    """The options for one requirement.

    Args:
        span: The requirement's words.
        statement: The one that carries the condition.
        before: Who must act for the requirement before it, where there is one.
    """
    text = article.text[slice(*span)]
    shape = (
        "verb"
        if _VERB.match(text)
        else "pronoun"
        if _PRONOUN.match(text)
        else "noun"
        if text[:1].islower()
        else "name"
    )
    own = {statement.speaker, statement.side} - {None} if statement else set()
    found: list[Option] = []

    def offer(value: str | None, how: str) -> None:
        if value is None:
            return
        features = [f"{how}", f"{how},{shape}", f"{how},own={value in own}", f"{how},{kind}"]
        features += [f"type={who.type(value)}", f"own={value in own},{shape}", f"own={value in own},{kind}"]
        found.append(Option(value, features))
        side = who.side(value)
        if side and side != value:
            found.append(
                Option(
                    side,
                    [
                        f"side of {how}",
                        f"side of {how},{shape}",
                        f"own={side in own},{kind}",
                        f"side,type={who.type(value)}",
                    ],
                )
            )

    pronoun = _PRONOUN.match(text)
    if pronoun:
        offer(who.named(span[0], span[0] + pronoun.end()), "pronoun")
        if pronoun.group().lower() == "we":
            offer(statement.side if statement else None, "we")
    elif shape in ("noun", "name"):
        offer(who.described(*_subject(article.text, span)), "described")
    if (agent := re.search(r"\bby ((?:the |its |their )?[\w’'-]+(?: [A-Z][\w’'-]+)*)", text)) is not None:
        offer(who.described(span[0] + agent.start(1), span[0] + agent.end(1)), "agent")
    if shape == "verb":
        offer(who.described(*_left_of(article.text, min(span[0], marker[0]))), "subject before")
    offer(before, "before")
    inside = who.names(*span)
    for i, (at, name) in enumerate(inside[:3]):
        offer(name, f"inside {i}" + (",head" if at[0] - span[0] < LEAD else ""))
    sentence = who.sentence(*marker)
    left = [name for at, name in who.names(sentence[0], span[0]) if not overlap(at, outcome)]
    for i, name in enumerate(reversed(left[-3:])):
        offer(name, f"left {i}")
    for i, (_, name) in enumerate(who.names(*outcome)[:2]):
        offer(name, f"outcome {i}")
    counts = Counter(who.most_named())
    for i, (name, _) in enumerate(counts.most_common(MOST)):
        offer(name, f"most {i}")
    sides = [name for name, _ in Counter(filter(None, map(who.state, counts.elements()))).most_common(3)]
    others = [side for side in sides if side not in own]
    offer(others[0] if others else None, "other side")
    if len(sides) > 1:
        offer(f"{sides[0]} and {sides[1]}", f"two sides,{_BOTH.search(text) is not None}")
    offer(statement.side if statement else None, "setter's side")
    offer(statement.addressee if statement else None, "addressee")
    found.append(Option(None, ["none", f"none,{shape}", f"none,inside={bool(inside)}", f"none,{kind}"]))
    return found


def _subject(text: str, span: Span) -> Span:
    """The words at the head of a requirement, up to its first verb or preposition."""
    found = _HEAD.match(text, *span)
    return (span[0], found.end()) if found else span


def _left_of(text: str, end: int) -> Span:
    """The last few words before a place, back to a mark or a verb."""
    start = max(0, end - LEAD)
    cuts = [m.end() for m in _CUT.finditer(text, start, end)]
    return (cuts[-1] if cuts else start), end
