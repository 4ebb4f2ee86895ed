"""Derives the table of outlets: country, ownership class, hosts.

    python training/outlets.py MATRIX.csv

`MATRIX.csv` is the State Media Matrix as the Alliance for Securing Democracy publishes it, with the sites of each
outlet (`State_Media_Matrix.csv`, MIT): columns Country, Media company, Main assets, URL, Typology, Status, Notes. The
classes are the State Media Monitor's, those of rows marked as merged are the Alliance's own. Outlets in
`training/facts/outlets.txt` are written by hand; they take over the class that the matrix gives to one of their names.
Needs `pip install tld`.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tld import get_fld

from training.actors import DATA, FACTS, write_tsv

MATRIX_YEAR = "2023"  # when the Alliance published the table
CLASSES = ("SC", "CaPu", "CaPr", "ISFM", "ISF", "ISM", "IP")
COUNTRIES = {
    "United States of America": "United States", "UAE": "United Arab Emirates", "Czechia": "Czech Republic",
    "Palestine territories": "Palestinian Authority", "Europen Union": "", "Congo": "Republic of the Congo",
    "DR Congo": "Democratic Republic of the Congo", "Côte d'Ivoire": "Ivory Coast", "The Gambia": "Gambia",
    "Vatican City": "Vatican", "Macao": "China",
}  # fmt: skip
SORT = re.compile(r"^(?:Print media|Print|Television|Online|News agency|Radio): ")
BRACKETS = re.compile(r"\s*\(([^()]*)\)?\**")
# Sites of others that the matrix names: an archive of what the North's media print, and pages on platforms.
FOREIGN = (
    "kcnawatch.org",
    "facebook.com",
    "youtube.com",
    "t.me",
    "vk.com",
    "twitter.com",
    "x.com",
    "linktr.ee",
    "socar.az",
)
# Sites of a ministry, a parliament or a firm are no outlet's own.
OFFICES = re.compile(r"^(?:rada\.gov\.ua|moi\.gov\.mm|pdvsa\.com|mcit\.|minfo\.|www\.gov\.)")


@dataclass
class Entry:
    """An outlet in the making."""

    name: str
    country: str
    ownership: set[tuple[str, str]] = field(default_factory=set)  # class, who gave it
    hosts: dict[str, None] = field(default_factory=dict)
    others: dict[str, None] = field(default_factory=dict)
    cited: bool = False  # its names are an outlet's wherever a text cites them


def by_hand() -> list[Entry]:
    entries = []
    for line in (FACTS / "outlets.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, country, hosts, others, *office = line.split("|")
            host_list, other_list = (dict.fromkeys(filter(None, part.split(","))) for part in (hosts, others))
            entries.append(Entry(name, country, set(), host_list, other_list, not office))
    return entries


def names_of(written: str) -> list[str]:
    """The ways in which a cell of the matrix names an outlet: without its sort, with and without what is in brackets.

    >>> names_of("Television: China Central Television (CCTV)")
    ['China Central Television', 'CCTV']
    """
    written = SORT.sub("", written.strip()).strip(" *")
    plain = BRACKETS.sub("", written).strip(" *")
    short = [found for found in BRACKETS.findall(written) if re.fullmatch(r"[A-Z][\w&.-]{1,9}", found)]
    return list(dict.fromkeys(filter(None, [plain, *short])))


def host_of(url: str) -> str | None:
    """The host of a site, if it can stand for an outlet: under a registered domain, and not a page of a platform."""
    host = (
        (urlsplit(url if "//" in url else "//" + url).hostname or "").removeprefix("www.").removeprefix("ww.")
    )
    if not host or host.endswith(FOREIGN) or OFFICES.match(host):
        return None
    return host if get_fld("https://" + host, fail_silently=True) else None


def rows(path: Path) -> Iterator[tuple[str, str, str, str | None, str, str]]:
    """Country, company, asset, host, class, and who gave the class; "" where its author doubts it."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["Country"]:
                merged = "merged" in (row["Status"] + row["Notes"]).lower()
                given = row["Typology"] if row["Typology"] in CLASSES else ""
                country = COUNTRIES.get(row["Country"], row["Country"])
                by = "Alliance for Securing Democracy" if merged else "State Media Monitor"
                yield country, row["Media company"], row["Main assets"], host_of(row["URL"]), given, by


def table(path: Path) -> list[Entry]:
    entries = by_hand()
    known = {(e.country, name.lower()): e for e in entries for name in (e.name, *e.others)}
    houses = defaultdict[tuple[str, str], set[str]](set)
    for country, company, asset, host, given, by in rows(path):
        names = names_of(asset)
        entry = next((e for name in names if (e := known.get((country, name.lower())))), None)
        if entry is None:
            entry = Entry(names[0], country)
            entries.append(entry)
        for name in names:
            known.setdefault((country, name.lower()), entry)
            if name != entry.name and not entry.ownership:
                entry.others[name] = None
        if given:
            entry.ownership.add((given, by))
            houses[country, company].add(given)
        if host:
            entry.hosts[host] = None
    add_houses(entries, known, houses)
    settle_hosts(entries)
    settle_names(entries)
    return entries


def settle_names(entries: list[Entry]) -> None:
    """Names that several outlets of the matrix share get their country: "NTV (Nepal)", also known as "NTV"."""
    times = Counter(name.lower() for entry in entries for name in {entry.name, *entry.others})
    for entry in entries:
        if times[entry.name.lower()] > 1 and not entry.cited:
            entry.others = {entry.name: None, **entry.others}
            entry.name = f"{entry.name} ({entry.country})"


def add_houses(
    entries: list[Entry], known: dict[tuple[str, str], Entry], houses: dict[tuple[str, str], set[str]]
) -> None:
    """Companies by their own name ("VGTRK"), where all that they run is of one class."""
    for (country, company), classes in houses.items():
        names = names_of(company)
        if len(classes) == 1 and not any((country, name.lower()) in known for name in names):
            house = Entry(names[0], country, {(*classes, "State Media Monitor")})
            house.others.update(dict.fromkeys(names[1:]))
            known.update({(country, name.lower()): house for name in names})
            entries.append(house)


def settle_hosts(entries: list[Entry]) -> None:
    """One outlet a host: the one written by hand, else the one named like it; nobody's where that leaves several."""
    holders = defaultdict[str, list[Entry]](list)
    for entry in entries:
        for host in entry.hosts:
            holders[host].append(entry)
    hand = {entry.name for entry in entries if entry.cited}
    for entry in entries:
        below = [host for host in entry.hosts if any(host.endswith("." + other) for other in entry.hosts)]
        for host in below:
            del entry.hosts[host]
    for host, several in holders.items():
        if len(several) > 1:
            like = [e for e in several if e.name in hand] or [
                e for e in several if re.sub(r"\W", "", e.name.lower()) in re.sub(r"\W", "", host)
            ]
            for entry in several:
                if len(like) != 1 or entry is not like[0]:
                    del entry.hosts[host]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("matrix", type=Path, help="State_Media_Matrix.csv")
    entries = table(parser.parse_args().matrix)
    lines = []
    for entry in entries:
        # Two classes for one outlet: no class.
        code, by = next(iter(entry.ownership)) if len({c for c, _ in entry.ownership}) == 1 else ("", "")
        if len(entry.ownership) > 1 and code:
            by = "State Media Monitor"
        label = [code, by, MATRIX_YEAR if code else ""]
        cited = "cited" if entry.cited else ""
        lines.append(
            [entry.name, entry.country, *label, "|".join(entry.hosts), "|".join(entry.others), cited]
        )
    write_tsv(DATA / "media.tsv", ["name", "country", "class", "by", "on", "hosts", "others", "cited"], lines)


if __name__ == "__main__":
    main()
