"""All bytes of one article -> the article."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import IO

from onrecord.collect.checks import check
from onrecord.collect.collected import HTML, PDF, PLAIN, Collected, Origin
from onrecord.collect.decode import declared_charset, decode
from onrecord.collect.given import LIMITS, Given, megabytes
from onrecord.errors import MalformedError, TooLargeError
from onrecord.models import Article

PDF_MARK = b"%PDF-"


def read_whole(stream: IO[bytes], head: bytes) -> bytes:
    """All of one article, up to its limit; only a PDF may go over that of a page.

    Args:
        head: How `stream` begins; not taken from it.

    Raises:
        TooLargeError: it is over the limit.
    """
    limit = LIMITS.pdf if head.lstrip().startswith(PDF_MARK) else LIMITS.page
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise TooLargeError(
            f"larger than {megabytes(limit)}, the limit for one article; "
            "split it, or give a .jsonl file with an article on each line"
        )
    return data


def collect_article(
    data: bytes, origin: Origin, *, plain: bool = False, hints: Given | None = None
) -> Collected:
    """The article in `data`: text, HTML or PDF, told by how it begins.

    Args:
        plain: Take it as plain text, whatever it looks like.
        hints: What the list that led here says of it: title and day, where it says none itself.

    Raises:
        InputError: there is none that can be read.
    """
    article, type = _read(data, origin, plain)
    article = origin.given.over(article)
    if hints:
        article = replace(
            article, title=article.title or hints.title, published=article.published or hints.published
        )
    check(article)
    return Collected(article, origin.raw(data, type), origin.source)


def _read(data: bytes, origin: Origin, plain: bool) -> tuple[Article, str]:
    """The article and its media type."""
    url = origin.given.url or Given(url=origin.url).url
    if not plain and data.lstrip()[: len(PDF_MARK)] == PDF_MARK:
        from onrecord.collect.pdf import read_pdf

        return read_pdf(data, url=url), PDF
    text = decode(data, charset=origin.charset or declared_charset(data))
    if plain:
        return Article(text=text, url=url), PLAIN
    from onrecord.collect.page import looks_like_html, read_page

    if looks_like_html(text):
        return read_page(text, url=url), HTML
    _refuse_json(text)
    return Article(text=text, url=url), PLAIN


def _refuse_json(text: str) -> None:
    """JSON that is spread over lines, or a list, would else be read as the words of an article."""
    start = text.lstrip()[:2000]
    if not re.match(r'\{\s*"|\[\s*[\[{"]', start):
        return
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return
    raise MalformedError("JSON, but not one object on each line; write it as JSON Lines, or pass --text")
