"""How often one host may be asked."""

from __future__ import annotations

from urllib.parse import urlsplit


class Pace:
    """Keeps two requests to one host apart.

    A value and no clock: the caller says what time it is, and waits.

    Args:
        spacing: Seconds between the starts of two requests to one host.
    """

    def __init__(self, spacing: float) -> None:
        self._spacing = spacing
        self._free: dict[str, float] = {}
        self._held: dict[str, float] = {}

    def wait(self, url: str, now: float) -> float:
        """Seconds to wait before `url` is asked for; the time after that is taken.

        >>> pace = Pace(2.0)
        >>> [pace.wait(f"https://{page}", 10.0) for page in ("a.example/1", "a.example/2", "b.example/")]
        [0.0, 2.0, 0.0]
        """
        host = _host(url)
        start = max(now, self._free.get(host, now))
        # Hosts that are free again need no memory: a list may name a new one on each line.
        self._free = {name: free for name, free in self._free.items() if free > now}
        self._free[host] = start + self._spacing
        return start - now

    def hold(self, url: str, until: float) -> None:
        """Leave the host of `url` alone until a time."""
        self._held[_host(url)] = until

    def held(self, url: str, now: float) -> float:
        """Seconds for which the host of `url` is to be left alone; 0 where it may be asked."""
        return max(0.0, self._held.get(_host(url), now) - now)


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:  # refused where it is fetched
        return url
