"""The way to a deal as text, DOT and SVG; what stands in the articles is made visible, and steers none of them."""

from __future__ import annotations

import textwrap
from html import escape

import networkx as nx

from onrecord.show.visible import one_line
from onrecord.trace.deal import Deal
from onrecord.trace.requirements import Requirement

WIDE, HIGH, GAP_X, GAP_Y, EDGE = 260, 74, 70, 22, 20  # of boxes, between them and around all, in pixels
LETTERS, LINES = 38, 3  # of the words in a box
COLOURS = {
    "met": "#1a7f37",
    "waived": "#1a7f37",
    "offered": "#0b6bcb",
    "open": "#8a6100",
    "refused": "#b3261e",
}


def as_text(deal: Deal) -> str:
    """What stands before the outcome, for a terminal."""
    by_id = {one.id: one for one in deal.requirements}
    labels = {one.id: one_line(one.label) for one in deal.outcomes}
    lines = [f"The way to: {labels[deal.goal]}", ""]
    for outcome in deal.outcomes:
        if outcome.id != deal.goal:
            lines.append(f"Before that: {labels[outcome.id]}")
        for key in outcome.requirements:
            lines += [f"  {line}" for line in _told(by_id[key], key in deal.conceded)]
        lines.append("")
    for circle in deal.circles:
        lines.append("Circle: " + " waits for ".join(_short(by_id[key]) for key in (*circle, circle[0])))
    if deal.opened:
        lines.append("Conceding that opens: " + "; ".join(labels[key] for key in deal.opened))
    if deal.possible:
        lines.append("Nothing that is on the record stands before it any more.")
    for way in deal.ways:
        lines.append("It would take: " + "; ".join(f"{_short(by_id[key])} [{key}]" for key in way))
    return "\n".join(lines)


def _short(one: Requirement) -> str:
    words = textwrap.shorten(one_line(one.term.evidence.words), 60, placeholder=" …")
    return one_line(f"“{words}” ({one.side}{f', of {one.of}' if one.of else ''})")


def _told(one: Requirement, conceded: bool) -> list[str]:
    state = "conceded" if conceded else one.state
    who = f"{one.side} requires" + (f" of {one.of}" if one.of else "")
    lines = [f"{state.upper():8} " + one_line(f"{who}: “{one.term.evidence.words}”")]
    told = [f"{_place(one.term.evidence.published, one.term.evidence.outlet)} [{one.id}]"]
    if one.evidence is not None and not conceded:
        shown = one.evidence
        told.append(f"{state} by: “{shown.words}” {_place(shown.published, shown.outlet)}")
    lines += [f"         {one_line(line)}" for line in told]
    return lines


def _place(day: object, outlet: str | None) -> str:
    return ", ".join(str(part) for part in (outlet, day) if part)


def _graph(deal: Deal) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for outcome in deal.outcomes:
        graph.add_node(outcome.id)
        graph.add_edges_from((key, outcome.id) for key in outcome.requirements)
    graph.add_edges_from(deal.fulfils)
    return graph


def as_dot(deal: Deal) -> str:
    """The graph in the language of Graphviz."""

    def quoted(words: str) -> str:
        return '"' + one_line(words).replace("\\", "\\\\").replace('"', '\\"') + '"'

    lines = ["digraph deal {", "  rankdir=RL;", "  node [shape=box];"]
    for outcome in deal.outcomes:
        shape = ", penwidth=2" if outcome.id == deal.goal else ""
        lines.append(f"  {quoted(outcome.id)} [label={quoted(outcome.label)}, style=rounded{shape}];")
    for one in deal.requirements:
        label = f"{one.side}: {one.term.evidence.words} ({one.state})"
        lines.append(f"  {quoted(one.id)} [label={quoted(label)}, color={quoted(COLOURS[one.state])}];")
    lines += [f"  {quoted(a)} -> {quoted(b)};" for a, b in _graph(deal).edges]
    return "\n".join([*lines, "}"]) + "\n"


def as_svg(deal: Deal) -> str:
    """The graph as a picture that stands alone: the outcome at the left, what stands before it to its right."""
    places = _layout(deal)
    wide = max((x for x, _ in places.values()), default=0) + WIDE + EDGE
    high = max((y for _, y in places.values()), default=0) + HIGH + EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" '
        'font-family="sans-serif" font-size="12" role="img">',
        f"<title>{_safe(_label(deal))}</title>",
        '<defs><marker id="end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path d="M0 0L8 4L0 8z" fill="#666"/></marker></defs>',
    ]
    parts += [_line(places[a], places[b]) for a, b in _graph(deal).edges]
    for outcome in deal.outcomes:
        heavy = 2.5 if outcome.id == deal.goal else 1.2
        parts.append(
            _box(places[outcome.id], outcome.id, "outcome", [outcome.label], "#444", heavy, round_=14)
        )
    for one in deal.requirements:
        state = "conceded" if one.id in deal.conceded else one.state
        head = f"{one.side}{f' of {one.of}' if one.of else ''}: {state}"
        colour = COLOURS.get(state, COLOURS["offered"])
        parts.append(
            _box(places[one.id], one.id, state, [head, one.term.evidence.words], colour, 1.5, round_=3)
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _label(deal: Deal) -> str:
    return next(one.label for one in deal.outcomes if one.id == deal.goal)


def _layout(deal: Deal) -> dict[str, tuple[int, int]]:
    """Where each box stands: columns by how many steps it is from the outcome."""
    steps = nx.single_source_shortest_path_length(_graph(deal).reverse(), deal.goal)
    columns: dict[int, list[str]] = {}
    for key in (*(one.id for one in deal.outcomes), *(one.id for one in deal.requirements)):
        columns.setdefault(steps.get(key, 0), []).append(key)
    tallest = max(map(len, columns.values()), default=0)
    places = {}
    for column, keys in columns.items():
        top = EDGE + (tallest - len(keys)) * (HIGH + GAP_Y) // 2
        for row, key in enumerate(keys):
            places[key] = (EDGE + column * (WIDE + GAP_X), top + row * (HIGH + GAP_Y))
    return places


def _line(start: tuple[int, int], end: tuple[int, int]) -> str:
    (x1, y1), (x2, y2) = start, end
    backward = x1 <= x2
    a, b = (x1 + WIDE if backward else x1), (x2 if backward else x2 + WIDE)
    y1, y2 = y1 + HIGH // 2, y2 + HIGH // 2
    middle = (a + b) // 2
    return (
        f'<path d="M{a} {y1}C{middle} {y1} {middle} {y2} {b} {y2}" fill="none" stroke="#666" '
        'marker-end="url(#end)"/>'
    )


def _box(
    place: tuple[int, int], key: str, state: str, words: list[str], colour: str, heavy: float, *, round_: int
) -> str:
    x, y = place
    rows: list[str] = []
    for at, one in enumerate(words):
        cut = textwrap.wrap(one_line(one), LETTERS)[: LINES if at == len(words) - 1 else 1] or [""]
        if len(" ".join(cut)) < len(one_line(one)):
            cut[-1] = cut[-1][: LETTERS - 2] + " …"
        rows += cut
    bold = ' font-weight="bold"'
    text = "".join(
        f'<text x="{x + 10}" y="{y + 18 + 15 * i}"{bold if i == 0 and len(words) > 1 else ""}>'
        f"{_safe(row)}</text>"
        for i, row in enumerate(rows)
    )
    return (
        f'<g id="{_safe(key)}" class="{_safe(state)}"><title>{_safe(" ".join(words))}</title>'
        f'<rect x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" rx="{round_}" fill="#fff" stroke="{colour}" '
        f'stroke-width="{heavy}"/>{text}</g>'
    )


def _safe(words: str) -> str:
    """Words that a page may hold: no markup, and no character that XML does not know."""
    return escape(one_line(words))
