"""Entries of the Record for a terminal: who and what in the first line, the words below, where they stand last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from onrecord.show.visible import one_line

Row = Mapping[str, Any]
UNSURE = 0.8  # confidence under which an entry is remarked on, as in the record of one article


def print_entries(console: Console, layer: str, rows: Iterable[Row]) -> int:
    """Print rows as `store.ask` gives them; gives how many there were."""
    number = 0
    for row in rows:
        number += 1
        console.print(_head(layer, row), soft_wrap=True)
        for line in _body(layer, row):
            console.print(Text("    ") + line, soft_wrap=True)
        console.print(Text(f"    {_place(row)}", "dim"), soft_wrap=True)
        console.print()
    return number


def _head(layer: str, row: Row) -> Text:
    who, what = _HEADS[layer](row)
    line = Text(one_line(who), "bold")
    if what:
        line.append(f" · {one_line(what)}", "cyan")
    if row.get("state") not in (None, "shown"):
        line.append(f" · {row['state']}", "yellow")
    if row.get("reviewed"):
        line.append(f" · {row['reviewed']}", "green")
    elif row.get("confidence", 1.0) < UNSURE:
        line.append(f" · unsure ({row['confidence']:.2f})", "yellow")
    return line


def _who(row: Row, *roles: str) -> str:
    name = next((row[role] for role in roles if row.get(role)), None)
    side = row.get("side")
    return f"{name or 'not named'} ({side})" if side and side != name else name or side or "not named"


def _days(row: Row) -> str:
    first, last = row.get("earliest"), row.get("latest")
    return first or "" if first == last else f"{first or '…'} to {last or '…'}"


def _statement_head(row: Row) -> tuple[str, str]:
    who = row.get("speaker") or (f"“{row['source']}”" if row.get("source") else "not named")
    side = row.get("side")
    day = f"said on {row['said_on']}" if row.get("said_on") else ""
    told = f"to {row['addressee']}" if row.get("addressee") else ""
    return f"{who} ({side})" if side and side != who else who, " · ".join(
        part for part in (row.get("act") or "", told, day) if part
    )


_HEADS: dict[str, Callable[[Row], tuple[str, str]]] = {
    "statements": _statement_head,
    "conditions": lambda row: (_who(row, "by"), row["kind"]),
    "timelines": lambda row: (
        _days(row) or row["text"],
        " · ".join(filter(None, (row["kind"], row.get("by")))),
    ),
    "plans": lambda row: (
        ", ".join(row.get("participants") or ()) or row["type"],
        " · ".join(
            filter(None, (row["type"], row["status"].replace("_", " "), _days(row), row.get("place")))
        ),
    ),
    "articles": lambda row: (row.get("title") or row["article"], ""),
}


def _body(layer: str, row: Row) -> Iterable[Text]:
    if layer == "statements":
        yield _lit(row["content"], row.get("highlights"))
    elif layer == "conditions":
        yield Text(one_line(f"{row.get('outcome') or '(no outcome named)'} — {row.get('marker') or ''}"))
        for requirement in row["requires"]:
            of = f" (of {requirement['of']})" if requirement["of"] else ""
            yield Text(one_line(f"· {requirement['words']}{of}"))
    elif layer == "timelines":
        yield Text(one_line(f"{row['text']}: {row.get('binds') or ''}"))
    elif layer == "articles":
        yield _lit(row["excerpt"], row.get("highlights"))
    else:
        yield Text(one_line(row["event"]))
        if row.get("evidence"):
            yield Text(one_line(row["evidence"]), "dim")


def _lit(words: str, spans: Iterable[tuple[int, int]] | None) -> Text:
    """Words on one line, what was asked for in bold."""
    line, at = Text(), 0
    for start, end in spans or ():
        line.append(_flat(words[at:start]))
        line.append(_flat(words[start:end]), "bold yellow")
        at = end
    line.append(_flat(words[at:]))
    return line


def _flat(words: str) -> str:
    """`one_line`, with a blank at either end kept."""
    inner = one_line(words)
    before = " " if words[:1].isspace() else ""
    return before + inner + (" " if inner and words[-1:].isspace() else "")


def _place(row: Row) -> str:
    places = [row.get("published"), row.get("outlet")]
    if row.get("ownership"):
        places.append(row["ownership"])
    others = [name for name in row.get("carried_by") or () if name and name != row.get("outlet")]
    if others:
        places.append(
            f"also carried by {', '.join(others[:3])}"
            + (f" and {len(others) - 3} more" if others[3:] else "")
        )
    via = [link["name"] for link in row.get("path") or () if link["kind"] not in ("published", "reprinted")]
    if via:
        places.append(f"via {', '.join(via)}")
    places.append(row.get("id") or row.get("article"))
    return one_line(" · ".join(str(place) for place in places if place))
