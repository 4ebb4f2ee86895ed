"""Rows of JSON become readings only if every field holds what it can."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from export.readings import make_reading
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import MalformedError
from onrecord.reading import LAYERS, Reading


def row() -> dict[str, Any]:
    return json.loads(json.dumps(make_reading().whole()))  # type: ignore[no-any-return]


def test_a_reading_comes_back() -> None:
    reading = make_reading()
    assert Reading.from_dict(row(), reading.article.text) == reading


def test_the_published_form_is_read_and_gives_itself() -> None:
    reading = make_reading()
    published = json.loads(json.dumps(reading.to_dict()))
    again = Reading.from_dict(published, reading.article.text)
    assert again.to_dict() == published
    assert again.statements[0].confidence == 0.912


def test_what_a_row_leaves_out_is_as_by_default() -> None:
    text = "Mara Veld said no."
    found = Reading.from_dict({"published": "2031-03-07", "statements": None, "more": 1}, text)
    assert found.article.published == date(2031, 3, 7)
    assert found.article.id == Reading.from_dict({"id": None}, text).article.id != ""
    assert found.statements == ()
    given = {"id": "t", "text": [[0, 4]], "binds": [], "kind": "on", "confidence": 1, "anchor": None}
    (timeline,) = Reading.from_dict({"timelines": [given]}, text).timelines
    assert (timeline.anchor, timeline.confidence) == ("none", 1.0)


@pytest.mark.parametrize(
    ("keys", "value", "message"),
    [
        (["id"], 5, "`id` is a number and no text"),
        (["published"], "7 March", "`published` is '7 March' and no day as YYYY-MM-DD"),
        (["published"], "20310307", "`published` is '20310307' and no day"),
        (["standoff"], [], "`standoff` is a list and no text"),
        (["plans"], {}, None),
        (["plans"], {"a": 1}, "`plans` is an object and no list"),
        (["plans", 0], "x", "`plans[0]` is text and no object"),
        (["plans", 0, "type"], "party", "`plans[0].type` is 'party'; it is one of meeting"),
        (["plans", 0, "type"], ["meeting"], "it is one of meeting"),
        (["plans", 0, "type"], None, "no `type` in `plans[0]`"),
        (["plans", 0, "participants"], "Talland", "`plans[0].participants` is text and no list"),
        (["plans", 0, "participants"], [None], "has null in it and no text"),
        (["plans", 0, "event"], None, "no `event` in `plans[0]`"),
        (["plans", 0, "event"], [[5, 5]], "`plans[0].event` has [5, 5], no span of the text"),
        (["plans", 0, "event"], [[5, 9999]], "code points from 0 to 214"),
        (["plans", 0, "event"], [[-1, 5]], "no span"),
        (["plans", 0, "event"], [[True, 5]], "no span"),
        (["plans", 0, "event"], [[0, 5.0]], "no span"),
        (["plans", 0, "event"], [5], "no span"),
        (["plans", 0, "event"], {"0": 5}, "is an object and no list of spans"),
        (["plans", 0, "confidence"], 1.5, "`plans[0].confidence` is 1.5 and no share from 0 to 1"),
        (["plans", 0, "confidence"], float("nan"), "no share"),
        (["plans", 0, "confidence"], True, "no share"),
        (["conditions", 0, "of"], [1], "`conditions[0].of` has a number in it"),
        (["times", 0, "text"], [[0, 1], [2, 3]], "`times[0].text` has 2 spans; a time has one"),
        (["times", 0, "type"], "YEAR", "`times[0].type` is 'YEAR'"),
    ],
)
def test_what_cannot_be_is_named(keys: list[Any], value: object, message: str | None) -> None:
    place = whole = row()
    for key in keys[:-1]:
        place = place[key]
    place[keys[-1]] = value
    if message is None:
        Reading.from_dict(whole, whole["text"])
        return
    with pytest.raises(MalformedError) as caught:
        Reading.from_dict(whole, whole["text"])
    assert message in str(caught.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "text", "kind"]), inner)
    ),
    max_leaves=6,
)


@given(st.sampled_from(LAYERS), st.data())
def test_no_value_is_more_than_an_error(layer: str, data: st.DataObject) -> None:
    whole = row()
    entry = whole[layer][0]
    entry[data.draw(st.sampled_from(sorted(entry)))] = data.draw(JSON)
    try:
        again = Reading.from_dict(whole, whole["text"])
    except MalformedError:
        return
    assert Reading.from_dict(again.whole(), whole["text"]) == again
