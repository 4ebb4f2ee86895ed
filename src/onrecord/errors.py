"""Everything that onrecord raises on purpose.

    OnRecordError              base; `exit_code` is what the shell gets
    ├── UsageError (2)         the call makes no sense: an option, a date, a name that is not there
    ├── InputError (3)         an input could not be read; `source` names it
    │   ├── NotFoundError      no such file
    │   ├── MalformedError     not in the form that it should be: broken JSON or PDF, a bad date
    │   ├── TooLargeError      over a limit, which the message names
    │   ├── EncodingError      not text in any encoding that we can tell
    │   ├── NoArticleError     no article text in it
    │   ├── LanguageError      not English
    │   ├── FetchError         a URL that gave nothing: refused, timed out, no such host
    │   └── InternalError (1)  a fault of onrecord itself, which one article brought to light
    ├── RecordError (3)        the Record could not be opened, read or written; nothing stored is lost
    │   ├── NoRecordError      there is none at that place, or what is there is something else
    │   ├── SchemaError        made by a newer onrecord
    │   ├── DamagedError       the database is damaged
    │   ├── BusyError          locked by another program for longer than we wait
    │   ├── ChangedError       somebody else has changed it meanwhile
    │   ├── UnwritableError    disk full, or not allowed to write
    │   └── UnreachableError   the database server does not answer
    └── PartlyDoneError (4)    some inputs failed; `failures` lists them

Messages are lower-case phrases: what is wrong, the offending value, what to do.
"""

from __future__ import annotations

from collections.abc import Sequence


class OnRecordError(Exception):
    """Base of all errors that onrecord raises on purpose."""

    exit_code = 1

    @property
    def kind(self) -> str:
        """Short stable name for `--json`: "too_large" for `TooLargeError`."""
        name = type(self).__name__.removesuffix("Error")
        return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")


class UsageError(OnRecordError):
    """The call makes no sense."""

    exit_code = 2


class InputError(OnRecordError):
    """An input could not be read.

    Args:
        message: What is wrong and what to do.
        source: The input: a path, a URL, `file.jsonl:12`, or "-" for standard input.
        id: The article's id, where the input gave one.

    `str` gives the message behind the name of the input: `talks.txt: no article text (0 words found)`.
    """

    exit_code = 3

    def __init__(self, message: str, *, source: str | None = None, id: str | None = None) -> None:
        super().__init__(message)
        self.source = source
        self.id = id

    def __str__(self) -> str:
        message = super().__str__()
        return f"{self.source}: {message}" if self.source else message


class NotFoundError(InputError):
    """There is no such file."""


class MalformedError(InputError):
    """Not in the form that it should be: broken JSON, a broken PDF, a bad date."""


class TooLargeError(InputError):
    """Over a limit, which the message names."""


class EncodingError(InputError):
    """Binary, or text in no encoding that we can tell."""


class NoArticleError(InputError):
    """Empty, or without article text."""


class LanguageError(InputError):
    """Not English."""


class FetchError(InputError):
    """A URL that gave no article: refused address, time-out, status, robots.

    Args:
        temporary: It may work later: no answer, a time-out, a fault or a full queue at the server's end.
        retry_after: Seconds until the server wants to be asked again, where it said so.
    """

    def __init__(
        self,
        message: str,
        *,
        source: str | None = None,
        id: str | None = None,
        temporary: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, source=source, id=id)
        self.temporary = temporary
        self.retry_after = retry_after


class InternalError(InputError):
    """A fault of onrecord itself, which one article brought to light; the others are still read."""

    exit_code = 1


class RecordError(OnRecordError):
    """The Record could not be opened, read or written; what was stored before is still there."""

    exit_code = 3


class NoRecordError(RecordError):
    """There is no Record at that place, or what is there is something else."""


class SchemaError(RecordError):
    """The Record was made by a newer onrecord."""


class DamagedError(RecordError):
    """The database is damaged."""


class BusyError(RecordError):
    """Locked by another program for longer than we wait."""


class ChangedError(RecordError):
    """Somebody else has changed it since it was looked at."""


class UnwritableError(RecordError):
    """The disk is full, or we may not write."""


class UnreachableError(RecordError):
    """The database server does not answer."""


class PartlyDoneError(OnRecordError):
    """Some inputs were read and others not; `failures` holds an error for each of the others."""

    exit_code = 4

    def __init__(self, failures: Sequence[OnRecordError], *, done: int) -> None:
        super().__init__(f"{len(failures)} of {done + len(failures)} inputs could not be read")
        self.failures = list(failures)
