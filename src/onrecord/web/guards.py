"""What stands before every page: hosts, origins, sizes and rates that are checked, and headers that are sent.

Browsers send requests on behalf of any page that a person has open, to addresses of this machine too. A page elsewhere
whose name is made to lead here (DNS rebinding) shows in Host; one that posts here shows in Origin or Sec-Fetch-Site.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.exceptions import HTTPException

from onrecord.web.problems import problem
from onrecord.web.settings import Settings

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

SAFE = ("GET", "HEAD", "OPTIONS")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Not "no-referrer": with that browsers hide the origin of our own forms, too.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
KEPT = 10_000  # visitors whose rates are remembered


class Guard:
    """ASGI middleware that refuses what no page of ours asks for."""

    def __init__(self, app: App, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._rates = Rates(settings.limits.rate, settings.limits.burst)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refused = self._refused(scope, headers)
        if refused is not None:
            await problem(*refused)(scope, receive, _with_headers(send, self._settings.secure, scope["path"]))
            return
        limit = self._limit(scope["path"])
        guarded = _with_headers(send, self._settings.secure, scope["path"])
        await self._app(scope, _limited(receive, limit), guarded)

    def _refused(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str] | None:
        settings = self._settings
        if headers.get("host", "").lower() not in settings.hosts:
            return 421, "this server is not known under that name; start it with --url to make it so"
        if scope["method"] not in SAFE and not _of_ours(headers, settings.origins):
            return 403, "changes are taken from this site's own pages only"
        size = headers.get("content-length", "0")
        if not size.isdigit() or int(size) > self._limit(scope["path"]):
            return 413, "more than is taken at once"
        client = scope.get("client")
        if not self._rates.allow(client[0] if client else ""):
            return 429, "too many requests; wait a few seconds"
        return None

    def _limit(self, path: str) -> int:
        limits = self._settings.limits
        return limits.upload if path == "/add/files" else limits.body


def _of_ours(headers: dict[str, str], origins: frozenset[str]) -> bool:
    """Whether a change comes from one of our pages, or from a program that is no browser."""
    origin = headers.get("origin")
    if origin is not None:
        return origin.lower() in origins
    return headers.get("sec-fetch-site", "none") in ("none", "same-origin")


class Rates:
    """How many requests each visitor has left: buckets that fill at a steady rate."""

    def __init__(self, rate: float, burst: int) -> None:
        self._rate, self._burst = rate, burst
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allow(self, who: str) -> bool:
        """Whether one more is allowed; it is counted."""
        now = time.monotonic()
        left, last = self._left.pop(who, (float(self._burst), now))
        left = min(self._burst, left + (now - last) * self._rate)
        allowed = left >= 1
        self._left[who] = (left - allowed, now)
        if len(self._left) > KEPT:
            self._left.popitem(last=False)
        return allowed


class TooMuchError(HTTPException):
    """A body that goes on over the limit."""

    def __init__(self) -> None:
        super().__init__(413, "more than is taken at once")


def _limited(receive: Receive, limit: int) -> Receive:
    """Counts what comes, since a body need not say how long it is."""
    total = 0

    async def counted() -> MutableMapping[str, Any]:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > limit:
            raise TooMuchError
        return message

    return counted


def _with_headers(send: Send, secure: bool, path: str) -> Send:
    added = dict(HEADERS)
    if secure:
        added["strict-transport-security"] = "max-age=31536000"

    async def sent(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            there = {name for name, _ in message["headers"]}
            fresh = added if path.startswith("/static/") else {**added, "cache-control": "private, no-cache"}
            message["headers"] = [
                *message["headers"],
                *((n.encode(), v.encode()) for n, v in fresh.items() if n.encode() not in there),
            ]
        await send(message)

    return sent
