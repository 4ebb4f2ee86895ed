"""`onrecord issues`, `positions`, `shifts`, `conflicts`, `due`, `deal`, `digest` and `trace`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from onrecord.commands.ask import FORMS, SIDE, WHERE, answer, form_of
from onrecord.errors import UsageError
from onrecord.shell import debug_option, message, options, record_option

_ISSUE = click.option("--issue", metavar="ISSUE", help="One issue: id, label, or words that mean it.")
_PERIOD = (
    click.option("--since", metavar="DATE", help="Published on this day or later."),
    click.option("--until", metavar="DATE", help="Published on this day or before."),
    click.option(
        "--all", "everything", is_flag=True, help="What is unsure as well, and issues of few words."
    ),
)
_BY = click.option("--by", "by", metavar="NAME", help="Who says so; needed for a change.")


@click.command("issues")
@options(
    record_option, SIDE, *_PERIOD, *FORMS,
    click.option("--name", nargs=2, metavar="ISSUE LABEL", help="Call an issue so from now on."),
    click.option("--merge", nargs=2, metavar="ISSUE INTO", help="Make one issue a part of another."),
    click.option("--split", nargs=2, metavar="ISSUE WORDS", help="What is near to these words becomes an issue."),
    click.option("--pin", metavar="WORDS", help="Make an issue of what is near to these words, whatever it was of."),
    _BY,
)  # fmt: skip
def issues_command(record: str, by: str | None, **given: Any) -> None:
    """List what the sides differ about, most said first; or say what an issue is.

    \b
    onrecord issues --side Karvonia
    onrecord issues --name "water" "release of water" --by "M. Ilves"
    """
    asked = {name: given.pop(name) for name in ("name", "merge", "split", "pin")}
    changes = {name: value for name, value in asked.items() if value not in (None, ())}
    if changes:
        _steer(record, changes, by)
        return
    form = form_of(given)
    answer(record, "issues", form, lambda r: r.issues(**given, limit=form["limit"]))


def _steer(record: str, changes: dict[str, Any], by: str | None) -> None:
    from onrecord.store import Record

    if len(changes) > 1:
        raise UsageError("one change at a time")
    if not (by or "").strip():
        raise UsageError("a change needs --by: who says so")
    ((action, value),) = changes.items()
    more = {"name": "label", "merge": "into", "split": "words"}
    issue, given = (value, {}) if action == "pin" else (value[0], {more[action]: value[1]})
    with Record(record, create=False) as opened:
        id = opened.steer(action, issue, by=str(by), **given)
        opened.retrace()
    message(f"issue {id}")


@click.command("positions")
@options(record_option, SIDE, _ISSUE, *_PERIOD, *FORMS)
def positions_command(record: str, **given: Any) -> None:
    """List where each side stands on each issue, with the words that show it, newest first."""
    _list(record, "positions", given)


@click.command("shifts")
@options(record_option, SIDE, _ISSUE, *_PERIOD, *FORMS)
def shifts_command(record: str, **given: Any) -> None:
    """List what moved, with before and after, newest first."""
    _list(record, "shifts", given)


@click.command("conflicts")
@options(record_option, SIDE, _ISSUE, *_PERIOD, *FORMS)
def conflicts_command(record: str, **given: Any) -> None:
    """List which stands of two sides cannot both hold, newest first."""
    _list(record, "conflicts", given)


def _list(record: str, what: str, given: dict[str, Any]) -> None:
    form = form_of(given)
    answer(record, what, form, lambda r: getattr(r, what)(**given, limit=form["limit"]))


@click.command("due")
@options(
    record_option,
    click.option("--as-of", metavar="DATE", help="The day that is today; the real one by default."),
    click.option("--passed", is_flag=True, help="What was to happen before that day, latest first."),
    click.option("--by", "speaker", metavar="NAME", help="Who said or set it."),
    SIDE,
    click.option("--kind", metavar="KIND", help="deadline, start, on or duration."),
    *WHERE, *FORMS,
)  # fmt: skip
def due_command(record: str, as_of: str | None, passed: bool, **given: Any) -> None:
    """List what is to happen by when, soonest first, and what became of it.

    "kept" and "dropped" only with the words that say so; what has passed without word is overdue.
    """
    form = form_of(given)
    answer(record, "due", form, lambda r: r.due(as_of, passed=passed, **given, limit=form["limit"]))


@click.command("deal")
@click.argument("outcome", nargs=-1, required=True)
@options(
    record_option,
    click.option("--if", "concede", multiple=True, metavar="REQUIREMENT",
                 help="Take a requirement as dropped or accepted: its id or words of it. Can be given again."),
    click.option("--as-of", "until", metavar="DATE", help="Only what was published by that day."),
    click.option("--json", "as_json", is_flag=True, help="One JSON object."),
    click.option("--dot", "as_dot", is_flag=True, help="The graph for Graphviz."),
    click.option("--svg", "as_svg", is_flag=True, help="The graph as a picture."),
    debug_option,
)  # fmt: skip
def deal_command(
    outcome: tuple[str, ...], record: str, concede: tuple[str, ...], until: str | None, **form: bool
) -> None:
    """Show what stands before an outcome, circles among it, and what would unlock it.

    \b
    onrecord deal ceasefire
    onrecord deal ceasefire --if "open the gates" --svg > deal.svg
    """
    from onrecord.store import Record
    from onrecord.trace.draw import as_dot, as_svg, as_text

    if sum(form[name] for name in ("as_json", "as_dot", "as_svg")) > 1:
        raise UsageError("--json, --dot and --svg give different output; choose one")
    with Record(record, create=False) as opened:
        found = opened.deal(" ".join(outcome), concede=concede, until=until)
    if form["as_json"]:
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False))
    else:
        draw = as_dot if form["as_dot"] else as_svg if form["as_svg"] else as_text
        click.echo(draw(found).rstrip("\n"))


@click.command("digest")
@options(
    record_option,
    click.option("--since", required=True, metavar="DATE", help="First day of the period."),
    click.option("--until", metavar="DATE", help="Last day; the last of publication by default."),
    click.option("--html", "as_html", is_flag=True, help="A page that stands alone, instead of Markdown."),
    click.option("--json", "as_json", is_flag=True, help="One JSON object."),
    debug_option,
)  # fmt: skip
def digest_command(record: str, since: str, until: str | None, as_html: bool, as_json: bool) -> None:
    """Write what changed in a period: shifts, positions, conflicts, what falls due."""
    from onrecord.store import Record

    if as_html and as_json:
        raise UsageError("--html and --json give different output; choose one")
    with Record(record, create=False) as opened:
        found = opened.digest(since, until)
    if as_json:
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False))
    else:
        click.echo((found.html() if as_html else found.markdown()).rstrip("\n"))


@click.command("trace")
@options(
    record_option,
    click.option("--as-of", metavar="DATE", help="As it stood on that day; the last of publication by default."),
    click.option("--json", "as_json", is_flag=True, help="All that is traced, as one JSON object."),
    click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of stdout."),
    debug_option,
)  # fmt: skip
def trace_command(record: str, as_of: str | None, as_json: bool, output: Path | None) -> None:
    """Trace what was added, and with --json print all of it: issues, positions, shifts, conflicts, ..."""
    from onrecord.store import Record

    with Record(record, create=False) as opened:
        if not as_json:
            if as_of is not None or output is not None:
                raise UsageError("--as-of and --output say how --json is printed; give --json too")
            message(f"{opened.retrace()} issues traced anew")
            return
        found = json.dumps(opened.trace(as_of), ensure_ascii=False)
    if output is None:
        click.echo(found)
        return
    try:
        output.write_text(found + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {str(output)!r}: {error.strerror}") from None


commands = (
    issues_command, positions_command, shifts_command, conflicts_command, due_command, deal_command, digest_command,
    trace_command,
)  # fmt: skip
