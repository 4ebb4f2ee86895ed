"""The demo coverage is read by the commands of `make demo` and holds what its README promises."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli import main
from onrecord.collect import load
from onrecord.models import Article

DEMO = Path(__file__).parent.parent / "demo"


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    items = [
        *load(str(DEMO / "coverage.jsonl")),
        *load(str(DEMO / "sallow-bay.html")),
        *load(str(DEMO / "first-step.txt"), published=date(2031, 4, 3), outlet="Meridian Wire"),
    ]
    found = [item for item in items if isinstance(item, Article)]
    assert len(found) == len(items)
    return sorted(found, key=lambda article: article.published or date.max)


def test_eight_reports_of_three_outlets_over_six_weeks(articles: list[Article]) -> None:
    days = [article.published for article in articles if article.published]
    assert len(days) == 8
    assert {article.outlet for article in articles} == {"Harbour Post", "Meridian Wire", "Karvonia Today"}
    assert (days[-1] - days[0]).days == 42
    assert all(200 <= len(article.text.split()) <= 500 for article in articles)


def test_the_page_gives_its_text_and_nothing_else(articles: list[Article]) -> None:
    page = next(article for article in articles if article.published == date(2031, 3, 13))
    assert page.title == "Oyelund and Brask to meet at Sallow Bay on March 24"
    assert "Most read" not in page.text
    assert "All rights reserved" not in page.text
    assert page.text.rstrip().endswith("Lyhne warned in an interview with Meridian Wire.")


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("by March 27", [3]),
        ("by June 25", [19]),
        ("unless Karvonia withdraws its troops", [6, 7]),
        ("has been postponed", [22]),
        ("readings", [13, 22]),
    ],
)
def test_what_the_story_turns_on_is_there(articles: list[Article], words: str, days: list[int]) -> None:
    found = [a.published.day for a in articles if a.published and a.published.month == 3 and words in a.text]
    assert found == days


def test_it_is_read_as_in_make_demo() -> None:
    runner = CliRunner()
    commands = [
        ["read", str(DEMO / "coverage.jsonl"), str(DEMO / "sallow-bay.html"), "--json"],
        [
            "read",
            "--outlet",
            "Meridian Wire",
            "--published",
            "2031-04-03",
            str(DEMO / "first-step.txt"),
            "--json",
        ],
    ]
    rows = []
    for command in commands:
        result = runner.invoke(main, command)
        assert result.exit_code == 0, result.stderr
        rows += [json.loads(line) for line in result.stdout.splitlines()]
    assert len(rows) == 8
    assert all(row["statements"] for row in rows)


def test_a_reading_depends_on_nothing_but_its_article():
    """Neither on the articles read before, nor on the order in which Python happens to keep sets."""
    lines = (DEMO / "coverage.jsonl").read_text(encoding="utf8").splitlines()
    printed = []
    for seed, order in (("1", lines), ("2", lines[::-1])):
        run = subprocess.run(
            [sys.executable, "-m", "onrecord", "read", "--json", "-"],
            input="\n".join(order),
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            encoding="utf8",
            check=True,
        )
        printed.append(sorted(run.stdout.splitlines()))
    assert printed[0] == printed[1]
