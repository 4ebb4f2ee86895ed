"""The order of the stages, and the parallel map over articles."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

from onrecord.collect import check, load_events, load_tables, parse_date
from onrecord.errors import InputError, InternalError, UsageError
from onrecord.extract import extract
from onrecord.models import NO_TABLES, Article, Event, UserTables
from onrecord.reading import Reading
from onrecord.resolve import resolve_all
from onrecord.resolve.chain import trace_chain
from onrecord.resolve.shown import as_shown
from onrecord.stakes import weigh
from onrecord.times import times


def read_article(article: Article, events: Sequence[Event] = (), tables: UserTables = NO_TABLES) -> Reading:
    """All stages over one article.

    Args:
        events: Dated events from which times may be counted, beside those that are known.
        tables: A user's actors and roles, which go before those that are known, more events, and names as they are
            shown.

    Raises:
        InputError: the text is empty, too large, or not English.
    """
    check(article)
    found = extract(article)
    named = times(article, [(t.start, t.end, t.ahead) for t in found.times])
    statements, who = resolve_all(article, found.statements, found.mentions, named, tables=tables)
    stakes = weigh(article, found.drafts, statements, named, who, events=(*tables.events, *events))
    shown = tables.spellings
    return Reading(
        article,
        as_shown(statements, shown),
        as_shown(stakes.conditions, shown),
        as_shown(stakes.timelines, shown),
        as_shown(stakes.plans, shown),
        named,
        told=who.told,
    )


def read(
    text: str,
    *,
    published: date | str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
    events: Sequence[Event] | str | Path = (),
    tables: UserTables | str | Path = NO_TABLES,
) -> Reading:
    """Read one report: who said what, for whom; what is demanded, due and planned.

    Args:
        text: The article's text, paragraphs parted by line breaks.
        published: Day of publication, a date or ISO 8601 text; days such as "on Friday" are counted from it.
        outlet: Who published it.
        events: Dated events from which times may be counted ("two weeks after the congress"), or a CSV file of them
            with the columns words, from and to.
        tables: Actors, roles, events and spellings of your own, or the file that holds them (`collect.load_tables`).

    Raises:
        InputError: the text is empty, too large (over 2 MB), or not English.
        UsageError: `published` is no ISO 8601 date, or `events` or `tables` cannot be read.

    >>> reading = read("The envoy left early. “We never agreed to that,” Ruth Amsel said on Friday.",
    ...     published="2031-03-07")
    >>> reading.statements[0].speaker
    'Ruth Amsel'
    """
    try:
        day = parse_date(published) if isinstance(published, str) else published
    except ValueError as error:
        raise UsageError(f"published: {error}") from None
    article = Article(text=text, published=day, outlet=outlet, title=title, url=url)
    return read_article(article, tables=own_tables(tables, events))


def own_tables(
    tables: UserTables | str | Path = NO_TABLES, events: Sequence[Event] | str | Path = ()
) -> UserTables:
    """A user's tables with more events, each read from its file where a path is given.

    Raises:
        UsageError: a file cannot be read.
    """
    own = load_tables(tables) if isinstance(tables, str | Path) else tables
    more = load_events(events) if isinstance(events, str | Path) else tuple(events)
    return replace(own, events=own.events + more) if more else own


def _attempt(item: Article | InputError, tables: UserTables, record: bool) -> Reading | InputError:
    if isinstance(item, InputError):
        return item
    try:
        found = read_article(item, tables=tables)
        return for_record(found) if record else found
    except InputError as error:
        error.source, error.id = error.source or item.id, item.id
        return error
    except Exception as error:  # one article that brings a fault to light must not cost the others
        if os.environ.get("ONRECORD_DEBUG", "0") not in ("", "0"):
            traceback.print_exc()
        words = f"{type(error).__name__}: {error}; please report it, with what --debug prints"
        return InternalError(words, source=item.id)


def for_record(reading: Reading) -> Reading:
    """A reading with what a Record keeps besides: what its statements mean, and the way of each to its outlet."""
    from onrecord.extract.meaning import meanings  # loads a network that reading does not need
    from onrecord.trace.around import packed, placed

    article = reading.article
    found = meanings([reading.words(s.content) for s in reading.statements])
    topics = placed(found, [(article.text, s.content[0][0], article.title or "") for s in reading.statements])
    phrases = reading.at_stake()
    return replace(
        reading,
        meanings=found.tobytes(),
        topics=packed(topics).tobytes(),
        phrases=phrases,
        phrase_meanings=meanings(phrases).tobytes(),
        paths=trace_chain(reading).paths,
    )


def _set_up_worker() -> None:
    """Ctrl-C reaches all processes of a terminal; the first one tells the workers to stop, or they end after it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # killed without a word: nobody waits for this article any more


def _cores() -> int:
    """Cores that this process may use, which in a container are fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_all(
    items: Iterable[Article | InputError],
    *,
    workers: int = 0,
    events: Sequence[Event] | str | Path = (),
    tables: UserTables | str | Path = NO_TABLES,
    record: bool = False,
) -> Iterator[Reading | InputError]:
    """Read many articles in order; an error takes the place of an article that could not be read.

    Args:
        items: Articles, or the errors that collecting gave in their place; taken as needed, never all at once.
        workers: Processes; 0 means one for each core, 1 reads in this process.
        events, tables: As for `read`.
        record: Give also what a Record keeps besides (`for_record`); takes about a tenth of the time more.

    Raises:
        UsageError: `events` or `tables` cannot be read.
    """
    attempt = partial(_attempt, tables=own_tables(tables, events), record=record)
    workers = workers or _cores()
    return map(attempt, items) if workers == 1 else _in_processes(items, workers, attempt)


def _in_processes(
    items: Iterable[Article | InputError],
    workers: int,
    attempt: Callable[[Article | InputError], Reading | InputError],
) -> Iterator[Reading | InputError]:
    source = iter(items)
    pool = ProcessPoolExecutor(workers, initializer=_set_up_worker)
    try:
        pending = [pool.submit(attempt, item) for item in islice(source, workers * 4)]
        while pending:
            yield pending.pop(0).result()
            pending.extend(pool.submit(attempt, item) for item in islice(source, 1))
    finally:  # whoever takes the results may stop early
        pool.shutdown(cancel_futures=True)
