"""The pages of actors and sides: what they said over time, their conditions, promises and plans."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.store import Filter, schema
from onrecord.store.ask import Row, ask
from onrecord.store.names import main_actors
from onrecord.web import timeline
from onrecord.web.filters import day_of, number_of, text_of
from onrecord.web.pages import site_of
from onrecord.web.problems import MissingError

router = APIRouter(include_in_schema=False)
SHORT, LONG = 8, 30  # entries of a list
PROMISES = ("offer", "commit")


@router.get("/actors")
def actors(request: Request) -> Response:
    """Who speaks and for whom, most first; of one name all who bear it."""
    site = site_of(request)
    visitor = site.door.need(request, "reader")
    census = site.census.get()
    name = text_of(request.query_params, "name")
    rows: list[Any]
    if name:
        with site.reading() as connection:
            found = set(main_actors(connection, name))
        everything = census.n > 0
        said = {one.id: one.number for one in census.top("speaker", everything, len(census.actors))}
        rows = [
            (census.actors[n], said.get(census.actors[n].id, 0)) for n in sorted(found) if n in census.actors
        ]
        if len(rows) == 1:
            return RedirectResponse(f"/actors/{rows[0][0].id}", 303)
        return site.page(
            request, "actors.html", visitor, sides=[], speakers=rows, name=name, offset=0, more=False
        )
    limit, offset = (
        site.settings.limits.page,
        number_of(request.query_params, "offset", most=site.settings.limits.deep),
    )
    everything = census.n > 0
    speakers = census.top("speaker", everything, offset + limit + 1)[offset:]
    return site.page(
        request, "actors.html", visitor, name="", offset=offset, more=len(speakers) > limit,
        sides=[(one, one.number) for one in census.top("side", everything, 30)] if not offset else [],
        speakers=[(one, one.number) for one in speakers[:limit]],
    )  # fmt: skip


@router.get("/actors/{actor}")
def actor_page(request: Request, actor: str) -> Response:
    """One actor: as who speaks, or as the side for which others do."""
    site = site_of(request)
    visitor = site.door.need(request, "reader")
    census = site.census.get()
    query = request.query_params
    days: dict[str, Any] = {"since": day_of(query, "since"), "until": day_of(query, "until")}
    with site.reading() as connection:
        who = _look_at(connection, actor)
        n = who.pop("n")
        said, spoken_for = census.speaker == n, census.side == n
        role = text_of(query, "as") or ("side" if spoken_for.sum() > said.sum() else "speaker")
        role = role if role in ("side", "speaker") else "speaker"
        mine: dict[str, Any] = {role: actor}
        act = text_of(query, "act") or None
        chosen = census.mask(connection, Filter(**days, **mine, act=act))
        context: dict[str, Any] = {
            "statements": ask(connection, "statements", Filter(**mine, **days, act=act, limit=LONG)),
            "conditions": ask(connection, "conditions", Filter(**mine, **days, limit=SHORT)),
            "required": ask(connection, "conditions", Filter(of=actor, **days, limit=SHORT)),
            "promises": [
                row for one in PROMISES
                for row in ask(connection, "statements", Filter(**mine, **days, act=one, limit=SHORT))
            ],
            "dates": ask(connection, "timelines", Filter(speaker=actor, **days, limit=SHORT)),
            "plans": ask(connection, "plans", Filter(participant=actor, **days, limit=SHORT)),
        }  # fmt: skip
    others = census.top("speaker" if role == "side" else "side", spoken_for if role == "side" else said, 12)
    return site.page(
        request, "actor.html", visitor, who=who, role=role, act=act, said=int(said.sum()),
        spoken_for=int(spoken_for.sum()), line=timeline.count(census, chosen, "act"), draw=timeline.draw,
        others=others, wanted=Filter(**days, **mine, act=act), **context,
    )  # fmt: skip


def _look_at(connection: sa.Connection, id: str) -> Row:
    """An actor with the names that are merged into it."""
    a = schema.actor
    row = connection.execute(sa.select(a.c.n, a.c.main, a.c.id).where(a.c.id == id)).one_or_none()
    if row is None:
        raise MissingError(f"no actor {id!r} in the Record")
    main = connection.execute(sa.select(a).where(a.c.n == row.main)).mappings().one()
    also = connection.scalars(
        sa.select(a.c.name).where(a.c.main == row.main, a.c.n != row.main).order_by(a.c.n)
    )
    days = [main[name].isoformat() if main[name] else None for name in ("first", "last")]
    return {
        "n": row.main, "id": main["id"], "name": main["name"], "type": main["type"], "also": also.all(),
        "first": days[0], "last": days[1],
    }  # fmt: skip
