"""Follow a posting through its whole life."""

import sqlalchemy as sa
from alembic import op

from atomos.storage.column_types import DateTime, Integer, Nested, Text, Uuid

revision = "0002_follow_a_posting_through"
down_revision = "0001_create_the_job_board"


def upgrade() -> None:
    op.create_table(
        "moderation_cases",
        sa.Column("id", Uuid(), nullable=False),
        sa.Column("posting_id", Uuid(), nullable=False),
        sa.Column("concern", Text(), nullable=False),
        sa.Column("words", Text(), nullable=False),
        sa.Column("reported_at", DateTime(), nullable=False),
        sa.Column("outcome", Text(), nullable=True),
        sa.Column("decided_at", DateTime(), nullable=True),
        sa.Column("_version", Integer(), nullable=False),
        sa.Column("_created_at", DateTime(), nullable=False),
        sa.Column("_updated_at", DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_moderation_cases"),
        sa.ForeignKeyConstraint(["posting_id"], ["postings.id"], name="fk_moderation_cases_posting_id"),
    )
    op.create_index("ix_moderation_cases_posting_id", "moderation_cases", ["posting_id"])
    with op.batch_alter_table("postings") as table:
        table.add_column(sa.Column("translations", Nested(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("benefits", Nested(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("interview", Nested(), nullable=True))
        table.add_column(sa.Column("occupations", Nested(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("apply_url", Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("updated_at", DateTime(), nullable=True))
        table.add_column(sa.Column("interview_rounds", Integer(), nullable=True))
    with op.batch_alter_table("postings") as table:
        table.alter_column("translations", server_default=None)
        table.alter_column("benefits", server_default=None)
        table.alter_column("occupations", server_default=None)
        table.alter_column("apply_url", server_default=None)
    with op.batch_alter_table("audit_entries") as table:
        table.add_column(sa.Column("reason", Text(), nullable=False, server_default=""))
    with op.batch_alter_table("audit_entries") as table:
        table.alter_column("reason", server_default=None)
