"""The indexes of words: FTS5 on SQLite, a text-search column on PostgreSQL. English stems on both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import sqlalchemy as sa

from onrecord.errors import UsageError
from onrecord.models import Span

# KB of words that PostgreSQL puts off, to index them together. Its own 4,096 take it 15 % longer to store statements;
# what is put off is looked through one by one until `settle_words`.
PENDING = 16_384
RANKED = 1000  # how many of the rows that hold a query are ranked
# PostgreSQL's own English leaves out stop words, so that "the crews" would find every crew; SQLite's does not.
CONFIGURATION = (
    "CREATE TEXT SEARCH DICTIONARY onrecord_stem (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION onrecord (COPY = english)",
    "ALTER TEXT SEARCH CONFIGURATION onrecord ALTER MAPPING REPLACE english_stem WITH onrecord_stem",
)
_ENGLISH: sa.ColumnElement[Any] = sa.literal_column("'onrecord'::regconfig")
# Table -> columns that are searched; the first weighs most.
SEARCHED = {"statement": ("content", "speaker_name"), "version": ("title", "text")}


def words_ddl(dialect: str) -> list[str]:
    """What makes the indexes of words, one statement each."""
    make = _sqlite if dialect == "sqlite" else _postgresql
    made = [] if dialect == "sqlite" else list(CONFIGURATION)
    return made + [statement for table, columns in SEARCHED.items() for statement in make(table, columns)]


def _sqlite(table: str, columns: tuple[str, ...]) -> list[str]:
    # The index holds no second copy of the words; triggers keep it equal to the table whatever changes that.
    names = ", ".join(columns)
    new, old = (", ".join(f"{side}.{name}" for name in columns) for side in ("new", "old"))
    put = f"INSERT INTO {table}_words (rowid, {names}) VALUES (new.n, {new});"
    take = f"INSERT INTO {table}_words ({table}_words, rowid, {names}) VALUES ('delete', old.n, {old});"
    return [
        f"CREATE VIRTUAL TABLE {table}_words USING fts5({names}, content='{table}', content_rowid='n', "
        "tokenize='porter unicode61 remove_diacritics 2')",
        f"CREATE TRIGGER {table}_words_insert AFTER INSERT ON {table} BEGIN {put} END",
        f"CREATE TRIGGER {table}_words_delete AFTER DELETE ON {table} BEGIN {take} END",
        f"CREATE TRIGGER {table}_words_update AFTER UPDATE OF {names} ON {table} BEGIN {take} {put} END",
    ]


def _postgresql(table: str, columns: tuple[str, ...]) -> list[str]:
    # A text-search vector has an end (1 MB); no article's words past its first 600,000 characters are needed.
    vector = " || ".join(
        f"setweight(to_tsvector('onrecord', left(coalesce({name}, ''), 600000)), '{weight}')"
        for name, weight in zip(columns, "AB", strict=True)
    )
    return [
        f"ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS ({vector}) STORED",
        # To pack them takes a tenth of the time of storing and saves little.
        f"ALTER TABLE {table} ALTER COLUMN words SET STORAGE EXTERNAL",
        f"CREATE INDEX ix_{table}_words ON {table} USING gin (words) WITH (gin_pending_list_limit = {PENDING})",
    ]


def settle_words(connection: sa.Connection) -> None:
    """Put what PostgreSQL's indexes have put off into its place, where it is ours to do."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(f"'ix_{table}_words'" for table in SEARCHED)
        connection.exec_driver_sql(
            "SELECT gin_clean_pending_list(c.oid::regclass) FROM pg_class c "
            f"WHERE c.relname IN ({names}) AND pg_table_is_visible(c.oid) AND pg_has_role(c.relowner, 'USAGE')"
        )


@dataclass(frozen=True)
class Term:
    """A word or a phrase that is asked for."""

    words: str
    phrase: bool = False
    prefix: bool = False  # a word that goes on ("ceasef*")
    without: bool = False  # it must not stand there


_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


def parse(query: str) -> list[list[Term]]:
    """What a person typed: words that must all be there, "phrases", -exclusions, beginnings*, and OR between them.

    Returns:
        Alternatives, each a list of terms that all must hold.

    Raises:
        UsageError: nothing to look for.

    >>> [[term.words for term in terms] for terms in parse('gas "last offer" OR tariff*')]
    [['gas', 'last offer'], ['tariff']]
    """
    found: list[list[Term]] = [[]]
    for match in _TERM.finditer(query):
        if match["word"] == "OR":
            found.append([])
            continue
        typed = match["phrase"] if match["word"] is None else match["word"]
        words = " ".join(re.findall(r"\w+", typed))
        if words:
            prefix = match["word"] is not None and typed.endswith("*")
            phrase = match["word"] is None or " " in words
            found[-1].append(Term(words, phrase, prefix, bool(match["minus"])))
    found = [terms for terms in found if any(not term.without for term in terms)]
    if not found:
        raise UsageError(f"nothing to look for in {query!r}; give a word that is to be there")
    return found


def _sqlite_query(query: str) -> str:
    def quoted(term: Term) -> str:
        return f'"{term.words}"' + ("*" if term.prefix else "")

    parts = []
    for terms in parse(query):
        wanted = " AND ".join(quoted(term) for term in terms if not term.without)
        without = "".join(f" NOT {quoted(term)}" for term in terms if term.without)
        parts.append(f"({wanted}{without})")
    return " OR ".join(parts)


def _postgresql_query(query: str) -> sa.ColumnElement[Any]:
    def one(term: Term) -> sa.ColumnElement[Any]:
        if term.prefix:
            made = sa.func.to_tsquery(_ENGLISH, f"{term.words.replace(' ', '<->')}:*")
        else:
            make = sa.func.phraseto_tsquery if term.phrase else sa.func.plainto_tsquery
            made = make(_ENGLISH, term.words)
        return sa.func.tsquery_not(made) if term.without else made

    def joined(parts: list[sa.ColumnElement[Any]], sign: str) -> sa.ColumnElement[Any]:
        return reduce(lambda a, b: a.op(sign)(b), parts)

    return joined([joined([one(term) for term in terms], "&&") for terms in parse(query)], "||")


def matching(connection: sa.Connection, table: str, query: str) -> sa.Select[Any]:
    """The keys of the rows of `table` that hold what `query` asks for."""
    if connection.dialect.name == "sqlite":
        words = sa.table(f"{table}_words", sa.column("rowid"), sa.column(f"{table}_words"))
        return sa.select(words.c.rowid).where(words.c[f"{table}_words"].match(_sqlite_query(query)))
    rows = sa.table(table, sa.column("n"), sa.column("words"))
    return sa.select(rows.c.n).where(rows.c.words.op("@@")(_postgresql_query(query)))


def newest(connection: sa.Connection, table: sa.Table, query: str, most: int) -> list[int]:
    """The keys of the rows that hold what `query` asks for, added last first, `most` of them, whatever their state."""
    found = matching(connection, table.name, query)
    key = next(iter(found.selected_columns))
    return list(connection.scalars(found.order_by(key.desc()).limit(most)).all())


def best(
    connection: sa.Connection, table: sa.Table, query: str, among: Sequence[sa.ColumnElement[bool]]
) -> list[int]:
    """The keys of the rows that fit a query, best first, out of the `RANKED` that were added last.

    Where a word stands in a hundred thousand statements, ranking them all takes longer than anybody waits, and the
    rank of short texts that all hold it says little.

    Args:
        among: What else must hold of the rows of `table`.
    """
    rank: sa.ColumnElement[Any]
    if connection.dialect.name == "sqlite":
        name = f"{table.name}_words"
        words = sa.table(name, sa.column("rowid"), sa.column("rank"), sa.column(name))
        rank, order = words.c.rank.label("fit"), words.c.rowid
        last = sa.select(table.c.n, rank).select_from(words.join(table, table.c.n == words.c.rowid))
        last = last.where(words.c[name].match(_sqlite_query(query)))
    else:
        wanted = _postgresql_query(query)
        # The column of words is PostgreSQL's own, and unknown to the schema.
        vector: sa.ColumnElement[Any] = sa.literal_column(f"{table.name}.words")
        rank, order = (-sa.func.ts_rank_cd(vector, wanted)).label("fit"), table.c.n
        last = sa.select(table.c.n, rank).where(vector.op("@@")(wanted))
    some = last.where(*among).order_by(order.desc()).limit(RANKED).subquery()
    return list(connection.scalars(sa.select(some.c.n).order_by(some.c.fit, some.c.n.desc())))


def highlights(
    connection: sa.Connection, table: str, column: str, query: str, keys: Sequence[int]
) -> dict[int, list[Span]]:
    """Where the words that were asked for stand in a column of these rows."""
    if not keys:
        return {}
    place = SEARCHED[table].index(column)
    if connection.dialect.name == "sqlite":
        # A row at a time, the index would gather all words of a beginning anew for each; in one go over the rows
        # between the first and the last, it would pass by all that hold a common word.
        begins = any(term.prefix for terms in parse(query) for term in terms)
        among = "rowid BETWEEN :low AND :high AND +rowid IN :keys" if begins else "rowid IN :keys"
        marked = sa.text(
            f"SELECT rowid, highlight({table}_words, {place}, char(1), char(2)) FROM {table}_words "
            f"WHERE {table}_words MATCH :query AND {among}"
        ).bindparams(sa.bindparam("keys", expanding=True))
        bounds = {"low": min(keys), "high": max(keys)} if begins else {}
        rows = connection.execute(marked, {"query": _sqlite_query(query), "keys": list(keys), **bounds})
    else:
        t = sa.table(table, sa.column("n"), sa.column(column))
        options = "StartSel=\x01, StopSel=\x02, HighlightAll=true"
        made = sa.func.ts_headline(_ENGLISH, t.c[column], _postgresql_query(query), options)
        rows = connection.execute(sa.select(t.c.n, made).where(t.c.n.in_(keys)))
    return {n: _spans(text or "") for n, text in rows}


def _spans(marked: str) -> list[Span]:
    """Spans between \\x01 and \\x02, in the text without them."""
    found: list[Span] = []
    at = start = 0
    for piece in re.split("([\x01\x02])", marked):
        if piece == "\x01":
            start = at
        elif piece == "\x02":
            found.append((start, at))
        else:
            at += len(piece)
    return found
