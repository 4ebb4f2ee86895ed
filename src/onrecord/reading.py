"""What was found in one article, and its ways out: JSON, tables, a notebook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.models import Article, Span, Statement, words

if TYPE_CHECKING:
    import pandas
    import polars


@dataclass(frozen=True)
class Reading:
    """An article and its statements, in the order of the text."""

    article: Article
    statements: tuple[Statement, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The form of `onrecord read --json`: JSON-ready; the text itself is left out."""
        article = self.article
        return {
            "id": article.id,
            "outlet": article.outlet,
            "url": article.url,
            "published": article.published.isoformat() if article.published else None,
            "title": article.title,
            "statements": [statement.to_dict() for statement in self.statements],
        }

    def words(self, spans: Iterable[Span]) -> str:
        """The article's words at `spans`."""
        return words(self.article.text, spans)

    def rows(self) -> list[dict[str, Any]]:
        """One flat row a statement: words instead of spans, with the article's head repeated."""
        head = {k: v for k, v in self.to_dict().items() if k != "statements"}
        head = {"article": head.pop("id"), **head}
        rows = []
        for statement in self.statements:
            row = statement.to_dict()
            for part in ("source", "cue", "content"):
                row[part + "_spans"] = row[part]
                row[part] = self.words(getattr(statement, part))
            rows.append({**head, **row})
        return rows

    def to_pandas(self) -> pandas.DataFrame:
        """`rows` as a pandas DataFrame (needs pandas: `pip install 'onrecord[tables]'`)."""
        import pandas

        return pandas.DataFrame(self.rows())

    def to_polars(self) -> polars.DataFrame:
        """`rows` as a polars DataFrame (needs polars: `pip install 'onrecord[tables]'`)."""
        import polars

        return polars.DataFrame(self.rows(), infer_schema_length=None)

    def _repr_html_(self) -> str:
        from onrecord.show.page import fragment  # not needed to read

        return fragment(self.article, self.statements)
