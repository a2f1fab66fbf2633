"""Who may come in: the administrator's page of people, roles and practices, and how they sign in."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Response
from pydantic import BaseModel

from activities.invitations import Invited, NewPerson, invite, invite_again
from activities.users import change_user, end_all_sessions, reset_factors
from models import listings
from models.sign_in_pages import sign_ins
from rules.access import Permission, Role
from rules.errors import Refusal
from web.pages import Page, SignedIn

router = APIRouter(prefix="/users")
ROLES = (Role.BILLER, Role.SUPERVISOR, Role.MANAGER, Role.ADMINISTRATOR)


class NewUserForm(BaseModel, extra="forbid"):
    email: str
    name: str
    role: Role
    practices: list[UUID] = []


class UserForm(BaseModel, extra="forbid"):
    role: Role
    active: bool = False
    practices: list[UUID] = []


@router.get("")
async def users(page: SignedIn) -> Response:
    """Everybody, with role, practices, second factor and when they were last here."""
    page.require(Permission.MANAGE_USERS)
    return await _show(page)


async def _show(page: Page, refusal: Refusal | None = None, invited: Invited | None = None) -> Response:
    async with page.reading() as work:
        people = await listings.people(work.session)
        practices = await listings.practices(work.session)
        doors = await sign_ins(work.session, work.real_now)
        names = {each.id: each.name for each in practices}
    facts: dict[str, Any] = {
        "people": people,
        "practices": practices,
        "names": names,
        "roles": ROLES,
        "doors": doors,
    }
    return page.show("users.html", here="/users", refusal=refusal, invited=invited, **facts)


def _may_decide(page: Page) -> None:
    """Users are changed by an administrator whose second factor was just shown."""
    page.require(Permission.MANAGE_USERS)
    page.step_up()


@router.post("")
async def create(page: SignedIn, form: Annotated[NewUserForm, Form()]) -> Response:
    """Invite a person and show the link, this once."""
    _may_decide(page)
    new = NewPerson(form.email, form.name, form.role, form.practices)
    try:
        invited = await invite(page.office, page.desk.settings.door, page.actor, new)
    except Refusal as refusal:
        return await _show(page, refusal)
    return await _show(page, invited=invited)


@router.post("/{user_id}")
async def change(page: SignedIn, user_id: UUID, form: Annotated[UserForm, Form()]) -> Response:
    """Another role, other practices, closed or open again."""
    _may_decide(page)
    try:
        await change_user(page.office, page.actor, user_id, form.role, form.active, form.practices)
    except Refusal as refusal:
        return await _show(page, refusal)
    return page.go("/users")


@router.post("/{user_id}/invite")
async def again(page: SignedIn, user_id: UUID) -> Response:
    """A new link to set a password, shown this once."""
    _may_decide(page)
    try:
        invited = await invite_again(page.office, page.desk.settings.door, page.actor, user_id)
    except Refusal as refusal:
        return await _show(page, refusal)
    return await _show(page, invited=invited)


@router.post("/{user_id}/factors/reset")
async def reset(page: SignedIn, user_id: UUID) -> Response:
    """Take the second factors away; the person chooses new ones at the next sign-in."""
    _may_decide(page)
    await reset_factors(page.office, page.actor, user_id)
    return page.go("/users")


@router.post("/{user_id}/sessions/end")
async def sign_out(page: SignedIn, user_id: UUID) -> Response:
    """Sign a person out everywhere."""
    _may_decide(page)
    await end_all_sessions(page.office, page.actor, user_id)
    return page.go("/users")
