"""Where each side stands: the last word of its own, never hearsay."""

from __future__ import annotations

from datetime import date

from tracing_values import day, stand, term, waiver

from onrecord.trace.positions import own, positions


def test_each_side_has_one_in_the_order_of_names() -> None:
    found = positions([stand("b", side="Lusenia"), stand("a"), stand("c", side=None)], [])
    assert [(one.side, one.stance) for one in found] == [("Karvonia", "for"), ("Lusenia", "for")]


def test_hearsay_never_overrides_what_a_side_said_itself() -> None:
    said = stand("we open the gates", 0, act="commit")
    for why in ("unnamed", "an outlet", "reported by Jan Oyelund"):
        heard = stand("they refuse", 9, act="reject", hearsay=why, confidence=1.0)
        (found,) = positions([said, heard], [])
        assert (found.stand, found.history) == (said, (said,))
        assert not own(heard)


def test_who_is_only_heard_of_has_no_position() -> None:
    assert positions([stand("they refuse", hearsay="unnamed")], []) == []


def test_the_last_word_counts_and_the_old_ones_are_its_history() -> None:
    first, last = stand("we open", 0, act="commit"), stand("we refuse", 20, act="reject")
    (found,) = positions([last, first], [])
    assert (found.stance, found.stand, found.since) == ("against", last, day(20))
    assert found.history == (first, last)


def test_of_what_was_said_lately_the_surest_shows_it_and_telling_does_not() -> None:
    sure, unsure = stand("open", 10, confidence=0.95), stand("shut", 12, act="reject", confidence=0.6)
    told = stand("the day was long", 13, act="inform", confidence=0.99)
    (found,) = positions([sure, unsure, told], [])
    assert found.stand == sure
    (found,) = positions([told], [])
    assert found.stand == told


def test_since_is_the_first_of_the_unbroken_run() -> None:
    run = [stand("shut", n, act="reject") for n in (5, 8, 11)]
    before = [stand("shut", 0, act="reject"), stand("open", 2, act="offer")]
    (found,) = positions([*before, *run], [])
    assert (found.stance, found.since) == ("against", day(5))


def test_without_dates_there_is_a_position_and_no_since() -> None:
    (found,) = positions(
        [stand("open", None), stand("shut", None, act="reject", order=1, confidence=0.95)], []
    )
    assert (found.stance, found.since) == ("against", None)
    assert found.to_dict()["since"] is None
    assert found.stand.when == date.min


def test_conditions_and_waivers_of_the_side_go_with_it() -> None:
    set_, waived, other = term("the boats leave"), waiver(), term("the gates open", side="Lusenia")
    carrier = stand("a truce once the boats leave", act="demand", entry="carrier")
    (found,) = positions([carrier], [set_, waived, other])
    assert found.terms == (set_, waived)
    assert found.stance == "for"
    (found,) = positions([carrier], [term("the boats leave", statement="carrier")])
    assert found.stance == "conditional"
    (found,) = positions([carrier], [waiver(statement="carrier")])
    assert found.stance == "for"


def test_it_says_what_it_rests_on() -> None:
    one, set_ = stand("open", speaker="Teodor Brask", outlet="Harbour Post"), term("the boats leave")
    row = positions([one], [set_])[0].to_dict()
    assert row["rests_on"] == [one.evidence.entry, set_.condition]
    assert (row["evidence"]["speaker"], row["evidence"]["outlet"]) == ("Teodor Brask", "Harbour Post")
    assert row["evidence"]["words"] == "open"
    assert row["confidence"] == 0.9


def test_one_person_in_two_roles_on_one_day_speaks_for_each_in_his_words_for_it() -> None:
    """Whom a person spoke for is read for each statement; a contradiction stays visible as two positions."""
    mine = stand("we open", act="commit", speaker="Jan Oyelund")
    theirs = stand("we shut", act="reject", speaker="Jan Oyelund", side="Lusenia")
    assert [(p.side, p.stance) for p in positions([mine, theirs], [])] == [
        ("Karvonia", "for"),
        ("Lusenia", "against"),
    ]
