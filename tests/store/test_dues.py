"""What is due, from the Record: states on any day, what settles them, and filters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from conftest import make_article

from onrecord.models import Article
from onrecord.reading import Reading
from onrecord.store import Record
from store.conftest import add, read_fast

SIGN = "The two sides sign the pact on the strait "
PROMISE = f"{SIGN}by 2031-05-01. Ruth Amsel said that the harbour is quiet."
AGAIN = f"Ruth Amsel said that nothing else was agreed. {SIGN}by 2031-05-01."
PLAN = "Ruth Amsel said that the weather is fine. A meeting in Selby would come later."
HELD = "Teodor Brask said that the weather was fine. A meeting in Selby took place."


def read_days(items: Iterable[Any]) -> Iterator[Any]:
    """`read_fast`, with what stands before a day bound by it, and meetings in Selby due on April 10.

    A meeting that "took place" is held, one that was "called off" cancelled, and one that "might" be is unsure.
    """
    for one in read_fast(items):
        if isinstance(one, Reading):
            text = one.article.text
            status = "held" if "took place" in text else "cancelled" if "called off" in text else "scheduled"
            day = None if status != "scheduled" else date(2031, 4, 10)
            sure = 0.05 if "might" in text else 0.7
            one = replace(
                one,
                timelines=tuple(
                    replace(t, binds=((text.index(SIGN), text.index(SIGN) + len(SIGN) - 1),)) for t in one.timelines
                ),
                plans=tuple(
                    replace(p, status=status, earliest=day, latest=day, confidence=sure)  # type: ignore[arg-type]
                    for p in one.plans
                ),
            )  # fmt: skip
        yield one


def report(text: str, published: date) -> Article:
    id = f"r{published:%m%d}"
    return make_article(text, id=id, url=f"https://harbourpost.example/{id}", published=published)


def fill(record: Record, *articles: Article) -> None:
    add(record, *articles, read=read_days)


@pytest.fixture
def filled(record: Record) -> Record:
    fill(record, report(PROMISE, date(2031, 3, 7)), report(PLAN, date(2031, 3, 9)))
    return record


def states(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(row["latest"], row["state"]) for row in rows]


@pytest.mark.parametrize(
    ("as_of", "ahead", "passed"),
    [
        ("2031-03-06", [], []),
        ("2031-03-07", [("2031-05-01", "ahead")], []),
        ("2031-04-09", [("2031-04-10", "ahead"), ("2031-05-01", "ahead")], []),
        ("2031-04-10", [("2031-04-10", "due"), ("2031-05-01", "ahead")], []),
        ("2031-04-11", [("2031-05-01", "ahead")], [("2031-04-10", "overdue")]),
        ("2031-06-01", [], [("2031-05-01", "overdue"), ("2031-04-10", "overdue")]),
    ],
)
def test_states_on_any_day(
    filled: Record, as_of: str, ahead: list[tuple[str, str]], passed: list[tuple[str, str]]
) -> None:
    assert states(filled.due(as_of)) == ahead
    assert states(filled.due(as_of, passed=True)) == passed
    assert sorted(states(filled.trace(as_of)["due"])) == sorted([*ahead, *passed])


@pytest.mark.parametrize(
    ("text", "state"), [(HELD, "kept"), (HELD.replace("took place", "was called off"), "dropped")]
)
def test_kept_and_dropped_with_the_words_that_say_so(filled: Record, text: str, state: str) -> None:
    fill(filled, report(text, date(2031, 4, 11)))
    (row,) = filled.due("2031-04-12", passed=True)
    assert (row["state"], row["evidence"]["article"]) == (state, "r0411")
    (row,) = filled.due("2031-04-11", passed=True, speaker="Ruth Amsel")
    assert row["state"] == state
    assert filled.due("2031-04-10")[0]["state"] == "due"  # nobody had said so yet


def test_what_is_taken_back_settles_nothing(filled: Record) -> None:
    fill(filled, report(HELD, date(2031, 4, 11)))
    (row,) = filled.due("2031-04-12", passed=True)
    filled.review(row["evidence"]["entry"], "reject", by="mia")
    assert states(filled.due("2031-04-12", passed=True)) == [("2031-04-10", "overdue")]


def test_told_twice_it_is_one(filled: Record) -> None:
    fill(filled, report(AGAIN, date(2031, 3, 20)))
    (row,) = (row for row in filled.due("2031-04-20") if row["latest"] == "2031-05-01")
    assert row["promise"]["article"] == "r0307"
    assert [one["article"] for one in row["again"]] == ["r0320"]


def test_the_unsure_is_there_when_asked_for(filled: Record) -> None:
    fill(filled, report("A meeting in Selby might come in any case or later, who knows.", date(2031, 3, 12)))
    assert len(filled.due("2031-03-20")) == 2
    found = filled.due("2031-03-20", everything=True)
    assert {row["promise"]["article"] for row in found} | {
        again["article"] for row in found for again in row["again"]
    } == {"r0307", "r0309", "r0312"}


def test_filters(filled: Record) -> None:
    assert states(filled.due("2031-03-20", kind="deadline")) == [("2031-05-01", "ahead")]
    assert states(filled.due("2031-03-20", speaker="Teodor Brask")) == [("2031-04-10", "ahead")]
    assert filled.due("2031-03-20", outlet="Karvonia Today") == []
    assert states(filled.due("2031-03-20", limit=1)) == [("2031-04-10", "ahead")]
    assert states(filled.due("2031-03-20", until="2031-03-08")) == [("2031-05-01", "ahead")]
