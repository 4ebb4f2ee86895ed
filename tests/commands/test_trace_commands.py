"""The commands of tracing from the shell: text, JSON, CSV, wrong use."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from conftest import make_article, rows
from store.conftest import add

from onrecord.cli import main
from onrecord.store import Record

REPORTS = {
    7: "Ruth Amsel offered that the sluices of the dam may open. "
    "Teodor Brask demanded that the sluices of the dam open now.",
    12: "Ruth Amsel said that the truce is near. The truce in the strait begins only if the warships leave the bay. "
    "A meeting in Selby would come. They sign it by 2031-05-01.",
    20: "Ruth Amsel demanded that nothing of the dam ever be opened. "
    "Ruth Amsel said that the sluices of the dam will never open. "
    "Teodor Brask demanded that the sluices of the dam open at once.",
}


def run(*arguments: str, code: int = 0, **given: Any) -> Result:
    result = CliRunner().invoke(main, arguments, catch_exceptions=False, **given)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Record that nobody has traced yet."""
    place = tmp_path_factory.mktemp("record") / "talks.db"
    with Record(place) as record:
        for day, text in REPORTS.items():
            url = f"https://harbourpost.example/r{day}"
            article = make_article(text, id=f"r{day}", url=url, published=date(2031, 3, day))
            add(record, article)
    return place


@pytest.fixture
def place(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A copy of the Record, which every command works on that is not told of another."""
    copy = tmp_path / "talks.db"
    copy.write_bytes(filled.read_bytes())
    monkeypatch.setenv("ONRECORD_RECORD", str(copy))
    monkeypatch.chdir(tmp_path)
    return str(copy)


def test_issues(place: str) -> None:
    text = run("issues", "--all").stdout
    assert "statements of 2 sides · 2031-03-07 to 2031-03-20" in text
    found = rows(run("issues", "--all", "--json").stdout)
    assert all(row["id"] and row["label"] in text for row in found)
    assert {row["id"] for row in rows(run("issues", "--json", "--side", "Brask side").stdout)} <= {
        row["id"] for row in found
    }


def test_positions(place: str) -> None:
    text = run("positions").stdout
    assert "Amsel side · " in text
    assert "“the sluices of the dam open at once”" in text
    assert "Teodor Brask (demand) · 2031-03-20 · Harbour Post · " in text
    found = rows(run("positions", "--json").stdout)
    assert {row["side"] for row in found} == {"Amsel side", "Brask side"}
    assert rows(run("positions", "--side", "Brask side", "--json").stdout) == [
        row for row in found if row["side"] == "Brask side"
    ]
    assert rows(run("positions", "--json", "--since", "2031-03-21").stdout) == []


def test_shifts(place: str) -> None:
    text = run("shifts", "--all").stdout
    assert "before: “the sluices of the dam may open”" in text
    assert "the same speaker" in text
    (row,) = rows(run("shifts", "--all", "--json", "--until", "2031-03-20").stdout)
    assert (row["side"], row["kind"] in ("hardened", "reversal", "offer_withdrawn")) == ("Amsel side", True)
    assert row["rests_on"] == [row["before"]["entry"], row["after"]["entry"]]


def test_conflicts(place: str) -> None:
    text = run("conflicts", "--all").stdout
    (row,) = rows(run("conflicts", "--all", "--json").stdout)
    assert {row["a"]["side"], row["b"]["side"]} == {"Amsel side", "Brask side"}
    assert f"{row['a']['side']}: “{row['a']['words']}”" in text


def test_due(place: str) -> None:
    text = run("due", "--as-of", "2031-05-02", "--passed").stdout
    assert text.startswith("2031-05-01 · overdue")
    (row,) = rows(run("due", "--as-of", "2031-04-01", "--json").stdout)
    assert (row["state"], row["latest"], row["said_by"]) == ("ahead", "2031-05-01", "Ruth Amsel")
    assert rows(run("due", "--as-of", "2031-04-01", "--by", "Teodor Brask", "--json").stdout) == []


@pytest.mark.parametrize("command", ["issues", "positions", "shifts", "conflicts"])
def test_csv_has_the_rows_of_json(place: str, command: str) -> None:
    text = run(command, "--all", "--csv").stdout
    found = list(csv.DictReader(io.StringIO(text)))
    expected = rows(run(command, "--all", "--json").stdout)
    assert len(found) == len(expected) > 0
    assert set(found[0]) == set(expected[0])


def test_due_as_csv(place: str) -> None:
    (row,) = csv.DictReader(io.StringIO(run("due", "--as-of", "2031-04-01", "--csv").stdout))
    assert (row["latest"], row["state"]) == ("2031-05-01", "ahead")


def test_deal(place: str) -> None:
    with Record(place) as record:  # that the condition is of an issue is the reader's work
        record.retrace()
    text = run("deal", "truce").stdout
    assert "OPEN     Port Selby requires of Karvonia: “the warships leave the bay”" in text
    found = json.loads(run("deal", "truce", "--json").stdout)
    (key,) = (row["id"] for row in found["requirements"])
    assert found["ways"] == [[key]]
    for given in (key, "warships", "the ships go away from the bay"):
        conceded = json.loads(run("deal", "truce", "--if", given, "--json").stdout)
        assert (conceded["possible"], conceded["conceded"]) == (True, [key])
    assert "CONCEDED" in run("deal", "the", "truce", "--if", key).stdout
    ElementTree.fromstring(run("deal", "truce", "--svg").stdout)
    assert run("deal", "truce", "--dot").stdout.startswith("digraph deal {")
    result = run("deal", "truce", "--as-of", "2031-03-11", code=2)
    assert "nothing is required for 'truce' in the Record" in result.stderr


def test_digest(place: str) -> None:
    text = run("digest", "--since", "2031-03-01").stdout
    assert text.startswith("# What changed, 2031-03-01 to 2031-03-20\n")
    assert "the sluices of the dam open at once" in text
    assert run("digest", "--since", "2031-03-01").stdout == text
    page = run("digest", "--since", "2031-03-01", "--html").stdout
    assert page.startswith("<!doctype html>")
    assert "<h2>Positions</h2>" in page
    found = json.loads(run("digest", "--since", "2031-03-01", "--until", "2031-03-10", "--json").stdout)
    assert (found["since"], found["until"]) == ("2031-03-01", "2031-03-10")


def test_trace(place: str, tmp_path: Path) -> None:
    assert "issues traced anew" in run("trace").stderr
    assert "0 issues traced anew" in run("trace").stderr
    found = json.loads(run("trace", "--json").stdout)
    assert found["as_of"] == "2031-03-20"
    assert set(found) == {"as_of", "issues", "positions", "shifts", "conflicts", "due", "requires"}
    early = json.loads(run("trace", "--json", "--as-of", "2031-03-08").stdout)
    assert early["shifts"] == []
    result = run("trace", "--json", "--output", "all.json")
    assert result.stdout == ""
    assert json.loads((tmp_path / "all.json").read_text("utf-8")) == found


def test_issues_are_steered(place: str) -> None:
    result = run("issues", "--name", "sluices of the dam", "release of water", "--by", "mia")
    id = result.stderr.split("issue ")[1].strip()
    (row,) = (row for row in rows(run("issues", "--all", "--json").stdout) if row["id"] == id)
    assert (row["label"], row["named_by"]) == ("release of water", "mia")
    assert "named by mia" in run("issues", "--all").stdout
    assert {
        row["issue"] for row in rows(run("positions", "--issue", "release of water", "--json").stdout)
    } == {id}
    pinned = run("issues", "--pin", "the truce is near", "--by", "mia").stderr.split("issue ")[1].strip()
    merged = run("issues", "--merge", pinned, id, "--by", "mia").stderr.split("issue ")[1].strip()
    assert merged == id
    run("issues", "--split", id, "the truce is near", "--by", "mia")
    assert "the truce is near" in run("issues", "--all").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("positions", "--issue", "the price of butter"), "no issue 'the price of butter' in the Record"),
        (("positions", "--since", "soon"), "'soon'"),
        (("shifts", "--until", "2031-13-01"), "2031-13-01"),
        (("conflicts", "--json", "--csv"), "choose one"),
        (("due", "--as-of", "soon"), "'soon'"),
        (("due", "--kind", "never"), "no kind 'never'"),
        (("deal", "the price of butter"), "nothing is required for 'the price of butter'"),
        (("deal", " "), "nothing is required for"),
        (("deal", "truce", "--json", "--svg"), "choose one"),
        (("deal", "truce", "--if", "the price of butter"), "no requirement 'the price of butter'"),
        (("deal", "truce", "--if", ""), "no requirement ''"),
        (("deal", "truce", "--as-of", "soon"), "'soon'"),
        (("digest", "--since", "soon"), "'soon'"),
        (("digest", "--since", ""), "''"),
        (("digest", "--since", "2031-03-20", "--until", "2031-03-01"), "ends on 2031-03-01, before it begins"),
        (("digest", "--since", "2031-03-20", "--json", "--html"), "choose one"),
        (("trace", "--as-of", "2031-03-20"), "give --json too"),
        (("trace", "--output", "x.json"), "give --json too"),
        (("trace", "--json", "--as-of", "soon"), "'soon'"),
        (("trace", "--json", "-o", "nowhere/x.json"), "cannot write 'nowhere/x.json'"),
        (("issues", "--name", "dam", "x"), "--by"),
        (("issues", "--name", "dam", "x", "--by", " "), "--by"),
        (("issues", "--name", "the price of butter", "x", "--by", "mia"), "no issue 'the price of butter'"),
        (("issues", "--name", "dam", "", "--by", "mia"), "give label"),
        (("issues", "--pin", "dam", "--name", "dam", "x", "--by", "mia"), "one change at a time"),
        (("issues", "--pin", "the price of butter", "--by", "mia"), "'the price of butter'"),
        (("issues", "--pin", "", "--by", "mia"), "''"),
        (("issues", "--merge", "dam", "dam", "--by", "mia"), "are the same issue"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_line_that_names_it(place: str, arguments: tuple[str, ...], message: str) -> None:
    result = run(*arguments, code=2)
    assert message in result.stderr
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [("issues",), ("positions",), ("shifts",), ("conflicts",), ("deal", "x"), ("digest", "--since", "2031-03-01"),
     ("trace",), ("trace", "--json"), ("issues", "--pin", "x", "--by", "mia")],
)  # fmt: skip
def test_no_record(folder: Path, arguments: tuple[str, ...]) -> None:
    result = run(*arguments, code=3)
    assert "no Record at 'onrecord.db'" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (folder / "onrecord.db").exists()


def test_an_empty_record_answers(folder: Path) -> None:
    Record("onrecord.db").close()
    for command in ("issues", "positions", "shifts", "conflicts", "due"):
        result = run(command)
        assert (result.stdout, "nothing found" in result.stderr) == ("", True)
        assert run(command, "--csv").stdout == ""
    assert run("digest", "--since", "2031-03-01").stdout.count("Nothing that is on the record.") == 4
    assert json.loads(run("trace", "--json", "--as-of", "2031-03-01").stdout)["issues"] == []
    assert "nothing is required for 'x' in the Record\n" in run("deal", "x", code=2).stderr


def test_hostile_words_do_not_steer_the_terminal(folder: Path) -> None:
    text = (
        "Ruth Amsel offered that the \x1b[2Jgate of <b>the dam</b> may \u202e open. "
        "Teodor Brask demanded that the \x1b[2Jgate of <b>the dam</b> open. "
        "The truce begins only if the \x1b[2Jwarships <script>x</script> leave."
    )
    with Record("onrecord.db") as record:
        add(record, make_article(text))
    for arguments in (("issues", "--all"), ("positions", "--all"), ("digest", "--since", "2031-03-01"),
                      ("digest", "--since", "2031-03-01", "--html")):  # fmt: skip
        result = run(*arguments)
        assert "\x1b" not in result.stdout
        assert "\u202e" not in result.stdout
        assert "<script>" not in result.stdout
