"""Which outlet is meant, and by whose judgement it is owned."""

from __future__ import annotations

import pytest

from onrecord.resolve import load
from onrecord.resolve.outlets import OWNERSHIP, citable, outlet_of
from onrecord.resolve.tables import _rows


def name_of(name: str | None, url: str | None = None) -> str | None:
    outlet = outlet_of(name, url)
    return outlet.name if outlet else None


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("RT News", "RT"),
        ("Russia Today", "RT"),
        ("RT International", "RT"),
        ("BBC News", "BBC"),
        ("the Guardian", "The Guardian"),
        ("Washington Post", "The Washington Post"),
        ("  AL-JAZEERA ", "Al Jazeera"),
        ("bbc.com", "BBC"),
        ("news.sky.com", "Sky News"),
        ("Journal", "The Wall Street Journal"),
        ("CBS", "CBS News"),
        ("Harbour Post", None),
        ("", None),
        (None, None),
    ],
)
def test_an_outlet_is_known_by_its_names(written: str | None, name: str | None) -> None:
    assert name_of(written) == name


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://edition.cnn.com/world", "CNN"),
        ("https://WWW.RT.com./russia/1", "RT"),
        ("https://arabic.rt.com/x", "RT Arabic"),
        ("https://www.dw.com:443/en", "Deutsche Welle"),
        ("http://user@bbc.co.uk/news", "BBC"),
        ("https://not-bbc.com/", None),
        ("https://bbc.com.evil.example/", None),
        ("https://sky.com/", None),
        ("https://co.uk/", None),
        ("https://[::1", None),
        ("mailto:bbc.com", None),
        ("", None),
    ],
)
def test_an_outlet_is_known_by_its_hosts(url: str, name: str | None) -> None:
    assert name_of(None, url) == name


def test_the_address_tells_which_of_one_name_is_meant() -> None:
    assert name_of("NTV") is None
    assert name_of("NTV", "https://www.ntv.ru/novosti/1") == "NTV (Russia)"
    assert name_of("ABC") == "ABC News"
    assert name_of("ABC", "https://www.abc.net.au/news") == "ABC (Australia)"


def test_what_the_article_says_of_its_outlet_wins_over_where_it_lies() -> None:
    assert name_of("Reuters", "https://www.bbc.com/news") == "Reuters"
    assert name_of("BBC Sport and Weather", "https://www.bbc.com/news") == "BBC"


def test_a_class_names_who_gave_it_and_when() -> None:
    outlet = outlet_of("TASS")
    assert outlet is not None
    assert (outlet.country, outlet.ownership_code, outlet.ownership) == ("Russia", "SC", "state-controlled")
    assert (outlet.ownership_by, outlet.ownership_on) == ("State Media Monitor", "2023")
    private = outlet_of("Reuters")
    assert private is not None
    assert private.ownership is private.ownership_code is private.ownership_by is private.ownership_on is None


def test_the_table_holds_together() -> None:
    rows = _rows("media.tsv")
    states = {state.name for state in load().things.values() if state.type == "government"}
    assert len({row[0] for row in rows}) == len(rows)
    hosts = [host for row in rows for host in row[5].split("|") if host]
    assert len(set(hosts)) == len(hosts) > 800
    for name, country, code, by, on, *_ in rows:
        assert country in states or country in ("", "European Union", "United Nations"), name
        assert bool(code) == bool(by) == bool(on), name
        assert not code or code in OWNERSHIP, name


def test_outlets_that_speak_in_reports_are_in_the_table() -> None:
    spoken = {written: thing for written, thing in load().things.items() if thing.type == "media"}
    unknown = {written for written in spoken if outlet_of(written) is None}
    assert unknown == {"NTV"}


def test_a_name_that_is_more_than_an_outlet_is_not_cited_as_one() -> None:
    assert citable("Fox News")
    assert not citable("Iran")  # a newspaper in the matrix
    assert not citable("White House")
