"""A user's tables count when reading: whom names mean, whom they speak for on the day, how they are shown."""

from __future__ import annotations

from datetime import date

import pytest

import onrecord
from onrecord.models import Actor, Article, Condition, Event, Outlet, Plan, Role, Statement, UserTables
from onrecord.resolve import resolve
from onrecord.resolve.shown import as_shown, respell

DAY = date(2031, 3, 7)
AMSEL = Actor("Ruth Amsel", "person", ("Rut Amzel",), by="user")
BOARD = Actor("Harbour Board", "organisation", ("HBX",), by="user")


def said(text: str, source: str, tables: UserTables, day: date = DAY) -> Statement:
    """The statement of a text of the form "SOURCE said CONTENT."."""
    at = text.rindex(source)
    cue = text.index("said", at)
    spans = ((at, at + len(source)),), ((cue, cue + 4),), ((cue + 5, len(text) - 1),)
    return resolve(
        Article(text, published=day), [Statement("s1", *spans, "indirect", 0.9)], (), tables=tables
    )[0]


def test_an_alias_means_its_actor_and_the_role_of_the_day_gives_the_side() -> None:
    tables = UserTables(
        actors=(AMSEL,),
        roles=(
            Role("Ruth Amsel", "envoy", "Talland", "2030", "2031-03", own=True),
            Role("Ruth Amsel", "envoy", "Vesmark", "2031-04-01", own=True),
        ),
    )
    for day, side in ((DAY, "Talland"), (date(2031, 3, 31), "Talland"), (date(2031, 4, 1), "Vesmark")):
        found = said("Rut Amzel said the port was shut.", "Rut Amzel", tables, day)
        assert (found.speaker, found.side) == ("Ruth Amsel", side)
    assert said("Rut Amzel said the port was shut.", "Rut Amzel", tables, date(2029, 1, 1)).side is None


def test_a_surname_alone_is_the_users_actor() -> None:
    found = said("Amsel said the port was shut.", "Amsel", UserTables(actors=(AMSEL,)))
    assert found.speaker == "Ruth Amsel"


def test_a_role_of_a_body_has_the_bodys_side() -> None:
    for of, side in (("Kremlin", "Russia"), ("Harbour Board", "Talland"), ("Selby Council", "Selby Council")):
        tables = UserTables(
            actors=(AMSEL, BOARD),
            roles=(
                Role("Ruth Amsel", "spokeswoman", None, of=of),
                Role("Harbour Board", "agency", "Talland"),
            ),
        )
        assert said("Ruth Amsel said the port was shut.", "Ruth Amsel", tables).side == side


def test_a_users_role_goes_before_the_shipped_one_of_the_day_only() -> None:
    tables = UserTables(roles=(Role("Sergey Lavrov", "envoy", "Talland", "2030-01-01"),))
    text = "Sergei Lavrov said the port was shut."
    assert said(text, "Sergei Lavrov", tables).side == "Talland"
    assert said(text, "Sergei Lavrov", tables, date(2016, 2, 5)).side == "Russia"


def test_the_holder_of_an_office_is_the_users() -> None:
    tables = UserTables(
        actors=(AMSEL,), roles=(Role("Ruth Amsel", "president", "France", "2030-01-01", own=True),)
    )
    text = "France shut the port. The French president said the port was shut."
    assert said(text, "The French president", tables).speaker == "Ruth Amsel"


def test_bodies_outlets_and_states_are_known_by_all_their_names() -> None:
    talland = Actor("Talland", "government", ("Port Selby",), by="user")
    tables = UserTables(actors=(BOARD, talland), outlets=(Outlet("Harbour Post"), Outlet("RT", "Russia")))
    for source, speaker, kind, side in (
        ("HBX", "Harbour Board", "organisation", "Harbour Board"), ("Port Selby", "Talland", "government", "Talland"),
        ("Harbour Post", "Harbour Post", "media", None), ("RT", "RT", "media", "Russia"),
    ):  # fmt: skip
        found = said(f"{source} said the port was shut.", source, tables)
        assert (found.speaker, found.speaker_type, found.side) == (speaker, kind, side)


def test_spellings_change_how_whole_words_of_names_are_shown_and_nothing_else() -> None:
    spellings = (("Kyiv", "Kiev"), ("Kyiv Post", "The Kyiv Post"), ("Ruth Amsel", "Rut Amsel"))
    assert respell("mayor of Kyiv", spellings) == "mayor of Kiev"
    assert respell("Kyiv Post", spellings) == "The Kyiv Post"
    assert respell("Kyivstar", spellings) == "Kyivstar"
    statement = Statement(
        "s1", (), (), ((0, 4),), "direct", 0.9, speaker="Ruth Amsel", addressee="Kyiv", nil=None
    )
    condition = Condition("c1", "precondition", (), (), (), 0.9, by="Ruth Amsel", of=("Kyiv", None))
    plan = Plan("p1", "meeting", (), "held", 0.9, participants=("Kyiv", "Talland"), place="Kyiv")
    shown = as_shown([statement], spellings)[0]
    assert (shown.id, shown.speaker, shown.addressee, shown.nil) == ("s1", "Rut Amsel", "Kiev", None)
    assert as_shown([condition], spellings)[0].of == ("Kiev", None)
    assert as_shown([plan], spellings)[0].participants == ("Kiev", "Talland")
    assert as_shown([plan], ()) == (plan,)


TEXT = "The sluices will open within ten days of the river congress, Ruth Amsel said on Friday."


@pytest.fixture
def tables(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("own") / "own.toml"
    path.write_text(
        '[[actors]]\nname = "Rut Amzel"\ntype = "person"\naliases = ["Ruth Amsel"]\n'
        '[[events]]\nwords = ["river congress"]\nfrom = 2031-05-02\n[spellings]\n"Rut Amzel" = "Rūta Amsele"\n',
        encoding="utf-8",
    )
    return str(path)


def test_read_takes_a_file_of_tables(tables: str) -> None:
    reading = onrecord.read(TEXT, published="2031-03-07", tables=tables)
    assert reading.statements[0].speaker == "Rūta Amsele"
    assert date(2031, 5, 12) in [timeline.latest for timeline in reading.timelines]
    plain = onrecord.read(TEXT, published="2031-03-07")
    assert plain.statements[0].speaker == "Ruth Amsel"
    assert [s.id for s in plain.statements] == [s.id for s in reading.statements]


def test_events_alone_are_still_taken_and_add_to_those_of_the_tables(tables: str) -> None:
    event = Event(("river congress",), date(2031, 5, 2), date(2031, 5, 2))
    alone = onrecord.read(TEXT, published="2031-03-07", events=[event])
    assert date(2031, 5, 12) in [timeline.latest for timeline in alone.timelines]
    article = Article(TEXT, published=DAY)
    for workers in (1, 2):
        both = list(onrecord.read_all([article] * 2, workers=workers, events=[event], tables=tables))
        assert all(isinstance(r, onrecord.Reading) and r.statements[0].speaker == "Rūta Amsele" for r in both)
    assert onrecord.read_article(article, [event]).timelines == alone.timelines


def test_tables_that_cannot_be_read_are_refused_before_anything_is_read() -> None:
    with pytest.raises(onrecord.OnRecordError, match=r"tables: 'none\.toml' cannot be read"):
        onrecord.read_all([], tables="none.toml")
