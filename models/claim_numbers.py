"""Claims by a number that stands on paper: ours, or the payer's."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.claims import Claim
from models.payers import Payer

MOST = 50


async def claims_numbered(session: AsyncSession, number: str) -> list[tuple[Claim, str]]:
    """Each claim with exactly this number and its payer's name, the newest service first."""
    same = or_(Claim.number == number, Claim.payer_claim_number == number)
    found = select(Claim, Payer.name).join(Payer, Payer.id == Claim.payer_id).where(same)
    rows = await session.execute(found.order_by(Claim.service_from.desc(), Claim.id).limit(MOST))
    return [(claim, payer) for claim, payer in rows]
