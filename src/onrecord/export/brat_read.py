"""A folder of brat standoff -> readings: of our own form, of PolNeAR's, and of any that has marks of the same names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from onrecord.collect.given import LIMITS, megabytes
from onrecord.errors import EncodingError, InputError, NotFoundError, TooLargeError
from onrecord.export.brat import standoff
from onrecord.export.brat_entries import article_of, entries
from onrecord.export.files import reason
from onrecord.export.standoff import parse
from onrecord.reading import Reading

# PolNeAR has its texts in a folder of their own, and the annotator's name behind the article's: the text of
# `attributions/talks_4b22.ann` is `text/talks.txt`.
_ANNOTATIONS, _TEXTS = "attributions", "text"


def read_brat(folder: Path) -> Iterator[Reading | InputError]:
    """The readings of all `.ann` files in a folder and the folders in it, in the order of their names.

    A reading has what its file says in our terms (sources, cues, contents, conditions, timelines, plans, times, and
    what notes say of them); what a person marked and gave no confidence has 1. Where the file says more, or says it
    in another form, the reading's `standoff` holds all of it, and `write_brat` writes it as it was. The article's id
    is that of the note, else the file's name without its ending, after the folders that it is in.

    Yields:
        A reading for each file, or an error in its place: no text beside it, not UTF-8, annotations of another text, a
        link that leads out of the folder.
    """
    if not folder.is_dir():
        yield NotFoundError("no such folder; give a folder of .txt and .ann files", source=str(folder))
        return
    for path in sorted(folder.rglob("*.ann")):
        try:
            yield _reading(path, folder)
        except InputError as error:
            error.source = error.source or str(path)
            yield error


def _reading(path: Path, folder: Path) -> Reading:
    ann = _text(path, folder, LIMITS.page)
    text_path = _article(path)
    text = _text(text_path, folder, LIMITS.text)
    lines = parse(ann, text)
    found = entries(lines, text)
    home = path.parent if text_path.parent == path.parent else path.parent.parent
    id = (home.relative_to(folder) / path.stem).as_posix() if home.is_relative_to(folder) else path.stem
    reading = Reading(article_of(found, text, id), **found.layers)
    return reading if standoff(reading) == ann else replace(reading, standoff=ann)


def _article(path: Path) -> Path:
    """The text that a file annotates: beside it, where there is one."""
    beside = path.with_suffix(".txt")
    texts = path.parent.with_name(_TEXTS)
    named = [texts / f"{name}.txt" for name in (path.stem, path.stem.rpartition("_")[0])]
    places = [beside, *named] if path.parent.name == _ANNOTATIONS else [beside]
    return next((place for place in places if place.exists()), beside)


def _text(path: Path, folder: Path, limit: int) -> str:
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise InputError("a link that leads out of the folder; copy the file into it", source=str(path))
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise TooLargeError(f"larger than {megabytes(limit)}, the limit; split it", source=str(path))
        return data.decode()
    except FileNotFoundError:
        raise NotFoundError(
            "no such text, and annotations count into it; put it there", source=str(path)
        ) from None
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"byte {error.start + 1} is not UTF-8; brat's files are", source=str(path)
        ) from None
    except OSError as error:
        raise InputError(f"cannot be read ({reason(error)}); check the path", source=str(path)) from None
