"""Which addresses may be connected to.

The check stands where the connection is made: a name is resolved once, every address that it has is
checked, and the one that is connected to is one of them. So a redirect, another spelling of an address
(decimal, octal, hexadecimal) or a name server that answers differently the second time reaches nothing that
a plain address would not. TLS is done above this, so that name and certificate are checked as ever.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import httpcore

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
UNICAST = ip_network("2000::/3")  # all IPv6 that is handed out for the open network
NAT64 = ip_network("64:ff9b::/96")


class RefusedError(Exception):
    """An address that is not on the open network."""


class OverdueError(Exception):
    """The time for the whole fetch is up."""


class Deadline:
    """How long the whole fetch may go on yet."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left.

        Raises:
            OverdueError: there are none.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise OverdueError
        return left


def is_public(address: Address) -> bool:
    """Whether an address is on the open network, and so is any IPv4 address inside it.

    >>> is_public(ip_address("169.254.169.254")), is_public(ip_address("::ffff:10.0.0.1"))
    (False, False)
    """
    if isinstance(address, IPv4Address):
        return address.is_global and not (address.is_multicast or address.is_reserved)
    if address in NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    return all(is_public(v4) for v4 in inner if v4) and (
        bool(address.ipv4_mapped) or (address in UNICAST and address.is_global)
    )


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of `host`, by the system.

    Raises:
        OSError: there are none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to addresses of the open network only, and keeps one deadline over all that is read and
    written.

    Args:
        deadline: For names, connections, reads and writes together; a limit on each read alone lets a
            server that sends a byte a second hold on for ever.
        allow: Networks that may be connected to although they are not open.
        resolve: Host and port -> addresses.
    """

    def __init__(
        self, deadline: Deadline, allow: Sequence[IPv4Network | IPv6Network] = (), resolve: Resolve = resolve
    ) -> None:
        self._deadline = deadline
        self._allow = allow
        self._resolve = resolve
        self._sync = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError("it has no address")
        for address in self._checked(host, port):
            try:
                stream = self._sync.connect_tcp(
                    address, port, self._deadline.left(), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline)
        raise failure

    def _checked(self, host: str, port: int) -> Sequence[str]:
        addresses = self._resolved(host, port)
        for text in addresses:
            address = ip_address(text)
            if not (is_public(address) or any(address in network for network in self._allow)):
                named = "" if host == text else f" ({text})"
                raise RefusedError(f"{host!r}{named} is a private or reserved address")
        return addresses

    def _resolved(self, host: str, port: int) -> Sequence[str]:
        """In a thread of its own, since the system's resolver knows no deadline."""
        answer: list[Sequence[str] | OSError | UnicodeError] = []

        def ask() -> None:
            try:
                answer.append(self._resolve(host, port))
            except (OSError, UnicodeError) as error:
                answer.append(error)

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        thread.join(self._deadline.left())
        if not answer:
            raise OverdueError
        if isinstance(answer[0], Exception):
            raise httpcore.ConnectError(f"no such host: {host!r}")
        return answer[0]


class _TimedStream(httpcore.NetworkStream):
    """A stream each of whose steps ends with the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
