"""What collecting gives: an article, the bytes that it was read from, and the way back to both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from onrecord.collect.given import NOTHING, Given
from onrecord.models import Article

JSON = "application/json"
HTML = "text/html"
PLAIN = "text/plain"
PDF = "application/pdf"


@dataclass(frozen=True)
class Raw:
    """The bytes of one article as they came.

    A page, a PDF, a text file, the body of an archived answer, a line of JSON. Where an article has no bytes of its own
    (a row of a table, the text that a feed carries), they are that row as JSON, or that text as UTF-8.
    """

    data: bytes  # after the transfer's own compression, before any change of encoding
    type: str  # media type, told from the bytes where no server said it
    url: str | None = None  # where they were fetched from, after redirects, as it was asked for
    fetched: datetime | None = None  # UTC; None for what the user had already


@dataclass(frozen=True)
class Collected:
    """One article that was collected.

    `source` names it as errors do, and leads back to it: given to `gather`, it gives this article again.
    """

    article: Article
    raw: Raw
    source: str  # a path, a URL, or one item of a file: `file.jsonl:12`


@dataclass(frozen=True)
class Origin:
    """Where bytes came from, and what is known of them beside what they say."""

    source: str  # as messages name it
    given: Given = NOTHING
    url: str | None = None
    charset: str | None = None  # that the server named
    fetched: datetime | None = None  # UTC
    only: int | None = None  # of many items the one that is wanted, counted from 1

    def item(self, number: int) -> str:
        """The name of one of many items."""
        return f"{self.source}:{number}"

    def wants(self, number: int) -> bool:
        """Whether an item is to be read."""
        return self.only is None or self.only == number

    def raw(self, data: bytes, type: str) -> Raw:
        """Bytes that came from here."""
        return Raw(data, type, self.url, self.fetched)
