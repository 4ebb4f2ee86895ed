"""Derives the tables that name speakers: states, people with dated roles, given names.

    python training/actors.py ROLES.csv

`ROLES.csv` has the columns person, role, country, start, end (lists of office holders from Wikidata, CC0).
Names of states come from Unicode CLDR through `babel`; given names with the sex that bears them from the US
Census of 1990 (public domain) through the package `names`; what stands in `training/facts` is written by hand.
Only facts are taken. Needs `pip install babel names`.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

HERE = Path(__file__).parent
FACTS = HERE / "facts"
DATA = HERE.parent / "src" / "onrecord" / "resolve" / "data"
# Diplomats of past centuries and the rank and file of ministries are never named by surname alone.
SINCE = "2009"
DULL = re.compile(
    r"ambassador-e-p|charge-d|representative-|career ambassador|ambassador at large|chief of protocol|"
    r"foreign service|consul|minister-resident|envoy-extra|assistant secretary of state for|judge of|"
    r"secretary of state of|secretary of administration|counselor|executive secretary",
    re.I,
)
CORPS = re.compile(r"ambassador|permanent representative", re.I)
# Lists whose last rows stood open when they were drawn up end with the cabinet that was then in office.
CABINET_END = {"United States": ("2021-01-20", "2025-01-20"), "Ukraine": ("2020-03-04", "2025-07-17")}
# Rarer given names add nothing but false matches with words and places.
COMMON = 0.004
CENSUS_SKIPS = {
    "asia",
    "china",
    "france",
    "israel",
    "india",
    "london",
    "paris",
    "jordan",
    "georgia",
    "holland",
}


def read_tsv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def write_tsv(path: Path, header: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8") as out:
        for row in [header, *rows]:
            out.write("\t".join(row) + "\n")
    print(f"{path.name}: {len(rows)} rows, {path.stat().st_size // 1024} kB")


def states() -> list[list[str]]:
    """One row a state: our name, its other names, adjectives and peoples, seats that stand for it."""
    territories = Locale("en").territories
    rows = []
    for line in (FACTS / "states.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        code, ours, others, people, seats = line.split("|")
        cldr = territories[code]
        name = ours or cldr
        names = dict.fromkeys([*others.split(","), cldr, territories.get(f"{code}-alt-short", "")])
        names = [n for n in names if n and n != name]
        rows.append([name, *("|".join(x) for x in (names, people.split(","), seats.split(",")))])
    return rows


def clean_person(name: str) -> str:
    """A name as it is used internationally: without middle initials, titles and "Jr."."""
    name = re.sub(r"^(Dr|Sir|Sheikh|Archbishop)\.? ", "", name)
    name = re.sub(r"(?<=\S) [A-Z]\. ", " ", name)
    return re.sub(r",? (Jr|Sr)\.?$", "", name).strip()


def wikidata_roles(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            role, side = " ".join((row["role"] or "").split()), (row["country"] or "").strip()
            start, end = row["start"] or "", row["end"] or ""
            if not row["person"] or not re.match(r"\d{4}", start) or (end and end < SINCE) or start < "1995":
                continue
            if DULL.search(role) or (side in ("United States", "Russia", "Ukraine") and CORPS.search(role)):
                continue
            if not re.fullmatch(r"[A-Z][\w .'’-]+", side):
                continue
            side = {"Republic of Ireland": "Ireland", "The Gambia": "Gambia"}.get(side, side)
            if not end and side in CABINET_END:
                since, until = CABINET_END[side]
                end = (
                    "" if start >= until else until if start >= since else str(int(start[:4]) + 5) + "-12-31"
                )
            if end and end < start:
                continue
            yield [clean_person(row["person"]), role.lower(), side, start, end]


def roles(path: Path) -> list[list[str]]:
    """What is written by hand comes first; a person who stands there is not taken from the lists again."""
    by_hand = [list(row.values()) for row in read_tsv(FACTS / "roles.tsv")]
    known = {row[0] for row in by_hand} | {row["written"] for row in read_tsv(DATA / "spellings.tsv")}
    known_sides = {(row[0].split()[-1], row[2]) for row in by_hand}
    listed = []
    for row in wikidata_roles(path):
        international = row[2] == "international"
        twin = (row[0].split()[-1], row[2]) in known_sides and row[0].split()[0][0] in {
            r[0][0] for r in by_hand if r[0].split()[-1] == row[0].split()[-1]
        }
        if row[0] not in known and not international and not twin and row not in listed:
            listed.append(row)
    return by_hand + listed


def given_names() -> list[list[str]]:
    import names  # needed here alone

    share: dict[str, dict[str, float]] = {}
    for sex in ("male", "female"):
        for line in Path(names.FILES[f"first:{sex}"]).read_text().splitlines():
            name, percent, *_ = line.split()
            share.setdefault(name.capitalize(), {})[sex[0]] = float(percent)
    table = {}
    for name, found in share.items():
        male, female = found.get("m", 0.0), found.get("f", 0.0)
        if max(male, female) >= COMMON and max(male, female) > 8 * min(male, female):
            table[name] = "m" if male > female else "f"
    table = {n: sex for n, sex in table.items() if n.lower() not in CENSUS_SKIPS}
    for line in (FACTS / "given.txt").read_text(encoding="utf-8").splitlines():
        sex, *known = line.split()
        table.update(dict.fromkeys(known, sex))
    return [[name, sex] for name, sex in sorted(table.items())]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("roles", type=Path, help="CSV of office holders: person, role, country, start, end")
    args = parser.parse_args()
    write_tsv(DATA / "states.tsv", ["name", "names", "peoples", "seats"], states())
    write_tsv(DATA / "roles.tsv", ["person", "role", "side", "from", "to"], roles(args.roles))
    write_tsv(DATA / "given.tsv", ["name", "sex"], given_names())


if __name__ == "__main__":
    main()
