"""The flat views are what the codebook says, on both databases, and as one file."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from conftest import make_article

from onrecord.errors import UsageError
from onrecord.store import Record
from onrecord.store.migrate import FOLDER, HEAD
from onrecord.store.schema import metadata
from onrecord.store.views import FLAT, views
from store.conftest import add
from store.test_record import DAM

CODEBOOK = (Path(__file__).parents[2] / "docs" / "codebook.md").read_text("utf-8")


def test_every_column_is_in_the_codebook(record: Record) -> None:
    explained = set(re.findall(r"`(\w+)`", CODEBOOK))
    with record.engine.connect() as connection:
        for name in views(connection.dialect.name):
            columns = set(connection.execute(sa.text(f"SELECT * FROM {name}")).keys())
            assert columns <= explained, name


def test_the_codebook_names_no_column_that_is_not_there(record: Record) -> None:
    with record.engine.connect() as connection:
        there = {
            column
            for name in views(connection.dialect.name)
            for column in connection.execute(sa.text(f"SELECT * FROM {name}")).keys()  # noqa: SIM118
        }
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", CODEBOOK, re.M)
    named = {column for row in rows for column in re.findall(r"`(\w+)`", row)}
    states = {"shown", "unsure", "copy", "old", "rejected"}
    assert named - states <= there


def test_views_hold_what_is_shown(record: Record) -> None:
    add(record, make_article(DAM))
    with record.engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT * FROM requirements")).mappings().all()
    (row,) = rows
    assert (row["requirement"], row["required_of"], row["side"]) == (
        "the ships leave",
        "Karvonia",
        "Port Selby",
    )
    assert (row["outlet"], str(row["published"])) == ("Harbour Post", "2031-03-07")


def test_one_flat_file(record: Record, tmp_path: Path) -> None:
    add(record, make_article(DAM))
    assert record.export("sqlite", tmp_path / "flat.db") == 1
    with sqlite3.connect(tmp_path / "flat.db") as flat:
        tables = {name for (name,) in flat.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert tables >= set(FLAT)
        (count,) = flat.execute("SELECT count(*) FROM statements").fetchone()
        assert count == len(record.statements())
        found = flat.execute(
            "SELECT content FROM statements_fts WHERE statements_fts MATCH 'sluices'"
        ).fetchall()
        assert found == [("the sluices stay shut",)]
        (day,) = flat.execute("SELECT DISTINCT published FROM statements").fetchone()
        assert day == "2031-03-07"


def test_a_flat_file_that_cannot_be_written(record: Record, tmp_path: Path) -> None:
    add(record, make_article(DAM))
    with pytest.raises(UsageError, match="cannot write"):
        record.export("sqlite", tmp_path / "nowhere" / "flat.db")


def test_migrations_make_the_schema(record: Record) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD
    with record.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    # The indexes of words are no part of the tables' description.
    assert [d for d in differences if "words" not in str(d)] == []
