"""Feeds that are watched: where polling stands is kept in the Record, so that a watch goes on where it was stopped."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa

from onrecord.collect.fetch import Fetcher
from onrecord.collect.watch import Clock, FeedState, watch
from onrecord.errors import FetchError, InputError, UsageError
from onrecord.store import schema
from onrecord.store.adding import Stored
from onrecord.store.engine import reading, writing
from onrecord.store.intake import Intake


def watch_feeds(
    intake: Intake,
    feeds: Iterable[str],
    *,
    stop: threading.Event,
    fetcher: Fetcher | None = None,
    clock: Clock | None = None,
) -> Iterator[Stored | InputError]:
    """Poll feeds until `stop` is set, and store what is new; gives what became of each article once it is stored.

    Args:
        feeds: Addresses to watch from now on, beside those that the Record watches already.

    Raises:
        UsageError: there is no feed to watch.
    """
    engine = intake.engine
    states = _states(engine)
    states |= {url: FeedState(url) for url in feeds if url not in states}
    if not states:
        raise UsageError("no feed to watch; give the address of one")
    again: set[str | None] = set()  # what failed for now; `watch` itself knows how often it is tried
    found = watch(
        states.values(),
        fetcher=fetcher or Fetcher(),
        seen=lambda source: source not in again and _is_known(engine, source),
        save=lambda state: _save(engine, state),
        stop=stop,
        clock=clock,
    )
    for one in found:
        (again.add if isinstance(one, FetchError) and one.temporary else again.discard)(one.source)
        # Each by itself: the feed's state is saved when the next one is asked for, and must not outrun what is stored.
        yield from intake.add([one])


def _states(engine: sa.Engine) -> dict[str, FeedState]:
    with reading(engine) as connection:
        rows = connection.execute(sa.select(schema.feed).order_by(schema.feed.c.url)).all()
    found = {}
    for row in rows:
        state = json.loads(row.state)
        at = state["next_at"]
        found[row.url] = FeedState(**state | {"next_at": datetime.fromisoformat(at) if at else None})
    return found


def _save(engine: sa.Engine, state: FeedState) -> None:
    row = asdict(state) | {"next_at": state.next_at.isoformat() if state.next_at else None}
    f = schema.feed
    with writing(engine) as connection:
        known = connection.execute(
            sa.update(f).where(f.c.url == state.url).values(state=json.dumps(row))
        ).rowcount
        if state.last_error is None:
            connection.execute(sa.delete(schema.failure).where(schema.failure.c.source == state.url))
        if not known:
            connection.execute(f.insert().values(url=state.url, state=json.dumps(row)))


def _is_known(engine: sa.Engine, source: str) -> bool:
    """Whether an entry was dealt with: stored, failed for good, or forgotten."""
    a, f, gone = schema.article, schema.failure, schema.forgotten
    known = sa.or_(
        sa.exists().where(sa.or_(a.c.url == source, a.c.source == source)),
        sa.exists().where(f.c.source == source),
        sa.exists().where(gone.c.url == source),
    )
    with reading(engine) as connection:
        return bool(connection.scalar(sa.select(known)))
