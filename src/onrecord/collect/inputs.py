"""One input -> articles."""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from onrecord.collect.checks import check
from onrecord.collect.collected import Collected, Raw
from onrecord.collect.decode import declared_charset, decode
from onrecord.collect.given import LIMITS, Given, megabytes
from onrecord.collect.jsonl import looks_like_json_line, read_lines
from onrecord.errors import FetchError, InputError, MalformedError, NotFoundError, TooLargeError
from onrecord.models import Article

if TYPE_CHECKING:
    from onrecord.collect.fetch import Fetcher

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://")
LINES = (".jsonl", ".ndjson")
PDF = b"%PDF-"


def load(
    source: str,
    *,
    published: date | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
    plain: bool = False,
) -> Iterator[Article | InputError]:
    """The articles of one input; an error takes the place of each that cannot be read, and none is raised.

    An input holds one article (text, HTML, PDF) or many (JSON Lines, plain or as `.jsonl.gz`), told by name
    and by how it begins. Files of many articles are streamed and may be of any size. The text of a JSON
    line is taken as it stands; from text files, pages and PDFs the text is read (encoding, line ends,
    paragraphs), and offsets refer to what was read.

    Args:
        source: A path, an http or https URL, or "-" for standard input.
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
    for found in gather(source, given, plain=plain, fetcher=fetcher):
        yield found.article if isinstance(found, Collected) else found


def gather(
    source: str, given: Given, *, plain: bool = False, fetcher: Fetcher | None = None
) -> Iterator[Collected | InputError]:
    """As `load`, with the bytes that each article was read from; of a folder all files that it holds.

    The source that an article or an error bears gives it again when it is gathered by itself; only the lines of
    a file are gathered with the whole file.
    """
    try:
        if source == "-":
            yield from _from_stream(sys.stdin.buffer, source, given, plain)
        elif SCHEME.match(source):
            yield _from_url(source, given, plain, fetcher)
        elif source and os.path.isdir(source):
            yield from _from_folder(Path(source), given, plain)
        else:
            yield from _from_file(source, given, plain)
    except InputError as error:
        error.source = error.source or source
        yield error


def _from_folder(folder: Path, given: Given, plain: bool) -> Iterator[Collected | InputError]:
    """All files below a folder, sorted; hidden ones are passed over, and links that lead out of it refused."""
    inside, empty = folder.resolve(), True
    for path in sorted(folder.rglob("*")):
        if any(part.startswith(".") for part in path.relative_to(folder).parts) or path.is_dir():
            continue
        empty = False
        if not path.resolve().is_relative_to(inside):
            yield InputError(
                "a link that leads out of the folder; name its target to read it", source=str(path)
            )
            continue
        yield from gather(str(path), given, plain=plain)
    if empty:
        raise InputError("no files in this folder")


def _from_url(source: str, given: Given, plain: bool, fetcher: Fetcher | None) -> Collected:
    if not source.lower().startswith(("http://", "https://")):
        raise FetchError(
            f"{source.partition(':')[0]!r} is not fetched, only http and https; save it and give the file"
        )
    from onrecord.collect.fetch import Fetcher

    page = (fetcher or Fetcher()).get(source)
    article = _article(page.data, given, plain=plain, charset=page.charset, url=page.url)
    return Collected(article, Raw(page.data, page.type, page.url, datetime.now(UTC)), source)


def _from_file(source: str, given: Given, plain: bool) -> Iterator[Collected | InputError]:
    try:
        with Path(source).open("rb") as stream:
            yield from _from_stream(stream, source, given, plain)
    except FileNotFoundError:
        raise NotFoundError("no such file; check the path") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise InputError(
            f"cannot be read ({getattr(error, 'strerror', None) or error}); check the path"
        ) from None


def _from_stream(
    stream: IO[bytes], source: str, given: Given, plain: bool
) -> Iterator[Collected | InputError]:
    name = source.lower()
    zipped = name.endswith(tuple(end + ".gz" for end in LINES))
    if not plain and (zipped or name.endswith(LINES)):
        with gzip.open(stream) if zipped else nullcontext(stream) as lines:
            yield from _lines(read_lines(lines, source, given), source)  # type: ignore[arg-type]
        return
    first = stream.readline(LIMITS.line + 1)
    if not plain and looks_like_json_line(first):
        yield from _lines(read_lines(stream, source, given, first=first), source)
        return
    data = _rest(stream, first)
    yield Collected(_article(data, given, plain=plain), Raw(data, ""), source)


def _lines(found: Iterable[Article | InputError], source: str) -> Iterator[Collected | InputError]:
    for one in found:
        yield Collected(one, None, source) if isinstance(one, Article) else one


def _rest(stream: IO[bytes], first: bytes) -> bytes:
    """All of one article, up to its limit; only a PDF may go over that of a page."""
    limit = LIMITS.pdf if first.lstrip().startswith(PDF) else LIMITS.page
    data = first + stream.read(max(0, limit + 1 - len(first)))
    if len(data) > limit:
        raise TooLargeError(
            f"larger than {megabytes(limit)}, the limit for one article; "
            "split it, or give a .jsonl file with an article on each line"
        )
    return data


def _article(
    data: bytes, given: Given, *, plain: bool, charset: str | None = None, url: str | None = None
) -> Article:
    """One article from all of its bytes; `url` is where they were fetched from."""
    if not plain and data.lstrip()[: len(PDF)] == PDF:
        from onrecord.collect.pdf import read_pdf

        article = read_pdf(data, url=url)
    else:
        article = _from_text(
            decode(data, charset=charset or declared_charset(data)), plain=plain, url=given.url or url
        )
    article = given.over(article)
    check(article)
    return article


def _from_text(text: str, *, plain: bool, url: str | None) -> Article:
    if plain:
        return Article(text=text, url=url)
    from onrecord.collect.page import looks_like_html, read_page

    if looks_like_html(text):
        return read_page(text, url=url)
    _refuse_json(text)
    return Article(text=text, url=url)


def _refuse_json(text: str) -> None:
    """JSON that is spread over lines, or a list, would else be read as the words of an article."""
    start = text.lstrip()[:2000]
    if not re.match(r'\{\s*"|\[\s*[\[{"]', start):
        return
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return
    raise MalformedError("JSON, but not one object on each line; write it as JSON Lines, or pass --text")
