"""Finished tasks as they were counted, so that every number of the boards opens its rows."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from models.migrations.fences import ALL_CLASSES, SEEN, fence, grant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OF_MY_CLASSES = (
    f"({SEEN}) and ({ALL_CLASSES} or practice_id || '/' || access_class"
    " = any ((select claimdesk_classes())::text[]))"
)
SUMS = ("finished", "accounts", "first_touch", "reworked", "timed", "touch_seconds", "in_time")
PEOPLE_AND_KINDS = ("practice_id", "day", "user_id", "kind", "outcome")


def upgrade() -> None:
    op.create_table(
        "counted_task",
        sa.Column("task_id", sa.Uuid(), sa.ForeignKey("task.id"), primary_key=True),
        sa.Column("practice_id", sa.Uuid(), sa.ForeignKey("practice.id"), nullable=False),
        sa.Column("access_class", sa.String(), nullable=False),
        sa.Column("team_id", sa.Uuid(), sa.ForeignKey("team.id")),
        sa.Column("user_id", sa.Uuid(), sa.ForeignKey("app_user.id"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("money", sa.Numeric(12, 2), nullable=False),
        sa.Column("is_account", sa.Boolean(), nullable=False),
        sa.Column("at_first_touch", sa.Boolean(), nullable=False),
        sa.Column("came_back", sa.Boolean(), nullable=False),
        sa.Column("seconds", sa.Integer()),
        sa.Column("in_time", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_counted_task_day", "counted_task", ["day", "user_id"])
    newest: list[str | sa.ColumnElement[Any]] = [
        sa.literal_column("finished_at desc"),
        sa.literal_column("task_id desc"),
    ]
    op.create_index("ix_counted_task_newest", "counted_task", newest)
    grant("counted_task")
    fence("counted_task", OF_MY_CLASSES)
    op.drop_table("performance_day")  # nothing is lost: the first night adds every day up again
    op.create_table(
        "performance_day",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), primary_key=True),
        *_added_up(),
        sa.Column("access_class", sa.String(), nullable=False),
        sa.Column("team_id", sa.Uuid(), sa.ForeignKey("team.id")),
        sa.UniqueConstraint(
            *("day", "user_id", "kind", "outcome", "practice_id", "access_class", "team_id"),
            name="uq_performance_day_once",
            postgresql_nulls_not_distinct=True,
        ),
    )
    _open_performance_day(OF_MY_CLASSES)


def _added_up() -> list[sa.Column[Any]]:
    return [
        sa.Column("practice_id", sa.Uuid(), sa.ForeignKey("practice.id"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("user_id", sa.Uuid(), sa.ForeignKey("app_user.id"), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "outcome")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in SUMS),
        *(sa.Column(name, sa.Numeric(12, 2), nullable=False) for name in ("money", "in_time_money")),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _open_performance_day(seen: str) -> None:
    op.create_index("ix_performance_day_day", "performance_day", ["day", "user_id"])
    grant("performance_day")
    fence("performance_day", seen)


def downgrade() -> None:
    op.drop_table("performance_day")
    op.create_table("performance_day", *_added_up(), sa.PrimaryKeyConstraint(*PEOPLE_AND_KINDS))
    _open_performance_day(SEEN)
    op.drop_table("counted_task")
