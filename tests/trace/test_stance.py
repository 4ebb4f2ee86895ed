"""What acts and words say about where a side stands."""

from __future__ import annotations

import pytest
from tracing_values import stand

from onrecord.trace.stance import conditional, leaning, negated, opposed, stance


@pytest.mark.parametrize(
    ("words", "act", "steps"),
    [
        ("to open the gates", "offer", 3.0), ("to open the gates", "commit", 3.0), ("a joint board", "propose", 2.0),
        ("the talks went on", "inform", 0.0), ("the talks did not go on", "inform", -1.5),
        ("it is untrue", "deny", -1.5),
        ("to cut the supply", "commit", 0.0), ("to withdraw the boats", "offer", 0.0),
        ("to cut all ties", "threaten", -3.0),
        ("the gates stay shut", "reject", -3.0), ("anything", None, 0.0),
    ],
)  # fmt: skip
def test_leaning(words: str, act: str | None, steps: float) -> None:
    assert leaning(stand(words, act=act)) == steps


@pytest.mark.parametrize(
    ("words", "act", "found"),
    [
        ("the gates will open", "commit", "for"), ("the gates will open if the boats leave", "commit", "conditional"),
        ("the gates stay shut unless the boats leave", "threaten", "conditional"), ("a board", "reject", "against"),
        ("it did so", "deny", "against"), ("that no gate be opened", "demand", "against"), ("open it", "demand", "for"),
        ("whether it opens", "ask", "open"), ("it will not open", "predict", "open"), ("it opens", "predict", "for"),
        ("if it opens", "inform", "for"),
    ],
)  # fmt: skip
def test_stance(words: str, act: str, found: str) -> None:
    assert stance(stand(words, act=act)) == found


def test_what_carries_a_condition_is_conditional() -> None:
    one = stand("the gates will open", act="commit")
    assert stance(one, {one.evidence.entry}) == "conditional"


@pytest.mark.parametrize("words", ["It isn't so", "it isn’t so", "they refused", "without them", "NEVER"])
def test_negated(words: str) -> None:
    assert negated(words)


@pytest.mark.parametrize("words", ["a knot", "nothingness", "the north", "knowing it"])
def test_not_negated(words: str) -> None:
    assert not negated(words)


def test_conditional_words() -> None:
    assert conditional("Only after that")
    assert conditional("in exchange for it")
    assert not conditional("a beautiful gift")


def test_opposed() -> None:
    yes, no, denial = stand("it opens"), stand("it does not open"), stand("it opens", act="deny")
    assert opposed(yes, no)
    assert opposed(yes, denial)
    assert not opposed(no, denial)
