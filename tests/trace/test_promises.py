"""What is due: each state, and only words that settle it."""

from __future__ import annotations

from typing import Any

import pytest
from tracing_values import axis, dated, day, near

from onrecord.trace.entries import nowhere
from onrecord.trace.promises import due


@pytest.mark.parametrize(("as_of", "state"), [(9, "ahead"), (10, "due"), (11, "overdue")])
def test_by_the_day_alone(as_of: int, state: str) -> None:
    (found,) = due([dated("open the gates")], day(as_of))
    assert (found.state, found.evidence, found.latest) == (state, None, day(10))
    row = found.to_dict()
    assert (row["by"], row["as_of"], row["rests_on"]) == (
        "Karvonia",
        day(as_of).isoformat(),
        [found.promise.entry],
    )


@pytest.mark.parametrize(
    ("status", "state"),
    [("held", "kept"), ("under_way", "kept"), ("cancelled", "dropped"), ("ruled_out", "dropped")],
)
def test_kept_and_dropped_with_the_words_that_say_so(status: str, state: str) -> None:
    word = dated("the gates were opened", 11, None, status=status)
    (found,) = due([dated("open the gates")], day(12), [word])
    assert (found.state, found.evidence) == (state, word.evidence)
    assert found.to_dict()["rests_on"] == [found.promise.entry, word.evidence.entry]


@pytest.mark.parametrize(
    "word",
    [
        {"on": 13},  # not known yet
        {"on": 0},  # before it was promised
        {"on": 11, "article": "report-0"},
        {"on": 11, "place": near(0, 0.6)},
        {"on": 11, "place": nowhere()},
        {"on": 11, "status": "scheduled"},
        {"on": 11, "status": "postponed"},
        {"on": 5, "status": "held"},  # before it could begin
        {"on": None, "article": "undated"},
    ],
)
def test_what_settles_nothing(word: dict[str, Any]) -> None:
    other = dated("the gates", latest=None, **{"status": "held", **word})
    (found,) = due([dated("open the gates", earliest=8)], day(12), [other])
    assert (found.state, found.evidence) == ("overdue", None)


def test_word_long_after_is_of_something_else() -> None:
    late = dated("the gates were opened", 60, None, status="held")
    assert [one.state for one in due([dated("open the gates")], day(99), [late])] == ["overdue"]


def test_the_last_word_counts() -> None:
    words = [dated("it is off", 5, None, status="cancelled"), dated("it was held", 11, None, status="held")]
    assert [one.state for one in due([dated("open the gates")], day(12), words)] == ["kept"]
    assert [one.state for one in due([dated("open the gates")], day(6), words)] == ["dropped"]


def test_two_last_words_of_one_day_that_differ_leave_it_unclear() -> None:
    words = [
        dated("it was held", 11, None, status="held"),
        dated("it is off", 11, None, status="cancelled", article="another of that day"),
    ]
    (found,) = due([dated("open the gates")], day(12), words)
    assert (found.state, found.evidence) == ("unclear", None)
    (found,) = due([dated("open the gates")], day(12), words[::-1])
    assert found.state == "unclear"


@pytest.mark.parametrize(
    "one",
    [
        dated("open", 5), dated("open", 0, None), dated("open", 0, -3), dated("open", 0, 10, status="held"),
        dated("open", 0, 10, status="cancelled"), dated("open", 0, 10, status="postponed"),
    ],
)  # fmt: skip
def test_what_is_not_due(one: Any) -> None:
    assert due([one], day(4)) == []


def test_in_the_order_of_days_and_each_once() -> None:
    told = [
        dated("open", 3, 20),
        dated("open the gates", 1, 10),
        dated("gates open", 2, 10),
        dated("leave", 1, 10, place=axis(1)),
    ]
    found = due(told, day(4))
    assert [one.latest for one in found] == [day(10), day(10), day(20)]
    assert {one.what for one in found[:2]} == {"open the gates", "leave"}
    again = next(one for one in found if one.what == "open the gates").again
    assert [one.words for one in again] == ["gates open"]


def test_the_same_of_another_side_is_another_promise() -> None:
    assert len(due([dated("open"), dated("open", 1, side="Lusenia")], day(4))) == 2


def test_what_has_no_place_stands_alone() -> None:
    told = [dated("leave", 0, place=nowhere()), dated("open", 1), dated("go", 2, place=nowhere())]
    assert len(due(told, day(4))) == 3


def test_without_a_day_of_publication_a_date_is_known_from_the_first() -> None:
    (found,) = due([dated("open", None)], day(11))
    assert (found.state, found.promise.published) == ("overdue", None)
