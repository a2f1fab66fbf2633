"""What the database itself refuses: other practices' rows, unbalanced or changed money, a cut audit trail."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROLES = """
do $$ begin
  if not exists (select from pg_roles where rolname = 'claimdesk_app') then create role claimdesk_app nologin; end if;
  if not exists (select from pg_roles where rolname = 'claimdesk_auditor') then create role claimdesk_auditor nologin; end if;
end $$;
grant usage on schema public to claimdesk_app, claimdesk_auditor;
grant select, insert, update, delete on all tables in schema public to claimdesk_app;
grant usage on all sequences in schema public to claimdesk_app;
grant select on all tables in schema public to claimdesk_auditor;
revoke all on alembic_version from claimdesk_app;
grant select on alembic_version to claimdesk_app;
revoke select on login_session from claimdesk_auditor;
revoke update, delete, truncate on journal_entry, journal_leg, audit_event from claimdesk_app;
revoke delete, truncate on audit_head, claim, claim_line, mailbox_file, note, remittance from claimdesk_app;
"""

PRACTICES = """
create function claimdesk_sees_all() returns boolean language sql stable as
  $$ select coalesce(current_setting('claimdesk.practices', true), '') = '*' $$;
create function claimdesk_practices() returns uuid[] language sql stable as
  $$ select case when claimdesk_sees_all() then '{}'::uuid[]
     else string_to_array(nullif(current_setting('claimdesk.practices', true), ''), ',')::uuid[] end $$;
"""

OF_A_PRACTICE = (
    "provider", "patient", "coverage", "claim", "claim_line", "submission", "remittance", "remittance_claim",
    "remittance_line", "provider_adjustment", "journal_entry", "journal_leg", "task", "note", "draft",
)  # fmt: skip
SEEN_BY = "(select claimdesk_sees_all()) or {column} = any ((select claimdesk_practices())::uuid[])"

FENCE = """
alter table {table} enable row level security;
create policy {table}_of_my_practices on {table} to claimdesk_app using ({seen}) with check ({seen});
create policy {table}_for_the_auditor on {table} for select to claimdesk_auditor using (true);
"""

LEDGER = """
alter table journal_entry add column made_in xid8 not null default pg_current_xact_id();

create function claimdesk_entry_balances() returns trigger language plpgsql as $$
declare total numeric; legs int;
begin
  select coalesce(sum(amount), 0), count(*) into total, legs from journal_leg where entry_id = new.id;
  if total <> 0 or legs < 2 then
    raise exception 'Journal entry % does not balance: % over % legs.', new.id, total, legs
      using errcode = 'check_violation', constraint = 'an_entry_balances_to_zero';
  end if;
  return null;
end $$;
create constraint trigger an_entry_balances_to_zero after insert on journal_entry
  deferrable initially deferred for each row execute function claimdesk_entry_balances();

create function claimdesk_entry_is_new() returns trigger language plpgsql as $$
begin
  if exists (select from new_legs l join journal_entry e on e.id = l.entry_id
             where e.made_in <> pg_current_xact_id()) then
    raise exception 'A journal entry is finished when it commits: correct it with another entry.'
      using errcode = 'check_violation', constraint = 'an_entry_is_never_added_to';
  end if;
  return null;
end $$;
create trigger an_entry_is_never_added_to after insert on journal_leg
  referencing new table as new_legs for each statement execute function claimdesk_entry_is_new();

create function claimdesk_never() returns trigger language plpgsql as $$
begin
  raise exception 'Rows of % are never changed or removed.', tg_table_name
    using errcode = 'check_violation', constraint = tg_table_name || '_is_append_only';
end $$;
create trigger journal_entry_is_append_only before update or delete or truncate on journal_entry
  for each statement execute function claimdesk_never();
create trigger journal_leg_is_append_only before update or delete or truncate on journal_leg
  for each statement execute function claimdesk_never();
create trigger audit_event_is_append_only before update or delete or truncate on audit_event
  for each statement execute function claimdesk_never();
"""

UNSTAGED = """
create function claimdesk_remittance_goes() returns trigger language plpgsql as $$
begin
  if old.state <> 'staged' then
    raise exception 'A remittance that was judged is never removed.'
      using errcode = 'check_violation', constraint = 'a_judged_remittance_stays';
  end if;
  return old;
end $$;
create trigger a_judged_remittance_stays before delete on remittance_claim
  for each row execute function claimdesk_remittance_goes();
"""

FIRST_ROWS = """
insert into office (id, days_ahead) values (1, 0);
insert into practice (id, name, state, time_zone)
  values ('00000000-0000-7000-8000-000000000001', 'Unassigned', 'US', 'America/New_York');
insert into app_user (id, email, name, role, password_hash, active, color_scheme, single_keys, auto_advance)
  values ('00000000-0000-7000-8000-000000000002', 'system@claimdesk.invalid', 'Claimdesk',
  'system', '!', false, 'light dark', true, true);
"""


def upgrade() -> None:
    op.execute(ROLES)
    op.execute(PRACTICES)
    for table in OF_A_PRACTICE:
        op.execute(FENCE.format(table=table, seen=SEEN_BY.format(column="practice_id")))
    op.execute(FENCE.format(table="practice", seen=SEEN_BY.format(column="id")))
    for table in ("audit_event", "acknowledgement"):
        seen = SEEN_BY.format(column="practice_id")
        op.execute(FENCE.format(table=table, seen=seen).replace(f"with check ({seen})", "with check (true)"))
    files = "(select claimdesk_sees_all()) or practices && (select claimdesk_practices())::uuid[]"
    op.execute(
        FENCE.format(table="mailbox_file", seen=files).replace(f"with check ({files})", "with check (true)")
    )
    op.execute(LEDGER)
    op.execute(UNSTAGED)
    op.execute(FIRST_ROWS)


def downgrade() -> None:
    for table in (*OF_A_PRACTICE, "practice", "audit_event", "acknowledgement", "mailbox_file"):
        op.execute(f"drop policy {table}_of_my_practices on {table}")
        op.execute(f"drop policy {table}_for_the_auditor on {table}")
        op.execute(f"alter table {table} disable row level security")
    op.execute("drop trigger a_judged_remittance_stays on remittance_claim")
    op.execute("drop trigger audit_event_is_append_only on audit_event")
    op.execute("drop trigger journal_leg_is_append_only on journal_leg")
    op.execute("drop trigger journal_entry_is_append_only on journal_entry")
    op.execute("drop trigger an_entry_is_never_added_to on journal_leg")
    op.execute("drop trigger an_entry_balances_to_zero on journal_entry")
    op.execute("alter table journal_entry drop column made_in")
    for name in ("sees_all", "practices", "entry_balances", "entry_is_new", "never", "remittance_goes"):
        op.execute(f"drop function claimdesk_{name}()")
    op.execute("delete from app_user where id = '00000000-0000-7000-8000-000000000002'")
    op.execute("delete from practice where id = '00000000-0000-7000-8000-000000000001'")
    op.execute("delete from office")
