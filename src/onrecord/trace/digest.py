"""What changed in a period, as Markdown and HTML; every line rests on words that it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Any

from onrecord.show.visible import one_line

Row = Mapping[str, Any]
KINDS = {
    "date_moved": "date moved", "condition_added": "condition added", "condition_dropped": "condition dropped",
    "condition_waived": "condition waived", "offer_made": "offer made", "offer_withdrawn": "offer withdrawn",
    "plan_status": "plan moved on", "reversal": "reversed", "hardened": "hardened", "softened": "softened",
}  # fmt: skip
GROUNDS = {
    "condition_refused": "a condition that the other refuses",
    "accusation_denied": "an accusation that the other denies",
    "opposite": "one affirms what the other denies",
}


@dataclass(frozen=True)
class Digest:
    """What is told of a period: rows as the Record gives them."""

    since: date
    until: date
    positions: Sequence[Row] = field(default=())
    shifts: Sequence[Row] = field(default=())
    conflicts: Sequence[Row] = field(default=())
    due: Sequence[Row] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        parts = {name: list(getattr(self, name)) for name in ("positions", "shifts", "conflicts", "due")}
        return {"since": self.since.isoformat(), "until": self.until.isoformat()} | parts

    def markdown(self) -> str:
        """The digest as Markdown; the same entries give the same text."""
        lines = [f"# What changed, {self.since} to {self.until}"]
        for title, items in self._parts():
            lines += ["", f"## {title}", ""]
            for head, quotes in items:
                lines.append(f"- **{_plain(head)}**")
                lines += [
                    f"  - {_plain(label)}{' ' if label else ''}“{_plain(one['words'])}” — {_plain(_source(one))}"
                    for label, one in quotes
                ]
            if lines[-1] == "":
                lines.append("Nothing that is on the record.")
        return "\n".join(lines) + "\n"

    def html(self) -> str:
        """The digest as one page that stands alone."""
        body = [f"<h1>What changed, {self.since} to {self.until}</h1>"]
        for title, items in self._parts():
            rows = [
                f"<li><strong>{_safe(head)}</strong><ul>"
                + "".join(
                    f"<li>{_safe(label)} <q>{_safe(one['words'])}</q> — <cite>{_safe(_source(one))}</cite></li>"
                    for label, one in quotes
                )
                + "</ul></li>"
                for head, quotes in items
            ]
            body.append(f"<h2>{title}</h2>")
            body.append(
                "<ul>" + "\n".join(rows) + "</ul>" if rows else "<p>Nothing that is on the record.</p>"
            )
        style = "body{font:16px/1.5 sans-serif;max-width:46em;margin:2em auto;padding:0 1em}li{margin:.3em 0}"
        return (
            f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>What changed, {self.since} to '
            f"{self.until}</title><style>{style}</style></head><body>\n"
            + "\n".join(body)
            + "\n</body></html>\n"
        )

    def _parts(self) -> Iterator[tuple[str, list[tuple[str, list[tuple[str, Row]]]]]]:
        yield (
            "Shifts",
            [
                (
                    f"{one['side']}: {KINDS[one['kind']]}{_moved(one)}{_about(one)}",
                    [("before:", one["before"]), ("after:", one["after"])],
                )
                for one in self.shifts
            ],
        )
        yield (
            "Positions",
            [
                (f"{one['side']}: {one['stance']}{_about(one)}", [("", one["evidence"])])
                for one in self.positions
            ],
        )
        yield (
            "Conflicts",
            [
                (
                    f"{one['a']['side']} and {one['b']['side']}: {GROUNDS[one['ground']]}{_about(one)}",
                    [(f"{one['a']['side']}:", one["a"]), (f"{one['b']['side']}:", one["b"])],
                )
                for one in self.conflicts
            ],
        )
        yield (
            "Due",
            [
                (
                    f"{one['latest']}: {one['state']}{', ' + one['by'] if one['by'] else ''}",
                    [
                        ("", one["promise"]),
                        *([(f"{one['state']} by:", one["evidence"])] if one["evidence"] else []),
                    ],
                )
                for one in self.due
            ],
        )


def _moved(row: Row) -> str:
    return f" from {row['from']} to {row['to']}".replace("_", " ") if row["from"] else ""


def _about(row: Row) -> str:
    return f", on {row['issue_label']}" if row.get("issue_label") else ""


def _source(one: Row) -> str:
    said = f"{one['speaker']} ({one['act']})" if one.get("speaker") and one.get("act") else one.get("speaker")
    parts = (said, one.get("outlet"), one.get("published"))
    return f"{', '.join(str(part) for part in parts if part)} [{one['entry']}]"


def _plain(words: str) -> str:
    """Words on one line, with what Markdown would take for its own escaped."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|&~" else c for c in one_line(words))


def _safe(words: str) -> str:
    """Words on one line, without markup."""
    return escape(one_line(words))
