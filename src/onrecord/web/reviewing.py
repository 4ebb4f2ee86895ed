"""The pages on which entries are accepted, rejected and edited, and the log of who did what."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, get_args

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.errors import ChangedError, UsageError
from onrecord.models import Act, ConditionKind, Kind, PlanType, SpeakerType, Status, TimelineKind
from onrecord.reading import ENTRIES
from onrecord.store.articles import look_at_entry
from onrecord.store.ask import least_sure
from onrecord.store.review import SPANS, list_corrections
from onrecord.web.filters import address, filter_of, number_of, text_of
from onrecord.web.pages import choices, site_of
from onrecord.web.problems import found, status_of
from onrecord.web.visitors import FIELD, Visitor, check_form

router = APIRouter(include_in_schema=False)
QUEUE = 30  # entries that wait beside the one that is looked at
# What can be changed by a form, and what may be chosen; None is any text.
FIELDS: dict[str, dict[str, tuple[str, ...] | None]] = {
    "statements": {"speaker": None, "speaker_type": get_args(SpeakerType), "side": None, "addressee": None,
                   "act": get_args(Act), "kind": get_args(Kind), "said_on": None},
    "conditions": {"kind": get_args(ConditionKind), "by": None, "side": None},
    "timelines": {"kind": get_args(TimelineKind), "earliest": None, "latest": None, "by": None},
    "plans": {"type": get_args(PlanType), "status": get_args(Status), "earliest": None, "latest": None, "place": None},
}  # fmt: skip
# Words and what stands between them; marks of punctuation by themselves, since spans end before them.
_WORDS = re.compile(r"\s+|\w+(?:[’'\-]\w+)*|[^\w\s]")


@router.get("/review")
def review_page(request: Request) -> Response:
    """The least sure entries that nobody has looked at; the first of them, or the one asked for, at length."""
    site = site_of(request)
    visitor = site.door.need(request, "reviewer")
    return _page(request, visitor)


def _page(
    request: Request, visitor: Visitor, *, status: int = 200, note: str = "", mine: Mapping[str, Any] | None = None,
    entry: str = "",
) -> Response:  # fmt: skip
    site = site_of(request)
    query = request.query_params
    layer = text_of(query, "layer") or "statements"
    layer = layer if layer in ENTRIES else "statements"
    entry = entry or text_of(query, "entry")
    with site.reading() as connection:
        row = found(lambda: look_at_entry(connection, entry)) if entry else None
        layer = row["layer"] if row else layer
        wanted = filter_of(query, layer, limit=QUEUE, deep=site.settings.limits.deep)
        queue = least_sure(connection, layer, wanted)
        skip = number_of(query, "skip", most=QUEUE)
        if row is None and skip < len(queue):
            row = look_at_entry(connection, queue[skip]["id"])
        done = next(
            (one for one in list_corrections(connection, limit=20) if one["id"] == query.get("done")), None
        )
    place = next((i for i, one in enumerate(queue) if row and one["id"] == row["id"]), None)
    return site.page(
        request, "review.html", visitor, status=status, queue=queue, row=row, layer=layer, place=place, done=done,
        note=note, mine=mine, fields=FIELDS[row["layer"]] if row else {}, parts=SPANS[row["layer"]] if row else (),
        choices=choices(site.census.get()), wanted=wanted, layers=list(FIELDS), words=_words(row) if row else [],
    )  # fmt: skip


def _words(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The words around an entry one by one, with where each stands and which parts of the entry it belongs to."""
    found = []
    at = row["start"]
    for piece in _WORDS.findall(row["around"]):
        if piece.strip():
            inside = [
                part for part in SPANS[row["layer"]] if _holds(row["fields"].get(part), at, at + len(piece))
            ]
            found.append({"start": at, "end": at + len(piece), "text": piece, "parts": inside})
        else:
            found.append({"start": at, "end": at + len(piece), "text": piece, "parts": None})
        at += len(piece)
    return found


def _holds(spans: Any, start: int, end: int) -> bool:
    return any(low < end and start < high for low, high in spans or ())


@router.post("/review/{entry}")
async def decide(request: Request, entry: str) -> Response:
    """Accept, reject or edit an entry, as it was seen."""
    site = site_of(request)
    visitor = site.door.need(request, "reviewer")
    async with request.form(max_files=0, max_fields=60) as form:
        check_form(request, form.get(FIELD))
        fields = {name: str(value) for name, value in form.items()}
    return await run_in_threadpool(_decide, request, visitor, entry, fields)


def _decide(request: Request, visitor: Visitor, entry: str, form: Mapping[str, str]) -> Response:
    site = site_of(request)
    action = form.get("action", "")
    with site.reading() as connection:
        row = found(lambda: look_at_entry(connection, entry))
    changes = changes_of(row, form) if action != "reject" else {}
    if action == "accept" and changes:
        action = "edit"
    try:
        if action == "edit" and not changes:
            raise UsageError("nothing was changed; to say that all is right, accept it")
        id = site.record.review(
            entry, action, by=visitor.name, changes=changes or None,
            reason=form.get("reason", "").strip()[:1000] or None, seen=form.get("stamp") or None,
        )  # fmt: skip
    except (ChangedError, UsageError) as error:
        return _page(request, visitor, status=status_of(error), note=str(error), mine=changes, entry=entry)
    kept = {name: value for name, value in request.query_params.items() if name not in ("entry", "done")}
    return RedirectResponse(address("/review", kept, done=id), 303)


def changes_of(row: Mapping[str, Any], form: Mapping[str, str]) -> dict[str, Any]:
    """What a form says otherwise than the entry; fields that the form leaves out are left as they are.

    Raises:
        UsageError: spans that are none.
    """
    changes: dict[str, Any] = {}
    held = row["fields"]
    for name in FIELDS[row["layer"]]:
        if name in form and (value := form[name].strip() or None) != held[name]:
            changes[name] = value
    for part in SPANS[row["layer"]]:
        if not form.get(f"spans-{part}"):
            continue
        try:
            spans = json.loads(form[f"spans-{part}"])
        except ValueError:
            raise UsageError(f"the spans of {part} are none") from None
        if spans != [list(span) for span in held[part]]:
            changes[part] = spans
    if "participants" in form and row["layer"] == "plans":
        named = [name.strip() for name in form["participants"].split(";") if name.strip()]
        if named != list(held["participants"]):
            changes["participants"] = named
    if "requires" in changes:
        changes["of"] = []  # who must act was said of other words
    return changes


@router.post("/corrections/{correction}/undo")
async def undo(request: Request, correction: str) -> Response:
    """Take a correction back."""
    site = site_of(request)
    visitor = site.door.need(request, "reviewer")
    async with request.form(max_files=0, max_fields=10) as form:
        check_form(request, form.get(FIELD))
        back = str(form.get("entry") or "")
    await run_in_threadpool(site.record.undo, correction, by=visitor.name)
    return RedirectResponse(address("/review", {"entry": back}) if back else "/corrections", 303)


@router.get("/corrections")
def log(request: Request) -> Response:
    """Who corrected what, newest first."""
    site = site_of(request)
    visitor = site.door.need(request, "reviewer")
    limits = site.settings.limits
    offset = number_of(request.query_params, "offset", most=limits.deep)
    with site.reading() as connection:
        rows = list_corrections(connection, limit=limits.page, offset=offset)
    return site.page(request, "corrections.html", visitor, rows=rows, offset=offset, size=limits.page)
