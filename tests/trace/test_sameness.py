"""Whether two phrases are about the same thing."""

from __future__ import annotations

import pytest
from tracing_values import axis, near, term

from onrecord.trace.entries import nowhere
from onrecord.trace.sameness import near as nearness
from onrecord.trace.sameness import same, same_outcome, same_requirement, shared, stems


def test_the_cosine_of_places_and_of_none() -> None:
    assert nearness(axis(0), near(0, 0.7)) == pytest.approx(0.7)
    assert nearness(axis(0), nowhere()) == nearness(nowhere(), axis(0)) == 0.0


def test_endings_do_not_count() -> None:
    assert stems("opening the sluices") == stems("opened a sluice")


def test_shared_words_without_the_names_of_sides() -> None:
    assert shared("Karvonia opens the gates", "the gates are opened") == 1.0
    assert shared("Karvonia opens", "Karvonia leaves", without="Karvonia") == 0.0
    assert shared("", "gates") == 0.0


def test_near_enough_needs_no_words_and_far_away_words_do_not_help() -> None:
    assert same("a truce", "an armistice", 0.9, 0.6)
    assert same("the gates open", "open the gates", 0.7, 0.6)
    assert not same("the gates open", "the boats leave", 0.7, 0.6)
    assert not same("the gates open", "the gates open", 0.5, 0.6)


def test_terms() -> None:
    one = term("Lusenia opens the sluices of the dam")
    assert same_outcome(one, term("x", outcome="the truce", outcome_place=near(0, 0.5)))
    assert not same_outcome(one, term("x", outcome="a meeting", outcome_place=near(0, 0.5)))
    assert same_requirement(one, term("the sluices are opened", place=near(1, 0.7)), 0.6)
    assert not same_requirement(
        one, term("Lusenia accepts joint control", of="Lusenia", place=near(1, 0.7)), 0.6
    )
