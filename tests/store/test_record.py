"""What is put into a Record is found again: by who, whom, what, where, when, and by words. On both databases."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import make_article

from onrecord.errors import UsageError
from onrecord.store import Record
from store.conftest import add, outcomes, read_one

DAM = (
    "Ruth Amsel said that the sluices stay shut. “Nobody has asked us,” Teodor Brask said.\n\n"
    "Ruth Amsel demanded that the crews be freed by 2031-05-01. "
    "The strait opens only if the ships leave. A meeting in Selby would come later."
)
TALKS = "Teodor Brask offered that two ships may pass. Teodor Brask said that perhaps nothing is decided."


@pytest.fixture
def filled(record: Record) -> Record:
    add(
        record,
        make_article(DAM, id="dam", url="https://harbourpost.example/dam"),
        make_article(TALKS, id="talks", outlet="Karvonia Today", published=date(2031, 4, 1), url=None),
    )
    return record


def test_what_was_read_comes_back_unchanged(filled: Record) -> None:
    assert filled.reading("dam") == read_one(
        make_article(DAM, id="dam", url="https://harbourpost.example/dam")
    )
    assert [one.article.id for one in filled.readings()] == ["dam", "talks"]


def test_statements_newest_first_with_all_that_is_known_of_them(filled: Record) -> None:
    rows = filled.statements()
    assert [row["article"] for row in rows] == ["talks", "dam", "dam", "dam"]
    row = rows[0]
    assert row["content"] == "two ships may pass"
    assert (row["speaker"], row["side"], row["act"], row["plover"]) == (
        "Teodor Brask",
        "Brask side",
        "offer",
        "AGREE",
    )
    assert (row["outlet"], row["published"], row["state"]) == ("Karvonia Today", "2031-04-01", "shown")
    text = filled.reading("talks").article.text
    assert [text[s:e] for s, e in row["content_spans"]] == [row["content"]]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"speaker": "Ruth Amsel"}, {"the sluices stay shut", "the crews be freed by 2031-05-01"}),
        ({"speaker": "ruth amsel", "act": "demand"}, {"the crews be freed by 2031-05-01"}),
        ({"side": "Brask side", "kind": "direct"}, {"Nobody has asked us,"}),
        ({"outlet": "karvonia today"}, {"two ships may pass"}),
        ({"since": "2031-03-08"}, {"two ships may pass"}),
        ({"until": date(2031, 3, 7), "act": "demand"}, {"the crews be freed by 2031-05-01"}),
        ({"about": "ship"}, {"two ships may pass"}),
        ({"about": "sluices", "speaker": "Teodor Brask"}, set()),
        ({"article": "talks", "everything": True}, {"two ships may pass", "perhaps nothing is decided"}),
        ({"speaker": "Nobody Known"}, set()),
    ],
)
def test_statements_are_asked_for(filled: Record, wanted: dict[str, object], found: set[str]) -> None:
    assert {row["content"] for row in filled.statements(**wanted)} == found


def test_what_is_unsure_is_kept_and_not_shown(filled: Record) -> None:
    assert "perhaps nothing is decided" not in {row["content"] for row in filled.statements()}
    row = next(r for r in filled.statements(everything=True) if r["content"] == "perhaps nothing is decided")
    assert row["state"] == "unsure"


def test_conditions_say_what_is_required_of_whom(filled: Record) -> None:
    (row,) = filled.conditions(side="Port Selby", of="Karvonia")
    assert row["outcome"].endswith("The strait opens")
    assert [(r["words"], r["of"]) for r in row["requires"]] == [("the ships leave", "Karvonia")]
    assert filled.conditions(of="Ruth Amsel") == []
    assert len(filled.conditions(about="ships strait")) == 1


def test_due_is_ahead_or_passed(filled: Record) -> None:
    assert [row["latest"] for row in filled.due("2031-04-30")] == ["2031-05-01"]
    assert filled.due("2031-05-02") == []
    assert [row["latest"] for row in filled.due("2031-05-02", passed=True)] == ["2031-05-01"]
    assert filled.due("2031-03-01") == []  # nobody had said so yet


def test_plans_by_participant_and_status(filled: Record) -> None:
    (row,) = filled.plans(participant="Teodor Brask", status="proposed")
    assert (row["place"], row["participants"]) == ("Selby", ["Ruth Amsel", "Teodor Brask"])
    assert filled.plans(status="scheduled") == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sluices", {"the sluices stay shut"}),
        ("sluice", {"the sluices stay shut"}),
        ('"stay shut"', {"the sluices stay shut"}),
        ('"shut stay"', set()),
        ("ships OR crews", {"two ships may pass", "the crews be freed by 2031-05-01"}),
        ("ships -pass", set()),
        ("slui*", {"the sluices stay shut"}),
        ("perhaps", set()),
        ("O'Neill’s “odd; DROP TABLE", set()),
    ],
)
def test_search(filled: Record, query: str, found: set[str]) -> None:
    assert {row["content"] for row in filled.search(query)} == found


def test_search_highlights_what_was_found(filled: Record) -> None:
    (row,) = filled.search("sluice")
    assert [row["content"][s:e] for s, e in row["highlights"]] == ["sluices"]


def test_search_in_articles_gives_the_words_around(filled: Record) -> None:
    (row,) = filled.search("strait", articles=True)
    assert row["article"] == "dam"
    assert [row["excerpt"][s:e] for s, e in row["highlights"]] == ["strait"]


@pytest.mark.parametrize("query", ["", "   ", "-dam", '""', "!?"])
def test_nothing_to_look_for(filled: Record, query: str) -> None:
    with pytest.raises(UsageError, match="nothing to look for"):
        filled.search(query)


def test_questions_that_make_no_sense(filled: Record) -> None:
    with pytest.raises(UsageError, match="plans cannot be asked for by act"):
        filled.plans(act="demand")
    with pytest.raises(UsageError, match="no act 'sing'; there are inform"):
        filled.statements(act="sing")
    with pytest.raises(UsageError, match="no status 'nonsense'; there are ruled_out"):
        filled.plans(status="nonsense")
    with pytest.raises(UsageError, match="colour"):
        filled.statements(colour="red")
    with pytest.raises(UsageError, match="2031-13-01"):
        filled.statements(since="2031-13-01")
    with pytest.raises(UsageError, match="no article 'nowhere'"):
        filled.reading("nowhere")


def test_a_limit_is_kept(filled: Record) -> None:
    assert len(filled.statements(limit=2)) == 2


def test_the_record_is_there_when_opened_again(place: str) -> None:
    with Record(place) as first:
        assert outcomes(add(first, make_article(DAM))) == ["added"]
    with Record(place, create=False) as second:
        assert len(second.statements()) == 3
