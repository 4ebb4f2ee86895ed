"""HTML -> article, by trafilatura."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from onrecord.collect.canonical import canonical_url
from onrecord.collect.checks import count_words
from onrecord.collect.given import LIMITS
from onrecord.errors import MalformedError, NoArticleError, TooLargeError
from onrecord.models import Article

if TYPE_CHECKING:
    from lxml.html import HtmlElement

STARTS = re.compile(
    r"\s*<(?:!doctype\s+html|!--|\?xml|html|head|title|meta|body|article|main|section|div|p|h[1-6])\b", re.I
)
# Fewer words are menus and notices ("Subscribe now", "Accept all cookies"), not the shortest item of news.
MIN_WORDS = 20
# htmldate's own upper bound is today. A report may be read on a machine whose clock is wrong, and only
# dates that a page states for itself are taken.
LATEST = "2199-12-31"


def looks_like_html(text: str) -> bool:
    """Whether a text starts as a page or a fragment of one does.

    >>> looks_like_html("<!DOCTYPE html><title>x</title>"), looks_like_html("<i>sic</i>, he said")
    (True, False)
    """
    start = STARTS.match(text[:1000])
    return start is not None and ("<?xml" not in start[0].lower() or "<html" in text[:1000].lower())


def read_page(html: str, *, url: str | None = None) -> Article:
    """The article in a page: text with a blank line between paragraphs, title, outlet, day, byline,
    language, URL.

    Args:
        url: Where the page came from. The page's own canonical URL is believed if it is on the same site.

    Raises:
        NoArticleError: fewer than twenty words of article text.
        TooLargeError: tags nested over 256 deep, or too many of them.
    """
    tree = _parse(html)
    article = _extract(tree, url)
    words = count_words(article.text, limit=MIN_WORDS)
    if words < MIN_WORDS:
        raise NoArticleError(
            f"no article text in the page (words found: {words}); pass --text for plain text"
        )
    return article


def _extract(tree: HtmlElement, url: str | None) -> Article:
    from trafilatura import bare_extraction

    try:
        found: Any = bare_extraction(
            tree,
            url=url,
            include_comments=False,
            with_metadata=True,
            # To guess a day from any number on the page is worse than none: "on Friday" is counted from it.
            date_extraction_params={"original_date": True, "extensive_search": False, "max_date": LATEST},
        )
        if found is None:
            return Article(text="")
        return Article(
            text=_paragraphs(found.text),
            title=found.title or None,
            outlet=found.sitename or None,
            published=date.fromisoformat(found.date) if found.date else None,
            byline=found.author or None,
            language=_language(tree),
            url=_canonical(found.url, url),
        )
    except Exception as error:  # what markup an extractor stumbles over, nobody can list
        reason = type(error).__name__
        raise MalformedError(
            f"the page cannot be taken apart ({reason}); save its text and give that"
        ) from None


def _parse(html: str) -> HtmlElement:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        # Control characters end the parse early.
        tree = document_fromstring(html.replace("\x00", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):  # nothing but comments, or nothing at all
        raise NoArticleError(
            "no article text in the page (words found: 0); pass --text for plain text"
        ) from None
    # libxml2 stops there and gives what it has: the end of the article would be missing without a word.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise TooLargeError(
            "tags are nested more than 256 deep, the limit; save the article's text and give that"
        )
    if sum(1 for _ in tree.iter()) > LIMITS.elements:
        raise TooLargeError(
            f"more than {LIMITS.elements:,} elements on the page, the limit; "
            "save the article's text and give that"
        )
    return tree


def _paragraphs(text: str) -> str:
    return "\n\n".join(line for line in map(str.strip, text.split("\n")) if line)


def _language(tree: HtmlElement) -> str | None:
    declared = (tree.get("lang") or "").strip().lower().split("-")[0]
    return declared if re.fullmatch("[a-z]{2}", declared) else None


def _canonical(canonical: str | None, url: str | None) -> str | None:
    """The URL to store: a page may name itself, but not pass for a page of another site."""
    if not canonical or urlsplit(canonical).scheme not in ("http", "https"):
        return url
    here, there = _site(url or canonical), _site(canonical)
    own = here == there or here.endswith("." + there) or there.endswith("." + here)
    return canonical_url(canonical) if own else url


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
