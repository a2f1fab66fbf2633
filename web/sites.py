"""Where people work: sites, who belongs to them, and what each contract lets them see from there."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Response
from pydantic import BaseModel

from activities.days import office_day
from activities.reach import as_term, is_offshore
from activities.sites import (
    OpenSite,
    RecordTerm,
    change_networks,
    class_payer,
    end_term,
    open_site,
    record_term,
    work_from,
)
from activities.transactions import Work
from models import site_pages
from models.rulebook import offshore_rules
from models.site_pages import Sites, TermRow
from models.sites import Site
from rules.access import Permission
from rules.errors import Refusal
from rules.offshore import Decision, Place, Program, judge
from web.pages import Page, SignedIn

router = APIRouter(prefix="/sites")


class SiteForm(BaseModel, extra="forbid"):
    key: UUID
    name: str
    country: str
    networks: str = ""


class TermForm(BaseModel, extra="forbid"):
    key: UUID
    practice_id: UUID
    program: Program
    state: str
    site_id: UUID
    allowed: bool = False
    source: str
    effective_from: date


@dataclass(frozen=True, slots=True)
class Seen:
    """What becomes of one contract term at one site: seen or not, and the rule that says so."""

    row: TermRow
    decision: Decision


@router.get("")
async def sites(page: SignedIn) -> Response:
    """Every site with its people, and what may be seen from each that is abroad."""
    return await _show(page)


async def _show(page: Page, refusal: Refusal | None = None) -> Response:
    page.require(Permission.MANAGE_SITES)
    async with page.reading() as work:
        found = await site_pages.read(work.session)
        abroad = {each.id: _seen(work, found, each) for each in found.sites if is_offshore(work, each)}
        facts: dict[str, Any] = {"found": found, "abroad": abroad, "today": await office_day(work)}
    programs = [each for each in Program if each is not Program.UNKNOWN]
    return page.show("sites.html", here="/sites", refusal=refusal, programs=programs, **facts)


def _seen(work: Work, found: Sites, site: Site) -> list[Seen]:
    place, told = Place(site.id, site.country), []
    for row in found.terms:
        terms = [as_term(each.term) for each in found.terms if each.practice.id == row.practice.id]
        own, today = as_term(row.term), work.today(row.practice.time_zone)
        if own.reaches(place, today):
            decision = judge(offshore_rules(), terms, own.access_class, row.practice.state, place, today)
            told.append(Seen(row, decision))
    return told


@router.post("")
async def open_(page: SignedIn, form: Annotated[SiteForm, Form()]) -> Response:
    """A new place of work."""
    page.step_up()
    said = OpenSite(form.key, form.name.strip(), form.country, form.networks.split())
    try:
        await open_site(page.office, page.actor, said)
    except Refusal as refusal:
        return await _show(page, refusal)
    return page.go("/sites")


@router.post("/terms")
async def term(page: SignedIn, form: Annotated[TermForm, Form()]) -> Response:
    """What a contract says, for one site."""
    page.step_up()
    try:
        said = RecordTerm(country="ZZ", **form.model_dump())
        await record_term(page.office, page.actor, said)
    except Refusal as refusal:
        return await _show(page, refusal)
    return page.go("/sites")


@router.post("/terms/{term_id}/end")
async def end(page: SignedIn, term_id: UUID) -> Response:
    """It does not hold any more."""
    page.step_up()
    await end_term(page.office, page.actor, term_id)
    return page.go("/sites")


@router.post("/payers/{payer_id}")
async def payer(page: SignedIn, payer_id: UUID, program: Annotated[Program, Form()]) -> Response:
    """Which program a payer belongs to."""
    page.step_up()
    await class_payer(page.office, page.actor, payer_id, program)
    return page.go("/sites")


@router.post("/{site_id}/networks")
async def networks(page: SignedIn, site_id: UUID, networks: Annotated[str, Form()] = "") -> Response:
    """From where its people sign in, one network on each line."""
    page.step_up()
    try:
        await change_networks(page.office, page.actor, site_id, networks.split())
    except Refusal as refusal:
        return await _show(page, refusal)
    return page.go("/sites")


@router.post("/{site_id}/people")
async def people(page: SignedIn, site_id: UUID, user_id: Annotated[UUID, Form()]) -> Response:
    """This person works here from now on."""
    page.step_up()
    try:
        await work_from(page.office, page.actor, user_id, site_id)
    except Refusal as refusal:
        return await _show(page, refusal)
    return page.go("/sites")
