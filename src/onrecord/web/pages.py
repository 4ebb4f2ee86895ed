"""The pages on which the Record is looked at; those that change it are in `reviewing` and `adding`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, get_args

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.models import Status
from onrecord.store import Filter
from onrecord.store.articles import list_articles, look_at_entry
from onrecord.store.ask import LAYERS, ask, newest_of_each
from onrecord.store.census import ACTS, Census, Mask
from onrecord.store.dues import list_due
from onrecord.trace.promises import Due
from onrecord.web import timeline
from onrecord.web.filters import FACETS, address, day_of, filter_of, number_of, text_of
from onrecord.web.problems import found
from onrecord.web.site import Site

router = APIRouter(include_in_schema=False)
# From the vaguest to the firmest, then what came to nothing.
BOARD = ("proposed", "being_arranged", "agreed", "scheduled", "under_way", "held", "postponed", "cancelled",
         "ruled_out")  # fmt: skip
assert set(BOARD) == set(get_args(Status))
SHORT = 6  # entries of a list on the first page
VALUES, CHOICES = 12, 40  # values of a facet, and of a list to choose from


def site_of(request: Request) -> Site:
    """The site that a request is for."""
    site: Site = request.app.state.site
    return site


@router.get("/")
def overview(request: Request) -> Response:
    """What is in the record: when who said what, what is due, what is planned."""
    site = site_of(request)
    visitor = site.door.need(request, "reader")
    wanted = _narrow(site, request, limit=SHORT)
    census = site.census.get()
    site.record.retrace()
    with site.reading() as connection:
        chosen = census.mask(connection, wanted)
        day = as_of(request, census, wanted)
        context: dict[str, Any] = {
            "totals": census.totals,
            "number": int(chosen.sum()),
            "span": census.days(chosen),
            "sides": _sides(census, chosen),
            "latest": ask(connection, "statements", wanted),
            "conditions": ask(connection, "conditions", _part(wanted, "conditions")),
            "ahead": _dues(list_due(connection, day, _part(wanted, "timelines"))),
            "passed": _dues(list_due(connection, day, _part(wanted, "timelines", limit=4), passed=True)),
            "board": newest_of_each(connection, "plans", "status", BOARD, _part(wanted, "plans", limit=4)),
        }
    lanes = lanes_of(request)
    return site.page(
        request, "overview.html", visitor, **context, as_of=day, lanes=lanes,
        line=timeline.count(census, chosen, lanes), draw=timeline.draw, choices=choices(census), wanted=wanted,
    )  # fmt: skip


def _dues(found: Sequence[Due]) -> list[dict[str, Any]]:
    return [one.to_dict() for one in found]


def _narrow(site: Site, request: Request, *, limit: int) -> Filter:
    return filter_of(request.query_params, "statements", limit=limit, deep=site.settings.limits.deep)


def _part(wanted: Filter, layer: str, limit: int = SHORT) -> Filter:
    """What of a question about statements can be asked of another layer, too."""
    takes = LAYERS[layer].takes
    same = ("outlet", "ownership", "since", "until", "speaker", "side")
    asked: dict[str, Any] = {name: getattr(wanted, name) for name in same if name in takes}
    if layer == "plans":
        asked["participant"] = wanted.speaker or wanted.side
    if layer == "timelines":
        asked["speaker"] = wanted.speaker or wanted.side
    return Filter(**asked, limit=limit)


def as_of(request: Request, census: Census, wanted: Filter) -> date:
    """The day from which is looked ahead: the one asked for, else today, or the last report's if that is later."""
    asked = day_of(request.query_params, "as_of") or wanted.until
    if asked:
        return asked
    span = census.days(census.n > 0)
    return max(date.today(), span[1]) if span else date.today()


def lanes_of(request: Request) -> str:
    """What the lanes of the time line are."""
    asked = text_of(request.query_params, "lanes")
    return asked if asked in ("side", "speaker", "act", "outlet") else "side"


def _sides(census: Census, chosen: Mask) -> list[dict[str, Any]]:
    """The sides that most was said for, with how many of their statements are of which group of acts."""
    found = timeline.count(census, chosen, "side")
    return [
        {
            "name": lane.name,
            "id": lane.id,
            "total": lane.total,
            "groups": [sum(bin) for bin in zip(*lane.bins, strict=True)],
        }
        for lane in (found.lanes if found else ())
    ]


@lru_cache(maxsize=2)
def choices(census: Census) -> dict[str, dict[str, str]]:
    """What can be chosen in the filters, the most frequent of each: what an address says -> what is shown."""
    everything = census.n > 0
    found = {
        name: {one.value: one.name for one in census.top(name, everything, CHOICES)}
        for name in ("side", "outlet", "ownership")
    }
    return found | {"act": {act: act for act in ACTS}}


@router.get("/timeline.svg")
def timeline_picture(request: Request) -> Response:
    """The time line by itself, to be kept."""
    site = site_of(request)
    site.door.need(request, "reader")
    census = site.census.get()
    with site.reading() as connection:
        chosen = census.mask(connection, _narrow(site, request, limit=1))
    line = timeline.count(census, chosen, lanes_of(request))
    drawn = timeline.draw(line) if line else ""
    headers = {"content-disposition": 'attachment; filename="timeline.svg"'}
    return Response(str(drawn), media_type="image/svg+xml", headers=headers)


@router.get("/search")
def search(request: Request) -> Response:
    """Statements by words, by meaning and by facets; articles by words."""
    from onrecord.web.searching import find

    site = site_of(request)
    visitor = site.door.need(request, "reader")
    return site.page(request, "search.html", visitor, **find(site, request))


@router.get("/conditions")
def conditions(request: Request) -> Response:
    """What is made to depend on what."""
    return _list(request, "conditions", "Conditions")


@router.get("/plans")
def plans(request: Request) -> Response:
    """What is planned."""
    return _list(request, "plans", "Plans")


def _list(request: Request, layer: str, title: str) -> Response:
    site = site_of(request)
    visitor = site.door.need(request, "reader")
    limits = site.settings.limits
    wanted = filter_of(request.query_params, layer, limit=limits.page, deep=limits.deep)
    with site.reading() as connection:
        rows = ask(connection, layer, wanted)
    return site.page(
        request, "list.html", visitor, layer=layer, title=title, rows=rows, wanted=wanted,
        choices=choices(site.census.get()),
    )  # fmt: skip


@router.get("/due")
def due_page(request: Request) -> Response:
    """What is to happen by when, seen from a day."""
    site = site_of(request)
    visitor = site.door.need(request, "reader")
    limits = site.settings.limits
    census = site.census.get()
    wanted = filter_of(request.query_params, "timelines", limit=limits.page, deep=limits.deep)
    day = as_of(request, census, Filter())
    passed = text_of(request.query_params, "passed") == "1"
    site.record.retrace()
    with site.reading() as connection:
        rows = _dues(list_due(connection, day, wanted, passed=passed))
    return site.page(
        request, "due.html", visitor, rows=rows, wanted=wanted, as_of=day, passed=passed, choices=choices(census),
        week=timedelta(7),
    )  # fmt: skip


@router.get("/articles")
def articles(request: Request) -> Response:
    """The reports that the record rests on."""
    site = site_of(request)
    visitor = site.door.need(request, "reader")
    limits, query = site.settings.limits, request.query_params
    with site.reading() as connection:
        rows = list_articles(
            connection, outlet=text_of(query, "outlet") or None, since=day_of(query, "since"),
            until=day_of(query, "until"), limit=limits.page, offset=number_of(query, "offset", most=limits.deep),
        )  # fmt: skip
    wanted = filter_of(query, "timelines", limit=limits.page, deep=limits.deep)
    return site.page(
        request, "articles.html", visitor, rows=rows, wanted=wanted, choices=choices(site.census.get())
    )


@router.get("/entries/{entry}")
def entry_page(request: Request, entry: str) -> Response:
    """Where an entry stands in its article."""
    site = site_of(request)
    site.door.need(request, "reader")
    with site.reading() as connection:
        row = found(lambda: look_at_entry(connection, entry))
    return RedirectResponse(address(f"/articles/{row['article']}", {"entry": entry}) + "#here", 303)


def facets(census: Census, chosen: Mask) -> dict[str, Any]:
    """The values of each facet among some statements, with their numbers."""
    return {name: census.top(name, chosen, VALUES) for name in FACETS}
