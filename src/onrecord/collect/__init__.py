"""Files, pages and standard input -> Article, module by module.

load      a path, a URL or "-" -> articles, and an error in the place of each that could not be read
check     refuses an article that cannot be read: too short, too large, not English
decode    bytes -> text                 jsonl     lines of JSON -> articles
page      HTML -> article               pdf       PDF -> article
fetch     URL -> bytes, within limits   guard     which addresses may be connected to
robots    which pages a site lets be fetched    events    a user's dated events
userfile  a user's actors, roles, events, spellings and outlets
"""

from onrecord.collect.checks import check
from onrecord.collect.collected import Collected, Raw, canonical_url
from onrecord.collect.dates import parse_date
from onrecord.collect.events import load_events
from onrecord.collect.given import Given, Limits
from onrecord.collect.inputs import gather, load, load_with
from onrecord.collect.userfile import load_tables

__all__ = [
    "Collected",
    "Given",
    "Limits",
    "Raw",
    "canonical_url",
    "check",
    "gather",
    "load",
    "load_events",
    "load_tables",
    "load_with",
    "parse_date",
]
