"""The shipped reader on acts, conditions, timelines and plans; every sentence is our own."""

from __future__ import annotations

import pytest

import onrecord


def read(text, **given):
    return onrecord.read(text, **{"published": "2031-03-07", **given})


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Jan Marek condemned the raid on the port as “an act of piracy”.", "accuse"),
        ("Talland will never share control of the dam, Ruth Amsel said.", "reject"),
        ("Ruth Amsel said she was ready to meet her Vesmark counterpart.", "offer"),
        ("The spokesman warned that Vesmark would retaliate with strikes on the port.", "threaten"),
        ("Ruth Amsel praised the mediators for their patience.", "praise"),
        ("Jan Marek denied that his ships had crossed the line.", "deny"),
        ("Ines Aldermoor said she hoped that the talks would resume soon.", "predict"),
    ],
)
def test_acts(text, act):
    assert [s.act for s in read(text).statements][:1] == [act]


CONDITIONS = [
    (
        "Talland will open the sluices only after Vesmark withdraws its troops, Ruth Amsel said.",
        "precondition",
    ),
    (
        "Vesmark will not attend the talks unless the blockade is lifted, its foreign minister said.",
        "precondition",
    ),
]


@pytest.mark.parametrize(("text", "kind"), CONDITIONS)
def test_conditions(text, kind):
    reading = read(text)
    assert [c.kind for c in reading.conditions] == [kind]
    condition = reading.conditions[0]
    assert condition.outcome
    assert condition.requires
    assert condition.statement in {s.id for s in reading.statements}


@pytest.mark.parametrize(
    "text",
    [
        "Had they agreed last year, the port would have opened by now, Ruth Amsel said.",
        "The dam would have held if the engineers had been heard, the report said.",
        "Jan Marek asked if the minister had read the letter.",
        "The ferry runs every day. It stops when the harbour freezes.",
    ],
)
def test_what_is_no_condition(text):
    assert not [c for c in read(text).conditions if c.confidence >= 0.5]


def test_an_outcome_in_another_paragraph_costs_nothing_else():
    text = (
        "The two sides will sign a truce on Monday, Ruth Amsel said.\n\n"
        "But only if Vesmark withdraws its ships, she added."
    )
    reading = read(text)
    assert reading.statements
    for condition in reading.conditions:
        assert condition.outcome


def test_a_timeline_and_a_plan():
    text = "Ruth Amsel and Jan Marek will meet in Selby on Monday, the foreign ministry of Talland said."
    reading = read(text)
    timeline = next(t for t in reading.timelines if "Monday" in reading.words(t.text))
    assert (str(timeline.earliest), str(timeline.latest), timeline.kind) == ("2031-03-10", "2031-03-10", "on")
    (plan,) = [p for p in reading.plans if p.confidence >= 0.5]
    assert (plan.type, str(plan.earliest)) == ("meeting", "2031-03-10")
    assert plan.status == "scheduled"


def test_without_a_day_of_publication_bounds_are_open_and_the_anchor_is_named():
    text = "Ruth Amsel and Jan Marek will meet in Selby next week, the foreign ministry of Talland said."
    found = read(text, published=None).timelines
    assert found
    assert {(t.earliest, t.latest, t.anchor) for t in found} == {(None, None, "publication")}


def test_past_times_are_no_timelines_but_times():
    text = "Ruth Amsel said on Thursday that the dam was built in 1998 and repaired two years ago."
    reading = read(text)
    assert not reading.timelines
    assert [t.timex.value for t in reading.times] == ["2031-03-06", "1998", "2029"]


@pytest.mark.parametrize(
    "text",
    [
        "if " * 3000 + "Talland said.",
        "by Friday " * 2000,
        "The talks, if, unless, until, only after, should, will meet on 31 February 99999 or the 45th of May.",
        "Talland said it would sign by the year 999999999 or 10000000000 centuries later, if.",
    ],
)
def test_hostile_words_end_in_no_error(text):
    read(text + " The envoy spoke to the reporters about it in the morning.")
