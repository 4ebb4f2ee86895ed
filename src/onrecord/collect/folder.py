"""The files of a folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from onrecord.errors import InputError

# What may hold articles, with or without ".gz" behind it. A saved page brings styles, scripts and pictures with it,
# some of which would pass for text.
ENDINGS = frozenset(
    ("", ".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf", ".json", ".jsonl", ".ndjson", ".csv", ".tsv",
     ".parquet", ".warc", ".xml", ".rss", ".atom", ".rdf", ".opml")
)  # fmt: skip


def walk(folder: Path) -> Iterator[Path | InputError]:
    """The files in a folder and in those within it, by name; an error in the place of each that is not read.

    Hidden files and folders are passed over. A link is followed to a file inside the folder only: one that leads out
    may name what its maker cannot read, but the reader can; one to a folder inside adds nothing, and may go in circles.
    """
    yield from _walk(folder, folder.resolve())


def _walk(folder: Path, root: Path) -> Iterator[Path | InputError]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield InputError(
            f"cannot be read ({error.strerror or error}); check its permissions", source=str(folder)
        )
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            yield from _link(path, root)
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(path, root)
        else:
            yield _file(path)


def _link(path: Path, root: Path) -> Iterator[Path | InputError]:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):  # RuntimeError: Python 3.11 and 3.12 on links in a circle
        yield InputError("a link that leads nowhere; mend or remove it", source=str(path))
        return
    if not target.is_relative_to(root):
        yield InputError(f"a link out of the folder, to {str(target)!r}; name the file itself to have it read",
                         source=str(path))  # fmt: skip
    elif not target.is_dir():  # what a folder holds is read where it stands
        yield _file(path)


def _file(path: Path) -> Path | InputError:
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
    except OSError as error:
        return InputError(
            f"cannot be read ({error.strerror or error}); check its permissions", source=str(path)
        )
    if not regular:  # a pipe or a device may be read for ever
        return InputError("no regular file; name it to have it read", source=str(path))
    if is_readable(path.name):
        return path
    return InputError(
        f"{path.suffix!r} is no ending of articles; name the file to have it read", source=str(path)
    )


def is_readable(name: str) -> bool:
    """Whether a file that is found in a folder may hold articles, by its name."""
    return Path(name.lower().removesuffix(".gz")).suffix in ENDINGS
