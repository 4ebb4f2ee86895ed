"""W3C Web Annotation (Recommendation of 2017-02-23): a line of JSON-LD for each article, an AnnotationCollection.

One line an article, since one document of all could neither be written nor read without holding all of it. Each entry
is an Annotation. Each span of it is a target with two selectors, of which either finds it: TextQuoteSelector (the words
with 32 code points to either side) and TextPositionSelector. The Recommendation counts positions in code points, as we
do.

The Recommendation has no terms for what a statement is, so the entry's fields are a JSON literal (JSON-LD 1.1) under a
term of our own, `onrecord:entry`, beside a tag that every viewer shows; which part of the entry a target is stands in
`onrecord:part`. The article's head and text stand in `onrecord:article`, so that a line can be read back by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from onrecord.anchor import Quote, anchor, quote
from onrecord.errors import InputError, MalformedError
from onrecord.export.jsonl import read_lines, write_lines
from onrecord.export.names import PREFIX, article_iri, entry_iri
from onrecord.models import Span
from onrecord.reading import LAYERS, Reading
from onrecord.rows import json_kind

CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "@version": 1.1,
        "onrecord": {"@id": PREFIX, "@prefix": True},
        "onrecord:entry": {"@type": "@json"},
        "onrecord:article": {"@type": "@json"},
    },
]
# A layer's parts that are spans.
PARTS = {
    "statements": ("source", "cue", "content"),
    "conditions": ("outcome", "requires", "marker"),
    "timelines": ("text", "binds", "anchor_text"),
    "plans": ("event", "evidence", "mentions"),
    "times": ("text",),
}
# Parts without which an entry still says what it says: a sentence around it, other places that name it.
AROUND = ("evidence", "mentions")
Row = dict[str, Any]


def write_w3c(readings: Iterable[Reading], path: Path | None) -> int:
    """Write one AnnotationCollection a line, to standard output where `path` is None; gives their number.

    Raises:
        UsageError: it cannot be written; an older file stays as it was.
    """
    return write_lines(map(collection, readings), path)


def collection(reading: Reading) -> Row:
    """The annotations of one article."""
    whole = reading.whole()
    article = reading.article
    items = [
        _annotation(reading, layer, row, number)
        for layer in LAYERS
        for number, row in enumerate(whole.pop(layer), 1)
    ]
    id = f"{PREFIX}annotations:{article_iri(article).removeprefix(PREFIX)}"
    return {
        "@context": CONTEXT,
        "id": id,
        "type": "AnnotationCollection",
        **({"label": article.title} if article.title else {}),
        "total": len(items),
        "first": {"id": f"{id}#1", "type": "AnnotationPage", "startIndex": 0, "items": items},
        "onrecord:article": whole,
    }


def _annotation(reading: Reading, layer: str, row: Row, number: int) -> Row:
    targets = [_target(reading, part, span) for part in PARTS[layer] for span in row.pop(part)]
    id = entry_iri(row["id"]) if row.get("id") else f"{article_iri(reading.article)}#time-{number}"
    tag = {"type": "TextualBody", "purpose": "tagging", "value": layer.removesuffix("s")}
    return {
        "id": id,
        "type": "Annotation",
        "motivation": "classifying",
        "body": [tag, {"type": "onrecord:Entry", "onrecord:entry": row}],
        "target": targets or article_iri(reading.article),
    }


def _target(reading: Reading, part: str, span: Span) -> Row:
    found = quote(reading.article.text, span)
    start, end = span
    return {
        "type": "SpecificResource",
        "source": article_iri(reading.article),
        "onrecord:part": part,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": found.exact,
                "prefix": found.prefix,
                "suffix": found.suffix,
            },
            {"type": "TextPositionSelector", "start": start, "end": end},
        ],
    }


def read_w3c(path: Path, texts: Mapping[str, str] | None = None) -> Iterator[Reading | InputError]:
    """The readings of a file that `write_w3c` wrote.

    Args:
        texts: Texts by article id, where they are not those that the annotations were made on: later versions. Each
            span is then found again by its quote.

    Yields:
        A reading for each line, or an error in its place. After a reading come errors for those of its entries that
        were left out, since words of theirs are not in the text any more, or not for sure in one place.
    """
    return read_lines(path, lambda row: _readings(row, texts or {}))


def _readings(row: Row, texts: Mapping[str, str]) -> Iterator[Reading | InputError]:
    article = _object(row.get("onrecord:article"), "onrecord:article")
    first = _object(row.get("first"), "first")
    text = texts.get(str(article.get("id")), article.get("text"))
    if not isinstance(text, str):
        raise MalformedError("no text in `onrecord:article`; give a file that `onrecord export` wrote")
    layers: dict[str, list[Row]] = {layer: [] for layer in LAYERS}
    lost: list[MalformedError] = []
    for number, item in enumerate(_list(first.get("items"), "items")):
        layer, entry, targets = _entry(_object(item, f"items[{number}]"), f"items[{number}]")
        try:
            layers[layer].append(entry | _spans(layer, targets, text))
        except _Lost as error:
            message = f"{layer.removesuffix('s')} {entry.get('id')!r} is left out: {error}"
            lost.append(MalformedError(message, id=str(article.get("id"))))
    yield Reading.from_dict({**article, **layers}, text)
    yield from lost


class _Lost(Exception):
    """Words that are not found again."""


def _entry(item: Row, where: str) -> tuple[str, Row, list[Row]]:
    """Layer, fields and targets of an annotation."""
    bodies = [_object(body, f"{where}.body") for body in _list(item.get("body"), f"{where}.body")]
    tags = {f"{body.get('value')}s" for body in bodies if body.get("purpose") == "tagging"}
    entries = [body["onrecord:entry"] for body in bodies if "onrecord:entry" in body]
    layer = next((layer for layer in LAYERS if layer in tags), None)
    if layer is None or len(entries) != 1:
        raise MalformedError(f"`{where}` is no entry of ours; give a file that `onrecord export` wrote")
    found = item.get("target")
    targets = [_object(target, f"{where}.target") for target in found] if isinstance(found, list) else []
    return layer, _object(entries[0], f"{where}.body"), targets


def _spans(layer: str, targets: Iterable[Row], text: str) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = {part: [] for part in PARTS[layer]}
    for target in targets:
        part = target.get("onrecord:part")
        if not isinstance(part, str) or part not in spans:
            raise MalformedError(f"`onrecord:part` is {part!r:.40}; one of {', '.join(spans)}")
        words, position = _selected(target)
        span = anchor(text, words, position)
        if span is None and part in AROUND:
            continue
        if span is None:
            raise _Lost(f"{words.exact!r:.60} does not stand in the text, or not for sure in one place")
        spans[part].append(span)
    return spans


def _selected(target: Row) -> tuple[Quote, Span | None]:
    found = [_object(one, "selector") for one in _list(target.get("selector"), "selector")]
    by_type = {one.get("type"): one for one in found}
    words = by_type.get("TextQuoteSelector", {})
    texts = [words.get(name, "") for name in ("exact", "prefix", "suffix")]
    if not all(isinstance(one, str) for one in texts) or not texts[0]:
        raise MalformedError("a target without a TextQuoteSelector; its words cannot be found")
    place = by_type.get("TextPositionSelector", {})
    start, end = place.get("start"), place.get("end")
    return Quote(*texts), (start, end) if isinstance(start, int) and isinstance(end, int) else None


def _object(value: object, where: str) -> Row:
    if not isinstance(value, dict):
        raise MalformedError(f"`{where}` is {json_kind(value)} and no object")
    return value


def _list(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise MalformedError(f"`{where}` is {json_kind(value)} and no list")
    return value
