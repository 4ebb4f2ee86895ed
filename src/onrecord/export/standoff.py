"""The lines of brat's standoff format (https://brat.nlplab.org/standoff.html), each understood as far as it can be.

    T1  Content 0 5;9 12    text-bound: spans of the text, and their words
    R1  HasCue Arg1:T1 Arg2:T2
    E1  Attribution:T4 Content:T1 Cue:T2
    A1  Kind T1 direct      attribute, M1 in older files
    #1  AnnotatorNotes T1   note
    N1, *                   normalisations, equivalences

A line keeps its letters, so that what is not understood can be written as it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.errors import MalformedError
from onrecord.models import Span, Spans

# All that str.splitlines takes for the end of a line, since brat's own readers do.
_LINE_ENDS = re.compile("[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+")
_OFFSETS = re.compile(r"\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*")
Value = str | Sequence[str | None] | None


@dataclass(frozen=True)
class Line:
    """One annotation."""

    raw: str
    name: str = ""  # T1, R2, #3; "" where the line is none that is known
    type: str = ""
    spans: Spans = ()  # of a text-bound one
    targets: tuple[
        tuple[str, str], ...
    ] = ()  # role and name of what it refers to; the role is "" where it has none
    value: str = ""  # words of a text-bound one, text of a note, value of an attribute


def parse(ann: str, text: str) -> list[Line]:
    """The lines of an `.ann` file; those without a known form have no name.

    Raises:
        MalformedError: an annotation lies outside `text`, its words are others than stand there, or a name comes twice.
            The message begins with the number of the line.
    """
    lines: list[Line] = []
    names = set()
    for number, raw in enumerate(ann.split("\n"), 1):
        line = _line(raw)
        if line.name[:1] == "T":
            _check(line, text, number)
        if line.name and line.name != "*" and line.name in names:
            raise MalformedError(f"line {number}: {line.name} is there twice; rename one of them")
        names.add(line.name)
        lines.append(line)
    return lines


def _line(raw: str) -> Line:
    name, _, rest = raw.removeprefix("\ufeff").rstrip("\r").partition("\t")  # as some editors leave it
    body, _, value = rest.partition("\t")
    type, _, more = body.partition(" ")
    words = more.split()
    sort = name[:1]
    if sort == "T" and _OFFSETS.fullmatch(more):
        pieces = [piece.split(" ") for piece in more.split(";")]
        return Line(raw, name, type, tuple((int(a), int(b)) for a, b in pieces), value=value)
    if sort in ("R", "E") and all(":" in word for word in words):
        roles = [word.split(":", 1) for word in words]
        type, _, trigger = type.partition(":")
        targets = [("", trigger)] if trigger else []
        return Line(raw, name, type, targets=(*targets, *((role, target) for role, target in roles)))
    if sort in ("A", "M", "N") and words:
        return Line(raw, name, type, targets=(("", words[0]),), value=" ".join(words[1:]))
    if sort == "#" and words:
        return Line(raw, name, type, targets=(("", words[0]),), value=value)
    if sort == "*":
        return Line(raw, name, type, targets=tuple(("", word) for word in words))
    return Line(raw)


def _check(line: Line, text: str, number: int) -> None:
    for start, end in line.spans:
        if not start < end <= len(text):
            raise MalformedError(
                f"line {number}: {line.name} is at {start}-{end}, and the text has {len(text)} code points; "
                "give the text that was annotated"
            )
    there = " ".join(text[start:end] for start, end in line.spans)
    # Spaces aside: brat before 1.3 joined the words of several spans without any.
    if line.value and "".join(there.split()) != "".join(line.value.split()):
        raise MalformedError(
            f"line {number}: the words of {line.name} are {line.value!r:.60}, and {there!r:.60} stands there; "
            "give the text that was annotated"
        )


def bound(text: str, spans: Spans) -> str:
    """Offsets and words of a text-bound annotation; "" where the spans have nothing but line ends."""
    pieces = cut(text, spans)
    offsets = ";".join(f"{start} {end}" for start, end in pieces)
    words = " ".join(text[start:end] for start, end in pieces)
    return f"{offsets}\t{words}" if pieces else ""


def cut(text: str, spans: Spans) -> Spans:
    """`spans` without their line ends: brat wants no stretch to run over the end of a line."""
    return tuple(piece for span in spans for piece in _pieces(text, span))


def joined(text: str, pieces: Spans) -> Spans:
    """Spans with those put together again that nothing but line ends parts: what `cut` cut."""
    whole: list[Span] = []
    for start, end in pieces:
        if whole and whole[-1][1] < start and _LINE_ENDS.fullmatch(text, whole[-1][1], start):
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return tuple(whole)


def _pieces(text: str, span: Span) -> Iterator[Span]:
    start, stop = span
    for line_end in _LINE_ENDS.finditer(text, start, stop):
        if start < line_end.start():
            yield start, line_end.start()
        start = line_end.end()
    if start < stop:
        yield start, stop


# Notes: `speaker: Ruth Amsel; of: Talland, ?; confidence: 0.95`. People read and mend them in brat, so what can stand
# there plainly does; what could be misread is a JSON string.
_PLAIN = re.compile(r'[^\s",;?\\](?:[^";\\]*[^\s";\\])?')
_QUOTED = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_FIELD = re.compile(rf'([a-z_]+): ((?:{_QUOTED}|[^";])*)(?:; |$)')
_ITEM = re.compile(rf"({_QUOTED}|[^,]*)(?:, |$)")


def note(fields: Mapping[str, Value]) -> str:
    """Fields as one line that a person can read and mend; those that are None are left out."""
    written = ((name, _written(value)) for name, value in fields.items() if value is not None)
    return "; ".join(f"{name}: {value}" for name, value in written)


def fields_of(note: str, lists: Sequence[str] = ()) -> dict[str, str | list[str | None]] | None:
    """The fields of a note, None where it is not made of fields.

    Args:
        lists: Names of fields that hold several values.

    >>> fields_of("of: Talland, ?; nil: no name", lists=["of"])
    {'of': ['Talland', None], 'nil': 'no name'}
    """
    found: dict[str, str | list[str | None]] = {}
    note, place = note.rstrip(" ;\r"), 0
    while place < len(note):
        match = _FIELD.match(note, place)
        if match is None:
            return None
        name, value = match.groups()
        try:
            found[name] = _items(value) if name in lists else _read(value)
        except ValueError:
            return None
        place = match.end()
    return found


def _items(value: str) -> list[str | None]:
    items, place = [], 0
    while place < len(value):
        match = _ITEM.match(value, place)
        if match is None:
            raise ValueError(value)
        items.append(None if match[1].strip() == "?" else _read(match[1]))
        place = match.end()
    return items


def _read(value: str) -> str:
    try:
        return str(json.loads(value)) if value.startswith('"') else value.strip()
    except ValueError:  # written by hand: "Iron" Duke
        return value.strip()


def _written(value: Value) -> str:
    if value is None:
        return "?"
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value) and value.isprintable()
        return value if plain else json.dumps(value)
    return ", ".join(_written(one) if one is None or "," not in one else json.dumps(one) for one in value)
