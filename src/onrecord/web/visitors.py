"""Who asks: sessions, tokens, roles, and the proof that a form is one of ours.

A session is a signed cookie, so that a server that is started anew knows its visitors. Changes need a value that only
our own pages hold beside one that the browser keeps (double submit); programs give a token, or JSON, which no form of
another site can send.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from onrecord.models import digest
from onrecord.web.problems import FullError, NotAllowedError, NotSignedInError
from onrecord.web.settings import Settings
from onrecord.web.users import ROLES, Users

SESSION, FORM = "onrecord_session", "onrecord_form"
HOLDS = 7 * 24 * 3600  # seconds of a session
FIELD, HEADER = "form_key", "x-form-key"


@dataclass(frozen=True)
class Visitor:
    """Who asks, and what they may do."""

    name: str
    role: str | None  # None: nothing before they have signed in
    by_token: bool = False  # a program, which sends no cookies

    def may(self, role: str) -> bool:
        """Whether they may do what a role may."""
        return self.role is not None and ROLES.index(self.role) >= ROLES.index(role)


NOBODY = Visitor("", None)


class Door:
    """Lets visitors in."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.users = Users(settings.users) if settings.users else None
        self._tries: dict[str, tuple[int, float]] = {}

    @cached_property
    def _signer(self) -> URLSafeTimedSerializer:
        secret = self.users.secret if self.users else f"token:{self._settings.token}"
        return URLSafeTimedSerializer(
            secret, salt="onrecord session", signer_kwargs={"digest_method": hashlib.sha256}
        )

    def visitor(self, request: Request) -> Visitor:
        """Who sent a request."""
        settings = self._settings
        if settings.open:
            return Visitor(settings.name, "admin")
        given = request.headers.get("authorization", "")
        if settings.token and given.lower().startswith("bearer "):
            return Visitor("token", "admin", True) if _same(given[7:].strip(), settings.token) else NOBODY
        try:
            name, stamp = self._signer.loads(request.cookies.get(SESSION, ""), max_age=HOLDS)
        except (BadSignature, ValueError, TypeError):
            return NOBODY
        if self.users:
            user = self.users.get(str(name))
            return Visitor(user.name, user.role) if user and _same(str(stamp), user.stamp) else NOBODY
        return Visitor("token", "admin") if stamp == self._token_stamp() else NOBODY

    def _token_stamp(self) -> str:
        return digest("token", self._settings.token)

    def sign_in(self, name: str, password: str, client: str) -> str:
        """The value of a session's cookie.

        Raises:
            NotSignedInError: no such user, or another password.
            FullError: too many wrong tries lately, for this name or from this address.
        """
        keys = [f"name {name}", f"from {client}"]
        if any(self._tired(key) for key in keys):
            raise FullError(f"too many wrong tries; wait {self._settings.limits.wait:.0f} seconds")
        if self.users:
            user = self.users.check(name, password)
            made = self._signer.dumps([user.name, user.stamp]) if user else None
        else:
            right = _same(password, self._settings.token or "")
            made = self._signer.dumps(["token", self._token_stamp()]) if right else None
        if made is None:
            for key in keys:
                self._count(key)
            raise NotSignedInError(
                "name or password are not right" if self.users else "that is not the token"
            )
        return str(made)

    def _tired(self, key: str) -> bool:
        number, last = self._tries.get(key, (0, 0.0))
        return number >= self._settings.limits.tries and time.monotonic() - last < self._settings.limits.wait

    def _count(self, key: str) -> None:
        now, wait = time.monotonic(), self._settings.limits.wait
        if len(self._tries) > 10_000:
            self._tries = {k: (n, last) for k, (n, last) in self._tries.items() if now - last < wait}
        number, last = self._tries.get(key, (0, 0.0))
        self._tries[key] = (number + 1 if now - last < wait else 1, now)

    def need(self, request: Request, role: str) -> Visitor:
        """Who sent a request, if they may do what a role may.

        Raises:
            NotSignedInError: it is not known who it is.
            NotAllowedError: they may not.
        """
        visitor = self.visitor(request)
        if visitor.role is None:
            raise NotSignedInError("sign in first")
        if not visitor.may(role):
            raise NotAllowedError(f"only a {role} may do that, and {visitor.name} is a {visitor.role}")
        return visitor


def form_key(request: Request) -> str:
    """The value that our own forms give back: the one in the browser's cookie, else a new one."""
    held = request.cookies.get(FORM, "")
    return held if len(held) == 43 and held.isprintable() else _new_key(request)


def _new_key(request: Request) -> str:
    if not hasattr(request.state, "form_key"):
        request.state.form_key = secrets.token_urlsafe(32)
    return str(request.state.form_key)


def check_form(request: Request, given: Any) -> None:
    """See to it that a form is one of ours.

    Raises:
        NotAllowedError: it does not hold the value of the browser's cookie.
    """
    held = request.cookies.get(FORM, "")
    if not held or not isinstance(given, str) or not _same(given, held):
        raise NotAllowedError("this form is out of date; load the page again, and send it once more")


def keep_form_key(request: Request, response: Response, *, secure: bool) -> None:
    """Let the browser hold the value of its forms."""
    key = form_key(request)
    if request.cookies.get(FORM) != key:
        response.set_cookie(FORM, key, max_age=HOLDS, httponly=True, samesite="strict", secure=secure)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
