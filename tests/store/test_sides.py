"""Whom persons speak for, over all articles: what is told in so many words holds where the others leave it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from conftest import make_article

from onrecord.models import Article
from onrecord.reading import Reading
from onrecord.store import Record
from onrecord.store.sides import _Telling, told_side
from store.conftest import add, outcomes, read_fast

TOLD = {"Lusenia": 2, "Karvonia": 2, "Tarn": 1}


def read_told(items: Iterable[Any]) -> Iterator[Any]:
    """`read_fast`; "NAME of SIDE" in the text tells whom Ruth Amsel speaks for, of Tarn less plainly."""
    for one in read_fast(items):
        if isinstance(one, Reading):
            told = [("Ruth Amsel", side, weight) for side, weight in TOLD.items()
                    if f"Amsel of {side}" in one.article.text]  # fmt: skip
            one = replace(one, told=tuple(told))
        yield one


def report(text: str, day: int, **given: Any) -> Article:
    id = f"r{day}"
    return make_article(
        text, id=id, url=f"https://harbourpost.example/{id}", published=date(2031, 3, 1 + day), **given
    )


PLAIN = report("Ruth Amsel said that the sluices of the dam stay shut.", 0)
SPEAKS = report("Ruth Amsel said that the crews are well and fed. Meet Amsel of Lusenia.", 1)
SILENT = report("Teodor Brask said that the harbour is full of ice. Meet Amsel of Lusenia.", 2)
LESS = report("Teodor Brask demanded that the ferry be paid for. Meet Amsel of Tarn.", 3)
OTHER = report("Teodor Brask demanded that the bridge be built. Meet Amsel of Karvonia.", 4)


def fill(record: Record, *articles: Article, **given: Any) -> None:
    add(record, *articles, read=read_told, **given)
    record.retrace()


def sides(record: Record) -> set[str]:
    return {str(row["side"]) for row in record.statements(speaker="Ruth Amsel")}


def test_what_one_article_tells_holds_for_another(record: Record) -> None:
    fill(record, PLAIN)
    assert sides(record) == {"Amsel side"}
    fill(record, SPEAKS)
    assert sides(record) == {"Lusenia"}
    assert {row["side"] for row in record.positions(side="Lusenia", everything=True)} == {"Lusenia"}


def test_it_need_not_be_an_article_in_which_the_person_speaks(record: Record) -> None:
    fill(record, PLAIN)
    fill(record, SILENT)
    assert sides(record) == {"Lusenia"}


def test_the_plainer_word_holds_and_two_as_plain_leave_it_as_read(record: Record) -> None:
    fill(record, PLAIN, SILENT, LESS)
    assert sides(record) == {"Lusenia"}


def test_contradictory_roles_on_one_day_leave_it_as_read(record: Record) -> None:
    same_day = replace(OTHER, published=SILENT.published)
    fill(record, PLAIN, SILENT, same_day)
    assert sides(record) == {"Amsel side"}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_the_order_of_adding_does_not_count(record: Record, order: tuple[int, ...]) -> None:
    articles = (PLAIN, SILENT, OTHER)
    for at in order:
        fill(record, articles[at])
    assert sides(record) == {"Amsel side"}


def test_what_a_forgotten_article_told_holds_no_longer(record: Record) -> None:
    fill(record, PLAIN, SILENT)
    record.forget("r2", by="mia")
    record.retrace()
    assert sides(record) == {"Amsel side"}
    assert "Lusenia" not in {row["name"] for row in record.actors()}


def test_a_person_of_whom_is_only_told_any_more_stays_known(record: Record) -> None:
    fill(record, PLAIN, SILENT)
    record.forget("r0", by="mia")
    fill(record, SPEAKS)
    assert sides(record) == {"Lusenia"}


def test_what_a_corrected_article_no_longer_tells_holds_no_longer(record: Record) -> None:
    fill(record, PLAIN, SILENT)
    fill(record, replace(SILENT, text="Teodor Brask said that the harbour is full of ice."))
    assert sides(record) == {"Amsel side"}


def test_reading_again_tells_the_same_once(record: Record) -> None:
    fill(record, PLAIN, SILENT)
    again = add(record, PLAIN, SILENT, read=read_told, reader="newer", again=True)
    assert outcomes(again) == ["read_again", "read_again"]
    record.retrace()
    assert sides(record) == {"Lusenia"}


def test_what_a_person_corrected_stays(record: Record) -> None:
    fill(record, PLAIN)
    (row,) = record.statements()
    record.review(row["id"], "edit", by="mia", changes={"side": "Port Selby"})
    fill(record, SILENT)
    assert sides(record) == {"Port Selby"}


def test_conditions_move_with_who_sets_them(record: Record) -> None:
    fill(record, report("The strait opens only if the warships leave.", 5))
    fill(record, report("Our truce of June begins only if the prisoners are freed.", 6), SILENT)
    assert {row["side"] for row in record.conditions()} == {"Lusenia"}
    assert {row["side"] for row in record.shifts(everything=True)} <= {"Lusenia"}


@pytest.mark.parametrize(
    ("tellings", "side"),
    [
        ([], None),
        ([(0, 1, 1)], 1),
        ([(0, 1, 2), (0, 2, 1), (0, 2, 1)], 1),
        ([(0, 1, 1), (0, 2, 1)], None),
        ([(500, 1, 2), (0, 2, 1)], 2),  # too long ago
        ([(None, 1, 2)], 1),
    ],
)
def test_told_side(tellings: list[tuple[int | None, int, int]], side: int | None) -> None:
    day = date(2031, 3, 1)
    made = [
        _Telling(None if ago is None else date.fromordinal(day.toordinal() - ago), key, weight)
        for ago, key, weight in tellings
    ]
    assert told_side(made, day) == side
