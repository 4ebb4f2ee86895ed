"""What all handlers share: the Record, who asks, and pages made of templates."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from onrecord import __version__
from onrecord.export.csv_files import csv_text
from onrecord.show.labels import day_words, said_on_words
from onrecord.show.outline import SURE, THRESHOLD
from onrecord.show.stakes import FIRM, bounds_words
from onrecord.show.visible import one_line, visible
from onrecord.store import Record
from onrecord.store.census import LastCensus
from onrecord.store.engine import reading
from onrecord.web import timeline
from onrecord.web.filters import address
from onrecord.web.settings import Settings
from onrecord.web.visitors import Door, Visitor, form_key, keep_form_key

Row = Mapping[str, Any]
LONGEST = 1500  # characters of one entry's words on a page; the article has them all
# Pages in the order of the navigation, with the role that it takes to see them. What has no page has no entry.
NAVIGATION = (
    ("/", "Overview", "reader"),
    ("/negotiation", "Negotiation", "reader"),
    ("/deal", "Way to a deal", "reader"),
    ("/search", "Search", "reader"),
    ("/conditions", "Conditions", "reader"),
    ("/due", "Due", "reader"),
    ("/plans", "Plans", "reader"),
    ("/articles", "Articles", "reader"),
    ("/actors", "Actors", "reader"),
    ("/review", "Review", "reviewer"),
    ("/add", "Add", "admin"),
)


class Site:
    """A Record and how it is shown."""

    def __init__(self, record: Record, settings: Settings) -> None:
        self.record, self.settings = record, settings
        self.door = Door(settings)
        self.census = LastCensus(record.engine)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction in which the Record does not change."""
        with reading(self.record.engine) as connection:
            yield connection

    @cached_property
    def templates(self) -> Environment:
        """The templates; everything in them is escaped, and what is missing is an error."""
        made = Environment(
            loader=PackageLoader("onrecord.web"), autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        made.filters |= {
            "visible": lambda text: visible(text or ""),
            "words": lambda text: lit(text, ()),
            "line": lambda text: one_line(text or ""),
            "day": lambda value: day_words(value) or "no date",
            "said_on": said_on_words,
            "sureness": sureness,
            "lit": lit,
            "bounds": lambda row: bounds_words(
                _date(row["earliest"]), _date(row["latest"]), row.get("kind", "on")
            ),
            "status": lambda status: FIRM[status],
            "safe_url": safe_url,
            "named": lambda values: {value: value for value in values},
        }
        made.globals |= {
            "called": self.called,
            "address": address,
            "version": __version__,
            "acts": timeline.GROUPS,
            "threshold": THRESHOLD,
        }
        return made

    def called(self, value: str) -> str:
        """What a value of a filter is called, which may be an actor's id."""
        return self.census.get().called(value)

    def page(
        self, request: Request, template: str, visitor: Visitor, *, status: int = 200, **context: Any
    ) -> Response:
        """A page; for htmx only the part of it that changes (the template's block `results`)."""
        found = self.templates.get_template(template)
        query = Asked(request.query_params)
        common = {
            "visitor": visitor,
            "open": self.settings.open,
            "form_key": form_key(request),
            "path": request.url.path,
            "query": query,
            "nav": [(url, name) for url, name, role in NAVIGATION if visitor.may(role)],
        }
        if request.headers.get("hx-request") == "true" and "results" in found.blocks and status == 200:
            blocks = found.blocks["results"](found.new_context({**common, **context}))
            response = HTMLResponse("".join(blocks), status)
        else:
            response = HTMLResponse(found.render(**common, **context), status)
        response.headers["vary"] = "HX-Request, Cookie"
        keep_form_key(request, response, secure=self.settings.secure)
        return response


class Asked(dict[str, str]):
    """The parameters of an address; "" for one that is not there."""

    def __missing__(self, _name: str) -> str:
        return ""


def table(rows: Sequence[Row], name: str) -> Response:
    """Rows as a CSV file to be kept; cells that a spreadsheet would run are guarded."""
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(csv_text(rows).encode("utf-8-sig"), media_type="text/csv", headers=headers)


def json_file(rows: Any, name: str) -> Response:
    """Data as a JSON file to be kept."""
    headers = {"content-disposition": f'attachment; filename="{name}.json"'}
    return Response(json.dumps(rows, ensure_ascii=False), media_type="application/json", headers=headers)


def sureness(confidence: float) -> str:
    """How sure an entry is: "sure", "fairly sure", "unsure"."""
    return "sure" if confidence >= SURE else "fairly sure" if confidence >= THRESHOLD else "unsure"


def lit(text: str | None, spans: Sequence[Sequence[int]] | None) -> Markup:
    """Words with what was searched for marked; of very many the first `LONGEST` characters."""
    text, made, at = text or "", Markup(""), 0
    end_of_all = min(len(text), LONGEST)
    for start, end in spans or ():
        if end > end_of_all:
            break
        made += visible(text[at:start]) + Markup("<mark>") + visible(text[start:end]) + Markup("</mark>")
        at = end
    return made + visible(text[at:end_of_all]) + (" …" if len(text) > end_of_all else "")


def safe_url(url: str | None) -> str | None:
    """A link of the web; None for any other, such as one that runs a script."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
