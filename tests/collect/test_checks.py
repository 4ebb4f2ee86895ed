from __future__ import annotations

import time

import pytest

from onrecord.collect import check
from onrecord.errors import EncodingError, InputError, LanguageError, NoArticleError, TooLargeError
from onrecord.models import Article

SENTENCE = "“We never agreed to that,” Ruth Amsel said on Friday. "


@pytest.mark.parametrize(
    "text",
    [
        'Hello. "We never agreed to that," Ruth Amsel said.',
        "Amsel: We never agreed.\nIversen: You did.",
        "and the envoy said " * 5_000,  # one sentence of 20,000 words
        "toll " * 20_000,
        SENTENCE * 30_000,  # 1.7 MB
        "Amsel greeted “Москва́” and „Köln” in Zürich, where café owners cheered the envoy.",
    ],
)
def test_english_passes(text: str) -> None:
    check(Article(text=text))


@pytest.mark.parametrize(
    ("text", "found"), [("", 0), (" \n\n\t", 0), ("He said no", 3), ("12 13 14 15 16 17", 0)]
)
def test_too_few_words(text: str, found: int) -> None:
    with pytest.raises(NoArticleError, match=f"words found: {found}"):
        check(Article(text=text))


def test_too_large_names_the_limit() -> None:
    with pytest.raises(TooLargeError, match="2 MB"):
        check(Article(text=SENTENCE * 40_000))


def test_limit_is_in_bytes_of_utf8() -> None:
    check(Article(text="“a” is a word in it. " + "x" * 1_900_000))
    with pytest.raises(TooLargeError):
        check(Article(text="“a” is a word in it. " + "é" * 1_100_000))


def test_half_of_a_surrogate_pair() -> None:
    with pytest.raises(EncodingError, match="character 4"):
        check(Article(text="The \ud800 envoy said that they never agreed."))


def test_exit_code_and_message_of_another_language() -> None:
    with pytest.raises(InputError, match="only English is read") as caught:
        check(Article(text="Министр заявил, что стороны не договорились о пошлине."))
    assert isinstance(caught.value, LanguageError)
    assert caught.value.exit_code == 3


def test_fast_enough_for_every_article() -> None:
    article = Article(text=SENTENCE * 120)
    check(article)
    times = []
    for _ in range(20):
        start = time.process_time()
        check(article)
        times.append(time.process_time() - start)
    assert min(times) < 0.001
