"""An article's text cut into pieces that say which entries they belong to, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from onrecord.models import Span
from onrecord.show.marked import paragraphs

PART = 40_000  # characters of a page's text: an article of 6,500 words is whole, a book has pages
DEEP = 12  # marks of one piece; what lies further out is not named


@dataclass(frozen=True)
class Mark:
    """A stretch of text that belongs to an entry."""

    start: int
    end: int
    entry: str  # what the entry is called on the page: "s3"
    part: str  # source, cue, content, outcome, ...
    depth: int = 0  # of a statement that stands in others


@dataclass(frozen=True)
class Piece:
    """Words that the same marks cover; innermost last."""

    words: str
    marks: tuple[Mark, ...] = ()
    begins: tuple[str, ...] = ()  # entries whose first mark begins here

    @property
    def entries(self) -> str:
        """The entries, for an attribute."""
        return " ".join(dict.fromkeys(mark.entry for mark in self.marks))

    @property
    def classes(self) -> str:
        """What the style sheet needs: layer and part of each mark, and how deeply a statement is nested."""
        named = [f"m-{mark.entry[0]} m-{mark.entry[0]}-{mark.part}" for mark in self.marks]
        depth = max((mark.depth for mark in self.marks if mark.part == "content"), default=0)
        return " ".join(dict.fromkeys([*named, *([f"in{min(depth, 3)}"] if depth else [])]))


@dataclass
class Paragraph:
    """A paragraph of pieces."""

    pieces: list[Piece] = field(default_factory=list)


def parts(text: str) -> list[Span]:
    """Stretches of whole paragraphs, each at most about `PART` characters."""
    found: list[Span] = []
    start = 0
    for _, end in paragraphs(text):
        while end - start > PART:
            cut = text.rfind(" ", start, start + PART) + 1 or start + PART
            before = text.rfind("\n", start, start + PART) + 1
            cut = before if before > start else cut
            found.append((start, cut))
            start = cut
    found.append((start, len(text)))
    return found


def mark_text(text: str, span: Span, marks: Iterable[Mark]) -> list[Paragraph]:
    """The paragraphs of a stretch of text, with marks; those that reach beyond it are cut."""
    low, high = span
    inside = [mark for mark in marks if mark.start < high and mark.end > low and mark.start < mark.end]
    pieces = iter(_pieces(text, low, high, inside))
    found = []
    piece = next(pieces, None)
    for start, end in paragraphs(text[low:high]):
        start, end = start + low, end + low
        paragraph = Paragraph()
        while piece and piece[0] < end:
            begin, stop, covering, begins = piece
            if stop > start:
                paragraph.pieces.append(Piece(text[max(begin, start) : min(stop, end)], covering, begins))
            if stop > end:
                piece = (end, stop, covering, ())
                break
            piece = next(pieces, None)
        found.append(paragraph)
    return found


def _pieces(
    text: str, low: int, high: int, marks: Sequence[Mark]
) -> Iterator[tuple[int, int, tuple[Mark, ...], tuple[str, ...]]]:
    opens: dict[int, list[Mark]] = {}
    closes: dict[int, list[Mark]] = {}
    first: dict[str, int] = {}
    for mark in marks:
        opens.setdefault(max(mark.start, low), []).append(mark)
        closes.setdefault(min(mark.end, high), []).append(mark)
        first[mark.entry] = min(first.get(mark.entry, high), max(mark.start, low))
    begins: dict[int, list[str]] = {}
    for entry, start in first.items():
        begins.setdefault(start, []).append(entry)
    borders = sorted({low, high, *opens, *closes})
    covering: dict[Mark, None] = {}
    for start, end in pairwise(borders):
        for mark in closes.get(start, ()):
            covering.pop(mark, None)
        covering.update(dict.fromkeys(opens.get(start, ())))
        innermost = sorted(
            islice(reversed(covering), DEEP), key=lambda mark: (mark.depth, -(mark.end - mark.start))
        )
        yield start, end, tuple(innermost), tuple(begins.get(start, ()))
