"""What was found in one article, and its ways out: JSON, tables, a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from onrecord.errors import MalformedError, UsageError
from onrecord.models import PLOVER, Article, Condition, Plan, Span, Statement, Time, Timeline, words
from onrecord.rows import entry_of, json_kind, row_of, row_of_time, time_of

if TYPE_CHECKING:
    import pandas
    import polars

    from onrecord.resolve.chain import Path


HEAD = ("article", "outlet", "url", "published", "title")
TEXT, SHARE, SPANS, LIST = "text", "share", "spans", "list"
# Columns of the tables after the article's head, in order, and what they hold. A part's words stand under its name,
# its offsets under `*_spans`.
COLUMNS = {
    "statements": {
        **dict.fromkeys(("id", "source", "cue", "content", "kind"), TEXT),
        "confidence": SHARE,
        **dict.fromkeys(("within", "speaker", "speaker_type"), TEXT),
        "speaker_confidence": SHARE,
        **dict.fromkeys(("nil", "side", "addressee", "said_on", "act"), TEXT),
        "act_confidence": SHARE,
        "plover": TEXT,
        **dict.fromkeys(("source_spans", "cue_spans", "content_spans"), SPANS),
    },
    "conditions": {
        **dict.fromkeys(("id", "kind", "outcome", "requires", "marker"), TEXT),
        "confidence": SHARE,
        **dict.fromkeys(("statement", "by", "side"), TEXT),
        "of": LIST,
        "plan": TEXT,
        **dict.fromkeys(("outcome_spans", "requires_spans", "marker_spans"), SPANS),
    },
    "timelines": {
        **dict.fromkeys(("id", "text", "binds", "kind"), TEXT),
        "confidence": SHARE,
        **dict.fromkeys(
            ("by", "statement", "earliest", "latest", "anchor", "anchor_text", "type", "value"), TEXT
        ),
        **dict.fromkeys(("text_spans", "binds_spans", "anchor_text_spans"), SPANS),
    },
    "plans": {
        **dict.fromkeys(("id", "type", "event", "status"), TEXT),
        "confidence": SHARE,
        "participants": LIST,
        **dict.fromkeys(("earliest", "latest", "place", "evidence", "mentions"), TEXT),
        **dict.fromkeys(("event_spans", "evidence_spans", "mentions_spans"), SPANS),
    },
}


LAYERS = ("statements", "conditions", "timelines", "plans", "times")
ENTRIES: dict[str, type] = {
    "statements": Statement,
    "conditions": Condition,
    "timelines": Timeline,
    "plans": Plan,
}


@dataclass(frozen=True)
class Reading:
    """An article and what was read from it, each list in the order of the text."""

    article: Article
    statements: tuple[Statement, ...] = ()
    conditions: tuple[Condition, ...] = ()
    timelines: tuple[Timeline, ...] = ()
    plans: tuple[Plan, ...] = ()
    times: tuple[Time, ...] = ()  # all time expressions, past ones too
    # The brat file that it was imported from, where that holds more than the above.
    standoff: str | None = None
    # For a Record, empty elsewhere: where the statements stand by what they mean, int8 [statements, `meaning.SIZE`],
    # the same with what stands around them (`trace.around`), and the way of each to its outlet.
    meanings: bytes = field(default=b"", compare=False, repr=False)
    topics: bytes = field(default=b"", compare=False, repr=False)
    # The words of outcomes, requirements, dated things and events, and what they mean, int8 [phrases, `meaning.SIZE`].
    phrases: tuple[str, ...] = field(default=(), compare=False, repr=False)
    phrase_meanings: bytes = field(default=b"", compare=False, repr=False)
    paths: tuple[Path, ...] = field(default=(), compare=False, repr=False)
    # Persons whose side the text tells in so many words: name, side, how plainly (1 or 2).
    told: tuple[tuple[str, str, int], ...] = field(default=(), compare=False, repr=False)

    def at_stake(self) -> tuple[str, ...]:
        """The words of outcomes, requirements, dated things and events, each once."""
        found = [self.words(one.outcome) for one in self.conditions]
        found += [self.words([span]) for one in self.conditions for span in one.requires]
        found += [self.words(one.binds) for one in self.timelines]
        found += [self.words(one.event) for one in self.plans]
        return tuple(sorted(set(found)))

    def to_dict(self) -> dict[str, Any]:
        """The form of `onrecord read --json`: JSON-ready; the text itself is left out."""
        article = self.article
        return {
            "id": article.id,
            "outlet": article.outlet,
            "url": article.url,
            "published": article.published.isoformat() if article.published else None,
            "title": article.title,
            **{layer: [entry.to_dict() for entry in getattr(self, layer)] for layer in LAYERS},
        }

    def whole(self) -> dict[str, Any]:
        """All there is, JSON-ready: as `to_dict`, with the text, the whole head, and shares to the last digit.

        `Reading.from_dict(row, row["text"])` gives an equal reading.
        """
        row = {"id": self.article.id, **row_of(self.article)}
        row["text"] = row.pop("text")  # the head first, where a person looks
        for layer in ENTRIES:
            row[layer] = [row_of(entry) for entry in getattr(self, layer)]
        for entry in row["statements"]:
            entry["plover"] = PLOVER.get(entry["act"] or "")
        row["times"] = [row_of_time(time) for time in self.times]
        return row | ({"standoff": self.standoff} if self.standoff is not None else {})

    @classmethod
    def from_dict(cls, row: Mapping[str, Any], text: str) -> Reading:
        """A reading from the form of `whole` or of `to_dict`; layers that are left out are empty.

        Args:
            row: As JSON gives it.
            text: The article's text, into which the offsets count.

        Raises:
            MalformedError: a field is missing or holds what it cannot; the message names it.
        """
        article = entry_of(Article, {**row, "text": text}, "", len(text))
        layers: dict[str, Any] = {}
        for layer in LAYERS:
            entries = row.get(layer) or []
            if not isinstance(entries, list):
                raise MalformedError(f"`{layer}` is {json_kind(entries)} and no list")
            places = [(entry, f"{layer}[{i}]", len(text)) for i, entry in enumerate(entries)]
            kind = ENTRIES.get(layer)
            layers[layer] = tuple(entry_of(kind, *place) if kind else time_of(*place) for place in places)
        standoff = row.get("standoff")
        if not isinstance(standoff, str | None):
            raise MalformedError(f"`standoff` is {json_kind(standoff)} and no text")
        return cls(article, **layers, standoff=standoff)

    def words(self, spans: Iterable[Span]) -> str:
        """The article's words at `spans`."""
        return words(self.article.text, spans)

    def rows(self, layer: str = "statements") -> list[dict[str, Any]]:
        """One flat row an entry of a layer: words, and offsets as `*_spans`; the article's head repeated.

        Args:
            layer: statements, conditions, timelines or plans.

        Raises:
            UsageError: there is no such layer.
        """
        columns = _columns(layer)
        head = {k: v for k, v in self.to_dict().items() if k not in LAYERS}
        head = {"article": head.pop("id"), **head}
        rows = []
        for entry in getattr(self, layer):
            row = entry.to_dict()
            for name in [name.removesuffix("_spans") for name, sort in columns.items() if sort == SPANS]:
                row[name + "_spans"] = row[name]
                row[name] = self.words(getattr(entry, name))
            rows.append({**head, **row})
        return rows

    def to_pandas(self, layer: str = "statements") -> pandas.DataFrame:
        """`rows` as a pandas DataFrame, with all columns where there are no rows.

        Raises:
            UsageError: pandas is not installed, or there is no such layer.
        """
        pandas = _need("pandas")
        return pandas.DataFrame(self.rows(layer), columns=[*HEAD, *_columns(layer)])  # type: ignore[no-any-return]

    def to_polars(self, layer: str = "statements") -> polars.DataFrame:
        """`rows` as a polars DataFrame; the columns' types are always the same, so that frames stack.

        Raises:
            UsageError: polars is not installed, or there is no such layer.
        """
        polars = _need("polars")
        types = {
            TEXT: polars.String,
            SHARE: polars.Float64,
            SPANS: polars.List(polars.List(polars.Int64)),
            LIST: polars.List(polars.String),
        }
        columns = {**dict.fromkeys(HEAD, TEXT), **_columns(layer)}
        schema = {name: types[sort] for name, sort in columns.items()}
        return polars.DataFrame(self.rows(layer), schema=schema)  # type: ignore[no-any-return]

    def _repr_html_(self) -> str:
        from onrecord.show.page import fragment  # not needed to read

        return fragment(self)


def _columns(layer: str) -> dict[str, str]:
    if layer not in COLUMNS:
        raise UsageError(f"no layer {layer!r}; there are {', '.join(COLUMNS)}")
    return COLUMNS[layer]


def _need(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        raise UsageError(f"{module} is not installed; pip install 'onrecord[tables]'") from None
