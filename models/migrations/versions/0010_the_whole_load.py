"""Giving out work looks past the fences of whoever acts: at loads, turns and hands, never at a task."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

LOADS = """
create function claimdesk_open_work(people uuid[], by_day date)
  returns table (owner_id uuid, kind text, tasks bigint, due bigint)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select task.owner_id, task.kind, count(*), count(*) filter (where task.due_on <= by_day) from task
  where task.owner_id = any (people) and task.state in ('open', 'escalated')
  group by task.owner_id, task.kind $$;
"""
TURNS = """
create function claimdesk_last_given(rules uuid[]) returns table (rule_id uuid, owner_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct on (task.allocation_rule_id) task.allocation_rule_id, task.owner_id from task
  where task.allocation_rule_id = any (rules) and task.owner_id is not null
  order by task.allocation_rule_id, task.id desc $$;
"""
HANDS = """
create function claimdesk_hands(accounts uuid[])
  returns table (task_id uuid, account_id uuid, owner_id uuid, team_id uuid, state text, finished_by uuid,
                 finished_at timestamptz, leased_by uuid, leased_until timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select task.id, task.account_id, task.owner_id, task.team_id, task.state, task.finished_by,
         task.finished_at, task.leased_by, task.leased_until from task
  where task.account_id = any (accounts) and task.state <> 'cancelled' $$;
"""
FUNCTIONS = (
    "claimdesk_open_work(uuid[], date)",
    "claimdesk_last_given(uuid[])",
    "claimdesk_hands(uuid[])",
)


def upgrade() -> None:
    op.execute(LOADS)
    op.execute(TURNS)
    op.execute(HANDS)
    for each in FUNCTIONS:
        op.execute(f"revoke execute on function {each} from public")
        op.execute(f"grant execute on function {each} to claimdesk_app")


def downgrade() -> None:
    for each in FUNCTIONS:
        op.execute(f"drop function {each}")
