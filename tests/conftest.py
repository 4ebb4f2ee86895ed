"""Small factories for the values and files that tests are made of."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from onrecord.models import Article, Condition, Plan, Spans, Statement, Timeline, digest

settings.register_profile("steady", deadline=None)  # a busy machine is no failure
settings.load_profile("steady")

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


STAKES_TEXT = (
    "Talland will reopen the strait only after Vesmark withdraws its ships and frees the crews, Ruth Amsel said. "
    "The two sides will meet in Selby on March 17, and a truce has to be signed within ten days of the meeting."
)


def make_stakes(text: str = STAKES_TEXT, **given: Any) -> tuple[Condition, Timeline, Plan]:
    """A condition with two requirements, a deadline counted from an event, and a scheduled meeting."""

    def at(*words: str) -> Spans:
        return spans_of(text, words)

    plan = Plan(
        "p1", "meeting", at("The two sides will meet"), "scheduled", 0.9, ("Talland", "Vesmark"),
        date(2031, 3, 17), date(2031, 3, 17), "Selby", at(text[text.index("The two") :]),
    )  # fmt: skip
    condition = Condition(
        "c1", "precondition", at("reopen the strait"), at("Vesmark withdraws its ships", "frees the crews"),
        at("only after"), 0.9, None, "Ruth Amsel", "Talland", ("Vesmark", None), "p1",
    )  # fmt: skip
    timeline = Timeline(
        "t1", at("within ten days of the meeting"), at("a truce has to be signed"), "deadline", 0.9, "Ruth Amsel",
        None, date(2031, 3, 17), date(2031, 3, 27), "event", at("the meeting"), "DURATION", "P10D",
    )  # fmt: skip
    return tuple(replace(entry, **given) for entry in (condition, timeline, plan))  # type: ignore[return-value]


REPORT = (
    "The envoy left Port Selby early. “We never agreed to that,” Ruth Amsel said on Friday, "
    "after a day of talks on the dam.\n\n“It is over,” said a man who was not named. "
    "The ministers will meet again next week, and nobody expects much of it."
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder with one report in it, `a.txt`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ONRECORD_DEBUG", raising=False)
    (tmp_path / "a.txt").write_text(REPORT, "utf-8")
    return tmp_path


def write_lines(path: Path, number: int = 12, bad: int = 5) -> Path:
    """A .jsonl of articles d0, d1, ... of which line `bad` (from 0) is broken and the next too short."""
    lines = [
        json.dumps({"id": f"d{i}", "text": f"Day {i}. {REPORT}", "published": "2031-03-07"})
        for i in range(number)
    ]
    lines[bad] = "{broken"
    lines[bad + 1] = json.dumps({"id": f"d{bad + 1}", "text": "Too short."})
    data = "\n".join(lines).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def rows(output: str) -> list[dict[str, Any]]:
    """The objects of JSON lines."""
    return [json.loads(line) for line in output.splitlines()]
