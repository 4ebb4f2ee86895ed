"""A Record of any size out of a few readings: what was read, repeated with changed words, names and dates.

Words and names are exchanged for others of the same length, so that all spans stay where they are and no two replicas
are copies of each other; how often words occur stays about the same.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from onrecord.extract.meaning import SIZE
from onrecord.models import Article, digest
from onrecord.reading import Reading

CHANGED = 0.8  # share of the words that are exchanged
DAYS = 2000  # over which the replicas are spread
NOISE = 1.5  # of a place, in its own mean size
OUTLETS = 400
_WORD = re.compile(r"[a-z]{4,}")
_GIVEN = ("Ada", "Ben", "Cleo", "Dov", "Edna", "Finn", "Gita", "Hugo", "Ines", "Kira", "Leon", "Mina", "Nils", "Olga",
          "Paul", "Rosa", "Sven", "Tara", "Umar")  # fmt: skip
_FAMILY = (
    "bar",
    "cer",
    "dol",
    "fen",
    "gor",
    "hal",
    "kes",
    "lin",
    "mor",
    "nev",
    "pol",
    "rud",
    "sel",
    "tor",
    "vas",
)
_ENDS = ("an", "berg", "enko", "ic", "ides", "man", "ov", "sen", "son", "wick")


class Replicas:
    """Makes replicas of some readings; the same seed makes the same ones."""

    def __init__(self, readings: Sequence[Reading], *, seed: int = 1) -> None:
        self._readings = readings
        self._rng = random.Random(seed)
        self._noise = np.random.default_rng(seed)
        self._words: dict[int, list[str]] = defaultdict(list)
        for reading in readings:
            for word in _WORD.findall(reading.article.text):
                self._words[len(word)].append(word)
        names = {n for r in readings for s in r.statements for n in (s.speaker, s.side, s.addressee) if n}
        self._names = sorted(names)
        self.sides = [f"State {i}" for i in range(60)]

    def __iter__(self) -> Iterator[Reading]:
        number = 0
        while True:
            for reading in self._readings:
                yield self._replica(reading, number)
                number += 1

    def _replica(self, reading: Reading, number: int) -> Reading:
        rng = self._rng
        text = _WORD.sub(
            lambda m: rng.choice(self._words[len(m[0])]) if rng.random() < CHANGED else m[0],
            reading.article.text,
        )
        shift = timedelta(days=rng.randrange(DAYS))
        day = date(2020, 1, 1) + shift
        # A few are named in very many articles, most in few, as it is in news.
        outlet = f"Outlet {min(int(rng.expovariate(1) * 40), OUTLETS)}"
        article = Article(text, id=f"r{number}", outlet=outlet, published=day, title=text[:60].replace("\n", " "),
                          url=f"https://outlet.example/{number}")  # fmt: skip
        names = {name: self._name() for name in self._names_of(reading)}
        sides = {name: self.sides[min(int(rng.expovariate(1) * 9), 59)] for name in self._names_of(reading)}
        made = self._with(reading, article, names, sides)
        return replace(made, meanings=self._moved(reading.meanings))

    def _moved(self, places: bytes) -> bytes:
        """Places not far from these, as statements on other talks may have."""
        if not places:
            return places
        at = np.frombuffer(places, np.int8).reshape(-1, SIZE).astype(np.float32)
        at += self._noise.normal(0, NOISE * np.abs(at).mean(), at.shape).astype(np.float32)
        largest = np.maximum(np.abs(at).max(axis=1, keepdims=True), 1e-9)
        return np.round(at * (127 / largest)).astype(np.int8).tobytes()

    def _names_of(self, reading: Reading) -> list[str]:
        found = {n for s in reading.statements for n in (s.speaker, s.side, s.addressee) if n}
        found |= {n for c in reading.conditions for n in (c.by, c.side, *c.of) if n}
        found |= {t.by for t in reading.timelines if t.by} | {
            n for p in reading.plans for n in p.participants
        }
        return sorted(found)

    def _name(self) -> str:
        rng = self._rng
        i = min(int(rng.expovariate(1) * 300), 20_000)
        own = random.Random(i)
        return (
            f"{own.choice(_GIVEN)} {(own.choice(_FAMILY) + own.choice(_FAMILY)).title()}{own.choice(_ENDS)}"
        )

    @staticmethod
    def _with(reading: Reading, article: Article, names: dict[str, str], sides: dict[str, str]) -> Reading:
        ids = {e.id: digest(article.version, e.id) for layer in (reading.statements, reading.conditions,
               reading.timelines, reading.plans) for e in layer}  # fmt: skip

        def of(value: str | None, table: dict[str, str]) -> Any:
            return table.get(value, value) if value else value

        return Reading(
            article,
            tuple(replace(s, id=ids[s.id], within=of(s.within, ids), speaker=of(s.speaker, names),
                          side=of(s.side, sides), addressee=of(s.addressee, names)) for s in reading.statements),
            tuple(replace(c, id=ids[c.id], statement=of(c.statement, ids), plan=of(c.plan, ids), by=of(c.by, names),
                          side=of(c.side, sides), of=tuple(of(n, names) for n in c.of)) for c in reading.conditions),
            tuple(replace(t, id=ids[t.id], statement=of(t.statement, ids), by=of(t.by, names),
                          earliest=article.published, latest=article.published + timedelta(days=30))
                  for t in reading.timelines if article.published),
            tuple(replace(p, id=ids[p.id], participants=tuple(of(n, names) for n in p.participants))
                  for p in reading.plans),
        )  # fmt: skip
