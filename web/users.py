"""Who may come in: the administrator's page of people, roles and practices."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response
from pydantic import BaseModel

from activities.users import change_user, create_user, set_password
from models import listings
from rules.access import Permission, Role
from rules.errors import Refusal
from web.pages import Page, SignedIn

router = APIRouter(prefix="/users")
ROLES = (Role.BILLER, Role.SUPERVISOR, Role.MANAGER, Role.ADMINISTRATOR)


class NewUserForm(BaseModel, extra="forbid"):
    email: str
    name: str
    role: Role
    password: str
    practices: list[UUID] = []


class UserForm(BaseModel, extra="forbid"):
    role: Role
    active: bool = False
    practices: list[UUID] = []
    password: str = ""


@router.get("")
async def users(page: SignedIn) -> Response:
    """Everybody, with role, practices and when they were last here."""
    return await _show(page)


async def _show(page: Page, problem: str = "", status: int = 200) -> Response:
    page.require(Permission.MANAGE_USERS)
    async with page.reading() as work:
        people = await listings.people(work.session)
        practices = await listings.practices(work.session)
        names = {each.id: each.name for each in practices}
    facts = {"people": people, "practices": practices, "names": names, "roles": ROLES, "problem": problem}
    return page.show("users.html", here="/users", status=status, **facts)


@router.post("")
async def create(page: SignedIn, form: Annotated[NewUserForm, Form()]) -> Response:
    """A person who can sign in from now on."""
    page.require(Permission.MANAGE_USERS)
    try:
        await create_user(
            page.office, page.actor, form.email, form.name, form.role, form.password, form.practices
        )
    except Refusal as refusal:
        return await _show(page, str(refusal), refusal.status)
    return page.go("/users")


@router.post("/{user_id}")
async def change(page: SignedIn, user_id: UUID, form: Annotated[UserForm, Form()]) -> Response:
    """Another role, other practices, closed or open again; a new password when one is given."""
    page.require(Permission.MANAGE_USERS)
    try:
        await change_user(page.office, page.actor, user_id, form.role, form.active, form.practices)
        if form.password:
            await set_password(page.office, page.actor, user_id, form.password)
    except Refusal as refusal:
        return await _show(page, str(refusal), refusal.status)
    return page.go("/users")
