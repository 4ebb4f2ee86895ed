"""Places into topics, topics into issues: however the coverage is cut, and never taken apart again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tracing_values import SIZE, axis, near

from onrecord.trace import topics as module
from onrecord.trace.topics import Groups, blend, into_issues, into_topics, unit


def some(seed: int, count: int, kinds: int = 5) -> np.ndarray:
    """Places scattered around a few of the axes."""
    random = np.random.default_rng(seed)
    around = np.eye(SIZE, dtype=np.float32)[random.integers(0, kinds, count)]
    return unit(around + random.normal(0, 0.25, (count, SIZE)).astype(np.float32))


def test_what_is_near_is_of_one_topic_and_what_is_not_begins_another() -> None:
    found, groups = into_topics(
        np.stack([axis(0), near(0, 0.8), axis(1), near(0, 0.5, 2)]), Groups.none(SIZE)
    )
    assert found.tolist() == [0, 0, 1, 2]
    assert groups.sizes.tolist() == [2, 1, 1]
    assert np.allclose(groups.sums[0], axis(0) + near(0, 0.8))


def test_no_places_make_no_topics() -> None:
    found, groups = into_topics(np.zeros((0, SIZE), np.float32), Groups.none(SIZE))
    assert (found.tolist(), len(groups.sizes)) == ([], 0)


@given(seed=st.integers(0, 10_000), count=st.integers(1, 60), cuts=st.lists(st.integers(1, 59), max_size=4))
def test_the_same_topics_however_they_are_cut_into_calls(seed: int, count: int, cuts: list[int]) -> None:
    places = some(seed, count)
    whole, groups = into_topics(places, Groups.none(SIZE))
    parts, grown = [], Groups.none(SIZE)
    for part in np.split(places, sorted(cut for cut in cuts if cut < count)):
        found, grown = into_topics(part, grown)
        parts += found.tolist()
    assert parts == whole.tolist()
    assert grown.sizes.tolist() == groups.sizes.tolist()


def test_blocks_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    places = some(7, 100)
    whole, _ = into_topics(places, Groups.none(SIZE))
    monkeypatch.setattr(module, "BLOCK", 7)
    assert into_topics(places, Groups.none(SIZE))[0].tolist() == whole.tolist()


def groups_of(*places: np.ndarray) -> Groups:
    return Groups(np.stack(places), np.ones(len(places), np.int64))


@pytest.mark.parametrize("many", [3000, 0], ids=["joined", "led"])
def test_topics_that_are_near_are_one_issue(monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    monkeypatch.setattr(module, "MANY", many)
    found, issues = into_issues(groups_of(axis(0), axis(1), near(0, 0.6)), Groups.none(SIZE))
    assert found.tolist() == [0, 1, 0]
    assert issues.sizes.tolist() == [2, 1]


@pytest.mark.parametrize("many", [3000, 0], ids=["joined", "led"])
def test_issues_that_are_there_stay_apart_and_keep_their_number(
    monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(module, "MANY", many)
    there = groups_of(axis(0), near(0, 0.9))  # near each other, and parted by a person
    found, issues = into_issues(groups_of(axis(1), near(0, 0.95)), there)
    assert found.tolist() == [2, 1]
    assert issues.sizes.tolist() == [1, 2, 1]


@given(seed=st.integers(0, 10_000), known=st.integers(0, 5), new=st.integers(0, 12))
def test_every_topic_has_an_issue_and_nothing_is_lost(seed: int, known: int, new: int) -> None:
    places = some(seed, known + new, kinds=4)
    there = Groups(places[:known], np.ones(known, np.int64))
    found, issues = into_issues(Groups(places[known:], np.ones(new, np.int64)), there)
    assert len(found) == new
    assert set(range(known)) | set(found.tolist()) == set(range(len(issues.sizes)))
    assert issues.sizes.sum() == known + new
    assert np.allclose(issues.sums.sum(axis=0), places.sum(axis=0), atol=1e-4)


def test_a_place_is_made_of_words_paragraph_and_title() -> None:
    zero = np.zeros((1, SIZE), np.float32)
    (alone,) = blend(axis(0)[None], zero, zero)
    assert np.allclose(alone, axis(0))
    (made,) = blend(axis(0)[None], axis(1)[None], axis(2)[None])
    assert made @ axis(0) == pytest.approx(2 / 3)
    assert made @ axis(2) == pytest.approx(1 / 3)
