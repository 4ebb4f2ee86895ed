"""brat standoff: parsed back, it gives the same spans."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import STAKES_TEXT, TEXT, make_article, make_stakes, make_statement
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Reading
from onrecord.export.brat import file_name, standoff, write_brat
from onrecord.models import Spans

Marks = dict[str, tuple[str, list[tuple[int, int]], str]]


def parse(ann: str) -> tuple[Marks, list[tuple[str, str, str]], dict[str, dict[str, str]]]:
    """Text-bound annotations by name, relations, and attributes by what they are on."""
    marks: Marks = {}
    relations, attributes = [], {}
    for line in ann.split("\n")[:-1]:
        name, body, *rest = line.split("\t")
        if name[0] == "T":
            sort, offsets = body.split(" ", 1)
            spans = [tuple(map(int, piece.split(" "))) for piece in offsets.split(";")]
            marks[name] = (sort, spans, rest[0])  # type: ignore[assignment]
        elif name[0] == "R":
            sort, first, second = body.split(" ")
            relations.append((sort, first.removeprefix("Arg1:"), second.removeprefix("Arg2:")))
        elif name[0] == "A":
            sort, target, *value = body.split(" ")
            attributes.setdefault(target, {})[sort] = value[0] if value else ""
        else:
            assert re.match(r"AnnotatorNotes T|Article T0", body)
            attributes.setdefault(body.split(" ")[1], {})["note"] = rest[0]
    return marks, relations, attributes


def joined(text: str, spans: list[tuple[int, int]]) -> Spans:
    """Spans with those put together again that only line ends part."""
    whole: list[tuple[int, int]] = []
    for start, end in spans:
        if whole and text[whole[-1][1] : start] and not text[whole[-1][1] : start].strip("\n"):
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return tuple(whole)


def test_parsed_back_it_gives_the_same_spans() -> None:
    text = TEXT.replace("that the sluices", "that\nthe\n\nsluices")
    outer = make_statement(
        text,
        ["We never agreed", "to that", "the minister had promised that\nthe\n\nsluices would open by June"],
        source="Ruth Amsel",
        cue="told",
        kind="mixed",
        speaker="Ruth Amsel",
        side="Talland",
        said_on="2031-03-07",
    )
    inner = make_statement(text, "the\n\nsluices would open", cue="promised", nil="no name", within=outer.id)
    marks, relations, attributes = parse(standoff(Reading(make_article(text), (outer, inner))))
    contents = {"T3": outer, "T5": inner}
    for content, statement in contents.items():
        assert marks[content][0] == "Content"
        assert joined(text, marks[content][1]) == statement.content
        found = {sort: other for sort, first, other in relations if first == content}
        for part in ("source", "cue"):
            other = found.get(f"Has{part.capitalize()}")
            assert (joined(text, marks[other][1]) if other else ()) == getattr(statement, part)
    assert ("Within", "T5", "T3") in relations
    assert attributes["T3"] == {
        "Kind": "mixed",
        "SpeakerType": "person",
        "note": f"speaker: Ruth Amsel; side: Talland; said_on: 2031-03-07; confidence: 0.95; speaker_confidence: 0.95; "
        f"id: {outer.id}",
    }
    assert "Nil" in attributes["T5"]
    assert "nil: no name" in attributes["T5"]["note"]
    for _, spans, words in marks.values():
        assert words == " ".join(text[start:end] for start, end in spans)


@given(st.text(st.sampled_from("ab \n\r\t\x0b\x85\u2028"), min_size=4, max_size=30), st.data())
def test_no_stretch_runs_over_a_line_end_and_none_is_lost(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    statement = replace(make_statement(TEXT, "June"), content=((start, end),))
    ann = standoff(Reading(make_article(text), (statement,)))
    found = re.findall(r"^T\d+\tContent ([\d ;]+)\t", ann, re.M)
    pieces = [tuple(map(int, piece.split())) for offsets in found for piece in offsets.split(";")]
    covered = {place for low, high in pieces for place in range(low, high)}
    ends = set("\n\r\x0b\x85\u2028")
    assert covered == {place for place in range(start, end) if text[place] not in ends}
    assert len(ann.splitlines()) == ann.count("\n")


def test_files(tmp_path: Path) -> None:
    text = "“Nö,” said he.\r\n\r\nFin\ud800."
    statement = make_statement(text, "“Nö,”", source="he", cue="said")
    path = write_brat(Reading(make_article(text, id="d1"), (statement,)), tmp_path / "new" / "brat")
    assert path.name == "d1.txt"
    written = path.read_bytes().decode("utf-8")
    assert len(written) == len(text)
    assert written[:16] == text[:16]
    assert path.with_suffix(".ann").read_text("utf-8").startswith("T1\tSource 11 13\the\n")
    assert (path.parent / "annotation.conf").exists()


@pytest.mark.parametrize(
    "identifier", ["../../etc/x", "a/b", "", ".", "..", "x" * 300, "a b", "-r", "a\x00b"]
)
def test_an_id_cannot_lead_out_of_the_folder(identifier: str) -> None:
    name = file_name(identifier)
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}", name)
    assert file_name(identifier + "'") != name


def test_plain_ids_stay() -> None:
    assert file_name("talks_3.v2-b") == "talks_3.v2-b"


def test_conditions_timelines_and_plans_stand_there_too() -> None:
    condition, timeline, plan = make_stakes()
    reading = Reading(make_article(STAKES_TEXT), (), (condition,), (timeline,), (plan,))
    marks, relations, attributes = parse(standoff(reading))
    sorts = {name: sort for name, (sort, _, _) in marks.items()}
    assert sorted(sorts.values()) == [
        "Anchor",
        "Binds",
        "Marker",
        "Outcome",
        "Plan",
        "Requirement",
        "Requirement",
        "When",
    ]
    assert [(sort, sorts[a], sorts[b]) for sort, a, b in relations] == [
        ("HasOutcome", "Marker", "Outcome"),
        ("Requires", "Marker", "Requirement"),
        ("Requires", "Marker", "Requirement"),
        ("HasBound", "When", "Binds"),
        ("CountedFrom", "When", "Anchor"),
    ]
    values = {sorts.get(name, name): found for name, found in attributes.items()}
    assert values["Plan"]["Status"] == "scheduled"
    assert "2031-03-27" in values["When"]["note"]
    assert "of: Vesmark, ?" in values["Marker"]["note"]
