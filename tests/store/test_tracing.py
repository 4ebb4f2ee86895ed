"""What is traced follows what it rests on: whatever is added, corrected, merged, forgotten or read again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from conftest import make_article

from onrecord.models import Article
from onrecord.reading import Reading
from onrecord.store import Record, schema
from onrecord.store.engine import make_engine, reading, writing
from onrecord.store.intake import Intake
from onrecord.store.migrate import FOLDER, revision
from onrecord.store.views import make_views
from store.conftest import add as add_as_read
from store.conftest import outcomes, read_fast

WATER = (
    "Ruth Amsel offered that the sluices of the dam may open. "
    "Teodor Brask demanded that the sluices of the dam open now. "
    "Ruth Amsel said that the sluices of the dam are old."
)
REFUSED = (
    "Ruth Amsel said that the sluices of the dam will never open. "
    "Teodor Brask demanded that the sluices of the dam open at once."
)
CREWS = (
    "Teodor Brask demanded that the sailors in prison be freed. "
    "Ruth Amsel said that the sailors in prison are well. "
    "Ruth Amsel said that the sailors in prison broke the law."
)
SIGN = "They sign the pact "
TRUCE = "Ruth Amsel said that the truce is near. "
FIRST = f"{TRUCE}The truce in the strait begins only if the warships leave the bay. {SIGN}by 2031-05-01."
SECOND = (
    "Ruth Amsel said that she thinks of a truce every day and has done so for long. "
    f"Her truce of the strait starts only if the prisoners are freed. {SIGN}by 2031-06-01."
)
THIRD = "A meeting in Selby would come later. Ruth Amsel said that the sluices of the dam need repairs."


def read_bound(items: Iterable[Any]) -> Iterator[Any]:
    """`read_fast`, with what stands before a day as what is to happen by it, and conditions of whoever speaks."""
    for one in read_fast(items):
        if isinstance(one, Reading):
            timelines = [
                replace(t, binds=((t.text[0][0] - len(SIGN), t.text[0][0] - 1),)) for t in one.timelines
            ]
            carrier = one.statements[0].id if one.statements else None
            conditions = [replace(c, statement=carrier) for c in one.conditions]
            one = replace(one, timelines=tuple(timelines), conditions=tuple(conditions))
        yield one


def add(record: Record, *articles: Article, **given: Any) -> list[Any]:
    return add_as_read(record, *articles, read=read_bound, **given)


def report(text: str, day: int = 7, **given: Any) -> Article:
    id = given.pop("id", f"r{day}")
    return make_article(
        text, id=id, url=f"https://harbourpost.example/{id}", published=date(2031, 3, day), **given
    )


STORY = [
    report(WATER, 7),
    report(FIRST, 8),
    report(CREWS, 9),
    report(SECOND, 12),
    report(REFUSED, 20),
    report(THIRD, 21),
]


def told(record: Record) -> dict[str, Any]:
    """All that is traced, without the ids of issues and in an order of its own."""
    found = record.trace("2031-04-01")
    found["issues"] = [{**one, "id": None} for one in found["issues"]]
    for name in ("positions", "shifts", "conflicts", "requires"):
        found[name] = [{**one, "issue": None} for one in found[name]]
    return {
        name: sorted(map(json.dumps, rows)) if isinstance(rows, list) else rows
        for name, rows in found.items()
    }


@pytest.fixture
def filled(record: Record) -> Record:
    add(record, *STORY)
    return record


def writes(record: Record) -> list[str]:
    """Collects the statements that write, from now on."""
    seen: list[str] = []

    @sa.event.listens_for(record.engine, "before_cursor_execute")
    def note(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE", "BEGIN IMMEDIATE")):
            seen.append(statement)

    return seen


def test_what_was_added_is_traced_by_the_next_question(filled: Record) -> None:
    """`add` here only stores, as one does that is killed before it traces."""
    with reading(filled.engine) as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.traced)) == 0
    assert filled.positions(everything=True)
    assert {row["kind"] for row in filled.shifts(everything=True)} >= {
        "condition_added", "date_moved", "reversal",
    }  # fmt: skip


def test_it_says_what_it_rests_on_and_that_is_there(filled: Record) -> None:
    entries = {row["id"]: row for row in filled.statements()}
    entries |= {row["id"]: row for row in (*filled.conditions(), *filled.plans())}
    with reading(filled.engine) as connection:
        entries |= {id: {} for id in connection.scalars(sa.select(schema.timeline.c.id))}
    found = filled.trace()
    traced = [row for name in ("positions", "shifts", "conflicts", "due", "requires") for row in found[name]]
    assert traced
    assert {entry for row in traced for entry in row["rests_on"]} <= set(entries)
    for row in found["positions"]:
        text = filled.reading(row["evidence"]["article"]).article.text
        ((start, end),) = row["evidence"]["spans"]
        assert text[start:end] == row["evidence"]["words"]


def test_nothing_is_written_where_nothing_waits(filled: Record) -> None:
    assert filled.retrace() > 0
    seen = writes(filled)
    assert filled.retrace() == 0
    filled.positions()
    filled.trace()
    filled.due("2031-04-01")
    filled.digest("2031-03-01")
    assert seen == []


def test_adding_again_traces_nothing_anew(filled: Record) -> None:
    before = told(filled)
    assert set(outcomes(add(filled, *STORY))) == {"unchanged"}
    assert filled.retrace() == 0
    assert told(filled) == before


def test_only_issues_of_what_is_new_are_traced_anew(filled: Record) -> None:
    total = filled.retrace()
    add(filled, report("Teodor Brask demanded that the sailors in prison be freed today.", 25))
    assert 1 <= filled.retrace() < total


@pytest.mark.parametrize("cut", [1, 3])
def test_one_add_or_several_give_the_same(place: str, record: Record, tmp_path: Path, cut: int) -> None:
    add(record, *STORY)
    whole = told(record)
    with Record(tmp_path / "other.db") as other:
        for start in range(0, len(STORY), cut):
            add(other, *STORY[start : start + cut])
            other.retrace()
        assert told(other) == whole


def entry(record: Record, words: str) -> str:
    return str(next(row["id"] for row in record.statements(everything=True) if words in row["content"]))


def test_a_review_that_removes_the_ground_of_a_shift_takes_it_away_and_undo_brings_it_back(
    filled: Record,
) -> None:
    before = told(filled)
    shift = next(row for row in filled.shifts() if row["kind"] == "condition_added")
    correction = filled.review(shift["before"]["entry"], "reject", by="mia")
    after = filled.trace()
    assert all(
        shift["before"]["entry"] not in row["rests_on"]
        for name in ("shifts", "requires")
        for row in after[name]
    )
    assert not any(row["kind"] == "condition_added" for row in filled.shifts(everything=True))
    filled.undo(correction, by="mia")
    assert told(filled) == before


def test_a_review_of_a_statement_changes_what_rests_on_it(filled: Record) -> None:
    words = "the sluices of the dam may open"
    assert any(row["before"]["words"] == words for row in filled.shifts(everything=True))
    filled.review(entry(filled, words), "edit", by="mia", changes={"side": "Port Selby"})
    assert not any(row["before"]["words"] == words for row in filled.shifts(everything=True))
    assert "Port Selby" in {row["side"] for row in filled.positions(everything=True)}


def test_an_edited_date_moves_by_its_new_day(filled: Record) -> None:
    (moved,) = (row for row in filled.shifts() if row["kind"] == "date_moved")
    assert (moved["from"], moved["to"]) == ("2031-05-01", "2031-06-01")
    filled.review(moved["after"]["entry"], "edit", by="mia", changes={"latest": "2031-05-01"})
    assert not any(row["kind"] == "date_moved" for row in filled.shifts(everything=True))


def test_forgetting_takes_all_that_rests_on_an_article(filled: Record) -> None:
    filled.retrace()
    filled.forget("r8", by="mia")
    assert "warships" not in json.dumps(filled.trace("2031-04-01"))
    assert "r8" not in json.dumps(filled.trace("2031-04-01"))
    assert not any(row["kind"] == "condition_added" for row in filled.shifts(everything=True))
    for article in ("r7", "r9", "r12", "r20", "r21"):
        filled.forget(article, by="mia")
    empty = filled.trace("2031-04-01")
    assert all(
        empty[name] == [] for name in ("issues", "positions", "shifts", "conflicts", "due", "requires")
    )
    assert filled.issues(everything=True) == []


def test_a_corrected_article_takes_a_statement_back(filled: Record) -> None:
    words = "the sluices of the dam may open"
    assert words in json.dumps(filled.trace())
    add(
        filled,
        report(WATER.replace("offered that the sluices of the dam may open", "said that it is late"), 7),
    )
    assert words not in json.dumps(filled.trace())
    assert not any(words == row["before"]["words"] for row in filled.shifts(everything=True))


def test_reading_again_traces_the_new_reading(filled: Record) -> None:
    before = told(filled)
    assert set(outcomes(add(filled, *STORY, reader="newer", again=True))) == {"read_again"}
    assert told(filled) == before


def test_a_copy_counts_as_one_voice(filled: Record) -> None:
    words = " ".join(f"The ferry of pier {n} left late." for n in range(20))
    text = f"{words} Teodor Brask demanded that the sluices of the dam be sold."
    add(filled, report(text, 22, id="first"), report(text, 23, id="copy", outlet="Karvonia Today"))
    found = json.dumps(filled.trace())
    assert '"first"' in found
    assert '"copy"' not in found


def test_a_merge_of_actors_moves_their_positions_and_can_be_undone(filled: Record) -> None:
    before = told(filled)
    merge = filled.merge("Amsel side", "Brask side", by="mia")
    assert {row["side"] for row in filled.positions(everything=True)} == {"Brask side"}
    filled.undo_merge(merge, by="mia")
    assert told(filled) == before


def test_a_merge_reaches_who_must_act_and_who_takes_part(record: Record) -> None:
    add(record, *STORY)
    assert {row["of"] for row in record.requirements()} == {"Karvonia"}
    record.merge("Karvonia", "Brask side", by="mia")
    assert {row["of"] for row in record.requirements()} == {"Brask side"}


def test_hearsay_is_judged_anew_when_the_statement_around_it_changes(filled: Record) -> None:
    inner, outer = entry(filled, "sailors in prison be freed"), entry(filled, "sluices of the dam are old")
    with writing(filled.engine) as connection:
        s = schema.statement
        connection.execute(sa.update(s).where(s.c.id == inner).values(within=outer))
    sides = {
        row["side"] for row in filled.positions(everything=True) if "sailors" in row["evidence"]["words"]
    }
    assert sides == {"Amsel side"}  # what the other is said to demand is no position of its own
    filled.review(outer, "edit", by="mia", changes={"side": "Brask side"})
    sides = {
        row["side"] for row in filled.positions(everything=True) if "sailors" in row["evidence"]["words"]
    }
    assert sides == {"Amsel side", "Brask side"}


def test_one_article_is_traced(record: Record) -> None:
    add(record, report(WATER))
    found = record.trace()
    assert found["as_of"] == "2031-03-07"
    assert {row["side"] for row in found["positions"]} == {"Amsel side", "Brask side"}
    assert found["shifts"] == []


def test_without_dates(record: Record) -> None:
    for id, text in (("a", WATER), ("b", REFUSED), ("c", FIRST), ("d", SECOND)):
        add(record, make_article(text, id=id, url=None, published=None))
    found = record.trace()
    assert found["shifts"] == []
    assert {row["since"] for row in found["positions"]} == {None}
    assert record.digest("2031-03-01").markdown()
    assert record.positions(everything=True)


def test_one_side_only(record: Record) -> None:
    add(record, report("Ruth Amsel offered that the gate may open. Ruth Amsel said that the gate is old."))
    assert {row["side"] for row in record.positions(everything=True)} == {"Amsel side"}
    assert record.conflicts(everything=True) == []
    assert record.positions() == []  # what only one side speaks of is no issue between them


def test_an_empty_record(record: Record) -> None:
    assert record.retrace() == 0
    found = record.trace("2031-03-01")
    assert all(
        found[name] == [] for name in ("issues", "positions", "shifts", "conflicts", "due", "requires")
    )
    assert record.digest("2031-03-01").markdown().count("Nothing that is on the record.") == 4


def at_first_schema(place: str) -> sa.Engine:
    """A Record as the first schema has it."""
    from alembic import command
    from alembic.config import Config

    engine = make_engine(place)
    with writing(engine) as connection:
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        make_views(connection)
    return engine


def test_a_record_of_the_first_schema_is_migrated_and_traced(place: str, tmp_path: Path) -> None:
    engine = at_first_schema(place)
    list(Intake(engine, read_bound, "fast").add(inputs(STORY)))
    assert revision(engine) == "0001"
    engine.dispose()
    with Record(place) as migrated, Record(tmp_path / "new.db") as new:
        add(new, *STORY)
        assert len(migrated.statements()) == len(new.statements()) > 0
        assert told(migrated) == told(new)


def inputs(articles: list[Article]) -> list[Any]:
    from onrecord.collect import Collected, Raw

    return [Collected(a, Raw(a.text.encode(), "text/plain"), f"{a.id}.txt") for a in articles]
