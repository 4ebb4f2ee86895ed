"""`onrecord search`, `statements`, `conditions` and `plans`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from onrecord.errors import UsageError
from onrecord.shell import debug_option, message, options, record_option

if TYPE_CHECKING:
    from onrecord.store import Record

Row = dict[str, Any]
FORMS = (
    click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="How many at most."),
    click.option("--json", "as_json", is_flag=True, help="One JSON object a line."),
    click.option("--csv", "as_csv", is_flag=True, help="Comma-separated values with a header."),
    debug_option,
)
WHERE = (
    click.option("--outlet", metavar="NAME", help="Carried by this outlet."),
    click.option("--ownership", metavar="CLASS", help="Class of the outlet's ownership."),
    click.option("--article", metavar="ID", help="Of one article."),
    click.option("--since", metavar="DATE", help="Published on this day or later."),
    click.option("--until", metavar="DATE", help="Published on this day or before."),
    click.option("--about", metavar="WORDS", help='Holds these words ("in quotation marks": together).'),
    click.option("--issue", metavar="ISSUE", help="On this issue: id, label, or words that mean it."),
    click.option(
        "--all", "everything", is_flag=True, help="What is unsure, old, rejected or a copy as well."
    ),
)
_SPEAKER = click.option("--speaker", metavar="NAME", help="Who said it, however spelled.")
SIDE = click.option("--side", metavar="NAME", help="For whom it was said.")
_KIND = click.option("--kind", metavar="KIND", help="direct, indirect or mixed.")


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@options(
    record_option,
    click.option("--articles", is_flag=True, help="Search the texts of articles, not statements."),
    click.option("--meaning", is_flag=True, help="Statements that mean much the same, whatever their words."),
    *FORMS,
)
def search_command(query: tuple[str, ...], record: str, articles: bool, meaning: bool, **form: Any) -> None:
    """Find statements by their words, best first.

    All words must be there; "in quotation marks" together, -without, begin*, this OR that.

    \b
    onrecord search '"no preconditions"' -gas
    onrecord search --meaning "they want the troops to leave first"
    """
    if articles and meaning:
        raise UsageError("--meaning finds statements; leave --articles out")
    layer = "articles" if articles else "statements"
    words = " ".join(query)
    answer(
        record,
        layer,
        form,
        lambda r: r.search(words, articles=articles, meaning=meaning, limit=form["limit"]),
    )


@click.command("statements")
@options(
    record_option, _SPEAKER, SIDE,
    click.option("--addressee", metavar="NAME", help="Who was told."),
    click.option("--act", metavar="ACT", help="inform, offer, commit, propose, demand, reject, threaten, ..."),
    _KIND, *WHERE, *FORMS,
)  # fmt: skip
def statements_command(record: str, **given: Any) -> None:
    """List who said what, newest first.

    \b
    onrecord statements --side Karvonia --act demand --since 2031-03-01
    """
    _ask(record, "statements", given)


@click.command("conditions")
@options(
    record_option,
    click.option("--by", "speaker", metavar="NAME", help="Who sets it."),
    SIDE,
    click.option("--of", metavar="NAME", help="Who must act."),
    click.option("--kind", metavar="KIND", help="precondition, waiver, offer or threat."),
    *WHERE, *FORMS,
)  # fmt: skip
def conditions_command(record: str, **given: Any) -> None:
    """List what is made to depend on what, by whom, newest first."""
    _ask(record, "conditions", given)


@click.command("plans")
@options(
    record_option,
    click.option("--participant", metavar="NAME", help="Who takes part."),
    click.option("--type", metavar="TYPE", help="meeting, call, visit, talks, ceasefire, signing, ..."),
    click.option("--status", metavar="STATUS", help="proposed, being_arranged, scheduled, postponed, ..."),
    *WHERE, *FORMS,
)  # fmt: skip
def plans_command(record: str, **given: Any) -> None:
    """List what is planned and how firm it is, newest first."""
    _ask(record, "plans", given)


def _ask(record: str, layer: str, given: dict[str, Any]) -> None:
    form = form_of(given)
    answer(record, layer, form, lambda r: getattr(r, layer)(**given, limit=form["limit"]))


def form_of(given: dict[str, Any]) -> dict[str, Any]:
    return {name: given.pop(name) for name in ("limit", "as_json", "as_csv")}


def answer(
    record: str, layer: str, form: dict[str, Any], question: Callable[[Record], Sequence[Row]]
) -> None:
    from onrecord.store import Record

    if form["as_json"] and form["as_csv"]:
        raise UsageError("--json and --csv give different output; choose one")
    with Record(record, create=False) as opened:
        rows = question(opened)
    if form["as_json"]:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
    elif form["as_csv"]:
        from onrecord.export.csv_files import csv_text

        click.echo(csv_text(rows), nl=False)
    else:
        _print(layer, rows)
        if len(rows) == form["limit"]:
            message(f"the first {len(rows)}; --limit gives more")
    if not rows:
        message("nothing found")


def _print(layer: str, rows: Sequence[Row]) -> None:
    from rich.console import Console

    from onrecord.show.entries import print_entries
    from onrecord.show.traces import TRACES, print_traces

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    if layer in TRACES:
        print_traces(console, layer, rows)
    else:
        print_entries(console, layer, rows)


commands = (search_command, statements_command, conditions_command, plans_command)
