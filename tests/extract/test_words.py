"""Words, pieces and windows."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extract.words import CAPITALISED, LOWER, MIXED, UPPER, WINDOW, letter_case, split, windows


def test_words_point_into_the_text():
    text = "Mr. O’Neil’s café — «да», 3.5%."
    words = split(text)
    shown = [text[s:e] for s, e in zip(words.start, words.end, strict=True)]
    assert "café" in shown
    assert "«" in shown
    assert "да" in shown
    assert "".join(shown) == text.replace(" ", "")


def test_repeated_text_has_its_own_offsets():
    text = "“We wait,” he said.\n\n“We wait,” she said."
    words = split(text)
    at = [int(s) for s, e in zip(words.start, words.end, strict=True) if text[s:e] == "We"]
    assert at == [1, 22]


def test_letter_case():
    assert [letter_case(w) for w in ("talks", "Moscow", "NATO", "McKay", "3", "A")] == [
        LOWER, CAPITALISED, UPPER, MIXED, LOWER, CAPITALISED,
    ]  # fmt: skip


def test_windows_cover_every_word_once_and_keep_to_the_size():
    text = "\n\n".join("The envoys met again. " * n for n in (3, 200, 1, 40, 90))
    words = split(text)
    found = windows(words)
    assert found[0][0] == 0
    assert found[-1][1] == len(words)
    assert all(a[1] == b[0] for a, b in itertools.pairwise(found))
    assert all(words.first[e] - words.first[s] <= WINDOW for s, e in found)


def test_a_window_ends_at_a_paragraph_where_it_can():
    words = split("\n\n".join("One two three four five. " * 12 for _ in range(10)))
    starts = [s for s, _ in windows(words)]
    assert all(s == 0 or words.paragraph[s] != words.paragraph[s - 1] for s in starts)


def test_a_window_does_not_part_what_leads_on_from_what_follows():
    words = split("\n\n".join(["One two three four five. " * 50, "Then he added:", "We wait. " * 60]))
    ends = [words.text[words.end[e - 1] - 1] for _, e in windows(words)]
    assert len(ends) > 1
    assert ":" not in ends


def test_one_sentence_of_twenty_thousand_words():
    words = split("so the talks went on " * 4000)
    assert len(words) == 20_000
    assert sum(e - s for s, e in windows(words)) == 20_000


def test_nothing_but_space():
    assert len(split(" \n ")) == 0
    assert windows(split(" \n ")) == []


@given(st.text(max_size=300))
def test_any_text_gives_ordered_words(text):
    words = split(text.encode("utf-8", "ignore").decode())
    assert np.all(words.start[1:] >= words.end[:-1])
    assert np.all(words.end > words.start)
    assert len(words.ids) == len(words.case) == words.first[-1]


@given(st.lists(st.integers(1, 900), max_size=8), st.integers(0, 8))
def test_windows_cover_whatever_the_paragraphs(lengths, begin):
    words = split("\n".join("a " * n for n in lengths))
    found = windows(words, begin=begin)
    assert sum(e - s for s, e in found) == len(words)
    assert all(e > s for s, e in found)
