"""The command line: parses arguments, calls the library, prints.

Only what `--help` needs is imported here; the reader, rich and the rest when a command needs them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from onrecord import __version__
from onrecord.commands.add import commands as add_commands
from onrecord.commands.ask import commands as ask_commands
from onrecord.commands.keep import commands as keep_commands
from onrecord.commands.serve import commands as serve_commands
from onrecord.commands.trace import commands as trace_commands
from onrecord.errors import UsageError
from onrecord.shell import EXIT_CODES, Shell, debug_option, message


@click.group(cls=Shell, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="onrecord %(version)s")
def main() -> None:
    """Read coverage of a negotiation and keep it on the record: who said what, on which conditions, by when."""


@dataclass(frozen=True)
class ReadOptions:
    """What `onrecord read` was told."""

    sources: tuple[str, ...]
    published: str | None
    outlet: str | None
    title: str | None
    url: str | None
    plain: bool
    as_json: bool
    as_html: bool
    brat: Path | None
    output: Path | None
    min_confidence: float | None
    show_all: bool
    workers: int
    events: Path | None
    tables: Path | None


@main.command("read", epilog=EXIT_CODES)
@click.argument("sources", metavar="FILE|URL|-...", nargs=-1, required=True)
@click.option("--published", metavar="DATE", help="Day of publication, YYYY-MM-DD, where an input has none.")
@click.option("--outlet", metavar="NAME", help="Who published it, where an input does not say.")
@click.option("--title", metavar="TEXT", help="Title, where the input has none.")
@click.option("--url", metavar="URL", help="Address, where the input has none.")
@click.option("--text", "plain", is_flag=True, help="Take the input as plain text, whatever it looks like.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each article, in order.")
@click.option("--html", "as_html", is_flag=True, help="One self-contained HTML page.")
@click.option("--brat", metavar="DIR", type=click.Path(path_type=Path), help="brat standoff files in DIR.")
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write to FILE.")
@click.option(
    "--min-confidence",
    metavar="0..1",
    type=click.FloatRange(0, 1),
    help="Leave out entries less sure than this. Without it the record and --html leave out the unsure "
    "ones, --json and --brat none.",
)
@click.option("--all", "show_all", is_flag=True, help="Leave out nothing, however unsure.")
@click.option("--workers", type=click.IntRange(0), default=0, help="Processes; 0 (default): one a core.")
@click.option(
    "--events",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="CSV of dated events (words,from,to) that times may be counted from.",
)
@click.option(
    "--tables",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="TOML of your own actors, roles, events, spellings and outlets; or a folder of CSV files.",
)
@debug_option
@click.pass_context
def read_command(ctx: click.Context, /, **given: Any) -> None:
    """Read reports and print what is demanded, due and planned, and who said what, in which words.

    Reads text, HTML, PDF, .jsonl of articles and web pages; - is standard input. Data goes to stdout,
    progress and messages to stderr.

    \b
    onrecord read report.html
    onrecord read --published 2031-03-07 --outlet "Harbour Post" report.txt
    onrecord read --json coverage.jsonl > statements.jsonl
    """
    options = ReadOptions(**given)
    _check(options)
    from onrecord.batch import run

    ctx.exit(run(options, message))


def _check(options: ReadOptions) -> None:
    forms = {"--json": options.as_json, "--html": options.as_html, "--brat": options.brat is not None}
    chosen = [name for name, wanted in forms.items() if wanted]
    if len(chosen) > 1:
        raise UsageError(f"{' and '.join(chosen)} give different output; choose one")
    if options.brat and options.output:
        raise UsageError("--brat writes to its folder; leave --output out")
    if options.show_all and options.min_confidence is not None:
        raise UsageError("--all and --min-confidence contradict each other; choose one")
    if options.sources.count("-") > 1:
        raise UsageError("'-' is given twice; standard input can be read once")
    for name, value in (("--title", options.title), ("--url", options.url)):
        if value is not None and len(options.sources) > 1:
            raise UsageError(f"{name} is of one article, and {len(options.sources)} inputs are given")
    if options.output:
        from onrecord.export.files import refuse_overwriting

        refuse_overwriting(options.output, options.sources)


for command in (*add_commands, *ask_commands, *trace_commands, *keep_commands, *serve_commands):
    main.add_command(command)


if __name__ == "__main__":
    main()
