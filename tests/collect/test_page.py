from __future__ import annotations

import time
from contextlib import suppress
from datetime import date

import pytest

from onrecord.collect.page import looks_like_html, read_page
from onrecord.errors import InputError, NoArticleError, TooLargeError

from .pages import HEAD, NAVIGATION, PARAGRAPHS, make_page


def test_head() -> None:
    article = read_page(make_page())
    assert article.title == "Envoy leaves early"
    assert article.outlet == "Harbour Post"
    assert article.published == date(2031, 3, 7)
    assert article.byline == "Jo Lind"
    assert article.language == "en"
    assert article.url == "https://www.harbourpost.example/envoy"


def test_paragraphs_are_kept_and_the_rest_is_not() -> None:
    article = read_page(make_page())
    assert "\n\n".join(PARAGRAPHS) in article.text
    for other in ("Home", "All rights reserved"):
        assert other not in article.text


def test_inline_tags_and_entities() -> None:
    first = "“We <b>never</b> agreed to <a href='/x'>that&nbsp;toll</a>,” said Ruth Amsel &amp; her deputy."
    text = read_page(make_page(first, *PARAGRAPHS)).text
    assert "“We never agreed to that toll,” said Ruth Amsel & her deputy." in text.replace("\u00a0", " ")


def test_date_of_json_ld() -> None:
    head = (
        '<html lang="en"><head><title>x</title><script type="application/ld+json">{"@context":"https://schema.org",'
        '"@type":"NewsArticle","headline":"Envoy leaves early","datePublished":"2030-11-05T08:00:00Z",'
        '"dateModified":"2030-12-24T08:00:00Z"}</script></head>'
    )
    assert read_page(make_page(head=head)).published == date(2030, 11, 5)


def test_no_date_is_guessed_from_the_text() -> None:
    head = '<html lang="en"><head><title>Envoy leaves early</title></head>'
    article = read_page(make_page(*PARAGRAPHS, "The towns last met on 5 November 2019, he said.", head=head))
    assert article.published is None


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (None, "https://www.harbourpost.example/envoy"),
        ("https://m.harbourpost.example/envoy?from=feed", "https://www.harbourpost.example/envoy"),
        ("https://evil.example/envoy", "https://evil.example/envoy"),
        ("https://notharbourpost.example/envoy", "https://notharbourpost.example/envoy"),
    ],
)
def test_a_page_cannot_pass_for_one_of_another_site(where: str | None, expected: str) -> None:
    assert read_page(make_page(), url=where).url == expected


def test_a_canonical_url_that_is_script() -> None:
    head = HEAD.replace("https://www.harbourpost.example/envoy", "javascript:alert(1)")
    assert read_page(make_page(head=head)).url is None


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<html></html>",
        "<!-- nothing -->",
        "<p>",
        "<html><body></body></html>",
        f"{HEAD}<body>{NAVIGATION}<div><a href='/s'>Subscribe now</a></div></body></html>",
        f"{HEAD}<body><script>var x = 'We never agreed to that, she said, and left the hall "
        f"early';</script></body>",
        f"{HEAD}<body><p>Please turn on JavaScript to read on.</p></body></html>",
    ],
)
def test_no_article(page: str) -> None:
    with pytest.raises(NoArticleError, match=r"words found: \d+.*--text"):
        read_page(page)


def nested(tag: str) -> str:
    return f"<html><body>{tag * 10_000}{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}"


NESTED = ("<div>", "<b>", "<blockquote>", "<ul><li>", "<table><tr><td>", "<p><span>", "<font>", "<svg>")


@pytest.mark.parametrize("tag", NESTED)
def test_ten_thousand_nested_tags(tag: str) -> None:
    start = time.process_time()
    with pytest.raises(TooLargeError, match="256 deep"):
        read_page(nested(tag))
    assert time.process_time() - start < 5


@pytest.mark.parametrize("tag", ["<a>", "<iframe>", "<option>"])
def test_ten_thousand_tags_that_do_not_nest(tag: str) -> None:
    start = time.process_time()
    assert PARAGRAPHS[0] in read_page(nested(tag)).text
    assert time.process_time() - start < 5


def test_a_cut_off_tree_is_refused_and_not_read_in_part() -> None:
    page = make_page(*PARAGRAPHS, "<b>" * 10_000 + "x" + "</b>" * 10_000, *PARAGRAPHS)
    with pytest.raises(TooLargeError, match="256 deep"):
        read_page(page)


def test_a_page_of_very_many_elements() -> None:
    start = time.process_time()
    with pytest.raises(TooLargeError, match="30,000 elements"):
        read_page(make_page("<i>x</i>" * 60_000))
    assert time.process_time() - start < 5


HOSTILE = {
    "unclosed": "<html><p>" + "<" * 50_000,
    "attributes": f"<html><p {'a=b ' * 50_000}>",
    "long attribute": f"<html><p a='{'x' * 1_000_000}'>",
    "entities": "<html><p>" + "&amp;" * 100_000,
    "digits": "<html><p>" + "2031-03-07 " * 20_000,
    "dots": "<html><title>" + "- | " * 20_000,
    "no spaces": "<html><p>" + "x" * 1_000_000,
    "control": "<html><p>\x01\x02\x1f said she\x00</p>",
    "declared twice": '<?xml version="1.0" encoding="utf-16"?><html><meta charset="utf-7"><p>x',
    "bad language": "<html lang='\x00\"><script>'><p>x",
    "json-ld": '<html><script type="application/ld+json">' + "[" * 20_000 + "</script><p>x",
    "bad date": '<html><meta property="article:published_time" content="0000-99-99T99"><p>'
    + " ".join(PARAGRAPHS),
}


@pytest.mark.parametrize("page", HOSTILE)
def test_hostile_pages_end_soon_and_without_another_error(page: str) -> None:
    start = time.process_time()
    with suppress(InputError):
        read_page(HOSTILE[page])
    assert time.process_time() - start < 8


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!DOCTYPE html><p>x", True),
        ("\n <HTML lang=en>", True),
        ('<?xml version="1.0"?>\n<html xmlns="x">', True),
        ("<p>One paragraph</p>", True),
        ('<?xml version="1.0"?><rss>', False),
        ("<i>sic</i>, he said", False),
        ("He said <p> is a tag", False),
        ("<3 said the envoy", False),
        ("<presse> said", False),
        ("", False),
    ],
)
def test_how_a_page_is_told(text: str, expected: bool) -> None:
    assert looks_like_html(text) is expected
