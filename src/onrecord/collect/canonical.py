"""One spelling for each URL, so that a report has one id however it was reached."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote_plus, urlsplit

PORTS = {"http": 80, "https": 443}
# Parameters that say how a reader came to a page and never which page it is: the campaign fields of Google Analytics
# and its kin, click ids of advertisers and networks, ids of newsletters.
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ttclid|twclid|igshid|igsh|li_fat_id|mc_[ce]id|mkt_tok"
    r"|_hs(?:enc|mi)|_ga|_gl|at_(?:medium|campaign|custom\d|format|ptr_name|link_\w+)"
    r"|ns_(?:mchannel|source|campaign|linkname|fee)|cmpid|smid|smtyp|ocid|xtor|wt\.mc_id|__twitter_impression",
    re.IGNORECASE,
)
ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")


def canonical_url(url: str) -> str:
    """`url` without what does not tell one page from another.

    Scheme and host go to lower case; default port, fragment and parameters of tracking go away; escapes are written in
    capitals. All else may name another page and stays: other parameters and their order, "www", a slash at the end, the
    scheme, AMP's own addresses. What is no http or https URL is given back as it is.

    >>> canonical_url("HTTPS://News.Example:443/Dam?id=7&utm_source=feed#top")
    'https://news.example/Dam?id=7'
    """
    try:
        parts = urlsplit(url.strip())
        host = _host(parts)
    except ValueError:  # a port that is no number, a bracket that does not close
        return url
    scheme = parts.scheme.lower()
    if scheme not in PORTS or not parts.hostname:
        return url
    path = ESCAPE.sub(lambda escape: escape[0].upper(), parts.path) or "/"
    return parts._replace(
        scheme=scheme, netloc=host, path=path, query=_query(parts.query), fragment=""
    ).geturl()


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").removesuffix(".")
    if ":" in host:
        host = f"[{host}]"
    port = parts.port
    user, at, _ = parts.netloc.rpartition("@")
    return f"{user}{at}{host}" + ("" if port in (None, PORTS.get(parts.scheme.lower())) else f":{port}")


def _query(query: str) -> str:
    fields = (field for field in query.split("&") if field)
    kept = (field for field in fields if not TRACKING.fullmatch(unquote_plus(field.partition("=")[0])))
    return ESCAPE.sub(lambda escape: escape[0].upper(), "&".join(kept))
