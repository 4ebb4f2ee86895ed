"""Which outlet a name or an address is, with its country and who owns it by whose judgement."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from urllib.parse import urlsplit

from onrecord.models import Outlet
from onrecord.resolve.tables import shipped

# The seven classes of the State Media Monitor, by who pays, who governs and who decides what is printed.
OWNERSHIP = {
    "SC": "state-controlled",
    "CaPu": "captured public or state-managed",
    "CaPr": "captured private",
    "ISFM": "independent, state-funded and state-managed",
    "ISF": "independent, state-funded",
    "ISM": "independent, state-managed",
    "IP": "independent public",
}


@dataclass(slots=True)
class _Table:
    names: dict[str, list[Outlet]] = field(
        default_factory=lambda: defaultdict(list)
    )  # key of a name -> its outlets
    hosts: dict[str, Outlet] = field(default_factory=dict)
    cited: set[str] = field(default_factory=set)  # names that are an outlet's wherever a text cites them


def outlet_of(name: str | None, url: str | None = None) -> Outlet | None:
    """The outlet that goes by a name, else the one whose site an address is on; None where neither is known.

    Several outlets share some names ("NTV", "ABC"): the address then tells which is meant, and without one the outlet
    that reports on talks mean by it, if there is one. A host stands for an outlet with all hosts below it
    ("edition.cnn.com"), never with those above.

    >>> outlet_of("Russia Today").country, outlet_of(None, "https://edition.cnn.com/x").name
    ('Russia', 'CNN')
    >>> outlet_of("RT").ownership, outlet_of("RT").ownership_by
    ('state-controlled', 'State Media Monitor')
    """
    by_url = _by_host(url) if url else None
    found = _named(name) if name else []
    if len(found) == 1:
        return found[0]
    if found:
        return by_url if by_url in found else _usual(name or "", found)
    return by_url or (_by_host(name) if name else None)


def citable(name: str) -> bool:
    """Whether a name, as printed, is an outlet's wherever a text cites it; not so "Iran", though a newspaper is."""
    return name in _table().cited


def citable_names() -> frozenset[str]:
    """All names for which `citable` holds."""
    return frozenset(_table().cited)


def _named(name: str) -> list[Outlet]:
    names = _table().names
    key = _key(name)
    return names.get(key) or names.get(key.removeprefix("the ")) or names.get(_key(_meant(name)), [])


def _usual(name: str, found: list[Outlet]) -> Outlet | None:
    """Of outlets that share a name, whom coverage of talks means by it."""
    meant = [o for o in found if o.name == _meant(name)] or [o for o in found if o.name in _table().cited]
    return meant[0] if len(meant) == 1 else None


def _meant(name: str) -> str:
    """The outlet for which a name stands in reports ("the Journal"); "" where it stands for none."""
    thing = shipped().things.get(name)
    return thing.name if thing is not None and thing.type == "media" else ""


def _by_host(url: str) -> Outlet | None:
    """The outlet of the most specific host that is known; `url` may be a bare host ("bbc.com")."""
    try:
        host = urlsplit(url if "//" in url else "//" + url).hostname or ""
    except ValueError:  # brackets that hold no address
        return None
    labels = host.rstrip(".").split(".")
    hosts = _table().hosts
    return next((o for at in range(len(labels) - 1) if (o := hosts.get(".".join(labels[at:])))), None)


def _key(name: str) -> str:
    return " ".join(name.replace("’", "'").casefold().split())


@lru_cache(maxsize=1)
def _table() -> _Table:
    table, named = _Table(), defaultdict[str, list[Outlet]](list)
    text = files("onrecord.resolve").joinpath("data", "media.tsv").read_text(encoding="utf-8")
    for line in text.splitlines()[1:]:
        name, country, code, by, on, hosts, others, cited = line.split("\t")
        names = dict.fromkeys([name, *filter(None, others.split("|"))])
        own = tuple(filter(None, hosts.split("|")))
        outlet = Outlet(name, country or None, OWNERSHIP.get(code), code or None, by or None, on or None, own)
        for key in dict.fromkeys(map(_key, names)):
            named[key].append(outlet)
        table.hosts.update(dict.fromkeys(own, outlet))
        table.cited.update(names if cited else ())
    table.cited.update(written for written, thing in shipped().things.items() if thing.type == "media")
    table.names = dict(named)
    return table
