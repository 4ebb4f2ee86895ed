"""Small factories for the values that tests are made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from onrecord.models import Article, Spans, Statement, digest

TEXT = (
    "The envoy left Port Selby early. “We never agreed to that,” Ruth Amsel told reporters on Friday.\n\n"
    "Amsel said the minister had promised that the sluices would open by June."
)


def make_article(text: str = TEXT, **given: Any) -> Article:
    """An article with a head, unless told otherwise."""
    head: dict[str, Any] = {
        "id": "a1",
        "outlet": "Harbour Post",
        "published": date(2031, 3, 7),
        "title": "Envoy leaves early",
        "url": "https://harbourpost.example/envoy",
    }
    return Article(text=text, **{**head, **given})


def spans_of(text: str, words: str | Sequence[str] | None) -> Spans:
    """Spans of `words` in `text`: the first place of each; an error where they do not stand there."""
    if words is None:
        return ()
    given = [words] if isinstance(words, str) else words
    return tuple((text.index(w), text.index(w) + len(w)) for w in given)


def make_statement(
    text: str,
    content: str | Sequence[str],
    *,
    source: str | Sequence[str] | None = None,
    cue: str | Sequence[str] | None = None,
    **given: Any,
) -> Statement:
    """A sure statement whose spans are found by their words in `text`."""
    spans = {part: spans_of(text, w) for part, w in (("source", source), ("cue", cue), ("content", content))}
    sure: dict[str, Any] = {"kind": "indirect", "confidence": 0.95}
    if given.get("speaker"):
        sure |= {"speaker_confidence": 0.95, "speaker_type": "person"}
    sure["id"] = digest(text, "statement", *spans.values())
    return Statement(**{**sure, **spans, **given})
