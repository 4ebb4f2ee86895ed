"""A reading's ways out: dictionary, rows, pandas, polars, notebook."""

from __future__ import annotations

import json
import sys

import pandas
import polars
import pytest
from conftest import TEXT, make_article, make_statement

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
    assert frame.shape == (3, 22)
    assert list(frame[frame.side == "Talland"].speaker) == ["Ruth Amsel"]
    assert frame.confidence.mean() == pytest.approx(0.95)


def test_polars() -> None:
    frame = make_reading().to_polars()
    assert frame.shape == (3, 22)
    assert frame.filter(polars.col("nil").is_not_null())["source"].to_list() == ["the minister"]
    assert frame["content_spans"].to_list()[0] == make_reading().to_dict()["statements"][0]["content"]


def test_tables_of_nothing_have_the_same_columns_and_stack() -> None:
    full, empty = make_reading(), Reading(make_article(), ())
    assert list(empty.to_pandas().columns) == list(full.to_pandas().columns)
    assert polars.concat([empty.to_polars(), full.to_polars()]).height == 3
    assert len(pandas.concat([empty.to_pandas(), full.to_pandas()])) == 3


def test_no_column_is_left_out() -> None:
    assert set(make_reading().rows()[0]) == set(make_reading().to_polars().columns)


def test_a_table_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(UsageError, match=r"polars is not installed; pip install 'onrecord\[tables\]'"):
        make_reading().to_polars()


def test_notebook_shows_the_statements() -> None:
    html = make_reading()._repr_html_()
    assert "Ruth Amsel" in html
    assert "no minister is named" in html
    assert "<script" not in html
