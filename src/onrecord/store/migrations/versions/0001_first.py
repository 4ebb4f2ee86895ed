"""The first schema."""

import sqlalchemy as sa
from alembic import op

from onrecord.store.words import words_ddl

revision = "0001"
down_revision = None
_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "actor",
        sa.Column("n", _BIG, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("main", sa.BigInteger(), nullable=False),
        sa.Column("sure", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_actor")),
        sa.UniqueConstraint("id", name=op.f("uq_actor_id")),
    )
    op.create_index(op.f("ix_actor_key"), "actor", ["key"], unique=False)
    op.create_index(op.f("ix_actor_main"), "actor", ["main"], unique=False)
    op.create_table(
        "correction",
        sa.Column("n", _BIG, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("quotes", sa.Text(), nullable=True),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("given_at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_correction")),
        sa.UniqueConstraint("id", name=op.f("uq_correction_id")),
    )
    op.create_index(op.f("ix_correction_article"), "correction", ["article"], unique=False)
    op.create_index(op.f("ix_correction_entry"), "correction", ["entry"], unique=False)
    op.create_table(
        "failure",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.Text(), nullable=False),
        sa.Column("last_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_failure")),
    )
    op.create_table(
        "feed",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_feed")),
    )
    op.create_table(
        "forgotten",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("given_at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("article", "text_hash", name=op.f("pk_forgotten")),
    )
    op.create_index(op.f("ix_forgotten_text_hash"), "forgotten", ["text_hash"], unique=False)
    op.create_table(
        "outlet",
        sa.Column("n", _BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("ownership", sa.Text(), nullable=True),
        sa.Column("ownership_by", sa.Text(), nullable=True),
        sa.Column("ownership_on", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_outlet")),
        sa.UniqueConstraint("name", name=op.f("uq_outlet_name")),
    )
    op.create_table(
        "raw",
        sa.Column("n", _BIG, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("fetched_at", sa.Text(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_raw")),
        sa.UniqueConstraint("hash", name=op.f("uq_raw_hash")),
    )
    op.create_table(
        "alias",
        sa.Column("n", _BIG, nullable=False),
        sa.Column("actor", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor"], ["actor.n"], name=op.f("fk_alias_actor"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_alias")),
        sa.UniqueConstraint("actor", "name", name=op.f("uq_alias_actor_name")),
    )
    op.create_index(op.f("ix_alias_actor"), "alias", ["actor"], unique=False)
    op.create_index("ix_alias_key", "alias", ["key"], unique=False)
    op.create_table(
        "article",
        sa.Column("n", _BIG, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("outlet", sa.BigInteger(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["outlet"], ["outlet.n"], name=op.f("fk_article_outlet")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_article")),
        sa.UniqueConstraint("id", name=op.f("uq_article_id")),
    )
    op.create_index(op.f("ix_article_outlet"), "article", ["outlet"], unique=False)
    op.create_index("ix_article_source", "article", ["source"], unique=False)
    op.create_index("ix_article_url", "article", ["url"], unique=False)
    op.create_table(
        "merge",
        sa.Column("n", _BIG, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("from_actor", sa.BigInteger(), nullable=False),
        sa.Column("into_actor", sa.BigInteger(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("given_at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["from_actor"], ["actor.n"], name=op.f("fk_merge_from_actor")),
        sa.ForeignKeyConstraint(["into_actor"], ["actor.n"], name=op.f("fk_merge_into_actor")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_merge")),
        sa.UniqueConstraint("id", name=op.f("uq_merge_id")),
    )
    op.create_index(op.f("ix_merge_from_actor"), "merge", ["from_actor"], unique=False)
    op.create_index(op.f("ix_merge_into_actor"), "merge", ["into_actor"], unique=False)
    op.create_table(
        "version",
        sa.Column("n", _BIG, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("article", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("voice", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("credit", sa.Text(), nullable=True),
        sa.Column("raw", sa.BigInteger(), nullable=True),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("read_at", sa.Text(), nullable=False),
        sa.Column("times", sa.Text(), nullable=False),
        sa.Column("standoff", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["article.n"], name=op.f("fk_version_article"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["raw"], ["raw.n"], name=op.f("fk_version_raw")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_version")),
        sa.UniqueConstraint("article", "number", name=op.f("uq_version_article_number")),
        sa.UniqueConstraint("id", name=op.f("uq_version_id")),
    )
    op.create_index(op.f("ix_version_article"), "version", ["article"], unique=False)
    op.create_index("ix_version_published", "version", ["published"], unique=False)
    op.create_index(op.f("ix_version_raw"), "version", ["raw"], unique=False)
    op.create_index(op.f("ix_version_voice"), "version", ["voice"], unique=False)
    op.create_table(
        "condition",
        sa.Column("n", _BIG, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("outlet", sa.BigInteger(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reviewed", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("marker", sa.Text(), nullable=True),
        sa.Column("outcome_spans", sa.Text(), nullable=False),
        sa.Column("marker_spans", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=True),
        sa.Column("by", sa.BigInteger(), nullable=True),
        sa.Column("side_name", sa.Text(), nullable=True),
        sa.Column("side", sa.BigInteger(), nullable=True),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["actor.n"], name=op.f("fk_condition_by")),
        sa.ForeignKeyConstraint(["outlet"], ["outlet.n"], name=op.f("fk_condition_outlet")),
        sa.ForeignKeyConstraint(["side"], ["actor.n"], name=op.f("fk_condition_side")),
        sa.ForeignKeyConstraint(
            ["version"], ["version.n"], name=op.f("fk_condition_version"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_condition")),
        sa.UniqueConstraint("id", name=op.f("uq_condition_id")),
    )
    op.create_index(op.f("ix_condition_by"), "condition", ["by"], unique=False)
    op.create_index(op.f("ix_condition_side"), "condition", ["side"], unique=False)
    op.create_index("ix_condition_state_published", "condition", ["state", "published", "n"], unique=False)
    op.create_index(op.f("ix_condition_version"), "condition", ["version"], unique=False)
    op.create_table(
        "plan",
        sa.Column("n", _BIG, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("outlet", sa.BigInteger(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reviewed", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("mentions", sa.Text(), nullable=True),
        sa.Column("event_spans", sa.Text(), nullable=False),
        sa.Column("evidence_spans", sa.Text(), nullable=False),
        sa.Column("mentions_spans", sa.Text(), nullable=False),
        sa.Column("earliest", sa.Date(), nullable=True),
        sa.Column("latest", sa.Date(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["outlet"], ["outlet.n"], name=op.f("fk_plan_outlet")),
        sa.ForeignKeyConstraint(["version"], ["version.n"], name=op.f("fk_plan_version"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_plan")),
        sa.UniqueConstraint("id", name=op.f("uq_plan_id")),
    )
    op.create_index("ix_plan_latest", "plan", ["state", "latest", "n"], unique=False)
    op.create_index("ix_plan_state_published", "plan", ["state", "published", "n"], unique=False)
    op.create_index("ix_plan_status", "plan", ["status", "published", "n"], unique=False)
    op.create_index(op.f("ix_plan_version"), "plan", ["version"], unique=False)
    op.create_table(
        "statement",
        sa.Column("n", _BIG, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("outlet", sa.BigInteger(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reviewed", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("cue", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("source_spans", sa.Text(), nullable=False),
        sa.Column("cue_spans", sa.Text(), nullable=False),
        sa.Column("content_spans", sa.Text(), nullable=False),
        sa.Column("within", sa.Text(), nullable=True),
        sa.Column("speaker_name", sa.Text(), nullable=True),
        sa.Column("speaker", sa.BigInteger(), nullable=True),
        sa.Column("speaker_type", sa.Text(), nullable=True),
        sa.Column("speaker_confidence", sa.Float(), nullable=False),
        sa.Column("nil", sa.Text(), nullable=True),
        sa.Column("side_name", sa.Text(), nullable=True),
        sa.Column("side", sa.BigInteger(), nullable=True),
        sa.Column("addressee_name", sa.Text(), nullable=True),
        sa.Column("addressee", sa.BigInteger(), nullable=True),
        sa.Column("said_on", sa.Text(), nullable=True),
        sa.Column("act", sa.Text(), nullable=True),
        sa.Column("act_confidence", sa.Float(), nullable=False),
        sa.Column("utterance", sa.BigInteger(), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("removes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["addressee"], ["actor.n"], name=op.f("fk_statement_addressee")),
        sa.ForeignKeyConstraint(["outlet"], ["outlet.n"], name=op.f("fk_statement_outlet")),
        sa.ForeignKeyConstraint(["side"], ["actor.n"], name=op.f("fk_statement_side")),
        sa.ForeignKeyConstraint(["speaker"], ["actor.n"], name=op.f("fk_statement_speaker")),
        sa.ForeignKeyConstraint(
            ["version"], ["version.n"], name=op.f("fk_statement_version"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_statement")),
        sa.UniqueConstraint("id", name=op.f("uq_statement_id")),
    )
    op.create_index("ix_statement_act", "statement", ["act", "state", "published", "n"], unique=False)
    op.create_index(op.f("ix_statement_addressee"), "statement", ["addressee"], unique=False)
    op.create_index("ix_statement_outlet", "statement", ["outlet", "published", "n"], unique=False)
    op.create_index(
        "ix_statement_side", "statement", ["side", "state", "published", "n", "act"], unique=False
    )
    op.create_index(
        "ix_statement_speaker", "statement", ["speaker", "state", "published", "n", "act"], unique=False
    )
    op.create_index("ix_statement_state_published", "statement", ["state", "published", "n"], unique=False)
    op.create_index("ix_statement_utterance", "statement", ["utterance"], unique=False)
    op.create_index(op.f("ix_statement_version"), "statement", ["version"], unique=False)
    op.create_table(
        "timeline",
        sa.Column("n", _BIG, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("outlet", sa.BigInteger(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reviewed", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("binds", sa.Text(), nullable=True),
        sa.Column("anchor_text", sa.Text(), nullable=True),
        sa.Column("text_spans", sa.Text(), nullable=False),
        sa.Column("binds_spans", sa.Text(), nullable=False),
        sa.Column("anchor_text_spans", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=True),
        sa.Column("by", sa.BigInteger(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=True),
        sa.Column("earliest", sa.Date(), nullable=True),
        sa.Column("latest", sa.Date(), nullable=True),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["actor.n"], name=op.f("fk_timeline_by")),
        sa.ForeignKeyConstraint(["outlet"], ["outlet.n"], name=op.f("fk_timeline_outlet")),
        sa.ForeignKeyConstraint(
            ["version"], ["version.n"], name=op.f("fk_timeline_version"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_timeline")),
        sa.UniqueConstraint("id", name=op.f("uq_timeline_id")),
    )
    op.create_index(op.f("ix_timeline_by"), "timeline", ["by"], unique=False)
    op.create_index("ix_timeline_latest", "timeline", ["state", "latest", "n"], unique=False)
    op.create_index("ix_timeline_state_published", "timeline", ["state", "published", "n"], unique=False)
    op.create_index(op.f("ix_timeline_version"), "timeline", ["version"], unique=False)
    op.create_table(
        "wording",
        sa.Column("wording", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"], ["version.n"], name=op.f("fk_wording_version"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("wording", "version", name=op.f("pk_wording")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_wording_version"), "wording", ["version"], unique=False)
    op.create_table(
        "participant",
        sa.Column("plan", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("actor", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["actor"], ["actor.n"], name=op.f("fk_participant_actor")),
        sa.ForeignKeyConstraint(["plan"], ["plan.n"], name=op.f("fk_participant_plan"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan", "seq", name=op.f("pk_participant")),
    )
    op.create_index(op.f("ix_participant_actor"), "participant", ["actor"], unique=False)
    op.create_table(
        "requirement",
        sa.Column("n", _BIG, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("condition", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("span", sa.Text(), nullable=False),
        sa.Column("of_name", sa.Text(), nullable=True),
        sa.Column("of", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["condition"], ["condition.n"], name=op.f("fk_requirement_condition"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["of"], ["actor.n"], name=op.f("fk_requirement_of")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_requirement")),
        sa.UniqueConstraint("id", name=op.f("uq_requirement_id")),
    )
    op.create_index(op.f("ix_requirement_condition"), "requirement", ["condition"], unique=False)
    op.create_index(op.f("ix_requirement_of"), "requirement", ["of"], unique=False)
    op.create_table(
        "vector",
        sa.Column("statement", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement"], ["statement.n"], name=op.f("fk_vector_statement"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("statement", name=op.f("pk_vector")),
    )
    for statement in words_ddl(op.get_bind().dialect.name):
        op.execute(statement)
