"""Mending a claim beside its task: only what was changed is sent on."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from activities.corrections import CorrectClaim, correct_claim
from models.claims import Claim
from models.tasks import Task
from rules.access import Permission
from rules.errors import Refusal, Unknown, Unreadable
from web import abroad
from web.correction_forms import correction_from
from web.pages import Page, SignedIn
from web.task_answers import Place, again, refused

router = APIRouter(prefix="/tasks/{task_id}")


@router.post("/correct")
async def correct(page: SignedIn, request: Request, place: Place) -> Response:
    """Keep the corrections; the task's own outcome sends the claim on."""
    page.require(Permission.WORK_TASKS)
    typed = {name: str(value) for name, value in (await request.form()).items()}
    try:
        claim = await _claim_of(page, place.task_id)
        key, version = _read_guard(typed)
        fields = {name: value for name, value in typed.items() if name not in ("key", "version")}
        await correct_claim(page.office, page.actor, _read(page, key, version, claim, fields))
    except Refusal as refusal:
        return await refused(page, place, refusal, typed)
    return await again(page, place, "corrected")


def _read(page: Page, key: UUID, version: int, claim: Claim, fields: dict[str, str]) -> CorrectClaim:
    return correction_from(key, version, claim, fields, abroad.hidden_from(page.actor))


def _read_guard(typed: dict[str, str]) -> tuple[UUID, int]:
    try:
        return UUID(typed["key"]), int(typed["version"])
    except (KeyError, ValueError):
        raise Unreadable("The form is not complete: open the task again.") from None


async def _claim_of(page: Page, task_id: UUID) -> Claim:
    async with page.office.begin(page.actor) as work:
        task = await work.session.get(Task, task_id)
        claim = await work.session.get(Claim, task.claim_id) if task and task.claim_id else None
    if claim is None:
        raise Unknown("There is no such task, or it is about no claim.")
    return claim
