"""The chances that two statements are at odds. All sentences are invented."""

import numpy as np
import pytest

from onrecord.trace.clash import CLASSES, chances, clashes, nearness

SLUICES = "The sluices of the upper dam must be opened before the summer."
SHUT = "The sluices of the upper dam will stay shut until the treaty is signed."
FISH = "Licences for herring boats will be drawn by lot."
UNRELATED = CLASSES.index("unrelated")


def test_chances_of_each_pair_add_up_to_one():
    found = clashes([(SLUICES, SHUT), (SLUICES, FISH), (SHUT, FISH)])
    assert found.shape == (3, len(CLASSES))
    assert (found > 0).all()
    np.testing.assert_allclose(found.sum(axis=1), 1)


def test_no_pairs_give_no_rows():
    assert clashes([]).shape == (0, len(CLASSES))


def test_the_order_of_the_two_does_not_count():
    np.testing.assert_allclose(clashes([(SLUICES, SHUT)]), clashes([(SHUT, SLUICES)]), atol=1e-9)


def test_what_else_is_asked_along_changes_little():
    """Texts are read in batches, and 8 bits have one scale for a batch."""
    alone = clashes([(SLUICES, FISH)])
    among = clashes([(SLUICES, FISH), *((SHUT, f"Number {i} of the crews goes home.") for i in range(40))])
    np.testing.assert_allclose(alone, among[:1], atol=0.05)


def test_other_matters_are_likelier_unrelated_than_the_same_matter():
    pairs = [(SLUICES, SHUT), (SLUICES, FISH), (SHUT, "Pensions of lighthouse keepers rise by two per cent.")]
    chance = clashes(pairs)[:, UNRELATED]
    assert chance[0] < min(chance[1:])


@pytest.mark.parametrize("nothing", ["", "  \n\t", "!?"])
def test_a_text_that_says_nothing_is_unrelated_to_anything(nothing):
    assert clashes([(nothing, SLUICES), (SLUICES, nothing)])[:, UNRELATED].tolist() == [1, 1]


@pytest.mark.parametrize("odd", ["дамба", "\x00\x01", "x" * 20_000, "🌊 " * 300])
def test_odd_texts_have_finite_chances(odd):
    assert np.isfinite(clashes([(odd, SLUICES), (odd, odd)])).all()


def test_nearness_is_one_for_the_same_words_and_less_for_others():
    same, other = nearness([(SLUICES, SLUICES), (SLUICES, FISH)])
    assert same == pytest.approx(1, abs=1e-5)
    assert -1 <= other < 0.6


def test_the_farther_apart_the_likelier_unrelated():
    assert (np.diff(chances(np.linspace(-1, 1, 21))[:, UNRELATED]) < 0).all()


def test_a_pair_has_the_chances_of_its_nearness():
    """So a Record, which keeps the places of statements, need not read them again."""
    pairs = [(SLUICES, SHUT), (SHUT, FISH)]
    np.testing.assert_allclose(clashes(pairs), chances(nearness(pairs)))
