"""A digest of a period: every line with its words, the same over two runs, and nothing in it but words."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from tracing_values import axis, dated, day, stand, term

from onrecord.trace.conflicts import conflicts
from onrecord.trace.digest import Digest
from onrecord.trace.moves import moves
from onrecord.trace.parties import Parties
from onrecord.trace.positions import positions
from onrecord.trace.promises import due
from onrecord.trace.shifts import shifts

HOSTILE = (
    "<script>alert(1)</script> | *loud* _low_ `code` # [a](http://evil.example) &lt;b&gt; "
    "~~gone~~ \\ \x1b[2J\u202e"
)


def digest(extra: str = "", side: str = "Karvonia") -> Digest:
    """A digest with lines in each part; `extra` stands in all words."""
    head = {"speaker": f"Teodor Brask {extra}".strip(), "outlet": f"Harbour Post {extra}".strip()}
    said = [
        stand(f"the gates open {extra}", 0, side, "offer", **head),
        stand(f"the gates never open {extra}", 5, side, "reject"),
        stand(f"the gates must open {extra}", 6, "Lusenia"),
    ]  # fmt: skip
    promised = [dated(f"pay {extra}", 0, 10, side), dated(f"pay {extra}", 5, 20, side)]
    held = dated(f"paid {extra}", 20, None, status="held")
    about = {"issue_label": f"gates {extra}".strip()}
    moved = [*shifts(said, [term("x", 1, "Lusenia", place=axis(9))]), *moves([], promised)]
    return Digest(
        day(0),
        day(21),
        [one.to_dict() | about for one in positions(said, [])],
        [one.to_dict() | about for one in moved],
        [one.to_dict() | about for one in conflicts(said, [], Parties([]))],
        [one.to_dict() for one in due(promised, day(21), [held])],
    )


def test_markdown_tells_what_changed_with_its_words() -> None:
    lines = digest().markdown().splitlines()
    assert lines[0] == "# What changed, 2031-03-01 to 2031-03-22"
    assert [line for line in lines if line.startswith("## ")] == [
        "## Shifts",
        "## Positions",
        "## Conflicts",
        "## Due",
    ]
    at = lines.index("- **Karvonia: offer withdrawn, on gates**")
    assert lines[at + 1].startswith(
        "  - before: “the gates open” — Teodor Brask (offer), Harbour Post, 2031-03-01 \\["
    )
    assert lines[at + 2].startswith("  - after: “the gates never open”")
    assert "- **Karvonia: date moved from 2031-03-11 to 2031-03-21, on gates**" in lines
    assert "- **Karvonia and Lusenia: one affirms what the other denies, on gates**" in lines
    assert "- **2031-03-21: kept, Karvonia**" in lines
    assert any(line.startswith("  - kept by: “paid”") for line in lines)


def test_every_line_of_a_list_rests_on_an_entry() -> None:
    found = digest()
    for line in found.markdown().splitlines():
        if line.startswith("  - "):
            assert re.search(r"\\\[[0-9a-f]{16}\\\]$", line), line


def test_two_runs_give_the_same_text() -> None:
    assert digest().markdown() == digest().markdown()
    assert digest().html() == digest().html()
    assert digest().to_dict() == digest().to_dict()


def test_nothing_is_said_of_nothing() -> None:
    empty = Digest(day(0), day(1))
    assert empty.markdown().count("Nothing that is on the record.") == 4
    assert empty.html().count("Nothing that is on the record.") == 4


def unescaped(line: str) -> str:
    return re.sub(r"\\[\\`*_\[\]<>#|&~]", "", line)


def test_hostile_words_are_words_in_markdown() -> None:
    text = digest(HOSTILE, side=f"Karvonia {HOSTILE}").markdown()
    assert len(text.splitlines()) == len(digest().markdown().splitlines())
    for line in text.splitlines():
        rest = unescaped(line)
        rest = re.sub(r"^- \*\*(.*)\*\*$", r"\1", re.sub(r"^#+ ", "", rest))
        assert not re.search(r"[<>|`*_\[\]&~\\\x00-\x1f\u202e]", rest), line
    assert r"\<script\>" in text


class Tags(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        self.tags.append(tag)
        if tag != "meta":
            self.open.append(tag)
        assert {name for name, _ in attrs} <= {"lang", "charset"}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_hostile_words_are_words_in_html() -> None:
    page = Tags(digest(HOSTILE, side=f"Karvonia {HOSTILE}").html())
    assert page.open == []
    assert page.tags == Tags(digest().html()).tags
    assert "<script>alert(1)</script>" in page.text
    assert "\x1b" not in page.text
