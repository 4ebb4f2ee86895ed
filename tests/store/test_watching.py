"""Feeds are watched from where the Record stands: nothing is read twice, and nothing that was stored is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from collect.lists import make_feed, make_fetcher, make_item, put_pages, xml
from collect.server import Site, serve

from onrecord.collect.watch import Clock
from onrecord.errors import InputError, UsageError
from onrecord.store import Record
from onrecord.store.adding import Stored
from onrecord.store.intake import Intake
from onrecord.store.watching import watch_feeds
from store.conftest import read_fast


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as site:
        yield site


class QuickClock(Clock):
    """Time passes when it is waited for, and the watch is stopped after some hours of it."""

    def __init__(self, hours: float, stop: threading.Event) -> None:
        self.time = datetime(2031, 3, 7, 12, tzinfo=UTC)
        self.end, self.stop = self.time + timedelta(hours=hours), stop

    def now(self) -> datetime:
        return self.time

    def wait(self, seconds: float, stop: threading.Event) -> None:
        self.time += timedelta(seconds=seconds)
        if self.time >= self.end:
            self.stop.set()


def watched(record: Record, *feeds: str, hours: float = 1) -> list[Stored | InputError]:
    stop = threading.Event()
    intake = Intake(record.engine, read_fast, "fast")
    return list(watch_feeds(intake, feeds, stop=stop, fetcher=make_fetcher(), clock=QuickClock(hours, stop)))


def test_what_is_new_is_stored_once_and_the_watch_goes_on(record: Record, site: Site) -> None:
    first, second, third = put_pages(site, "/1", "/2", "/3")
    site.pages["/feed"] = xml(make_feed(make_item(second), make_item(first)))
    assert [getattr(one, "outcome", one) for one in watched(record, site.url("/feed"))] == ["added", "added"]
    site.pages["/feed"] = xml(make_feed(make_item(third), make_item(second), make_item(first)))
    found = watched(record, hours=30)  # the Record knows its feeds
    assert [(one.source, getattr(one, "outcome", one)) for one in found] == [(third, "added")]
    assert site.paths().count("/1") == 1
    assert {reading.article.url for reading in record.readings()} == {first, second, third}


def test_what_cannot_be_had_for_now_is_tried_again(record: Record, site: Site) -> None:
    (page,) = put_pages(site, "/1")
    good = site.pages["/1"]
    site.pages["/1"] = (503, {"Content-Type": "text/html"}, b"")
    site.pages["/feed"] = xml(make_feed(make_item(page)))

    found = []
    stop = threading.Event()
    intake = Intake(record.engine, read_fast, "fast")
    for one in watch_feeds(
        intake, [site.url("/feed")], stop=stop, fetcher=make_fetcher(), clock=QuickClock(30, stop)
    ):
        found.append(one)
        site.pages["/1"] = good
    assert [getattr(one, "outcome", None) or one.kind for one in found] == ["fetch", "added"]  # type: ignore[union-attr]
    assert record.failures() == []


def test_what_failed_for_good_is_left_alone(record: Record, site: Site) -> None:
    site.pages["/feed"] = xml(make_feed(make_item(site.url("/gone"))))
    first = watched(record, site.url("/feed"), hours=30)
    assert len(first) == 1
    assert watched(record, hours=30) == []
    assert [row["source"] for row in record.failures()] == [site.url("/gone")]


def test_a_feed_that_fails_is_a_failure_until_it_is_there(record: Record, site: Site) -> None:
    url = site.url("/feed")
    assert {type(one).__name__ for one in watched(record, url)} == {"FetchError"}
    assert [row["source"] for row in record.failures()] == [url]
    site.pages["/feed"] = xml(make_feed(make_item(*put_pages(site, "/1"))))
    assert [getattr(one, "outcome", one) for one in watched(record, hours=60)] == ["added"]
    assert record.failures() == []


def test_nothing_to_watch(record: Record) -> None:
    with pytest.raises(UsageError, match="no feed to watch"):
        watched(record)
