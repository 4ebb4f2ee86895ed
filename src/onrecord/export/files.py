"""Where output goes: standard output, or a file that is replaced only by a whole one."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TextIO

from onrecord.errors import UsageError

_WRITING = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}  # what a full or broken disk says


@contextmanager
def output(path: Path | None) -> Iterator[TextIO]:
    """A stream in UTF-8 to `path`, or to standard output.

    What a text may hold and UTF-8 may not (lone surrogates) is written as the escape that JSON has for it. A
    file is written beside its place as `NAME.partial` and moved there when it is whole; if the work is
    broken off, what there is so far stays under that name and an older file stays as it was.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        if path is None:
            yield from _standard()
        elif path.exists() and not path.is_file() and not path.is_dir():  # /dev/null, a named pipe
            with path.open("w", encoding="utf-8", errors="backslashreplace") as stream:
                yield stream
        else:
            yield from _file(path.resolve())
    except OSError as error:
        if error.errno in _WRITING:
            place = repr(str(path)) if path else "standard output"
            raise UsageError(f"cannot write {place}: {reason(error)}; free some space") from error
        raise


def _standard() -> Iterator[TextIO]:
    stream = sys.stdout
    if stream is None:
        raise UsageError("standard output is closed; give a file with --output")
    if isinstance(stream, TextIOWrapper):
        encoding = None if stream.isatty() else "utf-8"  # the terminal's own is what it can show
        stream.reconfigure(encoding=encoding, errors="backslashreplace")
    yield stream
    stream.flush()


def _file(path: Path) -> Iterator[TextIO]:
    partial = path.with_name(path.name + ".partial")
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        stream = partial.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise UsageError(f"cannot write {str(path)!r}: {reason(error)}; give another --output") from error
    try:
        with stream:
            yield stream
    except BaseException:
        if not partial.stat().st_size:
            partial.unlink()
        raise
    partial.replace(path)


@contextmanager
def together(folder: Path, names: Sequence[str]) -> Iterator[list[IO[bytes]]]:
    """Streams to files in `folder`, which is made; they are moved to their places when all of them are whole.

    As with `output`, a file is written as `NAME.partial`; where the work is broken off, older files stay as they were,
    and what there is of the new ones stays under that name.

    Raises:
        UsageError: they cannot be written.
    """
    partial = [folder / f"{name}.partial" for name in names]
    streams: list[IO[bytes]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any((folder / name).is_dir() for name in names):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        with ExitStack() as stack:
            for path in partial:
                streams.append(stack.enter_context(path.open("wb")))
            yield streams
        for path, name in zip(partial, names, strict=True):
            path.replace(folder / name)
    except BaseException as error:
        for path in partial[: len(streams)]:
            if path.is_file() and not path.stat().st_size:
                path.unlink()
        if isinstance(error, OSError):
            raise _unwritable(folder, error) from error
        raise


def _unwritable(path: Path, error: OSError) -> UsageError:
    advice = "free some space" if error.errno in _WRITING else "give another folder"
    return UsageError(f"cannot write {str(path)!r}: {reason(error)}; {advice}")


def reason(error: OSError) -> str:
    """What the system said, in lower case: 'permission denied'."""
    return (error.strerror or str(error) or type(error).__name__).lower()


def refuse_overwriting(path: Path, sources: Iterable[str]) -> None:
    """Refuse an output that is one of the inputs.

    Raises:
        UsageError: writing it would destroy what is being read.
    """
    for source in sources:
        if source != "-" and path.exists() and os.path.exists(source) and os.path.samefile(path, source):
            raise UsageError(f"{source!r} is input and output; give another --output")
