"""onrecord reads coverage of a negotiation and keeps it on the record."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.errors import InputError, OnRecordError
    from onrecord.models import Article, Condition, Event, Mention, Plan, Statement, Timeline
    from onrecord.pipeline import read, read_all, read_article
    from onrecord.reading import Reading
    from onrecord.store import Record

__all__ = [
    "Article",
    "Condition",
    "Event",
    "InputError",
    "Mention",
    "OnRecordError",
    "Plan",
    "Reading",
    "Record",
    "Statement",
    "Timeline",
    "open",
    "read",
    "read_all",
    "read_article",
]
__version__ = "0.1.0"

# Imported when first asked for: `onrecord --help` needs none of them, and the reader takes time to import.
_HOMES = {
    **dict.fromkeys(("InputError", "OnRecordError"), "errors"),
    **dict.fromkeys(("Article", "Condition", "Event", "Mention", "Plan", "Statement", "Timeline"), "models"),
    **dict.fromkeys(("read", "read_all", "read_article"), "pipeline"),
    "Reading": "reading",
    "Record": "store",
}


def open(place: Any = "onrecord.db", **options: Any) -> "Record":
    """The Record at `place`: a file, or the URL of a database; made where there is none (see `Record`)."""
    return __getattr__("Record")(place, **options)  # type: ignore[no-any-return]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    value = getattr(import_module(f"onrecord.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
