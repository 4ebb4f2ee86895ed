"""Conditions waived and events called off, by the words that say so."""

from __future__ import annotations

import pytest
from conftest import make_article, make_statement, spans_of

from onrecord.extract.layers import PLAN
from onrecord.models import Condition
from onrecord.stakes.carriers import Carriers
from onrecord.stakes.plans import TOLD_OFF
from onrecord.stakes.waivers import SURE, covers, waivers, waives
from stakes.test_stakes import draft, read


def found(text: str, there: tuple[Condition, ...] = ()) -> list[tuple[str, str]]:
    """Outcome and marker of each waiver."""
    made = waivers(make_article(text), Carriers(()), there)
    return [(text[slice(*one.outcome[0])], text[slice(*one.marker[0])]) for one in made]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There are no preconditions for a meeting, she said.", [("a meeting", "no preconditions")]),
        ("He said there were no conditions attached to the talks.", [("the talks", "no conditions")]),
        ("No prior conditions were set for the visit of Brask.", [("the visit of Brask", "No prior conditions")]),
        ("Karvonia is ready to meet without preconditions.", [("meet", "without preconditions")]),
        ("They would come to talks without setting any preconditions.",
         [("come to talks", "without setting any preconditions")]),
        ("They can talk without any pre-conditions.", [("talk", "without any pre-conditions")]),
    ],
)  # fmt: skip
def test_what_is_open_without_a_condition(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "He suffers from no conditions.",
        "In no conditions like these can one sail.",
        "There are preconditions for a meeting.",
        "Without preconditions.",
        "The air was without conditions of storm.",
        "",
        "no conditions",
    ],
)
def test_no_waiver(text: str) -> None:
    assert found(text) == []


def test_the_outcome_ends_with_its_clause_and_begins_with_its_sentence() -> None:
    assert found("It rained. There are no conditions for a truce; the boats may stay.") == [
        ("a truce", "no conditions")
    ]
    text = "They want to rest. The parties will meet without preconditions."
    assert found(text) == [("meet", "without preconditions")]


def test_what_was_read_as_surely_is_not_read_twice() -> None:
    text = "There are no preconditions for a meeting, she said."
    marker, outcome = spans_of(text, "no preconditions"), spans_of(text, "a meeting")
    for sure, number in ((SURE, 0), (SURE - 0.01, 1)):
        there = Condition("c", "waiver", outcome, (), marker, sure)
        assert len(found(text, (there,))) == number
    assert covers(Condition("c", "waiver", outcome, (), marker, 0.9), marker[0])
    assert not covers(Condition("c", "waiver", outcome, (), marker, 0.9), (0, 3))


def test_it_is_the_speaker_s() -> None:
    text = "Ruth Amsel said there are no preconditions for a meeting."
    statement = make_statement(
        text, "there are no preconditions for a meeting", source="Ruth Amsel", speaker="Ruth Amsel", side="Port Selby"
    )  # fmt: skip
    (one,) = waivers(make_article(text), Carriers((statement,)), ())
    assert (one.kind, one.by, one.side, one.statement) == ("waiver", "Ruth Amsel", "Port Selby", statement.id)
    assert (one.requires, one.of, one.confidence) == ((), (), SURE)
    assert one.id == next(iter(waivers(make_article(text), Carriers(()), ()))).id


def test_they_stand_beside_what_the_network_found() -> None:
    found = read(make_article("There are no preconditions for a meeting, she said."), []).conditions
    assert [one.kind for one in found] == ["waiver"]


def test_what_requires_that_there_be_no_preconditions_is_a_waiver() -> None:
    text = "They meet without preconditions."
    marker = spans_of(text, "without")[0]
    assert waives(text, marker, spans_of(text, "preconditions"))
    assert not waives(text, spans_of(text, "They")[0], spans_of(text, "preconditions"))
    other = "They meet without the boats."
    assert not waives(other, spans_of(other, "without")[0], spans_of(other, "the boats"))


def plan(text: str, event: str = "The meeting", status: str = "scheduled"):
    found = read(make_article(text), [draft(text, PLAN, event, type="meeting", status=status)])
    return found.plans[0]


@pytest.mark.parametrize(
    ("text", "event", "status"),
    [
        ("The meeting in Selby has been postponed.", "The meeting", "postponed"),
        ("The meeting was put off until May.", "The meeting", "postponed"),
        ("The meeting, he said, is delayed.", "The meeting", "postponed"),
        ("The meeting had to be called off.", "The meeting", "cancelled"),
        ("The meeting was suddenly cancelled.", "The meeting", "cancelled"),
        ("The meeting has been scrapped.", "The meeting", "cancelled"),
        ("They postponed the meeting.", "the meeting", "postponed"),
        ("Karvonia called off its long planned meeting.", "meeting", "cancelled"),
    ],
)
def test_an_event_that_is_off(text: str, event: str, status: str) -> None:
    one = plan(text, event)
    assert one.status == status
    assert one.confidence >= TOLD_OFF


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("The meeting went on. The ferry was cancelled.", "The meeting"),
        ("The vote was postponed by the meeting.", "the meeting"),
        ("The vote was postponed until the meeting.", "the meeting"),
        ("The ferry was cancelled because of the meeting.", "the meeting"),
        ("The meeting is on.", "The meeting"),
        ("The meeting will follow the postponed vote.", "The meeting"),
        (f"The meeting {'of the many delegations ' * 5}was postponed.", "The meeting"),
    ],
)
def test_an_event_that_is_not_off(text: str, event: str) -> None:
    assert plan(text, event).status == "scheduled"


def test_off_is_off_whatever_the_network_says() -> None:
    assert plan("The meeting has been called off.", status="held").status == "cancelled"
