from __future__ import annotations

import io
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from onrecord.collect import Given, gather
from onrecord.collect.given import LIMITS, Limits
from onrecord.errors import InputError, MalformedError, TooLargeError, UsageError

from .lists import collect, failure, one

TEXT = "“We never agreed to that,” Ruth Amsel said, and left."


def make_parquet(folder: Path, columns: dict[str, Any], name: str = "talks.parquet", **given: Any) -> str:
    pq.write_table(pa.table(columns), folder / name, **given)
    return str(folder / name)


def test_rows(tmp_path: Path) -> None:
    columns = {
        "id": ["a", "b"],
        "text": [TEXT, TEXT + " Over."],
        "published": ["2031-03-07", None],
        "rating": [1, 2],
    }
    path = make_parquet(tmp_path, columns)
    articles, errors = collect(path, Given(outlet="Harbour Post"))
    assert errors == []
    first = articles[0].article
    assert (first.id, first.text, first.published, first.outlet) == (
        "a",
        TEXT,
        date(2031, 3, 7),
        "Harbour Post",
    )
    assert [item.source for item in articles] == [f"{path}:1", f"{path}:2"]
    assert json.loads(articles[0].raw.data) == {"id": "a", "text": TEXT, "published": "2031-03-07"}


@pytest.mark.parametrize(
    "published",
    [
        pa.array([date(2031, 3, 7)]),
        pa.array([datetime(2031, 3, 7, 18, tzinfo=UTC)]),
        pa.array([datetime(2031, 3, 7, 18)], pa.timestamp("ns")),
        pa.array(["2031-03-07"]).dictionary_encode(),
    ],
)
def test_days_in_any_column_of_time(tmp_path: Path, published: Any) -> None:
    path = make_parquet(tmp_path, {"text": [TEXT], "published": published})
    assert one(path).article.published == date(2031, 3, 7)


@pytest.mark.parametrize("type", [pa.large_string(), pa.string(), pa.dictionary(pa.int32(), pa.string())])
def test_text_in_any_column_of_text(tmp_path: Path, type: Any) -> None:
    assert one(make_parquet(tmp_path, {"text": pa.array([TEXT]).cast(type)})).article.text == TEXT


def test_told_by_its_first_bytes(tmp_path: Path) -> None:
    assert one(make_parquet(tmp_path, {"text": [TEXT]}, "talks")).article.text == TEXT


def test_numbers_as_ids(tmp_path: Path) -> None:
    assert one(make_parquet(tmp_path, {"id": [17], "text": [TEXT]})).article.id == "17"


def test_from_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    data = Path(make_parquet(tmp_path, {"text": [TEXT]})).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Pipe(data))))  # type: ignore[arg-type]
    assert one("-").article.text == TEXT


def test_row_groups_and_one_row_by_its_number(tmp_path: Path) -> None:
    path = make_parquet(tmp_path, {"text": [f"Day {n}. {TEXT}" for n in range(300)]}, row_group_size=70)
    articles, errors = collect(path)
    assert (len(articles), errors) == (300, [])
    assert one(f"{path}:171").article.text == f"Day 170. {TEXT}"


def test_another_schema_is_one_error_that_lists_it(tmp_path: Path) -> None:
    error = failure(make_parquet(tmp_path, {"nr": [1, 2], "body": [TEXT, TEXT]}))
    assert isinstance(error, MalformedError)
    assert error.source == str(tmp_path / "talks.parquet")
    for word in ("'nr', 'body'", "id, text, published, outlet"):
        assert word in str(error)


@pytest.mark.parametrize("text", [[1, 2], [b"x", b"y"], [["a"], ["b"]], [{"a": 1}, {"a": 2}]])
def test_a_text_that_is_none(tmp_path: Path, text: list[Any]) -> None:
    assert "holds" in str(failure(make_parquet(tmp_path, {"text": text})))


def test_a_bad_row_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = make_parquet(tmp_path, {"text": [TEXT, None, TEXT]})
    articles, (error,) = collect(path)
    assert len(articles) == 2
    assert error.source == f"{path}:2"


def test_a_row_group_over_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_parquet(tmp_path, {"text": [TEXT + str(n) for n in range(1_000)]}, compression="zstd")
    monkeypatch.setattr("onrecord.collect.parquet.LIMITS", Limits(row_group=1_000))
    assert isinstance(failure(path), TooLargeError)
    assert LIMITS.row_group == 1_000_000_000


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-100], lambda data: b"PAR1" + data[200:], lambda data: b"PAR1"]
)
def test_broken_or_cut_off(tmp_path: Path, damage: Any) -> None:
    path = Path(make_parquet(tmp_path, {"text": [TEXT * 9 + str(n) for n in range(50)]}))
    path.write_bytes(damage(path.read_bytes()))
    _, errors = collect(str(path))
    assert len(errors) >= 1
    assert all(isinstance(error, InputError) for error in errors)


def test_what_is_none_whatever_its_name_says(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_text("Ruth Amsel said that they never agreed.")
    assert isinstance(failure(str(tmp_path / "a.parquet")), MalformedError)


def test_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_parquet(tmp_path, {"text": [TEXT]})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"onrecord\[parquet\]"):
        list(gather(path))
