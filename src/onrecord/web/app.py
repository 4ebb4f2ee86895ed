"""The site as one ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Form
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from onrecord import __version__
from onrecord.errors import OnRecordError
from onrecord.store import Record
from onrecord.web import actors, adding, api, articles, pages, reviewing, traces
from onrecord.web.guards import Guard
from onrecord.web.jobs import Jobs
from onrecord.web.problems import FullError, NotSignedInError, problem, status_of
from onrecord.web.settings import Settings
from onrecord.web.site import Site
from onrecord.web.visitors import FIELD, HOLDS, NOBODY, SESSION, check_form

API = "/api/v1"


def create_app(record: Record, settings: Settings, *, jobs: Jobs | None = None) -> Any:
    """The site over a Record.

    Args:
        jobs: What reads that which is added; another one in tests.
    """
    site = Site(record, settings)

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        site.census.get()  # the first visitor does not wait for it
        app.state.jobs.start()
        yield
        app.state.jobs.stop()
        site.census.close()

    app = FastAPI(
        title="onrecord", version=__version__, lifespan=running, docs_url=None, redoc_url=None,
        openapi_url=f"{API}/openapi.json", description=api.DESCRIPTION, openapi_tags=None,
    )  # fmt: skip
    app.state.site = site
    app.state.jobs = jobs or Jobs(settings)
    for part in (pages, traces, articles, actors, reviewing, adding):
        app.include_router(part.router)
    app.include_router(api.router, prefix=API)
    app.mount("/static", StaticFiles(packages=[("onrecord.web", "static")]), name="static")
    _add_door(app, site)
    _add_errors(app, site)
    return Guard(app, settings)


def _add_door(app: FastAPI, site: Site) -> None:
    @app.get("/sign-in", include_in_schema=False)
    def sign_in_page(request: Request) -> Response:
        return site.page(request, "sign_in.html", NOBODY, note="", by_name=site.door.users is not None)

    @app.post("/sign-in", include_in_schema=False)
    def sign_in(
        request: Request,
        name: str = Form(""),
        password: str = Form(""),
        form_key: str = Form("", alias=FIELD),
    ) -> Response:
        check_form(request, form_key)
        try:
            session = site.door.sign_in(name, password, request.client.host if request.client else "")
        except (NotSignedInError, FullError) as error:
            by_name = site.door.users is not None
            return site.page(
                request, "sign_in.html", NOBODY, status=status_of(error), note=str(error), by_name=by_name
            )
        response = RedirectResponse("/", 303)
        secure = site.settings.secure
        response.set_cookie(SESSION, session, max_age=HOLDS, httponly=True, samesite="lax", secure=secure)
        return response

    @app.post("/sign-out", include_in_schema=False)
    def sign_out(request: Request, form_key: str = Form("", alias=FIELD)) -> Response:
        check_form(request, form_key)
        response = RedirectResponse("/sign-in", 303)
        response.delete_cookie(SESSION)
        return response


def _add_errors(app: FastAPI, site: Site) -> None:
    def answer(request: Request, status: int, detail: str) -> Response:
        if request.url.path.startswith(API):
            return problem(status, detail)
        visitor = site.door.visitor(request)
        return site.page(request, "problem.html", visitor, status=status, code=status, detail=detail)

    @app.exception_handler(OnRecordError)
    def ours(request: Request, error: OnRecordError) -> Response:
        status = status_of(error)
        if status == 401 and request.method == "GET" and not request.url.path.startswith(API):
            return RedirectResponse("/sign-in", 303)
        return answer(request, status, str(error))

    @app.exception_handler(HTTPException)
    def of_http(request: Request, error: HTTPException) -> Response:
        response = answer(request, error.status_code, str(error.detail))
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(RequestValidationError)
    def of_values(request: Request, error: RequestValidationError) -> Response:
        wrong = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors())
        return answer(request, 422, wrong.lower())

    @app.exception_handler(Exception)
    def fault(request: Request, error: Exception) -> Response:
        return answer(request, 500, f"{type(error).__name__}; this is a fault of onrecord, please report it")
