"""To whom and on which day something was said, in sentences of our own about invented negotiations."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.models import Article
from onrecord.resolve import load, resolve
from onrecord.resolve.pass_ import Pass
from tests.resolve.test_speakers import DAY, one, said


@pytest.mark.parametrize(
    ("words", "hearer"),
    [
        ("shareholders", "shareholders"),
        ("the court", "court"),
        ("a group of investors", "investors"),
        ("local lenders", "local lenders"),
        ("Mr. Ruben Oster", "Ruben Oster"),
    ],
)
def test_whoever_is_told_can_be_the_hearer(words: str, hearer: str) -> None:
    text = f"Ruth Amsel told {words} that the canal would stay open."
    view = Pass(Article(text, published=DAY), (), (), load())
    names = {name for audience in view.floor.audiences for name, _ in audience.values}
    assert hearer in names or any(name.endswith(hearer) for name in names)


def test_plain_nouns_after_told_are_hearers() -> None:
    text = "Ruth Amsel told shareholders that the canal would stay open."
    assert one(text, "Ruth Amsel", "told", "that the canal would stay open").addressee == "shareholders"


def test_who_is_urged_to_act_is_the_hearer() -> None:
    text = "Ruth Amsel urged Norway to reopen the canal."
    assert one(text, "Ruth Amsel", "urged", "Norway to reopen the canal").addressee == "Norway"


def test_an_infinitive_is_no_hearer() -> None:
    text = "Ruth Amsel promised to leave the talks."
    assert one(text, "Ruth Amsel", "promised", "to leave the talks").addressee is None


def test_a_phrase_ends_before_what_follows_it() -> None:
    text = "Ruth Amsel told a news conference following the vote that the canal was shut."
    view = Pass(Article(text, published=DAY), (), (), load())
    told = next(a for a in view.floor.audiences if a.way == "told")
    assert ("news conference", "hearers") in told.values


def test_a_speaker_keeps_the_day_of_the_speech() -> None:
    text = (
        "Ruth Amsel said on Wednesday that the canal was shut.\n\n"
        "“Nobody will pass,” Amsel said on Wednesday.\n\n“We are ready to talk,” Amsel said."
    )
    statements = [
        said(text, "Ruth Amsel", "said on Wednesday", "that the canal was shut"),
        said(text, "Amsel", "said", "“Nobody will pass,”", id="s2"),
        said(text, "Amsel", "said", "“We are ready to talk,”", id="s3"),
    ]
    found = resolve(Article(text, published=date(2016, 6, 3)), statements, ())
    assert [s.said_on for s in found[:2]] == ["2016-06-01", "2016-06-01"]


def test_to_whom_it_was_said() -> None:
    text = "Ruth Amsel said to Ruben Oster that the canal would stay open."
    assert one(text, "Ruth Amsel", "said", "that the canal would stay open").addressee == "Ruben Oster"


def test_who_asks_is_an_audience() -> None:
    text = "Asked by reporters about the canal, Ruth Amsel said that it would stay open."
    view = Pass(Article(text, published=DAY), (), (), load())
    assert "reporters" in {name for audience in view.floor.audiences for name, _ in audience.values}
