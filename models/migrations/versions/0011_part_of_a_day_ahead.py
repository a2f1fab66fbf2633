"""The office may be a part of a day ahead: the demo opens in the morning, whatever the hour."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("office", "days_ahead", type_=sa.Float(), existing_type=sa.Integer())


def downgrade() -> None:
    op.alter_column("office", "days_ahead", type_=sa.Integer(), existing_type=sa.Float())
