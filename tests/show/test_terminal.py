from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from conftest import TEXT, make_article, make_statement
from rich.console import Console

from onrecord import Reading
from onrecord.models import Article, Statement
from onrecord.show.terminal import print_reading


def shown(
    article: Article, *statements: Statement, width: int = 80, colour: bool = False, **given: Any
) -> str:
    stream = StringIO()
    console = Console(
        file=stream,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        emoji=False,
    )
    print_reading(console, Reading(article, statements), **given)
    return stream.getvalue()


def nested() -> tuple[Statement, Statement]:
    outer = make_statement(
        TEXT,
        "the minister had promised that the sluices would open by June",
        source="Amsel",
        cue="said",
        speaker="Ruth Amsel",
        side="Talland",
        addressee="reporters",
        said_on="2031-03-07",
    )
    inner = make_statement(
        TEXT,
        "that the sluices would open by June",
        source="the minister",
        cue="had promised",
        within=outer.id,
        nil="no minister is named",
    )
    return outer, inner


def test_the_whole_record() -> None:
    assert shown(make_article(), *nested()).splitlines() == [
        "Envoy leaves early",
        "Harbour Post · Friday 7 March 2031",
        "https://harbourpost.example/envoy",
        "2 statements by 1 named speaker",
        "",
        "  1 Ruth Amsel (for Talland, person) · indirect · to reporters · on 7 March 2031",
        "    Amsel … said: the minister had promised that the sluices would open by June",
        "",
        "     2 “the minister”: not resolved: no minister is named · indirect",
        "       the minister had promised: that the sluices would open by June",
        "",
    ]


@pytest.mark.parametrize("width", [12, 30, 50, 80, 200])
def test_lines_keep_to_the_width_and_lose_no_word(width: int) -> None:
    lines = shown(make_article(), *nested(), width=width).splitlines()
    assert max(map(len, lines)) <= max(width, 30)
    assert "the sluices would open by June" in " ".join(" ".join(lines).split())
    assert not any(line.endswith(" ") for line in lines)


def test_no_statements() -> None:
    assert "no statements found" in shown(make_article())


def test_no_title_date_or_outlet() -> None:
    article = make_article(title=None, outlet=None, published=None, url=None)
    assert shown(article).splitlines()[:2] == [
        "Untitled: The envoy left Port Selby early. “We never agreed to that,” …",
        "no date of publication",
    ]


def test_unsure_ones_are_counted() -> None:
    unsure = make_statement(TEXT, "the sluices", confidence=0.2)
    other = make_statement(TEXT, "June", confidence=0.3)
    assert "1 unsure statement not shown; --all shows it" in shown(make_article(), unsure)
    assert "2 unsure statements not shown; --all shows them" in shown(make_article(), unsure, other)
    everything = shown(make_article(), unsure, other, threshold=0)
    assert "not shown" not in everything
    assert "unsure (20%)" in everything


def test_five_deep_is_indented_and_deeper_stays_on_the_page() -> None:
    text = " ".join(f"a{i} said" for i in range(12)) + " no"
    statements: list[Statement] = []
    for i in range(12):
        content = text[text.index(f"a{i} said") + len(f"a{i} said") + 1 :]
        within = statements[-1].id if statements else None
        statements.append(make_statement(text, content, source=f"a{i}", within=within, speaker=f"A{i}"))
    lines = [line for line in shown(make_article(text), *statements, width=60).splitlines() if " A" in line]
    indents = [line.index("A") for line in lines]
    assert indents[:6] == [4, 7, 10, 13, 16, 19]
    assert max(indents) <= 30


def test_text_cannot_steer_the_terminal_or_rich() -> None:
    text = "“[bold red]Stop[/] \x1b[2J\u202ereversed :smile: [link=x]” said \x07[/nothing] he."
    statement = make_statement(
        text,
        text[: text.index(" said")],
        source="he",
        cue="said",
        speaker="[red]\x1b]0;a\x07",
        side="\u2067x",
    )
    article = make_article(text, title="[blink]\x9b5m", outlet="[b]\r\nx", url="https://a.example/\x1b[0m")
    plain = shown(article, statement)
    assert "“[bold red]Stop[/] \\x1b[2J\\u202ereversed :smile: [link=x]”" in " ".join(plain.split())
    assert "[red]\\x1b]0;a\\x07 (for \\u2067x, person)" in plain
    assert not set(plain) & set("\x1b\x07\x9b\u202e\u2067\r")


def test_colours_only_where_there_is_a_terminal() -> None:
    assert "\x1b" not in shown(make_article(), *nested())
    assert "\x1b[" in shown(make_article(), *nested(), colour=True)


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    painted = shown(make_article(), *nested(), colour=True)
    assert not any(f"\x1b[{code}m" in painted for code in (*range(30, 38), *range(90, 98), "1;36"))


def test_few_sides_have_colours_of_their_own() -> None:
    statements = [
        make_statement(TEXT, word, speaker=word, side=word) for word in ("envoy", "Port", "agreed", "sluices")
    ]
    painted = shown(make_article(), *statements, colour=True)
    codes = {line.split("m")[1] for line in painted.splitlines() if "(for" in line or "person" in line}
    assert len(codes) == 4
