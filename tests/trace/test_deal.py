"""The way to a deal: what stands before an outcome, circles, and the smallest sets of concessions."""

from __future__ import annotations

import time
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tracing_values import axis, near, requirement

from onrecord.trace.deal import WAYS, Deal, Web, deal, goal_of, web
from onrecord.trace.entries import nowhere
from onrecord.trace.requirements import Requirement


def way_to(requirements: list[Requirement], outcome: int = 0, *conceded: str) -> Deal:
    made = web(requirements)
    goal = next(key for key, place in made.places.items() if place @ axis(outcome) > 0.9)
    return deal(made, goal, conceded)


# A truce needs the gates opened and the crews freed; the gates are opened once the boats have left.
TALKS = [
    requirement("gates", 0, 1, "Lusenia", of="Karvonia"),
    requirement("crews", 0, 2, "Karvonia", of="Lusenia"),
    requirement("boats", 1, 3, "Karvonia", of="Lusenia"),
]


def test_what_stands_before_an_outcome_the_nearest_first() -> None:
    found = way_to(TALKS)
    assert [one.label for one in found.outcomes] == ["thing00", "thing01"]
    assert [one.id for one in found.requirements] == ["gates", "crews", "boats"]
    assert found.fulfils == ((found.outcomes[1].id, "gates"),)
    assert not found.possible
    assert found.circles == ()
    assert way_to(TALKS, 1).requirements == (TALKS[2],)


def test_the_smallest_sets_of_concessions() -> None:
    assert way_to(TALKS).ways == (("boats", "crews"), ("crews", "gates"))


def test_what_is_conceded_opens_what_waits_for_it() -> None:
    found = way_to(TALKS, 0, "boats")
    assert (found.conceded, found.opened, found.possible) == (("boats",), (found.outcomes[1].id,), False)
    assert found.ways == (("crews",),)
    found = way_to(TALKS, 0, "boats", "crews")
    assert (found.possible, found.ways, len(found.opened)) == (True, (), 2)


@pytest.mark.parametrize("state", ["met", "waived", "offered"])
def test_what_is_settled_stands_before_nothing(state: str) -> None:
    settled = [TALKS[0], requirement("crews", 0, 2, state=state), TALKS[2]]
    assert way_to(settled).ways == (("boats",), ("gates",))
    assert way_to([requirement("crews", 0, 2, state=state)]).possible


def test_what_is_refused_does_not_come_about_by_another_way() -> None:
    refused = [requirement("gates", 0, 1, state="refused"), requirement("boats", 1, 3, state="met")]
    found = way_to(refused)
    assert (found.possible, found.ways) == (False, (("gates",),))


def test_a_requirement_is_an_outcome_only_of_who_must_act() -> None:
    found = way_to([TALKS[0], requirement("boats", 1, 3, "Tarn")])
    assert found.fulfils == ()
    assert len(way_to([requirement("gates", 0, 1), requirement("boats", 1, 3, "Tarn")]).fulfils) == 1


def test_a_circle_is_found_and_broken_by_either() -> None:
    found = way_to([requirement("b", 0, 1), requirement("a", 1, 0)])
    assert found.circles == (("a", "b"),)
    assert found.ways == (("a",), ("b",))


def test_circles_come_in_the_same_order_the_shortest_first() -> None:
    pair = [requirement("a", 0, 1), requirement("b", 1, 0)]
    three = [requirement("c", 2, 3), requirement("d", 3, 4), requirement("e", 4, 2)]
    found = way_to([*three, *pair, requirement("x", 0, 2)])
    assert found.circles == (("a", "b"), ("c", "d", "e"))


def test_a_condition_that_refers_to_itself_waits_for_nothing_else() -> None:
    itself = requirement("itself", 0, 0)
    found = way_to([itself])
    assert (found.circles, found.fulfils, found.possible, found.ways) == ((), (), False, (("itself",),))
    assert way_to([itself], 0, "itself").possible


def test_what_is_far_or_has_no_place_is_an_outcome_of_its_own() -> None:
    one, other = requirement("a", 0, 1), requirement("b", 2, 3)
    bare = requirement("c", 4, 5)
    bare = Requirement(bare.id, "", "Karvonia", None, "offer", type(bare.term)(
        bare.term.evidence, "c", "offer", "", (), "", "Karvonia", None, None, place=nowhere(), outcome_place=nowhere()
    ))  # fmt: skip
    made = web([bare, one, bare, other])
    assert len(made.outcomes) >= 3
    assert goal_of(made, near(2, 0.9), "something else") == next(k for k in made.outcomes if k.endswith("-b"))


def test_the_outcome_that_words_mean() -> None:
    made = web(TALKS)
    by_words = goal_of(made, axis(9), "thing00")
    assert by_words is not None
    assert made.outcomes[by_words].label == "thing00"
    assert goal_of(made, axis(1), "the opening") == next(k for k in made.outcomes if "boats" in k)
    assert goal_of(made, axis(9), "the weather") is None
    assert goal_of(made, nowhere(), "the weather") is None
    assert goal_of(web([]), axis(0), "thing00") is None


def test_of_nothing_there_is_no_web() -> None:
    assert web([]) == Web({}, {}, {})


def all_ways(made: Web, goal: str) -> list[tuple[str, ...]]:
    """Every smallest set of concessions, by trying all."""
    done = made.settled()
    open_ = sorted(set(made.requirements) - done)
    found: list[tuple[str, ...]] = []
    for size in range(len(open_) + 1):
        for one in combinations(open_, size):
            if not any(set(one) >= set(other) for other in found) and made.possible(goal, made.settled(one)):
                found.append(one)
    return found


@st.composite
def webs(draw: st.DrawFn) -> list[Requirement]:
    """Up to eight requirements, each for one of four outcomes and about one of five things."""
    number = draw(st.integers(1, 8))
    return [
        requirement(
            f"r{at}",
            draw(st.integers(0, 3)),
            draw(st.integers(0, 4)),
            state=draw(st.sampled_from(["open", "open", "open", "refused", "met"])),
        )
        for at in range(number)
    ]


@given(requirements=webs())
def test_the_ways_are_exactly_the_smallest_that_unlock_the_outcome(requirements: list[Requirement]) -> None:
    made = web(requirements)
    for goal in made.outcomes:
        found = deal(made, goal)
        assert list(found.ways) == ([] if found.possible else all_ways(made, goal)[:WAYS])
        for way in found.ways:
            assert deal(made, goal, way).possible
        for circle in found.circles:
            for key, following in zip(circle, (*circle[1:], circle[0]), strict=True):
                outcomes = made.fulfils[key]
                assert any(following in made.outcomes[one].requirements for one in outcomes)


@given(requirements=webs(), order=st.randoms(use_true_random=False))
def test_the_order_of_requirements_does_not_count(requirements: list[Requirement], order: object) -> None:
    shuffled = list(requirements)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = web(requirements), web(shuffled)
    assert one.settled() == other.settled()
    assert sorted(map(len, one.fulfils.values())) == sorted(map(len, other.fulfils.values()))


def test_where_everything_waits_for_everything_the_answer_still_comes() -> None:
    number = 10
    dense = [requirement(f"{a:02}-{b:02}", a, b) for a in range(number) for b in range(number) if a != b]
    start = time.monotonic()
    found = way_to(dense)
    assert time.monotonic() - start < 20
    assert len(found.circles) == 20
    assert found.ways
    assert all(deal(web(dense), found.goal, way).possible for way in found.ways)


def test_a_long_chain_is_followed_to_its_end() -> None:
    places = np.eye(400, dtype=np.float32)
    chain = []
    for at in range(399):
        one = requirement(f"r{at:03}", 0, 1)
        term = type(one.term)(
            one.term.evidence, one.id, "precondition", "thing", (), "", "Karvonia", None, None,
            place=places[at + 1], outcome_place=places[at],
        )  # fmt: skip
        chain.append(Requirement(one.id, "thing", "Karvonia", None, "precondition", term))
    made = web(chain)
    found = deal(made, "outcome-r000")
    assert len(found.outcomes) == 399
    assert found.ways[0] == ("r000",)
    assert deal(made, "outcome-r000", ["r398"]).possible
