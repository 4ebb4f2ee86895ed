"""Readings -> files, and back from those that hold all of it.

A format is a module with a function that writes, perhaps one that reads, and a line in `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.errors import InputError, UsageError
from onrecord.export.brat import write_folder
from onrecord.export.brat_read import read_brat
from onrecord.export.citron import write_citron
from onrecord.export.csv_files import read_csv, write_csv
from onrecord.export.jsonl import read_jsonl, write_jsonl
from onrecord.export.parquet import read_parquet, write_parquet
from onrecord.export.schema_org import write_schema_org
from onrecord.export.w3c import read_w3c, write_w3c
from onrecord.reading import Reading

__all__ = ["FORMATS", "Format", "export", "format_named"]


@dataclass(frozen=True)
class Format:
    """A form in which readings are written."""

    name: str
    ending: str  # of the file; "" where it is a folder of files
    holds: str  # for people who choose one
    # Takes readings and a path, gives the number of articles. A file's path may be None, a folder's not.
    write: Callable[[Iterable[Reading], Any], int]
    # None where too little is held to be read back.
    read: Callable[[Path], Iterator[Reading | InputError]] | None = None


FORMATS = {
    one.name: one
    for one in (
        Format("jsonl", ".jsonl", "everything, a line an article", write_jsonl, read_jsonl),
        Format("csv", "", "everything, a table a layer, for spreadsheets", write_csv, read_csv),
        Format("parquet", "", "everything, a table a layer, with types", write_parquet, read_parquet),
        Format("brat", "", "everything, text and standoff, for checking by hand", write_folder, read_brat),
        Format("w3c", ".jsonl", "everything, W3C Web Annotations, a line an article", write_w3c, read_w3c),
        Format("citron", "", "statements with a cue, as BBC Citron has them", write_citron),
        Format(
            "schema_org", ".jsonl", "who said what, schema.org's terms, a line an article", write_schema_org
        ),
    )
}


def export(readings: Iterable[Reading], format: str, path: Path | None) -> int:
    """Write readings in a format of `FORMATS`, as they come; gives the number of articles.

    Args:
        path: The file or, for formats of several files, the folder. None is standard output.

    Raises:
        UsageError: there is no such format, it needs what is not installed, or the path cannot be written; then older
            files stay as they were.
    """
    form = format_named(format)
    if path is None and not form.ending:
        raise UsageError(f"{format} is a folder of files; name one to write to")
    return form.write(readings, path)


def format_named(name: str) -> Format:
    """A format of `FORMATS`.

    Raises:
        UsageError: there is none of that name.
    """
    if name not in FORMATS:
        raise UsageError(f"no format {name!r}; there are {', '.join(FORMATS)}")
    return FORMATS[name]
