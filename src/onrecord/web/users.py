"""The file of users: names, roles and argon2 hashes. It is no part of the Record, which people pass on.

{"secret": "...", "users": {"mia": {"role": "reviewer", "hash": "$argon2id$..."}}}

`secret` signs sessions. The file is made for its owner only (0600).
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from onrecord.errors import UsageError
from onrecord.models import digest

ROLES = ("reader", "reviewer", "admin")  # each may do what those before it may
LEAST = 10  # characters of a password
MOST = 1000
_HASHER = PasswordHasher()
# One at a time: each takes 64 MB and a core for a tenth of a second, and anybody may ask.
_ONE = threading.Lock()


@dataclass(frozen=True)
class User:
    """One who may sign in."""

    name: str
    role: str
    hash: str

    @property
    def stamp(self) -> str:
        """Another one after each change, which ends the user's sessions."""
        return digest("user", self.role, self.hash)


class Users:
    """A users file, read again whenever it has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self.secret = ""
        self._users: dict[str, User] = {}
        self._refresh()

    def get(self, name: str) -> User | None:
        """The user of that name."""
        self._refresh()
        return self._users.get(name)

    def check(self, name: str, password: str) -> User | None:
        """The user, if that is the password; takes as long where there is no such user."""
        user = self.get(name)
        hashed = user.hash if user else _nobody()
        with _ONE:
            try:
                right = len(password) <= MOST and _HASHER.verify(hashed, password)
            except (VerificationError, InvalidHashError):
                right = False
        return user if right else None

    def _refresh(self) -> None:
        try:
            found = self._path.stat()
        except OSError:
            self._users, self._seen = {}, None
            return
        if (found.st_mtime_ns, found.st_size) == self._seen:
            return
        held = _load(self._path)
        self.secret = held["secret"]
        self._users = {name: User(name, one["role"], one["hash"]) for name, one in held["users"].items()}
        self._seen = (found.st_mtime_ns, found.st_size)


@cache
def _nobody() -> str:
    """A hash that no password has."""
    return _HASHER.hash(secrets.token_hex(16))


def add_user(path: Path, name: str, role: str, password: str) -> None:
    """Put a user into the file, or change one; the file is made where there is none.

    Raises:
        UsageError: no such role, a password that is too short, a name that is none, or a file that cannot be written.
    """
    if role not in ROLES:
        raise UsageError(f"no role {role!r}; there are {', '.join(ROLES)}")
    if not name.strip() or len(name) > 100 or not name.isprintable():
        raise UsageError(f"{name!r} is no name of a user")
    if not LEAST <= len(password) <= MOST:
        raise UsageError(f"the password has {len(password)} characters; give {LEAST} to {MOST}")
    held: dict[str, Any] = _load(path) if path.exists() else {"secret": secrets.token_hex(32), "users": {}}
    held["users"][name] = {"role": role, "hash": _HASHER.hash(password)}
    _save(path, held)


def remove_user(path: Path, name: str) -> None:
    """Take a user out, whose sessions end.

    Raises:
        UsageError: there is none of that name.
    """
    held = _load(path)
    if held["users"].pop(name, None) is None:
        raise UsageError(f"no user {name!r} in {str(path)!r}")
    _save(path, held)


def list_users(path: Path) -> list[tuple[str, str]]:
    """Names and roles."""
    return sorted((name, user["role"]) for name, user in _load(path)["users"].items())


def _load(path: Path) -> dict[str, Any]:
    try:
        held: dict[str, Any] = json.loads(path.read_text("utf-8"))
        users = held["users"]
        whole = len(held["secret"]) >= 32 and all(
            user["role"] in ROLES and isinstance(user["hash"], str) for user in users.values()
        )
    except OSError as error:
        raise UsageError(
            f"{str(path)!r} cannot be read ({error.strerror}); make it by `onrecord users add`"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        whole = False
    if not whole:
        raise UsageError(f"{str(path)!r} is no file of users; make one by `onrecord users add`")
    return held


def _save(path: Path, held: dict[str, Any]) -> None:
    partial = path.with_name(path.name + ".partial")
    try:
        partial.unlink(missing_ok=True)
        with os.fdopen(
            os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as file:
            json.dump(held, file, indent=1)
        partial.replace(path)
    except OSError as error:
        raise UsageError(
            f"{str(path)!r} cannot be written ({error.strerror}); give another --users"
        ) from None
