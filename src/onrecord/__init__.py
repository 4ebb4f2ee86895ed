"""onrecord reads coverage of a negotiation and keeps it on the record."""

from onrecord.errors import InputError, OnRecordError
from onrecord.models import Article, Mention, Statement
from onrecord.pipeline import read, read_all, read_article
from onrecord.reading import Reading

__all__ = ["Article", "InputError", "Mention", "OnRecordError", "Reading", "Statement", "read", "read_all", "read_article"]
__version__ = "0.1.0"
