"""URL -> bytes, within limits.

One page at a time, as a browser would fetch it, and never more than `Limits` says.
"""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from ipaddress import ip_network
from urllib.parse import urlsplit

import httpcore
import httpx

from onrecord.collect.given import LIMITS, Limits, megabytes
from onrecord.collect.guard import Deadline, GuardedBackend, OverdueError, RefusedError, Resolve, resolve
from onrecord.collect.robots import MAX_BYTES, Robots, parse_robots
from onrecord.collect.unpack import inflate
from onrecord.errors import FetchError, InputError, TooLargeError

AGENT = "onrecord"
PAGES = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")
# Feeds, lists of feeds, sitemaps and files of articles go under many names; the last ones are what servers say of a
# file when they do not know. What it is tell its bytes.
LISTS = (
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml", "text/x-opml",
    "application/opml+xml", "application/x-ndjson", "application/jsonl", "application/json", "text/csv",
    "application/gzip", "application/x-gzip", "application/octet-stream", "binary/octet-stream",
)  # fmt: skip
BUSY = (429, 500, 502, 503, 504)
ROBOTS_HOLD = 86_400.0  # seconds that rules are kept; RFC 9309 asks for no more than a day
SAVE = "save the page and give the file"


@dataclass(frozen=True)
class Fetched:
    """What a URL gave."""

    url: str  # after redirects
    data: bytes  # decompressed
    type: str  # media type without parameters; "" where the server gives none
    charset: str | None
    at: datetime  # UTC
    etag: str | None = None  # to be given back when it is asked for again
    modified: str | None = None  # Last-Modified, as the server wrote it
    unchanged: bool = False  # 304: nothing new since `etag` or `modified`, and no data


class Fetcher:
    """Fetches pages over http and https, from addresses of the open network only.

    Redirects are followed by hand, so that each hop passes the same checks; robots.txt is respected, and
    one that cannot be had (status 5xx) forbids, as RFC 9309 says. Proxies of the environment are not used,
    since behind one the address that is connected to could not be checked.

    Args:
        limits: Sizes, redirects and seconds.
        allow: Networks or addresses that may be fetched from although they are not open ("10.1.0.0/16").
        resolve: Host and port -> addresses; by the system if not given.
        ssl_context: Certificates that are believed; those of browsers if not given.
    """

    def __init__(
        self,
        *,
        limits: Limits = LIMITS,
        allow: Sequence[str] = (),
        resolve: Resolve = resolve,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self.limits = limits
        self._allow = [ip_network(network) for network in allow]
        self._resolve = resolve
        self._given_ssl = ssl_context
        self._robots: dict[str, tuple[float, Robots]] = {}

    @cached_property
    def _ssl(self) -> ssl.SSLContext:
        return self._given_ssl or httpx.create_ssl_context()  # reads some 150 certificates

    def get(
        self, url: str, *, types: Sequence[str] = PAGES, etag: str | None = None, modified: str | None = None
    ) -> Fetched:
        """Fetch one page.

        Args:
            types: Media types that are wanted; another one is refused unread.
            etag, modified: What the last answer said of itself; where nothing is new, the server says so and no more.

        Raises:
            FetchError: refused, forbidden by robots.txt, timed out, no such host, a status other than 200, or
                something else than what is wanted.
            TooLargeError: more than the limit for a page, or for a PDF.
        """
        headers = {"Accept": ", ".join(types)}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": modified} if modified else {}
        with self._named(url), self._client() as client:
            for _ in range(self.limits.redirects + 1):
                target = _checked_url(url)
                self._obey_robots(client, target)
                response = self._send(client, target, headers)
                try:
                    if not response.has_redirect_location:
                        return self._fetched(response, types)
                    url = str(target.join(response.headers["location"]))
                finally:
                    response.close()
            raise FetchError(f"redirected more than {self.limits.redirects} times, the limit; {SAVE}")

    @contextmanager
    def _named(self, url: str) -> Iterator[None]:
        """Every failure as an error that names the URL and the reason."""
        seconds = f"{self.limits.seconds:g} s"
        try:
            yield
        except InputError as error:
            error.source = url
            raise
        except RefusedError as error:
            raise FetchError(f"refused: {error}; {SAVE}", source=url) from None
        except (OverdueError, httpcore.TimeoutException, TimeoutError):
            raise FetchError(
                f"took longer than {seconds}, the limit; try again later, or {SAVE}",
                source=url,
                temporary=True,
            ) from None
        except (
            httpcore.NetworkError,
            httpcore.ProtocolError,
            httpx.HTTPError,
            httpx.InvalidURL,
            OSError,
        ) as error:
            reason = str(error) or type(error).__name__
            raise FetchError(
                f"no answer: {reason}; check the address, or {SAVE}", source=url, temporary=True
            ) from None

    def _client(self) -> httpx.Client:
        backend = GuardedBackend(Deadline(self.limits.seconds), self._allow, self._resolve)
        # No connection is kept: what was checked for one request is not used for another.
        pool = httpcore.ConnectionPool(self._ssl, max_keepalive_connections=0, network_backend=backend)
        headers = {"User-Agent": f"{AGENT}/{_version()}", "Accept": "*/*", "Accept-Encoding": "gzip"}
        return httpx.Client(transport=_Transport(pool), headers=headers, timeout=None, trust_env=False)

    def _send(
        self, client: httpx.Client, target: httpx.URL, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        client.cookies.clear()
        request = client.build_request("GET", target, headers=headers)
        return client.send(request, stream=True, follow_redirects=False)

    def _fetched(self, response: httpx.Response, types: Sequence[str]) -> Fetched:
        type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        validators = _validator(response, "etag"), _validator(response, "last-modified")
        if response.status_code == 304:
            return Fetched(str(response.url), b"", type, None, datetime.now(UTC), *validators, unchanged=True)
        if response.status_code != 200:
            raise _refusal(f"the server answered {_status(response)}; check the address, or {SAVE}", response)
        if type and type not in types:
            raise FetchError(
                f"it is {type!r}, and HTML, text and PDF are read; give the address of an article"
            )
        limit = self.limits.pdf if type == "application/pdf" else self.limits.page
        data = bytearray()
        for chunk in _decompressed(response):
            data += chunk
            if len(data) > limit:
                raise TooLargeError(
                    f"larger than {megabytes(limit)}, the limit; save the article's text and give that"
                )
        charset = response.charset_encoding
        return Fetched(str(response.url), bytes(data), type, charset, datetime.now(UTC), *validators)

    def _obey_robots(self, client: httpx.Client, target: httpx.URL) -> None:
        origin = f"{target.scheme}://{target.netloc.decode()}"
        read, robots = self._robots.get(origin, (0.0, None))
        if robots is None or time.monotonic() - read > ROBOTS_HOLD:
            robots = self._read_robots(client, target.join("/robots.txt"))
            self._robots[origin] = time.monotonic(), robots
        if not robots.allows(str(target)):
            raise FetchError(f"robots.txt of {target.host!r} does not let {str(target)!r} be fetched; {SAVE}")

    def _read_robots(self, client: httpx.Client, target: httpx.URL) -> Robots:
        for _ in range(self.limits.redirects + 1):
            response = self._send(client, target)
            try:
                if response.has_redirect_location:
                    target = _checked_url(str(target.join(response.headers["location"])))
                    continue
                if response.status_code >= 500:
                    words = f"robots.txt cannot be had ({_status(response)}); try again later, or {SAVE}"
                    raise _refusal(words, response)
                if response.status_code != 200:
                    return Robots()
                return parse_robots(_start(response, MAX_BYTES).decode("utf-8", "replace"), agent=AGENT)
            finally:
                response.close()
        return Robots()


class _Transport(httpx.BaseTransport):
    """httpx over an httpcore pool of our own; httpx's transport lets no network backend be given."""

    def __init__(self, pool: httpcore.ConnectionPool) -> None:
        self._pool = pool

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Stream(answer))

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def _checked_url(url: str) -> httpx.URL:
    try:
        target = httpx.URL(url)
        port = urlsplit(url).port  # httpx takes ports that do not exist
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"{url!r} is no URL ({error}); check the address") from None
    if target.scheme not in ("http", "https"):
        raise FetchError(f"{target.scheme!r} is not fetched, only http and https; {SAVE}")
    if not target.host or port == 0:
        raise FetchError(f"{url!r} names no host; write it as https://host/path")
    if target.userinfo:
        raise FetchError("a URL with a user's name and password is not fetched; leave them out")
    return target.copy_with(fragment=None)


def _decompressed(response: httpx.Response) -> Iterator[bytes]:
    """The body, a piece at a time: a bomb of a thousand to one is stopped by the limit before it is whole."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding in ("", "identity"):
        yield from response.iter_raw()
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(f"it is compressed with {encoding!r}, which was not asked for; {SAVE}")
    try:
        yield from inflate(response.iter_raw())
    except zlib.error as error:
        raise FetchError(f"cannot be decompressed ({error}); {SAVE}") from None


def _start(response: httpx.Response, size: int) -> bytes:
    """The first `size` bytes or fewer, in whole lines where there are more."""
    data = bytearray()
    for chunk in _decompressed(response):
        data += chunk
        if len(data) > size:
            return bytes(data[:size].rpartition(b"\n")[0])
    return bytes(data)


def _status(response: httpx.Response) -> str:
    return f"{response.status_code} {response.reason_phrase}".strip()


def _validator(response: httpx.Response, name: str) -> str | None:
    """A header that goes back to the server as it is, unless it is none that could be sent."""
    value = response.headers.get(name)
    return value if value and len(value) <= 1_000 and value.isascii() and value.isprintable() else None


def _refusal(words: str, response: httpx.Response) -> FetchError:
    """A status that is no answer, with what it says of trying again."""
    wait = response.headers.get("retry-after", "").strip()
    seconds = 0.0
    with suppress(TypeError, ValueError, OverflowError):  # none, no date, or one without a time zone
        until = parsedate_to_datetime(wait) if not wait.isdecimal() else None
        seconds = (until - datetime.now(UTC)).total_seconds() if until else float(wait)
    busy = response.status_code in BUSY
    return FetchError(words, temporary=busy, retry_after=seconds if seconds > 0 else None)


def _version() -> str:
    from importlib.metadata import version

    return version("onrecord")
