from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import date
from pathlib import Path

import pytest

from onrecord.collect import Given
from onrecord.errors import EncodingError, InputError, MalformedError, TooLargeError

from .lists import collect, failure, one
from .test_unpack import make_bomb

TEXT = "“We never agreed to that,” Ruth Amsel said, and left.\n\nShe was gone by noon."


def make_table(
    *rows: tuple[str, ...], header: tuple[str, ...] = ("id", "text", "published"), parted: str = ","
) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=parted).writerows([header, *rows])
    return out.getvalue()


def put(folder: Path, data: str | bytes, name: str = "talks.csv") -> str:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return str(folder / name)


ROW = ("a", TEXT, "2031-03-07")


@pytest.mark.parametrize("parted", [",", ";", "\t", "|"])
def test_rows(tmp_path: Path, parted: str) -> None:
    path = put(tmp_path, make_table(ROW, ("b", TEXT + " Over.", ""), parted=parted))
    articles, errors = collect(path, Given(outlet="Harbour Post"))
    assert errors == []
    first = articles[0].article
    assert (first.id, first.text, first.published, first.outlet) == (
        "a",
        TEXT,
        date(2031, 3, 7),
        "Harbour Post",
    )
    assert [item.source for item in articles] == [f"{path}:2", f"{path}:3"]
    assert json.loads(articles[0].raw.data) == {"id": "a", "text": TEXT, "published": "2031-03-07"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    assert one(put(tmp_path, make_table(ROW).encode(encoding))).article.text == TEXT


@pytest.mark.parametrize("name", ["talks.csv.gz", "talks", "TALKS.CSV"])
def test_told_by_name_and_by_header(tmp_path: Path, name: str) -> None:
    data = make_table(ROW).encode()
    assert one(put(tmp_path, gzip.compress(data) if name.endswith("gz") else data, name)).article.id == "a"


def test_one_row_by_its_number(tmp_path: Path) -> None:
    path = put(tmp_path, make_table(ROW, ("b", TEXT, ""), ("c", TEXT, "")))
    assert one(f"{path}:3").article.id == "b"


def test_wrong_columns_are_one_error_that_lists_them(tmp_path: Path) -> None:
    error = failure(put(tmp_path, make_table(ROW, ROW, header=("nr", "body", "when"))))
    assert isinstance(error, MalformedError)
    assert error.source == str(tmp_path / "talks.csv")
    for word in ("'nr', 'body', 'when'", "id, text, published, outlet", "name the column"):
        assert word in str(error)


def test_other_columns_are_passed_over_and_case_does_not_count(tmp_path: Path) -> None:
    path = put(tmp_path, make_table(("x", TEXT, "a"), header=("rating", " Text ", "ID")))
    assert one(path).article.id == "a"


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (("b", TEXT), MalformedError),
        (("b", TEXT, "", "more"), MalformedError),
        (("b", TEXT, "7 March"), MalformedError),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_read(
    tmp_path: Path, row: tuple[str, ...], kind: type[InputError]
) -> None:
    path = put(tmp_path, make_table(ROW, row, ROW))
    articles, (error,) = collect(path)
    assert len(articles) == 2
    assert type(error) is kind
    assert error.source == f"{path}:3"


def test_another_encoding_further_down(tmp_path: Path) -> None:
    filling = [(str(n), TEXT, "") for n in range(2_000)]
    data = make_table(*filling).encode() + make_table(
        ("z", "Café, said Amsel, is a word. " + TEXT, "")
    ).encode("cp1252")
    articles, errors = collect(put(tmp_path, data))
    assert len(articles) == 2_000
    assert [type(error) for error in errors][-1] is EncodingError


def test_a_quotation_mark_that_is_not_closed(tmp_path: Path) -> None:
    data = make_table(ROW) + 'b,"' + "She left. " * 2_000_000
    articles, (error,) = collect(put(tmp_path, data))
    assert len(articles) == 1
    assert isinstance(error, MalformedError | TooLargeError)
    assert error.source == f"{tmp_path / 'talks.csv'}:3"


def test_a_text_longer_than_pythons_own_limit(tmp_path: Path) -> None:
    text = TEXT + " He said no." * 20_000
    assert one(put(tmp_path, make_table(("a", text, "")))).article.text == text


def test_a_bomb(tmp_path: Path) -> None:
    bomb = gzip.compress(make_table(ROW).encode()) + make_bomb()
    (article,), (error,) = collect(put(tmp_path, bomb, "small.csv.gz"))
    assert article.article.id == "a"
    assert isinstance(error, TooLargeError)


@pytest.mark.parametrize("data", [b"", b"\n"])
def test_an_empty_table(tmp_path: Path, data: bytes) -> None:
    assert isinstance(failure(put(tmp_path, data)), MalformedError)
