"""Kind and nesting, and statements without a cue, on attributions made by hand."""

import pytest

from onrecord.extract.decode import Found
from onrecord.extract.statements import statements
from onrecord.extract.uncued import uncued
from onrecord.extract.words import split


def found(words, content, *, cue=None, source=None):
    def at(part):
        start = words.text.index(part)
        inside = [
            i
            for i, (s, e) in enumerate(zip(words.start, words.end, strict=True))
            if s >= start and e <= start + len(part)
        ]
        return inside[0], inside[-1] + 1

    parts = [content] if isinstance(content, str) else content
    return Found(cue and at(cue), source and at(source), tuple(map(at, parts)), 0.9, 0.9, 0.9)


@pytest.mark.parametrize(
    ("text", "content", "kind"),
    [
        ("She said “we will go,” and went.", "“we will go,”", "direct"),
        ("She said that “we will go” and went.", "that “we will go”", "direct"),
        ("She said they would “go” soon.", "they would “go” soon", "mixed"),
        ("She said they would go soon.", "they would go soon", "indirect"),
        ('She said "we will go, and went.', '"we will go, and went', "direct"),
    ],
)
def test_kind(text, content, kind):
    words = split(text)
    assert statements(words, [found(words, content, cue="said", source="She")])[0].kind == kind


def test_nested_in_the_innermost():
    words = split("Amsel said that Marek hoped Sallow would promise peace.")
    outer, middle, inner = statements(
        words,
        [
            found(words, "that Marek hoped Sallow would promise peace", cue="said", source="Amsel"),
            found(words, "Sallow would promise peace", cue="hoped", source="Marek"),
            found(words, "peace", cue="would promise", source="Sallow"),
        ],
    )
    assert (outer.within, middle.within, inner.within) == (None, outer.id, middle.id)


def test_same_content_twice_makes_no_circle():
    words = split("“Not now.”\n\nAmsel: “Not now.”")
    one = found(words, "“Not now.”")
    assert [s.within for s in statements(words, [one, one])] == [None, None]


def test_ids_depend_on_version_and_spans_only():
    def ids(text: str, version: str) -> list[str]:
        words = split(text, version)
        return [s.id for s in statements(words, [found(words, "no", cue="said", source="Amsel")])]

    assert ids("Amsel said no.", "v1") == ids("Amsel said no.", "v1")
    assert ids("Amsel said no.", "v1") != ids("Amsel said no.", "v2")


def test_turns_of_a_transcript():
    words = split(
        "Via telephone\n\nMODERATOR: Good morning to all of you.\n\nSENIOR OFFICIAL: Thank you for joining us."
    )
    made = uncued(words, [])
    assert [words.text[words.start[one.source[0]] : words.end[one.source[1] - 1]] for one in made] == [
        "MODERATOR", "SENIOR OFFICIAL",
    ]  # fmt: skip


def test_a_post_set_apart():
    words = split("Ruth Amsel (@ramsel) We met again today and agreed on nothing.")
    (made,) = uncued(words, [])
    assert statements(words, [made])[0].source == ((0, 20),)


@pytest.mark.parametrize(
    "text",
    [
        "Note: the talks go on until Friday.",
        "Read more: Talks end in the capital city",
        "By 9:30 the hall was full of envoys.",
    ],
)
def test_a_label_is_no_speaker(text):
    assert uncued(split(text), []) == []


def test_a_quote_over_three_paragraphs_is_one_statement():
    text = (
        "“We came to talk,” Amsel said. “We waited.\n\n“Nobody came to meet us.\n\n“So we left that evening.”"
    )
    words = split(text)
    start = found(words, ["“We came to talk,”", "“We waited."], cue="said", source="Amsel")
    (made,) = uncued(words, [start])
    (statement,) = statements(words, [made])
    assert [text[s:e] for s, e in statement.content] == [
        "“We came to talk,”", "“We waited.", "“Nobody came to meet us.", "“So we left that evening.”",
    ]  # fmt: skip
