"""brat annotations -> entries: of the form that `brat.py` writes, and of PolNeAR's.

PolNeAR (Newell, Margolin and Ruths, LREC 2018) has an event for each attribution, with its Content, Cue and Source as
arguments; ours has relations. A mark, attribute or note that neither has is left alone, and so named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from onrecord.errors import MalformedError
from onrecord.export.standoff import Line, cut, fields_of, joined
from onrecord.models import Article, Condition, Kind, Plan, Spans, Statement, Time, Timeline, Timex, digest
from onrecord.rows import entry_of, time_of

HEAD = "Article"  # type of the note that holds the article's head
LISTS = ("of", "participants")
SHARES = ("confidence", "speaker_confidence", "act_confidence")
SURE = "1.0"  # the confidence of what a person marked


@dataclass(frozen=True)
class Layer:
    """How a layer's entries stand in brat."""

    entry: type
    trigger: str  # type of the mark that attributes, notes and relations hang on
    part: str  # the entry's field that this mark gives
    relations: dict[str, tuple[str, str]] = field(
        default_factory=dict
    )  # type -> the other mark's type, the field
    attributes: dict[str, str] = field(default_factory=dict)  # type -> the field
    unmarked: tuple[str, ...] = ()  # spans that stand in the note only

    @property
    def marked(self) -> tuple[str, ...]:
        """Fields of which the words are marked."""
        return self.part, *(part for _, part in self.relations.values())


LAYERS = {
    "statements": Layer(
        Statement,
        "Content",
        "content",
        {"HasSource": ("Source", "source"), "HasCue": ("Cue", "cue")},
        {"Kind": "kind", "SpeakerType": "speaker_type", "Act": "act"},
    ),
    "conditions": Layer(
        Condition,
        "Marker",
        "marker",
        {"HasOutcome": ("Outcome", "outcome"), "Requires": ("Requirement", "requires")},
        {"ConditionKind": "kind"},
    ),
    "timelines": Layer(
        Timeline,
        "When",
        "text",
        {"HasBound": ("Binds", "binds"), "CountedFrom": ("Anchor", "anchor_text")},
        {"TimelineKind": "kind"},
    ),
    "plans": Layer(
        Plan, "Plan", "event", {}, {"PlanType": "type", "Status": "status"}, ("evidence", "mentions")
    ),
    "times": Layer(Time, "Time", "text"),
}
SAID_AGAIN = ("Nil", "Plover")  # attributes for people; a field or another attribute says the same
_KNOWN = {
    name: {*(f.name for f in fields(Timex if layer.entry is Time else layer.entry))} | {f"{part}_spans" for part in
           (*layer.marked, *layer.unmarked)}
    for name, layer in LAYERS.items()
}  # fmt: skip


@dataclass
class Found:
    """What was understood of a file."""

    head: dict[str, Any] = field(default_factory=dict)  # fields of `Article`, as text
    layers: dict[str, Any] = field(default_factory=dict)
    understood: set[str] = field(default_factory=set)  # names of the lines that said it


def entries(lines: Sequence[Line], text: str) -> Found:
    """What the lines of a file say in our terms.

    Raises:
        MalformedError: a field has a value that it cannot have.
    """
    return _Reader(lines, text).read()


def article_of(found: Found, text: str, id: str = "") -> Article:
    """The article that a file's note tells of.

    Args:
        id: The article's, where no note gives one.

    Raises:
        MalformedError: the note has a value that cannot be.
    """
    return entry_of(Article, {"id": id, **found.head, "text": text}, "", len(text))


class _Reader:
    def __init__(self, lines: Sequence[Line], text: str) -> None:
        self.text = text
        self.marks = {line.name: line for line in lines if line.spans}
        self.related: dict[str, list[Line]] = defaultdict(list)  # by the name of the first
        self.about: dict[str, list[Line]] = defaultdict(list)  # attributes and notes, by what they are about
        self.events = [line for line in lines if line.name[:1] == "E" and line.type.startswith("Attribution")]
        for line in lines:
            if line.name[:1] == "R" and dict(line.targets).keys() == {"Arg1", "Arg2"}:
                self.related[dict(line.targets)["Arg1"]].append(line)
            elif line.name[:1] in ("A", "M", "#") and line.name:
                self.about[line.targets[0][1]].append(line)
        self.found = Found()
        self.quoted: Sequence[bool] | None = (
            None  # for each code point of the text, whether it stands in quotes
        )

    def read(self) -> Found:
        self._head()
        attributed = [row for event in self.events if (row := self._attribution(event))]
        in_events = {target for event in self.events for _, target in event.targets}
        for name, layer in LAYERS.items():
            triggers = [m for m in self.marks.values() if m.type == layer.trigger and m.name not in in_events]
            rows = {mark.name: self._row(name, layer, mark) for mark in triggers}
            if name == "statements":
                self._nest(rows)
                rows |= {str(row["id"]): row for row in sorted(attributed, key=lambda row: row["content"])}
            self.found.layers[name] = tuple(self._entry(layer, row, mark) for mark, row in rows.items())
        return self.found

    def _head(self) -> None:
        known = {f.name for f in fields(Article)} - {"text"}
        for notes in self.about.values():
            for line in notes:
                found = fields_of(line.value) if line.name[:1] == "#" and line.type == HEAD else None
                if found is not None and found.keys() <= known:
                    self.found.head |= found
                    self.found.understood.add(line.name)

    def _row(self, name: str, layer: Layer, mark: Line) -> dict[str, Any]:
        """An entry's row from its mark and what hangs on it."""
        row = self._note(name, mark)
        parts: dict[str, list[Line]] = defaultdict(list, {layer.part: [mark]})
        understood = {mark.name}
        for line in self.about[mark.name]:
            if line.type in layer.attributes:
                row[layer.attributes[line.type]] = line.value
            if line.type in layer.attributes or line.type in SAID_AGAIN:
                understood.add(line.name)
        for line in self.related[mark.name]:
            other = self.marks.get(dict(line.targets)["Arg2"])
            sort, part = layer.relations.get(line.type, ("", ""))
            if other is not None and other.type == sort:
                parts[part].append(other)
                understood |= {line.name, other.name}
        for part in layer.marked:
            row[part] = self._spans(parts[part], row.pop(f"{part}_spans", None))
        for part in layer.unmarked:
            row[part] = row.pop(f"{part}_spans", ())
        self.found.understood |= understood
        return row

    def _note(self, name: str, mark: Line) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for line in self.about[mark.name]:
            if line.name[:1] == "#" and line.type == "AnnotatorNotes":
                found = fields_of(line.value, LISTS)
                if found is not None and found.keys() <= _KNOWN[name]:
                    row |= found
                    self.found.understood.add(line.name)
        for share in SHARES:
            if share in row:
                row[share] = _number(row[share], f"{mark.name}.{share}")
        for field_name in [name for name in row if name.endswith("_spans")]:
            row[field_name] = _places(row[field_name], f"{mark.name}.{field_name}")
        return row

    def _spans(self, marks: Sequence[Line], stated: Spans | None) -> Spans:
        """Where a part stands: at its marks, put together as the note says if the marks are still those."""
        pieces = tuple(piece for mark in marks for piece in mark.spans)
        # What lies outside of the text cuts to nothing, and is refused if there are no marks either.
        if stated is not None and cut(self.text, stated) == pieces:
            return stated
        return tuple(span for mark in marks for span in joined(self.text, mark.spans))

    def _nest(self, rows: dict[str, dict[str, Any]]) -> None:
        for row in rows.values():
            row.setdefault("id", self._id(row))
        for name, row in rows.items():
            for line in self.related[name]:
                outer = rows.get(dict(line.targets)["Arg2"])
                if line.type == "Within" and outer is not None:
                    row["within"] = outer["id"]
                    self.found.understood.add(line.name)

    def _attribution(self, event: Line) -> dict[str, Any] | None:
        """A statement's row from an event of PolNeAR's form, None where it has no content."""
        row: dict[str, Any] = {}
        understood = {event.name}
        for part in ("source", "cue", "content"):
            # brat numbers the arguments of a role that an event has more than once: Source, Source2.
            names = [name for role, name in event.targets if role.rstrip("0123456789") == part.capitalize()]
            marks = [self.marks[name] for name in names if name in self.marks]
            row[part] = tuple(sorted(span for mark in marks for span in mark.spans))
            understood |= {mark.name for mark in marks}
        if not row["content"]:
            return None
        understood |= {name for role, name in event.targets if not role}
        self.found.understood |= understood
        return {**row, "id": self._id(row)}

    def _id(self, row: dict[str, Any]) -> str:
        return digest(self.text, "statement", row["source"], row["cue"], row["content"])

    def _entry(self, layer: Layer, row: dict[str, Any], mark: str) -> Any:
        size = len(self.text)
        if layer.entry is Time:
            return time_of(row, mark, size)
        row = {"confidence": float(SURE), **row}
        row.setdefault("id", digest(self.text, layer.entry.__name__.lower(), *row[layer.part]))
        if layer.entry is Statement and "kind" not in row:
            if self.quoted is None:
                self.quoted = _quoted(self.text)
            row["kind"] = _kind(self.text, self.quoted, row["content"])
        return entry_of(layer.entry, row, mark, size)


def _quoted(text: str) -> Sequence[bool]:
    # Brings the runtime of the network along, which takes a while to import; our own files need neither.
    from onrecord.extract.quotes import OUTSIDE, quote_states

    return [state != OUTSIDE for state in quote_states(text).tolist()]


def _kind(text: str, quoted: Sequence[bool], content: Spans) -> Kind:
    """Direct where all words of the content stand inside quotation marks, indirect where none does."""
    found = set()
    for start, end in content:
        start += len("that ") if text.startswith("that ", start, end) else 0
        found |= {quoted[place] for place in range(start, end) if text[place].isalnum()}
    return "mixed" if len(found) == 2 else "direct" if True in found else "indirect"


def _number(value: str, where: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise MalformedError(f"`{where}` is {value!r:.40} and no number") from None


def places(spans: Spans) -> str:
    """Spans in a note: `3-9 12-20`."""
    return " ".join(f"{start}-{end}" for start, end in spans)


def _places(value: str, where: str) -> Spans:
    try:
        return tuple((int(a), int(b)) for a, b in (piece[:20].split("-") for piece in value.split()))
    except ValueError:
        raise MalformedError(f"`{where}` is {value!r:.60} and no spans such as 3-9 12-20") from None
