"""Values of time expressions; the day of publication is Friday 7 March 2031."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.models import Article
from onrecord.times import Base, bounds, find, resolve_timex, times

FRIDAY = date(2031, 3, 7)


@pytest.mark.parametrize(
    ("words", "type_", "value"),
    [
        ("2031-04-02", "DATE", "2031-04-02"), ("April 2, 2030", "DATE", "2030-04-02"),
        ("2 April 2030", "DATE", "2030-04-02"), ("the 2nd of April", "DATE", "2031-04-02"),
        ("Saturday, April 5", "DATE", "2031-04-05"), ("June 2030", "DATE", "2030-06"),
        ("1998", "DATE", "1998"), ("the 1980s", "DATE", "198"),
        ("the third quarter of 2030", "DATE", "2030-Q3"), ("the first half of 2030", "DATE", "2030-H1"),
        ("yesterday", "DATE", "2031-03-06"), ("tomorrow", "DATE", "2031-03-08"),
        ("the day after tomorrow", "DATE", "2031-03-09"), ("this morning", "TIME", "2031-03-07TMO"),
        ("Tuesday evening", "TIME", "2031-03-04TEV"), ("last week", "DATE", "2031-W09"),
        ("next month", "DATE", "2031-04"), ("this year", "DATE", "2031"),
        ("last weekend", "DATE", "2031-W09-WE"), ("last winter", "DATE", "2030-WI"),
        ("two weeks ago", "DATE", "2031-W08"), ("three days ago", "DATE", "2031-03-04"),
        ("twenty years ago", "DATE", "2011"), ("six months", "DURATION", "P6M"),
        ("twenty-four hours", "DURATION", "PT24H"), ("a decade", "DURATION", "P10Y"),
        ("the past three years", "DURATION", "P3Y"), ("three-day", "DURATION", "P3D"),
        ("several weeks", "DURATION", "PXW"), ("two and a half years", "DURATION", "P2Y6M"),
        ("five business days", "DURATION", "P5D"), ("daily", "SET", "P1D"), ("every two weeks", "SET", "P2W"),
        ("each Monday", "SET", "XXXX-WXX-1"), ("now", "DATE", "PRESENT_REF"), ("recently", "DATE", "PAST_REF"),
        ("soon", "DATE", "FUTURE_REF"), ("9 a.m. on Thursday", "TIME", "2031-03-06T09:00"),
        ("18:00 GMT", "TIME", "2031-03-07T18:00Z"), ("nineteen ninety-seven", "DATE", "1997"),
        ("Christmas Eve", "DATE", "2030-12-24"), ("Thanksgiving", "DATE", "2030-11-28"),
        ("the end of the month", "DATE", "2031-03"),
    ],
)  # fmt: skip
def test_values(words: str, type_: str, value: str) -> None:
    timex = resolve_timex(words, Base(FRIDAY))
    assert timex is not None
    assert (timex.type, timex.value) == (type_, value)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Friday", "2031-03-07"), ("Saturday", "2031-03-08"), ("Thursday", "2031-03-13"), ("next Monday", "2031-03-10"),
        ("next Friday", "2031-03-14"), ("Thursday of next week", "2031-03-13"), ("March 5", "2031-03-05"),
        ("February 1", "2032-02-01"), ("last Friday", "2031-02-28"),
    ],
)  # fmt: skip
def test_what_is_to_come_is_counted_forward(words: str, day: str) -> None:
    timex = resolve_timex(words, Base(FRIDAY, ahead=True))
    assert timex is not None
    assert timex.value == day


@pytest.mark.parametrize(
    "words",
    [
        "31 February",
        "February 30, 2031",
        "the 45th of May",
        "May 45",
        "99:75 GMT",
        "week 99",
        "",
        "the envoy",
    ],
)
def test_what_no_calendar_holds_gives_none(words: str) -> None:
    assert resolve_timex(words, Base(FRIDAY)) is None


@pytest.mark.parametrize(
    "words", ["Friday", "next week", "in two days", "tomorrow", "this morning", "March 5", "a month ago"]
)
def test_without_a_day_of_publication_bounds_stay_open(words: str) -> None:
    timex = resolve_timex(words.removeprefix("in "), Base())
    assert timex is not None
    assert (timex.earliest, timex.latest) == (None, None)


def test_dates_far_off_end_in_no_error() -> None:
    for words in (
        "9999 years ago",
        "99999999 days later",
        "in 8000 years",
        "the year 2099",
        "10000 centuries ago",
    ):
        resolve_timex(words, Base(FRIDAY))


def test_the_next_day_is_counted_from_the_day_named_before() -> None:
    article = Article("They met on March 3, 2031. The next day they signed.", published=FRIDAY)
    assert [time.timex.value for time in times(article)] == ["2031-03-03", "2031-03-04"]


def test_a_year_earlier_is_the_same_quarter_where_quarters_are_spoken_of() -> None:
    article = Article(
        "Sales fell in the third quarter of 2030. A year earlier they had risen.", published=FRIDAY
    )
    assert [time.timex.value for time in times(article)] == ["2030-Q3", "2029-Q3"]


@pytest.mark.parametrize(
    ("value", "mod", "first", "last"),
    [
        ("2031-04", None, "2031-04-01", "2031-04-30"), ("2031-04", "START", "2031-04-01", "2031-04-10"),
        ("2031-04", "END", "2031-04-21", "2031-04-30"), ("2031-W11", "START", "2031-03-10", "2031-03-12"),
        ("2031-WI", None, "2031-12-01", "2032-02-29"), ("2031-Q2", None, "2031-04-01", "2031-06-30"),
        ("2031-W11-WE", None, "2031-03-15", "2031-03-16"), ("2031", None, "2031-01-01", "2031-12-31"),
        ("2031-03-07T18:00Z", None, "2031-03-07", "2031-03-07"),
    ],
)  # fmt: skip
def test_bounds(value: str, mod: str | None, first: str, last: str) -> None:
    assert bounds(value, mod) == (date.fromisoformat(first), date.fromisoformat(last))


def test_values_that_name_no_days_have_open_bounds() -> None:
    for value in ("PXD", "FUTURE_REF", "XXXX-03", "2031-13-01", "2031-W60", "198"):
        assert bounds(value) == (None, None)


def test_the_grammar_finds_whole_expressions() -> None:
    text = "Talks resume on Monday, March 10, at 9 a.m. and may take two weeks; the deal of 1998 ran for ten years."
    found = [text[start:end] for start, end in find(text)]
    assert found == ["Monday, March 10", "9 a.m.", "two weeks", "1998", "ten years"]


def test_the_grammar_takes_no_amounts_and_no_verbs() -> None:
    text = "It may march on with 2,000 men, $1990 and 3.5 per cent."
    assert [text[start:end] for start, end in find(text)] == []


def test_time_is_linear_in_the_length_of_a_text() -> None:
    list(find("in the next 3 " * 20000))
    list(find("the " * 50000))
    resolve_timex("one hundred " * 2000, Base(FRIDAY))
