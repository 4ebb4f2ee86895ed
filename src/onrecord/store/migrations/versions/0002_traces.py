"""Issues, what is of them, and what was traced on them."""

import sqlalchemy as sa
from alembic import op

from onrecord.store.touching import LAYERS, touching_ddl

revision = "0002"
down_revision = "0001"
_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "told",
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("side", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["version.n"], name=op.f("fk_told_version"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["actor.n"], name=op.f("fk_told_person")),
        sa.ForeignKeyConstraint(["side"], ["actor.n"], name=op.f("fk_told_side")),
        sa.PrimaryKeyConstraint("version", "person", "side", name=op.f("pk_told")),
    )
    op.create_index(op.f("ix_told_person"), "told", ["person"], unique=False)
    op.create_table(
        "issue",
        sa.Column("n", _BIG, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("labelled", sa.Integer(), nullable=False),
        sa.Column("named_by", sa.Text(), nullable=True),
        sa.Column("named_at", sa.Text(), nullable=True),
        sa.Column("stale", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sides", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_issue")),
        sa.UniqueConstraint("id", name=op.f("uq_issue_id")),
    )
    op.create_table(
        "topic",
        sa.Column("n", _BIG, nullable=False),
        sa.Column("issue", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sums", sa.LargeBinary(), nullable=False),
        sa.Column("pinned", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["issue"], ["issue.n"], name=op.f("fk_topic_issue")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_topic")),
    )
    op.create_index(op.f("ix_topic_issue"), "topic", ["issue"], unique=False)
    op.create_table(
        "placed",
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("entry", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("topic", sa.BigInteger(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["topic"], ["topic.n"], name=op.f("fk_placed_topic")),
        sa.PrimaryKeyConstraint("layer", "entry", name=op.f("pk_placed")),
    )
    op.create_index(op.f("ix_placed_topic"), "placed", ["topic"], unique=False)
    op.create_table(
        "traced",
        sa.Column("n", _BIG, nullable=False),
        sa.Column("issue", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=True),
        sa.Column("other", sa.Text(), nullable=True),
        sa.Column("at", sa.Date(), nullable=True),
        sa.Column("sure", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["issue"], ["issue.n"], name=op.f("fk_traced_issue")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_traced")),
    )
    op.create_index(op.f("ix_traced_issue"), "traced", ["issue"], unique=False)
    op.create_index("ix_traced_kind", "traced", ["kind", "at", "n"], unique=False)
    op.create_index("ix_traced_side", "traced", ["side", "kind", "at"], unique=False)
    op.create_table(
        "touched",
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("entry", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("layer", "entry", name=op.f("pk_touched")),
    )
    for statement in touching_ddl(op.get_bind().dialect.name):
        op.execute(statement)
    for layer in LAYERS:  # what was stored before there were triggers has yet to be traced
        op.execute(f"INSERT INTO touched (layer, entry) SELECT '{layer}', n FROM {layer}")
