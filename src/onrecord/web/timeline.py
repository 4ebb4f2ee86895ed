"""When how many statements were made, by whom or by which act: counted, and drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from markupsafe import Markup

from onrecord.show.labels import MONTHS
from onrecord.store.census import ACTS, Census, Count, Mask
from onrecord.web.svg import RULE, SOFT, element, fitted, picture, words

# What acts have in common, with a colour that says nothing of good or bad; others are the last.
GROUPS: dict[str, tuple[tuple[str, ...], str]] = {
    "offer, commit, propose": (("offer", "commit", "propose"), "#2f6fb3"),
    "demand, threaten": (("demand", "threaten"), "#b9651b"),
    "reject, deny, accuse": (("reject", "deny", "accuse"), "#7a559f"),
    "other": (("inform", "comment", "praise", "predict", "ask"), "#868d97"),
}
LANES = 6
MOST = 70  # bars in a lane


@dataclass(frozen=True)
class Lane:
    """One row: who or what, and for each bin how many statements of each group."""

    name: str
    total: int
    bins: tuple[tuple[int, ...], ...]
    id: str = ""


@dataclass(frozen=True)
class Timeline:
    """Statements by day, week, month, ...; `starts` has one day more than there are bins."""

    unit: str
    starts: tuple[date, ...]
    lanes: tuple[Lane, ...]

    def rows(self) -> list[dict[str, Any]]:
        """The same as a table: one row for each lane and bin that has any."""
        return [
            {"lane": lane.name, "from": start.isoformat(), "until": (end - timedelta(1)).isoformat(),
             **dict(zip(GROUPS, numbers, strict=True))}
            for lane in self.lanes
            for start, end, numbers in zip(self.starts, self.starts[1:], lane.bins, strict=False)
            if any(numbers)
        ]  # fmt: skip


def count(census: Census, chosen: Mask, by: str = "side") -> Timeline | None:
    """The time line of some statements; None where none has a day.

    Args:
        by: What the lanes are: side, speaker, act or outlet.
    """
    return _count_all(census, by) if chosen.all() else _count(census, chosen, by)


@lru_cache(maxsize=8)
def _count_all(census: Census, by: str) -> Timeline | None:
    # What the first page shows to everybody.
    return _count(census, np.ones(len(census.n), bool), by)


def _count(census: Census, chosen: Mask, by: str) -> Timeline | None:
    dated = chosen & (census.day > 0)
    span = census.days(dated)
    if span is None:
        return None
    unit, starts = _bins(*span)
    edges = np.array([day.toordinal() for day in starts])
    days = np.arange(
        edges[0], edges[-1]
    )  # a bin for each day, looked up instead of sought for each statement
    bin_of = np.searchsorted(edges, days, side="right") - 1
    groups = np.array([_group(act) for act in ("", *ACTS)])[census.act[dated]]
    places = bin_of[census.day[dated] - edges[0]] * len(GROUPS) + groups
    column = getattr(census, by)[dated]
    lanes = [
        _lane(one, places[column == _key(census, by, one)], len(starts) - 1)
        for one in census.top(by, dated, LANES)
    ]
    return Timeline(unit, tuple(starts), tuple(lanes))


def _lane(one: Count, places: Any, size: int) -> Lane:
    table = np.bincount(places, minlength=size * len(GROUPS)).reshape(size, len(GROUPS))
    return Lane(one.name, one.number, tuple(map(tuple, table.tolist())), one.id)


def _key(census: Census, by: str, one: Count) -> int:
    if by == "act":
        return ACTS.index(one.name) + 1
    if by == "outlet":
        return next(n for n, named in census.outlets.items() if named.name == one.name)
    return next(n for n, named in census.actors.items() if named.id == one.id)


def _group(act: str) -> int:
    found = [i for i, (acts, _) in enumerate(GROUPS.values()) if act in acts]
    return found[0] if found else len(GROUPS) - 1


def _bins(first: date, last: date) -> tuple[str, list[date]]:
    days = (last - first).days + 1
    for unit, length in (("day", 1), ("week", 7)):
        if days <= MOST * length:
            start = first - timedelta(first.weekday() if length == 7 else 0)
            number = (last - start).days // length + 1
            return unit, [start + timedelta(length * i) for i in range(number + 1)]
    months = 1 if days <= MOST * 30 else 3 if days <= MOST * 91 else 12
    start = date(first.year, (first.month - 1) // months * months + 1, 1)
    starts = [start]
    while starts[-1] <= last:
        month = starts[-1].month - 1 + months
        if starts[-1].year + month // 12 > date.max.year:
            break
        starts.append(date(starts[-1].year + month // 12, month % 12 + 1, 1))
    return {1: "month", 3: "quarter", 12: "year"}[months], starts


@dataclass(frozen=True)
class Plot:
    """Where on the picture things are."""

    width: float
    left: float
    lane: float = 44.0
    top: float = 8.0

    def x(self, share: float) -> float:
        return self.left + share * (self.width - self.left - 8)


def draw(line: Timeline, width: int = 960) -> Markup:
    """The picture: a lane for each, a stack of bars for each bin, days below.

    `data-first`, `data-last`, `data-left` and `data-right` say which days lie where, for who wants to choose some.
    """
    plot = Plot(float(width), 150.0 if width > 500 else 116.0)
    height = plot.top + plot.lane * len(line.lanes) + 24
    highest = max((sum(bin) for lane in line.lanes for bin in lane.bins), default=1)
    parts = [
        part
        for i, lane in enumerate(line.lanes)
        for part in _draw_lane(line, lane, plot, plot.top + i * plot.lane, highest)
    ]
    parts += _axis(line, plot, plot.top + plot.lane * len(line.lanes))
    title = f"Statements by {line.unit}, {line.starts[0]} to {line.starts[-1] - timedelta(1)}"
    return picture(
        width, height, title, *parts, data_first=line.starts[0].isoformat(),
        data_last=(line.starts[-1] - timedelta(1)).isoformat(), data_left=plot.x(0), data_right=plot.x(1),
    )  # fmt: skip


def _draw_lane(line: Timeline, lane: Lane, plot: Plot, top: float, highest: int) -> list[Markup]:
    base = top + plot.lane - 6
    step = (plot.x(1) - plot.x(0)) / max(len(lane.bins), 1)
    bar = min(max(step - 1.5, 1.0), 22.0)
    parts = [
        words(fitted(lane.name, plot.left - 34), 0, base - 4, font_weight=600),
        words(str(lane.total), plot.left - 10, base - 4, fill=SOFT, text_anchor="end", class_="soft"),
        element("line", x1=plot.left, x2=plot.x(1), y1=base + 0.5, y2=base + 0.5, stroke=RULE, class_="rule"),
    ]
    paths: list[list[str]] = [
        [] for _ in GROUPS
    ]  # one for each group: a bar for each bin would be a long page
    for i, numbers in enumerate(lane.bins):
        x, y = plot.x(0) + i * step + (step - bar) / 2, base
        for path, number in zip(paths, numbers, strict=True):
            if number:
                tall = max(number / highest * (plot.lane - 12), 1.5)
                y -= tall
                path.append(f"M{x:.1f} {y:.1f}h{bar:.1f}v{tall:.1f}h-{bar:.1f}z")
    parts += [
        element("path", d="".join(path), fill=colour, class_=f"g{g}")
        for g, (path, (_, colour)) in enumerate(zip(paths, GROUPS.values(), strict=True))
        if path
    ]
    return parts


def _axis(line: Timeline, plot: Plot, top: float) -> list[Markup]:
    first, last = line.starts[0].toordinal(), line.starts[-1].toordinal()
    labels = max(2, int((plot.x(1) - plot.x(0)) / 110))
    step = max(1, -(-(len(line.starts) - 1) // labels))
    parts = []
    for day in line.starts[:-1:step]:
        x = plot.x((day.toordinal() - first) / max(last - first, 1))
        parts.append(
            element(
                "line", x1=x, x2=x, y1=plot.top, y2=top, stroke=RULE, stroke_dasharray="2 3", class_="rule"
            )
        )
        parts.append(
            words(
                _tick(day, line.unit),
                min(x, plot.x(1) - 58),
                top + 15,
                fill=SOFT,
                font_size=11,
                class_="soft",
            )
        )
    return parts


def _tick(day: date, unit: str) -> str:
    month = MONTHS[day.month - 1][:3]
    if unit in ("day", "week"):
        return f"{day.day} {month} {day.year}"
    return str(day.year) if unit == "year" else f"{month} {day.year}"


def legend() -> Sequence[tuple[int, str]]:
    """The groups of acts with the numbers of their colours."""
    return list(enumerate(GROUPS))
