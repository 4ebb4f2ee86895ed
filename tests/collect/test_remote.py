"""Against moto's server, which speaks S3 over HTTP on this machine."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from moto.server import ThreadedMotoServer

from onrecord.collect import gather
from onrecord.collect.remote import is_remote
from onrecord.errors import FetchError, InputError, MalformedError, NotFoundError, UsageError

from .lists import collect, failure, make_warc, one
from .pages import make_page

TEXT = "“We never agreed to that,” Ruth Amsel said. She left Port Selby early."
LINE = f'{{"id": "a", "text": "{TEXT}"}}\n'.encode()
Put = Callable[[str, bytes], str]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def put(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Put]:
    """Puts an object into an own bucket, and gives its address."""
    import s3fs

    for name, value in {
        "AWS_ENDPOINT_URL": server,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    store = s3fs.S3FileSystem()
    store.mkdir("coverage")

    def put(key: str, data: bytes) -> str:
        store.pipe(f"coverage/{key}", data)
        return f"s3://coverage/{key}"

    yield put
    store.rm("coverage", recursive=True)
    s3fs.S3FileSystem.clear_instance_cache()


def make_parquet() -> bytes:
    out = pa.BufferOutputStream()
    pq.write_table(pa.table({"text": [TEXT]}), out)
    return bytes(out.getvalue())


@pytest.mark.parametrize(
    ("key", "data", "item"),
    [
        ("a.txt", TEXT.encode(), ""),
        ("2031/march/a.html", make_page().encode(), ""),
        ("a.jsonl", LINE, ":1"),
        ("a.jsonl.gz", gzip.compress(LINE), ":1"),
        ("a.csv", f'id,text\na,"{TEXT}"\n'.encode(), ":2"),
        ("a.parquet", make_parquet(), ":1"),
        ("a.warc.gz", make_warc([("https://a.example/1", make_page(), {"Content-Type": "text/html"})]), ":3"),
    ],
)
def test_every_kind_of_file(put: Put, key: str, data: bytes, item: str) -> None:
    source = put(key, data)
    found = one(source)
    assert found.source == source + item
    assert one(found.source).article == found.article


def test_a_prefix_as_a_folder(put: Put) -> None:
    for key in ("in/b.txt", "in/a/z.txt", "in/.hidden.txt", "in/.git/a.txt", "inside.txt"):
        put(key, f"{key}. {TEXT}".encode())
    put("in/photo.jpg", b"\xff\xd8\xff")
    articles, errors = collect("s3://coverage/in/")
    assert [item.source for item in articles] == ["s3://coverage/in/a/z.txt", "s3://coverage/in/b.txt"]
    assert [error.source for error in errors] == ["s3://coverage/in/photo.jpg"]


def test_a_bad_file_does_not_stop_the_others(put: Put) -> None:
    put("in/a.txt", b"Too short")
    put("in/b.jsonl.gz", gzip.compress(LINE * 3)[:-9])
    good = put("in/c.txt", TEXT.encode())
    articles, errors = collect("s3://coverage/in/")
    assert good in [item.source for item in articles]
    assert [type(error).__name__ for error in errors] == ["NoArticleError", "MalformedError"]


def test_a_file_larger_than_a_block_is_streamed(put: Put) -> None:
    source = put("a.jsonl", LINE.replace(TEXT.encode(), TEXT.encode() + b" She left." * 50_000) * 24)
    articles, errors = collect(source)
    assert (len(articles), errors) == (24, [])


@pytest.mark.parametrize("key", ["none.txt", "none/", "none.jsonl:12"])
def test_what_is_not_there(put: Put, key: str) -> None:
    assert isinstance(failure(f"s3://coverage/{key}"), NotFoundError)
    assert isinstance(failure(f"s3://no-such-bucket/{key}"), InputError)


def test_a_file_that_vanishes_from_the_server(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    source = put("a.txt", TEXT.encode())
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")  # nobody listens
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()
    error = failure(source)
    assert isinstance(error, FetchError)
    assert error.temporary


def test_no_way_around_the_guard(put: Put) -> None:
    for source in (
        "memory://a.txt",
        "ssh://127.0.0.1/etc/hostname",
        "local:///etc/hostname",
        "github://a:b@main/c",
    ):
        assert not is_remote(source)
        assert isinstance(failure(source), FetchError)
    assert isinstance(failure("simplecache::s3://coverage/a.txt"), NotFoundError)


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] in ("fsspec", "s3fs")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(UsageError, match=r"onrecord\[remote\]"):
        list(gather("s3://coverage/a.txt"))


def test_another_store_without_its_package() -> None:
    with pytest.raises(UsageError, match="gcsfs"):
        list(gather("gs://coverage/a.txt"))


def test_what_breaks_off(put: Put) -> None:
    whole: Any = make_warc(
        [("https://a.example/1", make_page(), {"Content-Type": "text/html"})] * 3, gzip=False
    )
    articles, (error,) = collect(put("a.warc", whole[:-900]))
    assert len(articles) == 2
    assert isinstance(error, MalformedError)
