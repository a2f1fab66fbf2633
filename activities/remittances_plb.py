"""Money outside claims: kept with its payment, posted once it stands."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select

from activities import tasks
from activities.journal import Entry, business_days, post
from activities.remittances_rows import storable
from activities.tasks import NewTask
from activities.transactions import Work
from edi.remittances import ProviderAdjustment as Told
from models.claims import Claim
from models.remittances import ProviderAdjustment, Remittance, RemittanceClaim
from models.rulebook import provider_adjustment_reasons
from rules.ledger import Leg
from rules.provider_adjustments import post_provider_adjustment, unknown


async def keep_provider_adjustments(work: Work, row: Remittance, told: Sequence[Told]) -> None:
    """One row an amount; a claim is linked only where the reference is exactly its number or the payer's."""
    await work.session.execute(delete(ProviderAdjustment).where(ProviderAdjustment.remittance_id == row.id))
    references = {storable(each.reference) for each in told if each.reference}
    claims = await _claims(work, row.practice_id, references)
    for place, each in enumerate(told, 1):
        reference = storable(each.reference) if each.reference else None
        kept = ProviderAdjustment(
            practice_id=row.practice_id,
            remittance_id=row.id,
            segment=each.segment,
            place=place,
            reason=storable(each.reason),
            reference=reference,
            amount=each.amount,
            claim_id=claims.get(reference or ""),
        )
        work.session.add(kept)
    await work.session.flush()


async def _claims(work: Work, practice_id: UUID, references: set[str]) -> dict[str, UUID]:
    """By reference, the one claim it names."""
    if not references:
        return {}
    found: dict[str, set[UUID]] = {}
    ours = Claim.practice_id == practice_id
    theirs = RemittanceClaim.practice_id == practice_id
    for column, identity, fence in (
        (Claim.number, Claim.id, ours),
        (Claim.payer_claim_number, Claim.id, ours),
        (RemittanceClaim.payer_claim_number, RemittanceClaim.claim_id, theirs),
    ):
        rows = await work.session.execute(select(column, identity).where(column.in_(references), fence))
        for reference, claim_id in rows:
            if claim_id is not None:
                found.setdefault(str(reference), set()).add(claim_id)
    return {reference: next(iter(ids)) for reference, ids in found.items() if len(ids) == 1}


async def post_provider_adjustments(work: Work, row: Remittance) -> None:
    """Each against Cash by itself, never netted; what nobody can explain becomes a task."""
    today = (await business_days(work, [row.practice_id]))[row.practice_id]
    reasons = provider_adjustment_reasons(today)
    of_payment = select(ProviderAdjustment).where(ProviderAdjustment.remittance_id == row.id)
    for each in await work.session.scalars(of_payment.order_by(ProviderAdjustment.place)):
        if not each.amount:
            continue
        rule = reasons.get(each.reason) or unknown(each.reason)
        posting = post_provider_adjustment(rule, each.amount, each.segment)
        legs = tuple(Leg(leg.account, leg.amount, None, row.payer_id, leg.segment) for leg in posting.legs)
        cause = f"plb:{each.id}"
        memo = f"{each.reason} {each.reference or ''}".strip()
        entry = Entry(
            row.practice_id, "provider adjustment", cause, legs, today, each.claim_id, row.id, memo=memo
        )
        await post(work, [entry])
        if posting.kind is not None:
            task = NewTask(
                kind=posting.kind,
                cause=cause,
                ask=posting.ask,
                practice_id=row.practice_id,
                due_on=tasks.due_on(posting.kind, today),
                money=abs(each.amount),
                payer_id=row.payer_id,
                remittance_id=row.id,
                file_id=row.file_id,
                detail={"reason": each.reason, "segment": each.segment},
            )
            await tasks.give(work, task, today)
