"""What articles and entries are called in JSON-LD, where every name is an IRI."""

from __future__ import annotations

from urllib.parse import quote

from onrecord.models import Article

PREFIX = "urn:x-onrecord:"


def article_iri(article: Article) -> str:
    """The article's address, where it has one of the web, else a name made of its id."""
    url = article.url or ""
    if url.startswith(("http://", "https://")):
        return quote(url, safe="%/:=&?~#+!$,;'@()*[]", errors="replace")
    return f"{PREFIX}article:{quote(article.id, safe='', errors='replace')}"


def entry_iri(entry: str) -> str:
    """A name made of an entry's id."""
    return f"{PREFIX}entry:{quote(entry, safe='', errors='replace')}"
