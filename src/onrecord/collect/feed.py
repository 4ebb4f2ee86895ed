"""RSS and Atom -> entries, by feedparser."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from onrecord.collect.article import collect_article
from onrecord.collect.canonical import canonical_url
from onrecord.collect.collected import HTML, PLAIN, Collected, Origin
from onrecord.collect.given import LIMITS, Given
from onrecord.collect.listing import plain_entities, xml_text
from onrecord.collect.stamps import parse_stamp
from onrecord.errors import MalformedError, NoArticleError, TooLargeError
from onrecord.models import digest

# A feed of a thousand entries has some 20,000. feedparser mends what is broken tag by tag, at some 60,000 a second.
MAX_TAGS = 300_000
# Teasers have some 20 to 60 words; what a feed carries of at least this length is taken for the report itself.
WHOLE_WORDS = 120
TAG = re.compile(r"<[/!A-Za-z][^<>]{0,2000}>")


@dataclass(frozen=True)
class Entry:
    """One entry of a feed."""

    key: str  # what tells it from others: its page's canonical URL, or the feed's URL, "#" and its own id
    link: str | None  # its page, http or https
    title: str | None
    published: date | None
    byline: str | None
    content: str  # the longest text that the feed carries of it, HTML or plain; "" where none

    @property
    def hints(self) -> Given:
        """What it says of its page."""
        return Given(title=self.title, published=self.published)


@dataclass(frozen=True)
class Feed:
    """A feed as it is now."""

    title: str | None
    entries: tuple[Entry, ...]  # as they stand, usually the newest first; no more than the limit
    over: int  # entries beyond the limit
    ttl: int | None  # minutes that it asks not to be asked again


def read_feed(
    data: bytes, *, charset: str | None = None, url: str | None = None, limit: int = LIMITS.entries
) -> Feed:
    """The entries of an RSS or Atom feed, whatever its encoding is and is said to be.

    Args:
        charset: The encoding that the server named.
        url: Where it was fetched from; links that are not whole are counted from there.
        limit: Entries that are read at most.

    Raises:
        EncodingError: binary.
        MalformedError: no feed, or one that declares entities.
        TooLargeError: too many tags.
    """
    text = plain_entities(xml_text(data, charset))
    if text.count("<") > MAX_TAGS:
        raise TooLargeError(f"more than {MAX_TAGS:,} tags in the feed, the limit; no feed needs so many")
    found = _parse(text)
    if not found.get("version") and not found.entries:
        raise MalformedError("no feed: neither RSS nor Atom; give the address of its feed, or of an article")
    about = found.feed
    base = url or str(about.get("link") or "")
    entries = tuple(_entry(entry, base, url) for entry in found.entries[:limit])
    ttl = str(about.get("ttl") or "")[:6]
    return Feed(
        _text(about.get("title")),
        entries,
        over=max(0, len(found.entries) - limit),
        ttl=int(ttl) if ttl.isascii() and ttl.isdecimal() else None,
    )


def _parse(text: str) -> Any:
    import feedparser

    try:
        # The encoding was settled before; the header goes before what the declaration says. Nothing is made of the
        # HTML inside: it is read as a page is.
        return feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # as with pages: what it stumbles over, nobody can list
        raise MalformedError(f"a feed that cannot be taken apart ({type(error).__name__})") from None


def _entry(entry: Mapping[str, Any], base: str, url: str | None) -> Entry:
    link = _link(entry, base)
    texts = [str(part.get("value") or "") for part in entry.get("content") or ()]
    texts.append(str(entry.get("summary") or ""))
    written = entry.get("published") or entry.get("updated") or entry.get("created")
    own = str(entry.get("id") or digest(entry.get("title"), *texts))
    return Entry(
        key=canonical_url(link) if link else f"{url or base}#{own[:500]}",
        link=link,
        title=_text(entry.get("title")),
        published=parse_stamp(str(written or "")),
        byline=_text(entry.get("author")),
        content=max(texts, key=len),
    )


def _link(entry: Mapping[str, Any], base: str) -> str | None:
    # FeedBurner hands out addresses of its own and keeps the page's beside them.
    link = str(entry.get("feedburner_origlink") or entry.get("link") or "").strip()
    if entry.get("guidislink") and "://" not in link:  # an id that is none, taken for one as RSS has it
        return None
    try:
        whole = urljoin(base, link) if link else ""
        return whole if urlsplit(whole).scheme in ("http", "https") else None
    except ValueError:
        return None


def _text(value: Any) -> str | None:
    return " ".join(str(value or "").split())[:1_000] or None


def collect_content(entry: Entry, feed: Feed, origin: Origin) -> Collected:
    """The article that the feed itself carries.

    Args:
        origin: The feed's, with the name of the entry.

    Raises:
        InputError: it carries none, or a teaser only.
    """
    words = len(TAG.sub(" ", entry.content).split())
    if words < WHOLE_WORDS:
        raise NoArticleError(
            f"no page of its own, and {words} words in the feed; find it on the outlet's site"
        )
    html = TAG.search(entry.content) is not None
    data = f"<html><body><article>{entry.content}</article></body></html>" if html else entry.content
    known = origin.given
    given = Given(
        known.published or entry.published, known.outlet or feed.title, known.title or entry.title, entry.link
    )
    inner = Origin(origin.source, given, charset="utf-8")
    article = collect_article(data.encode("utf-8", "replace"), inner, plain=not html).article
    article = replace(article, byline=article.byline or entry.byline)
    raw = origin.raw(entry.content.encode("utf-8", "replace"), HTML if html else PLAIN)
    return Collected(article, raw, origin.source)
