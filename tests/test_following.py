"""Five reports of our own on well-known events of 2025, followed as a desk officer would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import onrecord
from onrecord.store import Record

REPORTS = Path(__file__).parent / "following" / "reports.jsonl"


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with onrecord.open(tmp_path_factory.mktemp("talks") / "talks.db") as record:
        assert len(list(record.add(str(REPORTS)))) == 5
        yield record


def test_a_meeting_that_was_called_off(talks: Record) -> None:
    (moved,) = [row for row in talks.shifts() if row["kind"] == "plan_status"]
    assert (moved["from"], moved["to"], moved["side"]) == ("scheduled", "cancelled", "United States")
    assert moved["before"]["published"] == "2025-10-17"
    assert moved["after"]["published"] == "2025-10-22"


def test_it_is_dropped_only_from_the_day_on_which_a_report_says_so(talks: Record) -> None:
    for day, states in (("2025-10-21", {"overdue"}), ("2025-10-22", {"dropped"})):
        rows = talks.due(day, passed=True)
        assert {row["state"] for row in rows if "meet in Budapest" in row["promise"]["words"]} <= states


def test_the_meeting_of_others_is_not_the_same(talks: Record) -> None:
    """One that Ukraine proposed for June is none of its stages."""
    befores = {row["before"]["article"] for row in talks.shifts() if row["kind"] == "plan_status"}
    assert "istanbul" not in befores


def test_a_demand_that_the_other_refuses(talks: Record) -> None:
    (clash,) = talks.conflicts(side="Ukraine")
    assert clash["ground"] == "condition_refused"
    assert clash["a"]["side"] == "Russia"
    assert "withdraws its troops from the Donetsk" in clash["a"]["words"]
    assert clash["b"]["side"] == "Ukraine"
    assert "withdraw its troops" in clash["b"]["words"]


def test_what_stands_before_a_ceasefire(talks: Record) -> None:
    found = talks.deal("ceasefire")
    (one,) = found.requirements
    assert (one.side, one.of, one.state) == ("Russia", "Ukraine", "refused")
    assert one.evidence is not None
    assert not found.possible
    assert found.ways == ((one.id,),)


def test_deadlines_that_passed_without_word_are_overdue(talks: Record) -> None:
    states = {row["latest"]: row["state"] for row in talks.due("2025-10-22", passed=True)}
    assert states["2025-08-08"] == "overdue"


def test_nothing_is_traced_of_a_day_before_the_first_report(talks: Record) -> None:
    found = talks.trace("2025-06-02")
    assert all(found[part] == [] for part in ("positions", "shifts", "conflicts", "due", "requires"))
