"""The tables of facts: sound, small and quick to load."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from importlib.resources import files

from onrecord.resolve.names import find_names
from onrecord.resolve.tables import load, plain, shipped, sound, surname_of
from onrecord.resolve.text import split

DATE = re.compile(r"(\d{4}(-\d{2}(-\d{2})?)?)?")


def test_every_row_has_the_columns_of_its_head() -> None:
    for name in ("states", "bodies", "outlets", "roles", "spellings", "given", "nouns", "places"):
        head, *rows = files("onrecord.resolve").joinpath("data", f"{name}.tsv").read_text("utf-8").split("\n")
        wrong = [row for row in rows if row and row.count("\t") != head.count("\t")]
        assert not wrong, (name, wrong[:3])


def test_roles_start_before_they_end() -> None:
    for roles in shipped().roles.values():
        for role in roles:
            assert DATE.fullmatch(role.start), role
            assert DATE.fullmatch(role.end), role
            assert not role.end or role.start <= role.end, role


def test_spellings_lead_to_names_that_lead_no_further() -> None:
    spellings = shipped().spellings
    assert not {w: n for w, n in spellings.items() if n in spellings and spellings[n] != n}


def test_office_decides_by_day() -> None:
    tables = shipped()
    assert [r.side for r in tables.roles_on("Donald Tusk", date(2016, 1, 1))] == ["European Union"]
    assert [r.side for r in tables.roles_on("Donald Tusk", date(2024, 6, 1))] == ["Poland"]
    assert tables.roles_on("Donald Tusk", None) == []
    assert tables.known_as("Johnson", date(2022, 3, 1)) == ["Boris Johnson"]


def test_names_of_states() -> None:
    tables = shipped()
    for word, state in (("U.S.", "United States"), ("Kyiv", "Ukraine"), ("Czechs", "Czech Republic"),
                        ("DPRK", "North Korea"), ("Türkiye", "Turkey")):  # fmt: skip
        assert tables.state_of(word) == state
    assert tables.state_of("Atlantis") is None


def test_surnames_and_sounds() -> None:
    assert surname_of("Bashar al-Assad") == "Assad"
    assert surname_of("Kim Jong Un", "North Korea") == "Kim"
    assert sound("Oleksiy Danilov") == sound("Olexii Danilov")
    assert plain("Çavuşoğlu") == "Cavusoglu"


def test_more_rows_count_first_and_leave_the_shipped_tables_alone() -> None:
    more = load({"bodies": [["Harbour Board", "Harbour Board", "government", "Atlantis"]]})
    assert more.things["Harbour Board"].side == "Atlantis"
    assert "Harbour Board" not in shipped().things


def test_loading_is_quick() -> None:
    code = (
        "import time; from onrecord.resolve import tables; t = time.process_time(); tables.shipped();"
        "print(time.process_time() - t)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(run.stdout) < 0.06


def test_the_south_is_korea_only_where_korea_is_named():
    def states(text: str) -> list[str]:
        return [name.text for name in find_names(split(text), [], shipped()) if name.type == "state"]

    assert "the South" in states("North Korea left the talks, and the South regretted it.")
    assert "the South" not in states("The envoy to the South Caucasus spoke of North Korea.")
    assert "the South" not in states("Farmers in the South want the law.")
