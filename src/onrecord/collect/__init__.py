"""Any input -> Article with its bytes, module by module.

gather     a path, folder, URL or store -> what was collected, and an error in the place of each that could not be
load       the same, articles only
collected  the values: Raw, Collected          canonical  one spelling for each URL
check      refuses an article that cannot be read: too short, too large, not English
article    all bytes of one article            decode     bytes -> text
page       HTML -> article                     pdf        PDF -> article
jsonl, table, parquet   lines and rows         fields     one row's fields -> article
warc       archives of pages                   unpack     gzip, within limits
folder     files of a folder                   remote     files of an object store
feed       RSS and Atom -> entries             listing    OPML lists, sitemaps -> links
follow     links -> articles                   pace       how often one host may be asked
watch      feeds, polled again and again
fetch      URL -> bytes, within limits         guard      which addresses may be connected to
robots     which pages a site lets be fetched  events     a user's dated events
userfile   a user's actors, roles, events, spellings and outlets
"""

from onrecord.collect.canonical import canonical_url
from onrecord.collect.checks import check
from onrecord.collect.collected import Collected, Raw
from onrecord.collect.dates import parse_date
from onrecord.collect.events import load_events
from onrecord.collect.gather import gather
from onrecord.collect.given import Given, Limits
from onrecord.collect.inputs import load, load_with
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
