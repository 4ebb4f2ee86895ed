from __future__ import annotations

from dataclasses import replace

from conftest import TEXT, make_statement
from hypothesis import given
from hypothesis import strategies as st

from onrecord.show.outline import outline
from onrecord.show.segments import cut

spans = st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=3).map(tuple)


def test_nested_spans_are_cut_at_each_border() -> None:
    text = "He said she said no."
    outer = make_statement(text, "she said no", source="He", cue="said")
    inner = make_statement(text, "no", source="she", cue=None, within=outer.id)
    segments = cut(len(text), outline([outer, inner]).entries)
    found = [(text[s.start : s.end], [(e.number, part) for e, part in s.parts]) for s in segments]
    assert found == [
        ("He", [(1, "source")]),
        (" ", []),
        ("said", [(1, "cue")]),
        (" ", []),
        ("she", [(1, "content"), (2, "source")]),
        (" said ", [(1, "content")]),
        ("no", [(1, "content"), (2, "content")]),
        (".", []),
    ]
    assert [(entry.number, part) for entry, part in segments[4].innermost] == [(2, "source")]


@given(st.lists(st.tuples(spans, spans, spans), max_size=5))
def test_every_character_has_exactly_the_parts_that_cover_it(given_spans: list) -> None:
    base = make_statement(TEXT, "the sluices")
    statements = [
        replace(base, id=str(i), source=source, cue=cue, content=content)
        for i, (source, cue, content) in enumerate(given_spans)
    ]
    length = 30
    segments = cut(length, outline(statements).entries)
    assert "".join("x" * (s.end - s.start) for s in segments) == "x" * length
    assert [s.start for s in segments] == [0, *(s.end for s in segments[:-1])]
    for segment in segments:
        for place in range(segment.start, segment.end):
            covering = {
                (s.id, part)
                for s in statements
                for part in ("source", "cue", "content")
                for start, end in getattr(s, part)
                if start <= place < end
            }
            assert {(entry.statement.id, part) for entry, part in segment.parts} == covering


def test_no_statements() -> None:
    (only,) = cut(5, ())
    assert (only.start, only.end, only.parts) == (0, 5, ())
