"""How a server is run: on which record, under which addresses, for whom, and within which limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from onrecord.errors import UsageError

LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class WebLimits:
    """How much one visitor may ask for."""

    body: int = 1_000_000  # bytes of a request; files have their own
    upload: int = 200_000_000  # bytes of all files that are dropped at once
    files: int = 100
    rate: float = 50.0  # requests a second from one visitor, in the long run
    burst: int = 400  # and at once
    tries: int = 5  # wrong passwords, after which one waits
    wait: float = 60.0  # seconds
    jobs: int = 20  # adds that wait or run
    page: int = 50  # entries on a page
    most: int = 1000  # entries of one answer of the API
    deep: int = 100_000  # how far in one can page


@dataclass(frozen=True)
class Settings:
    """What `serve` was told.

    Args:
        record: The Record: a file, or a database's URL.
        hosts: Values of Host that are answered, in lower case: "localhost:8765".
        origins: Values of Origin from which something may be changed.
        users: File of users, who then have to sign in; None where there is none.
        token: What everybody has to give to get in, where there are no users.
        secure: Whether browsers reach it by https, so that cookies are for https only.
        inbox: Folder in which what is to be added waits.
        name: Who corrects, where nobody has to sign in.
    """

    record: str
    hosts: frozenset[str]
    origins: frozenset[str]
    users: Path | None = None
    token: str | None = None
    secure: bool = False
    inbox: Path = Path("onrecord-inbox")
    name: str = "local"
    limits: WebLimits = field(default_factory=WebLimits)

    @property
    def open(self) -> bool:
        """Whether nobody has to sign in."""
        return self.users is None and self.token is None


def is_loopback(host: str) -> bool:
    """Whether an address can be reached from this machine only."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def addresses(
    host: str, port: int, urls: Sequence[str] = (), *, tls: bool = False
) -> tuple[frozenset[str], frozenset[str]]:
    """Under which hosts and origins a server is known.

    Args:
        host, port: Where it listens.
        urls: Addresses under which browsers reach it besides, as behind a proxy: "https://talks.example".
        tls: Whether it speaks https itself.

    Raises:
        UsageError: one of `urls` is none.
    """
    names = LOOPBACK if is_loopback(host) else (host,)
    written = [f"[{name}]" if ":" in name else name.lower() for name in names]
    scheme, usual = ("https", 443) if tls else ("http", 80)
    hosts = {f"{name}:{port}" for name in written}
    if port == usual:
        hosts |= set(written)
    origins = {f"{scheme}://{host}" for host in hosts}
    for url in urls:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
            raise UsageError(f"--url {url!r} is no address of a server; write https://talks.example")
        hosts.add(parts.netloc.lower())
        origins.add(f"{parts.scheme}://{parts.netloc.lower()}")
    return frozenset(hosts), frozenset(origins)
