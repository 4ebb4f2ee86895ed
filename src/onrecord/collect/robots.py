"""robots.txt by RFC 9309.

The standard library's reader takes `*` within a path for a plain character and the first rule that fits
instead of the longest; here both go as the RFC says. Matching takes time in proportion to pattern times
path, hostile or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes, urlsplit

MAX_BYTES = 512_000  # the RFC asks for 500 KiB at least


@dataclass(frozen=True)
class Robots:
    """The rules that hold for one agent: patterns of paths, each allowed or not."""

    rules: tuple[tuple[str, bool], ...] = ()

    def allows(self, url: str) -> bool:
        """Whether the longest rule that fits lets `url` be fetched; of two as long, the one that allows."""
        parts = urlsplit(url)
        path = _normal(parts.path or "/") + ("?" + _normal(parts.query) if parts.query else "")
        fits = [(len(pattern), allow) for pattern, allow in self.rules if _fits(pattern, path)]
        return max(fits, default=(0, True))[1]


def parse_robots(text: str, *, agent: str) -> Robots:
    """The rules of `text` for `agent` (lower case, without version); those for `*` where it is not named.

    >>> parse_robots("User-agent: *\\nDisallow: /*/print$", agent="onrecord").allows("https://a.example/b/print")
    False
    """
    groups: dict[str, list[tuple[str, bool]]] = {}
    agents: list[str] = []
    in_rules = False
    for line in text.lstrip("\ufeff").splitlines():
        field, _, value = line.partition("#")[0].partition(":")
        field, value = field.strip().lower(), value.strip()
        if field == "user-agent":
            if in_rules:
                agents, in_rules = [], False
            agents.append(value.lower().split("/")[0].strip())
            groups.setdefault(agents[-1], [])
        elif field in ("allow", "disallow"):
            in_rules = True
            if value:
                for name in agents:
                    groups[name].append((_normal(value), field == "allow"))
    return Robots(tuple(groups.get(agent, groups.get("*", []))))


def _normal(path: str) -> str:
    """One spelling for each path: percent signs before what needs them only."""
    return quote(unquote_to_bytes(path), safe="/*$?=&;:@!'()+,~-._%")


def _fits(pattern: str, path: str) -> bool:
    """Whether `pattern` matches from the start of `path`: `*` any characters, `$` at the end its end."""
    anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = rest.pop() if anchored and rest else None
    for piece in rest:
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    if last is not None:
        return len(path) - len(last) >= at and path.endswith(last)
    return not anchored or at == len(path)
