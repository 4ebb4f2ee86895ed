"""What was found in one article, and its ways out: JSON, tables, a notebook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from onrecord.errors import UsageError
from onrecord.models import Article, Span, Statement, words

if TYPE_CHECKING:
    import pandas
    import polars


# Columns of the tables, in order, and what they hold.
COLUMNS = {
    **dict.fromkeys(("article", "outlet", "url", "published", "title", "id"), "text"),
    **dict.fromkeys(("source", "cue", "content", "kind"), "text"),
    "confidence": "share",
    **dict.fromkeys(("within", "speaker", "speaker_type"), "text"),
    "speaker_confidence": "share",
    **dict.fromkeys(("nil", "side", "addressee", "said_on"), "text"),
    **dict.fromkeys(("source_spans", "cue_spans", "content_spans"), "spans"),
}


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
        """One flat row a statement: words, and offsets as `*_spans`; the article's head repeated."""
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
        """`rows` as a pandas DataFrame, with all columns where there are no rows.

        Raises:
            UsageError: pandas is not installed.
        """
        pandas = _need("pandas")
        return pandas.DataFrame(self.rows(), columns=list(COLUMNS))  # type: ignore[no-any-return]

    def to_polars(self) -> polars.DataFrame:
        """`rows` as a polars DataFrame; the columns' types are always the same, so that frames stack.

        Raises:
            UsageError: polars is not installed.
        """
        polars = _need("polars")
        types = {
            "text": polars.String,
            "share": polars.Float64,
            "spans": polars.List(polars.List(polars.Int64)),
        }
        schema = {name: types[sort] for name, sort in COLUMNS.items()}
        return polars.DataFrame(self.rows(), schema=schema)  # type: ignore[no-any-return]

    def _repr_html_(self) -> str:
        from onrecord.show.page import fragment  # not needed to read

        return fragment(self.article, self.statements)


def _need(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        raise UsageError(f"{module} is not installed; pip install 'onrecord[tables]'") from None
