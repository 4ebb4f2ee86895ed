"""The chain of reporting, in reports of our own about invented negotiations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from conftest import make_article, make_statement

from onrecord.models import Statement
from onrecord.reading import Reading
from onrecord.resolve.chain import Path, reprinted, trace_chain


def paths_of(text: str, *statements: Statement, **head: Any) -> list[Path]:
    return list(trace_chain(Reading(make_article(text, **head), statements)).paths)


def ways(path: Path) -> list[tuple[str, str]]:
    return [(link.kind, link.name) for link in path.links]


def words(text: str, path: Path) -> list[str | None]:
    return [text[slice(*link.span)] if link.span else None for link in path.links]


POST = ("published", "Harbour Post")


def amsel(text: str, content: str = "the sluices stay shut", cue: str = "said", **given: Any) -> Statement:
    return make_statement(text, content, source="Amsel", cue=cue, **{"speaker": "Ruth Amsel", **given})


def test_what_an_outlet_was_told_and_another_carries() -> None:
    text = "Amsel told Fox News on Friday that the sluices stay shut."
    (path,) = paths_of(text, amsel(text, cue="told", addressee="Fox News"), outlet="RT")
    assert ways(path) == [("told", "Fox News"), ("published", "RT")]
    assert words(text, path) == ["Fox News", None]
    assert path.removes == 1


def test_a_text_that_names_nobody_claims_nothing() -> None:
    text = "Amsel told reporters that the sluices stay shut."
    (path,) = paths_of(text, amsel(text, cue="told", addressee="reporters"))
    assert (ways(path), path.removes) == ([POST], 0)


def test_its_own_reporter_is_no_remove() -> None:
    text = "Amsel told Reuters that the sluices stay shut."
    (path,) = paths_of(text, amsel(text, cue="told"), outlet="Reuters")
    assert (ways(path), path.removes) == ([("told", "Reuters"), ("published", "Reuters")], 0)


def test_a_report_put_next_to_a_statement_is_cited() -> None:
    text = "“The sluices stay shut,” Amsel said late on Friday, the TASS news agency reported. Oster said no."
    other = make_statement(text, "no.", source="Oster", cue="said no", speaker="Piet Oster")
    said = amsel(text, "“The sluices stay shut,”", cue="said late")
    first, second = paths_of(text, said, other)
    assert ways(first) == [("cited", "TASS"), POST]
    assert ways(second) == [POST]


def test_a_report_that_is_a_statement_holds_the_one_within() -> None:
    text = "Reuters reported that Amsel had told Bild that the sluices stay shut."
    outer = make_statement(
        text, "that Amsel had told Bild that the sluices stay shut", source="Reuters", cue="reported",
        speaker="Reuters", speaker_type="media",
    )  # fmt: skip
    inner = amsel(text, "that the sluices stay shut", cue="had told", within=outer.id)
    first, second = paths_of(text, outer, inner)
    assert ways(first) == [POST]
    assert ways(second) == [("told", "Bild"), ("cited", "Reuters"), POST]
    assert second.removes == 2


def test_unnamed_media_are_a_source_of_their_own() -> None:
    text = "Some media reports suggest that Amsel wants a freeze."
    outer = make_statement(
        text, "that Amsel wants a freeze", source="Some media reports", cue="suggest", speaker="media reports",
        speaker_type="media",
    )  # fmt: skip
    inner = amsel(text, "a freeze", cue="wants", within=outer.id)
    assert ways(paths_of(text, outer, inner)[1]) == [("cited", "media reports"), POST]


def test_a_statement_that_another_reports_is_relayed() -> None:
    text = "Oster said that Amsel wants a freeze."
    outer = make_statement(
        text, "that Amsel wants a freeze", source="Oster", cue="said", speaker="Piet Oster", side="Vesmark",
        act="inform",
    )  # fmt: skip
    inner = amsel(text, "a freeze", cue="wants", within=outer.id)
    assert ways(paths_of(text, outer, inner)[1]) == [("relayed", "Piet Oster"), POST]


def test_who_welcomes_what_another_wants_does_not_report_it() -> None:
    text = "Oster welcomed Amsel's plan to open the sluices."
    outer = make_statement(
        text,
        "Amsel's plan to open the sluices",
        source="Oster",
        cue="welcomed",
        speaker="Piet Oster",
        act="praise",
    )
    inner = amsel(text, "to open the sluices", cue="plan", within=outer.id)
    assert ways(paths_of(text, outer, inner)[1]) == [POST]


def test_an_outlet_that_no_table_has_is_known_by_its_name() -> None:
    text = "The Meridian Times reported that Amsel wants a freeze."
    outer = make_statement(
        text, "that Amsel wants a freeze", source="The Meridian Times", cue="reported", speaker="Meridian Times",
        speaker_type="organisation", act="inform",
    )  # fmt: skip
    inner = amsel(text, "a freeze", cue="wants", within=outer.id)
    assert ways(paths_of(text, outer, inner)[1]) == [("cited", "Meridian Times"), POST]


def test_who_speaks_for_a_side_does_not_relay_it() -> None:
    text = "Oster said that Vesmark wants a freeze and that we want peace."
    outer = make_statement(
        text, "that Vesmark wants a freeze", source="Oster", cue="said", speaker="Piet Oster", side="Vesmark",
        act="inform",
    )  # fmt: skip
    side = make_statement(text, "a freeze", source="Vesmark", cue="wants", speaker="Vesmark", within=outer.id)
    we = make_statement(text, "peace", source="we", cue="want", speaker="both sides", within=outer.id)
    assert [ways(path) for path in paths_of(text, outer, side, we)] == [[POST]] * 3


def test_a_hearer_found_from_sentences_before_is_told() -> None:
    text = "Amsel spoke to the BBC. She said that the sluices stay shut. She said that talks go on."
    later = make_statement(
        text, "talks go on", source="She", cue="said", speaker="Ruth Amsel", addressee="BBC"
    )
    (path,) = paths_of(text, later)
    assert (ways(path), words(text, path)) == ([("told", "BBC"), POST], ["BBC", None])


def test_a_hearer_without_a_name_is_media_all_the_same() -> None:
    text = "Amsel told a Tallish broadcaster that the sluices stay shut."
    (path,) = paths_of(text, amsel(text, cue="told", addressee="a Tallish broadcaster"))
    assert ways(path) == [("told", "a Tallish broadcaster"), POST]
    assert words(text, path) == ["a Tallish broadcaster", None]
    (path,) = paths_of(text, amsel(text, cue="told", addressee="news conference"))
    assert ways(path) == [POST]


def test_who_is_asked_to_act_is_no_outlet_that_was_told() -> None:
    text = "Amsel called on Fox News to mend its report."
    said = amsel(text, "to mend its report", cue="called on", addressee="Fox News", act="demand")
    assert ways(paths_of(text, said)[0]) == [POST]


def test_a_hearer_that_the_text_does_not_name_is_not_claimed() -> None:
    text = "Amsel told the Selby Independent that the sluices stay shut."
    assert ways(paths_of(text, amsel(text, cue="told", addressee="The Independent"))[0]) == [POST]
    assert ways(paths_of(text, amsel(text, cue="told", addressee="TV"))[0]) == [POST]


def test_what_the_outer_one_told_is_not_claimed_for_whom_they_speak_of() -> None:
    text = "Oster told Bild that Amsel could embrace a freeze."
    outer = make_statement(
        text, "that Amsel could embrace a freeze", source="Oster", cue="told", speaker="Piet Oster", addressee="Bild",
        act="predict",
    )  # fmt: skip
    unsure = amsel(text, "a freeze", cue="could embrace", within=outer.id, confidence=0.4)
    assert ways(paths_of(text, outer, unsure)[1]) == [POST]
    assert ways(paths_of(text, outer, replace(unsure, confidence=0.9))[1]) == [
        ("relayed", "Piet Oster"),
        ("told", "Bild"),
        POST,
    ]


def test_a_talk_holds_for_its_sentence_where_one_speaks() -> None:
    text = "In an interview with CNN, Amsel said that the sluices stay shut."
    assert ways(paths_of(text, amsel(text))[0]) == [("told", "CNN"), POST]
    two = text[:-1] + ", and Oster denied it."
    other = make_statement(two, "it", source="Oster", cue="denied", speaker="Piet Oster")
    assert [ways(path) for path in paths_of(two, amsel(two), other)] == [[POST], [POST]]


def test_what_another_told_is_not_claimed_for_a_neighbour() -> None:
    text = "Amsel said the sluices stay shut, and a diplomat told Reuters so."
    assert ways(paths_of(text, amsel(text))[0]) == [POST]


def test_credited_text_is_reprinted() -> None:
    text = "KORR (Reuters) - Amsel told TASS that the sluices stay shut."
    chain = trace_chain(Reading(make_article(text), (amsel(text, cue="told"),)))
    assert ways(chain.paths[0]) == [("told", "TASS"), ("credited", "Reuters"), ("reprinted", "Harbour Post")]
    assert chain.paths[0].removes == 2
    assert [credit.name for credit in chain.credits] == ["Reuters"]


def test_what_was_contributed_is_credited_to_no_statement() -> None:
    text = "Amsel said the sluices stay shut.\n\nThe Associated Press contributed to this report."
    chain = trace_chain(Reading(make_article(text), (amsel(text),)))
    assert (ways(chain.paths[0]), len(chain.credits)) == ([POST], 1)


def test_an_outlet_is_known_by_its_address_or_not_at_all() -> None:
    text = "Amsel said the sluices stay shut."
    assert ways(paths_of(text, amsel(text), outlet=None, url="https://www.rt.com/x")[0]) == [
        ("published", "RT")
    ]
    assert ways(paths_of(text, amsel(text), outlet=None)[0]) == []


def test_a_copy_passed_through_the_outlet_it_came_from() -> None:
    text = "Amsel told TASS that the sluices stay shut."
    (path,) = paths_of(text, amsel(text, cue="told"))
    again = reprinted(path, "Reuters")
    assert ways(again) == [("told", "TASS"), ("published", "Reuters"), ("reprinted", "Harbour Post")]
    assert again.removes == 2
    assert reprinted(again, "Reuters") == again


def test_statements_within_each_other_end_somewhere() -> None:
    text = "Amsel said the sluices stay shut."
    one = amsel(text, id="s1", within="s2")
    other = amsel(text, id="s2", within="s1")
    assert [ways(path) for path in paths_of(text, one, other)] == [[POST], [POST]]
    bare = Statement("s3", (), (), (), "direct", 0.9, within="gone")
    assert ways(paths_of("", bare)[0]) == [POST]


def test_a_sentence_of_thousands_takes_no_time_to_speak_of() -> None:
    text = "Amsel told Reuters no, " * 3000
    spans = [((at, at + 5),) for at in range(0, len(text), 23)]
    crowd = [
        Statement(
            f"s{n}",
            span,
            ((span[0][0] + 6, span[0][0] + 10),),
            (),
            "direct",
            0.9,
            speaker="Ruth Amsel",
            addressee="Reuters",
        )
        for n, span in enumerate(spans)
    ]
    assert len(paths_of(text, *crowd)) == 3000


def test_a_hearer_is_not_carried_over_to_another_occasion() -> None:
    text = "Amsel told Bild that the sluices stay shut. Amsel later said in a statement that talks go on."
    first = amsel(text, cue="told", addressee="Bild")
    later = make_statement(
        text,
        "talks go on",
        source="Amsel",
        cue="later said in a statement",
        speaker="Ruth Amsel",
        addressee="Bild",
    )
    assert [ways(path) for path in paths_of(text, first, later)] == [[("told", "Bild"), POST], [POST]]
