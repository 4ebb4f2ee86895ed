"""What an issue is called: in the coverage's own words, and the same over two runs."""

from __future__ import annotations

from onrecord.trace.labels import label_of, phrases, wordings

WATER = ["the release of water must begin", "no release of water before spring", "a release of water is near"]
CREWS = ["the crews must go home", "free the crews first", "nobody holds the crews"]


def test_a_phrase_ends_at_an_empty_word_and_at_a_stop() -> None:
    assert list(phrases("Port Selby’s gates")) == ["port", "selby", "gates", "port selby", "selby gates",
                                                    "port selby gates"]  # fmt: skip
    assert "gates boats" not in set(phrases("the gates, boats"))
    assert list(phrases("of the 12 in")) == []


def test_a_label_is_what_is_said_here_and_not_elsewhere() -> None:
    common = wordings([*WATER, *CREWS, "talks go on", "talks are over"])
    assert label_of(WATER, common) == "release"
    assert label_of(CREWS, common) == "crews"


def test_one_report_s_way_of_putting_it_is_no_label() -> None:
    texts = ["the sluice gates", "the gates", "quite singular wordings"]
    assert label_of(texts, wordings([*texts, "gates of a park"])) == "gates"


def test_labels_of_others_are_avoided_if_there_is_another() -> None:
    common = wordings(WATER + CREWS)
    assert label_of(WATER, common, {"release"}) == "water"
    assert label_of(["crews"], common, {"crews"}) == "crews"


def test_nothing_said_has_no_label() -> None:
    assert label_of([], {}) == ""
    assert label_of(["12", "?!"], {}) == ""


def test_the_order_of_texts_does_not_count() -> None:
    common = wordings(WATER + CREWS)
    assert label_of(WATER[::-1], common) == label_of(WATER, common)
