"""What the readers see of a statement and of a trigger's surroundings."""

from onrecord.extract.features import CONTENT, CUE, NEAR, SOURCE, TELLING, parts_of, surroundings
from onrecord.extract.words import split


def test_parts_of_a_statement_within_its_window():
    at, part = parts_of((2, 4), (4, 5), ((0, 2), (5, 9)), (1, 8))
    assert at.tolist() == [2, 3, 4, 1, 5, 6, 7]
    assert part.tolist() == [SOURCE, SOURCE, CUE, CONTENT, CONTENT, CONTENT, CONTENT]


def test_an_act_is_read_from_the_head_of_a_long_content():
    at, _ = parts_of(None, None, ((0, 40), (50, 400)), (0, 400))
    assert len(at) == TELLING
    assert at[-1] == 50 + TELLING - 40 - 1


def test_a_statement_beyond_its_window_has_no_words():
    at, part = parts_of(None, (3, 4), (), (10, 20))
    assert len(at) == len(part) == 0


def test_surroundings_end_at_their_reach():
    words = split("word " * 600)
    assert surroundings(words, (0, 600), (300, 301), NEAR) == (300 - NEAR, 301 + NEAR)
