"""The commands of a Record from the shell: filled, asked, corrected, exported, forgotten; errors in one line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from conftest import REPORT, rows, write_lines

from onrecord.cli import main


def run(*arguments: str, code: int = 0, **given: Any) -> Result:
    result = CliRunner().invoke(main, arguments, catch_exceptions=False, **given)
    assert result.exit_code == code, result.output
    return result


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Record of two reports, made by the shell."""
    folder = tmp_path_factory.mktemp("record")
    (folder / "a.txt").write_text(REPORT, "utf-8")
    (folder / "b.jsonl").write_text(
        json.dumps(
            {
                "id": "b1",
                "outlet": "Karvonia Today",
                "published": "2031-03-09",
                "text": "Karvonia will open the sluices only if Lusenia withdraws its boats, President Teodor Brask "
                "told reporters on Saturday. He demanded that the crews be freed by March 20. The two presidents "
                "will meet in Selby on April 2, his spokesman Pavel Rudin said.",
            }
        )
    )
    place = str(folder / "talks.db")
    result = run("add", "--record", place, "--outlet", "Harbour Post", "--published", "2031-03-08", "--workers", "1",
                 str(folder / "a.txt"), str(folder / "b.jsonl"))  # fmt: skip
    assert "2 added" in result.stderr
    return folder / "talks.db"


@pytest.fixture
def place(filled: Path, tmp_path: Path) -> str:
    """A copy of the Record that may be changed."""
    copy = tmp_path / "talks.db"
    copy.write_bytes(filled.read_bytes())
    return str(copy)


def test_statements_as_lines_of_json(filled: Path) -> None:
    found = rows(run("statements", "--record", str(filled), "--json").stdout)
    assert {row["outlet"] for row in found} == {"Harbour Post", "Karvonia Today"}
    assert all(row["id"] and row["article"] and row["content"] for row in found)
    demands = rows(run("statements", "--record", str(filled), "--speaker", "Brask", "--json").stdout)
    assert demands
    assert {row["speaker"] for row in demands} == {"Teodor Brask"}


def test_statements_as_csv(filled: Path) -> None:
    text = run("statements", "--record", str(filled), "--csv").stdout
    found = list(csv.DictReader(io.StringIO(text)))
    assert len(found) == len(rows(run("statements", "--record", str(filled), "--json").stdout))
    assert found[0]["content"]


def test_for_a_person(filled: Path) -> None:
    text = run("conditions", "--record", str(filled)).stdout
    assert "Lusenia withdraws its boats" in text
    assert "2031-03-09 · Karvonia Today" in text
    text = run("plans", "--record", str(filled), "--all").stdout
    assert "meeting" in text
    text = run("due", "--record", str(filled), "--as-of", "2031-03-10").stdout
    assert "2031-03-20" in text
    text = run("search", "--record", str(filled), "crews").stdout
    assert "crews be freed" in text
    text = run("search", "--record", str(filled), "--meaning", "let the sailors go home").stdout
    assert "crews be freed" in text


def test_nothing_found_is_said(filled: Path) -> None:
    result = run("statements", "--record", str(filled), "--speaker", "Nobody Known")
    assert (result.stdout, "nothing found" in result.stderr) == ("", True)


def test_adding_again_changes_nothing(place: str, filled: Path) -> None:
    result = run("add", "--record", place, str(filled.parent / "b.jsonl"), "--json")
    assert [row["outcome"] for row in rows(result.stdout)] == ["unchanged"]


def test_one_bad_input_does_not_stop_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lines = write_lines(tmp_path / "d.jsonl", number=4, bad=1)
    result = run("add", str(lines), "nowhere.txt", "--workers", "1", code=4)
    assert "2 added, 3 failed" in result.stderr
    failures = rows(run("failures", "--json").stdout)
    assert len(failures) == 3
    assert {row["kind"] for row in failures} == {"malformed", "no_article", "not_found"}
    (tmp_path / "nowhere.txt").write_text("A new report. " + REPORT)
    result = run("add", "--retry", "--workers", "1", code=4)
    assert "1 added" in result.stderr
    assert len(rows(run("failures", "--json").stdout)) == 2


def test_review_from_the_shell(place: str) -> None:
    def entry() -> dict[str, Any]:
        found = rows(run("statements", "--record", place, "--all", "--json").stdout)
        return next(row for row in found if "crews be freed" in row["content"])

    assert "unsure" in run("review", "--record", place).stdout or entry()["confidence"] > 0.8
    run(
        "review",
        "--record",
        place,
        entry()["id"],
        "edit",
        "--set",
        "act=ask",
        "--set",
        'side="Karvonia"',
        "--by",
        "mia",
    )
    assert (entry()["act"], entry()["side"], entry()["reviewed"]) == ("ask", "Karvonia", "edited")
    (correction,) = rows(run("review", "--record", place, "--list", "--json").stdout)
    assert correction["given_by"] == "mia"
    run("review", "--record", place, "--undo", correction["id"], "--by", "lou")
    assert "taken back by lou" in run("review", "--record", place, "--list").stdout
    assert entry()["reviewed"] is None


def test_actors_are_merged_and_parted(place: str) -> None:
    def said(name: str) -> int:
        return len(rows(run("statements", "--record", place, "--speaker", name, "--json").stdout))

    both = said("Teodor Brask") + said("Ruth Amsel")
    result = run("actors", "--record", place, "--merge", "Ruth Amsel", "Teodor Brask", "--by", "mia")
    assert said("Teodor Brask") == said("Ruth Amsel") == both
    (row,) = rows(run("actors", "--record", place, "Brask", "--json").stdout)
    assert "Ruth Amsel" in row["also"]
    assert run("actors", "--record", place, "Brask").stdout.rstrip().endswith("also Ruth Amsel")
    merge = result.stderr.split("by merge ")[1].split(";")[0]
    run("actors", "--record", place, "--undo", merge)
    assert said("Teodor Brask") + said("Ruth Amsel") == both


def test_forget_from_the_shell(place: str, filled: Path) -> None:
    run("forget", "--record", place, "b1", "--reason", "asked to")
    assert {row["outlet"] for row in rows(run("statements", "--record", place, "--json").stdout)} == {
        "Harbour Post"
    }
    result = run("add", "--record", place, str(filled.parent / "b.jsonl"))
    assert "1 forgotten" in result.stderr
    run("forget", "--record", place, "b1", code=2)


def test_export_from_the_shell(filled: Path, tmp_path: Path) -> None:
    run("export", "--record", str(filled), "--format", "jsonl", "-o", str(tmp_path / "all.jsonl"))
    assert {row["id"] for row in rows((tmp_path / "all.jsonl").read_text())} >= {"b1"}
    run("export", "--record", str(filled), "--format", "sqlite", "-o", str(tmp_path / "flat.db"))
    assert (tmp_path / "flat.db").stat().st_size > 0
    result = run("export", "--record", str(filled), "--format", "stone", "-o", str(tmp_path / "x"), code=2)
    assert "stone" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("statements",), 3, "no Record at 'onrecord.db'; `onrecord add` makes one"),
        (("add",), 2, "nothing to add"),
        (("search", "x", "--record", "."), 3, "cannot be opened"),
        (("due", "--as-of", "soon"), 3, "no Record"),
        (("export", "--format", "csv", "-o", "x", "--record", "a.txt"), 3, "something else"),
    ],
)
def test_errors_are_one_line(folder: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    result = run(*arguments, code=code)
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_every_command_has_help() -> None:
    for name in main.commands:
        result = run(name, "--help")
        assert len(result.stdout.splitlines()) > 5, name
        assert all(option.help for option in main.commands[name].params if isinstance(option, click.Option))
