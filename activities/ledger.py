"""What was charged and what was given up, and what the accounts say of one claim or of all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from activities.journal import Entry, business_days, post
from activities.transactions import Work
from models.claims import Claim, ClaimLine
from models.ledger import JournalLeg
from rules.errors import Conflict, NotAllowed, Unknown
from rules.ledger import ZERO, Account, Leg, total


@dataclass(frozen=True, slots=True)
class OpenLine:
    """What one payer still owes on one line by the ledger; without a line: on the claim as a whole."""

    line_id: UUID | None
    payer_id: UUID | None
    amount: Decimal


async def post_charges(
    work: Work, claim: Claim, lines: Sequence[ClaimLine], settled: Mapping[UUID, Decimal] | None = None
) -> None:
    """Bring the ledger's charges to what the claim bills now: Dr Insurance, Cr Charges, line by line.

    A corrected claim posts only the difference; again, nothing. `settled` holds, by line id, what earlier
    payers already took care of and was never booked here. Sets the claim's open amount; the claim and its
    lines must have been flushed.
    """
    await post_charges_of(work, [(claim, lines)], settled)


async def post_charges_of(
    work: Work,
    billed: Sequence[tuple[Claim, Sequence[ClaimLine]]],
    settled: Mapping[UUID, Decimal] | None = None,
) -> None:
    """As `post_charges`, for many claims in a handful of statements: what an import calls."""
    ids = [claim.id for claim, _ in billed]
    charged = await _charged(work.session, ids)
    days = await business_days(work, {claim.practice_id for claim, _ in billed})
    entries = []
    for claim, lines in billed:
        before = charged.get(claim.id, {})
        moves = _charge_moves(lines, before, settled or {})
        legs = tuple(leg for line, amount in moves for leg in _charge_legs(claim.payer_id, line, amount))
        if legs:
            cause = f"charge:{claim.id}:{claim.frequency}/{len(before) and claim.version}"
            entries.append(Entry(claim.practice_id, "charge", cause, legs, days[claim.practice_id], claim.id))
    await post(work, entries)
    opened = await open_amounts(work.session, ids)
    for claim, _ in billed:
        claim.open_amount = opened.get(claim.id, ZERO)


def _charge_moves(
    lines: Sequence[ClaimLine], before: Mapping[UUID | None, Decimal], settled: Mapping[UUID, Decimal]
) -> list[tuple[UUID | None, Decimal]]:
    wanted: dict[UUID | None, Decimal] = {line.id: line.charge - settled.get(line.id, ZERO) for line in lines}
    gone = [(line, -amount) for line, amount in before.items() if line not in wanted]
    moves = [(line, amount - before.get(line, ZERO)) for line, amount in wanted.items()]
    return [(line, amount) for line, amount in (*moves, *gone) if amount]


def _charge_legs(payer_id: UUID, line_id: UUID | None, amount: Decimal) -> tuple[Leg, Leg]:
    return (
        Leg(Account.INSURANCE, amount, line_id, payer_id),
        Leg(Account.CHARGES, -amount, line_id, payer_id),
    )


async def write_off(
    work: Work, claim_id: UUID, approved_by: UUID, requested_by: UUID, reason: str
) -> Decimal:
    """Give up everything insurance still owes on this claim, and say how much that was.

    Raises NotAllowed when one person asks and approves, Unknown, or Conflict when nothing is open.
    """
    if approved_by == requested_by:
        raise NotAllowed("A write-off is approved by a second person: somebody else must decide this one.")
    claim = await work.session.get(Claim, claim_id, with_for_update=True)
    if claim is None:
        raise Unknown("There is no such claim.")
    given_up = await open_lines(work.session, [claim_id])
    legs = tuple(leg for line in given_up.get(claim_id, ()) for leg in _write_off_legs(line))
    if not legs:
        raise Conflict("Nothing is open on this claim, so there is nothing to write off.")
    day = (await business_days(work, {claim.practice_id}))[claim.practice_id]
    cause = f"write-off:{claim_id}:{claim.version}"
    await post(work, [Entry(claim.practice_id, "write-off", cause, legs, day, claim_id, memo=reason)])
    amount = total(leg for leg in legs if leg.account is Account.WRITE_OFF)
    claim.open_amount = ZERO
    work.record(
        "wrote off",
        f"claim:{claim_id}",
        claim.practice_id,
        amount=str(amount),
        requested_by=str(requested_by),
        approved_by=str(approved_by),
        reason=reason,
    )
    return amount


def _write_off_legs(line: OpenLine) -> tuple[Leg, Leg]:
    return (
        Leg(Account.WRITE_OFF, line.amount, line.line_id, line.payer_id),
        Leg(Account.INSURANCE, -line.amount, line.line_id, line.payer_id),
    )


async def ledger_of_claim(session: AsyncSession, claim_id: UUID) -> dict[Account, Decimal]:
    """What each account says of this claim; accounts it never touched are absent."""
    of_claim = select(JournalLeg.account, func.sum(JournalLeg.amount)).where(JournalLeg.claim_id == claim_id)
    rows = await session.execute(of_claim.group_by(JournalLeg.account))
    return {Account(account): amount for account, amount in rows}


async def open_lines(session: AsyncSession, claim_ids: Iterable[UUID]) -> dict[UUID, list[OpenLine]]:
    """By claim: the lines on which a payer still owes, or was paid too much by; settled ones are absent."""
    found: dict[UUID, list[OpenLine]] = defaultdict(list)
    places = (JournalLeg.claim_id, JournalLeg.claim_line_id, JournalLeg.payer_id)
    amount = func.sum(JournalLeg.amount)
    wanted = JournalLeg.claim_id.in_(list(claim_ids)), JournalLeg.account == Account.INSURANCE
    rows = await session.execute(select(*places, amount).where(*wanted).group_by(*places).having(amount != 0))
    for claim_id, line_id, payer_id, left in rows:
        found[cast(UUID, claim_id)].append(OpenLine(line_id, payer_id, left))
    return found


async def open_amounts(session: AsyncSession, claim_ids: Iterable[UUID]) -> dict[UUID, Decimal]:
    """By claim, what insurance still owes: the truth behind `claim.open_amount`."""
    wanted = JournalLeg.claim_id.in_(list(claim_ids)), JournalLeg.account == Account.INSURANCE
    sums = select(JournalLeg.claim_id, func.sum(JournalLeg.amount)).where(*wanted)
    rows = await session.execute(sums.group_by(JournalLeg.claim_id))
    return {claim_id: amount for claim_id, amount in rows if claim_id is not None}


async def journal_total(session: AsyncSession) -> Decimal:
    """The sum of all legs: anything but zero means that the journal is damaged."""
    return (await session.execute(select(func.coalesce(func.sum(JournalLeg.amount), ZERO)))).scalar_one()


async def unapplied_total(session: AsyncSession) -> Decimal:
    """Money that waits for a person to say what it is for; never below zero in a sound ledger."""
    unapplied = select(func.coalesce(-func.sum(JournalLeg.amount), ZERO))
    return (await session.execute(unapplied.where(JournalLeg.account == Account.UNAPPLIED))).scalar_one()


async def _charged(
    session: AsyncSession, claim_ids: Sequence[UUID]
) -> dict[UUID, dict[UUID | None, Decimal]]:
    places = (JournalLeg.claim_id, JournalLeg.claim_line_id)
    wanted = JournalLeg.claim_id.in_(claim_ids), JournalLeg.account == Account.CHARGES
    rows = await session.execute(
        select(*places, -func.sum(JournalLeg.amount)).where(*wanted).group_by(*places)
    )
    found: dict[UUID, dict[UUID | None, Decimal]] = defaultdict(dict)
    for claim_id, line_id, amount in rows:
        found[cast(UUID, claim_id)][line_id] = amount
    return found
