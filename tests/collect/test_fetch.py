"""Against a real server on 127.0.0.2; 127.0.0.1 and all else that is private stays refused."""

from __future__ import annotations

import gzip
import ssl
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler

import pytest
import trustme

from onrecord.collect.fetch import Fetcher
from onrecord.collect.given import LIMITS
from onrecord.errors import FetchError, TooLargeError

from .server import HOST, Site, html, redirect, serve

QUICK = replace(LIMITS, seconds=0.6)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as site:
        yield site


def fetcher(**given: object) -> Fetcher:
    return Fetcher(**{"allow": [HOST], **given})  # type: ignore[arg-type]


def test_a_page(site: Site) -> None:
    site.pages["/a"] = html("Grüße", **{"Content-Type": "text/html; charset=UTF-8"})
    page = fetcher().get(site.url("/a#top"))
    assert (page.data.decode(), page.type, page.charset, page.url) == (
        "Grüße",
        "text/html",
        "utf-8",
        site.url("/a"),
    )


def test_it_says_who_it_is(site: Site) -> None:
    site.pages["/a"] = html("x")
    fetcher().get(site.url("/a"))
    path, headers = site.asked[-1]
    assert path == "/a"
    assert headers["user-agent"].startswith("onrecord/")
    assert headers["host"] == f"{HOST}:{site.port}"
    assert "cookie" not in headers


# fmt: off
SPELLINGS = (
    "127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]",
    "2130706433", "0x7f000001", "0x7f.1", "127.1", "017700000001", "0177.0.0.1", "127.0.0.1.",
)
NO_URLS = (
    "http://", "http:///a", "http://[::1/", "http://a b/", "http://x.example:99999/", "http://x.example:0/",
    "http://user:secret@x.example/", f"http://{'a' * 300}.example/", "http://\u2100.example/", "ftp://x/",
)
# fmt: on


@pytest.mark.parametrize("host", SPELLINGS)
def test_private_addresses_are_refused_in_every_spelling(site: Site, host: str) -> None:
    with pytest.raises(FetchError) as caught:
        Fetcher().get(site.url("/a", host=host))
    assert caught.value.source == site.url("/a", host=host)
    reasons = ("refused", "is no URL", "no such host")  # some are no addresses to the system's resolver
    assert any(reason in str(caught.value) for reason in reasons)
    assert site.asked == []


def test_the_test_server_itself_is_refused_unless_allowed(site: Site) -> None:
    with pytest.raises(FetchError, match=r"127\.0\.0\.2"):
        Fetcher().get(site.url("/a"))
    assert site.asked == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site: Site, status: int) -> None:
    site.pages |= {"/a": redirect("/b?x=1", status), "/b?x=1": html("there")}
    page = fetcher().get(site.url("/a"))
    assert (page.url, page.data) == (site.url("/b?x=1"), b"there")


@pytest.mark.parametrize("to", ["http://127.0.0.1/", "http://localhost/", "//[::1]/", "http://2130706433/"])
def test_a_redirect_to_a_private_address_is_refused(site: Site, to: str) -> None:
    site.pages["/a"] = redirect(to)
    with pytest.raises(FetchError, match="private") as caught:
        fetcher().get(site.url("/a"))
    assert caught.value.source == site.url("/a")


@pytest.mark.parametrize(
    "to", ["file:///etc/hostname", "ftp://news.example/", "javascript:alert(1)", "gopher://x/"]
)
def test_a_redirect_to_another_scheme_is_refused(site: Site, to: str) -> None:
    site.pages["/a"] = redirect(to)
    with pytest.raises(FetchError):
        fetcher().get(site.url("/a"))


def test_redirects_without_end(site: Site) -> None:
    site.pages["/a"] = redirect("/a")
    with pytest.raises(FetchError, match="more than 5 times"):
        fetcher().get(site.url("/a"))
    assert site.paths().count("/a") == 6


def test_a_redirected_robots_file_is_guarded_too(site: Site) -> None:
    site.pages |= {"/robots.txt": redirect("http://127.0.0.1/robots.txt"), "/a": html("x")}
    with pytest.raises(FetchError, match=r"127\.0\.0\.1"):
        fetcher().get(site.url("/a"))
    assert "/a" not in site.paths()


def test_robots_are_respected(site: Site) -> None:
    site.pages |= {
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /a"),
        "/a": html("x"),
        "/b": html("y"),
        "/c": redirect("/a"),
    }
    agent = fetcher()
    for path in ("/a", "/c"):
        with pytest.raises(FetchError, match=r"robots\.txt"):
            agent.get(site.url(path))
    assert agent.get(site.url("/b")).data == b"y"
    assert "/a" not in site.paths()
    assert site.paths().count("/robots.txt") == 1


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_missing_robots_allow(site: Site, status: int) -> None:
    site.pages |= {"/robots.txt": (status, {}, b"User-agent: *\nDisallow: /"), "/a": html("x")}
    assert fetcher().get(site.url("/a")).data == b"x"


def test_robots_that_cannot_be_had_forbid(site: Site) -> None:
    site.pages |= {"/robots.txt": (503, {}, b""), "/a": html("x")}
    with pytest.raises(FetchError, match="503"):
        fetcher().get(site.url("/a"))
    assert "/a" not in site.paths()


@pytest.mark.parametrize("status", [204, 403, 404, 500])
def test_other_statuses_are_named(site: Site, status: int) -> None:
    site.pages["/a"] = (status, {"Content-Type": "text/html"}, b"")
    with pytest.raises(FetchError, match=str(status)) as caught:
        fetcher().get(site.url("/a"))
    assert site.url("/a") in str(caught.value)


@pytest.mark.parametrize("type", ["image/png", "video/mp4", "application/zip", "application/json"])
def test_other_types_are_refused(site: Site, type: str) -> None:
    site.pages["/a"] = (200, {"Content-Type": type}, b"x")
    with pytest.raises(FetchError, match=type):
        fetcher().get(site.url("/a"))


def drip(site: Site, piece: bytes, seconds: float, head: bool = True):  # type: ignore[no-untyped-def]
    """An answer without end: `piece`, a pause, `piece`..."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if head:
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.end_headers()
        while not site.stop.wait(seconds):
            handler.wfile.write(piece)

    return answer


@pytest.mark.parametrize(("piece", "head"), [(b"", True), (b"x", True), (b"H", False), (b"", False)])
def test_a_server_that_hangs_or_drips_is_left_in_time(site: Site, piece: bytes, head: bool) -> None:
    site.pages["/a"] = drip(site, piece, 0.05, head)
    start = time.perf_counter()
    with pytest.raises(FetchError, match=r"0\.6 s"):
        fetcher(limits=QUICK).get(site.url("/a"))
    assert time.perf_counter() - start < 2


def test_a_robots_file_that_hangs_counts_too(site: Site) -> None:
    site.pages["/robots.txt"] = drip(site, b"", 0.05)
    with pytest.raises(FetchError, match=r"0\.6 s"):
        fetcher(limits=QUICK).get(site.url("/a"))


def test_a_page_without_end(site: Site) -> None:
    site.pages["/a"] = drip(site, b"x" * 1_000_000, 0)
    with pytest.raises(TooLargeError, match="10 MB"):
        fetcher().get(site.url("/a"))


def test_compressed(site: Site) -> None:
    site.pages |= {
        "/gzip": html(gzip.compress(b"there" * 100_000), **{"Content-Encoding": "gzip"}),
        "/deflate": html(zlib.compress(b"there" * 100_000), **{"Content-Encoding": "deflate"}),
    }
    for path in ("/gzip", "/deflate"):
        assert fetcher().get(site.url(path)).data == b"there" * 100_000


def test_a_bomb_is_stopped_before_it_is_whole(site: Site) -> None:
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(100)) + packer.flush()  # 100 MB in 0.1
    site.pages["/a"] = html(bomb, **{"Content-Encoding": "gzip"})
    start = time.process_time()
    with pytest.raises(TooLargeError, match="10 MB"):
        fetcher().get(site.url("/a"))
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    ("encoding", "body"), [("br", b"x"), ("gzip", b"no gzip at all"), ("gzip, gzip", b"x")]
)
def test_compression_that_cannot_be_undone(site: Site, encoding: str, body: bytes) -> None:
    site.pages["/a"] = html(body, **{"Content-Encoding": encoding})
    with pytest.raises(FetchError, match="compressed"):
        fetcher().get(site.url("/a"))


@pytest.mark.parametrize("url", NO_URLS)
def test_urls_that_are_none(url: str) -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    with pytest.raises(FetchError):
        Fetcher(resolve=nowhere).get(url)


def test_no_such_host() -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    with pytest.raises(FetchError, match=r"no such host: 'news\.example'"):
        Fetcher(resolve=nowhere).get("http://news.example/a")


def test_nobody_listens() -> None:
    with serve() as site:
        url = site.url("/a")
    with pytest.raises(FetchError, match="no answer"):
        fetcher().get(url)


def test_what_is_no_http(site: Site) -> None:
    site.pages["/a"] = lambda handler: handler.wfile.write(b"SSH-2.0-x\r\n\r\n") and None
    with pytest.raises(FetchError, match="no answer"):
        fetcher().get(site.url("/a"))


def test_each_connection_asks_once_and_goes_where_the_answer_was_checked(site: Site) -> None:
    site.pages["/a"] = html("x")
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        """Public (here: allowed) when it is checked, and private ever after."""
        asked.append(host)
        return [HOST] if len(asked) <= 2 else ["127.0.0.1"]

    agent = fetcher(resolve=rebinding)
    assert agent.get(site.url("/a", host="news.example")).data == b"x"
    assert asked == ["news.example"] * 2  # robots.txt and the page
    assert site.asked[-1][1]["host"] == f"news.example:{site.port}"
    with pytest.raises(FetchError, match="private"):
        agent.get(site.url("/a", host="news.example"))


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def tls_site(authority: trustme.CA) -> Iterator[Site]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("news.example").configure_cert(context)
    with serve(tls=context) as site:
        site.pages["/a"] = html("x")
        yield site


def tls_fetcher(authority: trustme.CA | None) -> Fetcher:
    context = ssl.create_default_context()
    if authority:
        authority.configure_trust(context)
    return fetcher(ssl_context=context, resolve=lambda host, port: [HOST])


def test_https_checks_the_certificate_against_the_name(tls_site: Site, authority: trustme.CA) -> None:
    url = tls_site.url("/a", host="news.example", scheme="https")
    assert tls_fetcher(authority).get(url).data == b"x"
    for agent, host in ((tls_fetcher(None), "news.example"), (tls_fetcher(authority), "other.example")):
        with pytest.raises(FetchError, match="certificate"):
            agent.get(tls_site.url("/a", host=host, scheme="https"))


def test_proxies_of_the_environment_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    site.pages["/a"] = html("x")
    assert fetcher().get(site.url("/a")).data == b"x"
