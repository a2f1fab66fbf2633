"""How people prove who they are: second factors, invitations, recovery, single sign-on, tokens."""

from alembic import op

from models.migrations.fences import grant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = """
alter table login_session
    add column needs varchar(40),
    add column strong_at timestamptz,
    add column locked_at timestamptz,
    add column wrong_codes integer not null default 0,
    add column sealed_act varchar,
    add constraint ck_login_session_is_a_needs check (needs in ('second factor', 'enrolment', 'training'));
alter table login_session alter column wrong_codes drop default;
create table authenticator_app (
    user_id uuid not null constraint fk_authenticator_app_user_id references app_user (id),
    sealed_secret varchar not null,
    last_step bigint not null,
    added_at timestamptz not null,
    constraint pk_authenticator_app primary key (user_id)
);
create table passkey (
    id uuid not null constraint pk_passkey primary key,
    user_id uuid not null constraint fk_passkey_user_id references app_user (id),
    credential_id varchar not null constraint uq_passkey_credential_id unique,
    public_key bytea not null,
    sign_count bigint not null,
    name varchar not null,
    added_at timestamptz not null,
    last_used_at timestamptz
);
create index ix_passkey_user_id on passkey (user_id);
create table recovery_code (
    user_id uuid not null constraint fk_recovery_code_user_id references app_user (id),
    code_hash varchar not null,
    constraint pk_recovery_code primary key (user_id, code_hash)
);
create table known_device (
    token_hash varchar not null constraint pk_known_device primary key,
    user_id uuid not null constraint fk_known_device_user_id references app_user (id),
    seen_at timestamptz not null
);
create index ix_known_device_user_id on known_device (user_id);
create table linked_identity (
    issuer varchar not null,
    subject varchar not null,
    user_id uuid not null constraint fk_linked_identity_user_id references app_user (id),
    linked_at timestamptz not null,
    constraint pk_linked_identity primary key (issuer, subject)
);
create index ix_linked_identity_user_id on linked_identity (user_id);
create table invitation (
    user_id uuid not null constraint pk_invitation primary key
        constraint fk_invitation_user_id references app_user (id),
    token_hash varchar not null constraint uq_invitation_token_hash unique,
    invited_by uuid not null constraint fk_invitation_invited_by references app_user (id),
    made_at timestamptz not null,
    ends_at timestamptz not null
);
create table emergency_access (
    id uuid not null constraint pk_emergency_access primary key,
    user_id uuid not null constraint fk_emergency_access_user_id references app_user (id),
    role varchar not null,
    reason varchar not null,
    began_at timestamptz not null,
    ends_at timestamptz not null,
    reviewed_by uuid constraint fk_emergency_access_reviewed_by references app_user (id),
    reviewed_at timestamptz,
    finding varchar not null,
    constraint ck_emergency_access_reviewed_by_another check (reviewed_by <> user_id)
);
create index ix_emergency_access_person on emergency_access (user_id, ends_at);
create table api_token (
    id uuid not null constraint pk_api_token primary key,
    user_id uuid not null constraint fk_api_token_user_id references app_user (id),
    name varchar not null,
    token_hash varchar not null constraint uq_api_token_token_hash unique,
    scopes varchar[] not null,
    made_at timestamptz not null,
    ends_at timestamptz not null,
    last_used_at timestamptz
);
create index ix_api_token_user_id on api_token (user_id);
create table training_acknowledgement (
    id uuid not null constraint pk_training_acknowledgement primary key,
    user_id uuid not null constraint fk_training_acknowledgement_user_id references app_user (id),
    version varchar not null,
    text_hash varchar not null,
    acknowledged_at timestamptz not null
);
create index ix_training_acknowledgement_person on training_acknowledgement (user_id, acknowledged_at);
create table access_review (
    quarter varchar not null,
    user_id uuid not null constraint fk_access_review_user_id references app_user (id),
    reviewed_by uuid not null constraint fk_access_review_reviewed_by references app_user (id),
    reviewed_at timestamptz not null,
    role varchar not null,
    practices integer not null,
    confirmed boolean not null,
    constraint pk_access_review primary key (quarter, user_id)
);
"""
SECRET = "authenticator_app", "passkey", "recovery_code", "known_device", "invitation", "api_token"
KEPT = "training_acknowledgement", "access_review"  # proof: never changed, never removed
OTHERS = "linked_identity", "emergency_access"


def upgrade() -> None:
    op.execute(TABLES)
    for table in SECRET:  # nothing in them is the auditor's business
        op.execute(f"grant select, insert, update, delete on {table} to claimdesk_app")
    for table in KEPT:
        grant(table, "select, insert")
    grant("linked_identity")
    grant("emergency_access", "select, insert, update")


def downgrade() -> None:
    for table in (*SECRET, *KEPT, *OTHERS):
        op.execute(f"drop table {table}")
    for column in ("needs", "strong_at", "locked_at", "wrong_codes", "sealed_act"):
        op.execute(f"alter table login_session drop column {column}")
