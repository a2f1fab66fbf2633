"""The steps between the password and the desk, each a screen of its own."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from activities.actors import CLAIMDESK
from activities.authenticator_apps import address_for, new_secret
from activities.doors import Opened, Proof
from activities.passkeys import Question, ask, ask_for_new, passkeys_of
from activities.sessions import SignedOut
from activities.sign_in_steps import (
    Visitor,
    enrol_app,
    enrol_passkey,
    finish_training,
    show_factor,
    who_waits,
)
from activities.training import training_now
from rules.errors import Refusal
from rules.sessions import Needs
from web.cookies import DEVICE, go, inside, keep, onward, step_path
from web.pages import COOKIE, Desk, desk_of
from web.pictures import Picture, picture_of

router = APIRouter(prefix="/sign-in")


class ProofForm(BaseModel, extra="forbid"):
    code: str = ""
    answer: str = ""
    question: str = ""
    next: str = "/"

    @property
    def proof(self) -> Proof:
        return Proof(self.code, self.answer, self.question)


class AppForm(BaseModel, extra="forbid"):
    secret: str  # sealed
    code: str
    next: str = "/"


class TrainingForm(BaseModel, extra="forbid"):
    version: str
    next: str = "/"


@dataclass(frozen=True, slots=True)
class Step:
    """A request of somebody who is still at the door."""

    request: Request
    desk: Desk
    token: str
    visitor: Visitor

    @property
    def device(self) -> str:
        return self.request.cookies.get(DEVICE, "")

    def show(self, template: str, status: int = 200, **facts: Any) -> Response:
        shown = {"person": None, "problem": "", "visitor": self.visitor} | facts
        return HTMLResponse(self.desk.looks.render(template, (), shown), status)


async def waiting(request: Request) -> Step:
    """The step of whoever holds the cookie. Raises SignedOut when nobody waits."""
    desk, token = desk_of(request), request.cookies.get(COOKIE)
    if not token:
        raise SignedOut("")
    return Step(request, desk, token, await who_waits(desk.office, token))


Waiting = Annotated[Step, Depends(waiting)]
Screen = Callable[[Step, str, str, int], Awaitable[Response]]


def elsewhere(step: Step, needs: Needs, next: str) -> Response | None:
    """The way to the step that is due, when it is another one."""
    if step.visitor.needs is needs:
        return None
    return Response(status_code=303, headers={"location": step_path(step.visitor.needs, next)})


@router.get("/factor")
async def factor(step: Waiting, next: str = "/") -> Response:
    """Asks for the second factor."""
    return elsewhere(step, Needs.SECOND_FACTOR, next) or await _factor(step, next)


async def _factor(step: Step, next: str, problem: str = "", status: int = 200) -> Response:
    async with step.desk.office.begin(CLAIMDESK) as work:
        known = await passkeys_of(work, step.visitor.id)
    passkey: Question | None = ask(step.desk.settings.door, known) if known else None
    facts = {"next": inside(next), "problem": problem, "passkey": passkey}
    return step.show("sign_in_factor.html", status, **facts)


@router.post("/factor")
async def show(step: Waiting, form: Annotated[ProofForm, Form()]) -> Response:
    """Take the step of the second factor."""
    door = step.desk.settings.door
    try:
        opened = await show_factor(step.desk.office, door, step.token, form.proof, step.device)
    except Refusal as refusal:
        return await _again(step, _factor, form.next, refusal)
    return go(opened, form.next)


@router.get("/enrol")
async def enrol(step: Waiting, next: str = "/") -> Response:
    """Asks for a second factor of one's own: nothing else is open before."""
    return elsewhere(step, Needs.ENROLMENT, next) or await _enrol(step, next)


async def _enrol(step: Step, next: str, problem: str = "", status: int = 200) -> Response:
    door, secret = step.desk.settings.door, new_secret()
    picture: Picture = picture_of(address_for(secret, step.visitor.email))
    passkey = ask_for_new(door, step.visitor.id, step.visitor.email, [])
    facts = {"next": inside(next), "problem": problem, "passkey": passkey, "picture": picture}
    return step.show("sign_in_enrol.html", status, secret=secret, sealed=door.seal.close(secret), **facts)


@router.post("/enrol/app")
async def with_app(step: Waiting, form: Annotated[AppForm, Form()]) -> Response:
    """Enrol an authenticator app and show the recovery codes."""
    office, door = step.desk.office, step.desk.settings.door
    try:
        opened, codes = await enrol_app(office, door, step.token, form.secret, form.code)
    except Refusal as refusal:
        return await _again(step, _enrol, form.next, refusal)
    return _codes(step, opened, codes, form.next)


@router.post("/enrol/passkey")
async def with_passkey(step: Waiting, form: Annotated[ProofForm, Form()]) -> Response:
    """Enrol a passkey and show the recovery codes."""
    try:
        opened, codes = await enrol_passkey(step.desk.office, step.desk.settings.door, step.token, form.proof)
    except Refusal as refusal:
        return await _again(step, _enrol, form.next, refusal)
    return _codes(step, opened, codes, form.next)


def _codes(step: Step, opened: Opened, codes: list[str], next: str) -> Response:
    return keep(step.show("recovery_codes.html", codes=codes, onward=onward(opened, next)), opened)


@router.get("/training")
async def training(step: Waiting, next: str = "/") -> Response:
    """Asks to read the yearly security training."""
    return elsewhere(step, Needs.TRAINING, next) or await _training(step, next)


async def _training(step: Step, next: str, problem: str = "", status: int = 200) -> Response:
    async with step.desk.office.begin(CLAIMDESK) as work:
        current = training_now(work)
    facts = {"next": inside(next), "problem": problem, "training": current}
    return step.show("sign_in_training.html", status, **facts)


@router.post("/training")
async def trained(step: Waiting, form: Annotated[TrainingForm, Form()]) -> Response:
    """Keep that it was read, and open the desk."""
    office, door = step.desk.office, step.desk.settings.door
    try:
        opened = await finish_training(office, door, step.token, form.version, step.device)
    except Refusal as refusal:
        return await _again(step, _training, form.next, refusal)
    return go(opened, form.next)


async def _again(step: Step, screen: Screen, next: str, refusal: Refusal) -> Response:
    """The same step with the reason, unless the sign-in is over."""
    await who_waits(step.desk.office, step.token)
    return await screen(step, next, str(refusal), refusal.status)
