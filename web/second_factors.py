"""My second factors: passkeys, the authenticator app, recovery codes."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response
from pydantic import BaseModel

from activities.authenticator_apps import address_for, new_secret
from activities.doors import Proof
from activities.enrolments import add_passkey, change_app, own_factors, remove_passkey, renew_codes
from activities.passkeys import ask_for_new
from rules.errors import Refusal
from web.pages import Page, SignedIn
from web.pictures import picture_of

router = APIRouter(prefix="/me/factors")


class PasskeyForm(BaseModel, extra="forbid"):
    answer: str
    question: str
    name: str = ""
    next: str = "/"


class AppForm(BaseModel, extra="forbid"):
    secret: str  # sealed
    code: str


@router.get("")
async def factors(page: SignedIn) -> Response:
    """What I can show at the door, and how to change it: only with a factor just shown."""
    page.step_up()
    return await _show(page)


async def _show(page: Page, problem: str = "", status: int = 200) -> Response:
    door, person, secret = page.desk.settings.door, page.person, new_secret()
    mine = await own_factors(page.office, person)
    facts = {
        "mine": mine,
        "passkey": ask_for_new(door, person.id, person.email, mine.passkeys),
        "picture": picture_of(address_for(secret, person.email)),
        "secret": secret,
        "sealed": door.seal.close(secret),
    }
    async with page.reading():
        return page.show("second_factors.html", here="/me", status=status, problem=problem, **facts)


@router.post("/app")
async def app(page: SignedIn, form: Annotated[AppForm, Form()]) -> Response:
    """Another app in place of the old one."""
    page.step_up()
    try:
        await change_app(page.office, page.desk.settings.door, page.person, form.secret, form.code)
    except Refusal as refusal:
        return await _show(page, str(refusal), refusal.status)
    return page.go("/me/factors")


@router.post("/passkeys")
async def passkey(page: SignedIn, form: Annotated[PasskeyForm, Form()]) -> Response:
    """One more passkey."""
    page.step_up()
    proof = Proof(answer=form.answer, question=form.question)
    try:
        await add_passkey(page.office, page.desk.settings.door, page.person, proof, form.name)
    except Refusal as refusal:
        return await _show(page, str(refusal), refusal.status)
    return page.go("/me/factors")


@router.post("/passkeys/{passkey_id}/remove")
async def remove(page: SignedIn, passkey_id: UUID) -> Response:
    """One passkey less, never the last way in."""
    page.step_up()
    try:
        await remove_passkey(page.office, page.person, passkey_id)
    except Refusal as refusal:
        return await _show(page, str(refusal), refusal.status)
    return page.go("/me/factors")


@router.post("/codes")
async def codes(page: SignedIn) -> Response:
    """Fresh recovery codes, shown this once."""
    page.step_up()
    fresh = await renew_codes(page.office, page.person)
    async with page.reading():
        return page.show("recovery_codes.html", codes=fresh, onward="/me/factors", person=None)
