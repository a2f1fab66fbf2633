"""Bytes whose last row may be gone, so that a sweep removes what nothing names any more."""

import sqlalchemy as sa
from alembic import op

from models.migrations.fences import grant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "discarded_file",
        sa.Column("sha256", sa.String(), primary_key=True),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=False),
    )
    grant("discarded_file")
    op.create_index("ix_attachment_sha256", "attachment", ["sha256"])


def downgrade() -> None:
    op.drop_index("ix_attachment_sha256", table_name="attachment")
    op.drop_table("discarded_file")
