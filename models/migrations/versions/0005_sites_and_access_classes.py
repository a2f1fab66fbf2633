"""Where people work, and which class of claims may be seen from there."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from models.migrations.fences import SEEN, fence, grant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MAIN_SITE = "00000000-0000-7000-8000-000000000003"

PROGRAMS = """
update payer set access_program = case
  when plan_kind in ('medicaid', 'medicaid_managed') then 'medicaid'
  when plan_kind like 'commercial%' and coalesce(program, state, filing_rule, phone, portal) is not null then 'commercial'
  when plan_kind in ('medicare', 'medicare_advantage', 'tricare', 'va', 'self_funded') then plan_kind
  else 'unknown' end
"""

CLASSES = """
create function claimdesk_class(of_payer uuid, of_practice uuid) returns text
  language sql stable security definer set search_path = pg_catalog, public as $$
  select coalesce(max(coalesce(payer.access_program, 'office') || '/' || case
    when payer.access_program = 'medicaid' and payer.state ~ '^[A-Z]{2}$' and payer.state <> 'US' then payer.state
    else coalesce(nullif(practice.state, ''), '??') end), 'unknown/??')
  from practice left join payer on payer.id = of_payer where practice.id = of_practice $$;

create function claimdesk_class_of_claim() returns trigger language plpgsql as $$
begin
  new.access_class := claimdesk_class(new.payer_id, new.practice_id);
  return new;
end $$;
create trigger a_claim_has_a_class before insert or update of practice_id, payer_id, access_class on claim
  for each row execute function claimdesk_class_of_claim();

create function claimdesk_class_of_task() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  new.access_class := coalesce((select access_class from claim where id = new.claim_id),
                               claimdesk_class(new.payer_id, new.practice_id));
  return new;
end $$;
create trigger a_task_has_a_class before insert or update of practice_id, claim_id, payer_id, access_class on task
  for each row execute function claimdesk_class_of_task();

create function claimdesk_classes_follow() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if tg_table_name = 'claim' then
    update task set access_class = '' where claim_id = new.id;
  elsif tg_table_name = 'payer' then
    update claim set access_class = '' where payer_id = new.id;
    update task set access_class = '' where payer_id = new.id and claim_id is null;
  else
    update claim set access_class = '' where practice_id = new.id;
    update task set access_class = '' where practice_id = new.id and claim_id is null;
  end if;
  return null;
end $$;
create trigger its_tasks_follow after update on claim for each row
  when (old.access_class is distinct from new.access_class) execute function claimdesk_classes_follow();
create trigger its_claims_follow after update on payer for each row
  when (old.access_program <> new.access_program or old.state is distinct from new.state)
  execute function claimdesk_classes_follow();
create trigger its_claims_follow after update on practice for each row
  when (old.state <> new.state) execute function claimdesk_classes_follow();
"""

SIGHT = """
create function claimdesk_sees_all_classes() returns boolean language sql stable as
  $$ select coalesce(current_setting('claimdesk.classes', true), '') = '*' $$;
create function claimdesk_classes() returns text[] language sql stable as
  $$ select coalesce(string_to_array(nullif(current_setting('claimdesk.classes', true), ''), ','), '{}') $$;
"""
LOOK = """
create function claimdesk_sees_{name}({given}) returns boolean language plpgsql stable cost 1 as
  $$ begin return {seen}; end $$
"""
LOOKS = {
    "claim": ("one uuid", "exists (select from claim where id = one)"),
    "task": ("one uuid", "exists (select from task where id = one)"),
    "patient": ("one uuid", "exists (select from claim where patient_id = one)"),
    "coverage": ("one uuid, at uuid", "exists (select from claim where patient_id = one and payer_id = at)"),
    "remittance": ("one uuid", "exists (select from remittance_claim where remittance_id = one)"),
    "payment": ("one uuid", "exists (select from remittance_claim where id = one)"),
    "subject": (
        "one text",
        r"""case when one ~ '^(claim|task):[0-9a-f-]{36}$' then
        exists (select from claim where id = split_part(one, ':', 2)::uuid)
        or exists (select from task where id = split_part(one, ':', 2)::uuid) else false end""",
    ),
}
GIVEN = {"coverage": "uuid, uuid", "subject": "text"}

ALL = "(select claimdesk_sees_all_classes())"
OF_MY_CLASSES = f"{ALL} or practice_id || '/' || access_class = any ((select claimdesk_classes())::text[])"
OF_A_CLAIM = f"{ALL} or claimdesk_sees_claim(claim_id)"
BY_CLASS = {
    "claim": OF_MY_CLASSES,
    "task": OF_MY_CLASSES,
    "claim_line": OF_A_CLAIM,
    "submission": OF_A_CLAIM,
    "journal_entry": OF_A_CLAIM,
    "journal_leg": OF_A_CLAIM,
    "acknowledgement": OF_A_CLAIM,
    "remittance_claim": OF_A_CLAIM,
    "remittance_line": f"{ALL} or claimdesk_sees_payment(remittance_claim_id)",
    "remittance": f"{ALL} or claimdesk_sees_remittance(id)",
    "provider_adjustment": ALL,
    "mailbox_file": ALL,
    "note": f"{ALL} or case when claim_id is null then claimdesk_sees_task(task_id)"
    " else claimdesk_sees_claim(claim_id) end",
    "draft": f"{ALL} or claimdesk_sees_task(task_id)",
    "patient": f"{ALL} or claimdesk_sees_patient(id)",
    "coverage": f"{ALL} or claimdesk_sees_coverage(patient_id, payer_id)",
    "audit_event": f"{ALL} or claimdesk_sees_subject(subject)",
}
FILES = "(select claimdesk_sees_all()) or practices && (select claimdesk_practices())::uuid[]"
WRITTEN_BY_ALL = ("acknowledgement", "audit_event", "mailbox_file")


def upgrade() -> None:
    _sites()
    op.add_column("payer", sa.Column("access_program", sa.String(), server_default="unknown", nullable=False))
    op.execute(PROGRAMS)
    op.execute(CLASSES)
    op.execute("update claim set access_class = ''")
    op.execute("update task set access_class = '' where claim_id is null")
    _trail()
    op.execute(SIGHT)
    for name, (given, seen) in LOOKS.items():
        op.execute(LOOK.format(name=name, given=given, seen=seen))
    for table, seen in BY_CLASS.items():
        practice = FILES if table == "mailbox_file" else SEEN
        _policy(table, f"({practice}) and ({seen})")


def _sites() -> None:
    op.create_table(
        "site",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("networks", postgresql.ARRAY(postgresql.CIDR()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("name", name=op.f("uq_site_name")),
        sa.CheckConstraint("country ~ '^[A-Z]{2}$'", name=op.f("ck_site_country_is_two_letters")),
    )
    grant("site")
    op.execute(
        f"insert into site (id, name, country, networks) values ('{MAIN_SITE}', 'Main office', 'US', '{{}}')"  # noqa: S608 - a constant of ours
    )
    op.add_column(
        "app_user",
        sa.Column("site_id", sa.Uuid(), server_default=sa.text(f"'{MAIN_SITE}'"), nullable=False),
    )
    op.create_foreign_key(op.f("fk_app_user_site_id"), "app_user", "site", ["site_id"], ["id"])
    op.create_table(
        "contract_term",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("program", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_contract_term_practice_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_contract_term_site_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["app_user.id"], name=op.f("fk_contract_term_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_term")),
    )
    op.create_index(op.f("ix_contract_term_practice_id"), "contract_term", ["practice_id"], unique=False)
    grant("contract_term", "select, insert, update")
    fence("contract_term")


def _trail() -> None:
    op.add_column("audit_head", sa.Column("checked_number", sa.BigInteger(), nullable=True))
    op.add_column("audit_head", sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_audit_event_named",
        "audit_event",
        ["detail"],
        postgresql_using="gin",
        postgresql_ops={"detail": "jsonb_path_ops"},
        postgresql_where=sa.text("action in ('saw', 'searched')"),
    )


def _policy(table: str, seen: str) -> None:
    written = "true" if table in WRITTEN_BY_ALL else seen
    op.execute(f"alter policy {table}_of_my_practices on {table} using ({seen}) with check ({written})")


def downgrade() -> None:
    op.drop_index("ix_audit_event_named", table_name="audit_event")
    op.drop_column("audit_head", "checked_at")
    op.drop_column("audit_head", "checked_number")
    for table in BY_CLASS:
        _policy(table, FILES if table == "mailbox_file" else SEEN)
    for name in LOOKS:
        op.execute(f"drop function claimdesk_sees_{name}({GIVEN.get(name, 'uuid')})")
    op.execute("drop function claimdesk_classes(), claimdesk_sees_all_classes()")
    op.execute("drop trigger its_claims_follow on practice")
    op.execute("drop trigger its_claims_follow on payer")
    op.execute("drop trigger its_tasks_follow on claim")
    op.execute("drop trigger a_task_has_a_class on task")
    op.execute("drop trigger a_claim_has_a_class on claim")
    op.execute(
        "drop function claimdesk_classes_follow(), claimdesk_class_of_task(), claimdesk_class_of_claim()"
    )
    op.execute("drop function claimdesk_class(uuid, uuid)")
    op.execute("update claim set access_class = 'standard'")
    op.execute("update task set access_class = 'standard'")
    op.drop_column("payer", "access_program")
    op.drop_table("contract_term")
    op.drop_constraint(op.f("fk_app_user_site_id"), "app_user", type_="foreignkey")
    op.drop_column("app_user", "site_id")
    op.drop_table("site")
