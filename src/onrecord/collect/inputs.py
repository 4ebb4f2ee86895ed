"""One input -> its articles, without their bytes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.collect.collected import Collected
from onrecord.collect.gather import gather
from onrecord.collect.given import Given
from onrecord.errors import InputError
from onrecord.models import Article

if TYPE_CHECKING:
    from onrecord.collect.fetch import Fetcher


def load(
    source: str,
    *,
    published: date | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
    plain: bool = False,
) -> Iterator[Article | InputError]:
    """The articles of one input as `gather` gives them, but of no folder; none of its errors is raised.

    Args:
        source: A path, a URL, or "-" for standard input.
        published, outlet, title, url: What the caller knows. For one article they go before what a page or
            a PDF says of itself, since that is an extractor's guess. For JSON lines they fill in what a
            line leaves out.
        plain: Take the input as plain text, whatever it looks like.

    Yields:
        Articles that pass `check`, and errors whose `source` names the input (`file.jsonl:12` for a line)
        and whose `id` is the line's own.
    """
    return load_with(source, Given(published, outlet, title, url), plain=plain)


def load_with(
    source: str, given: Given, *, plain: bool = False, fetcher: Fetcher | None = None
) -> Iterator[Article | InputError]:
    """As `load`, with a `Fetcher` of one's own: other limits, other networks."""
    if _is_folder(source):
        yield InputError("a folder, not a file; name the files in it", source=source)
        return
    for item in gather(source, given, plain=plain, fetcher=fetcher):
        yield item.article if isinstance(item, Collected) else item


def _is_folder(source: str) -> bool:
    try:
        return Path(source).is_dir()
    except (OSError, ValueError):  # too long, or a NUL in it
        return False
