"""Feeds, OPML lists and sitemaps: XML that leads to articles. Bytes -> values; nothing is fetched here.

XML is hostile until shown otherwise: entities of its own are refused before any parser sees them, nothing outside is
loaded, sizes and nesting are limited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin

from onrecord.collect.decode import decode
from onrecord.collect.given import NOTHING, Given
from onrecord.collect.stamps import parse_stamp
from onrecord.errors import EncodingError, MalformedError

if TYPE_CHECKING:
    from lxml.etree import _Element

Kind = Literal["feed", "opml", "sitemap", "index"]
ROOTS: dict[str, Kind] = {
    "rss": "feed", "feed": "feed", "rdf": "feed", "opml": "opml", "urlset": "sitemap", "sitemapindex": "index",
}  # fmt: skip
# What may stand before the first element, each piece closed within reason.
BEFORE = re.compile(
    r"\s+|<\?[^>]{0,1000}>|<!--.{0,20000}?-->|<!DOCTYPE[^<>\[]{0,1000}>", re.DOTALL | re.IGNORECASE
)
FIRST = re.compile(r"<(?:[\w.-]{1,40}:)?([A-Za-z]{1,40})(?=[\s/>])")
DECLARED = re.compile(
    rb"^\s{0,100}<\?xml[^>]{0,200}?encoding\s{0,8}=\s{0,8}[\"']([\w.-]{2,40})", re.IGNORECASE
)
ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30};)")
XML_OWN = frozenset(("lt;", "gt;", "amp;", "quot;", "apos;"))


@dataclass(frozen=True)
class Link:
    """An address in a list, with what the list says of the page there."""

    url: str
    hints: Given = NOTHING


@dataclass(frozen=True)
class Listing:
    """An OPML list, a sitemap, or an index of sitemaps."""

    links: tuple[Link, ...]
    pages: bool  # whether the links lead to articles, and not to further lists


def listing_kind(head: bytes, charset: str | None = None) -> Kind | None:
    """What a file is by its first element: a feed, an OPML list, a sitemap or an index of those; None for all else.

    Args:
        head: The first bytes of it, some thousands.

    >>> listing_kind(b"<?xml version='1.0'?><!-- made by hand --><rss version='2.0'>")
    'feed'
    """
    try:
        text = xml_text(head, charset)
    except EncodingError:
        return None
    at = 0
    while before := BEFORE.match(text, at):
        at = before.end()
    first = FIRST.match(text, at)
    return ROOTS.get(first[1].lower()) if first else None


def xml_text(data: bytes, charset: str | None = None) -> str:
    """The text of XML whose encoding is said in up to three places, which need not agree.

    What the bytes are goes before what anybody says: a byte order mark, UTF-8 where they are valid UTF-8. Then the
    server's word counts (RFC 7303), unless it only says what they are not, then the declaration's.

    Raises:
        EncodingError: binary.
    """
    declared = DECLARED.match(data[:400])
    told = [charset, declared[1].decode("ascii") if declared else None]
    # Servers say these two of everything, by default. `decode` has tried UTF-8 before it comes to a name.
    named = [
        name for name in told if name and name.lower() not in ("utf-8", "utf8", "iso-8859-1", "us-ascii")
    ]
    return decode(data, charset=named[0] if named else None).lstrip()


def parse_xml(text: str) -> _Element:
    """The root of XML, mended where it is broken or cut off.

    Raises:
        MalformedError: no XML at all, or it declares entities, which only an attack does in a feed or a list.
    """
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(plain_entities(text).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise MalformedError(f"broken XML ({str(error)[:100]}); look at it in a browser") from None
    if root is None:
        raise MalformedError("broken XML, without one element; look at it in a browser")
    return root


def plain_entities(text: str) -> str:
    """XML whose named characters of HTML, which XML does not know, stand there as themselves.

    Raises:
        MalformedError: it declares entities of its own.
    """
    if ENTITY.search(text):
        raise MalformedError("XML that declares entities is not read; take the <!ENTITY ...> lines out")
    return NAMED.sub(lambda name: name[0] if name[1] in XML_OWN else html5.get(name[1], name[0]), text)


def read_listing(data: bytes, kind: Kind, *, charset: str | None = None, url: str | None = None) -> Listing:
    """The addresses in an OPML list, a sitemap or an index of sitemaps.

    Args:
        url: Where it was fetched from; addresses that are not whole are counted from there.

    Raises:
        InputError: it cannot be read.
    """
    root = parse_xml(xml_text(data, charset))
    links = _outlines(root) if kind == "opml" else _locations(root)
    whole = (Link(urljoin(url or "", link.url), link.hints) for link in links)
    return Listing(tuple(link for link in whole if link.url), pages=kind == "sitemap")


def _outlines(root: _Element) -> Iterator[Link]:
    """Feeds, and other lists that an outline includes or links to."""
    for outline in root.iter("{*}outline", "outline"):
        # Names of attributes are written in every way: xmlUrl, xmlurl, XMLURL.
        given = {str(name).lower(): str(value).strip() for name, value in outline.attrib.items()}
        listed = given.get("url", "") if given.get("type", "").lower() in ("include", "rss", "atom") else ""
        url = given.get("xmlurl") or listed
        if url:
            yield Link(url)


def _locations(root: _Element) -> Iterator[Link]:
    for entry in root:
        fields = {
            _name(node): (node.text or "").strip() for node in entry.iter() if isinstance(node.tag, str)
        }
        if fields.get("loc"):
            day = parse_stamp(fields.get("publication_date", ""))
            yield Link(fields["loc"], Given(title=fields.get("title") or None, published=day))


def _name(node: _Element) -> str:
    return str(node.tag).rpartition("}")[2].lower()
