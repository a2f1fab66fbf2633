"""The one way into the journal: whole entries, each posted once under its cause."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from activities.transactions import Work
from models.base import new_id
from models.ledger import JournalEntry, JournalLeg
from models.practices import Practice
from rules.errors import OutOfBalance
from rules.ledger import ZERO, Leg, reversed_legs, total


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry to be posted once under its `cause`; its legs add up to zero."""

    practice_id: UUID
    kind: str  # charge, payment, provider adjustment, suspension, release, write-off, patient
    cause: str
    legs: tuple[Leg, ...]
    posted_on: date
    claim_id: UUID | None = None
    remittance_id: UUID | None = None
    remittance_claim_id: UUID | None = None
    reverses_id: UUID | None = None
    memo: str = ""


async def post(work: Work, entries: Sequence[Entry]) -> set[str]:
    """Post what was not posted before and return the causes of these entries.

    Raises OutOfBalance when an entry's legs do not add up to zero: nothing of it may be written.
    """
    for entry in entries:
        if total(entry.legs) != ZERO:
            raise OutOfBalance("This entry does not add up to zero: nothing was posted.")
    rows = [_entry_row(entry) for entry in entries]
    if not rows:
        return set()
    once = upsert(JournalEntry).on_conflict_do_nothing(index_elements=["cause"])
    fresh = await work.session.execute(once.values(rows).returning(JournalEntry.cause, JournalEntry.id))
    ids: dict[str, UUID] = {row.cause: row.id for row in fresh}
    legs = [
        _leg_row(entry, ids[entry.cause], leg)
        for entry in entries
        if entry.cause in ids
        for leg in entry.legs
    ]
    if legs:
        await work.session.execute(insert(JournalLeg), legs)
    return set(ids)


def _entry_row(entry: Entry) -> dict[str, Any]:
    return {
        "id": new_id(),
        "practice_id": entry.practice_id,
        "kind": entry.kind,
        "cause": entry.cause,
        "claim_id": entry.claim_id,
        "remittance_id": entry.remittance_id,
        "remittance_claim_id": entry.remittance_claim_id,
        "reverses_id": entry.reverses_id,
        "posted_on": entry.posted_on,
        "memo": entry.memo,
    }


def _leg_row(entry: Entry, entry_id: UUID, leg: Leg) -> dict[str, Any]:
    return {
        "id": new_id(),
        "practice_id": entry.practice_id,
        "entry_id": entry_id,
        "account": leg.account,
        "amount": leg.amount,
        "claim_id": entry.claim_id,
        "claim_line_id": leg.line_id,
        "payer_id": leg.payer_id,
        "segment": leg.segment,
    }


async def release(work: Work, key: str) -> None:
    """Take what was suspended under this key out of Unapplied, with an entry of its own."""
    suspended = select(JournalEntry).where(JournalEntry.cause == f"suspension:{key}")
    entry = await work.session.scalar(suspended)
    if entry is None:
        return  # it carried no money
    legs = await work.session.scalars(select(JournalLeg).where(JournalLeg.entry_id == entry.id))
    back = reversed_legs(Leg(each.account, each.amount, None, each.payer_id, each.segment) for each in legs)
    undone = Entry(
        practice_id=entry.practice_id,
        kind="release",
        cause=f"release:{key}",
        legs=back,
        posted_on=(await business_days(work, [entry.practice_id]))[entry.practice_id],
        remittance_id=entry.remittance_id,
        remittance_claim_id=entry.remittance_claim_id,
        reverses_id=entry.id,
    )
    await post(work, [undone])


async def business_days(work: Work, practice_ids: Iterable[UUID]) -> dict[UUID, date]:
    """Today in each practice's own time zone."""
    zones = select(Practice.id, Practice.time_zone).where(Practice.id.in_(list(practice_ids)))
    return {practice_id: work.today(zone) for practice_id, zone in await work.session.execute(zones)}
