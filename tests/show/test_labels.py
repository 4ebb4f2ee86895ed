from __future__ import annotations

from datetime import date

import pytest
from conftest import TEXT, make_article, make_statement

from onrecord.show.labels import (
    day_words,
    detail_words,
    frame,
    head_words,
    said_on_words,
    side_words,
    speaker_words,
    title_words,
)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2031-03-07", "on 7 March 2031"),
        ("2031-03", "in March 2031"),
        ("2031", "in 2031"),
        ("2031-03-03/2031-03-06", "between 3 March 2031 and 6 March 2031"),
        (None, None),
    ],
)
def test_said_on(value: str | None, words: str | None) -> None:
    assert said_on_words(value) == words


def test_what_is_no_date_stays_as_it_is() -> None:
    for value in ("2031-13", "soon", "2031-03-07-09", "2031-0x"):
        assert day_words(value) == value


def test_head_leaves_out_what_is_not_known() -> None:
    assert head_words(make_article(published=date(2031, 3, 7))) == ["Harbour Post", "Friday 7 March 2031"]
    assert head_words(make_article(outlet=None, published=None)) == ["no date of publication"]


def test_title_of_an_article_without_one_is_its_beginning() -> None:
    assert title_words(make_article(title=None)) == (
        "Untitled: The envoy left Port Selby early. “We never agreed to that,” …"
    )


def test_nil_shows_the_words_and_the_reason() -> None:
    statement = make_statement(TEXT, "the sluices", source="the minister", nil="no minister is named")
    assert speaker_words(make_article(), statement) == "“the minister”: not resolved: no minister is named"
    bare = make_statement(TEXT, "the sluices")
    assert speaker_words(make_article(), bare) == "no source named: no reason given"


def test_a_side_that_is_the_speaker_is_not_repeated() -> None:
    state = make_statement(TEXT, "the sluices", speaker="Talland", side="Talland", speaker_type="government")
    assert side_words(state) == "government"
    person = make_statement(TEXT, "the sluices", speaker="Ruth Amsel", side="Talland")
    assert side_words(person) == "for Talland, person"


def test_details_name_what_is_unsure() -> None:
    statement = make_statement(
        TEXT,
        "the sluices",
        speaker="Ruth Amsel",
        speaker_confidence=0.4,
        confidence=0.6,
        addressee="reporters",
        said_on="2031-03-07",
    )
    assert detail_words(statement) == [
        "indirect",
        "to reporters",
        "on 7 March 2031",
        "speaker unsure (40%)",
        "fairly sure (60%)",
    ]


def test_frame_is_in_the_order_of_the_text_and_marks_gaps() -> None:
    article = make_article("“No,” said Amsel on Friday, adding that it was late.")
    statement = make_statement(article.text, "it was late", source="Amsel", cue="adding")
    assert frame(article, statement) == [("source", "Amsel"), ("", "…"), ("cue", "adding")]
    said = make_statement(article.text, "“No,”", source="Amsel", cue="said")
    assert frame(article, said) == [("cue", "said"), ("source", "Amsel")]
