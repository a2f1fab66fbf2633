"""Payers: how to reach each, its habits, and what it owes us now."""

from uuid import UUID

from fastapi import APIRouter, Response

from models import listings, playbooks
from models.payers import Payer
from rules.access import Permission
from rules.errors import Unknown
from rules.tasks import TaskKind
from web.pages import SignedIn

router = APIRouter(prefix="/payers")


@router.get("")
async def payers(page: SignedIn) -> Response:
    """Every payer with open claims, money and tasks."""
    page.require(Permission.SEE_DEADLINES)
    async with page.reading() as work:
        rows = await listings.payers(work.session)
    return page.show("payers.html", here="/payers", rows=rows)


@router.get("/{payer_id}")
async def show(page: SignedIn, payer_id: UUID) -> Response:
    """The payer's card."""
    page.require(Permission.SEE_DEADLINES)
    async with page.reading() as work:
        payer = await work.session.get(Payer, payer_id)
        if payer is None:
            raise Unknown("There is no such payer.")
        versions = await playbooks.of_payer(work.session, payer_id)
        newest = {each.kind: (each, author) for each, author in reversed(versions)}
        kinds = {each: newest.get(each) for each in TaskKind}
    return page.show("payer.html", here="/payers", payer=payer, playbooks=kinds, today=work.now.date())
