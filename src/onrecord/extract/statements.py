"""Attributions over words -> statements over the text: spans, kind, nesting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.extract.confidence import act_confidence, confidence
from onrecord.extract.decode import Found
from onrecord.extract.drafts import span
from onrecord.extract.labels import Range
from onrecord.extract.layers import ACTS
from onrecord.extract.quotes import OUTSIDE
from onrecord.extract.words import Words
from onrecord.models import Act, Kind, Statement, digest

# Confidences below which nothing is kept, tuned on dev: relation F1 is highest around the first, and that of nested
# statements, which are rarer and less sure, around the second.
KEEP, KEEP_NESTED = 0.36, 0.3


def candidates(words: Words, found: Sequence[Found]) -> list[Statement]:
    """A statement for each attribution, in the same order, each with the innermost one that contains it."""
    nested = _nest([_statement(words, one) for one in found])
    return [replace(s, confidence=confidence(one, s)) for s, one in zip(nested, found, strict=True)]


def statements(words: Words, found: Sequence[Found]) -> tuple[Statement, ...]:
    """The candidates that are sure enough to be kept; what a dropped one contained goes to the next around it."""
    made = candidates(words, found)
    sure = {s.id for s in made if s.confidence >= KEEP}
    kept = _nest([s for s in made if s.confidence >= min(KEEP, KEEP_NESTED)])
    by_id = {s.id: s for s in kept}

    def stands(one: Statement) -> bool:
        """Whether it is sure, or lies in what stands."""
        return one.id in sure or (one.within is not None and stands(by_id[one.within]))

    return tuple(_nest([s for s in kept if stands(s)]))


def _statement(words: Words, one: Found) -> Statement:
    cue = (span(words, one.cue),) if one.cue else ()
    source = (span(words, one.source),) if one.source else ()
    content = tuple(span(words, part) for part in _to_the_end(words, one))
    act: Act | None = ACTS[max(range(len(one.acts)), key=one.acts.__getitem__)] if one.acts else None  # type: ignore[assignment]
    return Statement(
        id=digest(words.version, "statement", source, cue, content),
        source=source,
        cue=cue,
        content=content,
        kind=kind(words, one.content),
        confidence=0.0,
        act=act,
        act_confidence=act_confidence(one),
    )


def _to_the_end(words: Words, one: Found) -> tuple[Range, ...]:
    """The content, with the one word that it may lack before the end of its sentence; it can belong to nothing else."""
    *parts, (low, high) = one.content
    others = {i for part in (one.cue, one.source) if part for i in range(*part)}
    if high + 1 < len(words) and high not in others and _ends_sentence(words, high + 1):
        word = words.text[words.start[high] : words.end[high]]
        same = (
            words.paragraph[high] == words.paragraph[high - 1] and words.quote[high] == words.quote[high - 1]
        )
        if word.isalpha() and same:
            high += 1
    return (*parts, (low, high))


def _ends_sentence(words: Words, at: int) -> bool:
    return words.text[words.start[at] : words.end[at]] in (".", "!", "?")


def kind(words: Words, content: Sequence[Range]) -> Kind:
    """Direct where all words of the content stand inside quotation marks, indirect where none does."""
    quoted = plain = 0
    for low, high in content:
        for i in range(low, high):
            text = words.text[words.start[i] : words.end[i]]
            if not text[0].isalnum():
                continue
            if words.quote[i] != OUTSIDE:
                quoted += 1
            elif not (i == low and text == "that"):
                plain += 1
    return "indirect" if not quoted else "mixed" if plain else "direct"


def _nest(made: Sequence[Statement]) -> list[Statement]:
    """Sets `within`: the smallest other content that holds a statement's cue and content."""
    nested = []
    size = {id(one): sum(end - start for start, end in one.content) for one in made}
    for inner in made:
        parts = [*inner.cue, *inner.content]
        outer = [
            other
            for other in made
            if size[id(other)] > size[id(inner)]
            and all(any(s <= p[0] and p[1] <= e for s, e in other.content) for p in parts)
        ]
        closest = min(outer, key=lambda other: size[id(other)], default=None)
        nested.append(replace(inner, within=closest.id if closest else None))
    return nested
