"""To whom an article says it owes its text."""

from __future__ import annotations

import pytest

from onrecord.models import Article
from onrecord.resolve.credits import credits_of, same_outlet

BODY = (
    "The sluices of the Orra dam stay shut, Ruth Amsel said on Friday.\n\nShe gave no date for another round."
)


def credited(text: str = BODY, **head: str) -> list[tuple[str, str, bool]]:
    article = Article(text, **{"outlet": "Harbour Post", **head})  # type: ignore[arg-type]
    return [(credit.name, credit.where, credit.whole) for credit in credits_of(article)]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("PORT SELBY (Reuters) - ", "Reuters"),
        ("PORT SELBY, March 7 (AP) — ", "Associated Press"),
        ("Port Selby (AFP) – ", "Agence France-Presse"),
        ("SELBY, Jan. 3 (Xinhua) -- ", "Xinhua"),
    ],
)
def test_a_dateline_names_who_wrote_the_text(line: str, name: str) -> None:
    assert credited(line + BODY) == [(name, "dateline", True)]
    assert credited("Dam talks fail\n\n" + line + BODY) == [(name, "dateline", True)]


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("© 2031 AFP", True),
        ("Copyright 2031 The Associated Press. All rights reserved.", True),
        ("Source: TASS", True),
        ("(Reuters)", True),
        ("By The Associated Press", True),
        ("The Associated Press contributed to this report.", False),
        ("Additional reporting by Reuters", False),
        ("With files from CBC News and The Canadian Press", False),
    ],
)
def test_a_line_at_the_end_credits_all_or_a_part(line: str, whole: bool) -> None:
    found = credited(f"{BODY}\n\n{line}")
    assert found
    assert {(where, all_) for _, where, all_ in found} == {("footer", whole)}


@pytest.mark.parametrize(
    "line",
    [
        "(Reporting by Ana Ortun; Editing by R. Lane)",  # names no agency
        "She told Reuters that she would be back.",
        "Amsel spoke with the BBC on Sunday.",
        "The photograph was taken by Reuters and shows Amsel with a spade.",
        "AP was not at the talks.",
    ],
)
def test_no_credit_is_made_of_a_mention(line: str) -> None:
    assert credited(f"{BODY}\n\n{line}") == []


def test_the_head_credits_too() -> None:
    assert credited(credit="Reuters") == [("Reuters", "credit", True)]
    assert credited(credit="Source: Meridian Wire") == [("Meridian Wire", "credit", True)]
    assert credited(byline="Ana Ortun, Associated Press") == [("Associated Press", "byline", True)]
    assert credited(byline="Ana Ortun and agencies with AFP") == [("Agence France-Presse", "byline", False)]
    assert credited(byline="Ana Ortun", credit=" ") == []


def test_an_outlet_does_not_credit_itself() -> None:
    assert credited("PORT SELBY (Reuters) - " + BODY, outlet="reuters") == []
    assert credited(byline="BBC News", outlet="bbc.com") == []


def test_a_credit_in_the_text_has_its_words() -> None:
    text = "PORT SELBY (AFP) — " + BODY
    (credit,) = credits_of(Article(text))
    assert credit.span is not None
    assert text[slice(*credit.span)] == "AFP"


def test_a_times_is_the_times_to_itself() -> None:
    assert same_outlet("The Times", "The New York Times")
    assert not same_outlet("The Times", "The Guardian")
    assert not same_outlet(None, None)
