"""Which stands of two sides cannot both hold: each ground, and what is none."""

from __future__ import annotations

from typing import Any

import pytest
from tracing_values import axis, near, stand, term, waiver

from onrecord.trace.conflicts import conflicts
from onrecord.trace.entries import nowhere
from onrecord.trace.parties import Parties

PARTIES = Parties(["Karvonia", "Lusenia", "Tarn"])


def grounds(stands: list[Any], terms: list[Any] = []) -> list[tuple[str, str, str]]:  # noqa: B006
    return [(one.ground, one.a[0], one.b[0]) for one in conflicts(stands, terms, PARTIES)]


def test_a_condition_that_the_other_refuses() -> None:
    no = stand("the boats stay", 3, "Lusenia", "reject", place=near(1, 0.6))
    (found,) = conflicts([no], [term("the boats leave", of="Lusenia")], PARTIES)
    assert (found.ground, found.a[1].words, found.b[1].words) == (
        "condition_refused",
        "the boats leave",
        "the boats stay",
    )
    assert found.to_dict()["rests_on"] == [found.a[1].entry, found.b[1].entry]


@pytest.mark.parametrize(
    ("no", "wanted"),
    [
        ({}, {"of": "Tarn"}), ({"side": "Karvonia"}, {}), ({"place": near(1, 0.5)}, {}), ({"act": "offer"}, {}),
        ({"hearsay": "unnamed"}, {}), ({}, {"side": None}), ({}, {"place": nowhere()}), ({"place": nowhere()}, {}),
    ],
)  # fmt: skip
def test_a_condition_that_is_not_refused(no: dict[str, Any], wanted: dict[str, Any]) -> None:
    refusal = stand("the boats stay", 3, **{"side": "Lusenia", "act": "reject", "place": near(1, 0.6), **no})
    assert grounds([refusal], [term("the boats leave", **wanted)]) == []


def test_a_waiver_cannot_be_refused() -> None:
    assert grounds([stand("no truce", side="Lusenia", act="reject")], [waiver()]) == []


def test_an_accusation_and_its_denial() -> None:
    said = [
        stand("Lusenia burnt the lock", 0, "Karvonia", "accuse"),
        stand("the lock fell in", 2, "Lusenia", "deny", place=near(0, 0.55)),
    ]
    assert grounds(said) == [("accusation_denied", "Karvonia", "Lusenia")]
    assert grounds([stand("someone burnt the lock", 0, "Karvonia", "accuse"), said[1]]) == []


def test_the_same_affirmed_and_denied() -> None:
    said = [stand("the gates must open", 0), stand("the gates will never open", 2, "Lusenia", "reject")]
    assert grounds(said) == [("opposite", "Karvonia", "Lusenia")]


@pytest.mark.parametrize(
    "other",
    [
        stand("the gates will never open", 2, "Karvonia", "reject"),
        stand("the gates will never open", 2, None, "reject"),
        stand("the gates will never open", 70, "Lusenia", "reject"),  # of another time
        stand("the gates will never open", 2, "Lusenia", "reject", place=near(0, 0.7)),
        stand("the gates will open", 2, "Lusenia", "commit"),
        stand("will no gate open", 2, "Lusenia", "ask"),
        stand("the gates will never open", 2, "Lusenia", "reject", hearsay="reported by Tarn"),
        stand("the gates will never open", 2, "Lusenia", "reject", place=nowhere()),
    ],
)
def test_no_clash(other: Any) -> None:
    assert grounds([stand("the gates must open", 0), other]) == []


def test_who_only_tells_contradicts_nobody() -> None:
    assert grounds([stand("it rains", act="inform"), stand("it does not rain", 1, "Lusenia", "inform")]) == []


def test_two_who_blame_a_third_do_not_contradict_each_other() -> None:
    said = [stand("Tarn burnt it", act="accuse"), stand("Tarn did not save it", 1, "Lusenia", "accuse")]
    assert grounds(said) == []


def test_the_clearest_of_each_two_sides_and_conditions_first() -> None:
    said = [
        stand("the gates must open", 0, "Karvonia"),
        stand("the gates will never open", 2, "Lusenia", "reject"),
        stand("the boats stay", 3, "Lusenia", "reject", place=axis(1)),
        stand("the gates will not open", 3, "Tarn", "reject"),
    ]
    found = grounds(said, [term("the boats leave", of="Lusenia")])
    assert found == [("condition_refused", "Karvonia", "Lusenia"), ("opposite", "Karvonia", "Tarn")]


def test_one_side_alone_and_nobody_have_none() -> None:
    assert grounds([]) == []
    assert grounds([stand("open"), stand("do not open", 1, act="reject")], [term("the boats leave")]) == []


def test_one_person_in_two_roles_on_one_day_clashes_with_himself_only_as_two_sides() -> None:
    said = [stand("the gates must open", speaker="Jan Oyelund"),
            stand("the gates will never open", 0, "Lusenia", "reject", speaker="Jan Oyelund")]  # fmt: skip
    (found,) = conflicts(said, [], PARTIES)
    assert {found.a[1].speaker, found.b[1].speaker} == {"Jan Oyelund"}
