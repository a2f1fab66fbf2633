"""Access reviews: emergency access that somebody must look at, and the quarter's list of rights."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Response
from pydantic import BaseModel

from activities.access_reviews import decide_access, review_list
from activities.emergency_access import (
    ReviewEmergency,
    emergencies,
    end_emergency_access,
    review_emergency_access,
    take_emergency_access,
)
from rules.access import Permission, Role
from rules.emergency_access import roles_for
from rules.errors import Refusal
from rules.tasks import CHOICES, Outcome, TaskKind
from web.cookies import keep
from web.pages import COOKIE, Page, SignedIn

router = APIRouter()


class EmergencyForm(BaseModel, extra="forbid"):
    role: Role
    reason: str


class FindingForm(BaseModel, extra="forbid"):
    key: UUID
    outcome: Outcome
    finding: str


@router.get("/access-reviews")
async def reviews(page: SignedIn) -> Response:
    """What waits for a look, and who has which rights."""
    return await _reviews(page)


async def _reviews(page: Page, problem: str = "", status: int = 200) -> Response:
    page.require(Permission.REVIEW_ACCESS)
    async with page.reading() as work:
        quarter, rows = await review_list(work)
        taken = await emergencies(work)
        work.record("saw", f"access:{quarter}")
    facts: dict[str, Any] = {"quarter": quarter, "rows": rows, "taken": taken, "problem": problem}
    facts["choices"] = CHOICES[TaskKind.REVIEW_EMERGENCY]
    return page.show("access_reviews.html", here="/access-reviews", status=status, **facts)


@router.post("/access-reviews/{user_id}")
async def decide(
    page: SignedIn, user_id: UUID, decision: Annotated[Literal["confirm", "end"], Form()]
) -> Response:
    """Confirm these rights for the quarter, or end them."""
    page.require(Permission.REVIEW_ACCESS)
    page.step_up()
    try:
        await decide_access(page.office, page.person, user_id, confirmed=decision == "confirm")
    except Refusal as refusal:
        return await _reviews(page, str(refusal), refusal.status)
    return page.go("/access-reviews")


@router.post("/access-reviews/emergencies/{access_id}")
async def look(page: SignedIn, access_id: UUID, form: Annotated[FindingForm, Form()]) -> Response:
    """Say what was found about an emergency access: its task is finished with it."""
    said = ReviewEmergency(form.key, access_id, form.outcome, form.finding)
    try:
        await review_emergency_access(page.office, page.person, said)
    except Refusal as refusal:
        return await _reviews(page, str(refusal), refusal.status)
    return page.go("/access-reviews")


@router.get("/emergency")
async def emergency(page: SignedIn) -> Response:
    """What emergency access is, and the way to it."""
    return await _emergency(page)


async def _emergency(page: Page, refusal: Refusal | None = None) -> Response:
    roles = () if page.person.emergency_until else roles_for(page.person.role)
    async with page.reading():
        return page.show("emergency.html", here="/emergency", roles=roles, refusal=refusal)


@router.post("/emergency")
async def take(page: SignedIn, form: Annotated[EmergencyForm, Form()]) -> Response:
    """Take another role for the hour."""
    page.step_up()
    office, door, token = page.office, page.desk.settings.door, page.request.cookies[COOKIE]
    try:
        opened = await take_emergency_access(office, door, page.person, token, form.role, form.reason)
    except Refusal as refusal:
        return await _emergency(page, refusal)
    return keep(page.go("/"), opened)


@router.post("/emergency/end")
async def end(page: SignedIn) -> Response:
    """Back to my own role."""
    await end_emergency_access(page.office, page.person)
    return page.go("/")
