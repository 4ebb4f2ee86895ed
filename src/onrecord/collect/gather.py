"""Any input -> the articles in it."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING

from onrecord.collect.article import collect_article, read_whole
from onrecord.collect.collected import Collected, Origin
from onrecord.collect.given import LIMITS, NOTHING, Given
from onrecord.collect.jsonl import looks_like_json_line, read_lines
from onrecord.collect.listing import listing_kind
from onrecord.collect.unpack import GZIP, put_back, unzip
from onrecord.errors import FetchError, InputError, MalformedError, NotFoundError

if TYPE_CHECKING:
    from onrecord.collect.fetch import Fetcher

Found = Iterator[Collected | InputError]
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://")
ITEM = re.compile(r"(?s)(.+):(\d{1,12})")
HEAD = 1 << 16  # enough for what stands before the first element of XML
LINES = (".jsonl", ".ndjson")
TABLES = (".csv", ".tsv")


def gather(
    source: str, given: Given = NOTHING, *, plain: bool = False, fetcher: Fetcher | None = None
) -> Found:
    """The articles of one input, each with its bytes; an error takes the place of each that cannot be read.

    An input is a file, a folder, a URL, or a file or prefix in an object store. What a file is tell its first
    bytes and, where these may be anything, its name: one article (text, HTML, PDF), many (JSON Lines, CSV, Parquet,
    WARC), or a list that leads to them (RSS, Atom, OPML, sitemap, index of sitemaps), each also under gzip. Files of
    many articles are streamed and may be of any size; a list is followed, politely and within limits.

    Args:
        source: A path; an http or https URL; `s3://bucket/key`, or with a slash at the end all under that prefix;
            "-" for standard input. `file.jsonl:12` is one item of a file of many: a line, a row, a record, an
            entry, by the number that errors give it; an entry of a feed at a URL goes by its page, or by its id.
        given: What the caller knows. For one article it goes before what a page says of itself, since that is an
            extractor's guess. Lines and rows go before it. Of many pages one title or URL for all is not taken.
        plain: Take each file as plain text, whatever it looks like.
        fetcher: Fetches with other limits, from other networks.

    Yields:
        Articles that pass `check`, and errors whose `source`, given to `gather`, tries that item again.

    Raises:
        UsageError: the input needs an extra that is not installed.
    """
    yield from _Gatherer(plain, fetcher).source(source, given)


class _Gatherer:
    def __init__(self, plain: bool, fetcher: Fetcher | None) -> None:
        self._plain = plain
        self._given_fetcher = fetcher

    @cached_property
    def _fetcher(self) -> Fetcher:
        from onrecord.collect.fetch import Fetcher

        return self._given_fetcher or Fetcher()

    def source(self, source: str, given: Given) -> Found:
        try:
            if source == "-":
                yield from self._stream(sys.stdin.buffer, Origin(source, given))
            elif SCHEME.match(source):
                yield from self._address(source, given)
            else:
                yield from self._path(source, given)
        except InputError as error:
            error.source = error.source or source
            yield error

    def _address(self, source: str, given: Given) -> Found:
        from onrecord.collect.remote import exists, is_remote, list_remote

        if not is_remote(source):
            yield from self._url(source, given)
        elif source.endswith("/"):
            for name in list_remote(source):
                yield from [name] if isinstance(name, InputError) else self._remote(name, given.of_each())
        elif (item := ITEM.fullmatch(source)) and not exists(source):
            yield _first(self._remote(item[1], given, only=int(item[2])), source)
        else:
            yield from self._remote(source, given)

    def _url(self, source: str, given: Given) -> Found:
        if not source.lower().startswith(("http://", "https://")):
            raise FetchError(
                f"{source.partition(':')[0]!r} is not fetched, only http and https; save it and give the file"
            )
        from onrecord.collect.fetch import LISTS, PAGES

        page = self._fetcher.get(source, types=PAGES + LISTS)
        origin = Origin(source, given, page.url, page.charset, page.at)
        yield from self._stream(BytesIO(page.data), origin)

    def _remote(self, source: str, given: Given, only: int | None = None) -> Found:
        from onrecord.collect.remote import open_remote

        try:
            with open_remote(source) as stream:
                yield from self._stream(stream, Origin(source, given, only=only))
        except InputError as error:
            error.source = error.source or source
            yield error

    def _path(self, source: str, given: Given) -> Found:
        path = Path(source)
        try:
            if path.is_dir():
                yield from self._folder(path, given.of_each())
            elif (item := ITEM.fullmatch(source)) and not path.exists() and Path(item[1]).is_file():
                yield _first(self._file(item[1], given, only=int(item[2])), source)
            else:
                yield from self._file(source, given)
        except (OSError, ValueError) as error:  # ValueError: a NUL in the path
            raise InputError(f"cannot be read ({_reason(error)}); check the path") from None

    def _folder(self, folder: Path, given: Given) -> Found:
        from onrecord.collect.folder import walk

        for path in walk(folder):
            if isinstance(path, InputError):
                yield path
                continue
            try:
                yield from self._file(str(path), given)
            except InputError as error:
                error.source = error.source or str(path)
                yield error

    def _file(self, source: str, given: Given, only: int | None = None) -> Found:
        try:
            stream = Path(source).open("rb")  # noqa: SIM115 (closed below; its own errors are others than reading's)
        except FileNotFoundError:
            raise NotFoundError("no such file; check the path", source=source) from None
        except (OSError, ValueError) as error:
            raise InputError(f"cannot be read ({_reason(error)}); check the path", source=source) from None
        with stream:
            try:
                yield from self._stream(stream, Origin(source, given, only=only))
            except OSError as error:
                raise InputError(
                    f"cannot be read ({_reason(error)}); check the path", source=source
                ) from None

    def _stream(self, stream: IO[bytes], origin: Origin) -> Found:
        """What a file holds, told by its first bytes and then by its name."""
        if self._plain:
            yield self._one(stream, b"", origin)
            return
        taken = put_back(b"", stream)
        first = taken.readline(LIMITS.line + 1)
        name = origin.source.lower()
        if first.startswith(GZIP):
            stream = taken = unzip(put_back(first, taken))
            first, name = taken.readline(LIMITS.line + 1), name.removesuffix(".gz")
            if first.startswith(GZIP):
                raise MalformedError("compressed twice; unpack it once")
        name = name.removesuffix(".gz")  # unpacked on its way, with its name unchanged
        if name.endswith(LINES) or looks_like_json_line(first):
            yield from read_lines(put_back(first, taken), origin)
            return
        head = first + _start(taken, HEAD - len(first))
        yield from self._told(stream, put_back(head, taken), head, name, origin)

    def _told(self, stream: IO[bytes], whole: IO[bytes], head: bytes, name: str, origin: Origin) -> Found:
        """As `_stream`, for what is none of JSON Lines.

        Args:
            stream: The file, at some place in it.
            whole: The same from its start, which is `head`.
        """
        from onrecord.collect import parquet, table, warc

        if head.startswith(parquet.MARK):
            yield from parquet.read_parquet(_seekable(stream, whole), origin)
        elif head.startswith(warc.MARK):
            yield from warc.read_warc(whole, _each(origin))
        elif kind := listing_kind(head, origin.charset):
            from onrecord.collect.follow import Follower, read_listed

            yield from Follower(self._fetcher).follow(read_listed(whole), kind, _each(origin))
        elif name.endswith(TABLES) or table.looks_like_table(head.partition(b"\n")[0]):
            yield from table.read_table(whole, head, origin)
        elif name.endswith((".parquet", ".warc")):
            raise MalformedError(
                f"no {name.rpartition('.')[2]} file, whatever its name says; look at how it begins"
            )
        else:
            yield self._one(whole, head, origin)

    def _one(self, stream: IO[bytes], head: bytes, origin: Origin) -> Collected:
        if origin.only is not None:
            words = f"one article and not many; leave out ':{origin.only}'"
            raise NotFoundError(words, source=origin.item(origin.only))
        return collect_article(read_whole(stream, head), origin, plain=self._plain)


def _first(found: Found, source: str) -> Collected | InputError:
    """The one item that was wanted; the file is read no further."""
    nothing = NotFoundError("no article under this number in the file; look at the number", source=source)
    return next(found, nothing)


def _each(origin: Origin) -> Origin:
    return replace(origin, given=origin.given.of_each())


def _start(stream: io.BufferedReader, size: int) -> bytes:
    """Up to `size` bytes, fewer where the file breaks off before: that is met again when it is read to there."""
    data = bytearray()
    with suppress(InputError):
        while len(data) < size and (piece := stream.read1(size - len(data))):
            data += piece
    return bytes(data)


def _seekable(stream: IO[bytes], whole: IO[bytes]) -> IO[bytes]:
    """A file to seek in: the stream itself, or where it cannot be sought in, a copy within the limit of one article."""
    if stream.seekable():
        stream.seek(0)
        return stream
    return BytesIO(read_whole(whole, b""))


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
