from __future__ import annotations

import gzip
import io
import random
import time
from functools import cache

import pytest

from onrecord.collect.unpack import put_back, unzip
from onrecord.errors import MalformedError, TooLargeError

TEXT = random.Random(7).randbytes(300_000).hex().encode()


@cache
def make_bomb() -> bytes:
    """A gzip file of zeros, a thousandth as large as the hundred megabytes that it holds."""
    return gzip.compress(bytes(100_000_000))


def read_on(stream: io.BufferedReader, got: bytearray) -> None:
    """All that comes, into `got`, though it ends in an error."""
    while piece := stream.read1(1 << 16):
        got += piece


def test_members_and_filling_between_them() -> None:
    data = gzip.compress(TEXT) + bytes(600) + gzip.compress(b"") + gzip.compress(b"the end") + bytes(600)
    assert unzip(io.BytesIO(data)).read() == TEXT + b"the end"


def test_what_repeats_comes_whole() -> None:
    assert len(unzip(io.BytesIO(gzip.compress(bytes(3_000_000)))).read()) == 3_000_000


def test_cut_off_after_all_that_came_before() -> None:
    packed = gzip.compress(TEXT)
    stream = unzip(io.BytesIO(packed[: len(packed) // 2]))
    got = bytearray()
    with pytest.raises(MalformedError, match="cut off"):
        read_on(stream, got)
    assert TEXT.startswith(bytes(got))
    assert len(got) > 200_000


def test_what_follows_a_member_and_is_none() -> None:
    with pytest.raises(MalformedError, match="broken compression"):
        unzip(io.BytesIO(gzip.compress(TEXT) + b"no member")).read()


def test_a_bomb_is_stopped_early() -> None:
    bomb = make_bomb()
    start = time.process_time()
    stream = unzip(io.BytesIO(bomb))
    got = bytearray()
    with pytest.raises(TooLargeError, match="20 MB"):
        read_on(stream, got)
    assert len(got) <= 21_000_000
    assert time.process_time() - start < 5


def test_put_back() -> None:
    stream = io.BytesIO(b"one\ntwo\nthree")
    first = stream.readline()
    assert put_back(first, stream).read() == b"one\ntwo\nthree"
