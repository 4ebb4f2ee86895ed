from __future__ import annotations

import time
from contextlib import suppress
from datetime import date

import pytest

from onrecord.collect.feed import read_feed
from onrecord.errors import EncodingError, InputError, MalformedError, TooLargeError

from .lists import make_feed, make_item

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://selbywire.example/news/">
<title>Selby Wire</title><entry><id>tag:selbywire.example,2031:1</id><title>Toll &amp; talks</title>
<link rel="alternate" href="toll"/><published>2031-03-07T23:30:00-05:00</published>
<author><name>Jo Lind</name></author><summary>Short.</summary>
<content type="html">&lt;p&gt;The whole of it, as long as it is.&lt;/p&gt;</content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://a.example/"><title>Holm Courier</title></channel>
<item rdf:about="https://a.example/1"><title>One</title><link>https://a.example/1</link>
<dc:date>2031-03-07</dc:date></item></rdf:RDF>"""


def test_rss() -> None:
    feed = read_feed(
        make_feed(
            make_item("https://a.example/1?utm_source=rss", pubDate="Fri, 07 Mar 2031 23:30:00 -0500"), ttl=30
        ).encode()
    )
    (entry,) = feed.entries
    assert (feed.title, feed.ttl, feed.over) == ("Harbour Post: All", 30, 0)
    assert (entry.title, entry.published) == ("Envoy leaves early", date(2031, 3, 7))
    assert (entry.key, entry.link) == ("https://a.example/1", "https://a.example/1?utm_source=rss")


def test_atom() -> None:
    (entry,) = read_feed(ATOM.encode(), url="https://selbywire.example/atom").entries
    assert entry.link == "https://selbywire.example/news/toll"
    assert (entry.title, entry.byline, entry.published) == ("Toll & talks", "Jo Lind", date(2031, 3, 7))
    assert entry.content == "<p>The whole of it, as long as it is.</p>"


def test_rss_1_0() -> None:
    (entry,) = read_feed(RDF.encode()).entries
    assert (entry.link, entry.published) == ("https://a.example/1", date(2031, 3, 7))


TITLE = "“Köln” – Łódź"
WESTERN = "“Köln” – café"
CYRILLIC = "Москва: переговоры о пошлине продолжатся осенью, заявил министр"


@pytest.mark.parametrize(
    ("title", "real", "declared", "served"),
    [
        (TITLE, "utf-8", "utf-8", None),
        (TITLE, "utf-8", "iso-8859-1", None),
        (TITLE, "utf-8", "utf-16", "windows-1251"),
        (TITLE, "utf-8-sig", "windows-1252", "koi8-r"),
        (TITLE, "utf-16", "utf-8", "utf-8"),
        (TITLE, "utf-16-le", "utf-8", None),
        (WESTERN, "cp1252", "utf-8", None),
        (WESTERN, "cp1252", "iso-8859-1", "utf-8"),
        (WESTERN, "cp1252", "us-ascii", None),
        (WESTERN, "cp1252", "no-such-encoding", "hex"),
        ("Łódź", "iso-8859-2", "iso-8859-2", None),
        ("Łódź", "iso-8859-2", "iso-8859-2", "utf-8"),
        ("Łódź", "iso-8859-2", "utf-8", "iso-8859-2"),
        (CYRILLIC, "cp1251", "windows-1251", "utf-8"),
        (CYRILLIC, "koi8-r", "koi8-r", "iso-8859-1"),
    ],
)
def test_a_feed_that_lies_about_its_encoding(
    title: str, real: str, declared: str, served: str | None
) -> None:
    data = make_feed(make_item("https://a.example/1", title=title), declared=declared).encode(real)
    (entry,) = read_feed(data, charset=served).entries
    assert entry.title == title


def test_characters_named_as_in_html() -> None:
    feed = make_feed("<item><title>Caf&eacute;&nbsp;&lt;b&gt;Selby&lt;/b&gt; &amp; Holm</title></item>")
    (entry,) = read_feed(feed.encode()).entries
    assert entry.title == "Café <b>Selby</b> & Holm"


def test_broken_markup_and_a_cut_do_not_hide_the_entries_before() -> None:
    text = make_feed(
        make_item("https://a.example/1"),
        "<item><title>A & B <br></title><link>https://a.example/2</link></item>",
    )
    assert [entry.link for entry in read_feed(text.encode()).entries] == [
        "https://a.example/1",
        "https://a.example/2",
    ]
    cut = make_feed(
        make_item("https://a.example/1"), make_item("https://a.example/2", description="word " * 90)
    )[:-200]
    assert read_feed(cut.encode()).entries[0].link == "https://a.example/1"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/hostname", "http://[::1", ""])
def test_a_link_that_is_none(link: str) -> None:
    (entry,) = read_feed(make_feed(make_item(link, guid="g1")).encode(), url="").entries
    assert entry.link is None


def test_entries_without_a_link_are_told_apart() -> None:
    feed = read_feed(
        make_feed(make_item(None, title="One"), make_item(None, title="Two")).encode(),
        url="https://a.example/f",
    )
    assert len({entry.key for entry in feed.entries}) == 2


def test_no_more_entries_than_the_limit() -> None:
    feed = read_feed(make_feed(*(make_item(f"https://a.example/{n}") for n in range(30))).encode(), limit=10)
    assert (len(feed.entries), feed.over) == (10, 20)


LAUGHS = '<!DOCTYPE rss [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
OUTSIDE = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">'


@pytest.mark.parametrize("head", [LAUGHS, OUTSIDE])
def test_entities_are_refused(head: str) -> None:
    feed = make_feed(make_item("https://a.example/1", title="@")).replace("@", "&i;&a;")
    before = time.process_time()
    with pytest.raises(MalformedError, match="entities"):
        read_feed((head + "]>" + feed.partition("?>")[2]).encode())
    assert time.process_time() - before < 1


@pytest.mark.parametrize(
    "piece",
    ["<", "<a ", "<item>", "<!--", "<![CDATA[", "&amp", "&#x", "<item a='", "</item>", "<title>&lt;a href="],
)
def test_hostile_markup_takes_no_time(piece: str) -> None:
    data = make_feed("<item><title>" + piece * (60_000 // len(piece))).encode()
    start = time.process_time()
    with suppress(InputError):
        read_feed(data)
    assert time.process_time() - start < 5


def test_too_many_tags() -> None:
    with pytest.raises(TooLargeError, match="300,000 tags"):
        read_feed(make_feed("<item/>" * 300_000).encode())


@pytest.mark.parametrize("data", [b"", b"The envoy left early.", b"<html><body><p>No feed</p></body></html>"])
def test_no_feed(data: bytes) -> None:
    with pytest.raises(MalformedError, match="no feed"):
        read_feed(data)


def test_binary() -> None:
    with pytest.raises(EncodingError):
        read_feed(bytes(range(256)) * 20)
