"""What each side requires, and how that stands: each state with the words that give it."""

from __future__ import annotations

from typing import Any

import pytest
from tracing_values import axis, dated, near, stand, term, waiver

from onrecord.trace.entries import nowhere
from onrecord.trace.requirements import requirements

BOATS = term("the boats leave the bay", 0, of="Lusenia")


def test_open_as_long_as_nothing_answers() -> None:
    (found,) = requirements([], [BOATS])
    assert (found.state, found.evidence, found.side, found.of) == ("open", None, "Karvonia", "Lusenia")
    assert found.to_dict()["rests_on"] == [BOATS.condition]


@pytest.mark.parametrize(
    ("act", "state"),
    [("reject", "refused"), ("deny", "refused"), ("offer", "offered"), ("commit", "offered")],
)
def test_refused_and_offered_by_who_must_act(act: str, state: str) -> None:
    answer = stand("the boats and the bay", 3, "Lusenia", act, place=near(1, 0.7))
    (found,) = requirements([answer], [BOATS])
    assert (found.state, found.evidence) == (state, answer.evidence)
    assert found.to_dict()["rests_on"] == [BOATS.condition, answer.evidence.entry]


def test_met_by_an_event_that_took_place() -> None:
    left = dated("the boats left", 6, None, status="held", place=near(1, 0.7))
    (found,) = requirements([], [BOATS], [left])
    assert (found.state, found.evidence) == ("met", left.evidence)


def test_waived_by_the_side_that_set_it() -> None:
    free = waiver(on=6)
    (found,) = requirements([], [BOATS, free])
    assert (found.state, found.evidence) == ("waived", free.evidence)


def test_the_last_word_counts() -> None:
    no = stand("the boats stay in the bay", 3, "Lusenia", "reject", place=axis(1))
    yes = stand("the boats leave the bay", 5, "Lusenia", "commit", place=axis(1))
    assert [one.state for one in requirements([yes, no], [BOATS])] == ["offered"]
    again = term("the boats leave the bay", 9, of="Lusenia")
    (found,) = requirements([yes, no], [BOATS, again])
    assert (found.state, [one.published for one in found.again]) == ("open", [BOATS.evidence.published])


@pytest.mark.parametrize(
    "given",
    [
        {"side": "Karvonia"}, {"side": "Tarn"}, {"side": None}, {"hearsay": "unnamed"}, {"act": "demand"},
        {"place": near(1, 0.5)}, {"place": nowhere()}, {"on": -1}, {"words": "the crews stay at home"},
        {"words": "the boats leave the bay only if the gates open"},
    ],
)  # fmt: skip
def test_what_answers_nothing(given: dict[str, Any]) -> None:
    made = {
        "words": "the boats and the bay",
        "on": 3,
        "side": "Lusenia",
        "act": "reject",
        "place": near(1, 0.7),
    }
    assert [one.state for one in requirements([stand(**(made | given))], [BOATS])] == ["open"]


@pytest.mark.parametrize(
    "given", [{"status": "scheduled"}, {"on": -1}, {"on": 0}, {"place": near(1, 0.6)}, {"place": nowhere()}]
)
def test_what_meets_nothing(given: dict[str, Any]) -> None:
    made = {"what": "the boats left", "on": 3, "latest": None, "status": "held", "place": near(1, 0.7)}
    assert [one.state for one in requirements([], [BOATS], [dated(**(made | given))])] == ["open"]


@pytest.mark.parametrize(
    "given", [{"side": "Lusenia"}, {"on": -1}, {"place": axis(5), "outcome_place": axis(5)}]
)
def test_what_waives_nothing(given: dict[str, Any]) -> None:
    assert [one.state for one in requirements([], [BOATS, waiver(**({"on": 3} | given))])] == ["open"]


def test_a_statement_answers_what_it_is_nearest_to() -> None:
    crews = term("the crews leave the boats", 0, of="Lusenia", place=axis(2))
    answer = stand(
        "the boats", 3, "Lusenia", "reject", place=(0.82 * axis(2) + 0.57 * axis(1)).astype("float32")
    )
    found = {one.term.evidence.words: one.state for one in requirements([answer], [BOATS, crews])}
    assert found == {"the boats leave the bay": "open", "the crews leave the boats": "refused"}


def test_the_same_of_another_side_or_for_another_outcome_is_another() -> None:
    other = term("the boats leave the bay", 1, "Tarn")
    meeting = term("the boats leave the bay", 2, outcome="a meeting", outcome_place=axis(3))
    assert len(requirements([], [BOATS, other, meeting])) == 3


def test_set_by_nobody_it_is_none() -> None:
    assert requirements([], [term("the boats leave", side=None)]) == []


def test_two_requirements_of_one_condition_are_two() -> None:
    both = [
        term("the boats leave", condition="c", entry="c"),
        term("the crews go home", condition="c", entry="c", place=axis(2)),
    ]
    found = requirements([], both)
    assert len({one.id for one in found}) == 2


def test_ids_do_not_depend_on_what_comes_later() -> None:
    first = requirements([], [BOATS])[0].id
    later = requirements(
        [stand("x", 9, "Lusenia", "reject", place=axis(1))], [BOATS, term("the boats leave", 7)]
    )
    assert later[0].id == first


def test_what_has_no_place_stands_alone() -> None:
    found = requirements([], [term("a", place=nowhere()), term("b", 1), term("c", 2, place=nowhere())])
    assert [one.state for one in found] == ["open"] * 3
