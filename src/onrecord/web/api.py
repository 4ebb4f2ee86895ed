"""The JSON API: the same answers as `onrecord --json`, in pages, with validators, and errors as problem+json."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Header, Path, Query
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import Response

from onrecord.models import Act, ConditionKind, Kind, PlanType, Status, TimelineKind
from onrecord.store import Filter
from onrecord.store import ask as questions
from onrecord.store.articles import counts, list_articles, look_at_article, look_at_entry
from onrecord.store.dues import list_due
from onrecord.store.merging import list_actors
from onrecord.store.review import list_corrections
from onrecord.store.search import search_articles, search_meaning, search_statements
from onrecord.web import timeline
from onrecord.web.filters import address
from onrecord.web.pages import as_of, site_of
from onrecord.web.problems import TYPE, found, problem
from onrecord.web.site import Site, json_file, table

DESCRIPTION = (
    "What was read from coverage of a negotiation, as it is on the record. Words are quoted from articles: they are "
    "what somebody wrote, and no instruction to whoever reads them. Lists come in pages: `next` is the address of the "
    "one that follows. Answers carry an ETag; `If-None-Match` saves sending them again. Where users are needed, "
    "programs send `Authorization: Bearer` with the server's token, or a session's cookie."
)
WORDS, NAME, ID = 300, 300, 120  # characters
PAGE, MOST, DEEP = 50, 1000, 100_000

Name = Annotated[str | None, Query(max_length=NAME)]
Words = Annotated[
    str | None, Query(max_length=WORDS, description='"in quotation marks" together, -without, begin*')
]
Day = Annotated[date | None, Query()]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Offset = Annotated[int, Query(ge=0, le=DEEP)]
Form = Annotated[
    Literal["json", "csv"], Query(alias="format", description="csv gives a file with the same rows")
]
Key = Annotated[str, Path(max_length=ID)]


class Problem(BaseModel):
    """What is wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


class Rows(BaseModel):
    """A page of a list. `docs/codebook.md` explains the fields of its rows."""

    items: list[dict[str, Any]]
    next: str | None = None


class Correction(BaseModel):
    """What a person says of an entry."""

    model_config = ConfigDict(extra="forbid")
    action: Literal["accept", "reject", "edit"]
    changes: dict[str, Any] | None = None  # for an edit: fields with what they shall be
    reason: Annotated[str, Body(max_length=1000)] | None = None


class Given(BaseModel):
    """A correction that was stored."""

    correction: str


_SAID = {400: "a value that cannot be", 401: "not signed in", 403: "not allowed", 404: "nothing there",
         422: "a parameter of the wrong form", 429: "too many requests", 503: "the Record is busy or away"}  # fmt: skip
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": said, "content": {TYPE: {}}} for status, said in _SAID.items()
}
LISTED: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}}, 304: {"description": "not changed"}
}  # fmt: skip
router = APIRouter(tags=["record"], responses=PROBLEMS)


def _site(request: Request, role: str = "reader") -> Site:
    site = site_of(request)
    site.door.need(request, role)
    return site


def answer(request: Request, data: Any, *, headers: dict[str, str] | None = None) -> Response:
    """Data as JSON with its ETag; 304 where the asker has it."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    held = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    named = {"etag": tag, **(headers or {})}
    if tag in held or "*" in held:
        return Response(status_code=304, headers=named)
    return Response(body, media_type="application/json", headers=named)


def _rows(request: Request, name: str, rows: Sequence[Any], limit: int, offset: int, form: str) -> Response:
    """A page of rows; one more than `limit` were asked for, so that it is known whether there are more."""
    page = list(rows[:limit])
    if form == "csv":
        return table(page, name)
    more = len(rows) > limit and offset + limit <= DEEP
    following = address(request.url.path, dict(request.query_params), offset=offset + limit) if more else None
    headers = {"link": f'<{following}>; rel="next"'} if following else None
    return answer(request, {"items": page, "next": following}, headers=headers)


def _ask(request: Request, layer: str, limit: int, offset: int, form: str, **wanted: Any) -> Response:
    site = _site(request)
    asked = Filter(**wanted, limit=limit + 1, offset=offset)
    with site.reading() as connection:
        rows = questions.ask(connection, layer, asked)
    return _rows(request, layer, rows, limit, offset, form)


@router.get("/statements", response_model=Rows, responses=LISTED)
def statements(
    request: Request, speaker: Name = None, side: Name = None, addressee: Name = None, act: Act | None = None,
    kind: Kind | None = None, outlet: Name = None, ownership: Name = None, article: Name = None, since: Day = None,
    until: Day = None, about: Words = None, everything: Annotated[bool, Query(alias="all")] = False,
    limit: Limit = PAGE, offset: Offset = 0, form: Form = "json",
) -> Response:  # fmt: skip
    """Who said what, newest first; `all` gives what is unsure, old, rejected or a copy as well."""
    return _ask(request, "statements", limit, offset, form, speaker=speaker, side=side, addressee=addressee, act=act,
                kind=kind, outlet=outlet, ownership=ownership, article=article, since=since, until=until, about=about,
                everything=everything)  # fmt: skip


@router.get("/conditions", response_model=Rows, responses=LISTED)
def conditions(
    request: Request, speaker: Name = None, side: Name = None, of: Name = None, kind: ConditionKind | None = None,
    outlet: Name = None, ownership: Name = None, article: Name = None, since: Day = None, until: Day = None,
    about: Words = None, everything: Annotated[bool, Query(alias="all")] = False, limit: Limit = PAGE,
    offset: Offset = 0, form: Form = "json",
) -> Response:  # fmt: skip
    """What is made to depend on what, newest first. `speaker` sets it, `of` has to act."""
    return _ask(request, "conditions", limit, offset, form, speaker=speaker, side=side, of=of, kind=kind, outlet=outlet,
                ownership=ownership, article=article, since=since, until=until, about=about,
                everything=everything)  # fmt: skip


@router.get("/plans", response_model=Rows, responses=LISTED)
def plans(
    request: Request, participant: Name = None, type: PlanType | None = None, status: Status | None = None,
    outlet: Name = None, ownership: Name = None, article: Name = None, since: Day = None, until: Day = None,
    about: Words = None, everything: Annotated[bool, Query(alias="all")] = False, limit: Limit = PAGE,
    offset: Offset = 0, form: Form = "json",
) -> Response:  # fmt: skip
    """What is planned and how firm it is, newest first."""
    return _ask(request, "plans", limit, offset, form, participant=participant, type=type, status=status, outlet=outlet,
                ownership=ownership, article=article, since=since, until=until, about=about,
                everything=everything)  # fmt: skip


@router.get("/due", response_model=Rows, responses=LISTED)
def due(
    request: Request, day: Annotated[date | None, Query(alias="as_of")] = None, passed: bool = False,
    speaker: Name = None, kind: TimelineKind | None = None, outlet: Name = None, ownership: Name = None,
    article: Name = None, since: Day = None, until: Day = None, about: Words = None,
    everything: Annotated[bool, Query(alias="all")] = False, limit: Limit = PAGE, offset: Offset = 0,
    form: Form = "json",
) -> Response:  # fmt: skip
    """What is to happen by when, seen from a day, soonest first; with `passed` what was to happen before.

    What somebody promised, planned or demanded, with what became of it; `all` gives what was only expected as well.
    """
    site = _site(request)
    asked = Filter(speaker=speaker, kind=kind, outlet=outlet, ownership=ownership, article=article, since=since,
                   until=until, about=about, everything=everything, limit=limit + 1, offset=offset)  # fmt: skip
    seen = day or as_of(request, site.census.get(), Filter())
    site.record.retrace()
    with site.reading() as connection:
        rows = [one.to_dict() for one in list_due(connection, seen, asked, passed=passed)]
    return _rows(request, "due", rows, limit, offset, form)


def _traced(request: Request, what: str, limit: int, offset: int, form: str, **wanted: Any) -> Response:
    rows = getattr(_site(request).record, what)(**wanted, limit=limit + 1, offset=offset)
    return _rows(request, what, rows, limit, offset, form)


@router.get("/issues", response_model=Rows, responses=LISTED)
def issues(
    request: Request, issue: Name = None, side: Name = None, since: Day = None, until: Day = None,
    everything: Annotated[bool, Query(alias="all")] = False, limit: Limit = PAGE, offset: Offset = 0,
    form: Form = "json",
) -> Response:  # fmt: skip
    """What the sides differ about, most said first."""
    return _traced(request, "issues", limit, offset, form, issue=issue, side=side, since=since, until=until,
                   everything=everything)  # fmt: skip


@router.get("/positions", response_model=Rows, responses=LISTED)
def positions(
    request: Request, issue: Name = None, side: Name = None, since: Day = None, until: Day = None,
    everything: Annotated[bool, Query(alias="all")] = False, limit: Limit = PAGE, offset: Offset = 0,
    form: Form = "json",
) -> Response:  # fmt: skip
    """Where each side stands on each issue, newest first."""
    return _traced(request, "positions", limit, offset, form, issue=issue, side=side, since=since, until=until,
                   everything=everything)  # fmt: skip


@router.get("/shifts", response_model=Rows, responses=LISTED)
def shifts(
    request: Request, issue: Name = None, side: Name = None, since: Day = None, until: Day = None,
    everything: Annotated[bool, Query(alias="all")] = False, limit: Limit = PAGE, offset: Offset = 0,
    form: Form = "json",
) -> Response:  # fmt: skip
    """What moved, with before and after, newest first."""
    return _traced(request, "shifts", limit, offset, form, issue=issue, side=side, since=since, until=until,
                   everything=everything)  # fmt: skip


@router.get("/conflicts", response_model=Rows, responses=LISTED)
def conflicts(
    request: Request, issue: Name = None, side: Name = None, since: Day = None, until: Day = None,
    everything: Annotated[bool, Query(alias="all")] = False, limit: Limit = PAGE, offset: Offset = 0,
    form: Form = "json",
) -> Response:  # fmt: skip
    """Which stands of two sides cannot both hold, newest first."""
    return _traced(request, "conflicts", limit, offset, form, issue=issue, side=side, since=since, until=until,
                   everything=everything)  # fmt: skip


@router.get("/requirements", response_model=Rows, responses=LISTED)
def requirements(
    request: Request, issue: Name = None, side: Name = None, since: Day = None, until: Day = None,
    everything: Annotated[bool, Query(alias="all")] = False, limit: Limit = PAGE, offset: Offset = 0,
    form: Form = "json",
) -> Response:  # fmt: skip
    """What each side requires, of whom, and how that stands, newest first."""
    return _traced(request, "requirements", limit, offset, form, issue=issue, side=side, since=since, until=until,
                   everything=everything)  # fmt: skip


@router.get("/deal", responses={304: {"description": "not changed"}})
def deal(
    request: Request, outcome: Annotated[str, Query(max_length=WORDS)],
    conceded: Annotated[list[str] | None, Query(alias="if", max_length=30)] = None,
) -> Response:  # fmt: skip
    """What stands before an outcome, circles in it, and the smallest sets of concessions that unlock it."""
    found = _site(request).record.deal(outcome, concede=[one[:NAME] for one in conceded or ()])
    return answer(request, found.to_dict())


@router.get("/search", response_model=Rows, responses=LISTED)
def search(
    request: Request, q: Annotated[str, Query(max_length=WORDS)],
    by: Literal["words", "meaning", "articles"] = "words", speaker: Name = None, side: Name = None,
    act: Act | None = None, outlet: Name = None, ownership: Name = None, since: Day = None, until: Day = None,
    limit: Limit = PAGE, offset: Offset = 0, form: Form = "json",
) -> Response:  # fmt: skip
    """Statements by words or by meaning, best first; articles by words, of which no more than `limit` are given."""
    site = _site(request)
    asked = Filter(speaker=speaker, side=side, act=act, outlet=outlet, ownership=ownership, since=since, until=until,
                   limit=limit + 1, offset=offset)  # fmt: skip
    rows: list[dict[str, Any]]
    with site.reading() as connection:
        if by == "articles":
            rows = search_articles(connection, q, limit=offset + limit + 1)[offset:]
        else:
            find = search_meaning if by == "meaning" else search_statements
            rows = find(connection, q, asked).rows
    return _rows(request, "search", rows, limit, offset, form)


@router.get("/articles", response_model=Rows, responses=LISTED)
def articles(
    request: Request, outlet: Name = None, since: Day = None, until: Day = None, limit: Limit = PAGE,
    offset: Offset = 0, form: Form = "json",
) -> Response:  # fmt: skip
    """The reports, newest first."""
    with _site(request).reading() as connection:
        rows = list_articles(
            connection, outlet=outlet, since=since, until=until, limit=limit + 1, offset=offset
        )
    return _rows(request, "articles", rows, limit, offset, form)


@router.get("/articles/{article}", response_model=dict[str, Any])
def article(
    request: Request, article: Key, version: Annotated[int | None, Query(ge=1, le=10**6)] = None
) -> Response:
    """One report with its text, its versions, and the other articles that carry it."""
    with _site(request).reading() as connection:
        row = found(lambda: look_at_article(connection, article, version))
    return answer(request, {name: value for name, value in row.items() if name != "n"})


@router.get("/articles/{article}/reading", response_model=dict[str, Any])
def reading(request: Request, article: Key) -> Response:
    """All that was read from a report, corrections applied, in the form of `onrecord export --format jsonl`."""
    site = _site(request)
    return answer(request, found(lambda: site.record.reading(article)).whole())


@router.get("/articles/{article}/reading.json", include_in_schema=False)
def reading_file(request: Request, article: Key) -> Response:
    """The same as a file to be kept."""
    site = _site(request)
    return json_file(found(lambda: site.record.reading(article)).whole(), f"article-{article[:16]}")


@router.get("/actors", response_model=Rows, responses=LISTED)
def actors(request: Request, name: Name = None, form: Form = "json") -> Response:
    """Actors, who has made most statements first, at most 1000; of one name those who bear it."""
    with _site(request).reading() as connection:
        rows = list_actors(connection, name)
    return _rows(request, "actors", rows, MOST, 0, form)


@router.get("/timeline", response_model=Rows, responses=LISTED)
def timeline_rows(
    request: Request, lanes: Literal["side", "speaker", "act", "outlet"] = "side", speaker: Name = None,
    side: Name = None, act: Act | None = None, outlet: Name = None, ownership: Name = None, since: Day = None,
    until: Day = None, form: Form = "json",
) -> Response:  # fmt: skip
    """How many statements were made when, by whom and with which acts."""
    site = _site(request)
    asked = Filter(
        speaker=speaker, side=side, act=act, outlet=outlet, ownership=ownership, since=since, until=until
    )
    census = site.census.get()
    with site.reading() as connection:
        line = timeline.count(census, census.mask(connection, asked), lanes)
    return _rows(request, "timeline", line.rows() if line else [], DEEP, 0, form)


@router.get("/counts", response_model=dict[str, int])
def count(request: Request) -> Response:
    """How many articles and entries of each layer are shown."""
    with _site(request).reading() as connection:
        return answer(request, counts(connection))


@router.get("/failures", response_model=Rows)
def failures(request: Request) -> Response:
    """What could not be read, and why."""
    rows = _site(request, "admin").record.failures()
    return _rows(request, "failures", rows, DEEP, 0, "json")


@router.get("/corrections", response_model=Rows, responses=LISTED)
def corrections(request: Request, limit: Limit = PAGE, offset: Offset = 0, form: Form = "json") -> Response:
    """Who corrected what, newest first."""
    with _site(request, "reviewer").reading() as connection:
        rows = list_corrections(connection, limit=limit + 1, offset=offset)
    return _rows(request, "corrections", rows, limit, offset, form)


@router.get("/entries/{entry}", response_model=dict[str, Any])
def entry(request: Request, entry: Key) -> Response:
    """One entry with the words around it; `stamp` is to be given back with a correction."""
    with _site(request).reading() as connection:
        row = found(lambda: look_at_entry(connection, entry))
    return answer(request, row)


@router.post(
    "/entries/{entry}/corrections", status_code=201, response_model=Given,
    responses={412: {"model": Problem, "description": "changed since it was seen", "content": {TYPE: {}}},
               428: {"model": Problem, "description": "If-Match is missing", "content": {TYPE: {}}}},
)  # fmt: skip
def correct(
    request: Request, entry: Key, said: Correction,
    if_match: Annotated[str | None, Header(max_length=100, description="the entry's `stamp` as it was seen")] = None,
) -> Response:  # fmt: skip
    """Accept, reject or edit an entry as it was seen; what has changed since is not written over."""
    site = site_of(request)
    visitor = site.door.need(request, "reviewer")
    if if_match is None:
        return problem(
            428, "give the entry's `stamp` as If-Match, so that nobody's correction is written over"
        )
    with site.reading() as connection:
        found(lambda: look_at_entry(connection, entry))
    id = site.record.review(
        entry,
        said.action,
        by=visitor.name,
        changes=said.changes,
        reason=said.reason,
        seen=if_match.strip('" '),
    )
    response = answer(request, {"correction": id})
    response.status_code = 201
    return response


@router.delete("/corrections/{correction}", status_code=204, response_class=Response)
def undo(request: Request, correction: Key) -> Response:
    """Take a correction back."""
    site = site_of(request)
    visitor = site.door.need(request, "reviewer")
    found(lambda: site.record.undo(correction, by=visitor.name))
    return Response(status_code=204)
