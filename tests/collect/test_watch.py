"""Polling a real server, by a clock that runs as fast as it is waited for."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from onrecord.collect import Collected
from onrecord.collect.watch import Clock, FeedState, poll, watch
from onrecord.errors import FetchError, InputError, TooLargeError

from .lists import LONG, make_feed, make_fetcher, make_item, put_pages, xml
from .server import Site, serve
from .test_unpack import make_bomb

NOON = datetime(2031, 3, 7, 12, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as site:
        yield site


class QuickClock(Clock):
    """Time passes when it is waited for, and at once."""

    def __init__(self) -> None:
        self.time = NOON

    def now(self) -> datetime:
        return self.time

    def wait(self, seconds: float, stop: threading.Event) -> None:
        self.time += timedelta(seconds=seconds)

    @property
    def seconds(self) -> float:
        return (self.time - NOON).total_seconds()


@dataclass
class Watched:
    """A watch, and what its caller keeps."""

    site: Site
    feeds: list[str]
    spacing: float = 0.0
    clock: QuickClock = field(default_factory=QuickClock)
    stop: threading.Event = field(default_factory=threading.Event)
    seen: set[str] = field(default_factory=set)
    saved: dict[str, FeedState] = field(default_factory=dict)
    polls: int = 0

    def run(self, polls: int) -> list[Collected | InputError]:
        """What comes until a number of polls are over, counted over all feeds."""
        self.stop.clear()
        end = self.polls + polls
        found = []
        states = [self.saved.get(url, FeedState(url)) for url in self.feeds]
        for item in watch(
            states, fetcher=make_fetcher(spacing=self.spacing), seen=self.seen.__contains__,
            save=lambda state: self.save(state, end), stop=self.stop, clock=self.clock,
        ):  # fmt: skip
            found.append(item)
            if isinstance(item, Collected):
                self.seen.add(item.source)
        return found

    def save(self, state: FeedState, end: int) -> None:
        self.saved[state.url] = state
        self.polls += 1
        if self.polls >= end:
            self.stop.set()


def sources(found: list[Collected | InputError]) -> list[str | None]:
    return [item.source for item in found]


def after(state: FeedState) -> float:
    """Seconds from noon to its next poll."""
    assert state.next_at is not None
    return (state.next_at - NOON).total_seconds()


def test_what_is_new_is_given_out_once_oldest_first(site: Site) -> None:
    first, second, third = put_pages(site, "/1", "/2", "/3")
    site.pages["/feed"] = xml(make_feed(make_item(second), make_item(first)))
    watched = Watched(site, [site.url("/feed")])
    assert sources(watched.run(2)) == [first, second]
    site.pages["/feed"] = xml(make_feed(make_item(third), make_item(second), make_item(first)))
    assert sources(watched.run(2)) == [third]
    assert site.paths().count("/1") == 1


def conditional(body: str, **validators: str) -> Any:
    """A server that knows what its client has."""

    def answer(handler: Any) -> None:
        known = handler.headers.get("If-None-Match"), handler.headers.get("If-Modified-Since")
        fresh = known != (validators.get("ETag"), validators.get("Last-Modified"))
        handler.send_response(200 if fresh else 304)
        for name, value in validators.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Type", "application/rss+xml")
        handler.end_headers()
        if fresh:
            handler.wfile.write(body.encode())

    return answer


def test_conditional_requests(site: Site) -> None:
    stamp = format_datetime(NOON, usegmt=True)
    site.pages["/feed"] = conditional(
        make_feed(make_item(*put_pages(site, "/1"))), **{"ETag": '"v1"', "Last-Modified": stamp}
    )
    fetcher = make_fetcher()
    first = poll(FeedState(site.url("/feed")), fetcher=fetcher, now=NOON)
    assert (first.state.etag, first.state.modified) == ('"v1"', stamp)
    assert len(first.entries) == 1
    second = poll(first.state, fetcher=fetcher, now=NOON)
    assert (second.entries, second.feed, second.error) == ((), None, None)
    assert (second.state.etag, second.state.modified, second.state.failures) == ('"v1"', stamp, 0)


@pytest.mark.parametrize("etag", ["x" * 5_000, "caf\u00e9", "a\tb"])
def test_a_validator_that_could_not_be_sent_back_is_dropped(site: Site, etag: str) -> None:
    site.pages["/feed"] = xml(make_feed(), ETag=etag)
    assert poll(FeedState(site.url("/feed")), fetcher=make_fetcher(), now=NOON).state.etag is None


@pytest.mark.parametrize(
    ("ttl", "seconds"), [(None, 900), (1, 300), (10, 600), (60, 3_600), (100_000, 21_600), (0, 900)]
)
def test_a_feeds_own_interval_where_it_is_sane(site: Site, ttl: int | None, seconds: float) -> None:
    site.pages["/feed"] = xml(make_feed(ttl=ttl))
    assert after(poll(FeedState(site.url("/feed")), fetcher=make_fetcher(), now=NOON).state) == seconds


def test_an_interval_holds_while_nothing_changes(site: Site) -> None:
    site.pages["/feed"] = conditional(make_feed(ttl=60), ETag='"v1"')
    state = poll(FeedState(site.url("/feed")), fetcher=make_fetcher(), now=NOON).state
    assert after(poll(state, fetcher=make_fetcher(), now=NOON).state) == 3_600


def test_back_off_and_recovery(site: Site) -> None:
    site.pages["/feed"] = (500, {}, b"")
    state, waits = FeedState(site.url("/feed"), etag='"v1"'), []
    for _ in range(10):
        polled = poll(state, fetcher=make_fetcher(), now=NOON)
        state = polled.state
        assert isinstance(polled.error, FetchError)
        assert polled.error.source == state.url
        waits.append(after(state))
    assert waits == [900, 1_800, 3_600, 7_200, 14_400, 28_800, 57_600, 86_400, 86_400, 86_400]
    assert (state.failures, state.etag) == (10, '"v1"')
    assert "500" in (state.last_error or "")
    site.pages["/feed"] = xml(make_feed())
    state = poll(state, fetcher=make_fetcher(), now=NOON).state
    assert (state.failures, state.last_error, after(state)) == (0, None, 900)


@pytest.mark.parametrize(
    ("wait", "seconds"),
    [("7200", 7_200), ("5", 900), ("999999999999", 86_400), ("soon", 900), ("-5", 900), ("", 900)],
)
def test_retry_after(site: Site, wait: str, seconds: float) -> None:
    site.pages["/feed"] = (429, {"Retry-After": wait}, b"")
    assert after(poll(FeedState(site.url("/feed")), fetcher=make_fetcher(), now=NOON).state) == seconds


def test_retry_after_a_date(site: Site) -> None:
    until = datetime.now(UTC) + timedelta(hours=3)
    site.pages["/feed"] = (503, {"Retry-After": format_datetime(until, usegmt=True)}, b"")
    wait = after(poll(FeedState(site.url("/feed")), fetcher=make_fetcher(), now=NOON).state)
    assert 3 * 3_600 - 60 < wait <= 3 * 3_600


@pytest.mark.parametrize(
    "answer",
    [
        (200, {"Content-Type": "text/html"}, b"<html><body>Moved"),
        (200, {"Content-Type": "image/png"}, b"\x89PNG"),
        (404, {}, b""),
        (302, {"Location": "http://127.0.0.1/feed"}, b""),
        xml(make_bomb(), type="application/gzip"),
        xml('<!DOCTYPE rss [<!ENTITY a "b">]><rss>&a;</rss>'),
    ],
)
def test_bad_feeds_are_errors_that_name_them(site: Site, answer: Any) -> None:
    site.pages["/feed"] = answer
    polled = poll(FeedState(site.url("/feed")), fetcher=make_fetcher(), now=NOON)
    assert polled.entries == ()
    assert polled.error is not None
    assert polled.error.source == site.url("/feed")
    assert polled.state.failures == 1


def test_robots_hold_for_feeds(site: Site) -> None:
    site.pages |= {"/robots.txt": (200, {}, b"User-agent: *\nDisallow: /feed"), "/feed": xml(make_feed())}
    assert "robots" in str(poll(FeedState(site.url("/feed")), fetcher=make_fetcher(), now=NOON).error)
    assert "/feed" not in site.paths()


def test_a_feed_that_grows_without_end_is_read_up_to_the_limit(site: Site) -> None:
    site.pages["/feed"] = xml(make_feed(*(make_item(site.url(f"/{n}")) for n in range(50))))
    polled = poll(FeedState(site.url("/feed")), fetcher=make_fetcher(entries=10), now=NOON)
    assert len(polled.entries) == 10
    assert isinstance(polled.error, TooLargeError)
    assert polled.state.failures == 0


def test_one_bad_feed_does_not_stop_the_others(site: Site) -> None:
    (page,) = put_pages(site, "/1")
    site.pages["/feed"] = xml(make_feed(make_item(page)))
    watched = Watched(site, [site.url("/gone"), site.url("/feed")])
    assert sources(watched.run(2)) == [site.url("/gone"), page]
    assert watched.saved[site.url("/gone")].failures == 1


def test_feeds_are_polled_when_they_are_due(site: Site) -> None:
    site.pages |= {"/a": xml(make_feed(ttl=10)), "/b": xml(make_feed(ttl=60))}
    watched = Watched(site, [site.url("/a"), site.url("/b")])
    watched.run(9)
    assert site.paths().count("/a") == 7
    assert site.paths().count("/b") == 2
    assert watched.clock.seconds == pytest.approx(3_600, abs=5)


def test_a_state_from_before_is_waited_for(site: Site) -> None:
    site.pages["/feed"] = xml(make_feed())
    watched = Watched(site, [site.url("/feed")])
    watched.saved[site.url("/feed")] = FeedState(site.url("/feed"), next_at=NOON + timedelta(hours=5))
    watched.run(1)
    assert watched.clock.seconds == pytest.approx(5 * 3_600, abs=5)


def test_hosts_are_spared(site: Site) -> None:
    site.pages["/feed"] = xml(make_feed(*map(make_item, put_pages(site, "/1", "/2", "/3"))))
    watched = Watched(site, [site.url("/feed")], spacing=7.0)
    watched.run(1)
    assert watched.clock.seconds == pytest.approx(21.0, abs=0.01)


def test_a_page_that_cannot_be_had_for_now_is_tried_three_times(site: Site) -> None:
    (good,) = put_pages(site, "/1")
    bad = site.url("/2")
    site.pages["/2"] = (503, {}, b"")
    site.pages["/feed"] = conditional(make_feed(make_item(good), make_item(bad)), ETag='"v1"')
    watched = Watched(site, [site.url("/feed")])
    found = watched.run(6)
    assert sources(found) == [bad, good, bad, bad]
    assert site.paths().count("/2") == 3
    assert watched.saved[site.url("/feed")].etag == '"v1"'


def test_a_page_that_is_back_at_the_second_try(site: Site) -> None:
    site.pages["/1"] = (503, {}, b"")
    site.pages["/feed"] = conditional(make_feed(make_item(site.url("/1"))), ETag='"v1"')
    watched = Watched(site, [site.url("/feed")])
    (error,) = watched.run(1)
    assert isinstance(error, FetchError)
    put_pages(site, "/1")
    (item,) = watched.run(1)
    assert isinstance(item, Collected)


def test_a_page_that_is_gone_is_not_asked_for_again(site: Site) -> None:
    site.pages["/feed"] = xml(make_feed(make_item(site.url("/gone"))))
    assert len(Watched(site, [site.url("/feed")]).run(4)) == 1
    assert site.paths().count("/gone") == 1


def test_a_server_that_asks_to_be_left_alone_is(site: Site) -> None:
    third, second, first = (make_item(url) for url in put_pages(site, "/3", "/2", "/1"))
    site.pages["/2"] = (429, {"Retry-After": "7200"}, b"")
    site.pages["/feed"] = xml(make_feed(third, second, first))
    watched = Watched(site, [site.url("/feed")])
    assert sources(watched.run(1)) == [site.url("/1"), site.url("/2")]
    assert "/3" not in site.paths()
    assert after(watched.saved[site.url("/feed")]) >= 7_200
    put_pages(site, "/2")
    assert sources(watched.run(1)) == [site.url("/2"), site.url("/3")]


def test_entries_that_the_feed_itself_carries(site: Site) -> None:
    site.pages["/feed"] = xml(make_feed(make_item(None, guid="g1", description=LONG)))
    (item,) = Watched(site, [site.url("/feed")]).run(3)
    assert isinstance(item, Collected)
    assert (item.raw.url, item.source) == (site.url("/feed"), site.url("/feed#g1"))


def test_nothing_is_lost_when_it_is_left_in_the_middle(site: Site) -> None:
    first, second = put_pages(site, "/1", "/2")
    site.pages["/feed"] = conditional(make_feed(make_item(second), make_item(first)), ETag='"v1"')
    saved: list[FeedState] = []
    state = FeedState(site.url("/feed"))
    running = watch(
        [state], fetcher=make_fetcher(), seen=lambda key: False, save=saved.append, stop=threading.Event()
    )
    item = next(running)
    assert item.source == first
    running.close()  # type: ignore[attr-defined]
    assert saved == []
    watched = Watched(site, [site.url("/feed")], seen={first})
    assert sources(watched.run(1)) == [second]


def stopped_within(running: Iterator[Any], stop: threading.Event, ready: Any) -> float:
    """Seconds from `stop` to the end of a watch that runs in a thread of its own."""
    thread = threading.Thread(target=lambda: list(running), daemon=True)
    thread.start()
    while not ready():
        time.sleep(0.01)
    start = time.monotonic()
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
    return time.monotonic() - start


def test_it_stops_while_it_waits(site: Site) -> None:
    site.pages["/feed"] = xml(make_feed())
    stop, saved = threading.Event(), list[FeedState]()
    running = watch(
        [FeedState(site.url("/feed"))], fetcher=make_fetcher(), seen=bool, save=saved.append, stop=stop
    )
    assert stopped_within(running, stop, lambda: saved) < 1


def test_it_stops_in_the_middle_of_a_fetch(site: Site) -> None:
    site.pages["/feed"] = lambda handler: site.stop.wait(10) and None
    stop = threading.Event()
    running = watch([FeedState(site.url("/feed"))], fetcher=make_fetcher(), seen=bool, save=print, stop=stop)
    assert stopped_within(running, stop, lambda: "/feed" in site.paths()) < 1


def test_it_stops_while_a_host_is_spared(site: Site) -> None:
    site.pages["/feed"] = xml(make_feed(*map(make_item, put_pages(site, "/1", "/2"))))
    stop = threading.Event()
    states, fetcher = [FeedState(site.url("/feed"))], make_fetcher(spacing=60.0)
    running = watch(states, fetcher=fetcher, seen=lambda source: False, save=print, stop=stop)
    assert stopped_within(running, stop, lambda: "/feed" in site.paths()) < 1


def test_no_feeds_end_at_once() -> None:
    assert list(watch([], fetcher=make_fetcher(), seen=bool, save=print, stop=threading.Event())) == []
