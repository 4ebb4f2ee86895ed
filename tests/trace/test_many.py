"""Ten thousand conditions on one outcome: answered in seconds, on a slow machine as well."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest
from tracing_values import dated, stand, term, waiver

from onrecord.trace.deal import deal, web
from onrecord.trace.draw import as_dot, as_svg, as_text
from onrecord.trace.entries import Place, Term
from onrecord.trace.moves import moves
from onrecord.trace.requirements import requirements
from onrecord.trace.shifts import shifts

MANY = 10_000
SECONDS = 30  # for each step; a quarter of it on the machine that this was written on


@contextmanager
def in_seconds() -> Iterator[None]:
    start = time.monotonic()
    yield
    assert time.monotonic() - start < SECONDS


def scattered(number: int, seed: int = 0) -> list[Place]:
    """Places at random in a space as large as that of meanings; hardly any two are near."""
    rows = np.random.default_rng(seed).normal(size=(number, 192)).astype(np.float32)
    return list(rows / np.linalg.norm(rows, axis=1, keepdims=True))


OUTCOME, THING = scattered(2, seed=1)


def conditions(kind: str) -> list[Term]:
    places = scattered(MANY) if kind != "same" else [THING] * MANY
    if kind == "alike":  # a hundred kinds of things, near each other by meaning and not by their words
        kinds = scattered(100, seed=3)
        places = [0.85 * kinds[n % 100] + 0.53 * one for n, one in enumerate(places)]
        places = [(one / np.linalg.norm(one)).astype(np.float32) for one in places]
    return [
        term(
            "it leaves" if kind == "same" else f"{chr(97 + n % 26) * 4}{chr(97 + n // 26 % 26) * 4} goes",
            n % 50 if kind != "one report" else 0,
            of="Lusenia",
            entry=f"c{n}",
            place=place,
            outcome_place=OUTCOME,
        )
        for n, place in enumerate(places)
    ]


@pytest.mark.parametrize("kind", ["same", "alike", "one report"])
def test_ten_thousand_conditions_on_one_outcome(kind: str) -> None:
    terms = conditions(kind)
    said = [
        stand("it will leave", n % 50, "Lusenia", "commit", entry=f"s{n}", place=place)
        for n, place in enumerate(scattered(500, seed=2))
    ]
    held_out = [stand("a truce", 0, act="commit", entry=f"h{n}", place=OUTCOME) for n in range(500)]
    with in_seconds():
        found = requirements(
            [*said, *held_out], [*terms, waiver(on=60, place=OUTCOME, outcome_place=OUTCOME)]
        )
    assert (len(found) == 1) == (kind == "same")
    assert {one.state for one in found} == {"waived"}
    with in_seconds():
        moved = moves(terms, [])
    assert bool(moved) == (kind == "alike")
    with in_seconds():
        assert shifts([*said, *held_out], terms) or kind == "one report"


def test_a_deal_of_ten_thousand() -> None:
    found = requirements([], conditions("different"))
    with in_seconds():
        made = web(found)
    (goal,) = made.outcomes
    with in_seconds():
        way = deal(made, goal)
    assert [len(one) for one in way.ways] == [len(found)]
    with in_seconds():
        assert all(draw(way) for draw in (as_text, as_svg, as_dot))


def test_two_outcomes_that_wait_for_each_other_a_thousandfold() -> None:
    terms = [
        term("the gates", outcome="the boats", entry=f"a{n}", place=THING, outcome_place=OUTCOME)
        if n % 2
        else term("the boats", outcome="the gates", entry=f"b{n}", place=OUTCOME, outcome_place=THING)
        for n in range(2000)
    ]
    apart = [requirements([], [one])[0] for one in terms]
    with in_seconds():
        made = web(apart)
        way = deal(made, next(iter(made.outcomes)))
    assert len(way.circles) == 20
    assert len(way.ways) == 2


def test_ten_thousand_plans_and_promises() -> None:
    plans = [
        dated("the meeting", n % 50, 99, status="scheduled", entry=f"p{n}", place=THING) for n in range(MANY)
    ]
    with in_seconds():
        assert moves([], plans) == []
    other = [
        dated(f"{chr(97 + n % 26) * 4} opens", n % 50, 99 + n % 7, entry=f"d{n}", place=place)
        for n, place in enumerate(scattered(MANY))
    ]
    with in_seconds():
        assert moves([], other) == []
