from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from onrecord.errors import UsageError
from onrecord.export.files import output, refuse_overwriting


def _break_off(path: Path) -> None:
    with output(path) as stream:
        stream.write("half")
        raise KeyboardInterrupt


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old")
    with output(path) as stream:
        stream.write("new “é” \ud83d")
        stream.flush()
        assert path.read_text() == "old"
    assert path.read_text("utf-8") == "new “é” \\ud83d"
    assert list(tmp_path.iterdir()) == [path]


def test_broken_off_work_leaves_the_old_file_and_what_there_is(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt):
        _break_off(path)
    assert path.read_text() == "old"
    assert (tmp_path / "out.partial").read_text() == "half"


def test_work_that_failed_before_it_wrote_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="early"), output(tmp_path / "out"):
        raise ValueError("early")
    assert list(tmp_path.iterdir()) == []


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with output(tmp_path / "link") as stream:
        stream.write("x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "x"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found: list[str] = []
    reader = threading.Thread(target=lambda: found.append(pipe.read_text()))
    reader.start()
    with output(pipe) as stream:
        stream.write("through")
    reader.join(5)
    assert found == ["through"]


@pytest.mark.parametrize("name", ["", "no/such/folder/out"])
def test_what_cannot_be_written_is_a_usage_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"cannot write .*; give another --output"), output(tmp_path / name):
        pass


def test_an_input_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    (tmp_path / "same").symlink_to(path)
    with pytest.raises(UsageError, match="is input and output"):
        refuse_overwriting(tmp_path / "same", ["-", "gone", str(path)])
    refuse_overwriting(tmp_path / "other", [str(path)])
