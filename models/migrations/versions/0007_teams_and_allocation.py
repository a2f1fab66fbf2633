"""Teams, skills, hours and absences, and the dated rules that give each task to somebody."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from models.migrations.fences import fence_by, grant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

POOLED = sa.text("owner_id is null and state in ('open', 'snoozed', 'escalated', 'waiting on provider')")
SKILLS = ("claim corrections", "payer calls", "denials", "payment posting", "files")
HOWS = ("least loaded", "sticky owner", "round", "the team's pool")
ACCOUNTS = """
update task set account_id = claim.patient_id, service_on = claim.service_from
from claim where claim.id = task.claim_id
"""


def upgrade() -> None:
    _teams()
    _times()
    _rules()
    _task()
    for table in ("team", "team_member", "person_skill", "engagement", "working_hours", "allocation_rule"):
        grant(table)
    grant("absence", "select, insert, update")
    grant("task_skip", "select, insert")
    fence_by("task_skip", "claimdesk_sees_task(task_id)")


def _teams() -> None:
    op.create_table(
        "team",
        _id(),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("guided", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("name", name=op.f("uq_team_name")),
    )
    op.create_table(
        "team_member",
        _of("team_member", "team_id", "team", primary_key=True),
        _of("team_member", "user_id", "app_user", primary_key=True),
    )
    op.create_index("ix_team_member_user", "team_member", ["user_id", "team_id"])
    op.create_table(
        "person_skill",
        _of("person_skill", "user_id", "app_user", primary_key=True),
        _one_of("skill", SKILLS, primary_key=True),
        _check("person_skill", "is_a_skill", f"skill in ({_quoted(SKILLS)})"),
    )


def _times() -> None:
    op.create_table(
        "engagement",
        _of("engagement", "user_id", "app_user", primary_key=True),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("daily_capacity", sa.Numeric(12, 2)),
        _check("engagement", "a_day_holds_some_work", "daily_capacity > 0"),
    )
    op.create_table(
        "working_hours",
        _of("working_hours", "user_id", "app_user", primary_key=True),
        sa.Column("weekday", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        _check("working_hours", "a_week_has_seven_days", "weekday between 0 and 6"),
        _check("working_hours", "hours_end_on_the_same_day", "starts < ends"),
    )
    op.create_table(
        "absence",
        _id(),
        _of("absence", "user_id", "app_user"),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        _check("absence", "an_absence_ends_after_it_begins", "from_on <= until_on"),
    )
    op.create_index("ix_absence_user", "absence", ["user_id", "until_on"])


def _rules() -> None:
    op.create_table(
        "allocation_rule",
        _id(),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("conditions", postgresql.JSONB(), nullable=False),
        _of("allocation_rule", "team_id", "team", nullable=True),
        _of("allocation_rule", "user_id", "app_user", nullable=True),
        _one_of("how", HOWS),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date()),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _check("allocation_rule", "is_a_how", "how in (" + _quoted(HOWS) + ")"),
        _check(
            "allocation_rule", "a_rule_names_a_team_or_a_person", "(team_id is null) <> (user_id is null)"
        ),
        _check("allocation_rule", "a_rule_ends_after_it_begins", "effective_from <= effective_to"),
    )
    op.create_index("ix_allocation_rule_position", "allocation_rule", ["position", "id"])
    op.create_table(
        "task_skip",
        _id(),
        _of("task_skip", "practice_id", "practice"),
        _of("task_skip", "task_id", "task"),
        _of("task_skip", "user_id", "app_user"),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_task_skip_task_id", "task_skip", ["task_id"])
    op.create_index("ix_task_skip_user", "task_skip", ["user_id", "at"])


def _task() -> None:
    op.add_column("patient", sa.Column("language", sa.String()))
    op.add_column("claim", sa.Column("promised_on", sa.Date()))
    for name, table in (
        ("team_id", "team"),
        ("allocation_rule_id", "allocation_rule"),
        ("account_id", "patient"),
    ):
        op.add_column("task", sa.Column(name, sa.Uuid()))
        op.create_foreign_key(op.f(f"fk_task_{name}"), "task", table, [name], ["id"])
    op.add_column("task", sa.Column("service_on", sa.Date()))
    op.add_column("task", sa.Column("promised_on", sa.Date()))
    op.execute(ACCOUNTS)
    best: sa.ColumnClause[object] = sa.literal_column("priority desc")
    op.create_index("ix_task_pool", "task", ["team_id", best, "id"], postgresql_where=POOLED)
    of_a_patient = sa.text("account_id is not null")
    op.create_index("ix_task_account", "task", ["account_id"], postgresql_where=of_a_patient)
    active = sa.text("owner_id is not null and state in ('open', 'escalated')")
    op.create_index("ix_task_load", "task", ["owner_id", "kind"], postgresql_where=active)
    by_rule = sa.text("allocation_rule_id is not null")
    op.create_index("ix_task_rule", "task", ["allocation_rule_id", "id"], postgresql_where=by_rule)
    held = sa.text("leased_by is not null")
    op.create_index("ix_task_leased", "task", ["leased_by", "leased_until"], postgresql_where=held)


def downgrade() -> None:
    for name in ("ix_task_leased", "ix_task_rule", "ix_task_load", "ix_task_account", "ix_task_pool"):
        op.drop_index(name, table_name="task")
    for name in ("promised_on", "service_on", "account_id", "allocation_rule_id", "team_id"):
        op.drop_column("task", name)
    op.drop_column("claim", "promised_on")
    op.drop_column("patient", "language")
    for table in ("task_skip", "allocation_rule", "absence", "working_hours", "engagement", "person_skill"):
        op.drop_table(table)
    op.drop_table("team_member")
    op.drop_table("team")


def _id() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid(), primary_key=True)


def _of(
    table: str, name: str, other: str, nullable: bool = False, primary_key: bool = False
) -> sa.Column[object]:
    """A column that points at another table's id."""
    key = sa.ForeignKey(f"{other}.id", name=op.f(f"fk_{table}_{name}"))
    return sa.Column(name, sa.Uuid(), key, nullable=nullable, primary_key=primary_key)


def _one_of(name: str, values: tuple[str, ...], primary_key: bool = False) -> sa.Column[object]:
    """A column that holds one of these words."""
    kind = sa.Enum(*values, native_enum=False, length=40, create_constraint=False)
    return sa.Column(name, kind, nullable=False, primary_key=primary_key)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _quoted(values: tuple[str, ...]) -> str:
    return ", ".join("'" + each.replace("'", "''") + "'" for each in values)
