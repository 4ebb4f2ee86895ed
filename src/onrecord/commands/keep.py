"""`onrecord review`, `actors`, `export` and `forget`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from onrecord.errors import UsageError
from onrecord.shell import by_option, debug_option, message, options, record_option, user

Row = dict[str, Any]
_REASON = click.option("--reason", metavar="TEXT", help="Why.")
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


@click.command("review")
@click.argument("entry", required=False)
@click.argument("action", required=False, type=click.Choice(["accept", "reject", "edit"]))
@options(
    record_option,
    click.option("--set", "changes", metavar="FIELD=VALUE", multiple=True,
                 help="For an edit: a field as --json names it, its value as JSON or as plain text."),
    by_option, _REASON,
    click.option("--undo", metavar="ID", help="Take a correction back."),
    click.option("--list", "listed", is_flag=True, help="List the corrections that were made."),
    _JSON, debug_option,
)  # fmt: skip
def review_command(
    entry: str | None, action: str | None, record: str, changes: tuple[str, ...], by: str | None, **given: Any
) -> None:
    """Accept, reject or edit an entry of the Record; without an entry, list those that are least sure.

    Corrections hold on when articles are read again or corrected, and say who made them and when.

    \b
    onrecord review
    onrecord review 46d97e13f253b76d reject --reason "she asked, she did not demand"
    onrecord review 46d97e13f253b76d edit --set act=ask --set 'speaker="Ruth Amsel"'
    """
    from onrecord.store import Record

    with Record(record, create=False) as opened:
        if given["undo"]:
            opened.undo(given["undo"], by=user(by))
            message(f"{given['undo']} taken back")
        elif given["listed"]:
            _print_rows(opened.corrections(), given["as_json"], _correction)
        elif entry is None:
            _print_uncertain(opened.uncertain(), given["as_json"])
        elif action is None:
            raise UsageError(f"what about {entry!r}? say accept, reject or edit")
        else:
            wanted = dict(_change(one) for one in changes)
            id = opened.review(entry, action, by=user(by), changes=wanted or None, reason=given["reason"])
            message(f"{entry} {action}ed as correction {id}; --undo {id} takes it back")


def _change(given: str) -> tuple[str, Any]:
    name, sign, value = given.partition("=")
    if not sign:
        raise UsageError(f"--set {given!r} has no value; write FIELD=VALUE")
    try:
        return name.strip(), json.loads(value)
    except ValueError:
        return name.strip(), value


def _print_rows(rows: list[Row], as_json: bool, parts: Callable[[Row], Iterable[str | None]]) -> None:
    """One line a row: JSON, or those of its parts that say something."""
    from onrecord.show.visible import one_line

    for row in rows:
        line = json.dumps(row, ensure_ascii=False) if as_json else " · ".join(filter(None, parts(row)))
        click.echo(line if as_json else one_line(line))
    if not rows and not as_json:
        message("none")


def _correction(row: Row) -> Iterator[str | None]:
    yield row["id"]
    yield f"{row['action']} {row['layer']} {row['entry']} of {row['article']}"
    yield f"{row['given_by']}, {row['given_at']}"
    yield row["reason"]
    if row["undone_at"]:
        yield f"taken back by {row['undone_by']}, {row['undone_at']}"


def _actor(row: Row) -> Iterator[str | None]:
    yield row["id"]
    yield row["name"]
    yield row["type"]
    yield f"{row['statements']} statement{'' if row['statements'] == 1 else 's'}"
    if row["also"]:
        yield f"also {', '.join(row['also'])}"


def _print_uncertain(rows: dict[str, list[dict[str, Any]]], as_json: bool) -> None:
    import sys

    from rich.console import Console

    from onrecord.show.entries import print_entries

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    for layer, some in rows.items():
        if as_json:
            for row in some:
                click.echo(json.dumps({"layer": layer, **row}, ensure_ascii=False))
        else:
            print_entries(console, layer, some)


@click.command("actors")
@click.argument("names", metavar="[NAME [INTO]]", nargs=-1)
@options(
    record_option,
    click.option("--merge", is_flag=True, help="NAME is INTO from now on."),
    click.option("--undo", metavar="ID", help="Take a merge back."),
    by_option, _REASON, _JSON, debug_option,
)  # fmt: skip
def actors_command(names: tuple[str, ...], record: str, merge: bool, by: str | None, **given: Any) -> None:
    """List actors with their names and how many statements they have made; merge two that are one.

    \b
    onrecord actors Peskov
    onrecord actors --merge "D. Peskow" "Dmitry Peskov" --reason "a spelling"
    """
    from onrecord.store import Record

    with Record(record, create=False) as opened:
        if given["undo"]:
            opened.undo_merge(given["undo"], by=user(by))
            message(f"{given['undo']} taken back")
        elif merge:
            if len(names) != 2:
                raise UsageError("--merge takes two names: who, and into whom")
            id = opened.merge(*names, by=user(by), reason=given["reason"])
            message(f"{names[0]!r} is {names[1]!r} by merge {id}; --undo {id} takes it back")
        elif len(names) > 1:
            raise UsageError("give one name, in quotation marks where it has several words")
        else:
            _print_rows(opened.actors(names[0] if names else None), given["as_json"], _actor)


@click.command("export")
@options(
    record_option,
    click.option("--format", "form", metavar="FORMAT", required=True, help="jsonl, csv, parquet, brat, w3c, "
                 "citron, schema_org or sqlite."),
    click.option("-o", "--output", metavar="PATH", type=click.Path(path_type=Path), required=True,
                 help="A file, or a folder where the format is of several files."),
    click.option("--article", "articles", metavar="ID", multiple=True, help="Only this article; can be repeated."),
    click.option("--reviewed", is_flag=True, help="Only articles in which a person has corrected something."),
    debug_option,
)  # fmt: skip
def export_command(record: str, form: str, output: Path, articles: tuple[str, ...], reviewed: bool) -> None:
    """Write what was read, corrections applied, in another form.

    `jsonl` loses nothing and is the form that weights are trained on (--reviewed: what people have corrected);
    `sqlite` is one flat database for Datasette and spreadsheets.
    """
    from onrecord.store import Record

    with Record(record, create=False) as opened:
        number = opened.export(form, output, articles=articles or None, reviewed=reviewed)
    message(f"{number} articles written to {str(output)!r}")


@click.command("forget")
@click.argument("article")
@options(record_option, by_option, _REASON, debug_option)
def forget_command(article: str, record: str, by: str | None, reason: str | None) -> None:
    """Take an article out, with all that rests on it, and keep it from coming back.

    ARTICLE is its id. What stays is that id, its address, a hash of its text, who took it out, and when.
    """
    from onrecord.store import Record

    with Record(record, create=False) as opened:
        opened.forget(article, by=user(by), reason=reason)
    message(f"{article} is forgotten")


commands = (review_command, actors_command, export_command, forget_command)
