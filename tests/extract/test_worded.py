"""What the words around a marker say of a condition."""

from __future__ import annotations

import pytest
from conftest import spans_of

from onrecord.extract.markers import markers
from onrecord.extract.worded import can_mark, features, sentence_around, worded


def test_the_sentence_ends_at_full_stops_and_paragraphs() -> None:
    text = "It rained. They will sign if we pay. It snowed.\n\nNobody came."
    left, right = sentence_around(text, spans_of(text, "if")[0])
    assert left == ["they", "will", "sign"]
    assert right == ["we", "pay"]


@pytest.mark.parametrize(
    ("condition", "none"),
    [
        ("Talland will lift the ban only if Vesmark pays.", "She asked if the ban had been lifted."),
        ("No deal will be signed until they apologise.", "He had lived there until 1998."),
        ("We will strike unless they pay.", "Unless I am mistaken, it was in May."),
    ],
)
def test_a_condition_weighs_more_than_what_looks_like_one(condition: str, none: str) -> None:
    def weighed(text: str) -> float:
        return worded(text, markers(text)[0])

    assert weighed(condition) > weighed(none)


def test_words_that_never_mark_a_condition() -> None:
    assert can_mark("only if they pay", (0, 7))
    assert can_mark("as soon as they pay", (0, 10))
    assert not can_mark("because they pay", (0, 7))


def test_features_of_a_marker_alone() -> None:
    assert "marker=if" in set(features("if", (0, 2)))
