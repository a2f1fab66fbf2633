"""The audit trail: every event sealed to the one before it, so that an edit or a cut shows."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from models.audit import AuditHead

START = "0" * 64
LINK = text(
    "with moved as"
    " (update audit_head set number = :last_number, hash = :last_hash where practice_id = :practice)"
    " insert into audit_event (practice_id, number, at, actor_id, action, subject, detail, hash)"
    " select :practice, number, at, actor_id, action, subject, detail::jsonb, hash from unnest("
    "cast(:numbers as bigint[]), cast(:ats as timestamptz[]), cast(:actors as uuid[]),"
    " cast(:actions as text[]), cast(:subjects as text[]), cast(:details as text[]), cast(:hashes as text[]))"
    " as link (number, at, actor_id, action, subject, detail, hash)"
)


@dataclass(frozen=True, slots=True)
class Event:
    """One event before it is sealed; `action` is past tense, `subject` like "task:<id>"."""

    practice_id: UUID
    at: datetime
    actor_id: UUID
    action: str
    subject: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """One event in its place of the chain."""

    number: int
    event: Event
    hash: str


def seal(previous: str, number: int, event: Event) -> str:
    """SHA-256 over the previous seal and everything this event says."""
    said = [
        previous,
        number,
        str(event.practice_id),
        event.at.isoformat(),
        str(event.actor_id),
        event.action,
        event.subject,
        dict(event.detail),
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


async def append(session: AsyncSession, events: Sequence[Event]) -> None:
    """Seal these events onto their practices' chains; the chains stay locked until the commit."""
    for practice_id in sorted({event.practice_id for event in events}):
        number, last = await _lock_head(session, practice_id)
        links = []
        for event in (each for each in events if each.practice_id == practice_id):
            number, last = number + 1, seal(last, number + 1, event)
            links.append(Link(number, event, last))
        await session.execute(LINK, _as_columns(practice_id, links))


async def _lock_head(session: AsyncSession, practice_id: UUID) -> tuple[int, str]:
    """Where the chain ends; a practice without one gets its first link here."""
    locked = select(AuditHead.number, AuditHead.hash).where(AuditHead.practice_id == practice_id)
    head = (await session.execute(locked.with_for_update())).one_or_none()
    if head is None:
        begin = upsert(AuditHead).values(practice_id=practice_id, number=0, hash=START)
        await session.execute(begin.on_conflict_do_nothing())
        head = (await session.execute(locked.with_for_update())).one()
    number, last = head
    return number, last


def _as_columns(practice_id: UUID, links: Sequence[Link]) -> dict[str, Any]:
    """The links as one array for each column."""
    events = [link.event for link in links]
    return {
        "practice": practice_id,
        "last_number": links[-1].number,
        "last_hash": links[-1].hash,
        "numbers": [link.number for link in links],
        "ats": [event.at for event in events],
        "actors": [event.actor_id for event in events],
        "actions": [event.action for event in events],
        "subjects": [event.subject for event in events],
        "details": [json.dumps(dict(event.detail)) for event in events],
        "hashes": [link.hash for link in links],
    }
