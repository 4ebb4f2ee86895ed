"""A user's file of dated events."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from onrecord.collect import load_events
from onrecord.errors import UsageError
from onrecord.models import Event


def test_csv_and_tsv(tmp_path: Path) -> None:
    for name, mark in (("e.csv", ","), ("e.tsv", "\t")):
        path = tmp_path / name
        rows = [
            ("words", "from", "to"),
            ("river congress|the congress", "2031-05-02", "2031-05-04"),
            ("vote", "2031-06-01", ""),
        ]
        path.write_text("\n".join(mark.join(row) for row in rows), encoding="utf-8")
        assert load_events(path) == (
            Event(("river congress", "the congress"), date(2031, 5, 2), date(2031, 5, 4)),
            Event(("vote",), date(2031, 6, 1), date(2031, 6, 1)),
        )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no column 'words'"), ("words,to\n", "no column 'from'"), ("words,from\n,2031-01-01\n", "row 2: no words"),
        ("words,from\nvote,\n", "row 2: no date"),
        ("words,from\nvote,2031-02-31\n", "'2031-02-31' is no ISO 8601 date"),
        ("words,from,to\nvote,2031-02-03,2031-02-01\n", "before it begins"),
    ],
)  # fmt: skip
def test_bad_rows_are_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "e.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        load_events(path)


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path, tmp_path / "x.csv"):
        if path.name == "x.csv":
            path.write_bytes(b"\xff\xfe\x00words")
        with pytest.raises(UsageError, match="cannot be read"):
            load_events(path)
