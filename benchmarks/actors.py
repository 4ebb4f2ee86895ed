"""One actor over all articles: how well names are grouped, and how fast.

The labels of talks (train and dev) give each speaker a canonical name. What stands for it in a source as printed
("Kremlin spokesman Dmitry Peskov", "Mr. Peskov"), and variants made by program, go through a `Registry` without it; the
groups that come out are held against the canonical names. Namesakes are mixed in: other given names with the surnames
of some. ``python -m benchmarks.actors`` prints the figures.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from benchmarks.store import SHARED
from onrecord.models import Actor
from onrecord.resolve.actors import Match, Registry, Sighting, members
from onrecord.resolve.tables import plain, surname_of

SETS = ("talks/train.jsonl", "talks/dev.jsonl")
WANTED = {"pairs precision": 98, "pairs recall": 90}
BODIES = ("government", "organisation", "media")
NAMESAKES = 0.06  # share of persons who get one; in the labels as many share their surname with another
GIVEN = ("Oriel", "Tamsin", "Leopold", "Ingrid", "Casimir", "Beatrix", "Anselm", "Rosalind")
# Letters that spellings of one name differ in.
TURNS = (
    (r"y\b", "iy"), (r"y\b", "yy"), (r"ei\b", "ey"), (r"i\b", "y"), ("ks", "x"), ("v", "w"), ("kh", "h"), ("ya", "ia"),
    ("yu", "iu"), ("ou", "u"), (r"(?<=\w)ss", "s"), ("ph", "f"), (r"\bYe", "E"), ("k(?!h)", "q"),
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A name in a report, and whom it means."""

    sighting: Sighting
    meant: str
    sort: str  # how the name came about


def labelled() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The statements of talks with a speaker, each with its article."""
    for name in SETS:
        for line in (SHARED / name).read_text("utf-8").splitlines():
            article = json.loads(line)
            for statement in article["statements"]:
                if statement["speaker"] and members(statement["speaker"]) == (statement["speaker"],):
                    yield article, statement


def cases(seed: int = 1) -> list[Case]:
    """All names to group."""
    chance = random.Random(seed)
    found: dict[Case, None] = {}
    days: dict[tuple[str, str], set[date]] = defaultdict(set)
    initialled: set[str] = set()  # who is printed with a middle initial: another one would be another person
    for article, statement in labelled():
        name, kind = statement["speaker"], statement["speaker_type"]
        day = date.fromisoformat(article["published"]) if article["published"] else None
        if kind not in ("person", *BODIES) or re.search(r",| and ", name) or day is None:
            continue
        days[name, kind].add(day)
        found[Case(Sighting(name, kind, day), name, "canonical")] = None
        text = " ".join(article["text"][a:b] for a, b in statement["source"])
        if kind == "person" and (printed := as_printed(text, name)):
            initialled.update([name] if re.search(r"\b[A-Z]\.? ", printed) else ())
            sort = "printed, surname alone" if plain(printed) == plain(name.split()[-1]) else "printed"
            found[Case(Sighting(printed, kind, day), name, sort)] = None
    for (name, kind), seen in sorted(days.items()):
        makers = PERSONS if kind == "person" else BODY
        for sort, make in makers.items():
            written = make(name, chance)
            if written and written != name and not (sort == "middle initial" and name in initialled):
                found[Case(Sighting(written, kind, chance.choice(sorted(seen))), name, sort)] = None
        if kind == "person" and " " in name and chance.random() < NAMESAKES:
            other = f"{chance.choice(GIVEN)} {name.split()[-1]}"
            day = chance.choice(sorted(seen)) + timedelta(days=chance.randrange(-30, 30))
            found[Case(Sighting(other, "person", day), other, "namesake")] = None
    return list(found)


def as_printed(text: str, name: str) -> str | None:
    """The words of a source that name a person, titles included; None where it gives no surname."""
    last = re.escape(name.split()[-1])
    found = re.search(rf"(?:\b[A-Z][\w.’'-]*\s+(?:of\s+|[a-z]+\s+)?)*\b{last}\b", text)
    return found.group() if found else None


def respelt(name: str, chance: random.Random) -> str:
    """Two turns of spelling, marks left out."""
    name = plain(name)
    fitting = [turn for turn in TURNS if re.search(turn[0], name)]
    for pattern, other in chance.sample(fitting, min(2, len(fitting))):
        name = re.sub(pattern, other, name, count=1)
    return name


def _whole(name: str) -> bool:
    first, *rest = name.split()
    return len(rest) == 1 and surname_of(name) == rest[0] and first not in ("King", "Pope", "Queen", "Prince")


PERSONS: dict[str, Callable[[str, random.Random], str | None]] = {
    "other spelling": respelt,
    "title": lambda name, chance: chance.choice(["President ", "Mr. ", "Foreign Minister ", "Sen. "]) + name,
    "surname alone": lambda name, _: surname_of(name) if " " in name else None,
    "title and surname": lambda name, _: f"Minister {surname_of(name)}" if " " in name else None,
    "initial": lambda name, _: f"{name[0]}. {name.split()[-1]}" if _whole(name) else None,
    "middle initial": lambda name, _: name.replace(" ", f" {name[-1].upper()}. ") if _whole(name) else None,
    "hyphens and case": lambda name, _: name.replace("-", " ").upper() if "-" in name else None,
}
BODY: dict[str, Callable[[str, random.Random], str | None]] = {
    "the": lambda name, _: f"The {name}" if not name.startswith("The ") else None,
    "dots": lambda name, _: re.sub(r"\b(U)([SKN])\b", r"\1.\2.", name),
    "American": lambda name, _: name.replace("Defence", "Defense").replace("Organisation", "Organization"),
    "ministry of": lambda name, _: re.sub(
        r"^(\w+) (Defence|Foreign|Energy) Ministry$", r"\1 Ministry of \2", name
    ),
}


def pairs(groups: Iterable[int]) -> int:
    """How many pairs there are within groups of these sizes."""
    return sum(n * (n - 1) // 2 for n in groups)


def grouping(found: Sequence[tuple[Case, Match]]) -> dict[str, float]:
    """Pairwise and B-cubed precision and recall of the groups, in per cent."""
    both = Counter((case.meant, match.actor.id) for case, match in found if match.actor)
    meant = Counter(case.meant for case, _ in found)
    given = Counter(match.actor.id for _, match in found if match.actor)
    right = pairs(both.values())
    figures = {
        "pairs precision": right / pairs(given.values()),
        "pairs recall": right / pairs(meant.values()),
        "B-cubed precision": sum(n * n / given[id] for (_, id), n in both.items()) / len(found),
        "B-cubed recall": sum(n * n / meant[name] for (name, _), n in both.items()) / len(found),
    }
    return {name: round(100 * share, 2) for name, share in figures.items()}


def by_sort(found: Sequence[tuple[Case, Match]]) -> dict[str, tuple[int, float, float]]:
    """For each sort of name: how many, and how many in a hundred came to their actor, and to another one's."""
    main: dict[str, Counter[str]] = defaultdict(Counter)
    of: dict[str, Counter[str]] = defaultdict(Counter)
    for case, match in found:
        if match.actor:
            main[case.meant][match.actor.id] += 1
            of[match.actor.id][case.meant] += 1
    rows: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for case, match in found:
        if match.actor:
            home = main[case.meant].most_common(1)[0][0] == match.actor.id
            owner = of[match.actor.id].most_common(1)[0][0] == case.meant
            rows[case.sort].append((home and owner, not owner))
    return {
        sort: (len(row), *(round(100 * sum(part) / len(row), 1) for part in zip(*row, strict=True)))
        for sort, row in rows.items()
    }


def speed(actors: int = 50_000, lookups: int = 200_000, seed: int = 1) -> dict[str, float]:
    """Names a second against many known actors: known names, spellings of them, surnames and new names."""
    chance = random.Random(seed)
    parts = ["ka", "mo", "ri", "ten", "vo", "sha", "lin", "dra", "pe", "su", "nor", "el", "gri", "bo", "zan"]

    def word(size: int) -> str:
        return "".join(chance.choices(parts, k=size)).title()

    given = [word(2) for _ in range(2_000)]
    surnames = [word(3) for _ in range(3_000)]  # so that each is borne by many

    def name() -> str:
        return f"{chance.choice(given)} {chance.choice(surnames)}"

    day = date(2031, 3, 7)
    known = [Actor(name(), "person", first=day, last=day) for _ in range(actors)]
    names = [chance.choice(known).name for _ in range(lookups)]
    for at in range(0, lookups, 4):  # one in four is no name that is known
        names[at] = chance.choice(
            (name(), respelt(names[at], chance), names[at].split()[-1], "Mr. " + names[at])
        )
    start = time.perf_counter()
    registry = Registry(known)
    loaded = time.perf_counter()
    for written in names:
        registry.enter(written, "person", on=day)
    return {
        "actors loaded, a second": round(actors / (loaded - start)),
        "names entered, a second": round(lookups / (time.perf_counter() - loaded)),
    }


def measure() -> tuple[list[tuple[Case, Match]], dict[str, float]]:
    """The cases with their matches, and the figures of the grouping."""
    given = cases()
    matches = Registry().enter_all([case.sighting for case in given])
    found = list(zip(given, matches, strict=True))
    return found, grouping(found)


def as_reports_come() -> dict[str, float]:
    """The figures where names are entered one by one, day after day, and none waits for a fuller one."""
    registry = Registry()
    given = cases()
    random.Random(1).shuffle(given)  # else each day's canonical names would come first, as no reader has them
    given.sort(key=lambda case: case.sighting.on or date.min)
    seen = [
        (case, registry.enter(case.sighting.name, case.sighting.type, on=case.sighting.on)) for case in given
    ]
    return grouping(seen)


def main() -> None:
    found, figures = measure()
    print(f"{len(found)} names of {len({case.meant for case, _ in found})} actors")
    print(f"{'':24}{'all at once':>12}{'day by day':>12}")
    for (name, figure), later in zip(figures.items(), as_reports_come().values(), strict=True):
        print(f"{name:24}{figure:12.2f}{later:12.2f}   {f'wanted {WANTED[name]}' if name in WANTED else ''}")
    print(f"\n{'sort of name':28}{'names':>7}{'to its actor, %':>17}{'to another, %':>15}")
    for sort, (number, right, wrong) in by_sort(found).items():
        print(f"{sort:28}{number:7}{right:17.1f}{wrong:15.1f}")
    print()
    for name, figure in speed().items():
        print(f"{name:28}{figure:10,.0f}")


if __name__ == "__main__":
    main()
