"""Nothing that was reported as stored is lost, whatever happens; and a clear error says what happened."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import stat
import time
from collections.abc import Iterable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from conftest import make_article
from sqlalchemy import event

from onrecord.collect import Collected, Raw, load
from onrecord.errors import (
    BusyError,
    DamagedError,
    NoRecordError,
    RecordError,
    SchemaError,
    UnreachableError,
    UnwritableError,
    UsageError,
)
from onrecord.models import Article
from onrecord.pipeline import read_all
from onrecord.store import Record
from onrecord.store.adding import Stored
from onrecord.store.intake import Intake, Read
from store.conftest import add, new_database, outcomes, postgresql, read_fast
from store.test_adding import dump

KILLS, ARTICLES = 100, 500


def short(i: int) -> Article:
    """One of many short articles, all different."""
    words = " ".join(random.Random(i).sample(WORDS, 24))
    # No two names are spelled so much alike that one may be taken for the other: who is met first would then count.
    own = random.Random(f"name {i}")
    name = "".join(own.choice("bdfgklmnprstv") + own.choice("aeiou") for _ in range(6)).title()
    text = (
        f"{name} Amsel said that {words}. “Day {i} was long,” Teodor Brask said. A meeting in Selby is near."
    )
    return make_article(text, id=f"s{i}", url=None, outlet=f"Outlet {i % 7}")


WORDS = [
    "harbour",
    "sluice",
    "market",
    "boat",
    "winter",
    "letter",
    "window",
    "bridge",
    "garden",
    "river",
    "paper",
    "table",
    "captain",
    "engine",
    "silver",
    "copper",
    "village",
    "mountain",
    "station",
    "teacher",
    "doctor",
    "village",
    "ticket",
    "corner",
    "morning",
    "evening",
    "candle",
    "blanket",
    "basket",
    "hammer",
    "pencil",
    "mirror",
    "ladder",
    "barrel",
    "anchor",
    "lantern",
    "orchard",
    "meadow",
    "pasture",
    "quarry",
    "tunnel",
    "valley",
    "canyon",
    "glacier",
    "island",
]


def fill(place: str, report: int, articles: Iterable[Article], read: Read = read_fast) -> None:
    """In a process of its own: add all articles, and report each one that is stored."""
    with Record(place) as record:
        inputs = (Collected(a, Raw(a.text.encode(), "text/plain"), a.id) for a in articles)
        # Small batches, so that many moments are between two.
        for stored in Intake(record.engine, read, "fast", batch=32).add(inputs):
            assert isinstance(stored, Stored)
            os.write(report, f"{stored.article}\n".encode())


def killed(place: str, seconds: float, articles: Iterable[Article], read: Read = read_fast) -> set[str]:
    """Fill a Record in a process that is killed after a while; gives what it had reported."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        code = 1
        try:
            fill(place, writer, articles, read)
            code = 0
        finally:
            os._exit(code)
    os.close(writer)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reader) as pipe:
        return {line for line in pipe.read().splitlines() if line}


def stored(place: str) -> set[str]:
    with Record(place) as record:
        return {reading.article.id for reading in record.readings()}


def test_killed_at_a_hundred_moments(tmp_path: Path) -> None:
    with Record(tmp_path / "undisturbed.db") as record:
        add(record, *map(short, range(ARTICLES)))
        wanted = dump(record)
    chance = random.Random(7)
    kills = rounds = 0
    while kills < KILLS:
        place, reported = str(tmp_path / f"killed{rounds}.db"), set()
        while len(reported) < ARTICLES and kills < KILLS:
            reported |= killed(place, chance.uniform(0.02, 0.25), map(short, range(ARTICLES)))
            kills += 1
            if kills % 10 == 0:
                assert reported <= stored(place)
        with Record(place) as record:
            assert reported <= {reading.article.id for reading in record.readings()}
            add(record, *map(short, range(ARTICLES)))
            found = dump(record)
        assert {k: v for k, v in found.items() if k != "articles"} == {
            k: v for k, v in wanted.items() if k != "articles"
        }
        assert [row[0] for row in found["articles"]] == [row[0] for row in wanted["articles"]]
        with sqlite3.connect(place) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
            raw.execute("INSERT INTO statement_words (statement_words) VALUES ('integrity-check')")
        rounds += 1


def test_killed_with_the_real_reader(tmp_path: Path) -> None:
    demo = Path(__file__).parents[2] / "demo" / "coverage.jsonl"
    articles = [one for one in load(str(demo)) if isinstance(one, Article)]
    read = partial(read_all, workers=1)
    with Record(tmp_path / "undisturbed.db") as record:
        add(record, *articles, read=read)
        wanted = dump(record)["all_statements"]
    chance, place, reported = random.Random(3), str(tmp_path / "killed.db"), set[str]()
    for _ in range(10):
        reported |= killed(place, chance.uniform(0.1, 2.0), articles, read)
        assert reported <= stored(place)
    with Record(place) as record:
        add(record, *articles, read=read)
        assert dump(record)["all_statements"] == wanted


def test_two_processes_add_at_once(place: str) -> None:
    children = []
    for _ in range(2):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                fill(place, os.open(os.devnull, os.O_WRONLY), map(short, range(120)))
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
    with Record(place) as record:
        ids = [reading.article.id for reading in record.readings()]
        assert sorted(ids) == sorted(f"s{i}" for i in range(120))
        assert len(record.statements(limit=None)) == 240


def test_no_space_left(tmp_path: Path) -> None:
    with Record(tmp_path / "talks.db") as record:
        add(record, *map(short, range(5)))
        before = dump(record)

        @event.listens_for(record.engine, "connect")
        def _(connection: sqlite3.Connection, _record: object) -> None:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count={pages}")

        record.engine.dispose()
        with pytest.raises(UnwritableError, match="no space left"):
            add(record, *map(short, range(5, 400)))
        assert dump(record) == before


def test_a_file_that_may_not_be_written(tmp_path: Path) -> None:
    path = tmp_path / "talks.db"
    with Record(path) as record:
        add(record, short(1))
    path.chmod(stat.S_IREAD)
    with (
        pytest.raises(UnwritableError, match="may not be written"),
        Record(f"sqlite:///file:{path}?mode=ro&uri=true") as record,
    ):
        add(record, short(2))
    assert stored(str(path)) == {"s1"}


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NoRecordError, match="cannot be opened; check the folder"):
        Record(tmp_path / "nowhere" / "talks.db")


def test_no_record_where_none_may_be_made(tmp_path: Path) -> None:
    with pytest.raises(NoRecordError, match="`onrecord add` makes one"):
        Record(tmp_path / "talks.db", create=False)
    assert not (tmp_path / "talks.db").exists()


def test_a_newer_schema(record: Record, place: str) -> None:
    add(record, short(1))
    with record.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaError, match="made by a newer onrecord"):
        Record(place)


def test_a_database_of_something_else(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE stamps (value)")
    with pytest.raises(NoRecordError, match="something else"):
        Record(tmp_path / "other.db")
    (tmp_path / "letter.txt").write_text("Dear Ruth, the sluices stay shut. " * 200)
    with pytest.raises(NoRecordError, match="no Record but something else"):
        Record(tmp_path / "letter.txt")


def test_a_damaged_database(tmp_path: Path) -> None:
    path = tmp_path / "talks.db"
    with Record(path) as record:
        add(record, *map(short, range(200)))
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(path.read_bytes())
    data[8192 : len(data) - 4096] = random.Random(1).randbytes(len(data) - 12288)
    path.write_bytes(bytes(data))

    def use() -> None:
        with Record(path) as record:
            add(record, short(900), *map(short, range(200)))

    with pytest.raises(DamagedError, match="is damaged"):
        use()


def test_locked_by_another_program(tmp_path: Path) -> None:
    path = tmp_path / "talks.db"
    with Record(path, wait=0.1) as record:
        add(record, short(1))
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BusyError, match="locked by another program"):
            add(record, short(2))
        assert len(record.statements()) == 2  # reading goes on
        other.execute("ROLLBACK")
        assert outcomes(add(record, short(2))) == ["added"]


def test_a_server_that_goes_away_and_comes_back(open_folder: Path) -> None:
    with ExitStack() as running:
        place = new_database(running.enter_context(postgresql(open_folder / "away")), "talks")
        with Record(place) as record:
            seen = []
            inputs = (Collected(a, Raw(b"", "text/plain"), a.id) for a in map(short, range(150)))
            for one in Intake(record.engine, read_fast, "fast", pause=0.5).add(inputs):
                assert isinstance(one, Stored)
                seen.append(one.article)
                if len(seen) == 10:
                    running.close()
                    running.enter_context(postgresql(open_folder / "away"))
            assert sorted(seen) == sorted(f"s{i}" for i in range(150))
            assert {reading.article.id for reading in record.readings()} == set(seen)
            running.close()
            with pytest.raises(UnreachableError, match="does not answer"):
                record.statements()


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ("postgresql://nobody@127.0.0.1:1/none", UnreachableError),
        ("mysql://localhost/talks", UsageError),
        ("nonsense://x", UsageError),
        ("postgresql://user:secret@host:port/x", UsageError),
    ],
)
def test_places_that_are_none(place: str, error: type[RecordError]) -> None:
    with pytest.raises(error) as raised:
        Record(place)
    assert "secret" not in str(raised.value)
