"""PDF -> article, by pypdf.

A PDF knows no paragraphs, only where words stand on a page; they are found again from the gaps, indents and
short lines, as pdftotext and its like do.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from onrecord.collect.given import LIMITS, megabytes
from onrecord.errors import MalformedError, NoArticleError, TooLargeError
from onrecord.models import Article

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

SECONDS = 60.0  # for all pages together; a page of a report takes about 10 ms
ENDS = re.compile(r"[.!?:…][\"”’')\]]*$")
PAGE_NUMBER = re.compile(
    r"(?:page\s{1,3})?[-–—\s]{0,3}\d{1,4}[-–—\s]{0,3}(?:(?:of|/)\s{0,3}\d{1,4})?", re.IGNORECASE
)
DIGITS = re.compile(r"\d+")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# First parts that keep their hyphen, where the text does not show the word elsewhere.
HYPHENATED = frozenset(
    (
        "all",
        "anti",
        "co",
        "cross",
        "ex",
        "far",
        "half",
        "high",
        "long",
        "low",
        "mid",
        "non",
        "post",
        "pre",
        "pro",
        "self",
        "semi",
        "short",
        "vice",
        "well",
    )
)


@dataclass(frozen=True)
class Line:
    """One line as it stands on a page: its words, and in points from the page's lower left corner where."""

    text: str
    x: float
    y: float
    size: float
    page: int


def read_pdf(data: bytes, *, url: str | None = None) -> Article:
    """The text of a PDF, a blank line between paragraphs, with the title and byline that it states.

    The day in a PDF is when the file was made, and is not taken for the day of publication.

    Raises:
        MalformedError: broken, or locked with a password.
        NoArticleError: no text in it, as in a scan.
        TooLargeError: too many pages, or too much text.
    """
    with _failures():
        reader = _open(data)
        lines = _lines(reader)
        info = reader.metadata
        title, byline = (info.title, info.author) if info else (None, None)
    if not lines:
        pages = len(reader.pages)
        raise NoArticleError(
            f"no article text in the PDF (pages: {pages}); a scan must go through text recognition first"
        )
    text = "\n\n".join(_join(_paragraphs(_without_heads(lines))))
    return Article(text=text, title=_stated(title), byline=_stated(byline), url=url)


@contextmanager
def _failures() -> Iterator[None]:
    """pypdf raises its own errors for what it knows to be broken, and others for what it does not."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL)  # it warns of every small fault on stderr
    try:
        yield
    except (MalformedError, TooLargeError):
        raise
    except MemoryError:
        raise TooLargeError(
            "the PDF does not fit into memory; save the article's text and give that"
        ) from None
    except Exception as error:
        reason = str(error).strip().splitlines()[0][:100] if str(error).strip() else type(error).__name__
        raise MalformedError(f"a broken PDF ({reason}); save the article's text and give that") from None
    finally:
        logger.setLevel(level)


def _open(data: bytes) -> PdfReader:
    from pypdf import PasswordType, PdfReader

    reader = PdfReader(BytesIO(data.lstrip()))
    # Many are locked against printing only, with an empty password for reading.
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise MalformedError("the PDF is locked with a password; unlock it first")
    if len(reader.pages) > LIMITS.pages:
        raise TooLargeError(
            f"the PDF has {len(reader.pages):,} pages, the limit is {LIMITS.pages:,}; split it"
        )
    return reader


def _lines(reader: PdfReader) -> list[Line]:
    found: list[Line] = []
    size, end = 0, time.monotonic() + SECONDS
    for number, page in enumerate(reader.pages):
        for line in _page_lines(page, number):
            found.append(line)
            size += len(line.text)
        if size > LIMITS.text:
            raise TooLargeError(
                f"the text is larger than {megabytes(LIMITS.text)}, the limit for one article; split it"
            )
        if time.monotonic() > end:
            raise TooLargeError(
                f"the PDF took longer than {SECONDS:g} s, the limit; save the article's text and give that"
            )
    return found


def _page_lines(page: PageObject, number: int) -> list[Line]:
    """The lines of a page in the order in which they are written, which is that of reading (columns
    included).
    """
    lines: list[Line] = []
    parts: list[str] = []
    place: tuple[float, float, float] | None = None

    def visit(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        nonlocal place
        for piece in text.splitlines(keepends=True):
            if place is None and piece.strip():
                x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                place = x, y, abs(size * (tm[3] or tm[0]) * (cm[3] or cm[0])) or 10.0
            parts.append(piece)
            if piece.endswith("\n"):
                close()

    def close() -> None:
        nonlocal place
        text = " ".join("".join(parts).replace("\x00", "").split())
        if text and place:
            lines.append(Line(text, *place, number))
        parts.clear()
        place = None

    page.extract_text(visitor_text=visit)
    close()
    return lines


def _without_heads(lines: list[Line]) -> list[Line]:
    """Without page numbers, and without what stands at the top or bottom of several pages alike."""
    edges: dict[int, tuple[float, float]] = {}
    for line in lines:
        low, high = edges.get(line.page, (line.y, line.y))
        edges[line.page] = min(low, line.y), max(high, line.y)
    outer = [line for line in lines if any(abs(line.y - edge) < line.size for edge in edges[line.page])]
    alike = {shape: len(pages) for shape, pages in _by_shape(outer).items()}
    drop = {
        line
        for line in outer
        if PAGE_NUMBER.fullmatch(line.text)
        or (alike[_shape(line)] > 1 and alike[_shape(line)] * 2 >= len(edges))
    }
    return [line for line in lines if line not in drop]


def _shape(line: Line) -> tuple[str, int]:
    return DIGITS.sub("#", line.text), round(line.y)


def _by_shape(lines: Iterable[Line]) -> dict[tuple[str, int], set[int]]:
    pages: dict[tuple[str, int], set[int]] = {}
    for line in lines:
        pages.setdefault(_shape(line), set()).add(line.page)
    return pages


def _paragraphs(lines: list[Line]) -> Iterator[list[str]]:
    """Lines that belong together.

    A paragraph begins after a gap that is wider than usual, at an indent, at another size of type, or after
    a short line that ends a sentence. A new column or page begins one only if the last line ends a sentence
    and is short or the new one is indented.
    """
    gaps = [a.y - b.y for a, b in pairwise(lines) if a.page == b.page and 0 < a.y - b.y < 5 * a.size]
    usual = median(gaps) if gaps else 0.0
    # Half of the lines can be the last of their paragraph, never most of them: 80 percent of the widest is
    # full.
    full = 0.8 * max((len(line.text) for line in lines), default=0)
    current: list[str] = []
    for before, line in zip([None, *lines], lines, strict=False):
        if before and current and _begins(before, line, usual, full):
            yield current
            current = []
        current.append(line.text)
    if current:
        yield current


def _begins(before: Line, line: Line, usual: float, full: float) -> bool:
    ended = ENDS.search(before.text) is not None
    if abs(before.size - line.size) > 0.15 * before.size:
        return True
    gap = before.y - line.y
    if before.page == line.page and gap > 1.15 * usual:
        return True
    if before.page == line.page and abs(gap) < 1:  # on one line with it
        return False
    indented = line.x - before.x > 0.6 * line.size and before.page == line.page and gap > 0
    return ended and (indented or len(before.text) < full)


def _join(paragraphs: Iterable[list[str]]) -> Iterator[str]:
    """Paragraphs as one line each, words that were broken at a line's end whole again."""
    held = list(paragraphs)
    known = {word.lower() for lines in held for line in lines for word in WORD.findall(line)}
    for lines in held:
        text = lines[0]
        for line in lines[1:]:
            text = _joined(text, line, known)
        yield text


def _joined(text: str, line: str, known: set[str]) -> str:
    start, end = re.search(r"([^\W\d_]{1,40})[-\u00ad\u2010]$", text[-42:]), re.match(r"[^\W\d_]{1,40}", line)
    if not (start and end):
        return f"{text} {line}"
    first, second = start[1].lower(), end[0].lower()
    whole, hyphened = first + second, f"{first}-{second}"
    keep = text.endswith(("-", "\u2010")) and (
        end[0][0].isupper() or hyphened in known or (whole not in known and first in HYPHENATED)
    )
    return text + line if keep else text[:-1] + line


def _stated(value: Any) -> str | None:
    """A field of the PDF's own, unless a program filled it with nothing."""
    text = " ".join(str(value or "").replace("\x00", "").split())
    return (
        text
        if text.lower() not in ("", "untitled", "(anonymous)", "anonymous", "(unspecified)", "unknown")
        else None
    )
