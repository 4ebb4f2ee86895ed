"""What goes wrong, in words: problem+json (RFC 9457) for programs, a page for people."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from starlette.responses import JSONResponse

from onrecord.errors import BusyError, ChangedError, OnRecordError, RecordError, UsageError

T = TypeVar("T")
TYPE = "application/problem+json"


class MissingError(UsageError):
    """There is nothing at this address."""


class NotAllowedError(OnRecordError):
    """Whoever asks may not do that."""


class NotSignedInError(OnRecordError):
    """Whoever asks has to say first who they are."""


class FullError(OnRecordError):
    """Too much is waiting already."""


STATUS: dict[type[OnRecordError], int] = {
    MissingError: 404,
    NotSignedInError: 401,
    NotAllowedError: 403,
    FullError: 429,
    ChangedError: 412,
    BusyError: 503,
    RecordError: 503,
    UsageError: 400,
}


def status_of(error: OnRecordError) -> int:
    """The HTTP status that says as much as an error of ours."""
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)


def found(look: Callable[[], T]) -> T:
    """What there is at an address.

    Raises:
        MissingError: the question makes no sense, because there is nothing of that id.
    """
    try:
        return look()
    except UsageError as error:
        raise MissingError(str(error)) from None


def problem(status: int, detail: str, **more: Any) -> JSONResponse:
    """An answer that says what is wrong, in the form of RFC 9457."""
    headers = {429: {"retry-after": "5"}, 503: {"retry-after": "5"}}.get(status)
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    return JSONResponse(body, status, headers, media_type=TYPE)
