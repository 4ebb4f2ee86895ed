"""Entries -> rows of their tables, and back without loss."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from onrecord.models import (
    Article,
    Condition,
    Plan,
    Span,
    Statement,
    Time,
    Timeline,
    Timex,
    digest,
    words,
)

Row = dict[str, Any]
_WORD = re.compile(r"\w+")


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def dump(value: Any) -> str:
    """JSON as the Record keeps it: short, and the same for the same value."""
    return _JSON.encode(value)


def _dump_spans(spans: Iterable[Span]) -> str:
    """The same for spans, of which there are three a statement."""
    return f"[{','.join([f'[{start},{end}]' for start, end in spans])}]"


def plain(text: str) -> str:
    """Words in lower case with one space between: what stays the same when quotation marks and spaces change."""
    return " ".join(_WORD.findall(text.lower()))


def utterance(speaker: str | None, content: str) -> int:
    """A signed 64-bit number that is the same for the same words of the same speaker."""
    key = f"{plain(speaker or '')}\x1f{plain(content)}".encode()
    return int.from_bytes(hashlib.blake2b(key, digest_size=8).digest(), "big", signed=True)


def _spans(entry: Any, article: Article, parts: Iterable[str]) -> Row:
    """For each part its words (None where it has none) and its spans as JSON."""
    row: Row = {}
    for part in parts:
        spans = getattr(entry, part)
        row[part] = words(article.text, spans) if spans else None
        row[f"{part}_spans"] = _dump_spans(spans)
    return row


def _read_spans(row: Mapping[Any, Any], *parts: str) -> dict[str, Any]:
    return {part: tuple((start, end) for start, end in json.loads(row[f"{part}_spans"])) for part in parts}


def statement_row(article: Article, statement: Statement) -> Row:
    row = _spans(statement, article, ("source", "cue", "content"))
    same = ("id", "kind", "confidence", "within", "speaker_type", "speaker_confidence", "nil", "said_on", "act",
            "act_confidence")  # fmt: skip
    row |= {name: getattr(statement, name) for name in same}
    row |= {f"{role}_name": getattr(statement, role) for role in ("speaker", "side", "addressee")}
    row["content"] = row["content"] or ""
    row["utterance"] = utterance(statement.speaker, row["content"])
    return row


def statement_of(row: Mapping[Any, Any]) -> Statement:
    same = ("id", "kind", "confidence", "within", "speaker_type", "speaker_confidence", "nil", "said_on", "act",
            "act_confidence")  # fmt: skip
    return Statement(
        **_read_spans(row, "source", "cue", "content"),
        **{name: row[name] for name in same},
        **{role: row[f"{role}_name"] for role in ("speaker", "side", "addressee")},
    )


def condition_row(article: Article, condition: Condition) -> Row:
    row = _spans(condition, article, ("outcome", "marker"))
    row |= {name: getattr(condition, name) for name in ("id", "kind", "confidence", "statement", "plan")}
    return row | {"by_name": condition.by, "side_name": condition.side}


def requirement_rows(article: Article, condition: Condition) -> list[Row]:
    """One row for each requirement; `of_name` is None where who must act is not known."""
    of = condition.of or (None,) * len(condition.requires)
    return [
        {
            "id": digest(condition.id, "requirement", span),
            "seq": seq,
            "words": article.text[slice(*span)],
            "span": dump(span),
            "of_name": name,
        }
        for seq, (span, name) in enumerate(zip(condition.requires, of, strict=True))
    ]


def condition_of(row: Mapping[Any, Any], requirements: Sequence[Mapping[Any, Any]]) -> Condition:
    return Condition(
        **_read_spans(row, "outcome", "marker"),
        **{name: row[name] for name in ("id", "kind", "confidence", "statement", "plan")},
        requires=tuple((s, e) for s, e in (json.loads(r["span"]) for r in requirements)),
        of=tuple(r["of_name"] for r in requirements),
        by=row["by_name"],
        side=row["side_name"],
    )


_TIMELINE = ("id", "kind", "confidence", "statement", "earliest", "latest", "anchor", "type", "value")


def timeline_row(article: Article, timeline: Timeline) -> Row:
    row = _spans(timeline, article, ("text", "binds", "anchor_text"))
    row["text"] = row["text"] or ""
    return row | {name: getattr(timeline, name) for name in _TIMELINE} | {"by_name": timeline.by}


def timeline_of(row: Mapping[Any, Any]) -> Timeline:
    return Timeline(
        **_read_spans(row, "text", "binds", "anchor_text"),
        **{name: row[name] for name in _TIMELINE},
        by=row["by_name"],
    )


_PLAN = ("id", "type", "status", "confidence", "earliest", "latest", "place")


def plan_row(article: Article, plan: Plan) -> Row:
    row = _spans(plan, article, ("event", "evidence", "mentions"))
    row["event"] = row["event"] or ""
    return row | {name: getattr(plan, name) for name in _PLAN}


def plan_of(row: Mapping[Any, Any], participants: Sequence[str]) -> Plan:
    return Plan(
        **_read_spans(row, "event", "evidence", "mentions"),
        **{name: row[name] for name in _PLAN},
        participants=tuple(participants),
    )


def dump_times(times: Sequence[Time]) -> str:
    def row(time: Time) -> list[Any]:
        timex = time.timex
        days = [day.isoformat() if day else None for day in (timex.earliest, timex.latest)]
        return [time.start, time.end, timex.type, timex.value, timex.mod, timex.anchor, *days]

    return dump([row(time) for time in times])


def times_of(dumped: str) -> tuple[Time, ...]:
    def day(value: str | None) -> date | None:
        return date.fromisoformat(value) if value else None

    return tuple(
        Time(start, end, Timex(type, value, mod, anchor, day(earliest), day(latest)))
        for start, end, type, value, mod, anchor, earliest, latest in json.loads(dumped)
    )


# Which words make two entries of two copies of a report the same one.
KEYS: dict[str, Callable[[Mapping[Any, Any]], Any]] = {
    "statements": lambda row: row["utterance"],
    "conditions": lambda row: (row["kind"], plain(row["marker"] or ""), plain(row["outcome"] or "")),
    "timelines": lambda row: (plain(row["text"]), plain(row["binds"] or "")),
    "plans": lambda row: (row["type"], plain(row["event"]), row["status"]),
}
