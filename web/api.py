"""The JSON API: the same acts and fences as the screens, for programs with a token of their person."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.openapi.utils import get_openapi
from fastapi.security import HTTPBearer

from activities.api_tokens import Caller, NoToken, who_calls
from activities.commands import FinishTask
from activities.finishing import finish_task
from activities.next_task import must_be_free_to_choose
from models import queues
from models.claim_numbers import claims_numbered
from models.claims import Claim
from models.queues import VIEWS, Place, Reader
from models.tasks import Task
from rules.api_scopes import Scope
from rules.errors import NotAllowed, Unknown
from rules.tasks import CHOICES, SECOND_PERSON, Outcome
from web.api_forms import (
    ClaimAnswer,
    ClaimAsked,
    FinishAsked,
    FinishedAnswer,
    Problem,
    QueueAnswer,
    TaskAnswer,
    TaskPage,
    TasksAsked,
    WholeTask,
)
from web.pages import Desk, address_of, desk_of

bearer = HTTPBearer(auto_error=False, description="A token made in one's own settings.")
REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem} for status in (400, 401, 403, 404, 409, 422)
}
router = APIRouter(prefix="/api/v1", dependencies=[Depends(bearer)], responses=REFUSALS)
AT_THE_DESK = "Approvals need a person at the desk, with a second factor."
AT_THE_DESK_ALONE = (Outcome.APPROVED, Outcome.JUSTIFIED, Outcome.NOT_JUSTIFIED)


async def caller(request: Request) -> Caller:
    """Whose program asks. Raises NoToken."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise NoToken("This needs a token that holds: send it as `Authorization: Bearer …`.")
    calls = await who_calls(desk_of(request).office, token.strip(), address_of(request))
    request.state.asks = calls.actor
    return calls


Calls = Annotated[Caller, Depends(caller)]
Here = Annotated[Desk, Depends(desk_of)]


def reader_of(calls: Caller) -> Reader:
    return Reader(calls.actor.id, calls.approves)


@router.get("/queues")
async def queue_counts(calls: Calls, desk: Here) -> list[QueueAnswer]:
    """How many tasks wait in each list."""
    calls.require(Scope.READ_QUEUES)
    async with desk.office.begin(calls.actor) as work:
        counts, _ = await queues.counts(work.session, reader_of(calls), work.now)
    return [QueueAnswer(name=each.name, title=each.title, count=counts[each.name]) for each in VIEWS.values()]


@router.get("/tasks")
async def task_list(calls: Calls, desk: Here, asked: Annotated[TasksAsked, Query()]) -> TaskPage:
    """One page of a list, the most urgent first."""
    calls.require(Scope.READ_TASKS)
    queue, limit = asked.queue, asked.limit
    if queue not in VIEWS:
        raise Unknown("There is no such list.")
    if calls.guided_by:
        raise NotAllowed(f"In {calls.guided_by} work is given, not chosen: there is no list.")
    place = None
    if asked.after:
        priority, task_id = desk.links.open(asked.after)
        place = Place(int(priority), UUID(task_id))
    async with desk.office.begin(calls.actor) as work:
        found = await queues.rows(work.session, VIEWS[queue], reader_of(calls), work.now, place, limit)
        work.record("saw", f"view:{queue}", tasks=[str(row.id) for row in found[:limit]], by="token")
    last = found[limit - 1] if len(found) > limit else None
    more = desk.links.seal(last.priority, last.id) if last else None
    return TaskPage(tasks=[TaskAnswer.of(row) for row in found[:limit]], after=more)


@router.get("/tasks/{task_id}")
async def one_task(calls: Calls, desk: Here, task_id: UUID) -> WholeTask:
    """One task, with the outcomes that may finish it."""
    calls.require(Scope.READ_TASKS)
    async with desk.office.begin(calls.actor) as work:
        task = await work.session.get(Task, task_id)
        if task is None or (task.kind in SECOND_PERSON and not calls.approves):
            raise Unknown("There is no such task, or it belongs to a practice you do not work for.")
        must_be_free_to_choose(calls.guided_by, calls.actor, task)
        claim = await work.session.get(Claim, task.claim_id) if task.claim_id else None
        work.record("saw", f"task:{task_id}", task.practice_id, by="token")
    facts = {
        name: getattr(task, name) for name in WholeTask.model_fields.keys() - {"claim_number", "outcomes"}
    }
    outcomes = [choice.outcome for choice in CHOICES[task.kind]]
    return WholeTask(**facts, claim_number=claim.number if claim else None, outcomes=outcomes)


@router.post("/tasks/{task_id}/finish")
async def finish(calls: Calls, desk: Here, task_id: UUID, asked: FinishAsked) -> FinishedAnswer:
    """Finish a task with an outcome of its own list."""
    calls.require(Scope.FINISH_TASKS)
    if asked.outcome in AT_THE_DESK_ALONE:
        raise NotAllowed(AT_THE_DESK)
    done = await finish_task(desk.office, calls.actor, FinishTask(task_id=task_id, **asked.model_dump()))
    return FinishedAnswer(id=task_id, version=done.version, said=done.words)


@router.post("/claims/search")
async def find_claims(calls: Calls, desk: Here, asked: ClaimAsked) -> list[ClaimAnswer]:
    """Claims with this number, ours or the payer's."""
    calls.require(Scope.READ_CLAIMS)
    async with desk.office.begin(calls.actor) as work:
        found = await claims_numbered(work.session, asked.number.strip())
        for claim, _ in found:
            work.record("saw", f"claim:{claim.id}", claim.practice_id, by="token")
    return [ClaimAnswer.of(claim, payer) for claim, payer in found]


@router.get("/openapi.json", include_in_schema=False)
async def description(calls: Calls) -> dict[str, Any]:
    """What this API takes and gives, for those who may ask it anything."""
    return get_openapi(title="Claimdesk", version="1", routes=router.routes)
