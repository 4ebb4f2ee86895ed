"""The page on which articles are added: a text, an address, files; and how far they are."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Form
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from onrecord.collect import parse_date
from onrecord.errors import UsageError
from onrecord.web.jobs import Job, Jobs, file_name
from onrecord.web.pages import site_of
from onrecord.web.visitors import FIELD, check_form

router = APIRouter(include_in_schema=False)
LOOK = 0.3  # seconds between two looks at how far it is
BEAT = 15.0  # seconds after which a silent stream says that it is still there
SHOWN = 12  # jobs on the page
CHUNK = 1 << 20
KNOWN = ("published", "outlet", "title", "url")


def _jobs(request: Request) -> Jobs:
    jobs: Jobs = request.app.state.jobs
    return jobs


@router.get("/add")
def add_page(request: Request) -> Response:
    """What can be added, and what was."""
    site = site_of(request)
    visitor = site.door.need(request, "admin")
    failures = sorted(site.record.failures(), key=lambda row: str(row["last_at"]), reverse=True)
    inbox = str(site.settings.inbox)
    for row in failures:
        row["source"] = row["source"].replace(inbox, "").lstrip("/\\")
    return site.page(
        request, "add.html", visitor, jobs=[_summary(job) for job in _jobs(request).list()[:SHOWN]],
        failures=failures[:100], number=len(failures),
    )  # fmt: skip


def _summary(job: Job) -> dict[str, Any]:
    events = job.events()
    outcomes: dict[str, int] = {}
    for event in events:
        if "outcome" in event:
            outcomes[event["outcome"]] = outcomes.get(event["outcome"], 0) + 1
    return {
        "job": job, "events": events, "outcomes": outcomes, "failed": [e for e in events if "error" in e],
        "done": bool(events) and "done" in events[-1],
    }  # fmt: skip


@router.post("/add/text")
def add_text(
    request: Request, text: str = Form(""), title: str = Form(""), outlet: str = Form(""), published: str = Form(""),
    url: str = Form(""), form_key: str = Form("", alias=FIELD),
) -> Response:  # fmt: skip
    """A pasted text."""
    visitor = site_of(request).door.need(request, "admin")
    check_form(request, form_key)
    if not text.strip():
        raise UsageError("no text; paste the report's words")
    given = _given({"title": title, "outlet": outlet, "published": published, "url": url})
    folder = _jobs(request).draft()
    (folder / "pasted.txt").write_text(text.replace("\r\n", "\n"), "utf-8")
    return _shown(_jobs(request).submit(folder, ["pasted.txt"], given, by=visitor.name))


@router.post("/add/address")
def add_address(
    request: Request, address: str = Form(""), outlet: str = Form(""), form_key: str = Form("", alias=FIELD)
) -> Response:
    """A page, a feed, a list of feeds or a sitemap by its address; it is fetched as `onrecord add` does."""
    visitor = site_of(request).door.need(request, "admin")
    check_form(request, form_key)
    address = address.strip()
    _check_url(address)
    folder = _jobs(request).draft()
    return _shown(_jobs(request).submit(folder, [address], _given({"outlet": outlet}), by=visitor.name))


@router.post("/add/files")
async def add_files(request: Request) -> Response:
    """Files of any kind that `onrecord add` reads."""
    site = site_of(request)
    visitor = site.door.need(request, "admin")
    limits = site.settings.limits
    async with request.form(max_files=limits.files, max_fields=10) as form:
        check_form(request, form.get(FIELD))
        given = _given({"outlet": form.get("outlet"), "published": form.get("published")})
        files = [one for one in form.getlist("files") if not isinstance(one, str) and one.filename]
        if not files:
            raise UsageError("no file; choose some")
        folder = _jobs(request).draft()
        names = []
        for number, file in enumerate(files, start=1):
            names.append(file_name(file.filename or "", number))
            with (folder / names[-1]).open("wb") as kept:
                while piece := await file.read(CHUNK):
                    kept.write(piece)
    return _shown(_jobs(request).submit(folder, names, given, by=visitor.name))


def _shown(job: Job) -> Response:
    return RedirectResponse(f"/add/{job.id}", 303)


def _given(fields: Mapping[str, Any]) -> dict[str, str]:
    """What is known of what is added.

    Raises:
        UsageError: a day or an address that is none.
    """
    given = {name: str(value or "").strip() for name, value in fields.items()}
    if day := given.get("published"):
        try:
            parse_date(day)
        except ValueError as error:
            raise UsageError(f"published: {error}") from None
    if given.get("url"):
        _check_url(given["url"])
    if any(len(value) > 1000 or not value.isprintable() for value in given.values()):
        raise UsageError("outlet and title are to be one line of at most 1000 characters")
    return given


def _check_url(url: str) -> None:
    """Only what `collect` fetches: else a path or a bucket of the server's own would be read."""
    try:
        parts = urlsplit(url)
        good = (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and url.isprintable()
            and " " not in url
        )
    except ValueError:
        good = False
    if not good or len(url) > 2000:
        raise UsageError(f"{url[:200]!r} is no address of the web; give one that begins with https://")


@router.get("/add/{id}")
def job_page(request: Request, id: str) -> Response:
    """How far something is that was added."""
    site = site_of(request)
    visitor = site.door.need(request, "admin")
    return site.page(request, "job.html", visitor, **_summary(_jobs(request).get(id)))


@router.post("/add/{id}/again")
def again(request: Request, id: str, form_key: str = Form("", alias=FIELD)) -> Response:
    """Try once more what failed."""
    site_of(request).door.need(request, "admin")
    check_form(request, form_key)
    _jobs(request).again(id)
    return RedirectResponse(f"/add/{id}", 303)


@router.get("/add/{id}/events")
def events(request: Request, id: str) -> Response:
    """What becomes of it, as server-sent events; one who comes back gets what they missed."""
    site_of(request).door.need(request, "admin")
    jobs = _jobs(request)
    job = jobs.get(id)
    last = request.headers.get("last-event-id", "")
    seen = int(last) if last.isascii() and last.isdigit() and len(last) < 10 else 0
    return StreamingResponse(_stream(jobs, job, seen), media_type="text/event-stream")


async def _stream(jobs: Jobs, job: Job, seen: int) -> AsyncIterator[str]:
    quiet = 0.0
    while not jobs.stopping:
        found = await run_in_threadpool(job.events)
        for number, event in enumerate(found[seen:], start=seen + 1):
            yield f"id: {number}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n"
        quiet = quiet + LOOK if len(found) <= seen else 0.0
        seen = max(seen, len(found))
        if found and "done" in found[-1]:
            return
        if quiet > BEAT:
            yield ": still there\n\n"
            quiet = 0.0
        await asyncio.sleep(LOOK)
