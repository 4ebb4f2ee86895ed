"""Searching as one types: words or meaning, facets beside."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from starlette.requests import Request

from onrecord.errors import UsageError
from onrecord.store.ask import ask
from onrecord.store.search import Hits, search_articles, search_meaning, search_newest
from onrecord.web.filters import filter_of, text_of
from onrecord.web.pages import facets
from onrecord.web.site import Site

WAYS = ("words", "meaning", "articles")
_UNFINISHED = re.compile(r'(?:^|\s)[^\s"*-][^\s"*]{3,}$')


def find(site: Site, request: Request) -> dict[str, Any]:
    """What a search page shows; without words the newest statements."""
    limits, query = site.settings.limits, request.query_params
    words, way = text_of(query, "q"), text_of(query, "by") or "words"
    way = way if way in WAYS else "words"
    wanted = filter_of(query, "statements", limit=limits.page, deep=limits.deep)
    census = site.census.get()
    rows: list[dict[str, Any]] = []
    note, chosen = "", census.n > 0
    with site.reading() as connection:
        try:
            if not words:
                way = "words"
                rows = ask(connection, "statements", wanted)
                chosen = census.mask(connection, replace(wanted, about=None))
            elif way == "articles":
                rows = search_articles(connection, going_on(words), limit=limits.page)
            else:
                hits: Hits
                if way == "meaning":
                    hits = search_meaning(connection, words, wanted)
                else:
                    hits = search_newest(connection, going_on(words), wanted, census)
                rows, chosen = hits.rows, census.of(hits.keys)
        except UsageError as error:  # a search that is not finished yet: a lone quotation mark, a minus
            note, chosen = str(error), census.n < 0
    return {
        "q": words, "by": way, "rows": rows, "note": note, "wanted": wanted, "number": int(chosen.sum()),
        "facets": {} if way == "articles" else facets(census, chosen), "ways": WAYS,
    }  # fmt: skip


def going_on(words: str) -> str:
    """A query whose last word may be unfinished.

    >>> going_on("ceasef"), going_on('"no talks"'), going_on("no ")
    ('ceasef*', '"no talks"', 'no ')
    """
    return words + "*" if _UNFINISHED.search(words) and words.count('"') % 2 == 0 else words
