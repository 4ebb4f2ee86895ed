"""Names of firms and bodies: without legal form, and which short form or initials stand for which full name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from onrecord.resolve.lexicon import listed
from onrecord.resolve.names import Name

SHORTEST_FIRM = 3  # "Oi SA" keeps its legal form
LEGAL_FORMS = listed("legal forms")
# Last words that a firm's name is given without where the text mostly does so: "Uber Technologies".
LOOSE_FORMS = listed("loose forms")
NO_SHORT = listed("no short")


def clean_org(written: str) -> str:
    """The name without legal form: "Microsoft Corp" gives "Microsoft"."""
    short = written.replace("’", "'")
    while " " in short and short.rsplit(" ", 1)[1].rstrip(".") in LEGAL_FORMS:
        short = short.rsplit(" ", 1)[0].rstrip(",")
    short = re.sub(r"^The ", "", short)
    short = re.sub(r"^([\w.-]+) (?:Co|Motors|Networks)$", r"\1", short)
    if short != written:
        short = re.sub(r"\.com$", "", short)
    if len(short) < SHORTEST_FIRM:
        short = written.replace("’", "'")
    return re.sub(r"^U\.S\. ", "US ", re.sub(r"^U\.N\. ", "UN ", short)) or written


def short_forms(names: Sequence[Name]) -> dict[str, str]:
    """The bodies' names that later stand shortened: "Corus" for "Corus Entertainment", "HNC" by its initials."""
    out: dict[str, str] = {}
    seen: set[str] = set()
    for name in names:
        if name.type != "org":
            continue
        full = clean_org(name.text)
        parts = full.split()
        if len(parts) > 2:
            out.setdefault(initials(full), full)
        for size in range(1, len(parts)):
            short = " ".join(parts[:size])
            if short not in seen:
                out.setdefault(short, full)
        seen.add(full)
    known = {
        s: full
        for s, full in out.items()
        if s.split()[0] not in NO_SHORT and (len(s) >= SHORTEST_FIRM or full.split()[-1] in LEGAL_FORMS)
    }
    times = Counter(clean_org(name.text) for name in names)
    for full in seen:
        short = full.removesuffix(".com") if " " not in full else full.rsplit(" ", 1)[0]
        if (
            times[short] >= times[full]
            and short != full
            and (full.split()[-1] in LOOSE_FORMS or " " not in full)
        ):
            known.pop(short, None)
            known[full] = short
    return known


def initials(name: str) -> str:
    """The capitals that a name's words start with: "High Negotiations Committee" gives "HNC"."""
    return "".join(word[0] for word in name.split() if word[0].isupper())
