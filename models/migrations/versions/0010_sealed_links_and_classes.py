"""Links in letters stand sealed until they are sent; abroad lists go by class, and sums over classes are closed."""

from alembic import op

from models.migrations.fences import ALL_CLASSES, SEEN

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

LINKS = """
alter table mail add column sealed_link varchar,
    add constraint ck_mail_forgets_its_link check
        (sealed_link is null or (sent_at is null and refused is null));
"""
PLAIN = """
update mail set lines = lines[1:1], refused = case when sent_at is null
        then 'its link stood here unsealed: invite this person again' else refused end
    where cause like 'invitation:%';
"""
CLASSES = """
create index ix_task_class on task (practice_id, access_class, priority desc, id, kind)
    where state in ('open', 'snoozed', 'escalated', 'waiting on provider');
"""


SUMS = "performance_day"


def upgrade() -> None:
    op.execute(LINKS)
    op.execute(PLAIN)
    op.execute(CLASSES)
    _fence_sums(f"({SEEN}) and {ALL_CLASSES}")


def downgrade() -> None:
    _fence_sums(SEEN)
    op.execute("drop index ix_task_class")
    op.execute("alter table mail drop column sealed_link")


def _fence_sums(seen: str) -> None:
    op.execute(f"drop policy {SUMS}_of_my_practices on {SUMS}")
    mine = f"create policy {SUMS}_of_my_practices on {SUMS} to claimdesk_app"
    op.execute(f"{mine} using ({seen}) with check ({seen})")
