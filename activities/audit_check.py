"""Whether the audit trail is whole: every seal recomputed, every chain followed to its end and anchors."""

from collections import defaultdict
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
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


class Anchored(Protocol):
    """The ends of all chains as they once were."""

    @property
    def at(self) -> datetime: ...
    @property
    def ends(self) -> Mapping[UUID, tuple[int, str]]: ...


Ends = Mapping[int, tuple[str, datetime]]  # by number: the seal it had, and when that was anchored


async def verify_audit(office: Office, anchors: Sequence[Anchored] = ()) -> list[Chain]:
    """Check every chain; an edited, removed or cut-off event shows as a fault.

    With anchors also when somebody who rules the server sealed the chain anew after the edit.
    """
    known: dict[UUID, dict[int, tuple[str, datetime]]] = defaultdict(dict)
    for anchor in anchors:
        for practice_id, (number, sealed) in anchor.ends.items():
            known[practice_id].setdefault(number, (sealed, anchor.at))
    async with office.begin(CLAIMDESK) as work:
        heads = (
            (await work.session.execute(select(AuditHead).order_by(AuditHead.practice_id))).scalars().all()
        )
        chains = [await _verify(work.session, head, known[head.practice_id]) for head in heads]
        there = {head.practice_id for head in heads}
        ended = select(AuditHead).where(AuditHead.practice_id == AuditEvent.practice_id).exists()
        lost = set(await work.session.scalars(select(AuditEvent.practice_id).where(~ended).distinct()))
        chains += [Chain(each, 0, "the chain has events but no end") for each in sorted(lost)]
        gone = sorted(known.keys() - there - lost)
        return chains + [Chain(each, 0, "the whole chain is gone; anchors know it") for each in gone]


async def check_on(session: AsyncSession, head: AuditHead) -> Chain:
    """The chain from where it was checked last; earlier events are left to the nightly look."""
    after, last = head.checked_number or 0, START
    if after:
        sealed = select(AuditEvent.hash).where(AuditEvent.practice_id == head.practice_id)
        last = await session.scalar(sealed.where(AuditEvent.number == after)) or ""
    return await _verify(session, head, {}, after, last)


async def _verify(
    session: AsyncSession, head: AuditHead, known: Ends, number: int = 0, last: str = START
) -> Chain:
    """The office goes on meanwhile: the end is read after the events, and what it has more is read too."""
    while True:
        promised = head.number
        async with aclosing(_events(session, head.practice_id, number)) as events:
            async for row in events:
                if fault := _fault(row, number + 1, last, known):
                    return Chain(head.practice_id, number, fault)
                number, last = row.number, row.hash
        await session.refresh(head, ("number", "hash"))
        if number < promised or number >= head.number:
            break
    if (number, last) != (head.number, head.hash):
        return Chain(head.practice_id, number, "its end is not the last one written: events were cut off")
    if beyond := [each for each in known if each > number]:
        at = known[min(beyond)][1]
        return Chain(head.practice_id, number, f"events were cut off: on {at:%Y-%m-%d %H:%M} UTC it had more")
    return Chain(head.practice_id, number, "")


def _fault(row: AuditEvent, expected: int, last: str, known: Ends) -> str:
    """What is wrong with the event after the one sealed `last`; empty when nothing is."""
    if row.number != expected:
        return f"event {expected} is missing"
    event = Event(row.practice_id, row.at, row.actor_id, row.action, row.subject, row.detail)
    if seal(last, row.number, event) != row.hash:
        return f"event {row.number} was changed after it was written"
    if row.number in known and known[row.number][0] != row.hash:
        return _rewritten(row.number, known)
    return ""


def _rewritten(number: int, known: Ends) -> str:
    """Between which anchors somebody wrote the chain anew."""
    earlier = max((each for each in known if each < number), default=0)
    return f"events {earlier + 1} to {number} are not those that were anchored: the chain was written anew"


async def _events(session: AsyncSession, practice_id: UUID, after: int) -> AsyncGenerator[AuditEvent, None]:
    rows = select(AuditEvent).where(AuditEvent.practice_id == practice_id, AuditEvent.number > after)
    ordered = rows.order_by(AuditEvent.number).execution_options(yield_per=1000)
    stream = await session.stream_scalars(ordered)
    try:
        async for row in stream:
            yield row
            session.expunge(row)
    finally:
        await stream.close()
