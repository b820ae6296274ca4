"""Keep profiles and mended rows."""

import sqlalchemy as sa
from alembic import op

from atomos.storage.column_types import Integer, Nested, Text

revision = "0003_keep_profiles_mended_rows"
down_revision = "0002_follow_a_posting_through"


def upgrade() -> None:
    with op.batch_alter_table("organisations") as table:
        table.add_column(sa.Column("profile", Nested(), nullable=True))
        table.add_column(sa.Column("reference", Nested(), nullable=True))
    with op.batch_alter_table("import_runs") as table:
        table.add_column(sa.Column("joined", Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("settled", Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("import_runs") as table:
        table.alter_column("joined", server_default=None)
        table.alter_column("settled", server_default=None)
    with op.batch_alter_table("quarantined_rows") as table:
        table.add_column(sa.Column("key", Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("repeats", Integer(), nullable=True))
        table.add_column(sa.Column("moved_days", Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("state", Text(), nullable=False, server_default="waiting"))
    with op.batch_alter_table("quarantined_rows") as table:
        table.alter_column("key", server_default=None)
        table.alter_column("moved_days", server_default=None)
        table.alter_column("state", server_default=None)
    op.create_index("ix_quarantined_rows_source", "quarantined_rows", ["source"])
