from __future__ import annotations

import gzip
import io
import zlib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.collect.collected import Collected, Origin
from onrecord.collect.warc import read_warc
from onrecord.errors import InputError, MalformedError, NoArticleError, TooLargeError

from .lists import collect, failure, make_warc, one
from .pages import PARAGRAPHS, make_page
from .test_unpack import make_bomb

HTML = {"Content-Type": "text/html; charset=utf-8"}
URL = "https://www.harbourpost.example/envoy?utm_source=x"


def put(folder: Path, data: bytes, name: str = "news.warc.gz") -> str:
    (folder / name).write_bytes(data)
    return str(folder / name)


@pytest.mark.parametrize(
    ("name", "packed"), [("news.warc.gz", True), ("news.warc", False), ("told by its start", True)]
)
def test_pages_with_their_bytes(tmp_path: Path, name: str, packed: bool) -> None:
    found = one(put(tmp_path, make_warc([(URL, make_page(), HTML)], gzip=packed), name))
    article, raw = found.article, found.raw
    assert "\n\n".join(PARAGRAPHS) in article.text
    assert (article.url, article.published) == ("https://www.harbourpost.example/envoy", date(2031, 3, 7))
    assert (raw.data.decode(), raw.url) == (make_page(), URL)
    assert raw.fetched == datetime(2031, 3, 7, 18, 30, tzinfo=UTC)
    assert found.source == str(tmp_path / name) + ":3"  # after the archive's own record and the request


def test_one_record_by_its_number(tmp_path: Path) -> None:
    records = [(f"https://a.example/{n}", make_page(head="<html>"), HTML) for n in range(3)]
    path = put(tmp_path, make_warc(records))
    assert one(f"{path}:5").article.url == "https://a.example/1"


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    other = [
        ("https://a.example/p.png", b"\x89PNG", {"Content-Type": "image/png"}),
        ("dns:a.example", "1.2.3.4", {}),
    ]
    assert collect(put(tmp_path, make_warc(other))) == ([], [])
    assert collect(put(tmp_path, make_warc([(URL, make_page(), HTML)], status="404 Not Found"))) == ([], [])


def test_a_page_without_an_article_does_not_stop_the_others(tmp_path: Path) -> None:
    path = put(
        tmp_path,
        make_warc([("https://a.example/", "<html><p>Menu</p></html>", HTML), (URL, make_page(), HTML)]),
    )
    (article,), (error,) = collect(path)
    assert article.source == f"{path}:5"
    assert isinstance(error, NoArticleError)
    assert error.source == f"{path}:3"


def chunked(data: bytes) -> bytes:
    pieces = [data[at : at + 500] for at in range(0, len(data), 500)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


PAGE = make_page().encode()


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (chunked(PAGE), {"Transfer-Encoding": "chunked"}),
        (gzip.compress(PAGE), {"Content-Encoding": "gzip"}),
        (zlib.compress(PAGE), {"Content-Encoding": "deflate"}),
        (chunked(gzip.compress(PAGE)), {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}),
        (PAGE, {"Transfer-Encoding": "chunked"}),  # undone by the archive, which kept the header
        (PAGE, {"Content-Encoding": "gzip"}),
    ],
)
def test_packing_of_the_transfer(tmp_path: Path, body: bytes, headers: dict[str, str]) -> None:
    assert one(put(tmp_path, make_warc([(URL, body, {**HTML, **headers})]))).raw.data == PAGE


def test_the_encoding_that_the_server_named(tmp_path: Path) -> None:
    page = make_page(*PARAGRAPHS, "The mayor of Łódź was there as well, said Amsel, and left early.")
    data = page.translate({0x201C: '"', 0x201D: '"'}).encode("iso-8859-2")
    headers = {"Content-Type": "text/html; charset=ISO-8859-2"}
    assert "Łódź" in one(put(tmp_path, make_warc([(URL, data, headers)]))).article.text


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("share", [0.5, 0.7, 0.93])
def test_cut_off_in_the_middle(tmp_path: Path, packed: bool, share: float) -> None:
    records = [
        (f"https://a.example/{n}", make_page(*PARAGRAPHS, f"It was day {n}."), HTML) for n in range(20)
    ]
    whole = make_warc(records, gzip=packed)
    articles, errors = collect(put(tmp_path, whole[: int(len(whole) * share)]))
    assert 20 * share - 2 <= len(articles) <= 20 * share
    (error,) = errors
    assert isinstance(error, MalformedError)
    assert "cut off" in str(error)
    # The record at which it broke off, or in whose place it did.
    assert error.source in {f"{tmp_path / 'news.warc.gz'}:{2 * len(articles) + n}" for n in (2, 3)}


def test_a_bomb(tmp_path: Path) -> None:
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 100000000\r\n\r\n"
    error = failure(put(tmp_path, gzip.compress(head) + make_bomb()))
    assert isinstance(error, TooLargeError)


def test_a_bomb_within_an_answer(tmp_path: Path) -> None:
    path = put(
        tmp_path, make_warc([(URL, make_bomb(), {**HTML, "Content-Encoding": "gzip"}), (URL, PAGE, HTML)])
    )
    (article,), (error,) = collect(path)
    assert article.source == f"{path}:5"
    assert isinstance(error, TooLargeError)


def test_an_answer_over_the_limit_is_skipped(tmp_path: Path) -> None:
    path = put(tmp_path, make_warc([(URL, b"x" * 11_000_000, HTML), (URL, PAGE, HTML)]))
    (article,), (error,) = collect(path)
    assert article.source == f"{path}:5"
    assert isinstance(error, TooLargeError)


def read(data: bytes) -> list[Collected | InputError]:
    return list(read_warc(io.BytesIO(data), Origin("a.warc")))


@pytest.mark.parametrize(
    "data",
    [
        b"WARC/1.0\r\n\r\n",
        b"WARC/1.0\r\nContent-Length: -5\r\n\r\n",
        b"WARC/1.0\r\nContent-Length: 1e9\r\n\r\n",
        b"WARC/1.0\r\n" + b"x" * 200_000,
        b"WARC/1.0\r\n" + b"x: y\r\n" * 20_000,
        b"WARC/1.0\r\nContent-Length: 3\r\n\r\nabcNo record\r\n",
        b"WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\nabc",
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n",
    ],
)
def test_broken_frames_are_one_error(data: bytes) -> None:
    (error,) = read(data)
    assert isinstance(error, MalformedError | TooLargeError)
    assert error.source is not None
    assert error.source.startswith("a.warc:")


def test_a_file_that_is_none(tmp_path: Path) -> None:
    assert isinstance(failure(put(tmp_path, b"No archive at all.", "a.warc")), MalformedError)


WHOLE = make_warc([(URL, PAGE, HTML)], gzip=False)


@settings(max_examples=60)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=12))
def test_a_damaged_archive_gives_articles_or_errors(at: int, junk: bytes) -> None:
    assert all(
        isinstance(item, Collected | InputError) for item in read(WHOLE[:at] + junk + WHOLE[at + len(junk) :])
    )
