"""The pages on which a negotiation is followed: positions side by side, what moved, what clashes, the way to a deal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from onrecord.errors import UsageError
from onrecord.store import Filter
from onrecord.trace.digest import GROUNDS, KINDS
from onrecord.trace.draw import as_svg
from onrecord.web.filters import LONGEST, day_of, number_of, text_of
from onrecord.web.pages import as_of, choices, site_of

router = APIRouter(include_in_schema=False)
SIDES, ISSUES = 5, 10  # of the grid
SHORT = 6  # entries of a list on the first page
CONCEDED = 30  # requirements that can be ticked at once
Row = dict[str, Any]


def asked_of(request: Request, *, limit: int, deep: int) -> Row:
    """What an address asks of what was traced."""
    query = request.query_params
    wanted: Row = {name: text_of(query, name) or None for name in ("issue", "side")}
    wanted |= {name: day_of(query, name) for name in ("since", "until")}
    wanted["everything"] = query.get("all") == "1"
    return wanted | {"limit": limit, "offset": number_of(query, "offset", most=deep)}


@router.get("/negotiation")
def negotiation(request: Request) -> Response:
    """Sides and their positions issue by issue; what changed lately, what clashes, what is due next."""
    site = site_of(request)
    visitor = site.door.need(request, "reader")
    record, census = site.record, site.census.get()
    wanted = asked_of(request, limit=ISSUES, deep=0)
    period = {name: wanted[name] for name in ("issue", "side", "since", "until")}
    note = ""
    try:
        issues = record.issues(**period, limit=ISSUES)
        positions = record.positions(**period, limit=ISSUES * 40)
        moved = record.shifts(**period, limit=SHORT)
        clashes = record.conflicts(**period, limit=SHORT)
    except UsageError as error:  # no such issue: said where the answer would stand
        issues, positions, moved, clashes, note = [], [], [], [], str(error)
    day = as_of(request, census, Filter())
    ahead = record.due(day, limit=SHORT)
    passed = record.due(day, passed=True, limit=SHORT)
    return site.page(
        request, "negotiation.html", visitor, grid=_grid(issues, positions), shifts=moved, conflicts=clashes,
        ahead=ahead, passed=passed, as_of=day, wanted=wanted, choices=choices(census), kinds=KINDS, grounds=GROUNDS,
        note=note,
    )  # fmt: skip


def _grid(issues: Sequence[Row], positions: Sequence[Row]) -> Mapping[str, Any]:
    """Issues down, the sides that hold most positions across; the positions where they meet."""
    shown = {one["id"] for one in issues}
    mine = [one for one in positions if one["issue"] in shown]
    number: dict[str, int] = {}
    for one in mine:
        number[one["side"]] = number.get(one["side"], 0) + 1
    sides = sorted(number, key=lambda side: (-number[side], side))[:SIDES]
    held = {(one["issue"], one["side"]): one for one in mine}
    rows = [
        {"issue": issue, "cells": [held.get((issue["id"], side)) for side in sides]}
        for issue in issues
        if any((issue["id"], side) in held for side in sides)
    ]
    return {"sides": sides, "rows": rows}


@router.get("/shifts")
def shifts(request: Request) -> Response:
    """What moved."""
    return _list(request, "shifts", "What moved")


@router.get("/conflicts")
def conflicts(request: Request) -> Response:
    """What clashes."""
    return _list(request, "conflicts", "What clashes")


def _list(request: Request, what: str, title: str) -> Response:
    site = site_of(request)
    visitor = site.door.need(request, "reader")
    limits = site.settings.limits
    wanted = asked_of(request, limit=limits.page, deep=limits.deep)
    rows, note = list[Row](), ""
    try:
        rows = getattr(site.record, what)(**wanted)
    except UsageError as error:
        note = str(error)
    return site.page(
        request, "moves.html", visitor, what=what, title=title, rows=rows, wanted=wanted, kinds=KINDS, grounds=GROUNDS,
        choices=choices(site.census.get()), note=note,
    )  # fmt: skip


@router.get("/deal")
def deal(request: Request) -> Response:
    """What stands before an outcome, and what opens when some requirements are conceded."""
    site = site_of(request)
    visitor = site.door.need(request, "reader")
    outcome = text_of(request.query_params, "outcome")
    ticked = [one[:LONGEST] for one in request.query_params.getlist("if")[:CONCEDED]]
    found, note = None, ""
    if outcome:
        try:
            found = site.record.deal(outcome, concede=ticked)
        except UsageError as error:
            note = str(error)
    context: dict[str, Any] = {
        "deal": found,
        "note": note,
        "outcome": outcome,
        "outcomes": _outcomes(site.record),
    }
    if found is not None:
        context["requirements"] = {row["id"]: row for row in found.to_dict()["requirements"]}
        context["labels"] = {one.id: one.label for one in found.outcomes}
        context["picture"] = Markup(as_svg(found))  # every word in it is escaped where it is drawn
    return site.page(request, "deal.html", visitor, **context)


def _outcomes(record: Any) -> list[str]:
    """Outcomes for which something is required, those with most requirements first."""
    number: dict[str, int] = {}
    for row in record.requirements(limit=200):
        if row["outcome"]:
            number[row["outcome"]] = number.get(row["outcome"], 0) + 1
    return sorted(number, key=lambda one: (-number[one], one))[:8]


@router.get("/deal.svg")
def deal_picture(request: Request) -> Response:
    """The same as a picture to be kept."""
    site = site_of(request)
    site.door.need(request, "reader")
    ticked = [one[:LONGEST] for one in request.query_params.getlist("if")[:CONCEDED]]
    found = site.record.deal(text_of(request.query_params, "outcome") or " ", concede=ticked)
    return Response(as_svg(found), media_type="image/svg+xml")
