"""A person names, merges, splits and pins issues, and that holds as coverage goes on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from conftest import make_article

from onrecord.errors import UsageError
from onrecord.models import Article
from onrecord.store import Record
from store.conftest import add

DAM = (
    "Ruth Amsel said that the water of the dam is released in spring. "
    "Teodor Brask demanded that the water of the dam be released now."
)
CREWS = (
    "Ruth Amsel said that the sailors in prison are well. "
    "Teodor Brask demanded that the sailors in prison be freed."
)
MORE = (
    "Teodor Brask demanded that more water of the dam be released. Ruth Amsel said that the dam has no water."
)


def report(text: str, day: int) -> Article:
    return make_article(
        text, id=f"r{day}", url=f"https://harbourpost.example/r{day}", published=date(2031, 3, day)
    )


@pytest.fixture
def filled(record: Record) -> Record:
    add(record, report(DAM, 7), report(CREWS, 8))
    return record


def issues(record: Record) -> dict[str, int]:
    return {row["label"]: row["statements"] for row in record.issues(everything=True)}


def issue_of(record: Record, words: str) -> dict[str, Any]:
    (row,) = record.issues(issue=words)
    return row


def test_a_name_holds_as_coverage_goes_on(filled: Record) -> None:
    id = filled.steer("name", "water of the dam", label="release of water", by="mia")
    assert issue_of(filled, "release of water")["id"] == id
    for day in range(10, 16):
        add(filled, report(MORE.replace("more water", f"{day} gates full of water"), day))
    row = issue_of(filled, id)
    assert (row["label"], row["named_by"]) == ("release of water", "mia")
    assert row["statements"] > 2


def test_what_is_merged_is_one_and_new_coverage_of_either_comes_to_it(filled: Record) -> None:
    assert len(issues(filled)) == 2
    gone = issue_of(filled, "sailors in prison")["id"]
    into = filled.steer("merge", "sailors in prison", into="water of the dam", by="mia")
    assert list(issues(filled).values()) == [4]
    add(filled, report("Teodor Brask demanded that the sailors in prison be freed at once.", 12))
    assert [(row["id"], row["statements"]) for row in filled.issues(everything=True)] == [(into, 5)]
    assert {row["issue"] for row in filled.positions(everything=True)} == {into}
    with pytest.raises(UsageError, match=gone):
        filled.issues(issue=gone)


def test_what_is_split_stays_apart(filled: Record) -> None:
    into = filled.steer("merge", "sailors in prison", into="water of the dam", by="mia")
    made = filled.steer("split", into, words="the sailors in prison", label="the crews", by="mia")
    assert issues(filled)["the crews"] == 2
    add(filled, report("Teodor Brask demanded that the sailors in prison be freed at once.", 12))
    assert issue_of(filled, made)["statements"] == 3
    assert sum(issues(filled).values()) == 5


def test_a_pin_survives_new_coverage(filled: Record) -> None:
    made = filled.steer("pin", "the sailors in prison", by="mia")
    row = issue_of(filled, made)
    assert (row["label"], row["statements"], row["named_by"]) == ("the sailors in prison", 2, "mia")
    add(filled, report("Teodor Brask demanded that the sailors in prison be freed at once.", 12))
    assert issue_of(filled, made)["statements"] == 3
    assert filled.steer("pin", "the sailors in prison", by="mia") == made
    assert issue_of(filled, made)["statements"] == 3


def test_positions_come_along(filled: Record) -> None:
    made = filled.steer("pin", "the sailors in prison", label="crews", by="mia")
    found = filled.positions(issue="crews", everything=True)
    assert {row["side"] for row in found} == {"Amsel side", "Brask side"}
    assert {row["issue"] for row in found} == {made}


@pytest.mark.parametrize(
    ("action", "issue", "given", "message"),
    [
        ("praise", "dam", {}, "no action 'praise'"),
        ("name", "the price of butter", {"label": "x"}, "no issue 'the price of butter'"),
        ("name", "water of the dam", {}, "give label"),
        ("name", "water of the dam", {"label": "  "}, "give label"),
        ("merge", "water of the dam", {}, "give into"),
        ("merge", "water of the dam", {"into": "water of the dam"}, "the same issue"),
        ("merge", "water of the dam", {"into": "the price of butter"}, "no issue 'the price of butter'"),
        ("split", "water of the dam", {}, "give words"),
        ("split", "water of the dam", {"words": "the price of butter"}, "nothing that was said is near"),
        ("split", "water of the dam", {"words": "the water of the dam is released"}, "name it instead"),
        ("pin", "the price of butter", {}, "nothing that was said is near"),
        ("pin", "", {}, "nothing that was said is near"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    filled: Record, action: str, issue: str, given: dict[str, str], message: str
) -> None:
    before = filled.issues(everything=True)
    with pytest.raises(UsageError, match=message):
        filled.steer(action, issue, by="mia", **given)
    assert filled.issues(everything=True) == before


def test_an_empty_record_has_nothing_to_steer(record: Record) -> None:
    with pytest.raises(UsageError, match="no issue 'dam'"):
        record.steer("name", "dam", label="x", by="mia")
    with pytest.raises(UsageError, match="nothing that was said is near to 'dam'"):
        record.steer("pin", "dam", by="mia")
