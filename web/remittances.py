"""Payments: each 835 with its claims, what was posted, and what waits."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from models import listings
from models.remittances import Remittance
from rules.access import Permission
from rules.errors import Unknown
from web.denials import adjustment_words
from web.pages import SignedIn
from web.paging import cut, moment

router = APIRouter(prefix="/remittances")


@router.get("")
async def payments(page: SignedIn, after: str = "") -> Response:
    """Payments the newest first."""
    page.require(Permission.SEE_DEADLINES)
    async with page.reading() as work:
        found = await listings.remittances(work.session, moment(page, after))
        last = found[min(len(found), listings.PAGE) - 1][0] if found else None
        rows, more = cut(page, found, last and last.received_at.isoformat(), last and last.id)
        today = work.now.date()
    return page.show("remittances.html", here="/remittances", rows=rows, more=more, today=today)


@router.get("/{remittance_id}")
async def show(page: SignedIn, remittance_id: UUID, after: int = 0) -> Response:
    """One payment with its claims in file order; `after` is a segment number."""
    page.require(Permission.SEE_DEADLINES)
    async with page.reading() as work:
        remittance = await work.session.get(Remittance, remittance_id)
        if remittance is None:
            raise Unknown("There is no such payment, or it belongs to a practice you do not work for.")
        found = await listings.claims_of(work.session, remittance_id, after)
        outside = await listings.provider_adjustments(work.session, remittance_id)
        work.record("saw", f"remittance:{remittance_id}", remittance.practice_id)
        today = work.now.date()
    rows = found[: listings.PAGE]
    more = rows[-1].claim.segment if len(found) > listings.PAGE else 0
    facts: dict[str, Any] = {
        "remittance": remittance,
        "rows": rows,
        "more": more,
        "outside": outside,
        "today": today,
    }
    return page.show("remittance.html", here="/remittances", why=adjustment_words, **facts)
