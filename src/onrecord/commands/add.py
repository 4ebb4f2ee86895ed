"""`onrecord add`, `onrecord watch` and `onrecord failures`."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.errors import InputError, InternalError, PartlyDoneError, UsageError
from onrecord.shell import EXIT_CODES, debug_option, message, options, record_option

if TYPE_CHECKING:
    from onrecord.store import Record, Stored


@click.command("add", epilog=EXIT_CODES)
@click.argument("sources", metavar="SOURCE...", nargs=-1)
@options(
    record_option,
    click.option(
        "--published", metavar="DATE", help="Day of publication, YYYY-MM-DD, where an input has none."
    ),
    click.option("--outlet", metavar="NAME", help="Who published it, where an input does not say."),
    click.option("--title", metavar="TEXT", help="Title, where the input has none."),
    click.option("--url", metavar="URL", help="Address, where the input has none."),
    click.option(
        "--again", is_flag=True, help="Read again what an older reader has read; corrections hold on."
    ),
    click.option("--retry", is_flag=True, help="Try once more what has failed before."),
    click.option("--workers", type=click.IntRange(0), default=0, help="Processes; 0 (default): one a core."),
    click.option(
        "--events",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="CSV of dated events, as for `read`.",
    ),
    click.option(
        "--tables",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Your own actors, roles, ..., as for `read`.",
    ),
    click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each article."),
    debug_option,
)
@click.pass_context
def add_command(ctx: click.Context, /, sources: tuple[str, ...], record: str, **given: Any) -> None:
    """Read reports into the Record: files, folders, URLs, feeds, OPML, sitemaps, WARC, JSON Lines, CSV, Parquet.

    What is there already is left as it is; a corrected article becomes a new version of it. One input that
    cannot be read does not stop the others: `onrecord failures` lists them, and --retry tries them again.

    \b
    onrecord add coverage.jsonl reports/
    onrecord add --outlet "Harbour Post" --published 2031-03-07 report.txt
    """
    if not sources and not (given["retry"] or given["again"]):
        raise UsageError("nothing to add; name files, folders or URLs, or pass --retry or --again")
    from onrecord.store import Record

    with Record(record) as opened:
        ctx.exit(_add(opened, sources, given))


def _add(record: Record, sources: tuple[str, ...], given: dict[str, Any]) -> int:
    from onrecord.collect import Given, parse_date
    from onrecord.models import NO_TABLES
    from onrecord.pipeline import own_tables
    from onrecord.show.progress import Bar

    try:
        day = parse_date(given["published"]) if given["published"] else None
    except ValueError as error:
        raise UsageError(f"--published: {error}") from None
    tables = own_tables(given["tables"] or NO_TABLES, given["events"] or ())
    known = Given(day, given["outlet"], given["title"], given["url"])
    if given["retry"]:
        sources = (*sources, *(row["source"] for row in record.failures()))
    counts: Counter[str] = Counter()
    with Bar(sources, wanted=not given["as_json"]) as bar:
        say = bar.around(message)
        stored = record.add(
            *sources, given=known, workers=given["workers"], tables=tables, again=given["again"]
        )
        for one in stored:
            bar.step()
            _count(one, counts, say, given["as_json"])
    if not given["as_json"]:
        message(
            ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in sorted(counts.items()))
            or "nothing found"
        )
    return _exit_code(counts)


def _count(one: Stored | InputError, counts: Counter[str], say: Any, as_json: bool) -> None:
    if isinstance(one, InputError):
        counts["faults" if isinstance(one, InternalError) else "failed"] += 1
        if as_json:
            error = {"kind": one.kind, "message": one.args[0]}
            click.echo(
                json.dumps({"source": one.source, "article": one.id, "error": error}, ensure_ascii=False)
            )
        else:
            say(str(one))
        return
    counts[one.outcome] += 1
    if as_json:
        row = {"source": one.source, "article": one.article, "outcome": one.outcome}
        click.echo(json.dumps(row, ensure_ascii=False))


def _exit_code(counts: Counter[str]) -> int:
    failed = counts["failed"] + counts["faults"]
    if not failed:
        return 0
    if sum(counts.values()) > failed:
        return PartlyDoneError.exit_code
    return InternalError.exit_code if counts["faults"] == failed else InputError.exit_code


@click.command("watch", epilog=EXIT_CODES)
@click.argument("feeds", metavar="[FEED...]", nargs=-1)
@options(
    record_option,
    click.option(
        "--tables",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Your own actors, roles, ..., as for `read`.",
    ),
    click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each article."),
    debug_option,
)
def watch_command(feeds: tuple[str, ...], record: str, tables: Path | None, as_json: bool) -> None:
    """Poll feeds (RSS, Atom) and read what is new into the Record, until interrupted.

    Politely: as often as a feed wants, only what has changed, robots.txt respected. The Record remembers its
    feeds and where it stood, so that without FEED the watch goes on.
    """
    import signal
    import threading

    from onrecord.models import NO_TABLES
    from onrecord.pipeline import own_tables
    from onrecord.store import Record

    stop = threading.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: stop.set())
    counts: Counter[str] = Counter()
    with Record(record) as opened:
        for stored in opened.watch(*feeds, stop=stop, tables=own_tables(tables or NO_TABLES)):
            _count(stored, counts, message, as_json)
            if not as_json and not isinstance(stored, InputError):
                message(f"{stored.article}: {stored.outcome.replace('_', ' ')}")
    message("stopped")


@click.command("failures")
@options(
    record_option,
    click.option("--json", "as_json", is_flag=True, help="One JSON object a line."),
    debug_option,
)
def failures_command(record: str, as_json: bool) -> None:
    """List what could not be read, and why; `onrecord add --retry` tries it again."""
    from onrecord.show.visible import one_line
    from onrecord.store import Record

    with Record(record, create=False) as opened:
        rows = opened.failures()
    for row in rows:
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            tries = f", {row['tries']} times" if row["tries"] > 1 else ""
            click.echo(one_line(f"{row['source']}: {row['message']} ({row['last_at']}{tries})"))
    if not rows and not as_json:
        message("no failures")


commands = (add_command, watch_command, failures_command)
