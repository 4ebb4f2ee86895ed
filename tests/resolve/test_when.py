"""Days that news reports name."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.models import Article, Statement
from onrecord.resolve import resolve
from onrecord.resolve.when import named_days
from onrecord.times import times

FRIDAY = date(2016, 6, 3)


def find_times(text: str, published: date | None):
    return named_days(text, times(Article(text, published=published)), published)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("on Friday", "2016-06-03"), ("on Thursday", "2016-06-02"), ("on Saturday", "2016-05-28"),
        ("last Friday", "2016-05-27"), ("late Tuesday", "2016-05-31"), ("yesterday", "2016-06-02"),
        ("today", "2016-06-03"), ("this week", "2016-05-30/2016-06-03"), ("last week", "2016-05-23/2016-05-29"),
        ("earlier this month", "2016-06"), ("last month", "2016-05"), ("last year", "2015"), ("in 2011", "2011"),
        ("on Jan. 3", "2016-01-03"), ("on January 3, 2015", "2015-01-03"), ("on 3 December", "2015-12-03"),
        ("in March", "2016-03"), ("in November", "2015-11"), ("in March 2014", "2014-03"),
        ("two years ago", "2014"), ("three days ago", "2016-05-31"), ("last fall", "2015-09/2015-11"),
        ("last winter", "2015-12/2016-02"), ("a month ago", "2016-05"),
    ],
)  # fmt: skip
def test_values(words: str, value: str) -> None:
    assert [t.value for t in find_times(f"She said {words} that it would end.", FRIDAY)] == [value]


def test_a_date_soon_after_the_new_year_is_of_the_old_one() -> None:
    assert [t.value for t in find_times("on December 30", date(2016, 1, 4))] == ["2015-12-30"]


@pytest.mark.parametrize("words", ["on February 31", "on April 0", "Sunday's", "may go", "in 2000 steps"])
def test_what_no_calendar_holds_gives_no_wrong_day(words: str) -> None:
    for time in find_times(words, FRIDAY):
        assert time.kind in ("weekday", "year", "month", "other")


def test_without_a_day_of_publication_only_full_dates_count() -> None:
    text = "On Friday, in March, on January 3, 2015 and in 2011."
    assert [t.value for t in find_times(text, None)] == ["2015-01-03", "2011"]


def test_a_said_on_friday_in_a_friday_paper_is_that_day() -> None:
    text = "Ruth Amsel said on Friday that the port was shut."
    content = text.index("that the")
    statement = Statement("s", ((0, 10),), ((11, 15),), ((content, len(text) - 1),), "indirect", 0.9)
    assert resolve(Article(text, published=FRIDAY), [statement], ())[0].said_on == "2016-06-03"


def test_a_time_inside_the_content_is_not_when_it_was_said() -> None:
    text = "Ruth Amsel said the port would be shut on Monday."
    content = text.index("the port")
    statement = Statement("s", ((0, 10),), ((11, 15),), ((content, len(text) - 1),), "indirect", 0.9)
    assert resolve(Article(text, published=FRIDAY), [statement], ())[0].said_on is None
