"""The audit trail: every event sealed to the one before it, so that an edit or a cut shows."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from activities import bulk
from models.audit import AuditEvent, AuditHead

START = "0" * 64
COLUMNS = ("practice_id", "number", "at", "actor_id", "action", "subject", "detail", "hash")


@dataclass(frozen=True, slots=True)
class Event:
    """One event before it is sealed; `action` is past tense, `subject` like "task:<id>"."""

    practice_id: UUID
    at: datetime
    actor_id: UUID
    action: str
    subject: str
    detail: Mapping[str, Any]


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
        head = await _lock_head(session, practice_id)
        number, last = head
        rows = []
        for event in events:
            if event.practice_id != practice_id:
                continue
            number, last = number + 1, seal(last, number + 1, event)
            rows.append(_row(event, number, last))
        await bulk.add(session, AuditEvent.__table__, COLUMNS, rows)
        moved = update(AuditHead).where(AuditHead.practice_id == practice_id)
        await session.execute(moved.values(number=number, hash=last))


async def _lock_head(session: AsyncSession, practice_id: UUID) -> tuple[int, str]:
    begin = upsert(AuditHead).values(practice_id=practice_id, number=0, hash=START)
    await session.execute(begin.on_conflict_do_nothing())
    locked = select(AuditHead.number, AuditHead.hash).where(AuditHead.practice_id == practice_id)
    number, last = (await session.execute(locked.with_for_update())).one()
    return number, last


def _row(event: Event, number: int, sealed: str) -> bulk.Row:
    return (
        event.practice_id,
        number,
        event.at,
        event.actor_id,
        event.action,
        event.subject,
        dict(event.detail),
        sealed,
    )
