"""Months that are people."""

from __future__ import annotations

from datetime import date

import pytest

import onrecord
from onrecord.models import Article
from onrecord.times import find, times


@pytest.mark.parametrize(
    "text",
    [
        "Jan Marek said that the gates would open.",
        "She was told by Jan Marek that the gates would open.",
        "“We wait,” said Jan.",
        "The envoy met April Brand and June Osborne.",
        "Later Mrs May and Prime Minister May left.",
        "The gates stay shut, Rosa May said.",
        "She wrote to Mr. March.",
        "Mar Ruiz will pay.",
    ],
)
def test_a_month_that_is_somebodys_name_is_no_time(text: str) -> None:
    assert [text[start:end] for start, end in find(text)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He leaves on Jan 5, or in Jan. 2032.", ["Jan 5", "Jan. 2032"]),
        ("The gates shut in Jan and open by Sept.", ["Jan", "Sept"]),
        ("In June Amsel said that by April Karvonia would pay.", ["June", "April"]),
        ("The May summit and the League's March offer failed.", ["May", "March"]),
        ("They meet between May and June Sool said.", ["May", "June"]),
        ("On Tuesday the EU June meeting was moved.", ["Tuesday", "June"]),
    ],
)
def test_a_month_beside_what_dates_it_stays_one(text: str, found: list[str]) -> None:
    assert [text[start:end].rstrip(".") for start, end in find(text)] == found


def test_what_the_network_marks_is_checked_as_well() -> None:
    article = Article("Jan Marek waits until January.", published=date(2031, 3, 7))
    marked = [(0, 3, 0.0), (22, 29, 1.0)]
    assert [(time.start, time.timex.value) for time in times(article, marked)] == [(22, "2032-01")]


def test_a_report_on_such_a_person_names_them() -> None:
    reading = onrecord.read(
        "Jan Marek, the water minister, said on Friday that the gates would open.", published="2031-03-07"
    )
    assert [time.timex.value for time in reading.times] == ["2031-03-07"]
    assert [statement.speaker for statement in reading.statements] == ["Jan Marek"]
