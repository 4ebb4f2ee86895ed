"""Readings of any shape, for round trips: hypothesis strategies, and a small one with an entry of each layer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

from conftest import STAKES_TEXT, make_article, make_stakes, make_statement
from hypothesis import strategies as st

from onrecord import Reading, models
from onrecord.models import Article, Condition, Plan, Span, Statement, Time, Timeline, Timex

# Marks from right to left, emoji of several code points, combining marks, every line end, NUL, what formats quote.
ODD = "ab c.\n\r\t\x0b\x0c\x1c\x85\u2028\u2029\x00\ufeff\u200f\u202eאش😀👩‍🚀e\u0301“”‘\"'\\;:,=+-@#?%<>&{}[]|/＝"
words = st.text(st.sampled_from(ODD), max_size=8) | st.sampled_from(["Ruth Amsel", "Talland", "=1+1", "'x"])
maybe = st.none() | words
shares = st.floats(0, 1) | st.sampled_from([0.0, 1.0, 0.9123456])
days = st.none() | st.dates()


def one_of(literal: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(literal))


def spans(size: int, least: int = 0) -> st.SearchStrategy[tuple[Span, ...]]:
    """Spans of a text of `size` code points, in order and apart."""
    cuts = st.lists(st.integers(0, size), min_size=2 * least, max_size=6, unique=True).map(sorted)
    return cuts.map(lambda c: tuple(zip(c[::2], c[1::2], strict=False)))


@st.composite
def readings(draw: st.DrawFn, text: st.SearchStrategy[str] | None = None) -> Reading:
    body = draw(text or st.text(st.sampled_from(ODD), min_size=6, max_size=40))
    size = len(body)
    some, least = spans(size), spans(size, 1)
    numbers = iter(range(1000))
    article = st.builds(
        Article, st.just(body), st.text(st.sampled_from(ODD), min_size=1, max_size=6), maybe, days, maybe, maybe, maybe,
        maybe, maybe,
    )  # fmt: skip
    ids = st.builds(lambda: f"e{next(numbers)}")
    timex = st.builds(Timex, one_of(models.TimexType), words, maybe, one_of(models.Anchor), days, days)
    layers = (
        st.builds(Statement, ids, some, some, least, one_of(models.Kind), shares, maybe, maybe,
                  st.none() | one_of(models.SpeakerType), shares, maybe, maybe, maybe, maybe,
                  st.none() | one_of(models.Act), shares),
        st.builds(Condition, ids, one_of(models.ConditionKind), some, some, least, shares, maybe, maybe, maybe,
                  st.lists(maybe, max_size=2).map(tuple), maybe),
        st.builds(Timeline, ids, least, some, one_of(models.TimelineKind), shares, maybe, maybe, days, days,
                  one_of(models.Anchor), some, st.none() | one_of(models.TimexType), maybe),
        st.builds(Plan, ids, one_of(models.PlanType), least, one_of(models.Status), shares,
                  st.lists(words, max_size=2).map(tuple), days, days, maybe, some, some),
        st.builds(lambda s, t: Time(*s[0], t), least, timex),
    )  # fmt: skip
    return Reading(draw(article), *(tuple(draw(st.lists(layer, max_size=2))) for layer in layers))


def apart(found: list[Reading]) -> list[Reading]:
    """Those of `found` whose articles have ids of their own."""
    return list({reading.article.id: reading for reading in found}.values())


many = st.lists(readings(), max_size=3).map(apart)


def make_reading(text: str = STAKES_TEXT, **head: Any) -> Reading:
    """A reading with an entry of each layer."""
    outer = make_statement(
        text, text[: text.index(", Ruth")], source="Ruth Amsel", cue="said", speaker="Ruth Amsel", act="offer",
        act_confidence=0.81234567, said_on="2031-03-07", side="Talland", confidence=0.9123456789,
    )  # fmt: skip
    inner = make_statement(text, "frees the crews", nil="no name", within=outer.id, kind="direct")
    condition, timeline, plan = make_stakes(text)
    start = text.index("March 17")
    day = date(2031, 3, 17)
    time = Time(start, start + 8, Timex("DATE", "2031-03-17", None, "publication", day, day))
    given = {"byline": "Ola Brand", "credit": "Meridian Wire", "language": "en"}
    article = make_article(text, **{**given, **head})
    return Reading(article, (outer, inner), (condition,), (timeline,), (plan,), (time,))


def numbered(number: int) -> Iterator[Reading]:
    """`number` readings of articles a0, a1, ..."""
    return (make_reading(id=f"a{i}") for i in range(number))
