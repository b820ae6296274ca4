"""Create the job board."""

import sqlalchemy as sa
from alembic import op

from atomos.storage.column_types import Bytes, Date, DateTime, Integer, Nested, Text, Uuid

revision = "0001_create_the_job_board"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "imported_sources",
        sa.Column("id", Uuid(), nullable=False),
        sa.Column("name", Text(), nullable=False),
        sa.Column("credit", Text(), nullable=False),
        sa.Column("note", Text(), nullable=False),
        sa.Column("moved_days", Integer(), nullable=False),
        sa.Column("_version", Integer(), nullable=False),
        sa.Column("_created_at", DateTime(), nullable=False),
        sa.Column("_updated_at", DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_imported_sources"),
    )
    op.create_index("uq_imported_sources_name", "imported_sources", ["name"], unique=True)
    op.create_table(
        "import_runs",
        sa.Column("id", Uuid(), nullable=False),
        sa.Column("source", Nested(), nullable=False),
        sa.Column("started_at", DateTime(), nullable=False),
        sa.Column("rows", Integer(), nullable=False),
        sa.Column("moved_days", Integer(), nullable=False),
        sa.Column("created", Integer(), nullable=False),
        sa.Column("updated", Integer(), nullable=False),
        sa.Column("unchanged", Integer(), nullable=False),
        sa.Column("duplicates", Integer(), nullable=False),
        sa.Column("quarantined", Integer(), nullable=False),
        sa.Column("vanished", Integer(), nullable=False),
        sa.Column("finished_at", DateTime(), nullable=True),
        sa.Column("_version", Integer(), nullable=False),
        sa.Column("_created_at", DateTime(), nullable=False),
        sa.Column("_updated_at", DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_runs"),
    )
    op.create_table(
        "organisations",
        sa.Column("id", Uuid(), nullable=False),
        sa.Column("name", Text(), nullable=False),
        sa.Column("slug", Text(), nullable=False),
        sa.Column("website", Text(), nullable=False),
        sa.Column("_version", Integer(), nullable=False),
        sa.Column("_created_at", DateTime(), nullable=False),
        sa.Column("_updated_at", DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
    )
    op.create_index("uq_organisations_slug", "organisations", ["slug"], unique=True)
    op.create_table(
        "atomos_answers",
        sa.Column("id", Text(), nullable=False),
        sa.Column("fingerprint", Text(), nullable=False),
        sa.Column("body", Bytes(), nullable=False),
        sa.Column("answered_at", DateTime(), nullable=False),
        sa.Column("_version", Integer(), nullable=False),
        sa.Column("_created_at", DateTime(), nullable=False),
        sa.Column("_updated_at", DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_atomos_answers"),
    )
    op.create_table(
        "atomos_messages",
        sa.Column("id", Uuid(), nullable=False),
        sa.Column("type", Text(), nullable=False),
        sa.Column("payload", Bytes(), nullable=False),
        sa.Column("ordering_key", Text(), nullable=False),
        sa.Column("key_seq", Integer(), nullable=False),
        sa.Column("correlation_id", Uuid(), nullable=False),
        sa.Column("causation_id", Uuid(), nullable=True),
        sa.Column("occurred_at", DateTime(), nullable=False),
        sa.Column("_version", Integer(), nullable=False),
        sa.Column("_created_at", DateTime(), nullable=False),
        sa.Column("_updated_at", DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_atomos_messages"),
    )
    op.create_table(
        "postings",
        sa.Column("id", Uuid(), nullable=False),
        sa.Column("organisation_id", Uuid(), nullable=False),
        sa.Column("organisation_name", Text(), nullable=False),
        sa.Column("slug", Text(), nullable=False),
        sa.Column("title", Text(), nullable=False),
        sa.Column("description", Text(), nullable=False),
        sa.Column("language", Text(), nullable=False),
        sa.Column("category", Text(), nullable=False),
        sa.Column("salary", Nested(), nullable=True),
        sa.Column("location", Nested(), nullable=True),
        sa.Column("arrangement", Nested(), nullable=True),
        sa.Column("employment_types", Nested(), nullable=False),
        sa.Column("last_day", Date(), nullable=True),
        sa.Column("time_zone", Text(), nullable=False),
        sa.Column("status", Text(), nullable=False),
        sa.Column("published_at", DateTime(), nullable=True),
        sa.Column("closes_at", DateTime(), nullable=True),
        sa.Column("close_reason", Text(), nullable=True),
        sa.Column("proposed", Nested(), nullable=True),
        sa.Column("reference", Nested(), nullable=True),
        sa.Column("yearly_pay", Integer(), nullable=True),
        sa.Column("searchable", Text(), nullable=False),
        sa.Column("_version", Integer(), nullable=False),
        sa.Column("_created_at", DateTime(), nullable=False),
        sa.Column("_updated_at", DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_postings"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_postings_organisation_id"),
    )
    op.create_index("ix_postings_organisation_id", "postings", ["organisation_id"])
    op.create_index("ix_postings_published_at", "postings", ["published_at"])
    op.create_index("ix_postings_yearly_pay_published_at", "postings", ["yearly_pay", "published_at"])
    op.create_index("uq_postings_slug", "postings", ["slug"], unique=True)
    op.create_table(
        "quarantined_rows",
        sa.Column("id", Uuid(), nullable=False),
        sa.Column("import_run_id", Uuid(), nullable=False),
        sa.Column("source", Text(), nullable=False),
        sa.Column("row", Integer(), nullable=False),
        sa.Column("reason", Text(), nullable=False),
        sa.Column("raw", Nested(), nullable=False),
        sa.Column("_version", Integer(), nullable=False),
        sa.Column("_created_at", DateTime(), nullable=False),
        sa.Column("_updated_at", DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quarantined_rows"),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_runs.id"], name="fk_quarantined_rows_import_run_id"),
    )
    op.create_index("ix_quarantined_rows_import_run_id", "quarantined_rows", ["import_run_id"])
    op.create_table(
        "audit_entries",
        sa.Column("id", Uuid(), nullable=False),
        sa.Column("posting_id", Uuid(), nullable=False),
        sa.Column("status", Text(), nullable=False),
        sa.Column("at", DateTime(), nullable=False),
        sa.Column("_version", Integer(), nullable=False),
        sa.Column("_created_at", DateTime(), nullable=False),
        sa.Column("_updated_at", DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entries"),
        sa.ForeignKeyConstraint(["posting_id"], ["postings.id"], name="fk_audit_entries_posting_id"),
    )
    op.create_index("ix_audit_entries_posting_id", "audit_entries", ["posting_id"])
