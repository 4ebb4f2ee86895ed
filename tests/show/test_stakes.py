"""What is demanded, due and planned, in words: the terminal and the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import StringIO
from typing import Any

import pytest
from conftest import STAKES_TEXT, make_article, make_stakes, make_statement
from rich.console import Console

from onrecord import Reading
from onrecord.show.outline import kept
from onrecord.show.page import page
from onrecord.show.stakes import bounds_words
from onrecord.show.terminal import print_reading


def make_reading(**given: Any) -> Reading:
    condition, timeline, plan = make_stakes(**given)
    return Reading(make_article(STAKES_TEXT), (), (condition,), (timeline,), (plan,))


def printed(reading: Reading, **given: Any) -> list[str]:
    stream = StringIO()
    print_reading(Console(file=stream, width=100, emoji=False), reading, **given)
    return stream.getvalue().splitlines()


def test_at_a_glance() -> None:
    assert printed(make_reading())[4:] == [
        "",
        "Conditions",
        "  precondition · Ruth Amsel for Talland",
        "    reopen the strait “only after”",
        "    – Vesmark: Vesmark withdraws its ships",
        "    – frees the crews",
        "",
        "Due",
        "  by 27 March 2031, counted from 17 March 2031 · Ruth Amsel",
        "    a truce has to be signed: “within ten days of the meeting” (counted from “the meeting”)",
        "",
        "Plans",
        "  scheduled · meeting",
        "    The two sides will meet",
        "    Talland, Vesmark · on 17 March 2031 · in Selby",
        "",
    ]


def test_what_is_due_first_comes_first_and_what_has_no_date_last() -> None:
    _, timeline, _ = make_stakes()
    days = [None, date(2031, 5, 1), date(2031, 4, 1)]
    lines = tuple(replace(timeline, earliest=None, latest=day) for day in days)
    found = [
        line for line in printed(Reading(make_article(STAKES_TEXT), timelines=lines)) if "Ruth Amsel" in line
    ]
    assert found == [
        "  by 1 April 2031 · Ruth Amsel",
        "  by 1 May 2031 · Ruth Amsel",
        "  no date known · Ruth Amsel",
    ]


def test_unsure_entries_are_counted_and_not_shown() -> None:
    text = "\n".join(printed(make_reading(confidence=0.3)))
    assert "reopen the strait" not in text
    assert text.count("1 unsure not shown") == 3
    assert "unsure (30%)" in "\n".join(printed(make_reading(confidence=0.3), threshold=0))


@pytest.mark.parametrize(
    ("earliest", "latest", "kind", "words"),
    [
        (None, None, "on", "no date known"), (date(2031, 4, 1), None, "start", "from 1 April 2031"),
        (None, date(2031, 4, 1), "duration", "until 1 April 2031"),
        (date(2031, 4, 1), date(2031, 4, 1), "on", "on 1 April 2031"),
        (date(2031, 4, 1), date(2031, 4, 7), "on", "1 April 2031 to 7 April 2031"),
    ],
)  # fmt: skip
def test_bounds_in_words(earliest: date | None, latest: date | None, kind: str, words: str) -> None:
    assert bounds_words(earliest, latest, kind) == words


def test_the_page_lists_them_and_hostile_words_stay_words() -> None:
    html = page([make_reading()])
    for words in ("Conditions", "Vesmark: Vesmark withdraws its ships", "by 27 March 2031", "in Selby"):
        assert words in html
    text = STAKES_TEXT.replace("a truce has", "<script>alert(1)</script> has")
    condition, _, plan = make_stakes(STAKES_TEXT)
    evil = replace(plan, participants=("<img src=x onerror=alert(1)>",), place="<b>\x1b[2J")
    shown = page([Reading(make_article(text), (), (condition,), (), (evil,))])
    assert "<script>" not in shown
    assert "<img" not in shown
    assert "\x1b" not in shown
    assert "\x1b" not in "\n".join(printed(Reading(make_article(text), plans=(evil,))))


def test_a_threshold_cuts_links_to_what_it_drops() -> None:
    statement = make_statement(STAKES_TEXT, "reopen the strait", confidence=0.4)
    condition, timeline, plan = make_stakes()
    reading = Reading(
        make_article(STAKES_TEXT),
        (statement,),
        (replace(condition, statement=statement.id),),
        (replace(timeline, statement=statement.id),),
        (replace(plan, confidence=0.2),),
    )
    found = kept(reading, 0.5)
    assert (found.statements, found.plans) == ((), ())
    assert (found.conditions[0].statement, found.conditions[0].plan) == (None, None)
    assert found.timelines[0].statement is None
