"""Feeds, lists, archives and tables of our own making, and what `gather` makes of them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import escape

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from onrecord.collect import Collected, Given, gather
from onrecord.collect.fetch import Fetcher
from onrecord.collect.given import LIMITS
from onrecord.errors import InputError

from .pages import PARAGRAPHS, make_page
from .server import HOST, Site, html

QUICK = replace(LIMITS, seconds=5.0, spacing=0.0)
LONG = " ".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS * 3)


def make_fetcher(**limits: Any) -> Fetcher:
    """Fetches from the test server, and without pauses."""
    return Fetcher(allow=[HOST], limits=replace(QUICK, **limits))


def collect(
    source: str, given: Given | None = None, **limits: Any
) -> tuple[list[Collected], list[InputError]]:
    """What `gather` gives: articles and errors, each in their order."""
    found = list(gather(source, given or Given(), fetcher=make_fetcher(**limits)))
    return (
        [item for item in found if isinstance(item, Collected)],
        [item for item in found if isinstance(item, InputError)],
    )


def one(source: str, given: Given | None = None, **limits: Any) -> Collected:
    """The only article of an input without errors."""
    (article,), errors = collect(source, given, **limits)
    assert errors == []
    return article


def failure(source: str, **limits: Any) -> InputError:
    """The only error of an input without articles."""
    articles, (error,) = collect(source, **limits)
    assert articles == []
    return error


def make_item(link: str | None, title: str = "Envoy leaves early", description: str = "", **more: str) -> str:
    """One item of RSS."""
    fields = {
        "title": title,
        "link": link,
        "description": description,
        "guid": more.pop("guid", link),
        **more,
    }
    return (
        "<item>"
        + "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items() if value)
        + "</item>"
    )


def make_feed(*items: str, declared: str = "utf-8", ttl: int | None = None) -> str:
    """RSS, as text."""
    wait = f"<ttl>{ttl}</ttl>" if ttl else ""
    return (
        f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel><title>Harbour Post: All</title>'
        f"<link>https://harbourpost.example/</link>{wait}{''.join(items)}</channel></rss>"
    )


def xml(body: str | bytes, type: str = "application/rss+xml", **headers: str) -> Any:
    """An answer of the server."""
    data = body.encode() if isinstance(body, str) else body
    return 200, {"Content-Type": type, **headers}, data


def put_pages(site: Site, *paths: str) -> list[str]:
    """Reports on the site, each other than the others, and their URLs."""
    for path in paths:
        text = f"The barge of {path.strip('/')} lay in the lock for two days, said the keeper of the lock at Holm."
        head = "<!DOCTYPE html><html lang='en'><head><title>Envoy</title></head>"
        site.pages[path] = html(make_page(*PARAGRAPHS, text, head=head))
    return [site.url(path) for path in paths]


def make_warc(
    records: Iterable[tuple[str, str | bytes, Mapping[str, str]]],
    *,
    gzip: bool = True,
    status: str = "200 OK",
) -> bytes:
    """An archive as a crawler writes it, each response with a request before it.

    Args:
        records: URL, body and headers of each answer.
    """
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzip)
    writer.write_record(writer.create_warcinfo_record("own.warc", {"software": "tests"}))
    for url, body, headers in records:
        data = body.encode() if isinstance(body, str) else body
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "x.example")], is_http_request=True)
        writer.write_record(writer.create_warc_record(url, "request", http_headers=asked))
        answer = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(data),
                http_headers=answer,
                warc_headers_dict={"WARC-Date": "2031-03-07T18:30:00Z"},
            )
        )
    return out.getvalue()
