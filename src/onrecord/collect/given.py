"""What the caller says of an input, and how much of it is read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from onrecord.collect.canonical import canonical_url
from onrecord.models import Article, digest


@dataclass(frozen=True)
class Given:
    """What the caller knows of an input: the options `--published`, `--outlet`, `--title`, `--url`."""

    published: date | None = None
    outlet: str | None = None
    title: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        if self.url:
            object.__setattr__(self, "url", canonical_url(self.url))

    def of_each(self) -> Given:
        """What holds for each of many articles: the outlet and the day, but not one title and one URL for all."""
        return Given(published=self.published, outlet=self.outlet)

    def over(self, article: Article) -> Article:
        """`article`, with what was given in the place of what an extractor guessed."""
        known = {name: value for name, value in vars(self).items() if value is not None}
        # The id is counted anew, since it may rest on outlet and URL.
        return replace(article, id="", **known) if known else article

    def under(self, article: Article, *, id: str) -> Article:
        """`article`, with what was given only where it says nothing itself.

        Args:
            id: The id that the input gave, or "". Without one and without a URL of its own the article's id
                comes from its text, since a URL given for a whole file is the same for all of its articles.
        """
        known = {name: value for name, value in vars(self).items() if getattr(article, name) is None}
        id = id or (article.id if article.url else digest(article.text))
        return replace(article, id=id, **known)


NOTHING = Given()


@dataclass(frozen=True)
class Limits:
    """How much is read before an input is refused. Bytes, unless said otherwise."""

    text: int = 2_000_000  # UTF-8 of one article's text: some 330,000 words, ten times the longest speech
    page: int = 10_000_000  # a text file, a web page, a feed, a sitemap, after decompression
    pdf: int = 50_000_000  # mostly pictures
    line: int = 16_000_000  # a line of .jsonl: `text` with every character escaped as \uXXXX, and some
    elements: int = 30_000  # of a web page; extraction takes about 0.1 ms for each
    pages: int = 1_000  # of a PDF
    redirects: int = 5
    seconds: float = 20.0  # for all of one fetch: robots.txt, redirects, the page
    spacing: float = 1.0  # seconds between two fetches from one host, where a list is followed
    entries: int = 1_000  # of a feed
    lists: int = 1_000  # feeds of an OPML list, parts of an index of sitemaps: for all of one input
    links: int = 50_000  # pages that one input may lead to; what one sitemap may hold by its standard
    depth: int = 3  # lists within lists: an index of sitemaps, an OPML list that includes others
    unpacked: int = 20_000_000  # of a compressed file before its ratio counts
    ratio: int = 100  # unpacked to packed; text has some 3 to 10, a bomb 1,000
    row_group: int = 1_000_000_000  # of Parquet, unpacked; writers make them of some 100 MB


LIMITS = Limits()


def megabytes(size: int) -> str:
    """A limit as people write it.

    >>> megabytes(2_000_000)
    '2 MB'
    """
    return f"{size / 1e6:g} MB"
