"""Feeds, OPML lists and sitemaps -> the articles that they lead to."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from io import BytesIO
from typing import IO

from onrecord.collect.article import collect_article
from onrecord.collect.canonical import canonical_url
from onrecord.collect.collected import Collected, Origin
from onrecord.collect.feed import Entry, Feed, collect_content, read_feed
from onrecord.collect.fetch import LISTS, PAGES, Fetched, Fetcher
from onrecord.collect.given import LIMITS, Given, megabytes
from onrecord.collect.listing import Kind, Link, listing_kind, read_listing
from onrecord.collect.pace import Pace
from onrecord.collect.unpack import GZIP, unzip
from onrecord.errors import FetchError, InputError, MalformedError, TooLargeError

Found = Iterator[Collected | InputError]


def read_listed(stream: IO[bytes]) -> bytes:
    """All of a feed or a list, up to the limit.

    Raises:
        TooLargeError: it is larger, or has no end.
    """
    data = stream.read(LIMITS.page + 1)
    if len(data) > LIMITS.page:
        raise TooLargeError(f"larger than {megabytes(LIMITS.page)}, the limit for a feed or a list; split it")
    return data


def unpacked(page: Fetched) -> bytes:
    """What was fetched, without the packing of a `.gz` file.

    Raises:
        InputError: broken, cut off, or a bomb.
    """
    return read_listed(unzip(BytesIO(page.data))) if page.data.startswith(GZIP) else page.data


def fetch_article(
    url: str, given: Given, *, fetcher: Fetcher, hints: Given, source: str | None = None
) -> Collected:
    """The article at `url`, which is no list of others.

    Args:
        hints: What the list that led there says of it.
        source: Its name, if not its URL.

    Raises:
        InputError: there is none that can be read.
    """
    page = fetcher.get(url)
    origin = Origin(source or url, given, page.url, page.charset, page.at)
    return collect_article(page.data, origin, hints=hints)


def collect_entry(entry: Entry, feed: Feed, origin: Origin, fetcher: Fetcher) -> Collected:
    """The article of one entry of a feed: from its page, and where that cannot be had, from the feed.

    The page goes first. Feeds cut texts off without saying so, and a record that compares versions of a report needs
    all of them read in one way.

    Args:
        origin: The feed's, with the name of the entry.

    Raises:
        InputError: neither gives one.
    """
    if entry.link is None:
        return collect_content(entry, feed, origin)
    try:
        return fetch_article(
            entry.link, origin.given, fetcher=fetcher, hints=entry.hints, source=origin.source
        )
    except InputError as error:
        try:
            return collect_content(entry, feed, origin)
        except InputError:
            raise error from None


class Follower:
    """Follows the links of one input: each page once, hosts spared, and all of it within limits.

    Args:
        fetcher: Its limits hold.
    """

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._limits = fetcher.limits
        self._pace = Pace(fetcher.limits.spacing)
        self._pages: set[str] = set()
        self._lists: set[str] = set()

    def follow(self, data: bytes, kind: Kind, origin: Origin, depth: int = 0) -> Found:
        """The articles that a feed or a list leads to, an error in the place of each that cannot be had.

        Args:
            data: The feed or the list itself.
            depth: Lists that it stands in.
        """
        try:
            if kind == "feed":
                limit = self._limits.entries
                feed = read_feed(data, charset=origin.charset, url=origin.url, limit=limit)
                yield from self._entries(feed, origin)
                return
            listing = read_listing(data, kind, charset=origin.charset, url=origin.url)
        except InputError as error:
            error.source = origin.source
            yield error
            return
        for link in listing.links:
            if len(self._pages) >= self._limits.links or len(self._lists) >= self._limits.lists:
                yield self._over(origin)
                return
            yield from self._page(link, origin) if listing.pages else self._list(link.url, origin, depth + 1)

    def _over(self, origin: Origin) -> InputError:
        limits = self._limits
        words = f"leads to more than {limits.links:,} pages or {limits.lists:,} lists, the limits; the rest is left out"
        return TooLargeError(words, source=origin.source)

    def _entries(self, feed: Feed, origin: Origin) -> Found:
        by_key = any(entry.key == origin.source for entry in feed.entries)
        for number, entry in enumerate(feed.entries, 1):
            wanted = entry.key == origin.source if by_key else origin.wants(number)
            if not wanted or entry.key in self._pages:
                continue
            self._pages.add(entry.key)
            # A number would not do for a feed that was fetched: the third entry of today is the fifth of tomorrow.
            named = replace(origin, source=entry.key if entry.link or origin.url else origin.item(number))
            try:
                with self._turn(entry.link) if entry.link else nullcontext():
                    found = collect_entry(entry, feed, named, self._fetcher)
                yield found
            except InputError as error:
                error.source = named.source
                yield error
        if feed.over and origin.only is None and not by_key:
            words = f"{feed.over:,} entries more than {self._limits.entries:,}, the limit for a feed; they are left out"
            yield TooLargeError(words, source=origin.source)

    def _page(self, link: Link, origin: Origin) -> Found:
        key = canonical_url(link.url)
        if key in self._pages:
            return
        self._pages.add(key)
        try:
            with self._turn(link.url):
                found = fetch_article(link.url, origin.given, fetcher=self._fetcher, hints=link.hints)
            yield found
        except InputError as error:
            error.source = link.url
            yield error

    def _list(self, url: str, origin: Origin, depth: int) -> Found:
        key = canonical_url(url)
        if key in self._lists:
            return
        self._lists.add(key)
        try:
            if depth > self._limits.depth:
                raise TooLargeError(
                    f"a list within {self._limits.depth} others, the limit; give its address itself"
                )
            with self._turn(url):
                page = self._fetcher.get(url, types=PAGES + LISTS)
            data = unpacked(page)
            kind = listing_kind(data[: 1 << 16], page.charset)
            if kind is None:
                raise MalformedError(
                    "neither a feed nor a list of feeds nor a sitemap; take it out of the list"
                )
        except InputError as error:
            error.source = url
            yield error
            return
        inner = Origin(url, origin.given, page.url, page.charset, page.at)
        yield from self.follow(data, kind, inner, depth)

    @contextmanager
    def _turn(self, url: str) -> Iterator[None]:
        """The turn of a host, awaited; one that asked to be left alone is not asked again."""
        left = self._pace.held(url, time.monotonic())
        if left:
            words = f"its server asked to be left alone for another {left:.0f} s; try again later"
            raise FetchError(words, temporary=True)
        time.sleep(self._pace.wait(url, time.monotonic()))
        try:
            yield
        except FetchError as error:
            if error.retry_after:
                self._pace.hold(url, time.monotonic() + error.retry_after)
            raise
