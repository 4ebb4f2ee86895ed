"""What an issue is called: a phrase of the coverage's own words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

LONGEST = 3  # words of a label
SHARE = 0.06  # of an issue's statements that hold its label at least
_WORD = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?")
# Words by which no issue is known, and at which a phrase ends.
EMPTY = frozenset((Path(__file__).parent / "data" / "empty.txt").read_text(encoding="utf-8").split())


def phrases(text: str) -> Iterator[str]:
    """Runs of one to three telling words, in lower case.

    >>> list(phrases("The gates of the dam must open"))
    ['gates', 'dam', 'open']
    """
    run: list[str] = []
    end = 0
    for match in (*_WORD.finditer(text), None):
        word = match.group().lower().removesuffix("’s").removesuffix("'s") if match else ""
        joined = match is not None and not text[end : match.start()].strip()
        if not joined or word in EMPTY or len(word) < 3:
            for size in range(1, LONGEST + 1):
                yield from (" ".join(run[i : i + size]) for i in range(len(run) - size + 1))
            run = []
        if match is not None:
            if word not in EMPTY and len(word) >= 3:
                run.append(word)
            end = match.end()


def wordings(texts: Sequence[str]) -> dict[str, float]:
    """How many of some texts hold each phrase, as a share."""
    count = Counter(phrase for text in texts for phrase in set(phrases(text)))
    return {phrase: number / len(texts) for phrase, number in count.items()}


def label_of(texts: Sequence[str], common: Mapping[str, float], avoid: Collection[str] = ()) -> str:
    """The phrase that is said on an issue most, and elsewhere least; "" where nothing is said.

    Args:
        texts: The issue's statements.
        common: Of `wordings`: the share of all statements that hold each phrase.
        avoid: Labels of other issues and names of sides, in lower case.
    """
    count = Counter(phrase for text in texts for phrase in set(phrases(text)))
    least = max(2, SHARE * len(texts))  # fewer would be one report's way of putting it
    count = Counter({phrase: number for phrase, number in count.items() if number >= least}) or count
    ranked = sorted(count.items(), key=lambda one: (-_weight(one[0], one[1], len(texts), common), one[0]))
    return next((phrase for phrase, _ in ranked if phrase not in avoid), ranked[0][0] if ranked else "")


def _weight(phrase: str, number: int, total: int, common: Mapping[str, float]) -> float:
    """How much more often it is said here than anywhere (a log-likelihood), and more for a longer phrase."""
    share = number / total
    everywhere = max(common.get(phrase, 0.0), 1e-4)
    return number * max(math.log(share / everywhere), 0.01) * (1 + phrase.count(" "))
