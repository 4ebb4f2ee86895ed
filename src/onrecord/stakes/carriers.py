"""Which statement carries words of its content."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.models import Span, Statement, overlap


class Carriers:
    """The statements of an article, asked for the innermost whose content holds some words."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        parts = [
            (sum(e - s for s, e in statement.content), start, end, statement)
            for statement in statements
            for start, end in statement.content
        ]
        self._parts = sorted(parts, key=lambda part: (part[0], part[1]))
        self.known = {statement.id: statement for statement in statements}

    def of(self, span: Span) -> Statement | None:
        """The statement with the shortest content that holds the words; None where the reporter writes them."""
        return next((s for _, start, end, s in self._parts if start <= span[0] and span[1] <= end), None)

    def touching(self, span: Span) -> Statement | None:
        """The same, where an overlap will do."""
        return self.of(span) or next(
            (s for _, start, end, s in self._parts if overlap(span, (start, end))), None
        )
