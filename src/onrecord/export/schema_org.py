"""schema.org as JSON-LD, a line for each article: for pages, search engines and knowledge graphs.

| ours | schema.org |
|---|---|
| article | NewsArticle: identifier, headline, url, datePublished, inLanguage, hasPart |
| outlet, byline, credit | publisher, author, sourceOrganization |
| direct or mixed statement | Quotation: text, spokenByCharacter (whom the article has say it) |
| indirect statement | Claim: text, creator, appearance (the article) |
| speaker | Person, GovernmentOrganization, NewsMediaOrganization or Organization: name |
| side | a Person's affiliation |
| said_on | dateCreated, for several days temporal |
| within | isPartOf |

Statements whose speaker is not known have none. A Quotation is the words as printed, marks included; where they stand
in several stretches an ellipsis joins them. Offsets, cues, acts, confidences, conditions, timelines and plans have no
terms that mean the same, and are left out; so is the article's text, which is its publisher's to publish.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from onrecord.export.jsonl import write_lines
from onrecord.export.names import article_iri, entry_iri
from onrecord.models import Article, Statement
from onrecord.reading import Reading

Node = dict[str, Any]
TYPES = {
    "person": "Person",
    "government": "GovernmentOrganization",
    "organisation": "Organization",
    "group": "Organization",  # whom a Quotation is by is a Person or an Organization; a group of people is no person
    "media": "NewsMediaOrganization",
}
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def write_schema_org(readings: Iterable[Reading], path: Path | None) -> int:
    """Write one NewsArticle a line, to standard output where `path` is None; gives their number.

    Raises:
        UsageError: it cannot be written; an older file stays as it was.
    """
    return write_lines(map(news_article, readings), path)


def news_article(reading: Reading) -> Node:
    """An article with its statements as parts."""
    article = reading.article
    ids = {statement.id for statement in reading.statements}
    parts = [_part(reading, statement, ids) for statement in reading.statements]
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": article_iri(article),
        "identifier": article.id,
        **_head(article),
        **_given(hasPart=parts or None),
    }


def _head(article: Article) -> Node:
    return _given(
        headline=article.title,
        url=article.url,
        datePublished=article.published.isoformat() if article.published else None,
        inLanguage=article.language,
        publisher=_named("Organization", article.outlet),
        author=_named("Person", article.byline),
        sourceOrganization=_named("Organization", article.credit),
    )


def _part(reading: Reading, statement: Statement, ids: set[str]) -> Node:
    around = entry_iri(statement.within) if statement.within in ids and statement.within else None
    day = statement.said_on if _DATE.fullmatch(statement.said_on or "") else None
    said = {
        "text": reading.words(statement.content),
        **_given(
            dateCreated=day,
            temporal=None if day else statement.said_on,
            isPartOf={"@id": around} if around else None,
        ),
    }
    head: Node = {"@id": entry_iri(statement.id)}
    if statement.kind == "indirect":
        appearance = {"@id": article_iri(reading.article)}
        return {
            "@type": "Claim",
            **head,
            **said,
            **_given(creator=_speaker(statement)),
            "appearance": appearance,
        }
    return {"@type": "Quotation", **head, **said, **_given(spokenByCharacter=_speaker(statement))}


def _speaker(statement: Statement) -> Node | None:
    type = TYPES.get(statement.speaker_type or "")
    if type is None or not statement.speaker:
        return None
    side = _named("Organization", statement.side) if type == "Person" else None
    return {"@type": type, "name": statement.speaker, **_given(affiliation=side)}


def _named(type: str, name: str | None) -> Node | None:
    return {"@type": type, "name": name} if name else None


def _given(**values: Any) -> Node:
    """What has a value."""
    return {name: value for name, value in values.items() if value}
