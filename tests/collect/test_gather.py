"""What `gather` gives beside articles, how it is named, and what is told by content."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from onrecord.collect import Given, Raw
from onrecord.errors import InputError, MalformedError, NotFoundError, TooLargeError

from .lists import collect, failure, one
from .pages import make_page
from .test_pdf import BODY, make_pdf
from .test_unpack import make_bomb

TEXT = "“We never agreed to that,” Ruth Amsel said.\n\nShe left Port Selby early."


def put(folder: Path, data: bytes | str, name: str = "talks") -> str:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return str(folder / name)


def line(id: str, **fields: str) -> str:
    return json.dumps({"id": id, "text": TEXT, **fields}) + "\n"


@pytest.mark.parametrize(
    ("data", "type"),
    [
        (TEXT.encode("utf-16"), "text/plain"),
        (make_page().encode("cp1252"), "text/html"),
        (make_pdf(BODY, spaceAfter=10), "application/pdf"),
    ],
)
def test_the_bytes_of_one_article_as_they_came(tmp_path: Path, data: bytes, type: str) -> None:
    path = put(tmp_path, data)
    found = one(path)
    assert (found.raw, found.source) == (Raw(data, type), path)


def test_what_was_packed_is_kept_unpacked(tmp_path: Path) -> None:
    page = make_page().encode()
    assert one(put(tmp_path, gzip.compress(page), "envoy.html.gz")).raw.data == page


def test_the_line_of_each_article(tmp_path: Path) -> None:
    path = put(tmp_path, line("a") + "\n" + line("b") + "{broken\n", "talks.jsonl")
    articles, (error,) = collect(path)
    assert [item.source for item in articles] == [f"{path}:1", f"{path}:3"]
    assert [item.raw.data for item in articles] == [line("a").strip().encode(), line("b").strip().encode()]
    assert error.source == f"{path}:4"


def test_one_item_by_the_name_that_errors_give_it(tmp_path: Path) -> None:
    path = put(tmp_path, line("a") + "{broken\n" + line("c"), "talks.jsonl")
    assert one(f"{path}:3").article.id == "c"
    again = failure(f"{path}:2")
    assert isinstance(again, MalformedError)
    assert again.source == f"{path}:2"


def test_a_file_whose_name_ends_in_a_number(tmp_path: Path) -> None:
    put(tmp_path, line("a"), "talks")
    assert one(put(tmp_path, TEXT, "talks:1")).article.text == TEXT


@pytest.mark.parametrize("name", ["talks:1", "none:1", "talks.jsonl:9"])
def test_an_item_that_is_not_there(tmp_path: Path, name: str) -> None:
    put(tmp_path, TEXT, "talks")
    put(tmp_path, line("a"), "talks.jsonl")
    assert isinstance(failure(str(tmp_path / name)), NotFoundError)


def test_a_bomb_of_lines(tmp_path: Path) -> None:
    bomb = gzip.compress(line("a").encode()) + make_bomb()
    (article,), (error,) = collect(put(tmp_path, bomb, "talks.jsonl.gz"))
    assert article.article.id == "a"
    assert isinstance(error, TooLargeError)


@pytest.mark.parametrize(
    "name", ["talks.txt.gz", "talks.html.gz", "talks.warc.gz", "talks.parquet.gz", "talks"]
)
def test_a_bomb_under_any_name(tmp_path: Path, name: str) -> None:
    assert isinstance(failure(put(tmp_path, make_bomb(), name)), InputError)


def test_urls_of_articles_are_canonical(tmp_path: Path) -> None:
    path = put(tmp_path, line("", url="HTTPS://A.example/1?utm_source=x#top"), "talks.jsonl")
    assert one(path).article.url == "https://a.example/1"
    text = put(tmp_path, TEXT, "talks.txt")
    assert one(text, Given(url="https://A.example:443/1#top")).article.url == "https://a.example/1"
    ids = {
        one(text, Given(url=url)).article.id
        for url in ("https://a.example/1", "https://a.example/1?fbclid=x")
    }
    assert len(ids) == 1
