"""Words are found again in an edited text, and where it is not sure which are meant, none are."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.anchor import Quote, anchor, quote

TEXT = (
    "The envoy said the strait would reopen. He said that talks had stalled.\n\n"
    "“We will not pay twice,” the harbour master said on Monday. He said no more — for now."
)


def span_of(text: str, words: str, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


@pytest.mark.parametrize("words", ["He said", "said", "“We will not pay twice,”", "T", ".", TEXT])
def test_in_the_same_text_words_stay_where_they_are(words: str) -> None:
    for nth in range(TEXT.count(words)):
        span = span_of(TEXT, words, nth)
        assert anchor(TEXT, quote(TEXT, span), span) == span


@given(st.text(st.sampled_from("ab \n\ud83d😀"), min_size=1, max_size=80), st.data())
def test_no_position_is_lost_in_the_same_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = (start, data.draw(st.integers(start + 1, len(text))))
    assert anchor(text, quote(text, span), span) == span


@given(st.text(st.sampled_from('ab “"'), max_size=40), st.sampled_from(["a", "ab", "“a", ' "b ']), st.data())
def test_what_is_found_is_the_words(text: str, words: str, data: st.DataObject) -> None:
    context = st.text(st.sampled_from("ab “"), max_size=5)
    place = data.draw(st.tuples(st.integers(-9, 60), st.integers(-9, 60)) | st.none())
    found = anchor(text, Quote(words, data.draw(context), data.draw(context)), place)
    if found:
        there = text[found[0] : found[1]]
        assert there == words or there.replace("“", '"').split() == words.replace("“", '"').split()


@pytest.mark.parametrize("words", ["He said", "said", "the harbour master"])
@pytest.mark.parametrize(
    "edit",
    [
        lambda text: "PORT SELBY (Meridian Wire) — " + text,
        lambda text: text.replace("The envoy", "The government's special envoy"),
        lambda text: text.replace("\n\n", "\n\nA spokeswoman said nothing. He said goodbye.\n\n"),
        lambda text: text.replace(" on Monday", ", speaking in Ostrand on Monday"),
    ],
)
def test_words_are_found_after_an_edit(words: str, edit: object) -> None:
    assert callable(edit)
    for nth in range(TEXT.count(words)):
        start, end = span_of(TEXT, words, nth)
        marked = TEXT[:start] + "\x01" + TEXT[start:end] + "\x02" + TEXT[end:]
        edited = edit(marked)
        wanted = (edited.index("\x01"), edited.index("\x02") - 1)
        new = edited.replace("\x01", "").replace("\x02", "")
        assert anchor(new, quote(TEXT, (start, end)), (start, end)) == wanted


def test_the_same_words_at_the_old_position_are_others() -> None:
    first, second = span_of(TEXT, "He said", 0), span_of(TEXT, "He said", 1)
    swapped = TEXT[first[0] :].replace("He said", "HE SAID", 1)
    new = "x" * (second[0] - swapped.index("He said")) + swapped
    assert new[second[0] : second[1]] == "He said"
    assert anchor(new, quote(TEXT, second), first) == second


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("“We will not pay twice,”", '"We will not pay twice,"'),
        ("“We will not pay twice,”", "“We will\n  not pay twice,”"),
        ("He said no more — for now", "He said no more - for now"),
        ("talks had stalled.\n\n“We", "talks had stalled. “We"),
    ],
)
def test_other_marks_dashes_and_spaces_are_the_same_words(old: str, new: str) -> None:
    edited = "Updated. " + TEXT.replace(old, new)
    assert anchor(edited, quote(TEXT, span_of(TEXT, old)), span_of(TEXT, old)) == span_of(edited, new)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He said no. He said yes.", Quote("He said")),  # two, and nothing to tell them apart
        (
            "She left, and he said nothing.",
            Quote("he said", "On Friday ", " that the talks"),
        ),  # one, another's
        ("Nothing of it.", Quote("He said", "x", "y")),
        ("", Quote("He said")),
        ("He said", Quote("")),
        ("a   b", Quote("\n")),
    ],
)
def test_what_is_not_sure_is_none(text: str, words: Quote) -> None:
    assert anchor(text, words) is None


def test_long_words_need_no_surroundings() -> None:
    words = "the strait would reopen. He said that talks"
    assert anchor(TEXT, Quote(words, "quite another", "context"), None) == span_of(TEXT, words)


def test_emoji_count_as_their_code_points() -> None:
    text = "👩‍🚀 waved. 👩‍🚀 left."
    span = span_of(text, "👩‍🚀", 1)
    assert anchor("🚢 " + text, quote(text, span), span) == (span[0] + 2, span[1] + 2)


def test_a_word_that_is_everywhere_costs_no_time() -> None:
    text = "a " * 500_000 + "b a c" + " a" * 500_000
    place = text.index("b a c") + 2
    began = time.perf_counter()
    assert anchor("x" + text, quote(text, (place, place + 1)), (place, place + 1)) == (place + 1, place + 2)
    assert anchor("x" + text, Quote("a", " ", " ")) is None
    assert time.perf_counter() - began < 5
