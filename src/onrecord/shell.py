"""What all commands of the shell share: errors as one line, exit codes, options that recur."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import click

from onrecord.errors import OnRecordError

REPORT = "this is a fault of onrecord; please report it with the input and what --debug prints"
INTERRUPTED, PIPE_CLOSED = 130, 141  # 128 + SIGINT and SIGPIPE, as a shell has it

EXIT_CODES = """\b
Exit codes:
  0    everything was read
  1    a fault of onrecord itself
  2    usage: an option, a date, or an output that cannot be written
  3    input: nothing could be read
  4    partly done: some inputs could not be read; stderr lists them
  130  interrupted
  141  who read the output went away (as in `| head`)
"""


class Shell(click.Group):
    """Commands whose errors become one line on stderr and a documented exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; no traceback reaches a user unless asked for."""
        try:
            result = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()
            return result
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except OnRecordError as error:
            message(str(error))
            _debug()
            _settle_stdout()
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            _settle_stdout()
            ctx.exit(PIPE_CLOSED)
        except KeyboardInterrupt:
            message("interrupted")
            _settle_stdout()
            ctx.exit(INTERRUPTED)
        except Exception as error:
            message(f"{type(error).__name__}: {error}; {REPORT}")
            _debug()
            _settle_stdout()
            ctx.exit(1)


def message(words: str) -> None:
    """One line on stderr; nothing in it can steer the terminal."""
    from onrecord.show.visible import one_line

    click.echo(f"onrecord: {one_line(words)}", err=True)


def _debug() -> None:
    if os.environ.get("ONRECORD_DEBUG", "0") not in ("", "0"):
        import traceback

        click.echo(traceback.format_exc(), err=True)


def _settle_stdout() -> None:
    """Write what is left for stdout, or drop it where it cannot be written: Python's exit would fail on it."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _set_debug(_context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        os.environ["ONRECORD_DEBUG"] = "1"  # worker processes see it too


debug_option = click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_set_debug,
    help="Show where an error comes from (also ONRECORD_DEBUG=1).",
)
record_option = click.option(
    "--record",
    metavar="FILE|URL",
    envvar="ONRECORD_RECORD",
    default="onrecord.db",
    show_default=True,
    help="The Record: a file or the URL of a database (also ONRECORD_RECORD).",
)
by_option = click.option(
    "--by",
    metavar="NAME",
    envvar="ONRECORD_USER",
    help="Who says so (also ONRECORD_USER); the user by default.",
)


def options(*given: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Several options as one decorator, in the order of the help."""

    def decorate(command: Any) -> Any:
        for option in reversed(given):
            command = option(command)
        return command

    return decorate


def user(by: str | None) -> str:
    """Who says so: the name that was given, else that of the user."""
    import getpass

    if by:
        return by
    try:
        return getpass.getuser()
    except OSError:
        return "unknown"
