"""A denied claim keeps the last lawful days to appeal and to correct beside the days we work to."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table claim add column appeal_limit_on date, add column correct_limit_on date")


def downgrade() -> None:
    op.execute("alter table claim drop column appeal_limit_on, drop column correct_limit_on")
