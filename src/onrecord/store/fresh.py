"""Which articles of a batch the Record knows nothing of, by few questions for all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from onrecord.models import Article
from onrecord.resolve.copies import bands, signature
from onrecord.store import schema
from onrecord.store.bulk import chunks

SHARED = 2  # wordings that two texts must share to be compared, as in `resolve.sketch`
AT_ONCE = 4000  # wordings asked for at once; they are words of SQL, of which SQLite takes 1 MB


def text_hash(text: str) -> str:
    """SHA-256 of a text, by which a forgotten one is known again."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Fresh:
    """What a batch of articles has in common with the Record, and with what came before in the batch.

    An article that is `new` has no address, id or text of one that is there or was forgotten; a text that is `alone`
    has not wordings enough in common with any to be a copy. Most are both, and nothing more need be asked of them.
    """

    def __init__(
        self, connection: sa.Connection, articles: Sequence[Article], sources: Iterable[str]
    ) -> None:
        """Ask.

        Args:
            articles: With canonical URLs.
            sources: The inputs that they come from.
        """
        self._connection = connection
        self._wordings = {article.text: bands(signature(article.text)) for article in articles}
        self.failed = self._values(schema.failure.c.source, sources)
        self.corrected = self._values(schema.correction.c.article, (article.id for article in articles))
        a, f = schema.article, schema.forgotten
        ids, urls = {one.id for one in articles}, {one.url for one in articles if one.url}
        self._ids = self._values(a.c.id, ids) | self._values(f.c.article, ids)
        self._urls = self._values(a.c.url, urls) | self._values(f.c.url, urls)
        self._forgotten = self._values(f.c.text_hash, map(text_hash, (one.text for one in articles)))
        self._known = self._known_wordings()

    def new(self, article: Article) -> bool:
        """Whether nothing of an article is known; from now on it is."""
        known = article.id in self._ids or article.url in self._urls
        known = known or (bool(self._forgotten) and text_hash(article.text) in self._forgotten)
        self._ids.add(article.id)
        if article.url:
            self._urls.add(article.url)
        return not known

    def alone(self, article: Article) -> bool:
        """Whether a text cannot be a copy of another; from now on others may be copies of it."""
        wordings = self._wordings[article.text]
        shared = sum(wording in self._known for wording in wordings)
        self._known.update(wordings)
        return shared < SHARED

    def wordings_of(self, article: Article) -> tuple[int, ...]:
        """By which copies of a text of the batch are found."""
        return self._wordings[article.text]

    def _values(self, column: sa.Column[str], values: Iterable[str]) -> set[str]:
        """Which of some values a column holds."""
        asked = sa.select(column).distinct()
        return {
            value
            for some in chunks(set(values))
            for value in self._connection.scalars(asked.where(column.in_(some)))
        }

    def _known_wordings(self) -> set[int]:
        wanted = sorted({wording for wordings in self._wordings.values() for wording in wordings})
        return {
            wording
            for some in chunks(wanted, AT_ONCE)
            for (wording,) in self._connection.exec_driver_sql(
                f"SELECT DISTINCT wording FROM wording WHERE wording IN ({', '.join(map(str, some))})"
            )
        }
