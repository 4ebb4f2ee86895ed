"""The tables of the Record, for SQLite and PostgreSQL alike.

Tables have singular names and short integer keys (`n`); they are how the Record keeps itself. The flat views with
plural names (`views.py`) are how it is read: stable ids, words, names and ISO dates, as `docs/codebook.md` says.

    outlet  article ─< version ─< statement, condition ─< requirement, timeline, plan ─< participant
            raw (bytes as fetched)   wording (copies share them)   actor ─< alias, merge
            correction   failure   forgotten   feed   vector (meaning of statements)
    issue ─< topic ─< placed (entries)   issue ─< traced   touched (changed since it was traced)

`state` of an entry says whether it is shown:

    shown     current, sure enough, first of its voice
    unsure    under the threshold of its layer, kept and left out of default views
    copy      the same words in another copy of the same report
    old       of an earlier version of the article
    rejected  by a person, in review
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import BigInteger, Column, Date, Float, ForeignKey, Index, Integer, LargeBinary, Table, Text

# Constraints get names by rule, so that later migrations can name them on both databases.
metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
SHOWN, UNSURE, COPY, OLD, REJECTED = "shown", "unsure", "copy", "old", "rejected"


def _key() -> Column[int]:
    # SQLite numbers rows by itself only where the column is INTEGER.
    return Column("n", BigInteger().with_variant(Integer, "sqlite"), primary_key=True)


def _to(
    name: str, table: str, *, null: bool = True, cascade: bool = False, index: bool = True
) -> Column[int]:
    reference = ForeignKey(f"{table}.n", ondelete="CASCADE" if cascade else None)
    return Column(name, BigInteger, reference, nullable=null, index=index)


def _text(name: str, *, null: bool = True) -> Column[str]:
    return Column(name, Text, nullable=null)


def _entry(name: str, *columns: Any) -> Table:
    """A table of one layer's entries; what all layers have in common comes first."""
    return Table(
        name,
        metadata,
        _key(),
        Column("id", Text, nullable=False, unique=True),
        _to("version", "version", null=False, cascade=True),
        # Of the article, repeated here since nearly every question is asked by them.
        _to("outlet", "outlet", index=False),
        Column("published", Date),
        Column("seq", Integer, nullable=False),  # place in the order of the text
        _text("state", null=False),
        _text("reviewed"),  # accepted, edited, rejected; null where nobody has looked
        Column("confidence", Float, nullable=False),
        *columns,
        Index(f"ix_{name}_state_published", "state", "published", "n"),
    )


outlet = Table(
    "outlet", metadata, _key(),
    Column("name", Text, nullable=False, unique=True),
    _text("country"), _text("ownership"),
    _text("ownership_by"), _text("ownership_on"),  # who gave the class, and when: it is a judgement
)  # fmt: skip
article = Table(
    "article", metadata, _key(),
    Column("id", Text, nullable=False, unique=True),
    _to("outlet", "outlet"), _text("url"), _text("source", null=False),  # the input that it came from
    _text("added_at", null=False),
    Index("ix_article_url", "url"), Index("ix_article_source", "source"),
)  # fmt: skip
raw = Table(
    "raw", metadata, _key(),
    Column("hash", Text, nullable=False, unique=True),  # SHA-256 of the bytes
    _text("type"), _text("url"), _text("fetched_at"), Column("data", LargeBinary, nullable=False),  # zlib
)  # fmt: skip
version = Table(
    "version", metadata, _key(),
    Column("id", Text, nullable=False, unique=True),
    _to("article", "article", null=False, cascade=True),
    Column("number", Integer, nullable=False),  # 1, 2, ... in the order of adding
    Column("current", Integer, nullable=False),  # 1 for the last one
    Column("voice", BigInteger, index=True),  # of the copies of one report, the `n` of the first; null where old
    _text("title"), Column("published", Date), _text("language"), _text("byline"), _text("credit"),
    _to("raw", "raw"), _text("added_at", null=False),
    _text("reader", null=False), _text("read_at", null=False),  # weights and program that read it
    # What is long comes last: SQLite reads all that stands before a column to come to it.
    _text("times", null=False),  # JSON: all time expressions
    _text("standoff"),  # what a brat file said that is none of our layers
    _text("text", null=False),
    sa.UniqueConstraint("article", "number"),
    Index("ix_version_published", "published"),
)  # fmt: skip
wording = Table(
    "wording", metadata,
    Column("wording", BigInteger, primary_key=True),  # see `resolve.sketch`
    Column("version", BigInteger, ForeignKey("version.n", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)  # fmt: skip
actor = Table(
    "actor", metadata, _key(),
    Column("id", Text, nullable=False, unique=True), _text("name", null=False), _text("type", null=False),
    Column("key", Text, nullable=False, index=True),  # letters of the name, by which it is looked up
    Column("main", BigInteger, nullable=False, index=True),  # `n` of the actor that it is merged into, else its own
    Column("sure", Integer, nullable=False),  # 0: a surname alone, perhaps of someone who has a full name here too
    Column("first", Date), Column("last", Date),  # days of the reports that name it
    _text("given_by", null=False),
)  # fmt: skip
alias = Table(
    "alias", metadata, _key(),
    _to("actor", "actor", null=False, cascade=True), _text("name", null=False), _text("key", null=False),
    _text("given_by", null=False),
    sa.UniqueConstraint("actor", "name"), Index("ix_alias_key", "key"),
)  # fmt: skip
merge = Table(
    "merge", metadata, _key(),
    Column("id", Text, nullable=False, unique=True),
    _to("from_actor", "actor", null=False), _to("into_actor", "actor", null=False),
    _text("given_by", null=False), _text("given_at", null=False), _text("reason"),
    _text("undone_by"), _text("undone_at"),
)  # fmt: skip
statement = _entry(
    "statement",
    _text("kind", null=False), _text("source"), _text("cue"), _text("content", null=False),
    _text("source_spans", null=False), _text("cue_spans", null=False), _text("content_spans", null=False),
    _text("within"), _text("speaker_name"), _to("speaker", "actor", index=False), _text("speaker_type"),
    Column("speaker_confidence", Float, nullable=False), _text("nil"),
    _text("side_name"), _to("side", "actor", index=False),
    _text("addressee_name"), _to("addressee", "actor"),
    _text("said_on"), _text("act"), Column("act_confidence", Float, nullable=False),
    Column("utterance", BigInteger, nullable=False),  # the same for the same words of the same speaker
    _text("path"), Column("removes", Integer),  # JSON: the chain of reporting; how many stand between
    # Each question that is asked often finds its rows in the order in which they are shown; acts are looked at in the
    # index itself, since a second one for each costs a tenth of the time of storing.
    Index("ix_statement_speaker", "speaker", "state", "published", "n", "act"),
    Index("ix_statement_side", "side", "state", "published", "n", "act"),
    Index("ix_statement_act", "act", "state", "published", "n"),
    Index("ix_statement_outlet", "outlet", "published", "n"),
    Index("ix_statement_utterance", "utterance"),
)  # fmt: skip
told = Table(  # persons whose side an article tells in so many words; `store.sides` rests on it
    "told", metadata,
    Column("version", BigInteger, ForeignKey("version.n", ondelete="CASCADE"), primary_key=True),
    Column("person", BigInteger, ForeignKey("actor.n"), primary_key=True, index=True),
    Column("side", BigInteger, ForeignKey("actor.n"), primary_key=True),
    Column("published", Date), Column("weight", Integer, nullable=False),  # 2: plainly
)  # fmt: skip
condition = _entry(
    "condition",
    _text("kind", null=False), _text("outcome"), _text("marker"),
    _text("outcome_spans", null=False), _text("marker_spans", null=False),
    _text("statement"), _text("by_name"), _to("by", "actor"), _text("side_name"), _to("side", "actor"),
    _text("plan"),
)  # fmt: skip
requirement = Table(
    "requirement", metadata, _key(),
    Column("id", Text, nullable=False, unique=True),
    _to("condition", "condition", null=False, cascade=True), Column("seq", Integer, nullable=False),
    _text("words", null=False), _text("span", null=False), _text("of_name"), _to("of", "actor"),
)  # fmt: skip
timeline = _entry(
    "timeline",
    _text("kind", null=False), _text("text", null=False), _text("binds"), _text("anchor_text"),
    _text("text_spans", null=False), _text("binds_spans", null=False), _text("anchor_text_spans", null=False),
    _text("by_name"), _to("by", "actor"), _text("statement"),
    Column("earliest", Date), Column("latest", Date), _text("anchor", null=False), _text("type"), _text("value"),
    Index("ix_timeline_latest", "state", "latest", "n"),
)  # fmt: skip
plan = _entry(
    "plan",
    _text("type", null=False), _text("event", null=False), _text("status", null=False),
    _text("evidence"), _text("mentions"),
    _text("event_spans", null=False), _text("evidence_spans", null=False), _text("mentions_spans", null=False),
    Column("earliest", Date), Column("latest", Date), _text("place"),
    Index("ix_plan_latest", "state", "latest", "n"), Index("ix_plan_status", "status", "published", "n"),
)  # fmt: skip
participant = Table(
    "participant", metadata,
    Column("plan", BigInteger, ForeignKey("plan.n", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    _text("name", null=False), _to("actor", "actor"),
)  # fmt: skip
vector = Table(
    "vector", metadata,
    Column("statement", BigInteger, ForeignKey("statement.n", ondelete="CASCADE"), primary_key=True,
           autoincrement=False),
    Column("data", LargeBinary, nullable=False),  # int8, `extract.meaning.SIZE` of them
    Column("topic", LargeBinary),  # the same with what stands around it; `trace.around`
)  # fmt: skip
correction = Table(
    "correction", metadata, _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("article", Text, nullable=False, index=True),  # ids: a correction outlives what it corrects
    _text("layer", null=False), Column("entry", Text, nullable=False, index=True),
    _text("action", null=False),  # accept, reject, edit, add
    _text("before"), _text("after"),  # JSON: the entry as it was and as it shall be
    _text("quotes"),  # JSON: for each span the words, what stands around them, and where
    _text("given_by", null=False), _text("given_at", null=False), _text("reason"),
    _text("undone_by"), _text("undone_at"),
)  # fmt: skip
failure = Table(
    "failure", metadata,
    Column("source", Text, primary_key=True),
    _text("article"), _text("kind", null=False), _text("message", null=False),
    Column("tries", Integer, nullable=False), _text("first_at", null=False), _text("last_at", null=False),
)  # fmt: skip
forgotten = Table(
    "forgotten", metadata,
    Column("article", Text, primary_key=True),
    Column("text_hash", Text, primary_key=True, index=True),  # one row for each text that it had
    _text("url"), _text("given_by", null=False), _text("given_at", null=False), _text("reason"),
)  # fmt: skip
feed = Table(
    "feed", metadata,
    Column("url", Text, primary_key=True), _text("state", null=False),  # JSON: where polling stands
)  # fmt: skip
# What is traced: issues, made of topics, made of entries by what they mean. See `trace` and `store.tracing`.
issue = Table(
    "issue", metadata, _key(),
    Column("id", Text, nullable=False, unique=True), _text("label", null=False),
    Column("labelled", Integer, nullable=False),  # statements that it held when the label was made
    _text("named_by"), _text("named_at"),  # the person who named it; null where its label is the coverage's
    Column("stale", Integer, nullable=False),  # 1: something that its traces rest on has changed
    Column("size", Integer, nullable=False), Column("sides", Integer, nullable=False),  # of what is shown
    Column("first", Date), Column("last", Date),
)  # fmt: skip
topic = Table(
    "topic", metadata, _key(), _to("issue", "issue", null=False),
    Column("size", Integer, nullable=False), Column("sums", LargeBinary, nullable=False),  # float32; `trace.topics`
    Column("pinned", Integer, nullable=False),  # 1: a person said of which issue it is
)  # fmt: skip
placed = Table(
    "placed", metadata,
    Column("layer", Text, primary_key=True), Column("entry", BigInteger, primary_key=True, autoincrement=False),
    _to("topic", "topic"),  # null where it is near to none
    Column("data", LargeBinary),  # int8: what a requirement, an outcome or an event means; of statements in `vector`
)  # fmt: skip
traced = Table(
    "traced", metadata, _key(), _to("issue", "issue"),  # null where what it rests on is of none
    _text("kind", null=False),  # position, shift, move, conflict, requirement
    _text("side"), _text("other"), Column("at", Date), Column("sure", Integer, nullable=False),
    _text("data", null=False),  # JSON: as `onrecord trace --json` has it
    Index("ix_traced_kind", "kind", "at", "n"), Index("ix_traced_side", "side", "kind", "at"),
)  # fmt: skip
touched = Table(
    "touched", metadata,
    Column("layer", Text, primary_key=True), Column("entry", BigInteger, primary_key=True, autoincrement=False),
)  # fmt: skip
meant = Table(  # what the words of outcomes, requirements, dated things and events mean; `store.meant`
    "meant", metadata, Column("words", BigInteger, primary_key=True, autoincrement=False),  # hash of them
    Column("data", LargeBinary, nullable=False),  # int8, `extract.meaning.SIZE` of them
)  # fmt: skip
looked = Table(  # for each layer the last entry that tracing has looked at; what came later waits for it
    "looked", metadata, Column("layer", Text, primary_key=True), Column("entry", BigInteger, nullable=False),
)  # fmt: skip
ENTRIES = {"statements": statement, "conditions": condition, "timelines": timeline, "plans": plan}
