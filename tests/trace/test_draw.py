"""The way to a deal as text, DOT and SVG, whatever stands in the articles."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from tracing_values import evidence, requirement

from onrecord.trace.deal import Deal, deal, web
from onrecord.trace.draw import as_dot, as_svg, as_text

HOSTILE = (
    '<script>alert(1)</script> " \\ | *x* ](http://evil.example) & \x1b[2J\x00\x0b\u202e\nsecond ]]> --> end'
)
SVG = "{http://www.w3.org/2000/svg}"


def talks(words: str | None = None, *conceded: str) -> Deal:
    made = [
        requirement("gates", 0, 1, "Lusenia", of="Karvonia"),
        requirement(
            "crews", 0, 2, state="refused", evidence=evidence("the crews stay", 3, outlet="Harbour Post")
        ),
        requirement("boats", 1, 0, "Karvonia"),
    ]
    if words is not None:
        made = [replace(one, outcome=words, side=words, of=None,
                        evidence=one.evidence and replace(one.evidence, words=words, outlet=words),
                        term=replace(one.term, evidence=replace(one.term.evidence, words=words, outlet=words)))
                for one in made]  # fmt: skip
    found = web(made)
    return deal(found, next(iter(found.outcomes)), conceded)


def test_text_tells_all() -> None:
    lines = as_text(talks()).splitlines()
    assert lines[0] == "The way to: thing00"
    assert "  OPEN     Lusenia requires of Karvonia: “thing01”" in lines
    assert "           refused by: “the crews stay” Harbour Post, 2031-03-04" in lines
    assert any(line.startswith("Circle: ") and line.count("waits for") == 2 for line in lines)
    assert "It would take: “thing00” (Karvonia) [boats]; “thing02” (Karvonia) [crews]" in lines


def test_text_tells_what_is_conceded_and_what_that_opens() -> None:
    text = as_text(talks(None, "crews", "boats"))
    assert "CONCEDED Karvonia requires: “thing02”" in text
    assert "refused by" not in text
    assert "Conceding that opens: thing00; thing01" in text
    assert "Nothing that is on the record stands before it any more." in text


def test_svg_is_xml_with_a_box_for_each_and_an_arrow_for_each_link() -> None:
    root = ElementTree.fromstring(as_svg(talks()))
    boxes = {box.get("id"): box.get("class") for box in root.iter(f"{SVG}g")}
    assert boxes == {"outcome-gates": "outcome", "outcome-boats": "outcome", "gates": "open", "crews": "refused",
                     "boats": "open"}  # fmt: skip
    assert len([path for path in root.iter(f"{SVG}path") if path.get("marker-end")]) == 5
    assert "conceded" in {
        box.get("class") for box in ElementTree.fromstring(as_svg(talks(None, "crews"))).iter(f"{SVG}g")
    }


def test_boxes_lie_within_the_picture_and_not_on_each_other() -> None:
    root = ElementTree.fromstring(as_svg(talks()))
    _, _, wide, high = map(int, (root.get("viewBox") or "").split())
    corners = [(int(r.get("x") or 0), int(r.get("y") or 0)) for r in root.iter(f"{SVG}rect")]
    assert len(set(corners)) == len(corners) == 5
    assert all(0 <= x < wide - 200 and 0 <= y < high - 70 for x, y in corners)


def test_hostile_words_stay_words_in_svg() -> None:
    root = ElementTree.fromstring(as_svg(talks(HOSTILE)))
    assert {one.tag.removeprefix(SVG) for one in root.iter()} == {"svg", "title", "defs", "marker", "path", "g", "rect",
                                                                  "text"}  # fmt: skip
    titles = [one.text or "" for one in root.iter(f"{SVG}title")]
    assert any("<script>alert(1)</script>" in title for title in titles)
    assert not any(name.lower().startswith("on") for one in root.iter() for name in one.attrib)


def test_hostile_words_stay_words_in_dot() -> None:
    text = as_dot(talks(HOSTILE))
    strings = re.findall(r'"(?:[^"\\\n]|\\.)*"', text)
    bare = text
    for one in strings:
        bare = bare.replace(one, "S", 1)
    assert set(
        re.sub(r"[\s;]|style=rounded|penwidth=2|label=S|color=S|rankdir=RL|shape=box", "", bare)
    ) <= set("digraphdeal{}[],S->node")
    assert "\x1b" not in text


def test_dot_has_each_node_and_link() -> None:
    text = as_dot(talks())
    assert text.startswith("digraph deal {")
    assert '"gates" -> "outcome-gates";' in text
    assert '"outcome-boats" -> "gates";' in text
    assert 'label="Karvonia: thing02 (refused)"' in text


@pytest.mark.parametrize("draw", [as_text, as_dot, as_svg])
def test_nothing_steers_the_terminal(draw: object) -> None:
    text = draw(talks(HOSTILE))  # type: ignore[operator]
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", text)


def test_text_keeps_hostile_words_on_their_lines() -> None:
    assert len(as_text(talks(HOSTILE)).splitlines()) == len(as_text(talks("quiet words")).splitlines())


def test_long_words_are_cut_in_boxes_and_whole_in_the_title() -> None:
    words = "the boats of all the fleets leave the bay " * 9
    root = ElementTree.fromstring(as_svg(talks(words)))
    assert all(len(one.text or "") <= 40 for one in root.iter(f"{SVG}text"))
    assert any(words.strip() in (one.text or "") for one in root.iter(f"{SVG}title"))
