"""A sign-in says where somebody works by itself: the name of their one practice, in front of the fences."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

PLACE = """
create function claimdesk_only_practice(of_user uuid) returns text
  language sql stable security definer set search_path = pg_catalog, public as $$
  select min(practice.name) from membership join practice on practice.id = membership.practice_id
  where membership.user_id = of_user having count(*) = 1 $$;
"""
NAME = "claimdesk_only_practice(uuid)"


def upgrade() -> None:
    op.execute(PLACE)
    op.execute(f"revoke execute on function {NAME} from public")
    op.execute(f"grant execute on function {NAME} to claimdesk_app")


def downgrade() -> None:
    op.execute(f"drop function {NAME}")
