"""The office itself stands among the practices: the review of an emergency access is one of its tasks."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

OFFICE = "00000000-0000-0000-0000-000000000000"  # as its chain in the audit trail
KIND = "review emergency access"
KINDS = (
    "fix claim", "fix rejection", "missing acknowledgement", "call payer", "trace payment",
    "send information", "work denial", "work underpayment", "check appeal", "filing deadline",
    "missed deadline", "approve write-off", "approve exception", "map code", "unmatched payment",
    "suspended payment", "provider adjustment", "review reversal", "file problem",
)  # fmt: skip
OUTCOMES = (
    "corrected", "ask provider", "resubmit", "proof recorded", "in process", "paid elsewhere", "denied",
    "needs information", "sent information", "found", "not found", "correct and resubmit", "appeal",
    "request write-off", "request exception", "bill patient", "approved", "refused", "upheld", "overturned",
    "mapped", "matched", "released", "reviewed",
)  # fmt: skip
HERE = """
insert into practice (id, name, state, time_zone)
  values ('00000000-0000-0000-0000-000000000000', 'The office', 'US', 'America/New_York');
"""
ITS_OWN = f"""
alter table task add constraint ck_task_what_is_of_no_practice_is_of_the_office
    check ((kind in ('{KIND}')) = (practice_id = '{OFFICE}'));
alter table membership add constraint ck_membership_nobody_is_a_member_of_the_office_itself
    check (practice_id <> '{OFFICE}');
alter table contract_term add constraint ck_contract_term_no_contract_is_with_the_office_itself
    check (practice_id <> '{OFFICE}');
"""
NOT_ITS_OWN = """
alter table task drop constraint ck_task_what_is_of_no_practice_is_of_the_office;
alter table membership drop constraint ck_membership_nobody_is_a_member_of_the_office_itself;
alter table contract_term drop constraint ck_contract_term_no_contract_is_with_the_office_itself;
"""
ITS_ROWS = (
    "counted_task", "performance_day", "attachment", "question", "draft", "task_skip", "mention", "note",
    "alert", "task",
)  # fmt: skip


def upgrade() -> None:
    op.execute(HERE)
    _words("kind", "taskkind", (*KINDS, KIND))
    _words("outcome", "outcome", (*OUTCOMES, "justified", "not justified"))
    op.execute(ITS_OWN)


def downgrade() -> None:
    op.execute(NOT_ITS_OWN)
    for table in ITS_ROWS:
        op.execute(f"delete from {table} where practice_id = '{OFFICE}'")  # noqa: S608 - names from above
    op.execute(f"delete from practice where id = '{OFFICE}'")  # noqa: S608 - a constant
    _words("kind", "taskkind", KINDS)
    _words("outcome", "outcome", OUTCOMES)


def _words(column: str, name: str, words: tuple[str, ...]) -> None:
    """The column takes these words and no others."""
    listed = ", ".join(f"'{each}'" for each in words)
    op.execute(f"alter table task drop constraint ck_task_is_a_{name}")
    op.execute(f"alter table task add constraint ck_task_is_a_{name} check ({column} in ({listed}))")
