from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest

from onrecord.collect.given import Given
from onrecord.collect.listing import Link, listing_kind, read_listing
from onrecord.errors import InputError, MalformedError

NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://a.example/1?x=1&amp;y=2 </loc><news:news><news:publication><news:name>Harbour Post</news:name>
</news:publication><news:publication_date>2031-03-07T08:00:00+01:00</news:publication_date>
<news:title>Envoy leaves</news:title></news:news></url><url><loc>/2</loc></url><url/></urlset>"""
OPML = """<opml version="2.0"><head><title>Mine</title></head><body><outline text="News">
<outline type="rss" text="A" xmlUrl="https://a.example/feed"/><outline TEXT="B" XMLURL="feeds/b"/></outline>
<outline type="include" url="https://c.example/more.opml"/><outline type="link" url="https://d.example/page"/></body></opml>"""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<rss version='2.0'>", "feed"),
        ('<?xml version="1.0"?>\n<!-- <html> -->\n<?xml-stylesheet href="x"?><rss>', "feed"),
        ('<!DOCTYPE rss PUBLIC "-//X//DTD RSS 0.91//EN" "http://x.example/rss.dtd"><rss>', "feed"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        ("<rdf:RDF xmlns:rdf='x'>", "feed"),
        ("<OPML>", "opml"),
        ("<urlset>", "sitemap"),
        ("<sm:sitemapindex xmlns:sm='x'>", "index"),
        ("\ufeff <rss>", "feed"),
        ("<html><body><rss>", None),
        ("<!DOCTYPE html><html>", None),
        ("<?xml version='1.0'?><html>", None),
        ("<rssfeed>", None),
        ("<!-- " * 20_000, None),
        ("Talks on <rss> go on.", None),
        ("", None),
    ],
)
def test_told_by_the_first_element(text: str, kind: str | None) -> None:
    assert listing_kind(text.encode()) == kind


def test_told_in_other_encodings_and_not_in_binary() -> None:
    assert listing_kind("<rss>".encode("utf-16")) == "feed"
    assert listing_kind(bytes(range(256)) * 9) is None


def test_a_news_sitemap() -> None:
    listing = read_listing(NEWS.encode(), "sitemap", url="https://a.example/sitemap.xml")
    assert listing.pages
    assert listing.links == (
        Link("https://a.example/1?x=1&y=2", Given(title="Envoy leaves", published=date(2031, 3, 7))),
        Link("https://a.example/2"),
    )


def test_an_opml_list() -> None:
    listing = read_listing(OPML.encode(), "opml", url="https://x.example/my/list.opml")
    assert not listing.pages
    assert [link.url for link in listing.links] == [
        "https://a.example/feed",
        "https://x.example/my/feeds/b",
        "https://c.example/more.opml",
    ]


def test_a_sitemap_that_is_cut_off_keeps_what_was_whole() -> None:
    links = read_listing(NEWS[: NEWS.index("<url><loc>/2")].encode(), "sitemap").links
    assert links[0].url == "https://a.example/1?x=1&y=2"


def test_entities_are_refused() -> None:
    with pytest.raises(MalformedError, match="entities"):
        read_listing(b'<!DOCTYPE x [<!ENTITY a "b">]>' + NEWS.partition("?>")[2].encode(), "sitemap")


@pytest.mark.parametrize("text", ["", "no XML", "<urlset>" * 5_000, "<urlset><url>" + "<loc>" * 5_000])
def test_broken(text: str) -> None:
    with suppress(InputError):
        assert read_listing(text.encode(), "sitemap").links == ()
