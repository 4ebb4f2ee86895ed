"""Whom speakers speak for, and names as they are written, in sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.models import Article, Mention, Statement
from onrecord.resolve import load, resolve
from onrecord.resolve.entities import clean_person
from onrecord.resolve.firms import clean_org
from onrecord.resolve.names import find_names
from onrecord.resolve.text import split

DAY = date(2016, 2, 5)


def read(text: str, source: str, cue: str, content: str, mentions: str = "", day: date = DAY) -> Statement:
    """The statement of an article by its words; `mentions` are names that the tagger finds as organisations."""
    spans = tuple(
        ((text.index(part), text.index(part) + len(part)),) if part else () for part in (source, cue, content)
    )
    found = [
        Mention(text.index(m), text.index(m) + len(m), "organisation", m)
        for m in mentions.split("|")
        if m and m in text
    ]
    statement = Statement("s1", *spans, "indirect", 0.9, None)
    return resolve(Article(text, published=day), [statement], found)[0]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Ruth Amsel, chief executive of Brennick Dynamics, said the yard would close.", "Brennick Dynamics"),
        ("Brennick Dynamics spokeswoman Ruth Amsel said the yard would close.", "Brennick Dynamics"),
        (
            "Ruth Amsel, 41, a spokeswoman for Brennick Dynamics, said the yard would close.",
            "Brennick Dynamics",
        ),
        ("Portugal's envoy to the river talks, Ruth Amsel, said the yard would close.", "Portugal"),
        ("Ruth Amsel, a retired nurse, said the yard would close.", None),
    ],
)
def test_a_description_tells_the_side_of_a_person(text: str, side: str | None) -> None:
    assert read(text, "Ruth Amsel", "said", "the yard would close", "Brennick Dynamics").side == side


def test_a_candidate_speaks_for_the_party_whatever_the_office() -> None:
    text = "Ted Cruz said the treaty was a mistake."
    assert read(text, "Ted Cruz", "said", "the treaty was a mistake").side == "Republican Party"
    later = read(text, "Ted Cruz", "said", "the treaty was a mistake", day=date(2018, 3, 1))
    assert later.side == "United States"


def test_a_state_speaks_for_itself_whoever_is_named_near() -> None:
    text = "Norway signed with Sweden. Sweden warned that the strait would stay closed."
    found = read(text, "Sweden", "warned", "that the strait would stay closed")
    assert (found.speaker, found.side) == ("Sweden", "Sweden")


def test_a_party_is_the_side_of_its_lawmakers() -> None:
    text = "Republican lawmakers said the bill would fail."
    assert read(text, "Republican lawmakers", "said", "the bill would fail").side == "Republican Party"


def test_a_part_of_a_name_is_the_whole_of_it() -> None:
    text = "Staffan de Mistura met both delegations. “The talks go on,” de Mistura said."
    start = text.rindex("de Mistura")
    statement = Statement(
        "s1",
        ((start, start + 2),),
        ((text.index("said"), text.index("said") + 4),),
        ((text.index("“"), text.index("”") + 1),),
        "direct",
        0.9,
        None,
    )
    assert resolve(Article(text, published=DAY), [statement], ())[0].speaker == "Staffan de Mistura"


def test_a_particle_in_capitals_is_found_in_the_table() -> None:
    assert load().known_as("De Mistura", DAY) == ["Staffan de Mistura"]


def test_a_dateline_does_not_run_into_the_first_word() -> None:
    view = split("IZMIR, Turkey Germany wants a truce.")
    assert "Germany" in [name.text for name in find_names(view, [], load())]


def test_the_field_of_a_chief_officer_is_no_body() -> None:
    view = split("On Friday, Brennick's Chief Financial Officer Ruth Amsel agreed.")
    assert "Financial" not in [name.text for name in find_names(view, [], load())]


def test_firms_are_named_as_the_text_mostly_names_them() -> None:
    text = "Brennick International made an offer. Brennick then waited. Brennick said the offer stands."
    start = text.rindex("Brennick said")
    spans = (((start, start + 8),), ((start + 9, start + 13),), ((start + 14, len(text) - 1),))
    mentions = [
        Mention(at, at + len(name), "organisation", name)
        for at, name in ((0, "Brennick International"), (38, "Brennick"), (start, "Brennick"))
    ]
    found = resolve(Article(text, published=DAY), [Statement("s1", *spans, "indirect", 0.9, None)], mentions)[
        0
    ]
    assert (found.speaker, found.side) == ("Brennick", "Brennick")


def test_suffixes_belong_to_no_name() -> None:
    assert clean_person("Amos J. Selby III") == "Amos Selby"
    assert clean_org("Brennick Corp") == "Brennick"


def test_the_federations_negotiator_is_not_the_companys() -> None:
    text = (
        "Talks between Hallmark Steel and the Metalworkers’ Federation broke down, Hallmark Steel said. "
        "Ruth Amsel, the federation’s chief negotiator, said the door was shut."
    )
    found = read(text, "Ruth Amsel, the federation’s chief negotiator,", "said the door", "was shut")
    assert found.speaker == "Ruth Amsel"
    assert found.side in (None, "Metalworkers' Federation")


def test_a_plural_owner_is_part_of_a_bodys_name() -> None:
    text = "Talks with the Metalworkers’ Federation broke down."
    assert "Metalworkers' Federation" in [name.text for name in find_names(split(text), [], load(None))]
