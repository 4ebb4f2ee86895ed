from __future__ import annotations

import gzip
import json
import random
from datetime import date
from io import BytesIO
from itertools import islice
from typing import Any

import pytest

from onrecord.collect.collected import Collected, Origin
from onrecord.collect.given import LIMITS, Given
from onrecord.collect.jsonl import read_lines
from onrecord.errors import (
    EncodingError,
    InputError,
    LanguageError,
    MalformedError,
    NoArticleError,
    TooLargeError,
)
from onrecord.models import Article

TEXT = " “We never agreed to that,”\r\n\tRuth Amsel said.\u00a0\x00 "


def read(*lines: bytes | dict[str, Any], given: Given | None = None) -> list[Article | InputError]:
    data = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    found = read_lines(BytesIO(data), Origin("talks.jsonl", given or Given()))
    return [item.article if isinstance(item, Collected) else item for item in found]


def read_article(line: dict[str, Any], given: Given | None = None) -> Article:
    (article,) = read(line, given=given)
    assert isinstance(article, Article)
    return article


def test_the_text_stays_exactly_as_it_is() -> None:
    assert read_article({"id": "a", "text": TEXT}).text == TEXT


def test_all_that_a_line_says() -> None:
    line = {
        "id": "a", "text": TEXT, "published": "2031-03-07", "outlet": "Harbour Post", "title": "Envoy leaves",
        "url": "https://harbourpost.example/a", "byline": "Jo Lind", "credit": "Selby Wire", "language": "en",
    }  # fmt: skip
    expected = Article(**{**line, "published": date(2031, 3, 7)})
    assert read_article({**line, "dataset": "of no interest", "statements": []}) == expected


@pytest.mark.parametrize("written", ["2031-03-07", "2031-03-07T12:00:00Z"])
def test_day_of_publication(written: str) -> None:
    assert read_article({"text": TEXT, "published": written}).published == date(2031, 3, 7)


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_said_is_unknown(nothing: str | None) -> None:
    article = read_article(
        {"id": nothing, "text": TEXT, "published": nothing, "outlet": nothing, "url": nothing}
    )
    assert (article.published, article.outlet, article.url) == (None, None, None)
    assert article.id == Article(text=TEXT).id


def test_a_line_goes_before_what_was_given() -> None:
    given = Given(published=date(2031, 3, 9), outlet="Given", title="Given", url="https://given.example/")
    line = {"id": "a", "text": TEXT, "published": "2031-03-07", "outlet": "Line"}
    article = read_article(line, given)
    assert (article.id, article.published, article.outlet) == ("a", date(2031, 3, 7), "Line")
    assert (article.title, article.url) == ("Given", "https://given.example/")


def test_ids_stay_apart_under_one_given_url() -> None:
    given = Given(url="https://given.example/")
    first, second = read({"text": TEXT}, {"text": TEXT + "No more."}, given=given)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.id != second.id


def test_a_whole_number_as_id() -> None:
    assert read_article({"id": 7, "text": TEXT}).id == "7"


MALFORMED = {
    b'{"id": "x", "text": ': "not JSON",
    b'{"id": "x"': "not JSON",
    b"no json": "not JSON",
    b"[1, 2]": "a list and no object",
    b'"text"': "text and no object",
    b"null": "null and no object",
    b"7": "a number and no object",
    b"{}": "no `text`",
    b'{"text": null}': "no `text`",
    b'{"text": 7}': "`text` is a number",
    b'{"text": ["a", "b"]}': "`text` is a list",
    b'{"text": {"a": 1}}': "`text` is an object",
    b'{"text": "x", "outlet": 7}': "`outlet` is a number",
    b'{"text": "x", "published": 20310307}': "`published` is a number",
    b'{"text": "x", "published": "7 March 2031"}': "'7 March 2031'",
    b'{"text": "x", "url": true}': "`url` is true or false",
    b'{"id": 1.5, "text": "x"}': "`id` is a number",
    b'{"id": true, "text": "x"}': "`id` is true or false",
    b"[" * 100_000: "nested too deeply",
    b'{"text": ' + b"[" * 100_000: "nested too deeply",
    b'{"id": ' + b"9" * 5_000 + b', "text": "x"}': "not JSON that can be read",
}


@pytest.mark.parametrize("line", MALFORMED, ids=lambda line: repr(line[:30]))
def test_a_malformed_line_in_the_middle(line: bytes) -> None:
    before, error, after = read({"id": "1", "text": TEXT}, line, {"id": "3", "text": TEXT})
    assert isinstance(error, MalformedError)
    assert MALFORMED[line] in str(error)
    assert error.source == "talks.jsonl:2"
    assert (getattr(before, "id", None), getattr(after, "id", None)) == ("1", "3")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ({"id": "x", "text": ""}, NoArticleError),
        ({"id": "x", "text": "three words only"}, NoArticleError),
        ({"id": "x", "text": 7}, MalformedError),
        ({"id": "x", "text": TEXT, "published": "soon"}, MalformedError),
        ({"id": "x", "text": TEXT * 60_000}, TooLargeError),
        ({"id": "x", "text": "Министр заявил, что стороны не договорились."}, LanguageError),
        ({"id": "x", "text": TEXT + "\ud800"}, EncodingError),
        ({"id": "x", "text": TEXT, "title": "\ud800"}, EncodingError),
    ],
)
def test_an_error_keeps_the_id_of_its_line(line: dict[str, Any], kind: type[InputError]) -> None:
    _, error, _ = read({"text": TEXT}, line, {"text": TEXT})
    assert type(error) is kind
    assert (error.id, error.source) == ("x", "talks.jsonl:2")


def test_half_of_a_surrogate_pair_as_id() -> None:
    (error,) = read({"id": "\ud800", "text": TEXT})
    assert isinstance(error, EncodingError)
    assert error.id is None


def test_a_line_that_is_not_utf8() -> None:
    error, article = read('{"text": "René"}'.encode("latin-1"), {"id": "b", "text": TEXT})
    assert isinstance(error, EncodingError)
    assert "byte 14" in str(error)
    assert isinstance(article, Article)


def test_empty_lines_and_a_byte_order_mark() -> None:
    line = json.dumps({"id": "a", "text": TEXT}).encode()
    articles = read(b"\xef\xbb\xbf" + line, b"", b"  \r", line + b"\r", b"[]", b"")
    assert [type(a) for a in articles] == [Article, Article, MalformedError]
    assert isinstance(articles[2], MalformedError)
    assert articles[2].source == "talks.jsonl:5"


def test_a_line_over_the_limit_is_passed_over() -> None:
    huge = b'{"id": "x", "text": "' + b"x" * LIMITS.line + b'"}'
    error, article = read(huge, {"id": "b", "text": TEXT})
    assert isinstance(error, TooLargeError)
    assert "16 MB" in str(error)
    assert isinstance(article, Article)


def test_lines_are_taken_as_needed() -> None:
    class Endless(BytesIO):
        given = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            self.given += 1
            return json.dumps({"id": str(self.given), "text": TEXT}).encode() + b"\n"

    stream = Endless()
    articles = read_lines(stream, Origin("-"))
    ids = [item.article.id for item in islice(articles, 3) if isinstance(item, Collected)]
    assert ids == ["1", "2", "3"]
    assert stream.given == 3


def test_a_gzip_file_that_breaks_off() -> None:
    lines = "".join(json.dumps({"text": TEXT, "byline": str(random.random())}) + "\n" for _ in range(2_000))
    packed = gzip.compress(lines.encode())
    with gzip.open(BytesIO(packed[: len(packed) // 2])) as stream:
        *articles, error = read_lines(stream, Origin("a.jsonl.gz"))  # type: ignore[arg-type]
    assert articles
    assert all(isinstance(article, Collected) for article in articles)
    assert isinstance(error, MalformedError)
    assert error.source == f"a.jsonl.gz:{len(articles) + 1}"
