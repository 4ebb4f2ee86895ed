"""A progress bar on stderr, where that is a terminal."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable, Sequence
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")  # files of many articles
PERIOD = 0.1  # seconds between two drawings


class Bar:
    """Shows how many articles have been read.

    Without a thread of its own (worker processes are forked while it shows), so it moves with each article.

    Args:
        sources: The inputs; lines of `.jsonl` files are counted where that is the only way to know the end.
        wanted: Nothing is shown without it, or where stderr is no terminal.
    """

    def __init__(self, sources: Sequence[str], *, wanted: bool) -> None:
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._drawn = 0.0
        if wanted and sys.stderr is not None and sys.stderr.isatty():
            self._open(sources)

    def _open(self, sources: Sequence[str]) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._progress = Progress(
            TextColumn("reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            auto_refresh=False,
            transient=True,
        )
        self._task = self._progress.add_task("reading", total=count_articles(sources))

    def step(self) -> None:
        """One article more."""
        if self._progress is None or self._task is None:
            return
        self._progress.advance(self._task)
        if monotonic() - self._drawn > PERIOD:
            self._progress.refresh()
            self._drawn = monotonic()

    def around(self, say: Callable[[str], None]) -> Callable[[str], None]:
        """`say` so that its line stands above the bar instead of in it."""
        progress = self._progress
        if progress is None:
            return say

        def above(words: str) -> None:
            if progress.live.is_started:
                progress.stop()
                say(words)
                progress.start()
            else:
                say(words)

        return above

    def __enter__(self) -> Self:
        if self._progress is not None:
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()


def count_articles(sources: Sequence[str]) -> int | None:
    """How many articles `sources` hold; None where only reading them tells.

    A file that cannot be read counts as one: it gives one failure.
    """
    total = 0
    for source in sources:
        if source == "-":
            return None
        if source.endswith(LINES):
            try:
                with gzip.open(source) if source.endswith(".gz") else open(source, "rb") as lines:
                    total += sum(1 for line in lines if line.strip())
            except (OSError, EOFError, zlib.error):
                total += 1
        else:
            total += 1
    return total
