"""What is traced over the demo coverage is what its README promises, each with the words that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord.collect import Given
from onrecord.store import Record

DEMO = Path(__file__).parent.parent / "demo"
Row = dict[str, Any]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with onrecord.open(tmp_path_factory.mktemp("demo") / "demo.db") as record:
        stored = [*record.add(str(DEMO / "coverage.jsonl"), str(DEMO / "sallow-bay.html"))]
        given = Given(outlet="Meridian Wire", published=date(2031, 4, 3))
        stored += record.add(str(DEMO / "first-step.txt"), given=given)
        assert len(stored) == 8
        yield record


def the(rows: list[Row], **wanted: str) -> Row:
    """The one row with these values."""
    found = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    assert len(found) == 1, [tuple(row.get(name) for name in wanted) for row in rows]
    return found[0]


def words(row: Row, part: str) -> str:
    return str(row[part]["words"])


def test_a_deadline_moved_twice(demo: Record) -> None:
    first = the(
        demo.shifts(), kind="date_moved", side="Lusenia", **{"from": "2031-03-27", "to": "2031-06-25"}
    )
    assert first["before"]["speaker"] == first["after"]["speaker"] == "Marta Oyelund"
    assert first["same_speaker"] is True
    second = the(
        demo.shifts(), kind="date_moved", side="Lusenia", **{"from": "2031-06-25", "to": "2031-10-14"}
    )
    assert words(second, "after") == "restore the flow of the river … by October 14"
    assert second["after"]["speaker"] == "Henrik Sool"
    assert second["same_speaker"] is False


def test_a_condition_was_added(demo: Record) -> None:
    row = the(demo.shifts(), kind="condition_added", side="Karvonia")
    assert "opens the sluices" in words(row, "before")
    assert "joint control of the dam" in words(row, "after")
    assert row["after"]["published"] == "2031-03-19"


def test_a_condition_was_waived(demo: Record) -> None:
    row = the(demo.shifts(), kind="condition_waived", side="Lusenia")
    assert "troops had left the Ferrin Pass" in words(row, "before")
    assert words(row, "after") == "discuss the sluices … without preconditions"
    assert (row["before"]["published"], row["after"]["published"]) == ("2031-03-13", "2031-04-03")


def test_a_condition_clashes_with_its_refusal(demo: Record) -> None:
    row = the(demo.conflicts(), ground="condition_refused")
    assert {row["a"]["side"], row["b"]["side"]} == {"Karvonia", "Lusenia"}
    assert all("joint control of the dam" in words(row, part) for part in ("a", "b"))


def test_a_promise_is_overdue(demo: Record) -> None:
    rows = [row for row in demo.due("2031-04-14", passed=True) if "readings" in words(row, "promise")]
    row = the(rows, latest="2031-03-20")
    assert (row["state"], row["by"], row["evidence"]) == ("overdue", "Karvonia", None)
    ahead = [row for row in demo.due("2031-03-14") if "readings" in words(row, "promise")]
    assert the(ahead, latest="2031-03-20")["state"] == "ahead"


def test_troops_and_sluices_wait_for_each_other(demo: Record) -> None:
    found = demo.deal("open the sluices")
    by_id = {one.id: one for one in found.requirements}
    (circle,) = found.circles
    waiting = {(by_id[key].side, by_id[key].of) for key in circle}
    assert waiting == {("Lusenia", "Karvonia"), ("Karvonia", "Lusenia")}
    assert not found.possible
    refused = [one for one in found.requirements if one.state == "refused"]
    assert [one.evidence.words for one in refused if one.evidence] == ["joint control of the dam"]


def test_conceding_what_it_takes_opens_the_way(demo: Record) -> None:
    way = demo.deal("open the sluices").ways[0]
    after = demo.deal("open the sluices", concede=way)
    assert after.possible
    assert after.goal in after.opened


def test_the_summit_changed_its_status_twice(demo: Record) -> None:
    moved = [row for row in demo.shifts() if row["kind"] == "plan_status"]
    steps = [(row["from"], row["to"], row["after"]["published"]) for row in reversed(moved)]
    assert steps == [("scheduled", "postponed", "2031-03-22"), ("postponed", "scheduled", "2031-04-14")]
    assert all("Sallow Bay" in words(row, part) for row in moved for part in ("before", "after"))


def test_whom_a_person_speaks_for_is_taken_from_the_articles_that_tell(demo: Record) -> None:
    """That of 19 March says only "Foreign Minister", and stands among Lusenian ones."""
    for name, side in (
        ("Ilse Kornat", "Karvonia"),
        ("Ines Aldermoor", "Coastal League"),
        ("Marta Oyelund", "Lusenia"),
    ):
        rows = [row for row in demo.statements(speaker=name) if row["speaker"] == name]  # not the two as one
        assert {row["side"] for row in rows} == {side}


def test_all_that_is_traced_rests_on_entries_that_are_there(demo: Record) -> None:
    texts = {one.article.id: one.article.text for one in demo.readings()}
    found = demo.trace()
    told = [
        *(row["evidence"] for row in found["positions"]),
        *(row[part] for row in found["shifts"] for part in ("before", "after")),
        *(row[part] for row in found["conflicts"] for part in ("a", "b")),
        *(row["promise"] for row in found["due"]),
        *(row["requirement"] for row in found["requires"]),
    ]
    assert len(told) > 40
    for one in told:
        cut = " … ".join(texts[one["article"]][start:end] for start, end in one["spans"])
        assert cut == one["words"]


def test_a_digest_tells_it_in_the_same_words_twice(demo: Record) -> None:
    text = demo.digest("2031-03-19", "2031-04-14").markdown()
    assert text == demo.digest("2031-03-19", "2031-04-14").markdown()
    assert "Lusenia: date moved from 2031-06-25 to 2031-10-14" in text
    assert "Karvonia: condition added" in text
    assert "overdue, Karvonia" in text
