"""Which articles carry the same report, on reports of our own about invented talks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.resolve.copies import bands, copy_of, likely, signature

LEAD = (
    "The water ministers of Talland and Vesmark broke off their talks on the Orra dam on Friday without setting a date "
    "for another round, officials on both sides said.",
    "Ruth Amsel, who led the Tallish delegation, told reporters in Port Selby that the draft was changed overnight "
    "and that her government could not put its name to a text which it had seen for the first time at breakfast.",
    "“We never agreed to that,” she said. “The sluices stay shut until the old wording is back on the table.”",
    "Her counterpart, Piet Oster, denied that anything of substance had been altered, and said that the Vesmark side "
    "was ready to sit down again as soon as next week.",
    "The two countries have argued about the dam for ten years. It holds back the water of three rivers, and farmers "
    "downstream depend on what is let through between April and June.",
    "A mediator from the Inland Seas Council, Hanna Vik, has asked both governments to keep quiet until she has spoken "
    "with each of them, according to a person who has seen her letter.",
    "Vesmark stopped the release of water in March, when its reservoirs had sunk to a level not measured since records "
    "began in the harbour town of Korr.",
    "Shares of the company that runs the turbines fell by a tenth in early trading before they recovered somewhat.",
)
REPORT = "\n\n".join(LEAD)
OWN = (
    "Residents of the lower town gathered outside the hotel with pots and spoons, and the police closed the bridge.",
    "A previous attempt to settle it before a court in Lund came to nothing when both sides refused a judge.",
)


def copied(a: str, b: str) -> str | None:
    found = copy_of(a, b)
    assert found == copy_of(b, a)
    return found.kind if found else None


def test_marks_and_white_space_make_no_other_text() -> None:
    other = REPORT.replace("“", '"').replace("”", '"').replace("\n\n", "\n ")
    assert copied(REPORT, other) == "same"


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(lambda p: ["PORT SELBY (Wire) — " + p[0], *p[1:]], id="dateline"),
        pytest.param(lambda p: ["Dam talks collapse", "By Ines Quell", *p], id="headline and byline"),
        pytest.param(lambda p: [*p, "(Reporting by Ana Ortun; Editing by R. Lane)"], id="credit"),
        pytest.param(lambda p: p[:3], id="cut from the end"),
        pytest.param(lambda p: [p[1], p[4], p[6]], id="paragraphs cut"),
        pytest.param(lambda p: [p[0], OWN[0], *p[1:4], OWN[1], *p[4:]], id="paragraphs put in"),
        pytest.param(lambda p: [p[0], OWN[0], *p[3:6]], id="cut and put in"),
        pytest.param(
            lambda p: [re.sub("harbour", "harbor", x).replace(" on Friday", "") for x in p], id="respelled"
        ),
    ],
)
def test_an_edited_report_is_still_the_report(edit) -> None:  # type: ignore[no-untyped-def]
    other = "\n\n".join(edit(list(LEAD)))
    assert copied(REPORT, other) == "reprint"
    shared = set(bands(signature(REPORT))) & set(bands(signature(other)))
    assert len(shared) >= 2


def test_two_reports_that_quote_the_same_statement_are_two() -> None:
    said = (
        "“Our patience is at an end. We have waited ten years for water that is ours by treaty, and we shall not wait "
        "for another spring to pass while lawyers count commas. Either the sluices open in April, as was promised to "
        "every farmer in the valley, or Talland will take the matter to the Council and ask for what it is owed.”"
    )
    one = (
        f"Ruth Amsel walked out of the dam talks in Port Selby. {said} Her delegation flew home the same evening, and "
        + (
            "its members would not say whether they were told to go or had chosen to, nor who paid for the aircraft "
            "that waited with its engines running at the small field outside the town."
        )
    )
    other = (
        f"Talland raised its tone over the Orra dam. {said} Analysts took the minister’s words for a sign that an "
        "election is near; her party trails in the polls, they noted, and the valley has always voted for whoever "
        "promised it water, even in years when none could be had from anyone at any price."
    )
    assert copied(one, other) is None


def form(region: str, day: str, sum_: str, head: str) -> str:
    return (
        f"The President has approved a declaration of emergency for {region} and ordered help from the common fund to "
        f"add to what the province has done in the area that was hit by floods from {day} and after.\n\nHelp may hold "
        "grants for lodging and repairs of homes, loans at low cost for losses that no insurance covers, and other "
        f"programmes for people and for owners of firms; {sum_} florins have been set aside.\n\n{head} has been named "
        "to run the work on the ground. More areas may be added when the survey of damage is complete, the office said."
    )


def test_two_fillings_of_one_form_are_two() -> None:
    one = form("North Orra", "March 3", "400,000", "Hanna Vik")
    other = form("the Lund Islands", "June 21", "75,000", "Piet Oster")
    assert copied(one, other) is None


def test_a_follow_up_that_repeats_the_background_is_another_report() -> None:
    news = (
        "Talland said on Tuesday that it would send Ruth Amsel back to Port Selby after all, four days after she had "
        "left the table in anger.",
        "The government gave no reason for its change of mind. A ministry official said that a new draft had come by "
        "courier on Monday night and that lawyers had found it much improved.",
        "Oster welcomed the news in a short note that made no mention of the wording over which the round had failed.",
    )
    assert copied(REPORT, "\n\n".join([*news, LEAD[4]])) is None


@pytest.mark.parametrize(("a", "b"), [("", ""), (" ", "\n")])
def test_texts_without_words_are_alike(a: str, b: str) -> None:
    assert copied(a, b) == "same"
    assert bands(signature(a)) == ()


def test_a_text_without_words_is_no_copy() -> None:
    assert copied("", REPORT) is None
    assert copied("The dam.", REPORT) is None


def test_a_signature_is_the_same_in_every_version() -> None:
    assert signature("The sluices stay shut, she said.").hashes == (646939114233296259,)
    assert signature(REPORT) == signature(REPORT.upper())


def test_keys_fit_into_a_database() -> None:
    assert all(-(2**63) <= key < 2**63 for key in bands(signature(REPORT)))


def test_a_cut_report_shares_its_keys_with_the_whole_one() -> None:
    whole, part, other = (set(bands(signature("\n\n".join(some)))) for some in ((REPORT,), LEAD[:2], OWN))
    assert len(part & whole) / len(part) > 0.3
    assert not other & whole


def test_candidates_are_those_that_share_most() -> None:
    found = [(1, "b", "b"), (2, "b", "b"), (1, "c", "c"), (2, "c", "c"), (3, "c", "c"), (3, "d", "d")]
    assert likely(found) == ["c", "b"]
    assert likely(found, most=1) == ["c"]


def test_a_form_of_words_is_no_reason_to_compare_but_a_story_in_many_outlets_is() -> None:
    many = [(key, f"a{n}", f"a{n}") for key in (1, 2) for n in range(100)]
    assert likely(many) == []
    assert len(likely([(key, name, "one voice") for key, name, _ in many], most=200)) == 100


@given(st.text())
def test_any_text_has_a_signature(text: str) -> None:
    assert signature(text) == signature(text + " ")
    copied(text, REPORT)


def test_long_and_repetitive_texts_take_no_time_to_speak_of() -> None:
    assert len(signature("no " * 300_000).hashes) == 1
    assert len(signature(" ".join(map(str, range(300_000)))).hashes) == 1024
    assert copied('"' * 100_000, "a" * 100_000) is None
