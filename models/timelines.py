"""Everything that happened to a claim, from every table that remembers, in one query."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Select, String, Uuid, bindparam, cast, func, literal, null, select, union_all
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from models.acknowledgements import Acknowledgement
from models.audit import AuditEvent
from models.notes import Note
from models.remittances import Remittance, RemittanceClaim
from models.submissions import Batch, Submission
from models.tasks import Task
from models.users import User

MOST = 80
NOT_TOLD = ("saw", "noted", "gave")  # readings, and what another row of the timeline says better


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; `kind` names the table it comes from."""

    at: datetime
    kind: str  # event, note, sent, acknowledgement, remittance
    who: str
    words: str
    file_id: UUID | None
    segment: int | None
    detail: dict[str, Any]
    task_kind: str | None


async def events(session: AsyncSession, claim_id: UUID) -> list[Event]:
    """The latest events of this claim and its tasks, the newest first."""
    about = {"claim": claim_id, "subject": f"claim:{claim_id}"}
    return [Event(*row) for row in await session.execute(_newest(), about)]


CLAIM, SUBJECT = bindparam("claim", type_=Uuid), bindparam("subject", type_=String)
NO_FILE = cast(null(), Uuid), cast(null(), Integer)
NO_KIND = cast(null(), String)


@cache
def _newest() -> Select[Any]:
    """The one statement for the whole timeline, built once."""
    everything = union_all(_told(), _notes(), _sent(), _acknowledged(), _paid()).subquery()
    return select(everything).order_by(everything.c.at.desc()).limit(MOST)


def _told() -> Any:
    about_tasks = select(literal("task:") + cast(Task.id, String)).where(Task.claim_id == CLAIM)
    kind = select(cast(Task.kind, String)).where(
        AuditEvent.subject == literal("task:") + cast(Task.id, String)
    )
    return (
        select(AuditEvent.at.label("at"), literal("event").label("kind"), User.name.label("who"))
        .add_columns(
            AuditEvent.action.label("words"), NO_FILE[0].label("file_id"), NO_FILE[1].label("segment")
        )
        .add_columns(AuditEvent.detail.label("detail"), kind.scalar_subquery().label("task_kind"))
        .join(User, User.id == AuditEvent.actor_id)
        .where((AuditEvent.subject == SUBJECT) | AuditEvent.subject.in_(about_tasks))
        .where(AuditEvent.action.not_in(NOT_TOLD))
    )


def _notes() -> Any:
    call = func.jsonb_build_object("spoken_to", Note.spoken_to, "reference", Note.reference)
    return (
        select(Note.written_at, literal("note"), User.name, Note.body, *NO_FILE, call, NO_KIND)
        .join(User, User.id == Note.author_id)
        .where(Note.claim_id == CLAIM)
    )


def _sent() -> Any:
    detail = func.jsonb_build_object("batch", Batch.number, "place", Submission.place, "state", Batch.state)
    words = func.coalesce(Submission.answer, literal(""))
    return (
        select(func.coalesce(Batch.uploaded_at, Batch.made_at), literal("sent"), Batch.clearinghouse, words)
        .add_columns(Batch.file_id, Submission.first_segment, detail, NO_KIND)
        .join(Batch, Batch.id == Submission.batch_id)
        .where(Submission.claim_id == CLAIM)
    )


def _acknowledged() -> Any:
    sender = func.jsonb_build_object(
        "kind", Acknowledgement.kind, "accepted", Acknowledgement.accepted, "codes", Acknowledgement.codes
    )
    return (
        select(Acknowledgement.received_at, literal("acknowledgement"), Acknowledgement.sender)
        .add_columns(Acknowledgement.words, Acknowledgement.file_id, Acknowledgement.segment, sender, NO_KIND)
        .where(Acknowledgement.claim_id == CLAIM)
    )


def _paid() -> Any:
    detail = func.jsonb_build_object(
        *("status", RemittanceClaim.status, "paid", cast(RemittanceClaim.paid, String)),
        *("trace", Remittance.trace, "state", RemittanceClaim.state, "remittance", Remittance.id),
    )
    return (
        select(Remittance.received_at, literal("remittance"), Remittance.payer_name, RemittanceClaim.reason)
        .add_columns(Remittance.file_id, RemittanceClaim.segment, cast(detail, JSONB), NO_KIND)
        .join(Remittance, Remittance.id == RemittanceClaim.remittance_id)
        .where(RemittanceClaim.claim_id == CLAIM)
    )
