"""Countries that no table has."""

import pytest

from onrecord.resolve.homelands import adjectives
from onrecord.resolve.names import find_names
from onrecord.resolve.tables import shipped
from onrecord.resolve.text import split


def states(text):
    return {name.text: name.state for name in find_names(split(text), [], shipped())}


def test_an_adjective_tells_of_its_country():
    found = states("Karvonian President Teodor Brask left. The talks with Karvonia and the Karvonians go on.")
    assert {found[word] for word in ("Karvonian", "Karvonia", "Karvonians")} == {"Karvonia"}


def test_a_person_is_no_country():
    found = states("Ruth Victor and the Victorian said so. Later Victor denied it.")
    assert found["Victor"] is None


def test_known_countries_stay_as_the_tables_have_them():
    assert states("Russian envoys met in Russia.")["Russian"] is None


@pytest.mark.parametrize(
    ("land", "people"),
    [("Lusenia", "Lusenian"), ("Ferrin", "Ferrinese"), ("Tarsk", "Tarski"), ("Bolmy", "Bolmish")],
)
def test_adjectives(land, people):
    assert people in adjectives(land)
