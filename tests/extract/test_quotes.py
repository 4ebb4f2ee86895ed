"""Quotation marks: every form, unbalanced, nested, and the apostrophes that are none."""

import time

import pytest

from onrecord.extract.quotes import CLOSING, INSIDE, OPENING, OUTSIDE, quote_states

SHAPES = {OUTSIDE: ".", INSIDE: "i", OPENING: "(", CLOSING: ")"}


def shape(text: str) -> str:
    return "".join(SHAPES[state] for state in quote_states(text).tolist())


@pytest.mark.parametrize(
    "marks",
    [
        ("“", "”"),
        ('"', '"'),
        ("«", "»"),
        ("»", "«"),
        ("„", "“"),
        ("„", "”"),
        ("‘", "’"),
        ("'", "'"),
        ("「", "」"),
        ("‹", "›"),
    ],
)
def test_each_form_opens_and_closes(marks):
    text = f"She said {marks[0]}not today{marks[1]} and left."
    assert shape(text) == "." * 9 + "(" + "i" * 9 + ")" + "." * 10


def test_apostrophes_are_no_quotes():
    assert set(shape("The workers’ pay isn’t Amsel's, it's the ministers' own.")) == {"."}


def test_apostrophe_inside_single_quotes_does_not_close_them():
    assert shape("‘It isn’t ours,’ she said") == "(iiiiiiiiiiiiii)........."


def test_plural_possessive_inside_single_quotes():
    text = "‘The workers’ pay is late,’ he said"
    assert shape(text).index(")") == text.index("’ he")


def test_nickname_inside_a_quote_does_not_end_it():
    text = "“I told “Bobo” Marek to wait,” she said."
    assert shape(text) == "(" + "i" * 28 + ")" + "." * 10


def test_nickname_outside_quotes_is_a_quote_of_its_own():
    text = 'Jan "Bobo" Marek said "no deal" again.'
    assert [text[i] for i, s in enumerate(quote_states(text)) if s in (OPENING, CLOSING)] == ['"'] * 4


def test_single_quotes_inside_double_ones_are_inside():
    assert shape("“He said ‘no’ twice”") == "(" + "i" * 18 + ")"


@pytest.mark.parametrize("odd", ['"', "“", "”", "«", "‘", "''"])
def test_an_odd_mark_costs_its_paragraph_at_most(odd):
    text = f"An odd {odd}mark stands here.\n\nThe next says “yes” to all."
    second = shape(text)[text.index("\n\n") + 2 :]
    assert second == "." * 14 + "(iii)" + "." * 8


def test_a_quote_left_open_goes_to_the_paragraphs_end():
    text = "He said: “We wait\n“and see,” he added."
    assert shape(text).split(".")[-1] == ""
    assert shape(text)[9:17] == "(iiiiiii"
    assert shape(text)[18:28] == "(iiiiiiii)"


@pytest.mark.parametrize("marks", ["'a ", "“"])
def test_time_is_linear_in_marks(marks):
    """Four times the marks take about four times as long, whatever the machine; sixteen would be their square."""

    def seconds(number):
        begun = time.process_time()
        quote_states(marks * number)
        return time.process_time() - begun

    assert seconds(80_000) < 9 * min(seconds(20_000) for _ in range(3)) + 0.2


def test_empty():
    assert quote_states("").tolist() == []
