"""Who is meant, in sentences of our own about invented and well-known people."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.models import Article, Mention, Statement
from onrecord.resolve import in_table, load, resolve

DAY = date(2016, 6, 3)  # a Friday


def said(
    text: str, source: str, cue: str, content: str, *, id: str = "s1", within: str | None = None
) -> Statement:
    """A statement by its words; a source is sought before its cue, and the last of the words counts."""
    body = text.index(content)
    at = text.rindex(cue, 0, body) if cue in text[:body] else text.index(cue, body + len(content))
    spans = ()
    if source:
        found = text.rfind(source, 0, at)
        start = found if found >= 0 else text.index(source, at)
        spans = ((start, start + len(source)),)
    kind = "direct" if content[0] in '“"' else "indirect"
    return Statement(id, spans, ((at, at + len(cue)),), ((body, body + len(content)),), kind, 0.9, within)


def one(text: str, source: str, cue: str, content: str, *, day: date | None = DAY, **head: str) -> Statement:
    article = Article(text, published=day, **head)
    return resolve(article, [said(text, source, cue, content)], ())[0]


def test_a_name_in_an_apposition_is_the_speaker() -> None:
    text = "“The sluices stay shut,” Ruth Amsel, a doctor from Port Selby, said after the vote."
    found = one(text, "Ruth Amsel, a doctor from Port Selby,", "said", "“The sluices stay shut,”")
    assert (found.speaker, found.speaker_type, found.side) == ("Ruth Amsel", "person", None)


def test_a_name_after_its_office_is_the_speaker() -> None:
    text = "The Kremlin’s spokesman, Dmitri S. Peskov, insisted that nothing had changed."
    found = one(text, "The Kremlin’s spokesman, Dmitri S. Peskov,", "insisted", "that nothing had changed")
    assert (found.speaker, found.side) == ("Dmitry Peskov", "Russia")


def test_a_relative_pronoun_is_whom_it_follows() -> None:
    text = "The meeting was led by Ruth Amsel, who said the sluices would open."
    assert one(text, "who", "said", "the sluices would open").speaker in ("Ruth Amsel", None)


def test_two_joined_speak_for_both_sides() -> None:
    text = "Vladimir Putin and Barack Obama agreed that the truce should hold."
    found = one(text, "Vladimir Putin and Barack Obama", "agreed", "that the truce should hold")
    assert (found.speaker, found.speaker_type) == ("Vladimir Putin and Barack Obama", "group")
    assert found.side == "Russia and United States"


def test_a_possessor_inside_a_joint_source_is_not_taken_for_all() -> None:
    text = "Its neighbours and the United States have condemned the launch of the rocket."
    found = one(text, "Its neighbours and the United States", "have condemned", "the launch of the rocket")
    assert found.speaker != "United States"


def test_the_republican_is_the_candidate_of_the_text() -> None:
    text = (
        "Republican presidential candidate Donald Trump spoke in Ohio on Friday. Trump promised lower taxes.\n\n"
        "The Republican said he would raise tariffs."
    )
    found = one(text, "The Republican", "said", "he would raise tariffs")
    assert found.speaker in ("Donald Trump", None)
    assert found.side in ("Republican Party", None)


def test_his_envoy_is_not_himself() -> None:
    text = "President Barack Obama flew home. His envoy said the talks would go on."
    assert one(text, "His envoy", "said", "the talks would go on").speaker != "Barack Obama"


@pytest.mark.parametrize(
    ("written", "state"),
    [("Moscow", "Russia"), ("Kiev", "Ukraine"), ("Seoul", "South Korea"), ("Brussels", "European Union"),
     ("Washington", "United States"), ("Ankara", "Turkey"), ("The EU", "European Union")],
)  # fmt: skip
def test_a_seat_of_government_stands_for_the_state(written: str, state: str) -> None:
    text = f"{written} said it would wait for an answer."
    found = one(text, written, "said", "it would wait for an answer")
    assert (found.speaker, found.side) == (state, state)


def test_offices_keep_their_names_and_have_their_states_side() -> None:
    for written, office, side in (
        ("Russia’s defence ministry", "Russian Defence Ministry", "Russia"),
        ("The Russian Foreign Ministry", "Russian Foreign Ministry", "Russia"),
        ("Downing Street", "Downing Street", "United Kingdom"),
        ("The White House", "White House", "United States"),
    ):
        text = f"{written} said the convoy had been turned back."
        found = one(text, written, "said", "the convoy had been turned back")
        assert (found.speaker, found.side) == (office, side)


def test_a_city_where_one_speaks_is_no_speaker() -> None:
    text = "WASHINGTON The mayor, Ruth Amsel, came to Washington. She said the bridge would close."
    assert one(text, "She", "said", "the bridge would close").speaker == "Ruth Amsel"


def test_a_surname_shared_by_two_of_the_text_is_one_of_them_or_none() -> None:
    text = (
        "Ruth Amsel met her brother Karl Amsel at the harbour. Ruth Amsel had opposed the treaty for years.\n\n"
        "Amsel said the treaty was dead."
    )
    found = one(text, "Amsel", "said", "the treaty was dead")
    assert found.speaker in ("Ruth Amsel", None)
    sure = one("Ruth Amsel left. Amsel said the treaty was dead.", "Amsel", "said", "the treaty was dead")
    assert found.speaker_confidence < sure.speaker_confidence


def test_a_title_with_a_sex_parts_two_of_one_surname() -> None:
    text = (
        "Ms. Ruth Amsel met Mr. Karl Amsel at the harbour on Monday.\n\nMr. Amsel said the treaty was dead."
    )
    assert one(text, "Mr. Amsel", "said", "the treaty was dead").speaker in ("Karl Amsel", None)


def test_the_same_person_has_another_side_on_another_day() -> None:
    text = "Mark Rutte said the summit would go ahead."
    sides = {
        year: one(text, "Mark Rutte", "said", "the summit would go ahead", day=date(year, 6, 3)).side
        for year in (2016, 2025)
    }
    assert sides == {2016: "Netherlands", 2025: "NATO"}


def test_a_candidate_speaks_for_the_party_and_a_president_elect_for_the_state() -> None:
    text = "Donald Trump said he would renegotiate the treaty."
    for day, side in ((date(2016, 6, 3), "Republican Party"), (date(2016, 12, 1), "United States")):
        assert one(text, "Donald Trump", "said", "he would renegotiate the treaty", day=day).side == side


def test_a_surname_alone_is_the_officeholder_of_the_day() -> None:
    text = "Mr. Erdogan warned that he could still say no."
    found = one(text, "Mr. Erdogan", "warned", "that he could still say no", day=date(2022, 7, 20))
    assert (found.speaker, found.side) == ("Recep Tayyip Erdogan", "Turkey")


def test_without_a_day_of_publication_no_office_of_several_sides_is_chosen() -> None:
    found = one("Mark Rutte said it would go ahead.", "Mark Rutte", "said", "it would go ahead", day=None)
    assert (found.speaker, found.side) == ("Mark Rutte", None)


def test_mister_and_surname_take_the_full_name_from_elsewhere() -> None:
    text = "“We are done,” Mr. Amsel said. Karl Amsel leads the Harbour Union."
    assert one(text, "Mr. Amsel", "said", "“We are done,”").speaker == "Karl Amsel"


def test_he_and_she_are_told_apart() -> None:
    text = "Sarah Amsel met John Brandt in Port Selby on Monday. {} said the talks had failed."
    for pronoun, speaker in (("She", "Sarah Amsel"), ("He", "John Brandt")):
        filled = text.format(pronoun)
        assert one(filled, pronoun, "said", "the talks had failed").speaker in (speaker, None)
    found = one(text.format("She"), "She", "said", "the talks had failed")
    assert found.speaker == "Sarah Amsel"


def test_i_in_a_quote_is_the_one_who_speaks() -> None:
    text = "“I want the talks to go on,” Ruth Amsel told reporters."
    outer = said(text, "Ruth Amsel", "told", "“I want the talks to go on,”")
    start = text.index("I want")
    inner = Statement("s2", ((start, start + 1),), ((start + 2, start + 6),), ((start + 7, start + 25),),
                      "direct", 0.9, "s1")  # fmt: skip
    found = resolve(Article(text, published=DAY), [inner, outer], ())
    assert [s.speaker for s in found] == ["Ruth Amsel", "Ruth Amsel"]
    assert found[1].addressee == "reporters"


def test_unnamed_people_keep_their_words_and_their_state() -> None:
    text = "U.S. officials said the plan would be ready by June."
    found = one(text, "U.S. officials", "said", "the plan would be ready by June")
    assert (found.speaker, found.speaker_type, found.side) == (
        "unnamed US officials",
        "unnamed",
        "United States",
    )


@pytest.mark.parametrize(
    ("full", "short", "side", "day"),
    [
        ("Ursula von der Leyen", "Ms. von der Leyen", "European Union", date(2022, 5, 3)),
        ("Staffan de Mistura", "De Mistura", "United Nations", date(2016, 2, 3)),
        ("Ban Ki-moon", "Ban", "United Nations", date(2016, 2, 3)),
        ("Xi Jinping", "Xi", "China", date(2022, 5, 3)),
        ("Zeid Ra’ad al-Hussein", "Zeid", "United Nations", date(2016, 2, 3)),
    ],
)
def test_names_with_particles_family_names_first_and_apostrophes(
    full: str, short: str, side: str, day: date
) -> None:
    text = f"The summit was opened by {full} at noon.\n\n{short} said the road was long."
    found = one(text, short, "said", "the road was long", day=day)
    assert (found.speaker, found.side) == (full.replace("’", "'"), side)


@pytest.mark.parametrize("written", ["Volodymyr Zelenskiy", "Volodymyr Zelenskyy", "Volodymyr Zelensky"])
def test_spellings_give_one_name(written: str) -> None:
    text = f"{written} said the port was open."
    assert (
        one(text, written, "said", "the port was open", day=date(2022, 7, 1)).speaker == "Volodymyr Zelensky"
    )


def test_state_media_have_their_state_and_others_none() -> None:
    for written, name, side in (("TASS", "TASS", "Russia"), ("Reuters", "Reuters", None)):
        text = f"{written} reported that the train was late."
        found = one(text, written, "reported", "that the train was late")
        assert (found.speaker, found.speaker_type, found.side) == (name, "media", side)


def test_who_cannot_be_told_stays_without_a_name_and_says_why() -> None:
    text = "They said so. The weather was fine."
    found = one(text, "They", "said", "so")
    assert found.speaker is None
    assert found.nil
    assert found.speaker_confidence < 0.5


def test_no_source_worded() -> None:
    text = "A new vote is expected to be held in May."
    found = one(text, "", "is expected", "to be held in May")
    assert (found.speaker is None and found.nil == "no source worded") or found.speaker_type in (
        "unnamed",
        "media",
    )


def test_the_taggers_mentions_help_where_form_does_not() -> None:
    text = "Oriel Quandt of the union was late. Quandt said the port was shut."
    mentions = [Mention(0, 12, "person", "Oriel Quandt"), Mention(36, 42, "person", "Quandt")]
    statement = said(text, "Quandt", "said", "the port was shut")
    assert resolve(Article(text, published=DAY), [statement], mentions)[0].speaker == "Oriel Quandt"


def test_users_add_people_spellings_and_bodies() -> None:
    facts = {
        "roles": [["Ruth Amsel", "foreign minister", "Atlantis", "2030-01-01", ""]],
        "spellings": [["Rut Amzel", "Ruth Amsel"]],
        "states": [["Atlantis", "", "Atlantean", "Port Selby"]],
    }
    for text, source, speaker in (
        ("Rut Amzel said the sea was calm.", "Rut Amzel", "Ruth Amsel"),
        ("Port Selby said the sea was calm.", "Port Selby", "Atlantis"),
    ):
        statement = said(text, source, "said", "the sea was calm")
        found = resolve(Article(text, published=date(2031, 1, 1)), [statement], (), facts=facts)[0]
        assert (found.speaker, found.side) == (speaker, "Atlantis")
    assert in_table("Ruth Amsel", load(facts))
    assert not in_table("Ruth Amsel")


def test_order_and_spans_are_left_alone() -> None:
    text = "Ruth Amsel said it rained. Karl Brandt said it snowed."
    given = [
        said(text, "Karl Brandt", "said", "it snowed", id="b"),
        said(text, "Ruth Amsel", "said", "it rained", id="a"),
    ]
    found = resolve(Article(text, published=DAY), given, ())
    assert [s.id for s in found] == ["b", "a"]
    assert [s.speaker for s in found] == ["Karl Brandt", "Ruth Amsel"]
    assert [(s.source, s.cue, s.content) for s in found] == [(s.source, s.cue, s.content) for s in given]


@pytest.mark.parametrize("text", ["", "…", "\n\n", "a" * 5000, "Mr. " * 400, "(" * 3000, "“”‘’\"'" * 200])
def test_odd_texts_do_no_harm(text: str) -> None:
    end = min(len(text), 3)
    statement = Statement("s1", (), (), ((0, end),), "direct", 0.5)
    assert len(resolve(Article(text, id="x", published=DAY), [statement], ())) == 1


def test_circles_of_within_end() -> None:
    text = "Ruth Amsel said it rained."
    a = said(text, "Ruth Amsel", "said", "it rained", id="a", within="b")
    b = said(text, "Ruth Amsel", "said", "it rained", id="b", within="a")
    assert len(resolve(Article(text, published=DAY), [a, b], ())) == 2


def test_the_spokesman_is_the_one_whom_the_text_calls_so() -> None:
    text = (
        "Government spokesman Pavel Rudin said the dam stays shut. Teodor Brask left the room. "
        "The spokesman added that a date was needed."
    )
    first = said(text, "Government spokesman Pavel Rudin", "said", "the dam stays shut")
    second = said(text, "The spokesman", "added", "that a date was needed", id="s2")
    assert resolve(Article(text, published=DAY), [first, second], ())[1].speaker == "Pavel Rudin"


def test_a_name_after_a_comma_and_a_rank() -> None:
    text = "His envoy to the talks, retired army general Ruth Amsel, said the dam stays shut."
    source = "His envoy to the talks, retired army general Ruth Amsel,"
    assert one(text, source, "said", "the dam stays shut").speaker == "Ruth Amsel"


def test_media_in_general() -> None:
    text = "Some media reports suggested that the dam would open."
    assert one(text, "Some media reports", "suggested", "that the dam would open").speaker == "media reports"
