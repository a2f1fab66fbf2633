"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "app_user",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("supervisor_id", sa.Uuid(), nullable=True),
        sa.Column("color_scheme", sa.String(), nullable=False),
        sa.Column("single_keys", sa.Boolean(), nullable=False),
        sa.Column("auto_advance", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["supervisor_id"], ["app_user.id"], name=op.f("fk_app_user_supervisor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_user")),
    )
    op.create_index("uq_app_user_email", "app_user", [sa.literal_column("lower(email)")], unique=True)
    op.create_table(
        "audit_event",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("practice_id", "number", name=op.f("pk_audit_event")),
    )
    op.create_index("ix_audit_event_actor", "audit_event", ["actor_id", "at"], unique=False)
    op.create_index("ix_audit_event_subject", "audit_event", ["subject", "at"], unique=False)
    op.create_table(
        "audit_head",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("practice_id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "control_number",
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_control_number")),
    )
    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("days_ahead", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_office_there_is_one_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workflow_id", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_due", "outbox", ["not_before", "id"], unique=False)
    op.create_table(
        "payer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payer_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("plan_kind", sa.String(), nullable=False),
        sa.Column("program", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("filing_rule", sa.String(), nullable=True),
        sa.Column("follow_up_days", sa.Integer(), nullable=False),
        sa.Column("member_id_pattern", sa.String(), nullable=True),
        sa.Column("needs_referring", sa.Boolean(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("portal", sa.String(), nullable=True),
        sa.Column("hours", sa.String(), nullable=True),
        sa.Column("playbook", sa.String(), nullable=True),
        sa.CheckConstraint(
            "follow_up_days between 14 and 21", name=op.f("ck_payer_follow_up_is_14_to_21_days")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payer")),
        sa.UniqueConstraint("payer_id", name=op.f("uq_payer_payer_id")),
    )
    op.create_table(
        "practice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("npi", sa.String(), nullable=True),
        sa.Column("tax_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice")),
        sa.UniqueConstraint("npi", name=op.f("uq_practice_npi")),
    )
    op.create_table(
        "receipt",
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_receipt")),
    )
    op.create_table(
        "sign_in_try",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("slow_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_try")),
    )
    op.create_table(
        "login_session",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_active_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_because", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_login_session_user_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_login_session")),
    )
    op.create_index(op.f("ix_login_session_user_id"), "login_session", ["user_id"], unique=False)
    op.create_table(
        "mailbox_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "stored",
                "read",
                "read with problems",
                "refused",
                "sent",
                name="is_a_filestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("problems", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("practices", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("offered", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["read_by"], ["app_user.id"], name=op.f("fk_mailbox_file_read_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailbox_file")),
        sa.UniqueConstraint("sha256", "direction", name="uq_mailbox_file_content"),
    )
    op.create_index("ix_mailbox_file_newest", "mailbox_file", ["received_at", "id"], unique=False)
    op.create_table(
        "mapped_reason",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payer_id", sa.Uuid(), nullable=False),
        sa.Column("group_code", sa.String(), nullable=False),
        sa.Column("carc", sa.String(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "patient_responsibility",
                "contractual",
                "coding",
                "bundling",
                "documentation",
                "medical_necessity",
                "authorization",
                "eligibility",
                "coordination_of_benefits",
                "credentialing",
                "timely_filing",
                "duplicate",
                "other",
                "unmapped",
                name="is_a_category",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["app_user.id"], name=op.f("fk_mapped_reason_decided_by")),
        sa.ForeignKeyConstraint(["payer_id"], ["payer.id"], name=op.f("fk_mapped_reason_payer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mapped_reason")),
        sa.UniqueConstraint("payer_id", "group_code", "carc", name="uq_mapped_reason_code"),
    )
    op.create_table(
        "membership",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_membership_practice_id")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_membership_user_id")),
        sa.PrimaryKeyConstraint("user_id", "practice_id", name=op.f("pk_membership")),
    )
    op.create_table(
        "patient",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_patient_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient")),
    )
    op.create_index(
        "ix_patient_name",
        "patient",
        ["practice_id", sa.literal_column("lower(last_name)"), "birth_date"],
        unique=False,
    )
    op.create_table(
        "provider",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("npi", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("taxonomy", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_provider_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider")),
    )
    op.create_index(op.f("ix_provider_practice_id"), "provider", ["practice_id"], unique=False)
    op.create_table(
        "batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clearinghouse", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "made",
                "uploaded",
                "accepted",
                "rejected",
                name="is_a_batchstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["mailbox_file.id"], name=op.f("fk_batch_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sa.UniqueConstraint("clearinghouse", "number", name="uq_batch_number"),
    )
    op.create_table(
        "coverage",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("payer_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("covered_from", sa.Date(), nullable=True),
        sa.Column("covered_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_coverage_patient_id")),
        sa.ForeignKeyConstraint(["payer_id"], ["payer.id"], name=op.f("fk_coverage_payer_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_coverage_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage")),
        sa.UniqueConstraint("patient_id", "payer_id", "member_id", name="uq_coverage_member"),
    )
    op.create_index("ix_coverage_member", "coverage", ["practice_id", "member_id"], unique=False)
    op.create_table(
        "remittance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("payment_key", sa.String(), nullable=False),
        sa.Column("payer_id", sa.Uuid(), nullable=True),
        sa.Column("payer_name", sa.String(), nullable=False),
        sa.Column("trace", sa.String(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "staged",
                "posted",
                "suspended",
                "unmatched",
                "noted",
                "duplicate",
                name="is_a_posting",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("problems", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("deposited_on", sa.Date(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["mailbox_file.id"], name=op.f("fk_remittance_file_id")),
        sa.ForeignKeyConstraint(["payer_id"], ["payer.id"], name=op.f("fk_remittance_payer_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_remittance_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remittance")),
    )
    op.create_index(op.f("ix_remittance_file_id"), "remittance", ["file_id"], unique=False)
    op.create_index(op.f("ix_remittance_payment_key"), "remittance", ["payment_key"], unique=False)
    op.create_index(
        "uq_remittance_payment_key",
        "remittance",
        ["payment_key"],
        unique=True,
        postgresql_where=sa.text("state = 'posted'"),
    )
    op.create_index("uq_remittance_place", "remittance", ["file_id", "place"], unique=True)
    op.create_table(
        "claim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("coverage_id", sa.Uuid(), nullable=False),
        sa.Column("payer_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("import_key", sa.String(), nullable=True),
        sa.Column("form", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "frequency",
            sa.Enum(
                "1", "7", "8", name="is_a_frequency", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("charge", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("open_amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("service_from", sa.Date(), nullable=False),
        sa.Column("service_to", sa.Date(), nullable=False),
        sa.Column("rendering_npi", sa.String(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "scrubbing",
                "held",
                "blocked",
                "ready",
                "sent",
                "rejected",
                "accepted",
                "denied",
                "underpaid",
                "appealed",
                "patient",
                "closed",
                name="is_a_stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "turn",
            sa.Enum(
                "ours",
                "payer",
                "provider",
                "patient",
                "nobody",
                name="is_a_turn",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("payer_claim_number", sa.String(), nullable=True),
        sa.Column("access_class", sa.String(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("acknowledge_by", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("filing_proof", sa.String(), nullable=True),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("decision_by", sa.Date(), nullable=True),
        sa.Column("appeal_by", sa.Date(), nullable=True),
        sa.Column("correct_by", sa.Date(), nullable=True),
        sa.Column("filing_rule", sa.String(), nullable=False),
        sa.Column("filing_limit_on", sa.Date(), nullable=False),
        sa.Column("file_by", sa.Date(), nullable=False),
        sa.Column("filing_assumed", sa.Boolean(), nullable=False),
        sa.Column("filing_reasons", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("guard_steps", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "turn <> 'nobody' or stage = 'closed'", name=op.f("ck_claim_only_a_closed_claim_is_nobodys_turn")
        ),
        sa.CheckConstraint(
            "filed_on is null or filing_proof is not null",
            name=op.f("ck_claim_filed_means_proof_is_recorded"),
        ),
        sa.ForeignKeyConstraint(["coverage_id"], ["coverage.id"], name=op.f("fk_claim_coverage_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_claim_patient_id")),
        sa.ForeignKeyConstraint(["payer_id"], ["payer.id"], name=op.f("fk_claim_payer_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_claim_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("import_key", name=op.f("uq_claim_import_key")),
    )
    op.create_index(
        "ix_claim_deadline",
        "claim",
        ["file_by", "id"],
        unique=False,
        postgresql_where=sa.text("filed_on is null and stage <> 'closed'"),
    )
    op.create_index("ix_claim_number", "claim", ["practice_id", "number"], unique=False)
    op.create_index(op.f("ix_claim_patient_id"), "claim", ["patient_id"], unique=False)
    op.create_index("ix_claim_payer_claim_number", "claim", ["payer_claim_number"], unique=False)
    op.create_index(
        "ix_claim_ready", "claim", ["created_at"], unique=False, postgresql_where=sa.text("stage = 'ready'")
    )
    op.create_index("ix_claim_stage", "claim", ["practice_id", "stage"], unique=False)
    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=True),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("segment", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("codes", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("payer_claim_number", sa.String(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_acknowledgement_batch_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_acknowledgement_claim_id")),
        sa.ForeignKeyConstraint(["file_id"], ["mailbox_file.id"], name=op.f("fk_acknowledgement_file_id")),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_acknowledgement_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
        sa.UniqueConstraint("file_id", "segment", "claim_id", name="uq_acknowledgement_once_per_file"),
    )
    op.create_index(op.f("ix_acknowledgement_claim_id"), "acknowledgement", ["claim_id"], unique=False)
    op.create_table(
        "claim_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("control", sa.String(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("modifiers", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("diagnoses", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("units", sa.String(), nullable=False),
        sa.Column("charge", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("service_from", sa.Date(), nullable=True),
        sa.Column("service_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_line_claim_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_claim_line_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_line")),
    )
    op.create_index(op.f("ix_claim_line_claim_id"), "claim_line", ["claim_id"], unique=False)
    op.create_table(
        "provider_adjustment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("remittance_id", sa.Uuid(), nullable=False),
        sa.Column("segment", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_provider_adjustment_claim_id")),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_provider_adjustment_practice_id")
        ),
        sa.ForeignKeyConstraint(
            ["remittance_id"], ["remittance.id"], name=op.f("fk_provider_adjustment_remittance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_adjustment")),
    )
    op.create_index(
        op.f("ix_provider_adjustment_remittance_id"), "provider_adjustment", ["remittance_id"], unique=False
    )
    op.create_table(
        "remittance_claim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("remittance_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("claim_key", sa.String(), nullable=False),
        sa.Column("segment", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("charge", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("paid", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("patient_part", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("payer_claim_number", sa.String(), nullable=True),
        sa.Column("adjustments", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("remarks", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "staged",
                "posted",
                "suspended",
                "unmatched",
                "noted",
                "duplicate",
                name="is_a_posting",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_remittance_claim_claim_id")),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_remittance_claim_practice_id")
        ),
        sa.ForeignKeyConstraint(
            ["remittance_id"], ["remittance.id"], name=op.f("fk_remittance_claim_remittance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remittance_claim")),
    )
    op.create_index(op.f("ix_remittance_claim_claim_id"), "remittance_claim", ["claim_id"], unique=False)
    op.create_index(op.f("ix_remittance_claim_claim_key"), "remittance_claim", ["claim_key"], unique=False)
    op.create_index(
        op.f("ix_remittance_claim_remittance_id"), "remittance_claim", ["remittance_id"], unique=False
    )
    op.create_index(
        "ix_remittance_claim_staged",
        "remittance_claim",
        ["remittance_id", "segment"],
        unique=False,
        postgresql_where=sa.text("state = 'staged'"),
    )
    op.create_index(
        "uq_remittance_claim_key",
        "remittance_claim",
        ["claim_key"],
        unique=True,
        postgresql_where=sa.text("state = 'posted'"),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("first_segment", sa.Integer(), nullable=False),
        sa.Column("last_segment", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_submission_batch_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_submission_claim_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_submission_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("batch_id", "place", name="uq_submission_place"),
    )
    op.create_index(op.f("ix_submission_claim_id"), "submission", ["claim_id"], unique=False)
    op.create_index(
        "ix_submission_unanswered",
        "submission",
        ["batch_id"],
        unique=False,
        postgresql_where=sa.text("answer is null"),
    )
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("remittance_id", sa.Uuid(), nullable=True),
        sa.Column("remittance_claim_id", sa.Uuid(), nullable=True),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("memo", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_journal_entry_claim_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_journal_entry_practice_id")),
        sa.ForeignKeyConstraint(
            ["remittance_claim_id"],
            ["remittance_claim.id"],
            name=op.f("fk_journal_entry_remittance_claim_id"),
        ),
        sa.ForeignKeyConstraint(
            ["remittance_id"], ["remittance.id"], name=op.f("fk_journal_entry_remittance_id")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["journal_entry.id"], name=op.f("fk_journal_entry_reverses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("cause", name=op.f("uq_journal_entry_cause")),
    )
    op.create_index(op.f("ix_journal_entry_claim_id"), "journal_entry", ["claim_id"], unique=False)
    op.create_index(op.f("ix_journal_entry_practice_id"), "journal_entry", ["practice_id"], unique=False)
    op.create_index(op.f("ix_journal_entry_remittance_id"), "journal_entry", ["remittance_id"], unique=False)
    op.create_table(
        "remittance_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("remittance_claim_id", sa.Uuid(), nullable=False),
        sa.Column("claim_line_id", sa.Uuid(), nullable=True),
        sa.Column("segment", sa.Integer(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("modifiers", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("charge", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("paid", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("allowed", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("units", sa.String(), nullable=False),
        sa.Column("control", sa.String(), nullable=False),
        sa.Column("sent", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("service_from", sa.Date(), nullable=True),
        sa.Column("adjustments", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("remarks", postgresql.ARRAY(sa.String()), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_line_id"], ["claim_line.id"], name=op.f("fk_remittance_line_claim_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_remittance_line_practice_id")
        ),
        sa.ForeignKeyConstraint(
            ["remittance_claim_id"],
            ["remittance_claim.id"],
            name=op.f("fk_remittance_line_remittance_claim_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remittance_line")),
    )
    op.create_index(
        op.f("ix_remittance_line_remittance_claim_id"),
        "remittance_line",
        ["remittance_claim_id"],
        unique=False,
    )
    op.create_table(
        "task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("payer_id", sa.Uuid(), nullable=True),
        sa.Column("remittance_id", sa.Uuid(), nullable=True),
        sa.Column("remittance_claim_id", sa.Uuid(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "fix claim",
                "fix rejection",
                "missing acknowledgement",
                "call payer",
                "trace payment",
                "send information",
                "work denial",
                "work underpayment",
                "check appeal",
                "filing deadline",
                "missed deadline",
                "approve write-off",
                "approve exception",
                "map code",
                "unmatched payment",
                "suspended payment",
                "provider adjustment",
                "review reversal",
                "file problem",
                name="is_a_taskkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("ask", sa.String(), nullable=False),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "snoozed",
                "escalated",
                "waiting on provider",
                "done",
                "cancelled",
                name="is_a_taskstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("deadline_on", sa.Date(), nullable=True),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("money", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("priority_reasons", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("access_class", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("requested_by", sa.Uuid(), nullable=True),
        sa.Column("leased_by", sa.Uuid(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "corrected",
                "ask provider",
                "resubmit",
                "proof recorded",
                "in process",
                "paid elsewhere",
                "denied",
                "needs information",
                "sent information",
                "found",
                "not found",
                "correct and resubmit",
                "appeal",
                "request write-off",
                "request exception",
                "bill patient",
                "approved",
                "refused",
                "upheld",
                "overturned",
                "mapped",
                "matched",
                "released",
                "reviewed",
                name="is_a_outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("finished_by", sa.Uuid(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undo", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'done') = (outcome is not null)", name=op.f("ck_task_a_done_task_has_an_outcome")
        ),
        sa.CheckConstraint(
            "snoozed_until <= deadline_on", name=op.f("ck_task_a_snooze_ends_before_the_deadline")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_task_claim_id")),
        sa.ForeignKeyConstraint(["file_id"], ["mailbox_file.id"], name=op.f("fk_task_file_id")),
        sa.ForeignKeyConstraint(["finished_by"], ["app_user.id"], name=op.f("fk_task_finished_by")),
        sa.ForeignKeyConstraint(["leased_by"], ["app_user.id"], name=op.f("fk_task_leased_by")),
        sa.ForeignKeyConstraint(["owner_id"], ["app_user.id"], name=op.f("fk_task_owner_id")),
        sa.ForeignKeyConstraint(["payer_id"], ["payer.id"], name=op.f("fk_task_payer_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_task_practice_id")),
        sa.ForeignKeyConstraint(
            ["remittance_claim_id"], ["remittance_claim.id"], name=op.f("fk_task_remittance_claim_id")
        ),
        sa.ForeignKeyConstraint(["remittance_id"], ["remittance.id"], name=op.f("fk_task_remittance_id")),
        sa.ForeignKeyConstraint(["requested_by"], ["app_user.id"], name=op.f("fk_task_requested_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("cause", name=op.f("uq_task_cause")),
    )
    op.create_index(op.f("ix_task_claim_id"), "task", ["claim_id"], unique=False)
    op.create_index(
        "ix_task_done",
        "task",
        ["finished_by", "finished_at"],
        unique=False,
        postgresql_where=sa.text("state = 'done'"),
    )
    op.create_index(
        "ix_task_live",
        "task",
        ["practice_id", "kind", sa.literal_column("priority desc"), "id"],
        unique=False,
        postgresql_where=sa.text("state in ('open', 'snoozed', 'escalated', 'waiting on provider')"),
    )
    op.create_index(
        "ix_task_next",
        "task",
        [sa.literal_column("priority desc"), "id"],
        unique=False,
        postgresql_where=sa.text("state in ('open', 'snoozed', 'escalated', 'waiting on provider')"),
    )
    op.create_index(
        "ix_task_owner",
        "task",
        ["owner_id", sa.literal_column("priority desc"), "id"],
        unique=False,
        postgresql_where=sa.text("state in ('open', 'snoozed', 'escalated', 'waiting on provider')"),
    )
    op.create_table(
        "draft",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["app_user.id"], name=op.f("fk_draft_author_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_draft_practice_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_draft_task_id")),
        sa.PrimaryKeyConstraint("task_id", "author_id", name=op.f("pk_draft")),
    )
    op.create_table(
        "journal_leg",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column(
            "account",
            sa.Enum(
                "cash",
                "insurance",
                "patient",
                "charges",
                "contractual",
                "write-off",
                "unapplied",
                "payer",
                "interest",
                "capitation",
                "incentive",
                "withheld",
                "penalty",
                name="is_a_account",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("claim_line_id", sa.Uuid(), nullable=True),
        sa.Column("payer_id", sa.Uuid(), nullable=True),
        sa.Column("segment", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_journal_leg_claim_id")),
        sa.ForeignKeyConstraint(
            ["claim_line_id"], ["claim_line.id"], name=op.f("fk_journal_leg_claim_line_id")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["journal_entry.id"], name=op.f("fk_journal_leg_entry_id")),
        sa.ForeignKeyConstraint(["payer_id"], ["payer.id"], name=op.f("fk_journal_leg_payer_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_journal_leg_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_leg")),
    )
    op.create_index("ix_journal_leg_claim", "journal_leg", ["claim_id", "account"], unique=False)
    op.create_index(op.f("ix_journal_leg_entry_id"), "journal_leg", ["entry_id"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("spoken_to", sa.String(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["app_user.id"], name=op.f("fk_note_author_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_note_claim_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_note_practice_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_note_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index("ix_note_claim", "note", ["claim_id", "written_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_note_claim", table_name="note")
    op.drop_table("note")
    op.drop_index(op.f("ix_journal_leg_entry_id"), table_name="journal_leg")
    op.drop_index("ix_journal_leg_claim", table_name="journal_leg")
    op.drop_table("journal_leg")
    op.drop_table("draft")
    op.drop_index(
        "ix_task_owner",
        table_name="task",
        postgresql_where=sa.text("state in ('open', 'snoozed', 'escalated', 'waiting on provider')"),
    )
    op.drop_index(
        "ix_task_next",
        table_name="task",
        postgresql_where=sa.text("state in ('open', 'snoozed', 'escalated', 'waiting on provider')"),
    )
    op.drop_index(
        "ix_task_live",
        table_name="task",
        postgresql_where=sa.text("state in ('open', 'snoozed', 'escalated', 'waiting on provider')"),
    )
    op.drop_index("ix_task_done", table_name="task", postgresql_where=sa.text("state = 'done'"))
    op.drop_index(op.f("ix_task_claim_id"), table_name="task")
    op.drop_table("task")
    op.drop_index(op.f("ix_remittance_line_remittance_claim_id"), table_name="remittance_line")
    op.drop_table("remittance_line")
    op.drop_index(op.f("ix_journal_entry_remittance_id"), table_name="journal_entry")
    op.drop_index(op.f("ix_journal_entry_practice_id"), table_name="journal_entry")
    op.drop_index(op.f("ix_journal_entry_claim_id"), table_name="journal_entry")
    op.drop_table("journal_entry")
    op.drop_index(
        "ix_submission_unanswered", table_name="submission", postgresql_where=sa.text("answer is null")
    )
    op.drop_index(op.f("ix_submission_claim_id"), table_name="submission")
    op.drop_table("submission")
    op.drop_index(
        "uq_remittance_claim_key", table_name="remittance_claim", postgresql_where=sa.text("state = 'posted'")
    )
    op.drop_index(
        "ix_remittance_claim_staged",
        table_name="remittance_claim",
        postgresql_where=sa.text("state = 'staged'"),
    )
    op.drop_index(op.f("ix_remittance_claim_remittance_id"), table_name="remittance_claim")
    op.drop_index(op.f("ix_remittance_claim_claim_key"), table_name="remittance_claim")
    op.drop_index(op.f("ix_remittance_claim_claim_id"), table_name="remittance_claim")
    op.drop_table("remittance_claim")
    op.drop_index(op.f("ix_provider_adjustment_remittance_id"), table_name="provider_adjustment")
    op.drop_table("provider_adjustment")
    op.drop_index(op.f("ix_claim_line_claim_id"), table_name="claim_line")
    op.drop_table("claim_line")
    op.drop_index(op.f("ix_acknowledgement_claim_id"), table_name="acknowledgement")
    op.drop_table("acknowledgement")
    op.drop_index("ix_claim_stage", table_name="claim")
    op.drop_index("ix_claim_ready", table_name="claim", postgresql_where=sa.text("stage = 'ready'"))
    op.drop_index("ix_claim_payer_claim_number", table_name="claim")
    op.drop_index(op.f("ix_claim_patient_id"), table_name="claim")
    op.drop_index("ix_claim_number", table_name="claim")
    op.drop_index(
        "ix_claim_deadline",
        table_name="claim",
        postgresql_where=sa.text("filed_on is null and stage <> 'closed'"),
    )
    op.drop_table("claim")
    op.drop_index("uq_remittance_place", table_name="remittance")
    op.drop_index(
        "uq_remittance_payment_key", table_name="remittance", postgresql_where=sa.text("state = 'posted'")
    )
    op.drop_index(op.f("ix_remittance_payment_key"), table_name="remittance")
    op.drop_index(op.f("ix_remittance_file_id"), table_name="remittance")
    op.drop_table("remittance")
    op.drop_index("ix_coverage_member", table_name="coverage")
    op.drop_table("coverage")
    op.drop_table("batch")
    op.drop_index(op.f("ix_provider_practice_id"), table_name="provider")
    op.drop_table("provider")
    op.drop_index("ix_patient_name", table_name="patient")
    op.drop_table("patient")
    op.drop_table("membership")
    op.drop_table("mapped_reason")
    op.drop_index("ix_mailbox_file_newest", table_name="mailbox_file")
    op.drop_table("mailbox_file")
    op.drop_index(op.f("ix_login_session_user_id"), table_name="login_session")
    op.drop_table("login_session")
    op.drop_table("sign_in_try")
    op.drop_table("receipt")
    op.drop_table("practice")
    op.drop_table("payer")
    op.drop_index("ix_outbox_due", table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("office")
    op.drop_table("control_number")
    op.drop_table("audit_head")
    op.drop_index("ix_audit_event_subject", table_name="audit_event")
    op.drop_index("ix_audit_event_actor", table_name="audit_event")
    op.drop_table("audit_event")
    op.drop_index("uq_app_user_email", table_name="app_user")
    op.drop_table("app_user")
