"""Drafts made by hand -> conditions, timelines and plans with names, days and links; no network."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import make_article, make_statement, spans_of

from onrecord.extract import Draft
from onrecord.extract.layers import CLASSES, CONDITION, PLAN, TIMELINE
from onrecord.models import Article, Event, Statement
from onrecord.resolve import resolve_all
from onrecord.stakes import Stakes, weigh
from onrecord.times import times

FRIDAY = date(2031, 3, 7)


def draft(
    text: str, layer: int, trigger: str, first: object = None, second: object = None, **classes: str
) -> Draft:
    """A sure draft; spans are found by their words."""
    chosen = {
        name: tuple(0.99 if value == classes.get(name, values[0]) else 0.01 / len(values) for value in values)
        for name, (of, values) in CLASSES.items()
        if of == layer
    }
    return Draft(
        layer,
        spans_of(text, trigger)[0],
        spans_of(text, first),  # type: ignore[arg-type]
        spans_of(text, second),  # type: ignore[arg-type]
        (0.99, 0.99, 0.99, 0.99),
        chosen,
        (0.0, 1.0) if layer == CONDITION else (),
    )


def read(
    article: Article, drafts: list[Draft], statements: tuple[Statement, ...] = (), **given: object
) -> Stakes:
    found = times(article)
    named, who = resolve_all(article, statements, (), found)
    return weigh(article, drafts, named, found, who, **given)  # type: ignore[arg-type]


def timeline(
    text: str, words: str, *, published: date | None = FRIDAY, anchor_text: str | None = None, **classes: str
):
    found = read(
        make_article(text, published=published), [draft(text, TIMELINE, words, None, anchor_text, **classes)]
    )
    return found.timelines[0]


@pytest.mark.parametrize(
    ("words", "kind", "earliest", "latest"),
    [
        ("by the end of the month", "deadline", None, "2031-03-31"), ("by June", "deadline", None, "2031-06-30"),
        ("by 2035", "deadline", None, "2035-12-31"), ("by the start of May", "deadline", None, "2031-05-01"),
        ("before the winter", "deadline", None, "2031-11-30"), ("by mid-June", "deadline", None, "2031-06-15"),
        ("within ten days", "deadline", "2031-03-07", "2031-03-17"), ("on Friday", "on", "2031-03-07", "2031-03-07"),
        ("on Monday", "on", "2031-03-10", "2031-03-10"), ("next week", "on", "2031-03-10", "2031-03-16"),
        ("early next week", "on", "2031-03-10", "2031-03-12"), ("this month", "on", "2031-03-07", "2031-03-31"),
        ("in early September", "on", "2031-09-01", "2031-09-10"), ("on March 17-18", "on", "2031-03-17", "2031-03-18"),
        ("from April 15", "start", "2031-04-15", None), ("after December 2031", "start", "2032-01-01", None),
        ("immediately", "start", "2031-03-07", None), ("until April 30", "duration", None, "2031-04-30"),
        ("over the next five years", "duration", "2031-03-07", "2036-03-07"), ("soon", "on", None, None),
        ("in the coming months", "on", None, None), ("for three months", "duration", None, None),
    ],
)  # fmt: skip
def test_bounds(words: str, kind: str, earliest: str | None, latest: str | None) -> None:
    anchor = "none" if words.startswith("for") else "publication"
    found = timeline(f"They hope to sign {words}.", words, timeline=kind, anchor=anchor)
    assert [day and day.isoformat() for day in (found.earliest, found.latest)] == [earliest, latest]


def test_a_time_is_counted_from_an_event_that_the_tables_date() -> None:
    text = "The American candidate promised to end it within 24 hours of taking office."
    words = "within 24 hours of taking office"
    found = timeline(
        text,
        words,
        published=date(2025, 1, 10),
        anchor_text="taking office",
        timeline="deadline",
        anchor="event",
    )
    assert (found.earliest, found.latest) == (date(2025, 1, 20), date(2025, 1, 21))
    assert found.anchor_text == spans_of(text, "taking office")


def test_an_event_that_nobody_dates_leaves_the_bounds_open_and_is_named() -> None:
    text = "Talland will open the locks six months after the handing over of the dam."
    words = "six months after the handing over of the dam"
    found = timeline(text, words, anchor_text="the handing over of the dam", timeline="start", anchor="event")
    assert (found.earliest, found.latest) == (None, None)
    assert found.anchor_text


def test_an_event_dated_by_a_plan_of_the_same_article() -> None:
    text = "The dam vote is set for April 1, 2031. The locks open ten days after the dam vote."
    drafts = [
        draft(text, PLAN, "The dam vote", type="vote", status="scheduled"),
        draft(text, TIMELINE, "for April 1, 2031", "The dam vote", timeline="on", anchor="calendar"),
        draft(
            text, TIMELINE, "ten days after the dam vote", None, "the dam vote", timeline="on", anchor="event"
        ),
    ]
    found = read(make_article(text), drafts)
    assert found.plans[0].earliest == date(2031, 4, 1)
    assert found.timelines[1].earliest == date(2031, 4, 11)


@pytest.mark.parametrize(
    ("text", "marked", "anchor_text", "whole"),
    [
        ("They meet after the harbour vote on May 4.", "after", "the harbour vote", "after the harbour vote on May 4"),
        ("He vowed to end it “within 24 hours” of the handing over and left.", "within 24 hours", None,
         "within 24 hours” of the handing over"),
        ("It may take up to six months after the signing to rebuild.", "six months", None,
         "up to six months after the signing"),
        ("They must answer by early Monday.", "Monday", None, "by early Monday"),
        ("The locks open in 2035, they said.", "in", None, "in 2035"),
        ("The truce holds for three months, they said.", "three months,", None, "three months"),
    ],
)  # fmt: skip
def test_a_time_that_was_cut_is_made_whole(
    text: str, marked: str, anchor_text: str | None, whole: str
) -> None:
    anchor = "event" if anchor_text else "none"
    found = timeline(text, marked, anchor_text=anchor_text, timeline="on", anchor=anchor)
    assert found.text == spans_of(text, whole)
    assert bool(found.anchor_text) == (found.anchor == "event")


def test_what_starts_from_one_day_and_ends_on_another_lasts_from_the_first() -> None:
    words = "from April through to the end of June"
    found = timeline(f"The cuts apply {words}.", words, timeline="deadline", anchor="calendar")
    assert found.kind == "duration"
    assert (found.earliest, found.latest) == (date(2031, 4, 1), date(2031, 6, 30))


def test_on_a_sunday_this_week_is_the_next() -> None:
    found = timeline("They meet this week.", "this week", published=date(2031, 3, 9), timeline="on")
    assert (found.earliest, found.latest) == (date(2031, 3, 10), date(2031, 3, 16))


def test_a_time_within_the_words_of_another_is_left_out() -> None:
    text = "They meet after the harbour vote on May 4."
    drafts = [
        draft(text, TIMELINE, "after the harbour vote on May 4", timeline="start", anchor="event"),
        draft(text, TIMELINE, "on May 4", "the harbour vote", timeline="on", anchor="calendar"),
    ]
    found = read(make_article(text), drafts).timelines
    assert [one.text for one in found] == [spans_of(text, "after the harbour vote on May 4")]


def test_a_user_adds_events() -> None:
    text = "Talland will open the locks ten days after the river congress."
    words = "ten days after the river congress"
    given = [draft(text, TIMELINE, words, None, "the river congress", timeline="on", anchor="event")]
    row = Event(("river congress",), date(2031, 5, 2), date(2031, 5, 4))
    found = read(make_article(text), given, events=[row])
    assert found.timelines[0].earliest == date(2031, 5, 14)


def test_without_a_day_of_publication_bounds_are_open() -> None:
    for words in ("by Friday", "next week", "within ten days"):
        found = timeline(
            f"They hope to sign {words}.", words, published=None, timeline="deadline", anchor="publication"
        )
        assert (found.earliest, found.latest) == (None, None)
        assert found.anchor == "publication"


def test_impossible_dates_give_open_bounds() -> None:
    for words in ("by 31 February", "on the 45th of May"):
        found = timeline(f"They hope to sign {words}.", words, timeline="deadline", anchor="calendar")
        assert (found.earliest, found.latest) == (None, None)


def test_a_deadline_already_past_when_published_stays_past() -> None:
    found = timeline(
        "They had until March 1, 2031 to sign.", "until March 1, 2031", timeline="deadline", anchor="calendar"
    )
    assert found.latest == date(2031, 3, 1)


def test_two_time_zones_are_one_day() -> None:
    words = "by noon on Monday Talland time (1000 GMT)"
    found = timeline(f"They must answer {words}.", words, timeline="deadline", anchor="publication")
    assert found.latest == date(2031, 3, 10)


def test_each_requirement_stands_on_its_own_and_the_speaker_sets_it() -> None:
    text = (
        "Ruth Amsel of Talland said a truce could only begin after Vesmark withdraws its ships, frees the crews "
        "and opens the strait."
    )
    statement = make_statement(
        text, text[text.index("a truce") : -1], source="Ruth Amsel", cue="said", kind="indirect"
    )
    given = draft(
        text, CONDITION, "could only begin after", "a truce",
        ["Vesmark withdraws its ships", "frees the crews", "opens the strait"], condition="precondition",
    )  # fmt: skip
    plan = draft(text, PLAN, "a truce", type="ceasefire", status="proposed")
    found = read(make_article(text), [given, plan], (statement,))
    condition = found.conditions[0]
    assert len(condition.requires) == len(condition.of) == 3
    assert (condition.by, condition.statement) == ("Ruth Amsel", statement.id)
    assert condition.of[0] == "Vesmark"
    assert condition.plan == found.plans[0].id


def test_a_waiver_requires_nothing() -> None:
    text = "There are no preconditions for the meeting, Ruth Amsel said."
    given = draft(text, CONDITION, "no preconditions", "the meeting", "Ruth Amsel", condition="waiver")
    condition = read(make_article(text), [given]).conditions[0]
    assert (condition.kind, condition.requires, condition.of) == ("waiver", (), ())


def test_a_condition_without_an_outcome_is_none() -> None:
    text = "They would come if the ferry ran."
    assert not read(make_article(text), [draft(text, CONDITION, "if", None, "the ferry ran")]).conditions


def test_such_a_meeting_is_the_last_plan_before() -> None:
    text = "Amsel and Marek may hold a meeting in May. No conditions are required for this."
    drafts = [
        draft(text, PLAN, "a meeting in May", ["Amsel", "Marek"], type="meeting", status="proposed"),
        draft(text, CONDITION, "No conditions are required", "this", condition="waiver"),
    ]
    found = read(make_article(text), drafts)
    assert found.conditions[0].plan == found.plans[0].id


def test_the_same_plan_mentioned_twice_is_one() -> None:
    text = "Ruth Amsel and Jan Marek plan a meeting in Selby. Amsel said the meeting was close."
    drafts = [
        draft(
            text, PLAN, "a meeting in Selby", ["Ruth Amsel", "Jan Marek"], type="meeting", status="proposed"
        ),
        draft(text, PLAN, "the meeting", "Amsel", type="meeting", status="being_arranged"),
    ]
    plans = read(make_article(text), drafts).plans
    assert len(plans) == 1
    assert set(plans[0].participants) == {"Ruth Amsel", "Jan Marek"}
    assert plans[0].mentions == spans_of(text, "the meeting")


def test_two_votes_of_different_things_are_two() -> None:
    text = "The Tallish senate holds its budget vote in May. Vesmark plans a harbour referendum in June."
    drafts = [
        draft(text, PLAN, "its budget vote", "The Tallish senate", type="vote"),
        draft(text, PLAN, "a harbour referendum", "Vesmark", type="vote"),
    ]
    assert len(read(make_article(text), drafts).plans) == 2


def test_a_plan_has_the_day_beside_it_and_the_sentence_for_evidence() -> None:
    text = "It rained. The two sides agreed to a round of talks on Monday in Selby. It snowed."
    given = draft(text, PLAN, "a round of talks", type="talks", status="scheduled")
    plan = read(make_article(text), [given]).plans[0]
    assert (plan.earliest, plan.latest) == (date(2031, 3, 3), date(2031, 3, 3)) or plan.earliest == date(
        2031, 3, 10
    )
    start, end = plan.evidence[0]
    assert text[start:end].startswith("The two sides")
    assert text[start:end].endswith("Selby.")
