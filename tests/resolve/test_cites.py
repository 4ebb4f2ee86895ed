"""Where a text names an outlet, and as what, in sentences of our own about invented negotiations."""

from __future__ import annotations

import pytest

from onrecord.resolve.cites import cites, named


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Amsel told Fox News that the sluices stay shut.", [("Fox News", "told")]),
        ("Amsel told the state-run Russian news agency TASS that they stay shut.", [("TASS", "told")]),
        ("In an interview with Germany’s Bild, Amsel said no.", [("Bild", "told")]),
        ("Speaking on BBC Radio 4’s Today programme, Amsel said no.", [("BBC", "told")]),
        ("In a CNN interview, Amsel said no.", [("CNN", "told")]),
        ("She spoke to AFP on Sunday.", [("Agence France-Presse", "told")]),
        ("She wrote in the Washington Post that it was over.", [("The Washington Post", "told")]),
        ("According to the Interfax news agency, Amsel said no.", [("Interfax", "cited")]),
        ("“No” was what Amsel was quoted as saying by the state agency Xinhua.", [("Xinhua", "cited")]),
        ("“No,” she said, Reuters reported.", [("Reuters", "cited")]),
        ("Reuters, citing two diplomats, reported that she had left.", [("Reuters", "cited")]),
        (
            "Amsel left, according to an article in South China Morning Post.",
            [("South China Morning Post", "cited")],
        ),
        ("The ISNA agency quoted Amsel as saying no.", [("ISNA", "cited")]),
        ("According to a Reuters poll, most want the dam open.", [("Reuters", None)]),
        ("The BBC's headquarters were lit in blue.", [("BBC", None)]),
        ("Shares of CNN fell.", [("CNN", None)]),
        ("In the wake of the BBC report, Amsel said no.", [("BBC", None)]),
        ("The Independent said that she had left.", [("The Independent", "cited")]),
    ],
)
def test_the_words_around_a_name_tell_what_the_outlet_did(text: str, found: list[tuple[str, str]]) -> None:
    assert [(cite.name, cite.way) for cite in cites(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "Amsel told Iran that the sluices stay shut.",  # there is a newspaper of that name
        "A Reuters/Ipsos poll found otherwise.",
        "See bbc.com, @CNN or x-AP-1.",
        "The state department told the White House.",
        "Amsel told the Nevada Independent; the Independent Council sat.",
        "It was the best of times, and the sun shone.",
    ],
)
def test_what_only_looks_like_an_outlet_is_none(text: str) -> None:
    assert list(named(text)) == []


def test_the_longest_name_counts() -> None:
    text = "The Wall Street Journal and BBC News reported it."
    assert [(name, text[slice(*span)]) for name, span in named(text)] == [
        ("The Wall Street Journal", "The Wall Street Journal"),
        ("BBC", "BBC News"),
    ]


def test_a_phrase_holds_the_verb_and_the_name() -> None:
    text = "“No,” Amsel told the Russian agency TASS."
    assert text[slice(*cites(text)[0].phrase)] == "told the Russian agency TASS"


def test_long_texts_of_names_are_read_in_linear_time() -> None:
    assert len(cites("told the the the the the the Reuters " * 20_000)) == 20_000
