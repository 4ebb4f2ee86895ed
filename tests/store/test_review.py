"""Corrections: who, when, why; undone; kept when read again and when the article changes."""

from __future__ import annotations

import pytest
from conftest import make_article

from onrecord.errors import UsageError
from onrecord.store import Record
from store.conftest import add

TEXT = (
    "Ruth Amsel said that the sluices stay shut. Ruth Amsel demanded that the crews be freed. "
    "The strait opens only if the ships leave. Teodor Brask said that perhaps nothing is decided."
)


@pytest.fixture
def filled(record: Record) -> Record:
    add(record, make_article(TEXT))
    return record


def row(record: Record, words: str) -> dict[str, object]:
    return next(
        r for r in record.statements(everything=True) if words in r["content"] and r["state"] != "old"
    )


def test_a_rejected_entry_is_kept_and_not_shown(filled: Record) -> None:
    entry = row(filled, "sluices")["id"]
    filled.review(entry, "reject", by="mia", reason="she did not say so")
    assert "the sluices stay shut" not in {r["content"] for r in filled.statements()}
    assert row(filled, "sluices")["state"] == "rejected"
    assert all(s.id != entry for s in filled.reading("a1").statements)
    (one,) = filled.corrections()
    assert (one["given_by"], one["action"], one["entry"], one["reason"]) == (
        "mia",
        "reject",
        entry,
        "she did not say so",
    )
    assert one["given_at"]


def test_an_accepted_entry_is_shown_however_unsure(filled: Record) -> None:
    assert row(filled, "perhaps")["state"] == "unsure"
    filled.review(row(filled, "perhaps")["id"], "accept", by="mia")
    assert (row(filled, "perhaps")["state"], row(filled, "perhaps")["reviewed"]) == ("shown", "accepted")


def test_an_edit_changes_fields_and_spans(filled: Record) -> None:
    start = TEXT.index("crews be freed")
    filled.review(
        row(filled, "crews")["id"],
        "edit",
        by="mia",
        changes={
            "speaker": "Teodor Brask",
            "act": "ask",
            "content": [[start, start + len("crews be freed")]],
        },
    )
    found = row(filled, "crews")
    assert (found["content"], found["speaker"], found["act"]) == ("crews be freed", "Teodor Brask", "ask")
    assert [r["content"] for r in filled.statements(speaker="Teodor Brask", act="ask")] == ["crews be freed"]
    assert [r["content"] for r in filled.search("crews")] == ["crews be freed"]
    assert filled.search('"the crews"') == []


def test_a_condition_gets_another_requirement(filled: Record) -> None:
    (condition,) = filled.conditions()
    first = TEXT.index("the ships leave")
    second = TEXT.index("the crews be freed")
    spans = [[first, first + 15], [second, second + 18]]
    filled.review(condition["id"], "edit", by="mia", changes={"requires": spans, "of": ["Karvonia", None]})
    (after,) = filled.conditions()
    assert [(r["words"], r["of"]) for r in after["requires"]] == [
        ("the ships leave", "Karvonia"),
        ("the crews be freed", None),
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"colour": "red"}, "colour"),
        ({"id": "x"}, "id"),
        ({"act": "sing"}, "act"),
        ({"content": [[5, 99999]]}, "content"),
        ({"content": "words"}, "content"),
        ({"said_on": 7}, "said_on"),
    ],
)
def test_an_edit_that_makes_no_entry_changes_nothing(
    filled: Record, changes: dict[str, object], message: str
) -> None:
    before = filled.statements()
    with pytest.raises(UsageError, match=message):
        filled.review(before[0]["id"], "edit", by="mia", changes=changes)
    assert filled.statements() == before
    assert filled.corrections() == []


def test_what_is_no_review(filled: Record) -> None:
    entry = row(filled, "crews")["id"]
    with pytest.raises(UsageError, match="no entry 'nothing'"):
        filled.review("nothing", "accept", by="mia")
    with pytest.raises(UsageError, match="no action 'praise'"):
        filled.review(entry, "praise", by="mia")
    with pytest.raises(UsageError, match="needs changes"):
        filled.review(entry, "edit", by="mia")


def test_undo_gives_exactly_what_was_before(filled: Record) -> None:
    before = filled.statements(everything=True)
    entry = row(filled, "crews")["id"]
    first = filled.review(entry, "edit", by="mia", changes={"act": "ask"})
    second = filled.review(entry, "reject", by="tom")
    filled.undo(second, by="mia")
    assert (row(filled, "crews")["act"], row(filled, "crews")["state"]) == ("ask", "shown")
    filled.undo(first, by="mia")
    assert filled.statements(everything=True) == before
    with pytest.raises(UsageError, match="in force"):
        filled.undo(first, by="mia")


def test_corrections_hold_when_read_again(filled: Record) -> None:
    filled.review(row(filled, "sluices")["id"], "reject", by="mia")
    filled.review(row(filled, "crews")["id"], "edit", by="mia", changes={"act": "ask"})
    before = filled.statements(everything=True)
    add(filled, make_article(TEXT), reader="newer", again=True)
    assert filled.statements(everything=True) == before


def test_corrections_move_with_the_words_to_a_new_version(filled: Record) -> None:
    filled.review(row(filled, "sluices")["id"], "reject", by="mia")
    start = TEXT.index("crews be freed")
    filled.review(row(filled, "crews")["id"], "edit", by="mia", changes={"content": [[start, start + 14]]})
    changed = "An earlier report had a wrong day. " + TEXT
    add(filled, make_article(changed))
    found = {r["content"]: r["state"] for r in filled.statements(everything=True) if r["state"] != "old"}
    assert found["the sluices stay shut"] == "rejected"
    assert found["crews be freed"] == "shown"
    assert "the crews be freed" not in found


def test_a_correction_whose_words_are_gone_changes_nothing(filled: Record) -> None:
    filled.review(row(filled, "sluices")["id"], "reject", by="mia")
    add(filled, make_article(TEXT.replace("the sluices stay shut", "all is open now")))
    assert row(filled, "all is open now")["state"] == "shown"
    assert len(filled.corrections()) == 1


def test_the_least_sure_come_first(filled: Record) -> None:
    least = filled.uncertain(limit=2)
    assert set(least) == {"statements", "conditions", "timelines", "plans"}
    entry = least["statements"][0]["id"]
    filled.review(entry, "accept", by="mia")
    assert entry not in {r["id"] for r in filled.uncertain()["statements"]}
