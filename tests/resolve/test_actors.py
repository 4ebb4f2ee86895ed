"""One actor over all articles: which names are one's, which never are, and why."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.models import RULES, Actor, SpeakerType, UserTables
from onrecord.resolve.actors import MERGE, Match, Registry, Sighting, actor_id, different, members, same, undo

DAY = date(2031, 3, 7)
NOW = datetime(2031, 3, 8, 12, tzinfo=UTC)


def registry(*names: str, on: date | None = DAY) -> Registry:
    """A registry that has read of some persons on a day."""
    found = Registry()
    for name in names:
        found.enter(name, "person", on=on)
    return found


def meant(
    found: Registry, name: str, type: SpeakerType | None = "person", on: date | None = DAY
) -> str | None:
    match = found.find(name, type, on=on)
    return match.actor.name if match.actor else None


ONE = """
Volodymyr Zelensky | Volodymyr Zelenskyy
Volodymyr Zelensky | Vladimir Zelenskiy
Dmitry Peskov | Dmitri Peskow
Dmitry Peskov | Kremlin spokesman Dmitry Peskov
Sergei Lavrov | Sergey Lavrov
Benjamin Netanyahu | Benjamin Netanjahu
Xi Jinping | Jinping Xi
Kim Jong Un | Kim Jong-un
Ban Ki-moon | Ki-moon Ban
Viktor Orbán | Viktor Orban
Klaus Müller | Klaus Mueller
Donald Trump | Donald J. Trump
Donald Trump | Donald John Trump
George Bush | George W. Bush
JD Vance | J. D. Vance
Bashar al-Assad | Bashar Assad
Abdel Fattah el-Sisi | Abdel-Fattah al-Sissi
Jean-Claude Juncker | Jean Claude Juncker
Vladimir Putin | Russian President Vladimir Putin
Antony Blinken | U.S. Secretary of State Antony Blinken
Oleksiy Amsel | Alexei Amsel
Ruth Amsel | Ruth E. Amsel
Ruth Amsel | the ministry's envoy Ruth Amsel
Yevhen Brandt | Evgeny Brandt
U.S. | United States
US | the United States
Moscow | Russia
Kyiv | Kiev
Russian Foreign Ministry | Ministry of Foreign Affairs of the Russian Federation
Pentagon | U.S. Department of Defense
The New York Times | New York Times
Harbour Defence Board | The Harbour Defense Board Ltd.
"""
OTHERS = """
Donald Trump | Donald Trump Jr.
Donald Trump | Melania Trump
George W. Bush | George H. W. Bush
George Bush | George H. W. Bush
Vitali Klitschko | Wladimir Klitschko
Kim Jong Un | Kim Jong Il
Mohammed bin Salman | Mohammed bin Zayed
Mary Elizabeth Amsel | Mary Louise Amsel
Ruth Amsel | Karl Amsel
King Abdullah | King Abdullah II
Pope Francis | Oriel Francis
North Korea | South Korea
Kremlin | Russia
Fox News | Fox Business
Ministry of Defence | Russian Defence Ministry
Harbour Board | Harbour Council
"""
LIKELY = """
Benjamin Netanyahu | Netanyahu
Putin | President Vladimir Putin
Ruth Amsel | R. Amsel
William Amsel | Bill Amsel
Oleh Sinegubow | Oleg Synyhubov
Oriel Ruth Amsel | Ruth Amsel
Harbour Council of Elders | HCE
"""


def rows(table: str) -> list[list[str]]:
    return [line.split(" | ") for line in table.strip().splitlines()]


@pytest.mark.parametrize(("one", "other"), rows(ONE))
def test_names_of_one_actor(one: str, other: str) -> None:
    for likeness in (same(one, other), same(other, one)):
        assert likeness is not None
        assert likeness.score >= MERGE, likeness
        assert likeness.why
    found = Registry()
    assert found.enter(one).actor == found.enter(other).actor


@pytest.mark.parametrize(("one", "other"), rows(OTHERS))
def test_names_of_two_actors(one: str, other: str) -> None:
    assert same(one, other) is None
    for names in ((one, other), (other, one)):
        found = Registry()
        first, second = (found.enter(name, on=DAY).actor for name in names)
        assert first != second


@pytest.mark.parametrize(("one", "other"), rows(LIKELY))
def test_likely_names_are_for_a_person_to_judge(one: str, other: str) -> None:
    likeness = same(one, other)
    assert likeness is not None
    assert 0 < likeness.score < MERGE
    found = Registry()
    type: SpeakerType = "organisation" if "Council" in one else "person"
    first, second = found.enter(one, type), found.enter(other, type)
    assert first.actor != second.actor
    assert first.actor in second.others or not first.own.sure


def test_an_id_is_of_the_letters_and_of_what_bears_the_name() -> None:
    assert actor_id("Kim Jong Un", "person") == actor_id("KIM JONG-UN", "person")
    assert actor_id("Selby", "organisation") == actor_id("Selby", "government") != actor_id("Selby", "person")
    assert Actor("Ruth Amsel", "person").id == actor_id("Ruth Amsel", "person")
    assert actor_id("…", "group") != actor_id("—", "group")


def test_a_surname_alone_is_the_one_who_bears_it_in_reports_of_the_time() -> None:
    found = registry("Ruth Amsel")
    match = found.enter("Amsel", "person", on=DAY + timedelta(days=20))
    assert (match.actor.name, match.own.sure) == ("Ruth Amsel", False) if match.actor else ()
    assert "the one Amsel of the record" in match.why
    for day in (DAY + timedelta(days=400), None):
        alone = found.enter("Amsel", "person", on=day)
        assert alone.actor == alone.own == Actor("Amsel", "person", sure=False)
        assert [actor.name for actor in alone.others] == ["Ruth Amsel"]
        assert alone.merge(NOW) is None


def test_a_surname_that_two_bear_is_nobodys() -> None:
    found = registry("Ruth Amsel", "Karl Amsel")
    match = found.enter("Amsel", "person", on=DAY)
    assert match.actor == match.own
    assert not match.own.sure
    assert {actor.name for actor in match.others} == {"Ruth Amsel", "Karl Amsel"}


def test_initials_and_titles_tell_two_of_a_surname_apart() -> None:
    found = registry("Ruth Amsel", "Karl Amsel")
    assert meant(found, "K. Amsel") == "Karl Amsel"
    assert meant(found, "Mrs. Amsel") == "Ruth Amsel"
    assert meant(registry("Ruth Amsel"), "Mr. Amsel") is None


def test_particles_of_a_surname_may_be_left_out() -> None:
    found = registry("Oriel de Quandt")
    assert meant(found, "De Quandt") == meant(found, "Quandt") == "Oriel de Quandt"


def test_a_name_without_middle_initial_is_nobodys_where_two_bear_it() -> None:
    found = registry("Ruth A. Amsel", "Ruth B. Amsel")
    match = found.enter("Ruth Amsel", "person", on=DAY)
    assert match.actor == match.own
    assert not match.own.sure
    assert len(match.others) == 2


def test_finding_adds_nobody() -> None:
    found = Registry()
    assert found.find("Ruth Amsel", "person").actor is None
    assert list(found.actors()) == []
    entered = found.enter("Ruth Amsel", "person", on=DAY)
    assert found.find("RUTH AMSEL").actor == entered.actor
    assert list(found.actors()) == [Actor("Ruth Amsel", "person", first=DAY, last=DAY)]


def test_what_a_name_is_may_be_left_open() -> None:
    found = registry("Ruth Amsel")
    for name, type in (
        ("Amsel", "person"), ("Moscow", "government"), ("Oriel Quandt", "person"), ("Harbour Board", "organisation"),
        ("unnamed officials", "unnamed"), ("Reuters", "media"), ("Selbyco", "organisation"),
    ):  # fmt: skip
        match = found.enter(name, on=DAY)
        assert match.actor is not None
        assert match.actor.type == type, name


def test_the_same_words_of_a_person_and_of_a_firm_are_two_actors() -> None:
    found = registry("Ruth Amsel")
    assert found.enter("Ruth Amsel", "organisation").actor != found.find("Ruth Amsel", "person").actor


def test_a_match_is_a_merge_that_says_why_and_is_the_same_at_every_reading() -> None:
    def read() -> Match:
        return registry("Ruth Amsel").enter("Ruth E. Amsel", "person")

    merge = read().merge(NOW)
    assert merge is not None
    assert (merge.by, merge.reason) == (RULES, "the same name, one with a middle initial")
    assert (merge.from_actor, merge.into_actor) == (
        actor_id("Ruth E. Amsel", "person"),
        actor_id("Ruth Amsel", "person"),
    )
    again = read().merge(NOW + timedelta(days=9))
    assert again is not None
    assert again.id == merge.id


def test_a_record_is_taken_up_where_it_was_left() -> None:
    first = registry("Ruth Amsel")
    match = first.enter("Ruth E. Amsel", "person", on=DAY)
    merge = match.merge(NOW)
    assert merge is not None
    again = Registry([*first.actors(), match.own], [merge])
    assert meant(again, "Ruth E. Amsel") == meant(again, "Amsel") == "Ruth Amsel"
    assert [actor.name for actor in again.actors()] == ["Ruth Amsel"]


def test_a_merge_that_a_person_undid_is_never_made_again() -> None:
    first = registry("Ruth Amsel")
    match = first.enter("Ruth E. Amsel", "person", on=DAY)
    merge = match.merge(NOW)
    assert merge is not None
    again = Registry([*first.actors(), match.own], [undo(merge, by="Ann", at=NOW)])
    assert meant(again, "Ruth E. Amsel") == "Ruth E. Amsel"
    word = different(match.own.id, actor_id("Ruth Amsel", "person"), by="Ann", at=NOW, reason="sisters")
    assert (
        meant(Registry(first.actors(), [word]), "Ruth E. Amsel") is None
    )  # known before either is read again


def test_a_surname_taken_wrongly_is_undone_for_that_person_alone() -> None:
    first = registry("Ruth Amsel")
    match = first.enter("Amsel", "person", on=DAY)
    merge = match.merge(NOW)
    assert merge is not None
    again = Registry([*first.actors(), match.own], [undo(merge, by="Ann", at=NOW)])
    assert meant(again, "Amsel") is None
    assert meant(again, "Ruth Amsel") == "Ruth Amsel"


def test_a_users_actors_and_aliases_go_before_the_rules() -> None:
    own = Actor("Ruth Amsel", "person", ("Old Ruth", "Moscow Ruth", "Amsel"), by="user")
    board = Actor("Harbour Board", "organisation", ("HBX",), by="user")
    found = Registry(tables=UserTables(actors=(own, board)))
    assert meant(found, "Amsel", on=None) == meant(found, "Old Ruth") == "Ruth Amsel"
    assert found.find("HBX").actor == board
    likeness = same("HBX", "Harbour Board", tables=UserTables(actors=(board,)))
    assert likeness is not None
    assert likeness.score >= MERGE


@given(st.permutations([
    ("Ruth Amsel", "person"), ("Ruth E. Amsel", "person"), ("Amsel", "person"), ("R. Amsel", "person"),
    ("Karl Brandt", "person"), ("Brandt", "person"), ("Carl Brandt", "person"), ("Moscow", None), ("Russia", None),
    ("Harbour Defence Board", "organisation"), ("The Harbour Defense Board", "government"),
]))  # fmt: skip
def test_in_whatever_order_names_come_they_give_the_same_actors(
    names: list[tuple[str, SpeakerType | None]],
) -> None:
    matches = Registry().enter_all([Sighting(name, type, DAY) for name, type in names])
    found = {name: match.actor.name for (name, _), match in zip(names, matches, strict=True) if match.actor}
    assert found == {
        **dict.fromkeys(("Ruth Amsel", "Ruth E. Amsel", "Amsel", "R. Amsel"), "Ruth Amsel"),
        **dict.fromkeys(("Karl Brandt", "Carl Brandt", "Brandt"), "Carl Brandt"),
        **dict.fromkeys(("Moscow", "Russia"), "Russia"),
        **dict.fromkeys(("Harbour Defence Board", "The Harbour Defense Board"), "Harbour Defence Board"),
    }


@given(st.text(max_size=40), st.sampled_from(["person", "organisation", "unnamed", None]))
def test_odd_names_do_no_harm(name: str, type: SpeakerType | None) -> None:
    found = registry("Ruth Amsel")
    match = found.enter(name, type, on=DAY)
    assert found.enter(name, type, on=DAY).actor == match.actor
    assert match.actor is not None
    same(name, "Ruth Amsel", type=type)


def test_names_that_the_tables_have_in_initials_are_whole() -> None:
    match = Registry().enter("J.D. Vance", "person", on=DAY)
    assert match.actor is not None
    assert (match.actor.name, match.actor.sure) == ("JD Vance", True)
    assert registry("Viktor Orban").find("VIKTOR ORBAN").own.name == "VIKTOR ORBAN"
    assert [actor.name for actor in registry("Viktor Orban").actors()] == ["Viktor Orbán"]


def test_many_spellings_and_many_namesakes_take_no_loop_over_all() -> None:
    found = registry("Ruth Amsel")
    for n in range(2_000):
        assert found.enter(f"Ru{'u' * n}th Amsel", "person").actor == found.find("Ruth Amsel", "person").actor
        found.enter(f"Karl {'abcdefghij'[n % 10].upper()}{'xyz'[n % 3]}{'o' * (n % 7)}{n} Amsel", "person")
    assert meant(found, "Amsel") is None


def test_joint_names_are_taken_apart_where_each_part_is_a_name() -> None:
    for name, parts in (
        ("United States and Russia", ("United States", "Russia")),
        ("Ruth Amsel, Karl Brandt and Oriel von Quandt", ("Ruth Amsel", "Karl Brandt", "Oriel von Quandt")),
        ("Trinidad and Tobago", ("Trinidad and Tobago",)),
        ("Department of Health and Human Services", ("Department of Health and Human Services",)),
        ("Russia and its allies", ("Russia and its allies",)),
        ("", ("",)),
    ):
        assert members(name) == parts


def test_a_million_names_take_no_loop_over_all_actors() -> None:
    # Were each name held against all 20,000, this would take minutes.
    given = [Actor(f"{a}{b} Amsel{c}", "person") for a in "ABCDEFGHIJ" for b in "aeiou" for c in range(400)]
    found = Registry(given)
    matches = [found.find(f"{actor.name[0]}. Amsel7", "person") for actor in given]
    assert len(matches) == 20_000


def test_two_persons_named_together_are_neither_of_them() -> None:
    registry = Registry()
    alone = registry.enter("Teodor Brask", "person").actor
    both = registry.enter("Ruth Amsel and Teodor Brask", "person").actor
    assert alone is not None
    assert both is not None
    assert (both.name, both.id != alone.id) == ("Ruth Amsel and Teodor Brask", True)
