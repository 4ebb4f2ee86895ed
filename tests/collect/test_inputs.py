from __future__ import annotations

import gzip
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from onrecord.collect import Given, load, load_with
from onrecord.collect.fetch import Fetcher
from onrecord.collect.given import LIMITS
from onrecord.errors import (
    EncodingError,
    FetchError,
    InputError,
    LanguageError,
    MalformedError,
    NoArticleError,
    NotFoundError,
    TooLargeError,
)
from onrecord.models import Article

from .pages import PARAGRAPHS, make_page
from .server import HOST, Site, html, redirect, serve
from .test_pdf import BODY, make_pdf

TEXT = "“We never agreed to that,” Ruth Amsel said.\n\nShe left Port Selby early."
LINE = json.dumps({"id": "a", "text": TEXT, "outlet": "Harbour Post"}) + "\n"


def write(folder: Path, data: bytes | str, name: str = "talks.txt") -> str:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return str(path)


def one(source: str, **given: Any) -> Article:
    (article,) = load(source, **given)
    assert isinstance(article, Article), article
    return article


def failure(source: str, **given: Any) -> InputError:
    (error,) = load(source, **given)
    assert isinstance(error, InputError)
    assert error.source == source
    assert str(error).startswith(f"{source}: ")
    assert error.exit_code == 3
    return error


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace(" ", "\x00 ").encode(),
    ],
)
def test_text_in_any_encoding(tmp_path: Path, data: bytes) -> None:
    assert one(write(tmp_path, data)).text == TEXT


def test_what_is_given_of_a_text(tmp_path: Path) -> None:
    given = {
        "published": date(2031, 3, 7),
        "outlet": "Harbour Post",
        "title": "Envoy",
        "url": "https://x.example/a",
    }
    assert one(write(tmp_path, TEXT), **given) == Article(text=TEXT, **given)  # type: ignore[arg-type]


def test_the_same_text_has_the_same_id(tmp_path: Path) -> None:
    assert one(write(tmp_path, TEXT, "a.txt")).id == one(write(tmp_path, TEXT, "b.md")).id


BAD = {
    "empty": (b"", NoArticleError),
    "only space": (b" \r\n\t\n", NoArticleError),
    "three words": (b"He said no", NoArticleError),
    "too large": (TEXT.encode() * 40_000, TooLargeError),
    "far too large": (b"He said no. " * 1_000_000, TooLargeError),
    "binary": (bytes(range(256)) * 10, EncodingError),
    "gzip twice": (gzip.compress(gzip.compress(TEXT.encode())), MalformedError),
    "gzip, cut off": (gzip.compress(TEXT.encode())[:-20], MalformedError),
    "Chinese": ("代表团星期五提前离开了会场，没有人愿意说谈判何时继续。".encode(), LanguageError),
    "Russian": ("Делегация покинула зал, и никто не захотел сказать почему.".encode(), LanguageError),
    "a page without an article": (b"<html><body><a href='/'>Home</a></body></html>", NoArticleError),
    "nested tags": (b"<html><body>" + b"<div>" * 10_000 + TEXT.encode(), TooLargeError),
    "a broken PDF": (b"%PDF-1.7 and no more", MalformedError),
    "JSON over lines": (json.dumps([{"text": TEXT}], indent=2).encode(), MalformedError),
    "one JSON object over lines": (json.dumps({"text": TEXT}, indent=2).encode(), MalformedError),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files(tmp_path: Path, name: str) -> None:
    data, kind = BAD[name]
    assert type(failure(write(tmp_path, data))) is kind


def test_one_sentence_of_twenty_thousand_words(tmp_path: Path) -> None:
    text = "Amsel said that " + "the envoy said that " * 5_000 + "they never agreed."
    assert one(write(tmp_path, text)).text == text


def test_no_such_file(tmp_path: Path) -> None:
    assert type(failure(str(tmp_path / "none.txt"))) is NotFoundError


def test_a_folder(tmp_path: Path) -> None:
    assert "folder" in str(failure(str(tmp_path)))


@pytest.mark.parametrize("source", ["a\x00b", "x" * 5_000, ""])
def test_paths_that_are_none(source: str) -> None:
    (error,) = load(source)
    assert isinstance(error, InputError)


def test_a_file_that_cannot_be_read() -> None:
    assert "cannot be read (" in str(failure("/proc/self/mem"))


def test_a_page(tmp_path: Path) -> None:
    article = one(write(tmp_path, make_page(), "envoy.html"))
    assert "\n\n".join(PARAGRAPHS) in article.text
    assert (article.outlet, article.published) == ("Harbour Post", date(2031, 3, 7))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_page_is_told_by_how_it_begins(tmp_path: Path, encoding: str) -> None:
    assert one(write(tmp_path, make_page().encode(encoding), "envoy")).title == "Envoy leaves early"


def test_a_page_in_the_encoding_that_it_names(tmp_path: Path) -> None:
    page = make_page(*PARAGRAPHS, "The mayor of Łódź was there as well, said Amsel, and left early.")
    page = page.replace("<head>", '<head><meta charset="iso-8859-2">').translate({0x201C: '"', 0x201D: '"'})
    assert "Łódź" in one(write(tmp_path, page.encode("iso-8859-2"))).text


def test_what_is_given_goes_before_what_an_extractor_found(tmp_path: Path) -> None:
    article = one(write(tmp_path, make_page()), published=date(2031, 3, 9), outlet="Holm Courier")
    assert (article.published, article.outlet, article.title) == (
        date(2031, 3, 9),
        "Holm Courier",
        "Envoy leaves early",
    )
    assert article.id == Article(text="", outlet="Holm Courier", url=article.url).id


def test_plain_takes_all_as_text(tmp_path: Path) -> None:
    for text in (f"<p>{TEXT}</p>", LINE):
        assert one(write(tmp_path, text, "talks.jsonl"), plain=True).text == text


def test_a_pdf(tmp_path: Path) -> None:
    article = one(write(tmp_path, make_pdf(BODY, spaceAfter=10), "envoy"), outlet="Harbour Post")
    assert article.text.split("\n\n") == BODY
    assert article.outlet == "Harbour Post"


@pytest.mark.parametrize(
    "name", ["talks.jsonl", "talks.ndjson", "TALKS.JSONL", "talks.jsonl.gz", "told by its start"]
)
def test_many_articles(tmp_path: Path, name: str) -> None:
    data = (LINE * 3).encode()
    path = write(tmp_path, gzip.compress(data) if name.endswith("gz") else data, name)
    articles = list(load(path, outlet="Given", published=date(2031, 3, 7)))
    assert articles == [Article(text=TEXT, id="a", outlet="Harbour Post", published=date(2031, 3, 7))] * 3


def test_a_bad_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = write(tmp_path, LINE + '{"id": "b", "text": 7}\n' + LINE, "talks.jsonl")
    first, error, third = load(path)
    assert isinstance(first, Article)
    assert isinstance(third, Article)
    assert isinstance(error, MalformedError)
    assert (error.source, error.id) == (f"{path}:2", "b")


def test_an_empty_file_of_articles_has_none(tmp_path: Path) -> None:
    assert list(load(write(tmp_path, b"", "talks.jsonl"))) == []


def test_a_file_that_was_unpacked_and_kept_its_name(tmp_path: Path) -> None:
    assert one(write(tmp_path, LINE, "talks.jsonl.gz")).id == "a"


def test_one_article_under_gzip(tmp_path: Path) -> None:
    assert one(write(tmp_path, gzip.compress(make_page().encode()), "envoy.html.gz")).outlet == "Harbour Post"


def test_a_file_of_articles_may_be_of_any_size(tmp_path: Path) -> None:
    line = json.dumps({"text": TEXT + " He said no." * 100_000}) + "\n"
    path = write(tmp_path, line * 12, "talks.jsonl")
    assert Path(path).stat().st_size > LIMITS.page
    assert sum(isinstance(article, Article) for article in load(path)) == 12


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts bytes on standard input."""

    def put(data: bytes) -> str:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        return "-"

    return put


def test_standard_input(typed: Any) -> None:
    assert one(typed(TEXT.encode("utf-16"))).text == TEXT
    assert one(typed(make_page().encode())).outlet == "Harbour Post"
    assert one(typed(make_pdf(BODY, spaceAfter=10))).text.split("\n\n") == BODY
    assert [getattr(article, "id", None) for article in load(typed(LINE.encode() * 2))] == ["a", "a"]
    assert type(failure(typed(b""))) is NoArticleError


def test_a_broken_first_line_on_standard_input_does_not_hide_the_others(typed: Any) -> None:
    error, article = load(typed(b'{"id": "x", "text": "cut o\n' + LINE.encode()))
    assert isinstance(error, MalformedError)
    assert error.source == "-:1"
    assert isinstance(article, Article)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as site:
        yield site


def fetched(
    site: Site, path: str, *, plain: bool = False, seconds: float = 5, **given: Any
) -> Article | InputError:
    fetcher = Fetcher(allow=[HOST], limits=replace(LIMITS, seconds=seconds))
    (article,) = load_with(site.url(path), Given(**given), plain=plain, fetcher=fetcher)
    return article


def test_a_url(site: Site) -> None:
    site.pages |= {"/a": redirect("/b"), "/b": html(make_page())}
    article = fetched(site, "/a", outlet="Given")
    assert isinstance(article, Article)
    assert "\n\n".join(PARAGRAPHS) in article.text
    # The page says that it is one of another site; what was fetched is from here.
    assert (article.outlet, article.url) == ("Given", site.url("/b"))


def test_text_and_pdf_by_url(site: Site) -> None:
    site.pages |= {
        "/t": (200, {"Content-Type": "text/plain; charset=utf-16-le"}, TEXT.encode("utf-16-le")),
        "/p": (200, {"Content-Type": "application/pdf"}, make_pdf(BODY, spaceAfter=10)),
        "/untyped": (200, {}, TEXT.encode()),
    }
    texts = [getattr(fetched(site, path), "text", None) for path in ("/t", "/p", "/untyped")]
    assert texts == [TEXT, "\n\n".join(BODY), TEXT]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (redirect("http://127.0.0.1/"), FetchError),
        (html("<html><body><nav><a href='/'>Home</a></nav></body></html>"), NoArticleError),
        (html(f"<html><body>{'<div>' * 10_000}"), TooLargeError),
        (
            html(
                make_page("Делегация покинула зал, и никто не захотел сказать почему и когда вернётся. " * 5)
            ),
            LanguageError,
        ),
        (lambda handler: [handler.wfile.write(b"x" * 100_000) for _ in iter(int, 1)], FetchError),
        ((200, {"Content-Type": "image/png"}, b"\x89PNG"), FetchError),
        ((404, {"Content-Type": "text/html"}, b"<p>Not found"), FetchError),
    ],
)
def test_bad_urls(site: Site, answer: Any, kind: type[InputError]) -> None:
    site.pages["/a"] = answer
    error = fetched(site, "/a")
    assert type(error) is kind, error
    assert error.source == site.url("/a")
    assert error.exit_code == 3


def test_a_url_that_sends_without_end(site: Site) -> None:
    def endless(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", "1000000000")
        handler.end_headers()
        for _ in range(1_000):
            handler.wfile.write(b"x" * 1_000_000)

    site.pages["/a"] = endless
    assert type(fetched(site, "/a")) is TooLargeError


def test_a_url_that_hangs(site: Site) -> None:
    site.pages["/a"] = lambda handler: site.stop.wait(10) and None
    error = fetched(site, "/a", seconds=0.5)
    assert type(error) is FetchError
    assert "0.5 s" in str(error)


@pytest.mark.parametrize(
    "source", ["http://127.0.0.1/", "HTTP://localhost/", "https://[::1]/", "http://169.254.169.254/x"]
)
def test_private_urls_are_refused(source: str) -> None:
    assert "private" in str(failure(source))


@pytest.mark.parametrize("source", ["ftp://news.example/a", "file:///etc/hostname", "gopher://news.example/"])
def test_other_schemes(source: str) -> None:
    assert type(failure(source)) is FetchError
