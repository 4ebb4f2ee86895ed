"""Which sides some words name."""

from __future__ import annotations

import pytest

from onrecord.trace.parties import Parties


@pytest.fixture(scope="module")
def parties() -> Parties:
    return Parties(
        ["Karvonia", "Lusenia", "Port Selby"], [("Teodor Brask", "Karvonia"), ("Ruth Amsel", "Port Selby")]
    )


@pytest.mark.parametrize(
    ("words", "sides"),
    [
        ("Karvonia opens them", {"Karvonia"}), ("Karvonia's boats and Lusenia’s", {"Karvonia", "Lusenia"}),
        ("what Brask wants", {"Karvonia"}), ("what Teodor Brask wants", {"Karvonia"}),
        ("the Karvonian boats", {"Karvonia"}),
        ("Port Selby waits", {"Port Selby"}), ("a port and brask", set()), ("", set()), ("…!?", set()),
    ],
)  # fmt: skip
def test_named(parties: Parties, words: str, sides: set[str]) -> None:
    assert set(parties.named(words)) == sides


def test_states_of_the_tables_are_known_by_seat_and_people(parties: Parties) -> None:
    assert parties.named("Paris and the Germans") == ("France", "Germany")


def test_of_two_roles_the_first_given_counts_and_nothing_breaks() -> None:
    twice = Parties(["Karvonia", "Lusenia"], [("Jan Oyelund", "Karvonia"), ("Jan Oyelund", "Lusenia")])
    assert twice.named("Oyelund spoke") == ("Karvonia",)
