"""Overlapping spans cut into stretches that do not overlap, as HTML needs them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from onrecord.models import Statement
from onrecord.show.outline import Entry


@dataclass(frozen=True)
class Segment:
    """A stretch of text that the same parts of the same statements cover."""

    start: int
    end: int
    parts: tuple[tuple[Entry, str], ...]  # entry and "source", "cue" or "content"; outermost first

    @property
    def innermost(self) -> tuple[tuple[Entry, str], ...]:
        """The parts of the most deeply nested statements here."""
        deepest = max((entry.depth for entry, _ in self.parts), default=0)
        return tuple((entry, part) for entry, part in self.parts if entry.depth == deepest)


def cut(length: int, entries: Iterable[Entry]) -> list[Segment]:
    """Cut `length` characters at each border of each span; together the segments cover all of them.

    Spans, or what of them lies outside the text, are left out where they are empty.
    """
    starts: dict[int, list[tuple[Entry, str]]] = {}
    ends: dict[int, list[tuple[Entry, str]]] = {}
    for entry in entries:
        for part, start, end in _spans(entry.statement):
            start, end = max(start, 0), min(end, length)
            if start < end:
                starts.setdefault(start, []).append((entry, part))
                ends.setdefault(end, []).append((entry, part))
    borders = sorted({0, length, *starts, *ends})
    open_parts: list[tuple[Entry, str]] = []
    segments = []
    for start, end in pairwise(borders):
        for ended in ends.get(start, ()):
            open_parts.remove(ended)
        open_parts += starts.get(start, [])
        parts = sorted(open_parts, key=lambda found: (found[0].depth, found[0].number))
        segments.append(Segment(start, end, tuple(parts)))
    return segments


def _spans(statement: Statement) -> Iterable[tuple[str, int, int]]:
    for part in ("source", "cue", "content"):
        for start, end in getattr(statement, part):
            yield part, start, end
