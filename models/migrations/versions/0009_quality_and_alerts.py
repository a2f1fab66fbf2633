"""Quality review of finished tasks, and alerts to people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from models.migrations.fences import ALL_CLASSES, SEEN, fence, fence_by, grant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = (
    "alert",
    "alert_choice",
    "mail",
    "escalation_rung",
    "performance_day",
    "quality_review",
    "quality_mark",
)


def upgrade() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "unallocated task",
                "escalated task",
                "mention",
                "deadline near",
                "login from elsewhere",
                "emergency access",
                "access review due",
                "training due",
                "work moved",
                "quality review",
                name="is_a_alertkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("told", sa.String(), nullable=False),
        sa.Column(
            "delivery",
            sa.Enum(
                "in the app",
                "e-mail at once",
                "daily digest",
                "off",
                name="is_a_delivery",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_alert_practice_id")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_alert_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    op.create_index(
        "ix_alert_user",
        "alert",
        ["user_id", sa.literal_column("created_at DESC"), sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index(
        "uq_alert_unseen",
        "alert",
        ["user_id", "kind", "subject"],
        unique=True,
        postgresql_where=sa.text("seen_at is null"),
    )
    op.create_table(
        "alert_choice",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "unallocated task",
                "escalated task",
                "mention",
                "deadline near",
                "login from elsewhere",
                "emergency access",
                "access review due",
                "training due",
                "work moved",
                "quality review",
                name="is_a_alertkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "delivery",
            sa.Enum(
                "in the app",
                "e-mail at once",
                "daily digest",
                "off",
                name="is_a_delivery",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_alert_choice_user_id")),
        sa.PrimaryKeyConstraint("user_id", "kind", name=op.f("pk_alert_choice")),
    )
    op.create_table(
        "mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("lines", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_mail_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("cause", name=op.f("uq_mail_cause")),
    )
    op.create_index(
        "ix_mail_waiting",
        "mail",
        ["id"],
        unique=False,
        postgresql_where=sa.text("sent_at is null and refused is null"),
    )
    op.create_table(
        "escalation_rung",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("after_business_days", sa.Integer(), nullable=False),
        sa.Column("asks_role", sa.String(), nullable=True),
        sa.Column("asks_id", sa.Uuid(), nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(asks_role is null) <> (asks_id is null)",
            name=op.f("ck_escalation_rung_a_rung_asks_a_role_or_a_person"),
        ),
        sa.CheckConstraint(
            "level in (1, 2) and after_business_days between 1 and 60",
            name=op.f("ck_escalation_rung_a_rung_can_be_reached"),
        ),
        sa.ForeignKeyConstraint(["asks_id"], ["app_user.id"], name=op.f("fk_escalation_rung_asks_id")),
        sa.ForeignKeyConstraint(["set_by"], ["app_user.id"], name=op.f("fk_escalation_rung_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_rung")),
    )
    op.create_index("ix_escalation_rung_level", "escalation_rung", ["level", "effective_from"], unique=False)
    op.create_table(
        "performance_day",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("finished", sa.Integer(), nullable=False),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("money", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("first_touch", sa.Integer(), nullable=False),
        sa.Column("reworked", sa.Integer(), nullable=False),
        sa.Column("timed", sa.Integer(), nullable=False),
        sa.Column("touch_seconds", sa.Integer(), nullable=False),
        sa.Column("in_time", sa.Integer(), nullable=False),
        sa.Column("in_time_money", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_performance_day_practice_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_performance_day_user_id")),
        sa.PrimaryKeyConstraint(
            "practice_id", "day", "user_id", "kind", "outcome", name=op.f("pk_performance_day")
        ),
    )
    op.create_index("ix_performance_day_day", "performance_day", ["day", "user_id"], unique=False)
    op.create_table(
        "quality_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "drawn",
                "reviewed",
                "disputed",
                "upheld",
                "overturned",
                name="is_a_reviewstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("comment", sa.String(), nullable=True),
        sa.Column("disputed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dispute", sa.String(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'drawn') = (score is null)", name=op.f("ck_quality_review_a_reviewed_task_has_a_score")
        ),
        sa.CheckConstraint(
            "decided_by <> worker_id and decided_by <> reviewer_id",
            name=op.f("ck_quality_review_a_third_person_decides_a_dispute"),
        ),
        sa.CheckConstraint(
            "reviewer_id <> worker_id", name=op.f("ck_quality_review_nobody_reviews_their_own_work")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["app_user.id"], name=op.f("fk_quality_review_decided_by")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_quality_review_practice_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["app_user.id"], name=op.f("fk_quality_review_reviewer_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_quality_review_task_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["app_user.id"], name=op.f("fk_quality_review_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_review")),
        sa.UniqueConstraint("task_id", name=op.f("uq_quality_review_task_id")),
    )
    op.create_index(
        "ix_quality_review_open",
        "quality_review",
        ["state", "drawn_at", "id"],
        unique=False,
        postgresql_where=sa.text("state in ('drawn', 'disputed')"),
    )
    op.create_index("ix_quality_review_worker", "quality_review", ["worker_id", "reviewed_at"], unique=False)
    op.create_table(
        "quality_mark",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "met",
                "not met",
                "does not apply",
                name="is_a_verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_quality_mark_practice_id")),
        sa.ForeignKeyConstraint(["review_id"], ["quality_review.id"], name=op.f("fk_quality_mark_review_id")),
        sa.PrimaryKeyConstraint("review_id", "criterion", name=op.f("pk_quality_mark")),
    )
    op.create_index(
        "ix_task_board",
        "task",
        ["due_on", "practice_id", "owner_id", "kind"],
        unique=False,
        postgresql_include=["money", "team_id", "access_class"],
        postgresql_where=sa.text("state in ('open', 'escalated')"),
    )
    op.create_index(
        "ix_task_waits",
        "task",
        ["kind", "created_at"],
        unique=False,
        postgresql_include=["practice_id", "owner_id", "money", "access_class"],
        postgresql_where=sa.text("state in ('open', 'snoozed', 'escalated', 'waiting on provider')"),
    )
    op.create_index(
        "ix_task_finished",
        "task",
        ["practice_id", "finished_at"],
        unique=False,
        postgresql_where=sa.text("state = 'done'"),
    )
    decided = sa.text("stage in ('denied', 'underpaid')")
    op.create_index("ix_claim_appeal_by", "claim", ["appeal_by"], postgresql_where=decided)
    op.create_index("ix_claim_correct_by", "claim", ["correct_by"], postgresql_where=decided)
    for table in TABLES:
        grant(table)
    abroad = f"{ALL_CLASSES} or claimdesk_sees_subject(subject)"
    fence("alert", f"practice_id is null or ({SEEN}) and ({abroad})")
    fence("performance_day")
    fence_by("quality_review", "claimdesk_sees_task(task_id)")
    fence_by("quality_mark", "exists (select from quality_review where id = quality_mark.review_id)")


def downgrade() -> None:
    op.drop_index("ix_claim_correct_by", table_name="claim")
    op.drop_index("ix_claim_appeal_by", table_name="claim")
    op.drop_index("ix_task_finished", table_name="task")
    op.drop_index("ix_task_waits", table_name="task")
    op.drop_index("ix_task_board", table_name="task")
    for table in reversed(TABLES):
        op.drop_table(table)
