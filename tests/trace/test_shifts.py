"""What moved between two reports: each kind, and what is no shift."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from tracing_values import axis, dated, near, stand, term, waiver

from onrecord.trace.entries import Date, Stand, nowhere
from onrecord.trace.moves import moves
from onrecord.trace.shifts import Shift, shifts


def told(found: list[Shift]) -> list[tuple[str, str, str, str]]:
    return [(one.kind, one.side, one.before.words, one.after.words) for one in found]


@pytest.mark.parametrize(
    ("before", "after", "nearness", "kind"),
    [
        (("we open", "offer"), ("we shut", "reject"), 0.6, "offer_withdrawn"),
        (("we open", "offer"), ("we strike", "threaten"), 0.6, "offer_withdrawn"),
        (("we open", "commit"), ("we do not open", "reject"), 0.8, "reversal"),
        (("we open", "commit"), ("we do not open", "reject"), 0.6, "hardened"),
        (("we open", "propose"), ("they burnt it", "accuse"), 0.6, "hardened"),
        (("we shut", "reject"), ("we open", "offer"), 0.6, "offer_made"),
        (("we strike", "threaten"), ("we open", "commit"), 0.6, "offer_made"),
        (("they burnt it", "accuse"), ("it is good", "praise"), 0.6, "softened"),
        (("it is untrue", "deny"), ("it is so", "commit"), 0.8, "reversal"),
    ],
)
def test_a_step_of_a_side(before: Any, after: Any, nearness: float, kind: str) -> None:
    one = stand(before[0], 0, act=before[1])
    other = stand(after[0], 5, act=after[1], place=near(0, nearness))
    (found,) = shifts([other, one])
    assert told([found]) == [(kind, "Karvonia", before[0], after[0])]
    assert found.sure
    assert found.confidence == 0.9


@pytest.mark.parametrize(
    "after",
    [
        stand("we shut", 5, act="reject", place=near(0, 0.3)),  # about something else
        stand("we shut", 5, side="Lusenia", act="reject"),
        stand("we shut", 0, act="reject"),  # of the same report
        stand("we shut", 0, act="reject", article="another of that day"),
        stand("we shut", None, act="reject"),
        stand("we ask", 5, act="ask"),  # falling silent
        stand("we shut", 5, act="reject", hearsay="unnamed"),
        stand("we shut", 5, act="reject", place=nowhere()),
    ],
)
def test_no_step(after: Stand) -> None:
    assert shifts([stand("we open", 0, act="offer"), after]) == []


def test_what_is_perhaps_not_the_same_is_unsure() -> None:
    (found,) = shifts(
        [stand("we open", 0, act="offer"), stand("we shut", 5, act="reject", place=near(0, 0.42))]
    )
    assert not found.sure
    (found,) = shifts([stand("we know", 0, act="inform"), stand("we shut", 5, act="reject")])
    assert not found.sure


def test_the_last_word_before_counts() -> None:
    said = [
        stand("we open", 0, act="offer"),
        stand("we shut", 3, act="reject"),
        stand("we strike", 6, act="threaten"),
    ]
    assert told(shifts(said)) == [("offer_withdrawn", "Karvonia", "we open", "we shut")]


def test_of_several_in_one_report_the_clearest() -> None:
    said = [
        stand("we open", 0, act="offer"), stand("we shut", 5, act="reject", place=near(0, 0.5)),
        stand("all stays shut", 5, act="reject", place=near(0, 0.9), order=1),
    ]  # fmt: skip
    assert told(shifts(said)) == [("offer_withdrawn", "Karvonia", "we open", "all stays shut")]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Teodor Brask", "Teodor Brask", True),
        ("Teodor Brask", "Ana Rudin", False),
        ("Teodor Brask", None, None),
    ],
)
def test_two_speakers_of_one_side_are_told_apart(first: str, second: str | None, same: bool | None) -> None:
    (found,) = shifts(
        [stand("we open", 0, act="offer", speaker=first), stand("we shut", 5, act="reject", speaker=second)]
    )
    assert found.same_speaker is same
    row = found.to_dict()
    assert (row["same_speaker"], row["before"]["speaker"], row["after"]["speaker"]) == (same, first, second)
    assert row["rests_on"] == [found.before.entry, found.after.entry]


def test_a_first_condition_on_what_was_held_out_without_one() -> None:
    before = stand("we will make a truce", 0, act="commit")
    found = shifts([before], [term("the boats leave", 5)])
    assert told(found) == [("condition_added", "Karvonia", "we will make a truce", "the boats leave")]
    assert found[0].sure
    (found,) = shifts([before], [term("the boats leave", 5, outcome_place=near(0, 0.5))])
    assert not found.sure


@pytest.mark.parametrize(
    "later",
    [
        waiver(on=5), term("the boats leave", 5, side="Lusenia"), term("the boats leave", 5, side=None),
        term("the boats leave", 0), term("the boats leave", None), term("the boats leave", 5, outcome_place=axis(2)),
    ],
)  # fmt: skip
def test_no_first_condition(later: Any) -> None:
    assert shifts([stand("we will make a truce", 0, act="commit")], [later]) == []


def test_what_carried_a_condition_before_was_not_held_out_without_one() -> None:
    carrier = stand("a truce if the boats leave", 0, act="commit")
    earlier = term("the boats leave", 0, statement=carrier.evidence.entry)
    assert shifts([carrier], [earlier, term("the crews are freed", 5, place=axis(2))]) == []


def test_another_condition_on_the_same_outcome() -> None:
    found = moves([term("the boats leave", 0), term("the crews are freed", 5, place=axis(2))], [])
    assert told(found) == [("condition_added", "Karvonia", "the boats leave", "the crews are freed")]


@pytest.mark.parametrize(
    "later",
    [
        term("the boats leave", 5), term("boats must be leaving", 5, place=near(1, 0.7)),
        term("the crews are freed", 5, place=axis(2), side="Lusenia"), term("the crews are freed", 0, place=axis(2)),
        term("the crews are freed", 5, place=axis(2), outcome="a meeting", outcome_place=axis(4)),
        term("the crews are freed", 5, place=nowhere()),
    ],
)  # fmt: skip
def test_no_other_condition(later: Any) -> None:
    assert moves([term("the boats leave", 0), later], []) == []


def test_a_condition_is_waived_after_it_was_set_and_not_before() -> None:
    found = moves([term("the boats leave", 0), waiver(on=5)], [])
    assert told(found) == [("condition_waived", "Karvonia", "the boats leave", "a truce")]
    assert moves([waiver(on=0), waiver(on=5)], []) == []
    assert moves([term("the boats leave", 0), waiver(on=5, side="Lusenia")], []) == []


def test_a_promise_for_another_day() -> None:
    found = moves(
        [], [dated("open the gates", 0, 10), dated("open the gates", 5, 100), dated("open", 20, 180)]
    )
    assert told(found) == [
        ("date_moved", "Karvonia", "open the gates", "open the gates"),
        ("date_moved", "Karvonia", "open the gates", "open"),
    ]
    assert [one.of for one in found] == [("2031-03-11", "2031-06-09"), ("2031-06-09", "2031-08-28")]
    assert found[0].to_dict()["from"] == "2031-03-11"


@pytest.mark.parametrize(
    "later",
    [
        dated("open the gates", 5, 10),  # the same day
        dated("open the gates", 5, 8, earliest=8),  # only more exactly when
        dated("open the gates", 5, 100, place=near(0, 0.6)),
        dated("open the gates", 5, 100, side="Lusenia"),
        dated("open the gates", 5, None),
        dated("open the gates", 50, 20),  # tells of what was
        dated("open the gates", 5, 100, status="postponed"),
        dated("open the gates", 5, 100, place=nowhere()),
    ],
)
def test_no_other_day(later: Date) -> None:
    assert [
        one
        for one in moves([], [dated("open the gates", 0, 10, earliest=0), later])
        if one.kind == "date_moved"
    ] == []


def test_a_plan_that_a_timeline_of_the_report_dates_is_one_promise_with_it() -> None:
    plan = dated("open the gates", 0, 10, status="scheduled", participants=(), entry="plan")
    found = moves([], [dated("open the gates", 0, 10), plan, dated("open the gates", 5, 100)])
    assert [one.kind for one in found] == ["date_moved"]
    assert found[0].before.entry != "plan"


def test_a_plan_moves_on_and_is_put_off() -> None:
    states = ["proposed", "scheduled", "postponed", "scheduled", "cancelled"]
    found = moves(
        [], [dated("the meeting in Selby", n, None, status=state) for n, state in enumerate(states)]
    )
    assert [(one.kind, one.of) for one in found] == [("plan_status", pair) for pair in pairwise(states)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"status": "scheduled"}, {"status": "scheduled"}),
        ({"status": "scheduled"}, {"status": "proposed"}),  # a looser word for the same is no news
        ({"status": "proposed"}, {"status": "scheduled", "kind": "visit"}),
        ({"status": "proposed"}, {"status": "scheduled", "participants": ("Port Selby", "Tarn")}),
        ({"status": "proposed"}, {"status": "scheduled", "participants": ()}),
        ({"status": "proposed"}, {"status": "scheduled", "place": near(0, 0.3)}),
        ({"status": "proposed"}, {"status": "scheduled", "what": "a hearing", "place": near(0, 0.5)}),
    ],
)
def test_no_other_status(before: dict[str, Any], after: dict[str, Any]) -> None:
    first = dated("the meeting in Selby", 0, None, **before)
    then = dated(after.pop("what", "the meeting in Selby"), 5, None, **after)
    assert moves([], [first, then]) == []


def test_a_plan_without_a_side_is_told_of_one_who_takes_part_in_both() -> None:
    first = dated("the meeting", 0, None, None, status="proposed")
    then = dated("the meeting", 5, None, None, status="held", participants=("Tarn", "Lusenia"))
    assert [one.side for one in moves([], [first, then])] == ["Lusenia"]


def test_they_come_in_the_order_of_time_whatever_the_order_of_entries() -> None:
    terms = [term("the crews are freed", 5, place=axis(2)), term("the boats leave", 0), waiver(on=9)]
    dates = [dated("open", 7, 100, place=axis(5)), dated("open", 0, 10, place=axis(5))]
    found = moves(terms, dates)
    assert [one.kind for one in found] == ["condition_added", "date_moved", "condition_waived"]
    assert moves(terms[::-1], dates[::-1]) == found


def test_one_report_and_no_reports_give_no_shift() -> None:
    assert shifts([]) == moves([], []) == []
    alone = [stand("we open", 0, act="offer"), stand("we shut", 0, act="reject", order=1)]
    assert shifts(alone, [term("the boats leave"), term("the crews go", place=axis(2))]) == []
    assert moves([term("the boats leave"), waiver()], [dated("open"), dated("open", latest=99)]) == []


def test_without_dates_nothing_moves() -> None:
    said = [
        stand("we open", None, act="offer", article="a"),
        stand("we shut", None, act="reject", article="b"),
    ]
    terms = [
        term("the boats leave", None, article="a"),
        term("the crews go", None, article="b", place=axis(2)),
    ]
    dates = [dated("open", None, 10, article="a"), dated("open", None, 100, article="b")]
    assert shifts(said, terms) == moves(terms, dates) == []
