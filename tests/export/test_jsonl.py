"""JSON Lines lose nothing, and a broken line stops none of the others."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from onrecord.errors import InputError
from onrecord.export.jsonl import read_jsonl, write_jsonl
from onrecord.reading import Reading

from .readings import make_reading, many, numbered


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(many)
def test_what_is_read_back_is_what_was_written(tmp_path: Path, found: list[Reading]) -> None:
    path = tmp_path / "r.jsonl"
    assert write_jsonl(found, path) == len(found)
    first = path.read_bytes()
    again = list(read_jsonl(path))
    assert again == found
    write_jsonl([one for one in again if isinstance(one, Reading)], path)
    assert path.read_bytes() == first


def test_a_line_has_the_published_form_the_text_and_the_head(tmp_path: Path) -> None:
    reading = make_reading()
    write_jsonl([reading], tmp_path / "r.jsonl")
    row = json.loads((tmp_path / "r.jsonl").read_text("utf-8"))
    assert row["text"] == reading.article.text
    assert [row[name] for name in ("byline", "credit", "language")] == ["Ola Brand", "Meridian Wire", "en"]
    assert row["statements"][0]["confidence"] == 0.9123456789
    published = reading.to_dict()
    assert published.keys() <= row.keys()
    for layer in ("statements", "conditions", "timelines", "plans", "times"):
        assert [entry.keys() for entry in published[layer]] <= [entry.keys() for entry in row[layer]]


def test_half_a_surrogate_pair_comes_back(tmp_path: Path) -> None:
    reading = make_reading()
    broken = replace(reading, article=replace(reading.article, text=reading.article.text + "\ud83d"))
    write_jsonl([broken], tmp_path / "r.jsonl")
    assert list(read_jsonl(tmp_path / "r.jsonl")) == [broken]


def test_what_the_shell_prints_is_read_too(tmp_path: Path) -> None:
    reading = make_reading()
    row = reading.to_dict() | {"text": reading.article.text}
    (tmp_path / "r.jsonl").write_text(json.dumps(row))
    (found,) = read_jsonl(tmp_path / "r.jsonl")
    assert isinstance(found, Reading)
    assert found.to_dict() == reading.to_dict()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[1]", "a list and no object"),
        (b'"\xff"', "byte 2 of the line is not UTF-8"),
        (b'{"id": "x"}', "no `text` in it"),
        (b'{"id": "x", "error": {"kind": "language"}}', "could not be read"),
    ],
)
def test_a_broken_line_is_an_error_in_its_place(tmp_path: Path, line: bytes, message: str) -> None:
    path = tmp_path / "r.jsonl"
    write_jsonl(numbered(2), path)
    first, second = path.read_bytes().splitlines()
    path.write_bytes(b"\n".join([first, line, b"", second]))
    found = list(read_jsonl(path))
    assert [type(one) is Reading for one in found] == [True, False, True]
    assert isinstance(found[1], InputError)
    assert str(found[1]).startswith(f"{path}:2: ")
    assert message in str(found[1])
    if b'"id"' in line:
        assert found[1].id == "x"


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.jsonl", tmp_path):
        (found,) = read_jsonl(path)
        assert isinstance(found, InputError)
        assert found.source == str(path)
