"""Staging: one chunk of a remittance file as rows, in one transaction, however often it is begun."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from activities import bulk
from activities.remittances_rows import (
    CLAIM_COLUMNS,
    LINE_COLUMNS,
    claim_key,
    claim_row,
    fingerprint,
    key_of,
    line_rows,
    problem_rows,
    storable,
)
from activities.transactions import Work
from edi.remittances import Payment, RemitClaim
from models.base import new_id
from models.payers import Payer
from models.practices import UNASSIGNED, Practice
from models.remittances import Posting, Remittance, RemittanceClaim


@dataclass(frozen=True, slots=True)
class Opened:
    """A payment whose claims are being staged; claims up to `staged` (a segment) are rows already."""

    id: UUID
    practice_id: UUID
    key: str
    staged: int
    is_judged: bool


async def open_payment(work: Work, file_id: UUID, place: int, payment: Payment) -> Opened:
    """The row of the file's payment at this place, made when it is not there yet."""
    at_place = select(Remittance).where(Remittance.file_id == file_id, Remittance.place == place)
    row = await work.session.scalar(at_place)
    if row is None:
        row = await _new_row(work, file_id, place, payment)
    last = select(func.coalesce(func.max(RemittanceClaim.segment), 0))
    staged = await work.session.scalar(last.where(RemittanceClaim.remittance_id == row.id)) or 0
    return Opened(row.id, row.practice_id, key_of(payment), staged, row.state is not Posting.STAGED)


async def _new_row(work: Work, file_id: UUID, place: int, payment: Payment) -> Remittance:
    row = Remittance(
        practice_id=await payee_of(work.session, payment),
        file_id=file_id,
        place=place,
        payment_key=key_of(payment),
        payer_id=await _payer_of(work.session, payment),
        payer_name=storable(payment.payer.last),
        trace=storable(payment.trace),
        paid_on=payment.paid_on,
        amount=payment.amount,
        method=storable(payment.method),
        state=Posting.STAGED,
        problems=problem_rows(payment.faults),
        received_at=work.now,
    )
    work.session.add(row)
    await work.session.flush()
    return row


async def payee_of(session: AsyncSession, payment: Payment) -> UUID:
    """The practice that is paid, by NPI, else by tax id where only one has it; else nobody's."""
    wanted = Practice.npi == payment.payee.npi
    if payment.payee.npi is None or not await session.scalar(select(Practice.id).where(wanted)):
        wanted = Practice.tax_id == storable(payment.payee_tax_id or "")
    found = (await session.scalars(select(Practice.id).where(wanted).limit(2))).all()
    return found[0] if len(found) == 1 else UNASSIGNED


async def _payer_of(session: AsyncSession, payment: Payment) -> UUID | None:
    names = {storable(each) for each in (payment.payer_id, payment.payer.id, payment.payer_tax_id) if each}
    by_id = await session.scalars(select(Payer.id).where(Payer.payer_id.in_(names)).limit(2))
    found = by_id.all()
    if not found:
        named = func.lower(Payer.name) == storable(payment.payer.last).lower()
        found = (await session.scalars(select(Payer.id).where(named).limit(2))).all()
    return found[0] if len(found) == 1 else None


async def stage_claims(work: Work, opened: Opened, claims: Sequence[RemitClaim]) -> None:
    """Keep these claims with their lines; those that are kept already are passed over."""
    locked = select(Remittance.id).where(Remittance.id == opened.id).with_for_update()
    await work.session.execute(locked)
    last = select(func.coalesce(func.max(RemittanceClaim.segment), 0))
    staged = await work.session.scalar(last.where(RemittanceClaim.remittance_id == opened.id)) or 0
    fresh = [claim for claim in claims if claim.segment > staged]
    keys = await _keys(work.session, opened, fresh)
    claim_rows, rows_of_lines = [], []
    for claim, key in zip(fresh, keys, strict=True):
        claim_id = new_id()
        claim_rows.append(claim_row(claim, claim_id, opened.practice_id, opened.id, key))
        rows_of_lines += line_rows(claim, claim_id, opened.practice_id)
    await bulk.insert(work.session, "remittance_claim", CLAIM_COLUMNS, claim_rows)
    await bulk.insert(work.session, "remittance_line", LINE_COLUMNS, rows_of_lines)


async def _keys(session: AsyncSession, opened: Opened, claims: Sequence[RemitClaim]) -> list[str]:
    """The claim keys; equal claims of one payment are numbered on, also from one chunk to the next."""
    prints = [fingerprint(claim) for claim in claims]
    first = {claim_key(opened.key, each, 1): each for each in prints}
    of_payment = RemittanceClaim.remittance_id == opened.id
    known = await session.scalars(
        select(RemittanceClaim.claim_key).where(of_payment, bulk.among(RemittanceClaim.claim_key, first))
    )
    seen: Counter[bytes] = Counter()
    for key in known:
        prefix = key.removesuffix("1") + "%"
        count = select(func.count()).where(of_payment, RemittanceClaim.claim_key.like(prefix))
        seen[first[key]] = await session.scalar(count) or 0
    keys = []
    for each in prints:
        seen[each] += 1
        keys.append(claim_key(opened.key, each, seen[each]))
    return keys
