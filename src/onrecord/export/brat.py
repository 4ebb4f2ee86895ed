"""Readings -> brat: a text and its annotations as standoff, for checking by hand.

Each statement gives a text-bound annotation for its source, its cue and its content, with relations from the
content to the two others, since the content is the one part that no statement lacks. A condition's relations start at
its marker, a timeline's at its time. Names, days, confidences and ids stand in notes, the article's head in one of its
own, so that `read_brat` gives the reading back; left out is only an entry whose content (marker, time, event) has no
word but line ends.

A reading that was imported from brat is written as it was, to the letter, for as long as its entries, and what the file
says of the article, are those of the file. Where they were changed, what the file says beyond them (types that we have
no term for) stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from onrecord.errors import MalformedError
from onrecord.export.brat_entries import HEAD, LAYERS, Layer, article_of, entries, places
from onrecord.export.files import together
from onrecord.export.standoff import Line, Value, bound, cut, joined, note, parse
from onrecord.export.tables import distinct
from onrecord.models import PLOVER, Spans, Statement, Time, digest
from onrecord.reading import Reading

_SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")

CONFIGURATION = """\
[entities]
Source
Cue
Content

Marker
Outcome
Requirement
When
Binds
Anchor
Plan
Time

Attribution
Attribution-no-source
Discuss
Discard

[relations]
HasOutcome\tArg1:Marker, Arg2:Outcome
Requires\tArg1:Marker, Arg2:Requirement
HasBound\tArg1:When, Arg2:Binds
CountedFrom\tArg1:When, Arg2:Anchor
HasSource\tArg1:Content, Arg2:Source
HasCue\tArg1:Content, Arg2:Cue
Within\tArg1:Content, Arg2:Content
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
Kind\tArg:Content, Value:direct|indirect|mixed
SpeakerType\tArg:Content, Value:person|government|organisation|group|media|unnamed
Nil\tArg:Content
Act\tArg:Content, Value:inform|comment|offer|commit|propose|demand|reject|threaten|accuse|deny|praise|predict|ask
Plover\tArg:Content, Value:AGREE|REQUEST|REJECT|THREATEN|ACCUSE|SUPPORT
ConditionKind\tArg:Marker, Value:precondition|waiver|offer|threat
TimelineKind\tArg:When, Value:deadline|start|on|duration
PlanType\tArg:Plan, Value:meeting|call|visit|talks|ceasefire|signing|vote|exchange|deployment|other
Status\tArg:Plan, Value:ruled_out|proposed|being_arranged|agreed|scheduled|postponed|cancelled|under_way|held
"""


def write_folder(readings: Iterable[Reading], folder: Path) -> int:
    """Write all of `readings` into `folder`, as `write_brat` does; gives their number.

    Raises:
        UsageError: they cannot be written, or an article comes twice.
    """
    number = 0
    for reading in distinct(readings):
        write_brat(reading, folder)
        number += 1
    return number


def write_brat(reading: Reading, folder: Path) -> Path:
    """Write `ID.txt` and `ID.ann` of one article, and brat's `annotation.conf`, into `folder`.

    An id that makes no file name is changed, with a hash that keeps it apart from others.

    Returns:
        The path of the text.

    Raises:
        UsageError: the folder cannot be written; older files stay as they were.
    """
    name = file_name(reading.article.id)
    # The text as it is, line ends too: offsets count them. What UTF-8 lacks becomes "?", one for one.
    contents = {f"{name}.txt": reading.article.text, f"{name}.ann": standoff(reading)}
    if not _stands(folder / "annotation.conf", CONFIGURATION):
        contents["annotation.conf"] = CONFIGURATION
    with together(folder, list(contents)) as streams:
        for stream, content in zip(streams, contents.values(), strict=True):
            stream.write(content.encode("utf-8", "replace"))
    return folder / f"{name}.txt"


def _stands(path: Path, content: str) -> bool:
    return path.is_file() and path.read_bytes() == content.encode()


def file_name(identifier: str) -> str:
    """`identifier` where it is a plain file name, else what is plain of it and a hash.

    >>> file_name("../talks 3")
    'talks-3-6ffad637'
    """
    if _SAFE.fullmatch(identifier):
        return identifier
    plain = "-".join(_SAFE.findall(identifier))[:80].strip(".-")
    return f"{plain or 'article'}-{digest(identifier)[:8]}"


def standoff(reading: Reading) -> str:
    """The content of `ID.ann`."""
    if reading.standoff is None:
        return _Writer(reading).lines()
    try:
        old = parse(reading.standoff, reading.article.text)
        found = entries(old, reading.article.text)
    except MalformedError:  # of another text
        return _Writer(reading).lines()
    same = all(getattr(reading, layer) == found.layers[layer] for layer in LAYERS)
    if same and (not found.head or article_of(found, reading.article.text) == reading.article):
        return reading.standoff
    return _Writer(reading, old).lines(beyond=[line for line in old if line.name not in found.understood])


class _Writer:
    """Numbers annotations and holds their lines.

    Args:
        old: Lines of an older file of the same text. Marks that stay keep their names, since what is beyond our terms
            may refer to them; new names are none of the old ones.
    """

    def __init__(self, reading: Reading, old: Sequence[Line] = ()) -> None:
        self.reading = reading
        self.text = reading.article.text
        self.written: dict[str, str] = {}  # name -> the rest of the line
        self.marked = {one.id for one in reading.statements if cut(self.text, one.content)}
        names = [line.raw.partition("\t")[0] for line in old]
        self.numbers = {sort: max((_number(name, sort) for name in names), default=0) for sort in "TRA#"}
        self.named = {line.raw.partition("\t")[2]: line.name for line in reversed(old) if line.spans}

    def lines(self, beyond: Sequence[Line] = ()) -> str:
        """All lines; those `beyond` our terms come last, where what they refer to is still there."""
        for name, layer in LAYERS.items():
            triggers = [(entry, self._entry(layer, entry)) for entry in getattr(self.reading, name)]
            if name == "statements":
                self._nest({entry.id: trigger for entry, trigger in triggers if trigger})
        # The article's: brat has notes on annotations only, and passes over one on an annotation that is not there.
        self._add("#", f"{HEAD} T0\t{note(_values(self.reading.article, ['text']))}")
        written = [f"{name}\t{rest}" for name, rest in self.written.items()]
        return "".join(f"{line}\n" for line in [*written, *self._still(beyond)])

    def _entry(self, layer: Layer, entry: Any) -> str | None:
        """Marks of an entry and what hangs on them; gives the mark that all hangs on, None where there is no word."""
        spans = _spans(entry, layer.part)
        if not cut(self.text, spans):
            return None
        others = []
        for relation, (type, part) in layer.relations.items():
            groups = _groups(part, _spans(entry, part))
            others += [(relation, mark) for group in groups if (mark := self._mark(type, group))]
        trigger = self._mark(layer.trigger, spans) or ""
        for relation, other in others:
            self._add("R", f"{relation} Arg1:{trigger} Arg2:{other}")
        for attribute in _attributes(layer, entry):
            self._add("A", attribute.format(trigger))
        self._add("#", f"AnnotatorNotes {trigger}\t{note(self._fields(layer, entry))}")
        return trigger

    def _fields(self, layer: Layer, entry: Any) -> dict[str, Value]:
        """What of an entry no mark, relation or attribute says."""
        said = [*layer.marked, *layer.unmarked, *layer.attributes.values()]
        if isinstance(entry, Time):
            found = _values(entry.timex, said)
        else:
            within = ["within"] if getattr(entry, "within", None) in self.marked else []
            found = _values(entry, said + within)
        for part in layer.marked:
            spans = _spans(entry, part)
            read = [joined(self.text, cut(self.text, group)) for group in _groups(part, spans)]
            if spans != tuple(span for group in read for span in group):
                found[f"{part}_spans"] = places(spans)
        return found | {f"{part}_spans": places(_spans(entry, part)) or None for part in layer.unmarked}

    def _nest(self, triggers: Mapping[str | None, str]) -> None:
        for statement in self.reading.statements:
            if statement.within in triggers and statement.id in triggers:
                self._add("R", f"Within Arg1:{triggers[statement.id]} Arg2:{triggers[statement.within]}")

    def _still(self, beyond: Sequence[Line]) -> list[str]:
        kept = [line for line in beyond if line.raw.strip() and line.name not in self.written]
        while True:
            names = {*self.written, *(line.name for line in kept)}
            held = [line for line in kept if all(target in names for _, target in line.targets)]
            if len(held) == len(kept):
                return [line.raw for line in kept]
            kept = held

    def _mark(self, type: str, spans: Spans) -> str | None:
        place = bound(self.text, spans)
        return self._add("T", f"{type} {place}") if place else None

    def _add(self, sort: str, rest: str) -> str:
        name = self.named.pop(rest, None) if sort == "T" else None
        if name is None:
            self.numbers[sort] += 1
            name = f"{sort}{self.numbers[sort]}"
        self.written[name] = rest
        return name


def _number(name: str, sort: str) -> int:
    digits = name.removeprefix(sort)
    return int(digits) if digits != name and digits.isdecimal() and len(digits) < 10 else 0


def _spans(entry: Any, part: str) -> Spans:
    return ((entry.start, entry.end),) if isinstance(entry, Time) else getattr(entry, part)


def _groups(part: str, spans: Spans) -> list[Spans]:
    """Spans by mark: all in one, but each requirement in one of its own, so that it can be mended by itself."""
    return [(span,) for span in spans] if part == "requires" else [spans]


def _attributes(layer: Layer, entry: Any) -> Iterator[str]:
    for attribute, field in layer.attributes.items():
        if value := getattr(entry, field):
            yield f"{attribute} {{}} {value}"
    if isinstance(entry, Statement):
        if entry.act in PLOVER:
            yield f"Plover {{}} {PLOVER[entry.act]}"
        if entry.speaker is None:
            yield "Nil {}"


def _values(entry: Any, without: Sequence[str]) -> dict[str, Value]:
    """Fields of an entry that are not as they are by default, as notes have them; confidences and id last."""
    found: dict[str, Value] = {}
    for field in fields(entry):
        value = getattr(entry, field.name)
        if field.name not in without and value is not None and value != field.default:
            found[field.name] = value if isinstance(value, str | tuple) else _plain(value)
    last = [name for name in ("confidence", "speaker_confidence", "act_confidence", "id") if name in found]
    return {
        name: found[name] for name in sorted(found, key=lambda name: name in last and last.index(name) + 1)
    }


def _plain(value: float | date) -> str:
    return value.isoformat() if isinstance(value, date) else repr(value)
