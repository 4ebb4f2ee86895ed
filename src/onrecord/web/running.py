"""Runs the application: a socket, a server, and an end without a traceback."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from onrecord.errors import UsageError

GRACE = 5  # seconds for answers that are on their way when the server is to end


@contextmanager
def listen(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens.

    Raises:
        UsageError: the address is taken, or none of this machine's.
    """
    try:
        family, *_, at = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        made = socket.create_server(at[:2], family=family, backlog=256)
    except OSError as error:
        raise UsageError(
            f"cannot listen on {host}, port {port}: {error.strerror}; give another --port or --host"
        ) from None
    with made:
        yield made


def run(app: Any, socket: socket.socket, certificate: Path | None, key: Path | None) -> None:
    """Serve until interrupted.

    Raises:
        UsageError: the certificate or its key cannot be read.
    """
    # By default it believes X-Forwarded-For of a proxy on this machine and of no other, so that rates are of visitors.
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False,
        timeout_graceful_shutdown=GRACE, ssl_certfile=certificate, ssl_keyfile=key, ws="none",
        h11_max_incomplete_event_size=64 << 10,
    )  # fmt: skip
    try:
        config.load()
    except OSError as error:
        raise UsageError(f"--certificate or --key cannot be read: {error}") from None
    for one in (signal.SIGINT, signal.SIGTERM):
        # The server takes the signal while it runs, and gives it on to us when it has ended: no more is to be done.
        signal.signal(one, lambda *_: None)
    uvicorn.Server(config).run(sockets=[socket])
