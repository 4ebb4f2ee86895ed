from __future__ import annotations

from dataclasses import replace

from conftest import TEXT, make_statement

from onrecord.models import Statement
from onrecord.show.outline import THRESHOLD, keep, outline


def chain(*confidences: float) -> list[Statement]:
    """Statements s0, s1, ... of which each stands within the one before."""
    base = make_statement(TEXT, "the sluices")
    return [
        replace(base, id=f"s{i}", within=f"s{i - 1}" if i else None, confidence=c)
        for i, c in enumerate(confidences)
    ]


def test_nested_statements_follow_their_outer_one() -> None:
    first, inner, third = chain(0.9, 0.9, 0.9)
    third = replace(third, within=None)
    shown = outline([first, third, inner])
    assert [(e.number, e.depth, e.statement.id, e.parent) for e in shown.entries] == [
        (1, 0, "s0", None),
        (2, 1, "s1", 1),
        (3, 0, "s2", None),
    ]


def test_five_deep() -> None:
    assert [entry.depth for entry in outline(chain(*[0.9] * 6)).entries] == [0, 1, 2, 3, 4, 5]


def test_unsure_ones_are_counted_and_their_inner_ones_move_up() -> None:
    shown = outline(chain(0.9, THRESHOLD - 0.01, 0.9))
    assert [(e.statement.id, e.depth) for e in shown.entries] == [("s0", 0), ("s2", 1)]
    assert shown.hidden == 1
    assert len(outline(chain(0.9, 0.01, 0.9), 0).entries) == 3


def test_keep_moves_within_past_all_that_are_left_out() -> None:
    kept = keep(chain(0.9, 0.1, 0.1, 0.9), 0.5)
    assert [(s.id, s.within) for s in kept] == [("s0", None), ("s3", "s0")]
    assert [(s.id, s.within) for s in keep(chain(0.1, 0.9), 0.5)] == [("s1", None)]


def test_an_outer_one_that_is_not_there() -> None:
    (only,) = chain(0.9)
    assert outline([replace(only, within="gone")]).entries[0].depth == 0


def test_circles_end() -> None:
    first, second = chain(0.9, 0.9)
    shown = outline([replace(first, within="s1"), second])
    assert sorted(entry.statement.id for entry in shown.entries) == ["s0", "s1"]
    itself = replace(first, within="s0")
    assert len(outline([itself]).entries) == 1
    assert len(outline([replace(itself, confidence=0.1), second]).entries) == 1


def test_a_deep_chain_needs_no_recursion() -> None:
    assert outline(chain(*[0.9] * 5000)).entries[-1].depth == 4999
