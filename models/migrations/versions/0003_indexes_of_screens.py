"""Indexes for what screens count: tasks put aside, and tasks by the day they were due."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    aside = sa.text("state in ('snoozed', 'waiting on provider')")
    op.create_index(
        "ix_task_aside", "task", ["state", sa.literal_column("priority desc"), "id"], postgresql_where=aside
    )
    op.create_index(
        "ix_task_due", "task", ["due_on"], postgresql_where=sa.text("state in ('open', 'escalated')")
    )


def downgrade() -> None:
    op.drop_index("ix_task_due", table_name="task")
    op.drop_index("ix_task_aside", table_name="task")
