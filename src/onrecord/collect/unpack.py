"""gzip, a piece at a time and never without a limit."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator
from typing import IO, Any

from onrecord.collect.given import LIMITS, megabytes
from onrecord.errors import MalformedError, TooLargeError

GZIP = b"\x1f\x8b"
CHUNK = 1 << 16
FILLING = b"\0"  # between members and at the end, by tapes and some tools


def put_back(head: bytes, stream: IO[bytes]) -> io.BufferedReader:
    """`stream` with the bytes before it that were taken from it already."""
    # Little is read ahead: who writes to a pipe and waits for what comes of it must not wait for ever.
    return io.BufferedReader(_Joined(head, stream), io.DEFAULT_BUFFER_SIZE)


def unzip(stream: IO[bytes]) -> io.BufferedReader:
    """What a gzip file of one or more members holds, as a stream.

    Reading it raises `MalformedError` where the file is broken or cut off, after all that came before, and
    `TooLargeError` where it is a compression bomb: small files made to fill a memory or a disk.
    """
    return io.BufferedReader(_Unzipped(stream), CHUNK)


def inflate(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces, small ones, of a body that was compressed by gzip or zlib; the taker stops at a limit of its own.

    Raises:
        zlib.error: it was not.
    """
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32)  # gzip and zlib
    for chunk in chunks:
        while chunk and not unpack.eof:
            yield unpack.decompress(chunk, CHUNK)
            chunk = unpack.unconsumed_tail
    yield unpack.flush()


class _Joined(io.RawIOBase):
    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        self._head, self._stream = io.BytesIO(head), stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        # What is there of a pipe is given on at once.
        take = getattr(self._stream, "read1", self._stream.read)
        data = self._head.read(len(buffer)) or take(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Unzipped(io.RawIOBase):
    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._unpack: zlib._Decompress | None = None  # None between members
        self._packed = b""
        self._full = False  # the last piece was as large as could be: there may be more without new input
        self._taken = self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while self._fill():
            data = self._piece(len(buffer))
            if data:
                buffer[: len(data)] = data
                return len(data)
        return 0

    def _fill(self) -> bool:
        """Bytes to unpack, and something to unpack them with; False at the end of the file."""
        while not self._packed and not self._full:
            self._packed = self._stream.read(CHUNK)
            if not self._packed:
                if self._unpack is not None:
                    raise MalformedError("the compressed file is cut off; what follows is lost")
                return False
            self._taken += len(self._packed)
            if self._unpack is None:
                self._packed = self._packed.lstrip(FILLING)
        self._unpack = self._unpack or zlib.decompressobj(zlib.MAX_WBITS | 16)
        return True

    def _piece(self, size: int) -> bytes:
        assert self._unpack is not None
        try:
            data = self._unpack.decompress(self._packed, size)
        except zlib.error as error:
            raise MalformedError(f"broken compression ({error}); what follows is lost") from None
        ended = self._unpack.eof
        self._packed = self._unpack.unused_data.lstrip(FILLING) if ended else self._unpack.unconsumed_tail
        self._full = len(data) == size and not ended
        if ended:
            self._unpack = None
        self._given += len(data)
        if self._given > max(LIMITS.unpacked, LIMITS.ratio * self._taken):
            raise TooLargeError(
                f"over {megabytes(LIMITS.unpacked)} once unpacked, and {LIMITS.ratio} times what they were packed; "
                "no text is so: unpack it yourself if you trust it"
            )
        return data
