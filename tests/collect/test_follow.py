"""Feeds, OPML lists and sitemaps, followed on a real server."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from onrecord.collect import Given
from onrecord.errors import FetchError, MalformedError, NoArticleError, TooLargeError

from .lists import LONG, collect, failure, make_feed, make_item, one, put_pages, xml
from .pages import PARAGRAPHS
from .server import Site, serve
from .test_unpack import make_bomb


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as site:
        yield site


def sitemap(*urls: str, root: str = "urlset", item: str = "url") -> str:
    entries = "".join(f"<{item}><loc>{url}</loc></{item}>" for url in urls)
    return f"<{root}>{entries}</{root}>"


def opml(*urls: str) -> str:
    outlines = "".join(f"<outline xmlUrl='{url}'/>" for url in urls)
    return f"<opml><body>{outlines}</body></opml>"


def test_the_pages_of_a_feed(site: Site) -> None:
    first, second = put_pages(site, "/1", "/2")
    site.pages["/feed"] = xml(
        make_feed(make_item(first, pubDate="Fri, 07 Mar 2031 18:00:00 GMT"), make_item(second))
    )
    articles, errors = collect(site.url("/feed"), Given(outlet="Harbour Post", title="Not one for all"))
    assert errors == []
    assert [item.source for item in articles] == [first, second]
    article, raw = articles[0].article, articles[0].raw
    assert (article.url, article.outlet, article.title) == (first, "Harbour Post", "Envoy leaves early")
    assert article.published == date(2031, 3, 7)  # the page itself names no day
    assert (raw.data, raw.type, raw.url) == (site.pages["/1"][2], "text/html", first)  # type: ignore[index]
    assert raw.fetched is not None
    assert raw.fetched.tzinfo is not None


def test_a_report_has_one_id_by_feed_and_by_page(site: Site) -> None:
    (page,) = put_pages(site, "/1")
    tagged = "/1?utm_source=rss"
    site.pages[tagged] = site.pages["/1"]
    site.pages["/feed"] = xml(make_feed(make_item(site.url(tagged + "#top"))))
    assert one(site.url("/feed")).article.id == one(page).article.id


def test_a_feed_in_a_file(site: Site, tmp_path: Path) -> None:
    first, second = put_pages(site, "/1", "/2")
    path = tmp_path / "feed.xml"
    path.write_text(make_feed(make_item(first), make_item(second)))
    assert len(collect(str(path))[0]) == 2
    assert one(f"{path}:2").article.url == second


def test_a_page_that_cannot_be_had_and_a_feed_that_carries_it(site: Site) -> None:
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /closed")
    link = site.url("/closed/1")
    site.pages["/feed"] = xml(
        make_feed(make_item(link, description=LONG, pubDate="Fri, 07 Mar 2031 18:00:00 GMT"))
    )
    found = one(site.url("/feed"))
    assert "\n\n".join(PARAGRAPHS) in found.article.text
    assert (found.article.url, found.article.outlet) == (link, "Harbour Post: All")
    assert found.article.published == date(2031, 3, 7)
    assert (found.raw.data.decode(), found.raw.url) == (LONG, site.url("/feed"))
    assert "/closed/1" not in site.paths()


def test_a_page_that_cannot_be_had_and_a_teaser(site: Site) -> None:
    link = site.url("/gone")
    site.pages["/feed"] = xml(make_feed(make_item(link, description="The envoy left early. Read on.")))
    error = failure(site.url("/feed"))
    assert isinstance(error, FetchError)
    assert error.source == link


def test_an_entry_without_a_page(site: Site, tmp_path: Path) -> None:
    text = make_feed(
        make_item(None, guid="g1", description=LONG), make_item(None, guid="g2", description="Short.")
    )
    (tmp_path / "feed.xml").write_text(text)
    (article,), (error,) = collect(str(tmp_path / "feed.xml"))
    assert article.source == f"{tmp_path / 'feed.xml'}:1"
    assert isinstance(error, NoArticleError)
    assert error.source == f"{tmp_path / 'feed.xml'}:2"


def test_an_entry_of_a_fetched_feed_by_its_name(site: Site) -> None:
    items = (make_item(None, guid=f"tag:{n}", description=f"{LONG} Day {n}.") for n in range(3))
    site.pages["/feed"] = xml(make_feed(*items))
    articles, errors = collect(site.url("/feed"))
    assert errors == []
    assert [item.source for item in articles] == [site.url(f"/feed#tag:{n}") for n in range(3)]
    assert one(articles[1].source).article == articles[1].article


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1/", "http://169.254.169.254/latest", "http://[::1]/", "file:///etc/hosts"]
)
def test_entries_that_lead_to_private_addresses(site: Site, to: str) -> None:
    (good,) = put_pages(site, "/1")
    site.pages["/feed"] = xml(make_feed(make_item(to), make_item(good)))
    (article,), (error,) = collect(site.url("/feed"))
    assert article.source == good
    assert "private" in str(error) or "no page" in str(error)


def test_an_entry_that_redirects_to_a_private_address(site: Site) -> None:
    site.pages |= {
        "/1": (302, {"Location": "http://127.0.0.1/"}, b""),
        "/feed": xml(make_feed(make_item(site.url("/1")))),
    }
    assert "private" in str(failure(site.url("/feed")))


def test_an_entry_leads_to_a_page_and_to_no_other_list(site: Site) -> None:
    site.pages["/feed"] = xml(make_feed(make_item(site.url("/feed"))))
    assert isinstance(failure(site.url("/feed")), FetchError)
    assert site.paths().count("/feed") == 2


def endless(head: bytes, piece: bytes) -> Any:
    def answer(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/rss+xml")
        handler.end_headers()
        handler.wfile.write(head)
        while True:
            handler.wfile.write(piece)

    return answer


def test_an_endless_feed(site: Site) -> None:
    item = make_item(site.url("/1"), description="word " * 200).encode()
    site.pages["/feed"] = endless(make_feed()[:-16].encode(), item * 50)
    error = failure(site.url("/feed"))
    assert isinstance(error, TooLargeError)
    assert error.source == site.url("/feed")
    assert "10 MB" in str(error)


def test_a_feed_of_more_entries_than_the_limit(site: Site) -> None:
    urls = put_pages(site, *(f"/{n}" for n in range(5)))
    site.pages["/feed"] = xml(make_feed(*map(make_item, urls)))
    articles, (error,) = collect(site.url("/feed"), entries=3)
    assert [item.source for item in articles] == urls[:3]
    assert isinstance(error, TooLargeError)
    assert error.source == site.url("/feed")


def test_a_feed_that_is_a_bomb(site: Site) -> None:
    site.pages["/feed"] = xml(make_bomb(), **{"Content-Encoding": "gzip"})
    assert isinstance(failure(site.url("/feed")), TooLargeError)
    site.pages["/feed.gz"] = xml(make_bomb(), type="application/gzip")
    assert isinstance(failure(site.url("/feed.gz")), TooLargeError)


def test_a_sitemap_and_an_index_of_sitemaps(site: Site) -> None:
    first, second, third = put_pages(site, "/1", "/2", "/3")
    site.pages |= {
        "/a.xml": xml(sitemap(first, second), type="application/xml"),
        "/b.xml.gz": xml(gzip.compress(sitemap(second, third).encode()), type="application/x-gzip"),
        "/index.xml": xml(
            sitemap(site.url("/a.xml"), site.url("/b.xml.gz"), root="sitemapindex", item="sitemap"),
            type="text/xml",
        ),
    }
    articles, errors = collect(site.url("/index.xml"))
    assert errors == []
    assert [item.source for item in articles] == [first, second, third]
    assert site.paths().count("/2") == 1


def test_a_sitemap_in_a_compressed_file(site: Site, tmp_path: Path) -> None:
    (tmp_path / "map.xml.gz").write_bytes(gzip.compress(sitemap(*put_pages(site, "/1")).encode()))
    assert one(str(tmp_path / "map.xml.gz")).source == site.url("/1")


def test_lists_that_lead_to_themselves(site: Site) -> None:
    site.pages["/index.xml"] = xml(
        sitemap(site.url("/index.xml"), site.url("/index.xml#1"), root="sitemapindex", item="sitemap")
    )
    assert collect(site.url("/index.xml")) == ([], [])
    assert site.paths().count("/index.xml") == 2


def test_lists_in_lists_in_lists(site: Site) -> None:
    for n in range(9):
        site.pages[f"/{n}.xml"] = xml(sitemap(site.url(f"/{n + 1}.xml"), root="sitemapindex", item="sitemap"))
    error = failure(site.url("/0.xml"))
    assert isinstance(error, TooLargeError)
    assert error.source == site.url("/4.xml")
    assert "/4.xml" not in site.paths()


def test_more_links_than_the_limit(site: Site) -> None:
    urls = put_pages(site, "/1", "/2", "/3")
    site.pages["/map.xml"] = xml(sitemap(*urls))
    articles, (error,) = collect(site.url("/map.xml"), links=2)
    assert [item.source for item in articles] == urls[:2]
    assert isinstance(error, TooLargeError)


def test_an_opml_list_of_feeds(site: Site, tmp_path: Path) -> None:
    first, second = put_pages(site, "/1", "/2")
    site.pages |= {
        "/a": xml(make_feed(make_item(first))),
        "/b": xml(make_feed(make_item(first), make_item(second))),
    }
    site.pages["/page"] = site.pages["/1"]
    path = tmp_path / "feeds.opml"
    path.write_text(opml(site.url("/a"), site.url("/gone"), site.url("/page"), site.url("/b")))
    articles, errors = collect(str(path))
    assert [item.source for item in articles] == [first, second]
    assert [(type(error), error.source) for error in errors] == [
        (FetchError, site.url("/gone")),
        (MalformedError, site.url("/page")),
    ]


def test_each_failed_item_can_be_tried_again_by_its_source(site: Site) -> None:
    site.pages["/map.xml"] = xml(sitemap(site.url("/1")))
    error = failure(site.url("/map.xml"))
    put_pages(site, "/1")
    assert error.source is not None
    assert one(error.source).article.url == site.url("/1")


def test_hosts_are_spared(site: Site) -> None:
    site.pages["/map.xml"] = xml(sitemap(*put_pages(site, "/1", "/2", "/3")))
    start = time.monotonic()
    collect(site.url("/map.xml"), spacing=0.2)
    assert time.monotonic() - start >= 0.4


def test_a_host_that_asks_to_be_left_alone_is(site: Site) -> None:
    urls = put_pages(site, "/1", "/2", "/3")
    site.pages["/2"] = (429, {"Retry-After": "120"}, b"")
    site.pages["/map.xml"] = xml(sitemap(*urls))
    articles, errors = collect(site.url("/map.xml"))
    assert [item.source for item in articles] == urls[:1]
    assert [error.source for error in errors] == urls[1:]
    assert "/3" not in site.paths()
