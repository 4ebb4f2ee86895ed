"""What was traced, for a terminal: who and what in the first line, the words that it rests on below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from onrecord.show.visible import one_line
from onrecord.trace.digest import GROUNDS, KINDS

Row = Mapping[str, Any]
COLOURS = {"overdue": "red", "kept": "green", "dropped": "yellow", "due": "bold yellow"}


def print_traces(console: Console, kind: str, rows: Iterable[Row]) -> None:
    """Print rows as `Record.positions`, `shifts`, ... give them."""
    for row in rows:
        head, quotes = _TOLD[kind](row)
        console.print(head, soft_wrap=True)
        for label, one in quotes:
            line = Text(f"    {label}", "dim")
            line.append(one_line(f"“{one['words']}”"))
            console.print(line, soft_wrap=True)
            console.print(Text(f"      {one_line(_source(one))}", "dim"), soft_wrap=True)
        console.print()


def _head(who: str, what: str, about: str = "", colour: str = "cyan") -> Text:
    line = Text(one_line(who), "bold")
    line.append(f" · {one_line(what)}", colour)
    if about:
        line.append(f" · {one_line(about)}", "dim")
    return line


def _source(one: Row) -> str:
    said = f"{one['speaker']} ({one['act']})" if one.get("speaker") and one.get("act") else one.get("speaker")
    return " · ".join(
        str(part) for part in (said, one.get("published"), one.get("outlet"), one["entry"]) if part
    )


def _issue(row: Row) -> tuple[Text, Iterator[tuple[str, Row]]]:
    named = f", named by {row['named_by']}" if row["named_by"] else ""
    days = f"{row['first'] or '…'} to {row['last'] or '…'}"
    what = f"{row['statements']} statements of {row['sides']} sides · {days}{named}"
    return _head(row["label"] or "(no label)", what, row["id"]), iter(())


def _position(row: Row) -> tuple[Text, Iterator[tuple[str, Row]]]:
    def quotes() -> Iterator[tuple[str, Row]]:
        yield "", row["evidence"]
        for one in row["conditions"]:
            yield f"{one['kind']}: ", one["evidence"]

    what = row["act"] or "says"
    if row["stance"] in ("conditional", "open"):
        what += f", {row['stance']}"
    if row["since"] and row["since"] != row["evidence"]["published"]:
        what += f" · so since {row['since']}"
    return _head(row["side"], what, row["issue_label"]), quotes()


def _shift(row: Row) -> tuple[Text, Iterator[tuple[str, Row]]]:
    same = {True: "the same speaker", False: "two speakers", None: ""}[row["same_speaker"]]
    unsure = "" if row["sure"] else "unsure"
    about = " · ".join(part for part in (row["issue_label"], same, unsure) if part)
    moved = f" from {row['from']} to {row['to']}".replace("_", " ") if row["from"] else ""
    return _head(row["side"], KINDS[row["kind"]] + moved, about), iter(
        [("before: ", row["before"]), ("after:  ", row["after"])]
    )


def _conflict(row: Row) -> tuple[Text, Iterator[tuple[str, Row]]]:
    a, b = row["a"], row["b"]
    head = _head(f"{a['side']} and {b['side']}", GROUNDS[row["ground"]], row["issue_label"])
    return head, iter([(f"{a['side']}: ", a), (f"{b['side']}: ", b)])


def _due(row: Row) -> tuple[Text, Iterator[tuple[str, Row]]]:
    def quotes() -> Iterator[tuple[str, Row]]:
        yield "", row["promise"]
        if row["evidence"]:
            yield f"{row['state']} by: ", row["evidence"]

    days = (
        row["latest"] if row["earliest"] in (None, row["latest"]) else f"{row['earliest']} to {row['latest']}"
    )
    return _head(days, row["state"], row["by"] or "", COLOURS.get(row["state"], "cyan")), quotes()


_TOLD: dict[str, Callable[[Row], tuple[Text, Iterator[tuple[str, Row]]]]] = {
    "issues": _issue, "positions": _position, "shifts": _shift, "conflicts": _conflict, "due": _due,
}  # fmt: skip
TRACES = frozenset(_TOLD)
