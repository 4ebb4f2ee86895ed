"""Adding twice changes nothing; corrected articles become versions; copies of a report are one voice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from conftest import make_article

from onrecord.errors import InputError
from onrecord.models import Article
from onrecord.reading import Reading
from onrecord.resolve.chain import trace_chain
from onrecord.store import Record, schema
from store.conftest import add, outcomes, read_fast

REPORT = (
    "Ruth Amsel said that the sluices stay shut until the crews of both ships are home.\n\n"
    "“Nobody has asked us what we think of the dam,” Teodor Brask said. The two have not met since the autumn, when "
    "talks in the old customs house of Selby ended after a single hour and without a joint paper of any kind.\n\n"
    "Fishermen on both banks wait for word. The harbour master keeps a list of forty boats that may not leave, and "
    "the market has had no fresh fish for eleven days. Ruth Amsel demanded that the crews be freed by 2031-05-01."
)
OTHER = (
    "Wheat prices fell for a third day as rain reached the southern plains and mills filled their silos again.\n\n"
    "Ilse Kornat said that growers would plant more. Traders in Brenmoor spoke of the quietest week of the season, "
    "and two of the large houses have cut their forecasts for the coming month by a tenth."
)


def dump(record: Record) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the views, without the times at which they were written."""
    with record.engine.connect() as connection:
        found = {}
        for name in (
            "articles",
            "all_statements",
            "all_conditions",
            "all_requirements",
            "all_timelines",
            "all_plans",
        ):
            rows = connection.execute(sa.text(f"SELECT * FROM {name} ORDER BY id")).mappings()
            found[name] = [
                tuple(v for k, v in row.items() if k not in ("added_at", "source")) for row in rows
            ]
        return found


def test_adding_twice_changes_nothing(record: Record) -> None:
    article = make_article(REPORT)
    assert outcomes(add(record, article)) == ["added"]
    before = dump(record)
    assert outcomes(add(record, article)) == ["unchanged"]
    assert outcomes(add(record, article, again=True)) == ["unchanged"]
    assert dump(record) == before


def test_a_corrected_article_is_a_new_version(record: Record) -> None:
    add(record, make_article(REPORT))
    changed = REPORT.replace("stay shut", "open on Monday")
    assert outcomes(add(record, make_article(changed))) == ["version"]
    assert "the sluices open on Monday until the crews of both ships are home" in {
        row["content"] for row in record.statements()
    }
    old = [row for row in record.statements(everything=True) if row["state"] == "old"]
    assert {row["content"] for row in old} >= {"the sluices stay shut until the crews of both ships are home"}
    assert record.reading("a1").article.text == changed


def test_going_back_to_an_earlier_text_shows_it_again(record: Record) -> None:
    for text in (REPORT, REPORT.replace("stay shut", "open on Monday"), REPORT):
        add(record, make_article(text))
    assert record.reading("a1").article.text == REPORT
    with record.engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.version)) == 2


def test_a_newer_reader_reads_again_only_when_asked(record: Record) -> None:
    article = make_article(REPORT)
    add(record, article, reader="one")
    assert outcomes(add(record, article, reader="two")) == ["unchanged"]
    before = [row["id"] for row in record.statements()]
    assert outcomes(add(record, article, reader="two", again=True)) == ["read_again"]
    assert [row["id"] for row in record.statements()] == before


def test_the_same_address_is_the_same_article_whatever_its_id(record: Record) -> None:
    article = make_article(REPORT, id="")
    add(record, article)
    same = replace(article, id="another", url="https://HarbourPost.example/envoy?utm_source=feed#top")
    assert outcomes(add(record, same)) == ["unchanged"]


def test_an_id_that_another_article_has_is_refused(record: Record) -> None:
    add(record, make_article(REPORT))
    (error,) = add(record, make_article(OTHER, url="https://harbourpost.example/wheat"))
    assert isinstance(error, InputError)
    assert "'a1' is that of an article with another address" in error.args[0]
    assert [row["source"] for row in record.failures()] == ["a1.txt"]


def test_failures_are_rows_that_count_and_go_when_mended(record: Record) -> None:
    add(record, make_article(REPORT))
    for _ in range(2):
        add(record, make_article(OTHER, url="https://harbourpost.example/wheat"))
    (row,) = record.failures()
    assert (row["tries"], row["kind"]) == (2, "conflict")
    add(record, replace(make_article(OTHER, url="https://harbourpost.example/wheat"), id="a2"))
    assert record.failures() == [row]  # another input
    (stored,) = add(record, make_article(REPORT))
    assert stored.source == "a1.txt"


def carried(days: tuple[int, int] = (7, 8)) -> tuple[Article, Article]:
    """One report in two outlets, the second with a dateline and without its last paragraph."""
    first = make_article(
        REPORT, id="wire", outlet="Meridian Wire", url=None, published=date(2031, 3, days[0])
    )
    text = "SELBY (Meridian Wire) — " + REPORT.rpartition("\n\n")[0]
    return first, make_article(
        text, id="copy", outlet="Harbour Post", url=None, published=date(2031, 3, days[1])
    )


def test_wire_copy_is_one_voice_with_the_outlets_that_carried_it(record: Record) -> None:
    add(record, *carried())
    (row,) = record.statements(about="asked")
    assert (row["voices"], row["carried_by"]) == (1, ["Meridian Wire", "Harbour Post"])
    assert row["first_seen"] == {"article": "wire", "outlet": "Meridian Wire", "published": "2031-03-07"}
    assert {r["state"] for r in record.statements(outlet="Harbour Post")} == {"copy"}


def with_paths(items: Iterable[Article | InputError]) -> Iterator[Reading | InputError]:
    for one in read_fast(items):
        yield replace(one, paths=trace_chain(one).paths) if isinstance(one, Reading) else one


def test_a_copy_says_whose_report_it_was(record: Record) -> None:
    first, second = carried()
    text = second.text.removeprefix("SELBY (Meridian Wire) — ")  # the copy itself does not say so
    add(record, first, replace(second, text=text), read=with_paths)
    (row,) = [r for r in record.statements(outlet="Harbour Post") if "asked" in r["content"]]
    assert [(link["kind"], link["name"]) for link in row["path"]] == [
        ("published", "Meridian Wire"),
        ("reprinted", "Harbour Post"),
    ]
    assert row["removes"] == 1
    (row,) = record.statements(about="asked")
    assert ([link["name"] for link in row["path"]], row["removes"]) == (["Meridian Wire"], 0)


def test_joint_speakers_are_found_under_each_of_their_names(record: Record) -> None:
    def jointly(items: Iterable[Article | InputError]) -> Iterator[Reading | InputError]:
        for one in read_fast(items):
            assert isinstance(one, Reading)
            said = [replace(s, speaker="Ruth Amsel and Teodor Brask") if "asked" in one.words(s.content) else s
                    for s in one.statements]  # fmt: skip
            yield replace(one, statements=tuple(said))

    add(record, make_article(REPORT), read=jointly)
    for name in ("Ruth Amsel", "Teodor Brask", "Ruth Amsel and Teodor Brask"):
        assert any("asked" in row["content"] for row in record.statements(speaker=name)), name
    assert {row["name"] for row in record.actors("Ruth Amsel")} == {
        "Ruth Amsel",
        "Ruth Amsel and Teodor Brask",
    }


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_first_report_is_shown_whatever_was_added_first(record: Record, order: tuple[int, int]) -> None:
    both = carried()
    add(record, *(both[i] for i in order))
    assert {row["article"] for row in record.statements()} == {"wire"}


def test_reports_of_their_own_are_voices_of_their_own(record: Record) -> None:
    text = OTHER + " “Nobody has asked us what we think of the dam,” Teodor Brask said."
    own = make_article(text, id="own", url=None, outlet="Harbour Post", published=date(2031, 3, 9))
    add(record, carried()[0], own)
    rows = record.statements(about="asked")
    assert [(row["article"], row["state"], row["voices"]) for row in rows] == [
        ("own", "shown", 2),
        ("wire", "shown", 2),
    ]


def test_what_is_forgotten_does_not_come_back(record: Record) -> None:
    first, second = carried()
    add(record, first, second, make_article(OTHER, id="wheat", url=None))
    names = {row["name"] for row in record.actors()}
    record.forget("wire", by="desk", reason="by order")
    assert {row["article"] for row in record.statements(about="asked")} == {"copy"}
    assert {row["state"] for row in record.statements(article="copy")} == {"shown"}
    assert outcomes(add(record, first)) == ["forgotten"]
    assert outcomes(add(record, replace(first, id="other"))) == ["forgotten"]
    record.forget("copy", by="desk")
    assert names - {row["name"] for row in record.actors()} >= {"Ruth Amsel", "Teodor Brask"}
    with record.engine.connect() as connection:
        for table in schema.metadata.sorted_tables:
            if table.name != "forgotten":
                rows = connection.execute(sa.select(table)).all()
                assert not [row for row in rows if "Brask" in str(row)], table.name
