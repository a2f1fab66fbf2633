"""Whether the audit trail is whole: every seal recomputed, every chain followed to its end."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from activities.actors import CLAIMDESK
from activities.audit import START, Event, seal
from activities.transactions import Office
from models.audit import AuditEvent, AuditHead


@dataclass(frozen=True, slots=True)
class Chain:
    """One practice's chain: how many events were checked, and the first thing wrong with it, else empty."""

    practice_id: UUID
    events: int
    fault: str


async def verify_audit(office: Office) -> list[Chain]:
    """Check every chain; an edited, removed or cut-off event shows as a fault."""
    async with office.begin(CLAIMDESK) as work:
        heads = (
            (await work.session.execute(select(AuditHead).order_by(AuditHead.practice_id))).scalars().all()
        )
        chains = [await _verify(work.session, head) for head in heads]
        headless = select(AuditEvent.practice_id).where(
            AuditEvent.practice_id.not_in([head.practice_id for head in heads])
        )
        lost = set(await work.session.scalars(headless.distinct()))
        return chains + [Chain(each, 0, "the chain has events but no end") for each in sorted(lost)]


async def _verify(session: AsyncSession, head: AuditHead) -> Chain:
    number, last = 0, START
    async with aclosing(_events(session, head.practice_id)) as events:
        async for row in events:
            if row.number != number + 1:
                return Chain(head.practice_id, number, f"event {number + 1} is missing")
            event = Event(row.practice_id, row.at, row.actor_id, row.action, row.subject, row.detail)
            last = seal(last, row.number, event)
            if last != row.hash:
                return Chain(head.practice_id, number, f"event {row.number} was changed after it was written")
            number = row.number
    if (number, last) != (head.number, head.hash):
        return Chain(head.practice_id, number, "its end is not the last one written: events were cut off")
    return Chain(head.practice_id, number, "")


async def _events(session: AsyncSession, practice_id: UUID) -> AsyncGenerator[AuditEvent, None]:
    rows = select(AuditEvent).where(AuditEvent.practice_id == practice_id).order_by(AuditEvent.number)
    stream = await session.stream_scalars(rows.execution_options(yield_per=1000))
    try:
        async for row in stream:
            yield row
            session.expunge(row)
    finally:
        await stream.close()
