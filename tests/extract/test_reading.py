"""The shipped reader on the pits that other extractors fall into; every sentence is our own."""

import pytest

from onrecord.extract import extract
from onrecord.models import Article, words


def read(text):
    """(source, cue, content) in words, for each statement that is not nested."""
    statements = extract(Article(text)).statements
    return [
        tuple(words(text, part) for part in (s.source, s.cue, s.content))
        for s in statements
        if s.within is None
    ]


def contents(text):
    return [content for _, _, content in read(text)]


SAID = "The sluices stay shut until spring"


@pytest.mark.parametrize(
    "marks",
    [
        ("“", "”"),
        ('"', '"'),
        ("«", "»"),
        ("„", "“"),
        ("‘", "’"),
        ("'", "'"),
        ("“", "“"),
        ("''", "''"),
        ("”", "”"),
    ],
)
def test_all_kinds_of_quotation_marks(marks):
    text = f"{marks[0]}{SAID},{marks[1]} said Ruth Amsel, the water minister. The talks resume next week."
    found = read(text)
    assert any("Ruth Amsel" in source and cue == "said" and SAID in content for source, cue, content in found)


def test_an_odd_mark_does_not_lose_the_article():
    text = (
        "The envoy said the ferry was “late.\n\n“We will sign in May,” Ruth Amsel said.\n\n"
        "Jan Marek said the army would stay out of the strait."
    )
    found = " ".join(contents(text))
    assert "We will sign in May" in found
    assert "the army would stay out of the strait" in found


def test_a_quote_over_paragraphs_keeps_its_speaker():
    text = (
        "“We came here to talk,” Ruth Amsel said. “We waited for three days.\n\n"
        "“Nobody from the other side came to meet us.”\n\nThe hall was empty by evening."
    )
    source, cue, content = read(text)[0]
    assert (source, cue) == ("Ruth Amsel", "said")
    assert "Nobody from the other side came" in content


def test_appositive():
    (found,) = read("Jan Marek, a fisherman from Port Selby, said the catch had halved.")
    assert found[0].startswith("Jan Marek")
    assert found[1:] == ("said", "the catch had halved")


def test_relative_pronoun_has_a_statement_of_its_own():
    found = read("The minister, who said the border would reopen on Monday, left the hall early.")
    assert any("the border would reopen on Monday" in content for _, _, content in found)


def test_a_second_verb_does_not_cut_the_content():
    text = "Police said the man posed a threat to the crowd and refused to drop the gun."
    assert contents(text) == ["the man posed a threat to the crowd and refused to drop the gun"]


def test_repeated_text_has_its_own_offsets():
    text = "“We are ready,” Ruth Amsel said.\n\n“We are ready,” Jan Marek said."
    starts = [s.content[0][0] for s in extract(Article(text)).statements]
    assert starts == [0, text.rindex("“We are ready")]


def test_a_nickname_in_a_quote():
    text = "“I told Jan “Bobo” Marek to wait for the boat,” Ruth Amsel said."
    assert any("I told Jan" in content and "wait for the boat" in content for content in contents(text))


SIGNED = """Readers wrote to us about the dam.

“We have waited ten years. I think that they will not build it.” — Ruth Carter, Port Selby
“Nobody asked the fishermen.” ― Jan Marek
"""


def test_a_quote_signed_after_a_dash():
    outer = {
        words(SIGNED, s.source): words(SIGNED, s.content)
        for s in extract(Article(SIGNED)).statements
        if not s.within
    }
    assert (
        outer["Ruth Carter, Port Selby"] == "“We have waited ten years. I think that they will not build it.”"
    )
    assert outer["Jan Marek"] == "“Nobody asked the fishermen.”"


def test_turns_of_a_transcript_that_is_itself_a_quote():
    text = (
        "They spoke on Sunday.\n\n"
        '"KORNAT: Well, the question should be why nobody asked the farmers, who have waited for ten years.\n\n'
        '"HOST: Do you really see those two as equal?\n\n'
        '"KORNAT: And that is why he is on his way to the dam."'
    )
    sources = [words(text, s.source) for s in extract(Article(text)).statements if not s.within]
    assert sources == ["KORNAT", "HOST", "KORNAT"]


def test_a_dash_in_a_quote_signs_nothing():
    text = "“The dam stays closed until spring” - that is how the ministry put it on Monday."
    assert all(s.cue for s in extract(Article(text)).statements)


def test_no_source():
    text = "It was announced that the talks would move to Port Selby."
    assert any("the talks would move to Port Selby" in content for content in contents(text))


def test_nested():
    text = "The spokesman confirmed that Amsel and Marek have expressed their readiness to meet again."
    statements = extract(Article(text)).statements
    inner = [s for s in statements if s.within]
    assert "Amsel and Marek" in [words(text, s.source) for s in inner]
    assert {s.within for s in inner} <= {s.id for s in statements}


def test_cue_in_the_middle():
    text = "The talks ended late. “This dam,” said Amsel, “is not for sale.” She left without a word."
    (found,) = read(text)
    assert found == ("Amsel", "said", "“This dam,” … “is not for sale.”")


def test_names_are_found():
    mentions = extract(Article("Ruth Carter met Jan Marek in London, the Harbour Post said.")).mentions
    assert {"Ruth Carter", "Jan Marek", "London"} <= {m.text for m in mentions}
    assert {m.type for m in mentions if m.text == "London"} == {"place"}


def test_one_sentence_of_twenty_thousand_words():
    text = "Ruth Amsel said that " + "the water came and the people left and " * 2500 + "that was that."
    assert len(text.split()) > 20_000
    statements = extract(Article(text)).statements
    assert statements


@pytest.mark.parametrize(
    "text",
    ["\ud83d\ude00"[:0] + "😀 " * 50, "a" * 50_000, "“" * 5_000, ". " * 5_000, "\u202e\u200b said \u0301"],
)
def test_odd_text_is_read_without_a_fault(text):
    statements = extract(Article(text)).statements
    assert all(
        0 <= start < end <= len(text)
        for s in statements
        for part in (s.source, s.cue, s.content)
        for start, end in part
    )


def test_same_text_same_statements():
    text = "“We are ready,” Ruth Amsel said on Friday. Jan Marek said he doubted it."
    assert extract(Article(text)) == extract(Article(text))
