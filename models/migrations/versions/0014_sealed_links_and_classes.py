"""Links in letters stand sealed until they are sent; abroad lists go by class."""

from alembic import op

revision = "0014"
down_revision = "0013"
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


def upgrade() -> None:
    op.execute(LINKS)
    op.execute(PLAIN)
    op.execute(CLASSES)


def downgrade() -> None:
    op.execute("drop index ix_task_class")
    op.execute("alter table mail drop column sealed_link")
