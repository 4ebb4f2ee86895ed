"""A user's own tables: TOML or a folder of CSV, and errors that name file, line and key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from onrecord.collect import load_tables
from onrecord.errors import UsageError
from onrecord.models import Actor, Event, Outlet, Role, UserTables

TOML = """
[[actors]]
name = "Ruth Amsel"
type = "person"
aliases = ["Rut Amzel", "R. Amsel"]

[[actors]]
name = "Harbour Board"
type = "organisation"

[[roles]]
actor = "Ruth Amsel"
role = "spokeswoman"
of = "Harbour Board"
from = 2030-01-01
to = "2031-05"

[[roles]]
actor = "Harbour Board"
role = "agency"
side = "Talland"
from = 1999

[[events]]
words = ["river congress", "the congress"]
from = 2031-05-02
to = 2031-05-04

[[outlets]]
name = "Harbour Post"
country = "Talland"
ownership = "state-controlled"
ownership_by = "Press Watch"
ownership_on = 2031-01-01
hosts = ["harbourpost.example", "WWW.harbourpost.example"]

[spellings]
Kyiv = "Kiev"
"Ruth Amsel" = "Rut Amsel"
"""
CSV = {
    "actors": "name,type,aliases\nRuth Amsel,person,Rut Amzel|R. Amsel\nHarbour Board,organisation,\n",
    "roles": (
        "actor,role,side,of,from,to\nRuth Amsel,spokeswoman,,Harbour Board,2030-01-01,2031-05\n"
        "Harbour Board,agency,Talland,,1999,\n"
    ),
    "events": "words,from,to\nriver congress|the congress,2031-05-02,2031-05-04\n",
    "outlets": (
        "name,country,ownership,ownership_by,ownership_on,hosts\nHarbour Post,Talland,state-controlled,Press Watch,"
        "2031-01-01,harbourpost.example|WWW.harbourpost.example\n"
    ),
    "spellings": "written,shown\nKyiv,Kiev\nRuth Amsel,Rut Amsel\n",
}
WANTED = UserTables(
    actors=(
        Actor("Ruth Amsel", "person", ("Rut Amzel", "R. Amsel"), by="user"),
        Actor("Harbour Board", "organisation", by="user"),
    ),
    roles=(
        Role("Ruth Amsel", "spokeswoman", None, "2030-01-01", "2031-05", "Harbour Board", own=True),
        Role("Harbour Board", "agency", "Talland", "1999", "", own=True),
    ),
    events=(Event(("river congress", "the congress"), date(2031, 5, 2), date(2031, 5, 4)),),
    spellings=(("Kyiv", "Kiev"), ("Ruth Amsel", "Rut Amsel")),
    outlets=(
        Outlet(
            "Harbour Post", "Talland", "state-controlled", ownership_by="Press Watch", ownership_on="2031-01-01",
            hosts=("harbourpost.example", "www.harbourpost.example"),
        ),
    ),
)  # fmt: skip


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_toml_and_a_folder_of_csv_give_the_same_tables(tmp_path: Path) -> None:
    assert load_tables(write(tmp_path / "own.toml", TOML)) == WANTED
    for name, text in CSV.items():
        write(tmp_path / f"{name}.csv", "\ufeff" + text)
    assert load_tables(tmp_path) == load_tables(str(tmp_path)) == WANTED


def test_tables_may_be_left_out(tmp_path: Path) -> None:
    assert load_tables(write(tmp_path / "own.toml", "# nothing yet\n")) == UserTables()
    write(tmp_path / "spellings.csv", CSV["spellings"])
    assert load_tables(tmp_path) == UserTables(spellings=WANTED.spellings)


ACTOR = '[[actors]]\nname = "Ruth Amsel"\ntype = "person"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\nname = = 1\n", r"is no TOML: .*line 2"),
        ('[[actor]]\nname = "x"', r"no table 'actor'; did you mean 'actors'\?"),
        ('actors = "Ruth Amsel"', r"'actors' is no list of entries; head each with \[\[actors\]\]"),
        ('spellings = ["a"]', r"'spellings' is no table"),
        ('\n[[actors]]\nname = "Ruth Amsel"', r"line 2: actors 1: no 'type'"),
        ('[[actors]]\ntype = "person"', r"line 1: actors 1: no 'name'"),
        ('[[actors]]\nname = "x"\ntype = "unnamed"', r"'type' is 'unnamed'; it is one of person, government"),
        (ACTOR + 'alias = "y"', r"no key 'alias' in actors; did you mean 'aliases'\?"),
        (ACTOR + "aliases = [7]", r"'aliases' holds 7; write it as text"),
        (ACTOR + "aliases = 7", r"'aliases' is 7; write a list of texts"),
        (ACTOR + 'aliases = ["  "]', r"'aliases' holds '  '; write it in letters"),
        ('[[actors]]\nname = "a\\u0000b"\ntype = "person"', r"'name' holds 'a\\x00b'"),
        (f'[[actors]]\nname = "{"a" * 201}"\ntype = "person"', r"'name' is 201 characters long; the limit is 200"),
        (ACTOR + ACTOR, r"line 4: actors 2: 'Ruth Amsel' means 'Ruth Amsel' already"),
        (ACTOR + '[[actors]]\nname = "B"\ntype = "person"\naliases = ["RUTH AMSEL"]', r"'RUTH AMSEL' means"),
        ('[[roles]]\nactor = "A"\nrole = "envoy"\nfrom = "2031-02-31"', r"'from': '2031-02-31' is no ISO"),
        ('[[roles]]\nactor = "A"\nrole = "envoy"\nfrom = 2031-02-03T10:00:00', r"'from': '2031-02-03 10:00:00' is no"),
        ('[[roles]]\nactor = "A"\nrole = "envoy"\nfrom = true', r"'from': 'True' is no ISO 8601 date"),
        ('[[roles]]\nactor = "A"\nrole = "envoy"\nfrom = 2031-02-03\nto = "2031-01"', r"ends on 2031-01, before"),
        ('[[roles]]\nactor = "A"\nrole = "envoy"\nside = "B"\nof = "C"', r"both 'side' and 'of'"),
        ('[[events]]\nfrom = 2031-02-03', r"events 1: no words"),
        ('[[events]]\nwords = "vote"', r"events 1: no date in 'from'"),
        ('[[outlets]]\nname = "P"\nownership = "public"', r"'ownership' without 'ownership_by'; write who says so"),
        ('[[outlets]]\nname = "P"\nhosts = ["https://p.example/"]', r"write a host alone"),
        ('[[outlets]]\nname = "P"\n[[outlets]]\nname = "P"', r"line 3: outlets 2: 'P' is there already"),
        ("[spellings]\nKyiv = 7", r"line 2: spellings: 'Kyiv': 'shown' holds 7"),
    ],
)  # fmt: skip
def test_slips_are_named_with_line_and_key(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path / "own.toml", text)
    with pytest.raises(UsageError, match=said) as error:
        load_tables(path)
    assert str(error.value).startswith(f"tables: '{path}'")


def test_a_line_is_not_guessed_where_entries_are_written_otherwise(tmp_path: Path) -> None:
    path = write(tmp_path / "own.toml", 'actors = [{name = "A", type = "person"}, {name = "B"}]')
    with pytest.raises(UsageError, match=r"own.toml': actors 2: no 'type'"):
        load_tables(path)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("actors", "type\nperson\n", "has no column 'name'; it needs name, type, aliases"),
        ("actors", "", "has no column 'name'"),
        (
            "actors",
            "name,type,alias\nA,person,B\n",
            "line 2: no key 'alias' in actors; did you mean 'aliases'",
        ),
        ("actors", "name,type\nA,person\nB,firm\n", "line 3: 'type' is 'firm'"),
        ("actors", "name,type\nAmsel, Ruth,person\n", "line 2: more cells than columns"),
        ("spellings", "written,shown\nKyiv\n", "line 2: no 'shown'"),
        ("spellings", "written,shown\nKyiv,Kiev\nKyiv,Kyïv\n", "line 3: 'Kyiv' is there already"),
        (
            "events",
            'words,from\n"' + "x" * 140_000 + '",2031-01-01\n',
            "line 1: field larger than field limit|line 2: 'words' is 140000 characters long",
        ),
    ],
)
def test_slips_in_csv_are_named_with_their_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    write(tmp_path / f"{name}.csv", text)
    with pytest.raises(UsageError, match=said):
        load_tables(tmp_path)


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    write(tmp_path / "large.toml", "#" * 1_000_001)
    write(tmp_path / "deep.toml", "a = " + "[" * 100_000)
    (tmp_path / "empty").mkdir()
    for name, said in (
        ("none.toml", "cannot be read"), ("bytes.toml", "cannot be read"), ("large.toml", "larger than 1,000,000"),
        ("deep.toml", "nested too deeply"), ("empty", "holds none of actors.csv"), ("a\0b", "cannot be read"),
    ):  # fmt: skip
        with pytest.raises(UsageError, match=said):
            load_tables(tmp_path / name)
