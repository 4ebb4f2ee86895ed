"""Articles, entries and counts as pages ask for them, on both databases; corrections of what was seen."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from conftest import make_article

from onrecord.errors import ChangedError, UsageError
from onrecord.store import Filter, Record
from onrecord.store.articles import counts, list_articles, look_at_article, look_at_entry, places_of
from onrecord.store.ask import ask, least_sure, newest_of_each
from onrecord.store.census import Census, Changes, LastCensus, take_census
from onrecord.store.engine import reading
from onrecord.store.search import search_meaning, search_newest, search_statements
from store.conftest import add

TEXT = (
    "Ruth Amsel said that the sluices stay shut. Ruth Amsel demanded that the crews be freed by 2031-04-02. "
    "The strait opens only if the ships leave. Teodor Brask said that perhaps nothing is decided.\n\n"
    "Teodor Brask offered that one gate opens. A meeting in Selby is planned."
)

ASKED = (
    Filter(), Filter(speaker="Amsel"), Filter(side="Brask side", act="offer"), Filter(outlet="Harbour Post"),
    Filter(since=date(2031, 3, 8)), Filter(until=date(2031, 3, 7)), Filter(outlet="nobody"),
)  # fmt: skip


@pytest.fixture
def filled(record: Record) -> Record:
    add(record, make_article(TEXT))
    add(record, make_article(TEXT + " It rained.", id="a2", outlet="Karvonia Today", url="https://karvonia.example/2",
                             published=date(2031, 3, 8)))  # fmt: skip
    add(
        record,
        make_article("Olga Prenn said that prices rise.", id="a3", url=None, outlet=None, published=None),
    )
    add(
        record,
        make_article("Olga Prenn said that prices fall.", id="a3", url=None, outlet=None, published=None),
    )
    return record


def census_of(record: Record) -> Census:
    with reading(record.engine) as connection:
        return take_census(connection)


def test_an_article_with_versions_and_copies(filled: Record) -> None:
    with reading(filled.engine) as connection:
        first, third = look_at_article(connection, "a1"), look_at_article(connection, "a3")
        old = look_at_article(connection, "a3", 1)
        assert [copy["id"] for copy in first["copies"]] == ["a2"]
        assert (third["text"], old["text"]) == (
            "Olga Prenn said that prices fall.",
            "Olga Prenn said that prices rise.",
        )
        assert [(v["number"], v["current"]) for v in old["versions"]] == [(1, 0), (2, 1)]
        for missing in (("none", None), ("a3", 7)):
            with pytest.raises(UsageError, match="in the Record"):
                look_at_article(connection, *missing)
        places = places_of(connection, "conditions", first["n"])
        ((_, state, spans),) = places
        assert state == "shown"
        assert [first["text"][s:e] for s, e in spans["requires"]] == ["the ships leave"]


def test_articles_are_listed_newest_first(filled: Record) -> None:
    with reading(filled.engine) as connection:
        rows = list_articles(connection)
        assert {row["id"]: row["statements"] for row in rows} == {"a1": 3, "a2": 3, "a3": 1}
        assert [row["id"] for row in rows if row["published"]] == ["a2", "a1"]
        assert [r["id"] for r in list_articles(connection, outlet="karvonia today")] == ["a2"]
        assert [r["id"] for r in list_articles(connection, until=date(2031, 3, 7))] == ["a1"]
        assert list_articles(connection, limit=1, offset=1) == rows[1:2]
        assert counts(connection) == {
            "articles": 3,
            "statements": 4,
            "conditions": 1,
            "timelines": 1,
            "plans": 1,
        }


def test_an_entry_in_its_paragraph(filled: Record) -> None:
    (offer,) = filled.statements(act="offer")
    with reading(filled.engine) as connection:
        row = look_at_entry(connection, offer["id"])
    assert row["layer"] == "statements"
    assert row["around"] == "Teodor Brask offered that one gate opens. A meeting in Selby is planned."
    ((start, end),) = row["fields"]["content"]
    assert row["around"][start - row["start"] : end - row["start"]] == "one gate opens"


def test_actors_come_with_their_ids(filled: Record) -> None:
    (offer,) = filled.statements(act="offer")
    assert set(offer["actors"]) == {"speaker", "side"}
    assert filled.statements(speaker=offer["actors"]["speaker"]) == [offer]


def test_pages_by_offset(filled: Record) -> None:
    whole = filled.statements()
    assert [filled.statements(limit=1, offset=i) for i in range(5)] == [[row] for row in whole] + [[]]
    assert filled.due("2031-03-01", limit=5, offset=1) == []


def test_searching_within_a_filter(filled: Record) -> None:
    with reading(filled.engine) as connection:
        found = search_statements(connection, "the", Filter(speaker="Amsel", limit=1))
        assert (len(found.rows), len(found.keys)) == (1, 2)
        assert search_statements(connection, "the", Filter(speaker="Brask")).rows == []
        assert search_statements(connection, "gate*", Filter(act="offer", since=date(2031, 3, 8))).rows == []
        assert search_meaning(connection, "gates", Filter(side="nobody")).rows == []
    with pytest.raises(UsageError, match="articles cannot be searched by side"):
        filled.search("gate", articles=True, side="x")


def test_searching_as_one_types_by_a_census(filled: Record) -> None:
    census = census_of(filled)

    def found(query: str, **asked: Any) -> list[str]:
        with reading(filled.engine) as connection:
            hits = search_newest(connection, query, Filter(**asked), census)
        assert len(hits.keys) >= len(hits.rows)
        return [row["content"] for row in hits.rows]

    assert found("the") == ["the crews be freed by 2031-04-02", "the sluices stay shut"]
    assert found("the", speaker="Brask") == []
    assert found("the", act="demand") == ["the crews be freed by 2031-04-02"]
    (prices,) = filled.statements(speaker="Prenn")
    add(filled, make_article("Olga Prenn said that prices stay.", id="a4", url=None))
    assert found("prices") == ["prices stay", "prices fall"]  # added since the census was taken
    assert found("prices", until=date(2031, 3, 7)) == ["prices stay"]
    filled.review(prices["id"], "reject", by="mia")
    assert found("prices") == ["prices stay"]
    for day, what in ((20, "soar"), (1, "sink")):
        add(
            filled,
            make_article(
                f"Olga Prenn said that prices {what}.", id=what, url=None, published=date(2031, 3, day)
            ),
        )
    census = census_of(filled)
    assert found("prices") == ["prices soar", "prices stay", "prices sink"]  # by day, however they were added
    assert found("prices", limit=1, offset=1) == ["prices stay"]


def test_the_newest_of_each_status(filled: Record) -> None:
    with reading(filled.engine) as connection:
        found = newest_of_each(connection, "plans", "status", ("proposed", "held"), Filter(limit=3))
    assert {status: len(rows) for status, rows in found.items()} == {"proposed": 1, "held": 0}


def test_the_least_sure_by_a_filter(filled: Record) -> None:
    with reading(filled.engine) as connection:
        rows = least_sure(connection, "statements", Filter(speaker="Amsel"))
        assert {row["speaker"] for row in rows} == {"Ruth Amsel"}
    filled.review(rows[0]["id"], "accept", by="mia")
    with reading(filled.engine) as connection:
        assert rows[0]["id"] not in {r["id"] for r in least_sure(connection, "statements", Filter(limit=50))}


def test_the_census_counts_what_is_shown(filled: Record) -> None:
    census = census_of(filled)
    everything = census.n > 0
    with reading(filled.engine) as connection:
        for asked in ASKED:
            shown = {row["id"] for row in ask(connection, "statements", asked) if row["state"] == "shown"}
            assert int(census.mask(connection, asked).sum()) == len(shown), asked
    assert {one.name: one.number for one in census.top("speaker", everything, 9)} == {
        "Ruth Amsel": 2, "Teodor Brask": 1, "Olga Prenn": 1,
    }  # fmt: skip
    assert [one.name for one in census.top("outlet", everything, 9)] == ["Harbour Post"]
    assert census.days(everything) == (date(2031, 3, 7), date(2031, 3, 7))
    assert int(census.of([int(census.n[0]), 10**9]).sum()) == 1


def test_an_empty_census(record: Record) -> None:
    census = census_of(record)
    assert (census.days(census.n > 0), census.top("side", census.n > 0, 5), int(census.of([1]).sum())) == (
        None,
        [],
        0,
    )


def test_what_was_seen_is_not_written_over(filled: Record) -> None:
    (offer,) = filled.statements(act="offer")

    def stamp() -> str:
        with reading(filled.engine) as connection:
            return str(look_at_entry(connection, offer["id"])["stamp"])

    seen = stamp()
    correction = filled.review(offer["id"], "edit", by="mia", changes={"act": "propose"}, seen=seen)
    for action, changes in (("reject", None), ("edit", {"act": "ask"}), ("accept", None)):
        with pytest.raises(ChangedError, match="changed since"):
            filled.review(offer["id"], action, by="tom", changes=changes, seen=seen)
    assert [row["given_by"] for row in filled.corrections()] == ["mia"]
    assert stamp() != seen
    filled.undo(correction, by="mia")
    assert stamp() == seen
    filled.review(offer["id"], "reject", by="tom", seen=seen)


def test_changes_are_noticed(filled: Record) -> None:
    changes, last = Changes(filled.engine), LastCensus(filled.engine)
    before = changes.now()
    assert len(last.get().n) == 4
    (prices,) = filled.statements(speaker="Prenn")
    assert changes.now() == before
    filled.review(prices["id"], "reject", by="mia")
    assert changes.now() != before
    assert len(last.get().n) == 3
    last.close()
    changes.close()
