"""brat folders come back: ours as the readings they were, others to the letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import make_article, make_statement
from hypothesis import HealthCheck, given, settings

from onrecord.errors import InputError, UsageError
from onrecord.export.brat import file_name, standoff, write_brat, write_folder
from onrecord.export.brat_read import read_brat
from onrecord.export.standoff import cut
from onrecord.models import Spans
from onrecord.reading import Reading

from .readings import make_reading, many, numbered

# In the form of PolNeAR's files: events, roles in any order, spans in several pieces, marks that are no attribution.
TEXT = (
    "Ferry talks stall.\n\n“We will not pay twice,” the harbour master of Ostrand said on Monday. “Not ever.”\n"
    "Rival owners doubt that he can hold out, a union said. Some call it a ruse. 🚢 They want arbitration.\n"
)


def mark(name: str, type: str, *words: str) -> str:
    places = [(TEXT.index(w), TEXT.index(w) + len(w)) for w in words]
    return f"{name}\t{type} {';'.join(f'{s} {e}' for s, e in places)}\t{' '.join(words)}"


ANN = [
    mark("T1", "Content", "“We will not pay twice,”", "“Not ever.”"),
    mark("T2", "Source", "the harbour master of Ostrand"),
    mark("T4", "Cue", "said"),
    mark("T5", "Attribution", "said"),
    "E1\tAttribution:T5 Content:T1 Cue:T4 Source:T2",
    mark("T6", "Source", "a union"),
    mark("T7", "Cue", "doubt"),
    mark("T8", "Content", "that he can hold out"),
    mark("T9", "Source", "Rival owners"),
    mark("T10", "Attribution", "doubt"),
    "E3\tAttribution:T10 Source:T6 Source2:T9 Content:T8 Cue:T7",
    mark("T11", "Discuss", "Some call it a ruse"),
    mark("T12", "Cue", "want"),
    mark("T13", "Content", "arbitration"),
    mark("T14", "Attribution-no-source", "want"),
    "E4\tAttribution-no-source:T14 Content:T13 Cue:T12",
    mark("T15", "Discard", "🚢"),
    "A1\tDoubtful T13",
    "#1\tAnnotatorNotes T11\tby whom?",
    "*\tEquiv T2 T6",
    "something else",
]


def write_polnear(folder: Path, ann: str, name: str = "ostrand_2031-03-10_ferry-talks_4b22") -> Path:
    for sub in ("text", "attributions"):
        (folder / sub).mkdir(parents=True, exist_ok=True)
    (folder / "text" / f"{name.rpartition('_')[0]}.txt").write_bytes(TEXT.encode())
    path = folder / "attributions" / f"{name}.ann"
    path.write_bytes(ann.encode())
    return path


def read_one(folder: Path) -> Reading:
    (found,) = read_brat(folder)
    assert isinstance(found, Reading), found
    return found


def in_words(spans: Spans) -> Sequence[str]:
    return [TEXT[start:end] for start, end in spans]


def test_polnear_form_is_read(tmp_path: Path) -> None:
    write_polnear(tmp_path, "\n".join(ANN) + "\n")
    reading = read_one(tmp_path)
    assert reading.article.text == TEXT
    assert reading.article.id == "ostrand_2031-03-10_ferry-talks_4b22"
    first, second, third = reading.statements
    assert in_words(first.source) == ["the harbour master of Ostrand"]
    assert in_words(first.cue) == ["said"]
    assert in_words(first.content) == ["“We will not pay twice,”", "“Not ever.”"]
    assert (first.kind, first.confidence, first.speaker) == ("direct", 1.0, None)
    assert in_words(second.source) == ["Rival owners", "a union"]
    assert second.kind == "indirect"
    assert (third.source, in_words(third.content)) == ((), ["arbitration"])


@pytest.mark.parametrize("ending", ["\n", "", "\n\n"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_polnear_form_is_written_as_it_was(tmp_path: Path, ending: str, line_end: str) -> None:
    ann = line_end.join(ANN) + ending
    write_polnear(tmp_path / "in", ann)
    reading = read_one(tmp_path / "in")
    path = write_brat(reading, tmp_path / "out")
    assert path.read_bytes() == TEXT.encode()
    assert path.with_suffix(".ann").read_bytes() == ann.encode()
    assert read_one(tmp_path / "out") == reading
    assert Reading.from_dict(reading.whole(), TEXT) == reading


def test_what_is_beyond_our_terms_stays_when_entries_change(tmp_path: Path) -> None:
    write_polnear(tmp_path / "in", "\n".join(ANN))
    reading = read_one(tmp_path / "in")
    first, _, third = reading.statements
    changed = replace(reading, statements=(first, replace(third, speaker="Ostrand", speaker_confidence=1.0)))
    path = write_brat(changed, tmp_path / "out")
    lines = path.with_suffix(".ann").read_text("utf-8").splitlines()
    for line in ("T11", "T15", "A1\t", "#1\t", "some"):  # T6, of *, went with the second statement
        assert [one for one in ANN if one.startswith(line)] == [one for one in lines if one.startswith(line)]
    assert len({line.partition("\t")[0] for line in lines}) == len(lines)
    assert "\tSource 0" not in "\n".join(lines)
    again = read_one(tmp_path / "out")
    assert again.statements == changed.statements
    assert standoff(again) == "\n".join(lines) + "\n"


def test_a_mended_head_is_written_too(tmp_path: Path) -> None:
    path = write_brat(make_reading(), tmp_path).with_suffix(".ann")
    path.write_text(path.read_text("utf-8") + "T99\tWeather 0 7\tTalland\n", "utf-8")
    reading = read_one(tmp_path)
    mended = replace(reading, article=replace(reading.article, title="Envoy stays"))
    write_brat(mended, tmp_path)
    again = read_one(tmp_path)
    assert again.article == mended.article
    assert "T99\tWeather 0 7\tTalland\n" in standoff(again)


def held(reading: Reading) -> Reading:
    """`reading` without the entries of which no word can be marked."""
    text = reading.article.text

    def stands(entry: object) -> bool:
        parts = ("content", "marker", "text", "event")
        spans = next((getattr(entry, part) for part in parts if hasattr(entry, part)), None)
        return bool(cut(text, ((entry.start, entry.end),) if spans is None else spans))  # type: ignore[attr-defined]

    layers = {
        layer: tuple(filter(stands, getattr(reading, layer)))
        for layer in ("statements", "conditions", "timelines", "plans", "times")
    }
    return replace(reading, **layers)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(many)
def test_our_own_form_comes_back(tmp_path_factory: pytest.TempPathFactory, found: list[Reading]) -> None:
    folder = tmp_path_factory.mktemp("brat")
    assert write_folder(found, folder) == len(found)
    wanted = {file_name(reading.article.id): held(reading) for reading in found}
    assert list(read_brat(folder)) == [wanted[name] for name in sorted(wanted, key="{}.ann".format)]


def test_a_mark_that_was_moved_and_a_note_that_was_mended_count(tmp_path: Path) -> None:
    text = "Mara Veld said that the ferry\n\nsails at noon, and left."
    statement = make_statement(
        text, "the ferry\n\nsails at noon", source="Mara Veld", cue="said", speaker="M. Veld"
    )
    path = write_brat(Reading(make_article(text), (statement,)), tmp_path).with_suffix(".ann")
    ann = path.read_text("utf-8")
    assert "Content 20 29;31 44\tthe ferry sails at noon" in ann
    moved = ann.replace("31 44\tthe ferry sails at noon", "31 36\tthe ferry sails")
    path.write_text(moved.replace("speaker: M. Veld", "speaker: Mara Veld"), "utf-8")
    (found,) = read_one(tmp_path).statements
    assert found == replace(statement, content=((20, 36),), speaker="Mara Veld")


def test_a_note_in_other_words_is_kept_and_says_nothing(tmp_path: Path) -> None:
    statement = make_statement("Mara Veld said no.", "no", source="Mara Veld", cue="said")
    path = write_brat(Reading(make_article("Mara Veld said no."), (statement,)), tmp_path).with_suffix(".ann")
    ann = path.read_text("utf-8") + '#9\tAnnotatorNotes T3\twho: is "this?\n'
    path.write_text(ann, "utf-8")
    found = read_one(tmp_path)
    assert found.statements == (statement,)
    assert standoff(found) == ann


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("T1\tCue 0 99\tx", "line 1: T1 is at 0-99, and the text has 18 code points"),
        ("T1\tCue 5 5\t", "T1 is at 5-5"),
        ("T1\tCue 0 4\tMore", "the words of T1 are 'More', and 'Mara' stands there"),
        ("T1\tCue 0 4\tMara\nT1\tCue 0 4\tMara", "line 2: T1 is there twice"),
        (
            "T1\tContent 0 4\tMara\n#1\tAnnotatorNotes T1\tconfidence: high",
            "`T1.confidence` is 'high' and no number",
        ),
        ("T1\tContent 0 4\tMara\nA1\tKind T1 odd", "`T1.kind` is 'odd'; it is one of direct"),
        ("T1\tPlan 0 4\tMara\n", "no `type` in `T1`"),
        ("T1\tTime 0 4;5 9\tMara Veld\n#1\tAnnotatorNotes T1\ttype: DATE; value: x", "a time has one"),
        ("T1\tPlan 0 4\tMara\n#1\tAnnotatorNotes T1\tevidence_spans: 1-x", "no spans such as 3-9 12-20"),
    ],
)
def test_a_broken_file_is_an_error_in_its_place(tmp_path: Path, line: str, message: str) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("Mara Veld said no.")
        (tmp_path / f"{name}.ann").write_text("T1\tContent 15 17\tno\n")
    (tmp_path / "b.ann").write_text(line)
    found = list(read_brat(tmp_path))
    assert [type(one) is Reading for one in found] == [True, False, True]
    assert str(found[1]).startswith(str(tmp_path / "b.ann"))
    assert message in str(found[1])


def test_files_that_are_not_what_they_should_be(tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text("Nobody should read this.")
    folder = tmp_path / "brat"
    folder.mkdir()
    (folder / "a.txt").symlink_to(outside)
    (folder / "b.txt").write_bytes(b"\xff\xfe")
    (folder / "d.txt").write_text("x" * 2_000_001)
    for name in "abcd":
        (folder / f"{name}.ann").write_text("")
    (folder / "e.ann").mkdir()
    found = [str(one) for one in read_brat(folder)]
    wanted = ["leads out of the folder", "not UTF-8", "no such text", "larger than 2 MB", "cannot be read"]
    assert all(message in one for message, one in zip(wanted, found, strict=True))
    (gone,) = read_brat(tmp_path / "gone")
    assert isinstance(gone, InputError)


def test_offsets_and_names_of_any_size_are_no_fault(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Mara Veld said no.")
    digits = "9" * 5000
    odd = [f"T{digits}\tCue 0 4\tMara", f"T1\tCue {digits} 4\tx", "E1\t", "R1", "#", "\0", "A\tx"]
    ann = "\n".join([*odd, f'#1\tAnnotatorNotes T{digits}\ta: {";" * 50_000}"'])
    (tmp_path / "a.ann").write_text(ann)
    assert standoff(read_one(tmp_path)) == ann


def test_folders_in_folders_keep_articles_of_one_name_apart(tmp_path: Path) -> None:
    for sub in ("one", "two"):
        write_polnear(tmp_path / sub, "", name="x_4b22")
    (tmp_path / "x.txt").write_text("Mara Veld said no.")
    (tmp_path / "x.ann").write_text("")
    ids = [one.article.id for one in read_brat(tmp_path) if isinstance(one, Reading)]
    assert sorted(ids) == ["one/x_4b22", "two/x_4b22", "x"]


def test_an_article_that_comes_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="comes twice"):
        write_folder([make_reading(), make_reading()], tmp_path)


def test_many_articles(tmp_path: Path) -> None:
    assert write_folder(numbered(300), tmp_path) == 300
    assert sum(isinstance(one, Reading) and one.standoff is None for one in read_brat(tmp_path)) == 300
