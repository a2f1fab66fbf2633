"""The audit trail: every event sealed to the one before it, so that an edit or a cut shows.

Everybody at a practice writes onto one chain. A few events are therefore sealed by the database, in the one
statement that locks the chain: nobody waits for somebody else's round trips.
"""

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
FEW = 20  # events; more are sealed here, where that is quicker than the database
SEALED = """
    head as materialized (
        select number, hash from audit_head where practice_id = :practice for update
    ), given as materialized (
        select * from unnest(
            cast(:ats as timestamptz[]), cast(:actors as uuid[]), cast(:actions as text[]),
            cast(:subjects as text[]), cast(:details as text[]), cast(:rests as text[])
        ) with ordinality as event (at, actor_id, action, subject, detail, rest, place)
    ), chain (place, number, hash) as (
        select cast(0 as bigint), number, hash from head
        union all
        select event.place, chain.number + 1, encode(sha256(convert_to(
            '["' || chain.hash || '", ' || chain.number + 1 || ', ' || event.rest, 'UTF8')), 'hex')
        from chain join given event on event.place = chain.place + 1
    ), moved as (
        update audit_head set number = last.number, hash = last.hash
        from (select number, hash from chain order by place desc limit 1) last
        where practice_id = :practice
    ), sealed as (
        insert into audit_event (practice_id, number, at, actor_id, action, subject, detail, hash)
        select :practice, number, at, actor_id, action, subject, cast(detail as jsonb), hash
        from chain join given using (place)
    )
"""
THERE_IS_A_CHAIN = (
    "exists (select from head)"  # a look at the rows: who writes them may perhaps not read them
)
SEAL = text(f"with recursive {SEALED} select {THERE_IS_A_CHAIN}")
LINK = text("""
    with moved as (
        update audit_head set number = :last_number, hash = :last_hash where practice_id = :practice
    )
    insert into audit_event (practice_id, number, at, actor_id, action, subject, detail, hash)
    select :practice, number, at, actor_id, action, subject, cast(detail as jsonb), hash
    from unnest(
        cast(:ats as timestamptz[]), cast(:actors as uuid[]), cast(:actions as text[]),
        cast(:subjects as text[]), cast(:details as text[]),
        cast(:numbers as bigint[]), cast(:hashes as text[])
    ) as link (at, actor_id, action, subject, detail, number, hash)
""")


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
    said = f'["{previous}", {number}, {_rest(event)}'
    return hashlib.sha256(said.encode()).hexdigest()


def _rest(event: Event) -> str:
    """What follows the previous seal and the number in the JSON list that is sealed."""
    said = [
        str(event.practice_id),
        event.at.isoformat(),
        str(event.actor_id),
        event.action,
        event.subject,
        dict(event.detail),
    ]
    return json.dumps(said, sort_keys=True, ensure_ascii=True)[1:]


async def append(session: AsyncSession, events: Sequence[Event]) -> None:
    """Seal these events onto their practices' chains; the chains stay locked until the commit."""
    for practice_id in sorted({event.practice_id for event in events}):
        mine = [event for event in events if event.practice_id == practice_id]
        if len(mine) > FEW or not await session.scalar(SEAL, sealing(mine)):
            await _seal_here(session, practice_id, mine)


def is_short(events: Sequence[Event]) -> bool:
    """Whether these go onto one chain, in the one statement that SEALED is a part of."""
    return 0 < len(events) <= FEW and len({event.practice_id for event in events}) == 1


def sealing(events: Sequence[Event]) -> dict[str, Any]:
    """The parameters of SEALED for events of one practice."""
    given = _as_columns(events[0].practice_id, events)
    return given | {"rests": [_rest(event) for event in events]}


async def _seal_here(session: AsyncSession, practice_id: UUID, events: Sequence[Event]) -> None:
    await _begin_chain(session, practice_id)
    head = select(AuditHead.number, AuditHead.hash).where(AuditHead.practice_id == practice_id)
    number, last = (await session.execute(head.with_for_update())).one()
    hashes = []
    for event in events:
        number, last = number + 1, seal(last, number + 1, event)
        hashes.append(last)
    numbers = list(range(number - len(events) + 1, number + 1))
    sealed = {"numbers": numbers, "hashes": hashes, "last_number": number, "last_hash": last}
    await session.execute(LINK, _as_columns(practice_id, events) | sealed)


async def _begin_chain(session: AsyncSession, practice_id: UUID) -> None:
    """A practice without a chain gets one; any other keeps its own."""
    begin = upsert(AuditHead).values(practice_id=practice_id, number=0, hash=START)
    await session.execute(begin.on_conflict_do_nothing())


def _as_columns(practice_id: UUID, events: Sequence[Event]) -> dict[str, Any]:
    """The events as one array for each column."""
    return {
        "practice": practice_id,
        "ats": [event.at for event in events],
        "actors": [event.actor_id for event in events],
        "actions": [event.action for event in events],
        "subjects": [event.subject for event in events],
        "details": [json.dumps(dict(event.detail)) for event in events],
    }
