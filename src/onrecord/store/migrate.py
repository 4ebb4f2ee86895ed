"""Makes a Record's tables, and brings those of an older version up to date."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from onrecord.errors import NoRecordError, SchemaError
from onrecord.store.engine import reading, writing

HEAD = "0002"  # the last migration; alembic is imported only where there is something to migrate
FOLDER = Path(__file__).parent / "migrations"


def ready(engine: sa.Engine, *, create: bool) -> None:
    """See to it that the Record is there and up to date.

    Args:
        create: Make one where there is none.

    Raises:
        NoRecordError: there is none, or the database holds something else.
        SchemaError: it was made by a newer onrecord.
    """
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    if not create and file and not file.startswith("file:") and not Path(file).exists():
        raise NoRecordError(
            f"no Record at {_place(engine)}; `onrecord add` makes one"
        )  # SQLite would make a file
    found = revision(engine)
    if found == HEAD:
        return
    if found is None and not create:
        raise NoRecordError(f"no Record at {_place(engine)}; `onrecord add` makes one")
    if found is not None and found > HEAD:
        raise SchemaError(
            f"{_place(engine)} was made by a newer onrecord (schema {found}, this one knows {HEAD}); "
            "install the newer version"
        )
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:  # outside of a transaction, as SQLite has it
            connection.connection.execute("PRAGMA journal_mode=WAL")
    with writing(engine) as connection:  # who waited for the lock finds the work done
        _upgrade(connection)


def revision(engine: sa.Engine) -> str | None:
    """The schema that the database has; None where it is empty.

    Raises:
        NoRecordError: it holds tables that are not ours.
    """
    with reading(engine) as connection:
        tables = sa.inspect(connection).get_table_names()
        if "alembic_version" in tables and "statement" in tables:
            return str(connection.scalar(sa.text("SELECT version_num FROM alembic_version")))
    if tables:
        raise NoRecordError(f"{_place(engine)} is a database of something else; give another --record")
    return None


def _place(engine: sa.Engine) -> str:
    url = engine.url
    return repr(url.database if engine.dialect.name == "sqlite" else url.render_as_string(hide_password=True))


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command
    from alembic.config import Config

    from onrecord.store.views import make_views

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    make_views(connection)
