"""A reading's ways out: dictionary, rows, pandas, polars, notebook."""

from __future__ import annotations

import json
import sys

import pandas
import polars
import pytest
from conftest import STAKES_TEXT, TEXT, make_article, make_stakes, make_statement

from onrecord import Reading
from onrecord.errors import UsageError


def make_reading() -> Reading:
    outer = make_statement(
        TEXT,
        "the minister had promised that the sluices would open by June",
        source="Amsel",
        cue="said",
        speaker="Ruth Amsel",
        side="Talland",
    )
    inner = make_statement(
        TEXT,
        "that the sluices would open by June",
        source="the minister",
        cue="had promised",
        within=outer.id,
        nil="no minister is named",
    )
    split = make_statement(
        TEXT, ["“We never agreed", "to that,”"], source="Ruth Amsel", cue="told", kind="direct"
    )
    return Reading(make_article(), (split, outer, inner))


def test_to_dict_is_json_of_the_published_form() -> None:
    reading = make_reading()
    row = json.loads(json.dumps(reading.to_dict()))
    assert [row[key] for key in ("id", "outlet", "published")] == ["a1", "Harbour Post", "2031-03-07"]
    split = row["statements"][0]
    assert [TEXT[start:end] for start, end in split["content"]] == ["“We never agreed", "to that,”"]
    assert row["statements"][2]["within"] == row["statements"][1]["id"]
    assert row["statements"][2]["speaker"] is None


def test_rows_hold_words_and_spans() -> None:
    row = make_reading().rows()[0]
    assert row["article"] == "a1"
    assert row["content"] == "“We never agreed … to that,”"
    assert [TEXT[start:end] for start, end in row["content_spans"]] == ["“We never agreed", "to that,”"]


def test_pandas() -> None:
    frame = make_reading().to_pandas()
    assert frame.shape == (3, 25)
    assert list(frame[frame.side == "Talland"].speaker) == ["Ruth Amsel"]
    assert frame.confidence.mean() == pytest.approx(0.95)


def test_polars() -> None:
    frame = make_reading().to_polars()
    assert frame.shape == (3, 25)
    assert frame.filter(polars.col("nil").is_not_null())["source"].to_list() == ["the minister"]
    assert frame["content_spans"].to_list()[0] == make_reading().to_dict()["statements"][0]["content"]


def test_tables_of_nothing_have_the_same_columns_and_stack() -> None:
    full, empty = make_reading(), Reading(make_article(), ())
    assert list(empty.to_pandas().columns) == list(full.to_pandas().columns)
    assert polars.concat([empty.to_polars(), full.to_polars()]).height == 3
    assert len(pandas.concat([empty.to_pandas(), full.to_pandas()])) == 3


def test_no_column_is_left_out() -> None:
    assert set(make_reading().rows()[0]) == set(make_reading().to_polars().columns)


def stakes() -> Reading:
    condition, timeline, plan = make_stakes()
    return Reading(make_article(STAKES_TEXT), (), (condition,), (timeline,), (plan,))


def test_each_layer_has_rows_and_tables() -> None:
    reading = stakes()
    assert reading.rows("conditions")[0]["requires"] == "Vesmark withdraws its ships … frees the crews"
    assert reading.rows("timelines")[0]["latest"] == "2031-03-27"
    assert reading.rows("plans")[0]["participants"] == ["Talland", "Vesmark"]
    for layer in ("conditions", "timelines", "plans"):
        assert reading.to_pandas(layer).shape[0] == 1
        assert set(reading.rows(layer)[0]) == set(reading.to_polars(layer).columns)
        empty = Reading(make_article()).to_polars(layer)
        assert polars.concat([empty, reading.to_polars(layer)]).height == 1


def test_an_unknown_layer_is_named() -> None:
    with pytest.raises(UsageError, match="no layer 'promises'; there are statements, conditions"):
        stakes().rows("promises")


def test_stakes_in_json_have_the_published_form() -> None:
    row = json.loads(json.dumps(stakes().to_dict()))
    assert row["conditions"][0]["of"] == ["Vesmark", None]
    assert [STAKES_TEXT[s:e] for s, e in row["conditions"][0]["outcome"]] == ["reopen the strait"]
    assert row["timelines"][0]["anchor"] == "event"
    assert row["plans"][0]["earliest"] == "2031-03-17"
    assert row["times"] == []


def test_acts_have_plover_events_where_there_are_any() -> None:
    acts = [
        make_statement(TEXT, "that the sluices would open by June", act=act) for act in ("demand", "inform")
    ]
    assert [statement.to_dict()["plover"] for statement in acts] == ["REQUEST", None]


def test_a_table_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(UsageError, match=r"polars is not installed; pip install 'onrecord\[tables\]'"):
        make_reading().to_polars()


def test_notebook_shows_the_statements() -> None:
    html = make_reading()._repr_html_()
    assert "Ruth Amsel" in html
    assert "no minister is named" in html
    assert "<script" not in html
