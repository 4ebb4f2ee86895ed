"""brat standoff (https://brat.nlplab.org/standoff.html): a text and its annotations, for checking by hand.

Each statement gives a text-bound annotation for its source, its cue and its content, with relations from the
content to the two others, since the content is the one part that no statement lacks. A condition's relations start at
its marker, a timeline's at its time. brat wants no text-bound stretch to run over the end of a line: such a one is cut
there into several.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from onrecord.models import PLOVER, Span, Statement, digest
from onrecord.reading import Reading

_SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
# All that str.splitlines takes for the end of a line, since brat's own readers do.
_LINE_ENDS = re.compile("[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+")
_PARTS = ("source", "cue", "content")

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
Plan

[relations]
HasOutcome\tArg1:Marker, Arg2:Outcome
Requires\tArg1:Marker, Arg2:Requirement
HasBound\tArg1:When, Arg2:Binds
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


def write_brat(reading: Reading, folder: Path) -> Path:
    """Write `ID.txt` and `ID.ann` of one article, and brat's `annotation.conf`, into `folder`.

    An id that makes no file name is changed, with a hash that keeps it apart from others.

    Returns:
        The path of the text.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = file_name(reading.article.id)
    (folder / "annotation.conf").write_text(CONFIGURATION, encoding="utf-8")
    text = folder / f"{name}.txt"
    # As it is, line ends too: offsets count them. What UTF-8 lacks becomes "?", one for one.
    text.write_bytes(reading.article.text.encode("utf-8", "replace"))
    (folder / f"{name}.ann").write_bytes(standoff(reading).encode("utf-8", "replace"))
    return text


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
    """The lines of `ID.ann`: T for source, cue and content, R between them, A for kinds, # for who speaks."""
    lines: list[str] = []
    numbers = dict.fromkeys("TRA#", 0)

    def add(sort: str, line: str) -> str:
        numbers[sort] += 1
        name = f"{sort}{numbers[sort]}"
        lines.append(f"{name}\t{line}")
        return name

    contents: dict[str, str] = {}
    for statement in reading.statements:
        marks = {
            part: add("T", f"{part.capitalize()} {bound}")
            for part in _PARTS
            if (bound := _bound(reading.article.text, getattr(statement, part)))
        }
        if "content" not in marks:
            continue
        content = contents[statement.id] = marks["content"]
        for part in ("source", "cue"):
            if part in marks:
                add("R", f"Has{part.capitalize()} Arg1:{content} Arg2:{marks[part]}")
        for attribute in _attributes(statement):
            add("A", attribute.format(content))
        add("#", f"AnnotatorNotes {content}\t{_note(statement)}")
    _stakes(reading, add)
    for statement in reading.statements:
        if statement.within in contents and statement.id in contents:
            add("R", f"Within Arg1:{contents[statement.id]} Arg2:{contents[statement.within]}")
    return "".join(f"{line}\n" for line in lines)


def _stakes(reading: Reading, add: Callable[[str, str], str]) -> None:
    """Conditions, timelines and plans, each part a text-bound annotation, names and days as notes."""

    def mark(sort: str, spans: tuple[Span, ...]) -> str | None:
        bound = _bound(reading.article.text, spans)
        return add("T", f"{sort} {bound}") if bound else None

    for condition in reading.conditions:
        marker = mark("Marker", condition.marker)
        add("A", f"ConditionKind {marker} {condition.kind}")
        if outcome := mark("Outcome", condition.outcome):
            add("R", f"HasOutcome Arg1:{marker} Arg2:{outcome}")
        for span in condition.requires:
            add("R", f"Requires Arg1:{marker} Arg2:{mark('Requirement', (span,))}")
        of = ", ".join(name or "?" for name in condition.of)
        add("#", f"AnnotatorNotes {marker}\t{_notes(by=condition.by, side=condition.side, of=of)}")
    for timeline in reading.timelines:
        when = mark("When", timeline.text)
        add("A", f"TimelineKind {when} {timeline.kind}")
        if binds := mark("Binds", timeline.binds):
            add("R", f"HasBound Arg1:{when} Arg2:{binds}")
        days = {name: str(getattr(timeline, name) or "") for name in ("earliest", "latest", "anchor")}
        add("#", f"AnnotatorNotes {when}\t{_notes(by=timeline.by, **days)}")
    for plan in reading.plans:
        event = mark("Plan", plan.event)
        add("A", f"PlanType {event} {plan.type}")
        add("A", f"Status {event} {plan.status}")
        days = {name: str(getattr(plan, name) or "") for name in ("earliest", "latest", "place")}
        add("#", f"AnnotatorNotes {event}\t{_notes(participants=', '.join(plan.participants), **days)}")


def _notes(**values: str | None) -> str:
    return "; ".join(f"{name}: {' '.join(value.split())}" for name, value in values.items() if value)


def _bound(text: str, spans: tuple[Span, ...]) -> str:
    pieces = [piece for span in spans for piece in _lines(text, span)]
    if not pieces:
        return ""
    offsets = ";".join(f"{start} {end}" for start, end in pieces)
    words = " ".join(text[start:end] for start, end in pieces)
    return f"{offsets}\t{words}"


def _lines(text: str, span: Span) -> Iterator[Span]:
    start, stop = span
    for line_end in _LINE_ENDS.finditer(text, start, stop):
        if start < line_end.start():
            yield start, line_end.start()
        start = line_end.end()
    if start < stop:
        yield start, stop


def _attributes(statement: Statement) -> Iterator[str]:
    yield f"Kind {{}} {statement.kind}"
    if statement.act:
        yield f"Act {{}} {statement.act}"
    if statement.act in PLOVER:
        yield f"Plover {{}} {PLOVER[statement.act]}"
    if statement.speaker is None:
        yield "Nil {}"
    elif statement.speaker_type:
        yield f"SpeakerType {{}} {statement.speaker_type}"


def _note(statement: Statement) -> str:
    return _notes(
        speaker=statement.speaker,
        nil=statement.nil,
        side=statement.side,
        addressee=statement.addressee,
        said_on=statement.said_on,
        confidence=f"{statement.confidence:.2f}",
    )
