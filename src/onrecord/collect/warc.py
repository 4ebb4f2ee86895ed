"""WARC (ISO 28500) -> pages, record by record.

The frame of a record is a version line, header lines and a block of a stated length; in the block of a response stands
the answer as HTTP has it. Only pages that were had (status 200, HTML) are articles; other records are passed over.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http.client import HTTPException, HTTPMessage, parse_headers
from io import BytesIO
from typing import IO

from onrecord.collect.article import collect_article
from onrecord.collect.collected import Collected, Origin
from onrecord.collect.given import LIMITS, megabytes
from onrecord.collect.unpack import inflate
from onrecord.errors import InputError, MalformedError, TooLargeError

MARK = b"WARC/"
HEAD = 65_536  # bytes of a record's or an answer's header; the longest URLs have some 8,000
SKIP = 1 << 20
TOO_LARGE = f"an archived answer larger than {megabytes(LIMITS.page)}, the limit for a page"
HTML_TYPES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True)
class Record:
    """One record of an archive."""

    number: int  # from 1, records of all types counted
    fields: dict[str, str]  # names in lower case
    block: bytes | None  # None where it was not asked for, or is over the limit


def read_warc(stream: IO[bytes], origin: Origin) -> Iterator[Collected | InputError]:
    """An article for each page in an archive, an error in the place of one that gives none.

    Args:
        stream: Uncompressed; taken record by record.
        origin: Names the archive; each record is named as well: `file.warc.gz:12`, the twelfth record of any type.
    """
    number = 0
    try:
        for number, record in enumerate(_records(stream, origin), 1):
            if record.fields.get("warc-type", "").lower() == "response" and origin.wants(number):
                found = _collect(record, origin)
                if found:
                    yield found
    except InputError as error:  # the frame is lost, and with it all that follows
        error.source = origin.item(number + 1)
        yield error
    except OSError as error:
        reason = error.strerror or str(error)
        words = f"cannot be read on ({reason}); what follows is lost"
        yield MalformedError(words, source=origin.item(number + 1))


def _records(stream: IO[bytes], origin: Origin) -> Iterator[Record]:
    number = 0
    while line := _first_line(stream):
        number += 1
        if not line.startswith(MARK):
            raise MalformedError("no WARC record where one should begin; what follows is lost")
        fields = _fields(stream)
        try:
            length = int(fields["content-length"])
            if length < 0:
                raise ValueError
        except (KeyError, ValueError):
            raise MalformedError("a WARC record without its length; what follows is lost") from None
        wanted = fields.get("warc-type", "").lower() == "response" and origin.wants(number)
        yield Record(number, fields, _block(stream, length, wanted))


def _first_line(stream: IO[bytes]) -> bytes:
    """The next line that is not empty; b"" at the end."""
    while (line := stream.readline(HEAD)) and not line.strip():
        pass
    return line


def _fields(stream: IO[bytes]) -> dict[str, str]:
    fields: dict[str, str] = {}
    size, last = 0, ""
    while True:
        line = stream.readline(HEAD)
        size += len(line)
        if size > HEAD:
            raise TooLargeError(f"a WARC header of more than {HEAD:,} bytes, the limit; what follows is lost")
        if not line.endswith(b"\n"):
            raise MalformedError("the archive is cut off in a header; what came before was read")
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if not text:
            return fields
        if text[0] in " \t" and last:
            fields[last] += " " + text.strip()
            continue
        name, _, value = text.partition(":")
        last = name.strip().lower()
        fields[last] = value.strip()


def _block(stream: IO[bytes], length: int, wanted: bool) -> bytes | None:
    if wanted and length <= LIMITS.page + HEAD:
        block = stream.read(length)
        left = length - len(block)
    else:
        block, left = None, length
        while left and (piece := stream.read(min(left, SKIP))):
            left -= len(piece)
    if left:
        raise MalformedError("the archive is cut off in the middle of a record; what came before was read")
    return block


def _collect(record: Record, origin: Origin) -> Collected | InputError | None:
    """The article of one response; None where it is no page."""
    source = origin.item(record.number)
    try:
        if record.block is None:
            raise TooLargeError(TOO_LARGE)
        status, headers, body = _answer(record.block)
        if status != 200 or headers.get_content_type() not in HTML_TYPES:
            return None
        inner = replace(
            origin,
            source=source,
            url=record.fields.get("warc-target-uri", "").strip("<> ") or None,
            charset=headers.get_content_charset(),
            fetched=_time(record.fields.get("warc-date", "")),
        )
        return collect_article(body, inner)
    except InputError as error:
        error.source = source
        return error


def _answer(block: bytes) -> tuple[int, HTTPMessage, bytes]:
    """Status, headers and body of an answer, the body without the transfer's own packing."""
    stream = BytesIO(block)
    first = stream.readline(HEAD).split(None, 2)
    try:
        status = int(first[1])
        headers = parse_headers(stream)
    except (IndexError, ValueError, HTTPException):
        raise MalformedError("an archived answer that is no HTTP") from None
    body = stream.read()
    if headers.get("transfer-encoding", "").strip().lower() == "chunked":
        body = _unchunked(body)
    packing = headers.get("content-encoding", "").strip().lower()
    if packing in ("", "identity") or not _is_packed(body, packing):
        return status, headers, body
    return status, headers, _unpacked(body, packing)


def _is_packed(body: bytes, packing: str) -> bool:
    """Whether a body is still as the header says; some archives store it unpacked beside the old header."""
    return not packing.endswith("gzip") or body.startswith(b"\x1f\x8b")


def _unpacked(body: bytes, packing: str) -> bytes:
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise MalformedError(f"an archived answer that is compressed with {packing!r}, which is not read")
    data = bytearray()
    try:
        for piece in inflate([body]):
            data += piece
            if len(data) > LIMITS.page:
                raise TooLargeError(TOO_LARGE)
    except zlib.error as error:
        raise MalformedError(f"an archived answer that cannot be decompressed ({error})") from None
    return bytes(data)


def _unchunked(body: bytes) -> bytes:
    """A body without the marks of chunked transfer; as it is, where it has none or they break off."""
    data, at = bytearray(), 0
    while True:
        end = body.find(b"\r\n", at, at + 100)
        try:
            size = int(body[at:end].partition(b";")[0], 16) if end >= 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            return bytes(data) or body
        if size == 0:
            return bytes(data)
        data += body[end + 2 : end + 2 + size]
        at = end + 2 + size + 2


def _time(written: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(written)
    except ValueError:
        return None
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
