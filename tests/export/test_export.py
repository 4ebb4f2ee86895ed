"""One way into all formats; where nothing can be written, nothing is lost."""

from __future__ import annotations

import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from onrecord.errors import UsageError
from onrecord.export import FORMATS, export
from onrecord.reading import Reading

from .readings import make_reading, numbered

ALL = pytest.mark.parametrize("format", FORMATS)


@ALL
def test_every_format_writes_and_most_read_back(tmp_path: Path, format: str) -> None:
    form = FORMATS[format]
    path = tmp_path / f"out{form.ending}"
    assert export(numbered(3), format, path) == 3
    assert path.is_dir() == (not form.ending)
    if form.read:
        assert list(form.read(path)) == list(numbered(3))
    assert export([], format, tmp_path / "empty") == 0


@ALL
def test_readings_are_taken_as_they_come(tmp_path: Path, format: str) -> None:
    def broken_off() -> Iterator[Reading]:
        yield from numbered(3)
        raise KeyboardInterrupt

    path = tmp_path / "out"
    export([make_reading(id="old")], format, path)
    before = contents(path)
    with pytest.raises(KeyboardInterrupt):
        export(broken_off(), format, path)
    assert before.items() <= contents(path).items()


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file may grow over `size` bytes: what a full disk is to a program."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@ALL
def test_a_full_disk_is_said_and_older_files_stay(tmp_path: Path, format: str) -> None:
    path = tmp_path / "out"
    export([make_reading()], format, path)
    before = contents(path)
    with room_for(300), pytest.raises(UsageError, match=r"cannot write .*; free some space"):
        export([make_reading("Not the same. " + make_reading().article.text)], format, path)
    assert before.items() <= contents(path).items()


def contents(path: Path) -> dict[str, bytes]:
    files = path.iterdir() if path.is_dir() else [path]
    return {one.name: one.read_bytes() for one in files}


def test_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    export(numbered(2), "jsonl", None)
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == ["a0", "a1"]
    with pytest.raises(UsageError, match="csv is a folder of files"):
        export(numbered(2), "csv", None)


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(UsageError, match=r"no format 'xml'; there are jsonl, csv, parquet, brat, w3c"):
        export([], "xml", None)


@pytest.mark.parametrize("format", [form.name for form in FORMATS.values() if not form.ending])
def test_an_id_cannot_lead_out_of_the_folder(tmp_path: Path, format: str) -> None:
    export([make_reading(id="../../etc/x")], format, tmp_path / "in" / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["out"]
