"""Web Annotations: of the Recommendation's form, read back, and found again in an edited text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from onrecord.errors import InputError
from onrecord.export.w3c import collection, read_w3c, write_w3c
from onrecord.reading import Reading

from .readings import make_reading, many, numbered


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(many)
def test_what_is_read_back_is_what_was_written(tmp_path: Path, found: list[Reading]) -> None:
    path = tmp_path / "r.jsonl"
    assert write_w3c(found, path) == len(found)
    assert list(read_w3c(path)) == found


def targets(reading: Reading) -> list[dict[str, Any]]:
    items = collection(reading)["first"]["items"]
    return [target for item in items for target in item["target"]]


def test_it_has_the_form_of_the_recommendation() -> None:
    reading = make_reading("🚢 " + make_reading().article.text)
    row = json.loads(json.dumps(collection(reading)))
    assert row["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert row["type"] == "AnnotationCollection"
    assert row["total"] == len(row["first"]["items"]) == 6
    for item in row["first"]["items"]:
        assert item["type"] == "Annotation"
        assert item["id"].startswith(("urn:", "https://"))
        assert item["body"][0]["type"] == "TextualBody"
    for target in targets(reading):
        words, place = target["selector"]
        assert (words["type"], place["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        assert reading.article.text[place["start"] : place["end"]] == words["exact"]
        around = words["prefix"] + words["exact"] + words["suffix"]
        assert reading.article.text[place["start"] - len(words["prefix"]) :].startswith(around)
        assert target["source"] == reading.article.url


def test_spans_move_with_an_edited_text(tmp_path: Path) -> None:
    reading = make_reading()
    write_w3c([reading], tmp_path / "r.jsonl")
    new = "🚢 SELBY — " + reading.article.text.replace(
        "The two sides", "Officials confirmed it. The two sides"
    )
    (found,) = read_w3c(tmp_path / "r.jsonl", {"a1": new})
    assert isinstance(found, Reading)
    assert found.article.text == new
    for layer in ("statements", "conditions", "timelines", "plans"):
        for old, moved in zip(getattr(reading, layer), getattr(found, layer), strict=True):
            for part in (
                "source",
                "cue",
                "content",
                "outcome",
                "requires",
                "marker",
                "text",
                "binds",
                "event",
            ):
                if hasattr(old, part):
                    assert found.words(getattr(moved, part)) == reading.words(getattr(old, part))


def test_an_entry_of_which_words_are_gone_is_an_error_of_its_own(tmp_path: Path) -> None:
    reading = make_reading()
    write_w3c([reading, *numbered(1)], tmp_path / "r.jsonl")
    new = reading.article.text.replace("within ten days", "soon after the end")
    first, lost, second = read_w3c(tmp_path / "r.jsonl", {"a1": new})
    assert isinstance(first, Reading)
    assert (first.timelines, len(first.plans), len(first.conditions)) == ((), 1, 1)
    assert isinstance(lost, InputError)
    assert "timeline 't1' is left out: 'within ten days of the meeting' does not stand in the text" in str(
        lost
    )
    assert lost.id == "a1"
    assert str(lost).startswith(f"{tmp_path / 'r.jsonl'}:1: ")
    assert isinstance(second, Reading)


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["onrecord:article"], None),
        (["onrecord:article", "text"], 1),
        (["first"], []),
        (["first", "items"], {}),
        (["first", "items", 0], "x"),
        (["first", "items", 0, "body"], "x"),
        (["first", "items", 0, "body"], []),
        (["first", "items", 0, "body", 1, "onrecord:entry"], 7),
        (["first", "items", 0, "body", 1, "onrecord:entry", "kind"], "loud"),
        (["first", "items", 0, "target", 0, "onrecord:part"], ["x"]),
        (["first", "items", 0, "target", 0, "selector"], []),
        (["first", "items", 0, "target", 0, "selector", 0, "exact"], 5),
    ],
)
def test_a_line_of_another_form_is_an_error(tmp_path: Path, keys: list[Any], value: object) -> None:
    row = json.loads(json.dumps(collection(make_reading())))
    place = row
    for key in keys[:-1]:
        place = place[key]
    place[keys[-1]] = value
    (tmp_path / "r.jsonl").write_text(json.dumps(row))
    (found,) = read_w3c(tmp_path / "r.jsonl")
    assert isinstance(found, InputError)
    assert str(found).startswith(f"{tmp_path / 'r.jsonl'}:1: ")
