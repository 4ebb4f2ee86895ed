from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.collect import canonical_url

PAGE = "https://news.example/dam"


@pytest.mark.parametrize(
    "url",
    [
        "HTTPS://News.Example/dam",
        "https://news.example:443/dam",
        "https://news.example./dam",
        "https://news.example/dam#comments",
        "https://news.example/dam?",
        "https://news.example/dam?utm_source=rss&utm_medium=feed",
        "https://news.example/dam?fbclid=x&gclid=y&mc_cid=z&UTM_Campaign=w",
        "https://news.example/dam?at_medium=RSS&at_campaign=rss",
        " https://news.example/dam\n",
    ],
)
def test_spellings_of_one_page(url: str) -> None:
    assert canonical_url(url) == PAGE


@pytest.mark.parametrize(
    "url",
    [
        "http://news.example/dam",
        "https://www.news.example/dam",
        "https://news.example/dam/",
        "https://news.example/Dam",
        "https://news.example/amp/dam",
        "https://news.example:8443/dam",
        "https://news.example/dam?id=7",
        "https://news.example/dam?a=1&a=2",
    ],
)
def test_what_may_be_another_page_stays(url: str) -> None:
    assert canonical_url(url) == url


def test_other_parameters_keep_their_order() -> None:
    assert canonical_url("https://a.example?z=1&utm_term=x&b=&c") == "https://a.example/?z=1&b=&c"


def test_escapes_are_written_one_way() -> None:
    assert canonical_url("https://a.example/caf%c3%a9?q=%e2") == "https://a.example/caf%C3%A9?q=%E2"


@pytest.mark.parametrize(
    "url", ["", "talks.html", "ftp://a.example/x#y", "http://[::1", "http://a.example:x/", "http:///a"]
)
def test_what_is_no_web_address_stays(url: str) -> None:
    assert canonical_url(url) == url


@settings(max_examples=50)
@given(st.text(max_size=60))
def test_twice_is_once(text: str) -> None:
    once = canonical_url(f"http://news.example/{text}")
    assert canonical_url(once) == once
