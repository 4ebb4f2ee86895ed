"""Readings as tables that are the same in CSV and in Parquet: one for the articles and one a layer.

Each row of a layer names its article and repeats its outlet, url, day and title, so that a table can be used by itself.
A part's words stand under its name, its offsets under `*_spans`. `requirements` says no more than `conditions`; it has
a row for each requirement with who must act for it, where `conditions` has lists. Of a reading that was imported from
brat, what the brat file said beyond our terms is not in the tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from onrecord.errors import InputError, MalformedError, UsageError
from onrecord.models import Condition
from onrecord.reading import COLUMNS, HEAD, LAYERS, LIST, SPANS, TEXT, Reading

DATE, NUMBER = "date", "number"
Row = dict[str, Any]  # None, text, dates, floats, lists of text, lists of [start, end]
_DAYS = ("published", "earliest", "latest")
_HEAD = {name: DATE if name in _DAYS else TEXT for name in HEAD}


def _columns(layer: str) -> dict[str, str]:
    return _HEAD | {name: DATE if name in _DAYS else kind for name, kind in COLUMNS[layer].items()}


# Tables, their columns in order, and what these hold.
TABLES: dict[str, dict[str, str]] = {
    "articles": _HEAD | dict.fromkeys(("language", "byline", "credit", "text"), TEXT),
    "statements": _columns("statements"),
    "conditions": _columns("conditions"),
    "requirements": _HEAD
    | {"condition": TEXT, "number": NUMBER, "requires": TEXT, "of": TEXT, "requires_spans": SPANS},
    "timelines": _columns("timelines"),
    "plans": _columns("plans"),
    "times": _HEAD
    | dict.fromkeys(("text", "type", "value", "mod", "anchor"), TEXT)
    | {"earliest": DATE, "latest": DATE, "text_spans": SPANS},
}


def rows(readings: Iterable[Reading]) -> Iterator[dict[str, list[Row]]]:
    """For each reading, the rows that it has in each of `TABLES`.

    Raises:
        UsageError: an article comes twice; rows are told apart by its id.
    """
    for reading in distinct(readings):
        whole = reading.whole()
        head = {"article": whole["id"], **{name: whole[name] for name in HEAD[1:]}}
        head["published"] = reading.article.published
        rest = {name: whole[name] for name in ("language", "byline", "credit", "text")}
        tables: dict[str, list[Row]] = {"articles": [head | rest]}
        for layer in LAYERS:
            entries = zip(whole[layer], getattr(reading, layer), strict=True)
            tables[layer] = [head | _row(reading, layer, row, entry) for row, entry in entries]
        tables["requirements"] = [
            head | row for condition in reading.conditions for row in _requirements(reading, condition)
        ]
        yield tables


def distinct(readings: Iterable[Reading]) -> Iterator[Reading]:
    """`readings`, refused where an article comes twice.

    Raises:
        UsageError: it does.
    """
    seen = set()
    for reading in readings:
        if reading.article.id in seen:
            raise UsageError(
                f"article {reading.article.id!r} comes twice, and ids tell what is written apart; "
                "export one version of it"
            )
        seen.add(reading.article.id)
        yield reading


def _row(reading: Reading, layer: str, row: Row, entry: Any) -> Row:
    for column, kind in TABLES[layer].items():
        if kind == DATE and column != "published":
            row[column] = getattr(entry.timex if layer == "times" else entry, column)
        elif kind == SPANS:
            part = column.removesuffix("_spans")
            row[column] = row[part]
            row[part] = reading.words(row[column])
    return row


def _requirements(reading: Reading, condition: Condition) -> Iterator[Row]:
    for number, span in enumerate(condition.requires):
        of = condition.of[number] if number < len(condition.of) else None
        words = reading.words([span])
        yield {"condition": condition.id, "number": number + 1, "requires": words, "of": of,
               "requires_spans": [list(span)]}  # fmt: skip


def readings_of(tables: Mapping[str, Iterable[Row]]) -> Iterator[Reading | InputError]:
    """The readings of tables as `rows` gives them; nothing is held but the rows of one article.

    Args:
        tables: Rows of `articles` and of each layer, articles in the same order in all.

    Yields:
        A reading for each article, or an error in its place.

    Raises:
        MalformedError: a layer's rows are in another order than the articles.
    """
    layers = {layer: _Grouped(layer, tables[layer]) for layer in LAYERS}
    for number, article in enumerate(tables["articles"], 1):
        id = article["article"]
        row = {**article, "id": id}
        for layer, grouped in layers.items():
            row[layer] = [_entry(layer, entry) for entry in grouped.of(id)]
        try:
            if not isinstance(article["text"], str):
                raise MalformedError("no text in it")
            yield Reading.from_dict(row, article["text"])
        except MalformedError as error:
            error.source, error.id = f"articles:{number}", id
            yield error
    for grouped in layers.values():
        grouped.finish()


def _entry(layer: str, row: Row) -> Row:
    return {
        name.removesuffix("_spans"): row[name]
        for name, kind in TABLES[layer].items()
        if name not in HEAD
        and name + "_spans" not in TABLES[layer]
        and (kind != LIST or row[name] is not None)
    }


class _Grouped:
    """A layer's rows, those of one article after those of another."""

    def __init__(self, layer: str, rows: Iterable[Row]) -> None:
        self.layer = layer
        self.groups = groupby(rows, key=lambda row: row["article"])
        self.next = next(self.groups, None)

    def of(self, article: str) -> list[Row]:
        """The rows of `article`, if its turn has come."""
        if self.next is None or self.next[0] != article:
            return []
        found = list(self.next[1])
        self.next = next(self.groups, None)
        return found

    def finish(self) -> None:
        if self.next is not None:
            raise MalformedError(
                f"rows of article {self.next[0]!r} in {self.layer!r} that stand in no order of the articles; "
                "sort them as they were written",
                source=self.layer,
            )
