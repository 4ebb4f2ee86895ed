"""What collecting gives: an article with the bytes that it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from onrecord.models import Article

TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "cmpid", "ocid", "ref_src", "igshid", "xtor")
PORTS = {"http": "80", "https": "443"}


@dataclass(frozen=True)
class Raw:
    """Bytes as they came."""

    data: bytes
    type: str  # media type; "" where it is not known
    url: str | None = None  # where they were fetched from
    fetched: datetime | None = None  # when, UTC


@dataclass(frozen=True)
class Collected:
    """An article, what it was read from (None where its text came as it is), and the input that held it."""

    article: Article
    raw: Raw | None
    source: str  # as errors name it: a path, a URL, `file.jsonl:12`


def canonical_url(url: str) -> str:
    """An address without what does not tell articles apart: fragment, default port, tracking, case of the host.

    >>> canonical_url("HTTPS://News.Example:443/talks?utm_source=feed&id=7#top")
    'https://news.example/talks?id=7'
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return url
    if not host:
        return url
    scheme = parts.scheme.lower()
    place = f"[{host}]" if ":" in host else host
    if port and str(port) != PORTS.get(scheme):
        place += f":{port}"
    kept = [
        (k, v)
        for k, v in parse_qsl(parts.query, keep_blank_values=True)
        if not k.lower().startswith(TRACKING)
    ]
    return urlunsplit((scheme, place, parts.path or "/", urlencode(kept), ""))
