"""Feeds, polled again and again, as seldom as news allows.

A poll is a step from one state of a feed to the next; `watch` takes such steps when they are due, follows what is
new, and gives it out. The state is a value that the caller keeps, so that a watch goes on where it was stopped.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TypeVar

from onrecord.collect.collected import Collected, Origin
from onrecord.collect.feed import Entry, Feed, read_feed
from onrecord.collect.fetch import LISTS, PAGES, Fetcher
from onrecord.collect.follow import collect_entry, unpacked
from onrecord.collect.pace import Pace
from onrecord.errors import FetchError, InputError, TooLargeError

T = TypeVar("T")
USUAL = 900.0  # seconds between polls, where a feed says nothing
SHORTEST, LONGEST = (
    300.0,
    21_600.0,
)  # a `ttl` of one minute overloads, one of a month loses what drops out of the feed
BACK_OFF = 86_400.0  # cap of the wait after failures, and of what a server may ask for
TRIES = 3  # of one entry whose page cannot be had for now
EVER = datetime.min.replace(tzinfo=UTC)
GLANCE = 0.2  # seconds between two looks at whether it is to stop, while something is fetched
NAP = 60.0  # a wait is cut into pieces, so that a clock that was put forward or back does no harm


@dataclass(frozen=True)
class FeedState:
    """What is known of a feed between two polls."""

    url: str
    etag: str | None = None  # of the last answer whose entries were all dealt with
    modified: str | None = None  # Last-Modified of the same
    next_at: datetime | None = None  # UTC, not to be asked before; None: at once
    failures: int = 0  # polls in a row that failed
    last_error: str | None = None  # of the last poll; None where it went well
    interval: float = USUAL  # seconds between polls that go well, as the feed asks within reason


@dataclass(frozen=True)
class Poll:
    """What one poll of a feed gave."""

    state: FeedState  # to go on from once the entries are dealt with
    entries: tuple[Entry, ...] = ()  # oldest first; () where nothing is new
    feed: Feed | None = None  # None where it could not be had or has not changed
    error: InputError | None = None  # why it could not be had, or not all of it
    origin: Origin | None = None  # where it was had from


def poll(state: FeedState, *, fetcher: Fetcher, now: datetime) -> Poll:
    """Ask a feed once whether it has changed, and read it if so.

    The only effect is the fetch. A failure is a state like any other: the wait doubles with each in a row, up to a day,
    and is as long as the server asks for at least.

    Args:
        now: UTC.
    """
    try:
        page = fetcher.get(state.url, types=PAGES + LISTS, etag=state.etag, modified=state.modified)
        if page.unchanged:
            return Poll(replace(state, next_at=_after(now, state.interval), failures=0, last_error=None))
        limit = fetcher.limits.entries
        feed = read_feed(unpacked(page), charset=page.charset, url=page.url, limit=limit)
    except InputError as error:
        error.source = state.url
        return Poll(_failed(state, error, now), error=error)
    interval = min(max(60.0 * feed.ttl, SHORTEST), LONGEST) if feed.ttl else USUAL
    after = FeedState(state.url, page.etag, page.modified, _after(now, interval), interval=interval)
    over = None
    if feed.over:
        over = TooLargeError(
            f"{feed.over:,} entries more than {limit:,}, the limit for a feed; they are left out",
            source=state.url,
        )
    origin = Origin(state.url, url=page.url, charset=page.charset, fetched=page.at)
    return Poll(after, feed.entries[::-1], feed, over, origin)


def _failed(state: FeedState, error: InputError, now: datetime) -> FeedState:
    failures = state.failures + 1
    asked = error.retry_after if isinstance(error, FetchError) and error.retry_after else 0.0
    wait = min(max(USUAL * 2.0 ** min(failures - 1, 20), asked), BACK_OFF)
    return replace(state, next_at=_after(now, wait), failures=failures, last_error=error.args[0])


def _after(now: datetime, seconds: float) -> datetime:
    return now + timedelta(seconds=seconds)


class Clock:
    """The time, and waiting for it."""

    def now(self) -> datetime:
        """UTC."""
        return datetime.now(UTC)

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """Until `seconds` are over or `stop` is set."""
        stop.wait(seconds)


def watch(
    feeds: Iterable[FeedState],
    *,
    fetcher: Fetcher,
    seen: Callable[[str], bool],
    save: Callable[[FeedState], None],
    stop: threading.Event,
    clock: Clock | None = None,
) -> Iterator[Collected | InputError]:
    """Poll feeds when they are due and give out what is new, until `stop` is set; then it ends within a second.

    A feed's state is saved only after each of its entries was given out and the next one asked for, so that whoever
    stores what comes before asking for more loses nothing, whenever it is stopped or killed. Entries whose pages
    cannot be had for now are tried again at the next polls, three times in all.

    Args:
        feeds: From where each is to go on; `FeedState(url)` for a new one.
        fetcher: Its limits hold, among them the seconds between two requests to one host.
        seen: Whether an item with this `source` was given out before, as an article or as an error that stays.
        save: Takes the new state of a feed.
        stop: Set from another thread or a signal's handler.
        clock: The system's if not given.

    Yields:
        Articles, oldest entry of a feed first; errors in the place of those that cannot be read, and of polls that
        failed, whose `source` is the feed. The `source` of an item is the same each time that it is met.
    """
    yield from _Watch(feeds, fetcher, seen, stop, clock or Clock()).run(save)


class _Watch:
    def __init__(
        self,
        feeds: Iterable[FeedState],
        fetcher: Fetcher,
        seen: Callable[[str], bool],
        stop: threading.Event,
        clock: Clock,
    ) -> None:
        self._states = {state.url: state for state in feeds}
        self._tries: dict[str, dict[str, int]] = {}  # by feed and entry; only of entries that stand in it now
        self._fetcher, self._seen, self._stop, self._clock = fetcher, seen, stop, clock
        self._pace = Pace(fetcher.limits.spacing)

    def run(self, save: Callable[[FeedState], None]) -> Iterator[Collected | InputError]:
        while self._states and not self._stop.is_set():
            state = min(self._states.values(), key=lambda state: state.next_at or EVER)
            wait = ((state.next_at or EVER) - self._clock.now()).total_seconds()
            if wait > 0:
                self._clock.wait(min(wait, NAP), self._stop)
                continue
            after = yield from self._turn(state)
            if after:
                self._states[state.url] = after
                save(after)

    def _turn(self, state: FeedState) -> Generator[Collected | InputError, None, FeedState | None]:
        """One poll and what came of it; returns the state to go on from, None where it was stopped before its end."""
        polled = self._do(state.url, lambda: poll(state, fetcher=self._fetcher, now=self._clock.now()))
        if polled is None:
            return None
        if polled.error:
            yield polled.error
        if not (polled.feed and polled.origin):
            return polled.state
        feed, origin, after = polled.feed, polled.origin, polled.state
        tries = self._tries.get(state.url, {})
        self._tries[state.url] = tries = {entry.key: tries.get(entry.key, 0) for entry in polled.entries}
        for entry in polled.entries:
            if tries[entry.key] >= TRIES or self._seen(entry.key):
                tries[entry.key] = TRIES
                continue
            found = self._do(entry.link, partial(_attempt, entry, feed, origin, self._fetcher))
            if found is None:
                return None
            again = isinstance(found, FetchError) and found.temporary
            tries[entry.key] = tries[entry.key] + 1 if again else TRIES
            yield found
            if isinstance(found, FetchError) and found.retry_after:
                # The server wants to be left alone, and so do the other pages there.
                until = _after(self._clock.now(), min(found.retry_after, BACK_OFF))
                return replace(after, etag=None, modified=None, next_at=max(until, after.next_at or until))
        left = any(0 < number < TRIES for number in tries.values())
        # Without them the next answer holds all entries again, changed or not.
        return replace(after, etag=None, modified=None) if left else after

    def _do(self, url: str | None, job: Callable[[], T]) -> T | None:
        """What `job` gives, its host's turn awaited; None where it was stopped, even in the middle of a fetch."""
        if url:
            wait = self._pace.wait(url, self._clock.now().timestamp())
            if wait > 0:
                self._clock.wait(wait, self._stop)
        if self._stop.is_set():
            return None
        future: Future[T] = Future()
        # A daemon, since a fetch that is left alone ends by its own limit and need not be waited for.
        threading.Thread(target=_run, args=(job, future), daemon=True).start()
        while not self._stop.is_set():
            if wait_for([future], GLANCE).done:
                return future.result()
        return None


def _run(job: Callable[[], T], future: Future[T]) -> None:
    try:
        future.set_result(job())
    except BaseException as error:  # raised where the result is asked for
        future.set_exception(error)


def _attempt(entry: Entry, feed: Feed, origin: Origin, fetcher: Fetcher) -> Collected | InputError:
    try:
        return collect_entry(entry, feed, replace(origin, source=entry.key), fetcher)
    except InputError as error:
        error.source = entry.key
        return error
