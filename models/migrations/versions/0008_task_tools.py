"""What people keep beside a task: saved views, templates, mentions, papers, questions, playbooks."""

import sqlalchemy as sa
from alembic import op

from models.migrations.fences import fence_by, fence_by_task, grant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("task", sa.Column("awaits", _one_of("awaited", "remittance", "answer")))
    op.create_check_constraint("is_a_awaited", "task", "awaits in ('remittance', 'answer')")
    op.add_column("task", sa.Column("aside_since", _moment()))
    _people()
    _papers()
    _texts()


def _people() -> None:
    """Saved views and mentions."""
    op.create_table(
        "saved_view",
        _id(),
        _of("owner_id", "app_user"),
        _of("team_id", "team", nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("saved_at", _moment(), nullable=False),
        sa.UniqueConstraint("owner_id", "name", name="uq_saved_view_name"),
    )
    op.create_index("ix_saved_view_team", "saved_view", ["team_id"])
    grant("saved_view")
    op.create_table(
        "mention",
        _of("note_id", "note", primary_key=True),
        _of("user_id", "app_user", primary_key=True),
        _of("practice_id", "practice"),
        sa.Column("mentioned_at", _moment(), nullable=False),
        sa.Column("seen_at", _moment()),
    )
    unseen = sa.text("seen_at is null")
    op.create_index("ix_mention_unseen", "mention", ["user_id", "mentioned_at"], postgresql_where=unseen)
    grant("mention", "select, insert, update")
    fence_by("mention", "exists (select from note where note.id = mention.note_id)")


def _papers() -> None:
    """Attachments and questions."""
    op.create_table(
        "attachment",
        _id(),
        _of("practice_id", "practice"),
        _of("task_id", "task"),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("sha256", "name", "media_type")),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("scan", _one_of("scan", "clean", "not scanned", checked=True), nullable=False),
        _of("added_by", "app_user"),
        sa.Column("added_at", _moment(), nullable=False),
        sa.CheckConstraint("size > 0", name="a_paper_is_not_empty"),
    )
    op.create_index("ix_attachment_task_id", "attachment", ["task_id"])
    grant("attachment", "select, insert, delete")
    fence_by_task("attachment")
    op.create_table(
        "question",
        _id(),
        _of("practice_id", "practice"),
        _of("task_id", "task"),
        sa.Column("asked", _one_of("asked", "practice", "coder", checked=True), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        _of("asked_by", "app_user"),
        sa.Column("asked_at", _moment(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("answer", sa.String()),
        _of("answered_by", "app_user", nullable=True),
        sa.Column("answered_at", _moment()),
        sa.CheckConstraint("(answer is null) = (answered_at is null)", name="an_answer_has_its_moment"),
    )
    still_open = sa.text("answered_at is null")
    op.create_index("uq_question_open", "question", ["task_id"], unique=True, postgresql_where=still_open)
    grant("question")
    fence_by_task("question")


def _texts() -> None:
    """Note templates and playbooks: the office's own words, without a patient."""
    op.create_table(
        "note_template",
        _id(),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String()),
        sa.Column("body", sa.String(), nullable=False),
        _of("changed_by", "app_user"),
        sa.Column("changed_at", _moment(), nullable=False),
        sa.UniqueConstraint("name", name=op.f("uq_note_template_name")),
    )
    grant("note_template")
    op.create_table(
        "playbook",
        _id(),
        _of("payer_id", "payer"),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        _of("changed_by", "app_user"),
        sa.Column("changed_at", _moment(), nullable=False),
    )
    op.create_index("ix_playbook_newest", "playbook", ["payer_id", "kind", sa.literal_column("id desc")])
    grant("playbook", "select, insert")


def _id() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid(), primary_key=True)


def _moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _of(name: str, table: str, *, nullable: bool = False, primary_key: bool = False) -> sa.Column[object]:
    """A column that names a row of another table."""
    points = sa.ForeignKey(f"{table}.id")
    return sa.Column(name, sa.Uuid(), points, nullable=nullable, primary_key=primary_key)


def _one_of(name: str, *values: str, checked: bool = False) -> sa.Enum:
    return sa.Enum(*values, name=f"is_a_{name}", native_enum=False, create_constraint=checked, length=40)


def downgrade() -> None:
    for table in ("playbook", "note_template", "question", "attachment", "mention", "saved_view"):
        op.drop_table(table)
    op.drop_column("task", "aside_since")
    op.drop_column("task", "awaits")
