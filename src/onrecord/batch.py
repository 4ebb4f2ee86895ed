"""What `onrecord read` does once its options are known: read all inputs, print each, count the failures."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from typing import TYPE_CHECKING, TextIO

from onrecord.collect import load, parse_date
from onrecord.errors import InputError, InternalError, PartlyDoneError, UsageError
from onrecord.export.files import output, reason
from onrecord.models import NO_TABLES, Article, UserTables
from onrecord.pipeline import own_tables, read_all
from onrecord.reading import Reading
from onrecord.show.outline import THRESHOLD, kept
from onrecord.show.progress import LINES, Bar

if TYPE_CHECKING:
    from onrecord.cli import ReadOptions

# A second process costs as long to start as some articles take to read; fewer are read in this one.
FEW = 8


@dataclass(frozen=True)
class Result:
    """What came of one article."""

    id: str  # the article's, or the input's name where there was no article
    found: Reading | InputError


@dataclass
class Tally:
    """How many were read, and how the others failed."""

    done: int = 0
    failed: int = 0
    faults: int = 0  # of `failed`, those that are onrecord's own

    @property
    def exit_code(self) -> int:
        """0 when all were read, 4 when some; 3 when none, 1 when none and only by our own fault."""
        if not self.failed:
            return 0
        if self.done:
            return PartlyDoneError.exit_code
        return InternalError.exit_code if self.faults == self.failed else InputError.exit_code


@dataclass
class Batch:
    """A run over the inputs of `options`; `say` takes a message for the user."""

    options: ReadOptions
    say: Callable[[str], None]
    tally: Tally = field(default_factory=Tally)
    tables: UserTables = NO_TABLES

    def results(self) -> Iterator[Result]:
        """What comes of each article, in the order of the input; taken as needed, never all at once."""
        names: deque[tuple[str, str]] = deque()
        items = self._items(names)
        first = list(islice(items, FEW))
        workers = self.options.workers or (1 if len(first) < FEW else 0)
        wanted = len(first) > 1 and not self._to_terminal()
        with Bar(self.options.sources, wanted=wanted) as bar:
            self.say = bar.around(self.say)
            for found in read_all(chain(first, items), workers=workers, tables=self.tables):
                name, identifier = names.popleft()
                self._count(name, found)
                bar.step()
                yield Result(identifier, found)

    def _items(self, names: deque[tuple[str, str]]) -> Iterator[Article | InputError]:
        for source in self.options.sources:
            for item in self._load(source):
                if isinstance(item, Article):
                    names.append((_label(source, item), item.id))
                else:
                    name = item.source or source
                    names.append((name, item.id or name))
                yield item

    def _load(self, source: str) -> Iterator[Article | InputError]:
        given = self.options
        try:
            yield from load(
                source,
                published=_day(given.published),
                outlet=given.outlet,
                title=given.title,
                url=given.url,
                plain=given.plain,
            )
        except InputError as error:
            yield error
        except OSError as error:
            yield InputError(f"cannot be read: {reason(error)}", source=source)

    def _count(self, name: str, found: Reading | InputError) -> None:
        if isinstance(found, Reading):
            self.tally.done += 1
            return
        self.tally.failed += 1
        self.tally.faults += isinstance(found, InternalError)
        self.say(f"{name}: {found.args[0]}")

    def _to_terminal(self) -> bool:
        """Whether the record itself shows on the terminal how far the work is."""
        options = self.options
        elsewhere = options.output or options.brat or options.as_html
        return not elsewhere and sys.stdout is not None and sys.stdout.isatty()


def run(options: ReadOptions, say: Callable[[str], None]) -> int:
    """Read all inputs and print them in the form that was asked for.

    Returns:
        The exit code.

    Raises:
        UsageError: a date that is none, events or tables that cannot be read, or an output that cannot be written.
    """
    _day(options.published)
    batch = Batch(options, say, tables=own_tables(options.tables or NO_TABLES, options.events or ()))
    if options.brat:
        _print_brat(batch)
    else:
        form = print_json if options.as_json else print_html if options.as_html else print_record
        with output(options.output) as stream:
            form(batch.results(), stream, _threshold(options))
    tally = batch.tally
    if tally.failed and tally.done + tally.failed > 1:
        say(f"{tally.failed} of {tally.done + tally.failed} articles could not be read")
    return tally.exit_code


def print_json(results: Iterable[Result], stream: TextIO, threshold: float) -> None:
    """One JSON object a line: a reading, or the error in its place."""
    for result in results:
        if isinstance(result.found, Reading):
            reading = result.found
            if threshold:
                reading = kept(reading, threshold)
            row = reading.to_dict()
        else:
            error = {"kind": result.found.kind, "message": result.found.args[0]}
            row = {"id": result.id, "error": error}
        stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def print_html(results: Iterable[Result], stream: TextIO, threshold: float) -> None:
    """One page with all that could be read."""
    from onrecord.show.page import page

    readings = [result.found for result in results if isinstance(result.found, Reading)]
    if readings:
        stream.write(page(readings, threshold=threshold))


def print_record(results: Iterable[Result], stream: TextIO, threshold: float) -> None:
    """The record as a person reads it."""
    from rich.console import Console

    from onrecord.show.terminal import print_reading

    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    first = True
    for result in results:
        if isinstance(result.found, Reading):
            if not first:
                console.rule(style="dim")
                console.print()
            first = False
            print_reading(console, result.found, threshold=threshold)


def _print_brat(batch: Batch) -> None:
    from onrecord.export.brat import write_brat

    folder = batch.options.brat
    assert folder is not None
    threshold = _threshold(batch.options)
    for result in batch.results():
        if isinstance(result.found, Reading):
            write_brat(kept(result.found, threshold), folder)
    if batch.tally.done:
        batch.say(f"{batch.tally.done} articles written to {str(folder)!r}")


def _threshold(options: ReadOptions) -> float:
    if options.min_confidence is not None:
        return options.min_confidence
    return 0.0 if options.show_all or options.as_json or options.brat else THRESHOLD


def _label(source: str, article: Article) -> str:
    """How messages call an article: its input, and its id where the input holds several."""
    return f"{source}: {article.id}" if source == "-" or source.endswith(LINES) else source


def _day(value: str | None) -> date | None:
    try:
        return parse_date(value) if value is not None else None
    except ValueError as error:
        raise UsageError(f"--published: {error}") from None
