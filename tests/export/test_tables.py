"""CSV and Parquet: what was read is read back from either, and no cell runs in a spreadsheet."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import polars
import pytest
from conftest import make_article
from hypothesis import HealthCheck, given, settings

from onrecord.errors import InputError, UsageError
from onrecord.export.csv_files import read_csv, write_csv
from onrecord.export.parquet import read_parquet, write_parquet
from onrecord.export.tables import TABLES
from onrecord.reading import Reading

from .readings import make_reading, many, numbered

Write = Callable[[Iterable[Reading], Path], int]
Read = Callable[[Path], Iterator[Reading | InputError]]
FORMS = pytest.mark.parametrize(
    ("write", "read", "ending"), [(write_csv, read_csv, "csv"), (write_parquet, read_parquet, "parquet")]
)


@FORMS
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=many)
def test_what_is_read_back_is_what_was_written(
    tmp_path: Path, write: Write, read: Read, ending: str, found: list[Reading]
) -> None:
    assert write(found, tmp_path) == len(found)
    assert list(read(tmp_path)) == found
    assert {path.name for path in tmp_path.iterdir()} == {f"{table}.{ending}" for table in TABLES}


@FORMS
def test_more_articles_than_are_held_at_once(tmp_path: Path, write: Write, read: Read, ending: str) -> None:
    taken = 0

    def stream() -> Iterator[Reading]:
        nonlocal taken
        for reading in numbered(1100):
            taken += 1
            yield reading

    assert write(stream(), tmp_path) == taken == 1100
    found = read(tmp_path)
    assert [next(found), next(found)] == list(numbered(2))
    assert sum(isinstance(one, Reading) for one in found) == 1098


@FORMS
def test_an_article_that_comes_twice_is_refused_and_files_stay(
    tmp_path: Path, write: Write, read: Read, ending: str
) -> None:
    write([make_reading()], tmp_path)
    with pytest.raises(UsageError, match="article 'a1' comes twice"):
        write([make_reading(), make_reading()], tmp_path)
    assert list(read(tmp_path)) == [make_reading()]


@FORMS
def test_half_of_a_surrogate_pair_keeps_its_place(
    tmp_path: Path, write: Write, read: Read, ending: str
) -> None:
    reading = make_reading()
    broken = replace(reading.article, text="\ud83d" + reading.article.text[1:])
    write([replace(reading, article=broken)], tmp_path)
    (found,) = read(tmp_path)
    assert isinstance(found, Reading)
    assert found.article.text == "?" + reading.article.text[1:]
    assert found.statements == reading.statements


@FORMS
def test_where_it_cannot_be_written(tmp_path: Path, write: Write, read: Read, ending: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"cannot write '.*file'.*; give another folder"):
        write(numbered(1), tmp_path / "file")
    (tmp_path / "folder" / f"plans.{ending}").mkdir(parents=True)
    with pytest.raises(UsageError, match="cannot write"):
        write(numbered(1), tmp_path / "folder")


@FORMS
def test_files_of_another_form_are_errors(tmp_path: Path, write: Write, read: Read, ending: str) -> None:
    (gone,) = read(tmp_path)
    assert "no such file" in str(gone)
    write(numbered(2), tmp_path)
    plans, times = (tmp_path / f"{table}.{ending}" for table in ("plans", "times"))
    kept = plans.read_bytes()
    plans.write_bytes(times.read_bytes())
    (other,) = read(tmp_path)
    assert isinstance(other, InputError)
    assert str(plans) in str(other)
    assert "needed: " in str(other)
    plans.write_bytes(kept[: len(kept) // 2])
    cut_off = list(read(tmp_path))
    assert isinstance(cut_off[-1], InputError)
    plans.write_bytes(b"\x89\x00\xff" * 99)
    (binary,) = read(tmp_path)
    assert isinstance(binary, InputError)


def lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "  =1",
        "\ufeff=1",
        "'=1",
        "=cmd|' /C calc'!A0",
    ],
)
def test_no_cell_is_a_formula(tmp_path: Path, text: str) -> None:
    reading = replace(make_reading(), article=make_article(f"{text} {'x' * 300}", title=text, outlet=text))
    write_csv([replace(reading, times=())], tmp_path)
    for table in TABLES:
        for row in lines(tmp_path / f"{table}.csv")[1:]:
            for cell in row:
                assert cell.strip("\ufeff ")[:1] not in tuple("=+-@\t\r\n＝")
    (found,) = read_csv(tmp_path)
    assert isinstance(found, Reading)
    assert found.article.title == text


def test_csv_is_what_spreadsheets_read(tmp_path: Path) -> None:
    write_csv([make_reading(title='He said "no",\nthen left', byline="", credit=None)], tmp_path)
    data = (tmp_path / "articles.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfarticle,outlet,url,published,title,")
    assert b'"He said ""no"",\nthen left"' in data
    assert data.endswith(b"\r\n")
    row = dict(zip(*lines(tmp_path / "articles.csv"), strict=True))
    assert (row["byline"], row["credit"], row["published"]) == ("'", "", "2031-03-07")


def test_each_requirement_has_a_row_with_who_must_act(tmp_path: Path) -> None:
    write_csv([make_reading()], tmp_path)
    names, *found = lines(tmp_path / "requirements.csv")
    picked = [[dict(zip(names, row, strict=True))[n] for n in ("number", "requires", "of")] for row in found]
    assert picked == [["1", "Vesmark withdraws its ships", "Vesmark"], ["2", "frees the crews", ""]]


def test_rows_in_another_order_are_refused(tmp_path: Path) -> None:
    write_csv(numbered(3), tmp_path)
    path = tmp_path / "plans.csv"
    head, first, *rest = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([head, *rest, first]))
    *_, last = read_csv(tmp_path)
    assert isinstance(last, InputError)
    assert "stand in no order of the articles" in str(last)


def test_a_changed_cell_is_an_error_in_the_place_of_its_article(tmp_path: Path) -> None:
    write_csv(numbered(3), tmp_path)
    path = tmp_path / "plans.csv"
    head, first, second, third = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(head + first + second.replace(b",meeting,", b",party,") + third)
    found = list(read_csv(tmp_path))
    assert [type(one) is Reading for one in found] == [True, False, True]
    assert isinstance(found[1], InputError)
    assert found[1].id == "a1"
    assert "`plans[0].type` is 'party'; it is one of meeting, call" in str(found[1])


def test_parquet_has_types_and_stacks_with_frames(tmp_path: Path) -> None:
    reading = make_reading()
    write_parquet([reading], tmp_path)
    frame = polars.read_parquet(tmp_path / "plans.parquet")
    assert frame.schema["earliest"] == polars.Date
    assert frame["event_spans"].to_list() == [[list(span) for span in reading.plans[0].event]]
    write_parquet([], tmp_path / "none")
    assert polars.read_parquet(tmp_path / "none" / "plans.parquet").schema == frame.schema


def test_without_pyarrow_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'onrecord\[parquet\]'"):
        write_parquet([], tmp_path)
