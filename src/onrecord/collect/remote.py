"""Files in object stores, by fsspec (the extra `remote`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

from onrecord.collect.folder import is_readable
from onrecord.errors import FetchError, InputError, NotFoundError, UsageError

# Stores that the user holds keys for. All else that fsspec knows reaches past the guard of fetching (http, ftp, ssh) or
# around it (local files under another name, archives within archives).
STORES = {"s3": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "az": "adlfs", "abfs": "adlfs", "abfss": "adlfs"}


def is_remote(source: str) -> bool:
    """Whether a source names a file in an object store.

    >>> is_remote("s3://coverage/2031/march.jsonl.gz"), is_remote("https://news.example/a")
    (True, False)
    """
    return source.partition("://")[0].lower() in STORES and "://" in source


@contextmanager
def open_remote(source: str) -> Iterator[IO[bytes]]:
    """A file in an object store, to read and to seek in; it is taken block by block.

    Raises:
        NotFoundError, FetchError: it cannot be had.
        UsageError: the package for such a store is not installed.
    """
    with _failures(source):
        files, path = _files(source)
        stream = files.open(path, "rb")
    with stream:
        yield cast("IO[bytes]", _Named(stream, source))


def list_remote(source: str) -> Iterator[str | InputError]:
    """The files under a prefix, by name, as `walk` gives those of a folder: hidden ones are passed over.

    Raises:
        NotFoundError, FetchError: it cannot be listed.
        UsageError: the package for such a store is not installed.
    """
    with _failures(source):
        files, prefix = _files(source)
        found = sorted(files.find(prefix))
    if not found:
        raise NotFoundError("no files under this prefix; check it", source=source)
    scheme = source.partition("://")[0]
    within = prefix.rstrip("/") + "/"
    for path in found:
        name = path.removeprefix(within)
        if not name or any(part.startswith(".") for part in name.split("/")):
            continue
        whole = f"{scheme}://{path}"
        if is_readable(name):
            yield whole
        else:
            yield InputError("its ending is none of articles; name the file to have it read", source=whole)


def exists(source: str) -> bool:
    """Whether there is a file under exactly this name."""
    with _failures(source):
        files, path = _files(source)
        return bool(files.isfile(path))


def _files(source: str) -> tuple[Any, str]:
    scheme = source.partition("://")[0].lower()
    try:
        from fsspec.core import url_to_fs

        return cast("tuple[Any, str]", url_to_fs(scheme + source[len(scheme) :]))
    except ImportError:
        extra = "pip install 'onrecord[remote]'" if scheme == "s3" else f"pip install {STORES[scheme]}"
        raise UsageError(f"{scheme}:// needs {STORES[scheme]}; {extra}") from None


@contextmanager
def _failures(source: str) -> Iterator[None]:
    """Every store's own errors as ours; their number cannot be listed."""
    try:
        yield
    except (UsageError, InputError):
        raise
    except FileNotFoundError:
        raise NotFoundError("no such file or bucket; check the name", source=source) from None
    except PermissionError as error:
        raise FetchError(f"not allowed ({_short(error)}); check the keys", source=source) from None
    except Exception as error:
        words = f"cannot be had ({_short(error)}); check the name, the keys and the network"
        raise FetchError(words, source=source, temporary=True) from None


class _Named:
    """A file whose failures while it is read are ours."""

    def __init__(self, stream: Any, source: str) -> None:
        self._stream, self._source = stream, source

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def read(self, size: int = -1) -> bytes:
        with _failures(self._source):
            return bytes(self._stream.read(size))

    def readline(self, size: int = -1) -> bytes:
        with _failures(self._source):
            return bytes(self._stream.readline(size))


def _short(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:160] if lines else type(error).__name__
