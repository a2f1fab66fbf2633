"""An entry is weighed again for every leg it gets, whoever asks and whatever they may see."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WEIGHED = """
create function claimdesk_leg_balances() returns trigger language plpgsql as $$
declare total numeric; legs int;
begin
  select sum(amount), count(*) into total, legs from journal_leg where entry_id = new.entry_id;
  if total <> 0 or legs < 2 then
    raise exception 'Journal entry % does not balance: % over % legs.', new.entry_id, total, legs
      using errcode = 'check_violation', constraint = 'every_leg_is_weighed';
  end if;
  return null;
end $$;
create constraint trigger every_leg_is_weighed after insert on journal_leg
  deferrable initially deferred for each row execute function claimdesk_leg_balances();
"""
LOOK_AT_ALL = ("entry_balances", "entry_is_new", "leg_balances")  # the fences hide no leg from the scales


def upgrade() -> None:
    op.execute(WEIGHED)
    for name in LOOK_AT_ALL:
        op.execute(f"alter function claimdesk_{name}() security definer set search_path = pg_catalog, public")


def downgrade() -> None:
    op.execute("drop trigger every_leg_is_weighed on journal_leg")
    op.execute("drop function claimdesk_leg_balances()")
    for name in LOOK_AT_ALL[:-1]:
        op.execute(f"alter function claimdesk_{name}() security invoker reset search_path")
