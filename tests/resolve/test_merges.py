"""Merges are data: followed, taken back, attributable; persons' words go before rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import UsageError
from onrecord.models import RULES, Merge
from onrecord.resolve.actors import different, resolve_merges, undo

START = datetime(2031, 3, 7, tzinfo=UTC)


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def merge(from_actor: str, into_actor: str, by: str = RULES, minute: int = 0) -> Merge:
    return Merge(from_actor, into_actor, by, at(minute), "of one sound")


def test_chains_are_followed_to_their_end() -> None:
    merges = [merge("a", "b"), merge("b", "c", "Ann"), merge("c", "d"), merge("x", "y")]
    assert resolve_merges(merges) == {"a": "d", "b": "d", "c": "d", "x": "y"}
    assert resolve_merges([]) == {}


@pytest.mark.parametrize("by", [RULES, "Ann"])
def test_a_circle_is_refused_and_named(by: str) -> None:
    merges = [merge("x", "a", by), merge("a", "b", by), merge("b", "c", by), merge("c", "a", by)]
    with pytest.raises(UsageError, match=r"circle: 'a' -> 'b' -> 'c' -> 'a'; undo one"):
        resolve_merges(merges)
    assert resolve_merges([*merges[:3], undo(merges[3], by=by, at=at(9))]) == {
        "x": "c",
        "a": "c",
        "b": "c",
    }
    with pytest.raises(UsageError, match="circle: 'a' -> 'a'"):
        resolve_merges([merge("a", "a", by)])


def test_a_persons_merge_goes_before_a_rules_and_the_later_before_the_earlier() -> None:
    assert resolve_merges([merge("a", "b"), merge("a", "c", "Ann", -5)]) == {"a": "c"}
    assert resolve_merges([merge("a", "c", "Ben", 5), merge("a", "b", "Ann", 1)]) == {"a": "c"}
    assert resolve_merges([merge("b", "a"), merge("a", "b", "Ann", 1)]) == {
        "a": "b"
    }  # no circle: Ann has the word
    assert resolve_merges([merge("a", "b", minute=1), merge("a", "c", minute=2)]) == {"a": "b"}


def test_what_a_person_undid_no_rule_joins_by_whatever_way() -> None:
    apart = undo(merge("a", "b"), by="Ann", at=at(1))
    assert resolve_merges([apart, merge("b", "a", minute=2)]) == {}
    assert resolve_merges([apart, merge("a", "c", minute=2), merge("b", "c", minute=3)]) == {"a": "c"}
    assert resolve_merges([different("a", "b", by="Ann", at=at(0), reason="brothers"), merge("a", "b")]) == {}


def test_a_later_word_of_a_person_counts() -> None:
    apart = undo(merge("a", "b"), by="Ann", at=at(1))
    assert resolve_merges([apart, merge("b", "a", "Ben", 2)]) == {"b": "a"}


def test_a_person_cannot_join_by_a_detour_what_is_said_to_be_different() -> None:
    word = different("a", "c", by="Ann", at=at(5), reason="brothers")
    with pytest.raises(UsageError, match="said to be different"):
        resolve_merges([merge("a", "b", "Ann"), merge("b", "c", "Ann", 1), word])


def test_undoing_keeps_who_and_when_and_is_done_once() -> None:
    undone = undo(merge("a", "b"), by="Ann", at=at(1))
    assert (undone.by, undone.undone_by, undone.undone_at, undone.id) == (
        RULES,
        "Ann",
        at(1),
        merge("a", "b").id,
    )
    with pytest.raises(UsageError, match="undone by 'Ann' already"):
        undo(undone, by="Ben", at=at(2))


def test_a_rule_makes_a_merge_once_and_a_person_again_and_again() -> None:
    assert merge("a", "b", minute=0).id == merge("a", "b", minute=9).id
    assert merge("a", "b", "Ann", 0).id != merge("a", "b", "Ann", 9).id


PAIRS = st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")).filter(lambda p: p[0] < p[1])


@given(st.lists(st.tuples(PAIRS, st.sampled_from([RULES, "Ann"])), max_size=12), PAIRS, st.randoms())
def test_undone_all_is_as_before_in_whatever_order(
    given: list[tuple[tuple[str, str], str]], pair: tuple[str, str], chance
) -> None:  # type: ignore[no-untyped-def]
    merges = [merge(*names, by, minute) for minute, (names, by) in enumerate(given)]
    before = resolve_merges(merges)
    new = merge(*pair, "Ben", 99)
    joined = resolve_merges([*merges, new])
    assert joined.get(pair[0]) == joined.get(pair[1], pair[1])
    after = [*merges, undo(new, by="Ben", at=at(100))]
    chance.shuffle(after)
    assert resolve_merges(after) == before


def test_a_hundred_thousand_merges_take_no_time() -> None:
    merges = [merge(str(n), str(n + 1)) for n in range(100_000)]
    assert set(resolve_merges(merges).values()) == {"100000"}
