"""The command line: what is printed, in which order, and with which exit code."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from click import Option
from click.testing import CliRunner, Result
from conftest import REPORT, rows, write_lines

from onrecord import __version__
from onrecord.cli import main


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=stdin, prog_name="onrecord")


# What is printed


def test_the_record(folder: Path) -> None:
    result = run(
        "read", "a.txt", "--published", "2031-03-07", "--outlet", "Post", "--title", "Early", "--all"
    )
    assert result.exit_code == 0
    assert result.stdout.startswith("Early\nPost · Friday 7 March 2031\n")
    assert "“We never agreed to that,”" in " ".join(result.stdout.split())
    assert result.stderr == ""


def test_json_is_the_published_form(folder: Path) -> None:
    result = run("read", "--json", "a.txt", "--published", "2031-03-07", "--url", "https://post.example/1")
    (row,) = rows(result.stdout)
    assert (row["published"], row["url"]) == ("2031-03-07", "https://post.example/1")
    quote = next(s for s in row["statements"] if REPORT[slice(*s["content"][0])].startswith("“We never"))
    assert {"id", "source", "cue", "content", "kind", "speaker", "side", "addressee", "within"} <= set(quote)
    assert 0 <= quote["confidence"] <= 1


def test_tables_of_ones_own(folder: Path) -> None:
    own = '[[actors]]\nname = "R. Amsel-Prenn"\ntype = "person"\naliases = ["Ruth Amsel"]\n'
    (folder / "own.toml").write_text(own, "utf-8")
    (row,) = rows(run("read", "--json", "a.txt", "--tables", "own.toml").stdout)
    assert "R. Amsel-Prenn" in {statement["speaker"] for statement in row["statements"]}
    (folder / "own.toml").write_text(own.replace("person", "persona"), "utf-8")
    result = run("read", "--json", "a.txt", "--tables", "own.toml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "tables: 'own.toml', line 1: actors 1: 'type' is 'persona'" in result.stderr


def test_standard_input(folder: Path) -> None:
    assert len(rows(run("read", "-", "--json", stdin=REPORT).stdout)) == 1
    lines = "\n".join(json.dumps({"id": f"x{i}", "text": REPORT}) for i in range(3))
    assert [row["id"] for row in rows(run("read", "-", "--json", stdin=lines).stdout)] == ["x0", "x1", "x2"]


def test_html_of_several(folder: Path) -> None:
    (folder / "b.txt").write_text(REPORT.replace("Ruth Amsel", "Olga Prenn"), "utf-8")
    result = run("read", "--html", "a.txt", "b.txt", "-o", "page.html")
    assert (result.exit_code, result.stdout) == (0, "")
    html = (folder / "page.html").read_text("utf-8")
    assert html.count("<article") == 2
    assert "<nav" in html


def test_brat(folder: Path) -> None:
    write_lines(folder / "many.jsonl")
    result = run("read", "many.jsonl", "--brat", "out")
    assert result.exit_code == 4
    assert len(list((folder / "out").glob("*.ann"))) == 10
    assert "10 articles written to 'out'" in result.stderr
    assert (folder / "out" / "d3.txt").read_text("utf-8") == f"Day 3. {REPORT}"


def test_min_confidence_and_all(folder: Path) -> None:
    every = rows(run("read", "--json", "a.txt").stdout)[0]["statements"]
    assert rows(run("read", "--json", "--all", "a.txt").stdout)[0]["statements"] == every
    assert every
    assert rows(run("read", "--json", "--min-confidence", "1", "a.txt").stdout)[0]["statements"] == []
    hidden = run("read", "--min-confidence", "1", "a.txt").stdout
    assert re.search(rf"{len(every)} unsure statements? not shown; --all shows", hidden)


# Order, streaming, failures


@pytest.mark.parametrize("name", ["many.jsonl", "many.jsonl.gz"])
def test_a_bad_line_stands_in_its_place(folder: Path, name: str) -> None:
    write_lines(folder / name)
    result = run("read", "--json", name)
    assert result.exit_code == 4
    found = rows(result.stdout)
    assert [row["id"] for row in found] == [
        *(f"d{i}" for i in range(5)),
        f"{name}:6",
        *(f"d{i}" for i in range(6, 12)),
    ]
    errors = [set(row) for row in found if "error" in row]
    assert errors == [{"id", "error"}, {"id", "error"}]
    assert [row["error"]["kind"] for row in found if "error" in row] == ["malformed", "no_article"]
    assert all(set(row["error"]) == {"kind", "message"} for row in found if "error" in row)
    messages = result.stderr.splitlines()
    assert messages[0].startswith(f"onrecord: {name}:6: ")
    assert "d6" in messages[1] or f"{name}:7" in messages[1]
    assert messages[-1] == "onrecord: 2 of 12 articles could not be read"


def test_one_bad_file_does_not_stop_the_others(folder: Path) -> None:
    (folder / "empty").mkdir()
    result = run("read", "gone.txt", "a.txt", "empty")
    assert result.exit_code == 4
    assert "Untitled: The envoy left" in result.stdout
    lines = result.stderr.splitlines()
    assert [line.split(": ")[1] for line in lines[:2]] == ["gone.txt", "empty"]
    assert lines[2] == "onrecord: 2 of 3 articles could not be read"


def test_html_leaves_out_what_could_not_be_read(folder: Path) -> None:
    result = run("read", "gone.txt", "a.txt", "--html")
    assert result.exit_code == 4
    assert result.stdout.count("<article") == 1


# Exit codes and messages


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["a.txt", "--published", "7 March"], "--published: '7 March' is no ISO 8601 date"),
        (["a.txt", "--json", "--html"], "--json and --html give different output; choose one"),
        (["a.txt", "--brat", "x", "-o", "y"], "--brat writes to its folder; leave --output out"),
        (["a.txt", "--all", "--min-confidence", "0.3"], "--all and --min-confidence contradict each other"),
        (["a.txt", "b.txt", "--title", "x"], "--title is of one article, and 2 inputs are given"),
        (["-", "-"], "'-' is given twice"),
        (["a.txt", "-o", "a.txt"], "'a.txt' is input and output"),
        (["a.txt", "-o", "no/such/out"], "no such file or directory; give another --output"),
        (["a.txt", "--json", "-o", "."], "is a directory; give another --output"),
        (["a.txt", "--brat", "a.txt"], "cannot write 'a.txt'"),
        (["a.txt", "--min-confidence", "2"], "--min-confidence"),
        (["a.txt", "--workers", "x"], "--workers"),
        (["--nonsense"], "--nonsense"),
        ([], "Missing argument"),
    ],
)
def test_usage_errors(folder: Path, arguments: list[str], words: str) -> None:
    result = run("read", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""
    assert (folder / "a.txt").read_text("utf-8") == REPORT


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("short.txt", b"Three words here."),
        ("binary.txt", bytes(range(256)) * 20),
        ("russian.txt", ("Он сказал, что переговоры продолжатся на следующей неделе. " * 20).encode()),
        ("page.html", b"<html><body><nav><a href=/>Home</a></nav></body></html>"),
        ("broken.jsonl", b"{nothing\n"),
    ],
)
def test_unreadable_inputs(folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)
    result = run("read", name)
    assert result.exit_code == 3
    assert result.stdout == ""
    assert result.stderr.startswith(f"onrecord: {name}")
    assert len(result.stderr.splitlines()) == 1
    (row,) = rows(run("read", "--json", name).stdout)
    assert set(row) == {"id", "error"}


def test_a_file_without_permission(folder: Path) -> None:
    (folder / "a.txt").chmod(0)
    if os.access(folder / "a.txt", os.R_OK):
        (
            folder / "a.txt"
        ).unlink()  # root reads everything: a link that leads nowhere is refused the same way
        (folder / "a.txt").symlink_to("a.txt")
    result = run("read", "a.txt")
    assert result.exit_code == 3
    assert result.stderr.startswith("onrecord: a.txt: ")


def test_messages_cannot_steer_the_terminal(folder: Path) -> None:
    result = run("read", "gone\x1b[2J\u202e.txt")
    assert result.exit_code == 3
    assert "gone\\x1b[2J\\u202e.txt" in result.stderr


def test_a_fault_of_ours_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("by design")

    monkeypatch.setattr("onrecord.batch.read_all", broken)
    result = run("read", "a.txt")
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith("onrecord: ZeroDivisionError: by design; this is a fault of onrecord")
    monkeypatch.setenv("ONRECORD_DEBUG", "1")
    assert "in broken" in run("read", "a.txt").stderr


def test_a_fault_in_one_article_does_not_cost_the_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import onrecord.pipeline as pipeline

    extract = pipeline.extract

    def broken(article: Any) -> Any:
        return 1 / 0 if article.text.startswith("Day 2.") else extract(article)

    monkeypatch.setattr(pipeline, "extract", broken)
    write_lines(folder / "many.jsonl", number=4, bad=0)
    found = rows(run("read", "--json", "many.jsonl").stdout)
    assert [row.get("error", {}).get("kind") for row in found] == [
        "malformed",
        "no_article",
        "internal",
        None,
    ]


def test_version_and_help() -> None:
    assert run("--version").stdout == f"onrecord {__version__}\n"
    text = run("read", "--help").stdout
    for code in ("0 ", "1 ", "2 ", "3 ", "4 ", "130", "141"):
        assert re.search(rf"^  +{code}", text, re.M)
    assert run("-h").exit_code == 0


def test_every_option_has_help() -> None:
    for command in main.commands.values():
        assert command.help
        for parameter in command.params:
            assert not isinstance(parameter, Option) or parameter.help, parameter.name
