"""Marked tasks: what they are together, one act on all of them, and what came of each."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Query, Response
from pydantic import BaseModel

from activities.bulk_tasks import MOST, Marked, Result, finish_all, snooze_all, transfer_all, undo_all
from activities.colleagues import Receiver, receivers
from activities.commands import FinishTask
from activities.days import office_day
from activities.transactions import Work
from models import queues
from models.marked import MarkedRow, marked
from models.views import MINE, View, view_at
from rules.access import Permission
from rules.errors import NotAllowed, Refusal
from rules.tasks import Awaited, Choice, Outcome, bulk_choices
from web.pages import Page, SignedIn

router = APIRouter(prefix="/bulk")
ViewName = Annotated[str, Query()]


class MarkForm(BaseModel, extra="forbid"):
    """The ticked rows of a list, or everything that matches it."""

    task: list[UUID] = []
    all: bool = False


class BulkForm(BaseModel, extra="forbid"):
    """The marked tasks with the versions that were shown, as "id:version"."""

    key: UUID
    task: list[str]

    def versions(self) -> dict[UUID, int]:
        """Raises Refusal for what is no task."""
        pairs = [each.partition(":") for each in self.task]
        try:
            return {UUID(task_id): int(version) for task_id, _, version in pairs}
        except ValueError:
            raise Refusal("The form is not complete: mark the tasks again.") from None


class BulkSnoozeForm(BulkForm):
    until: date | Literal[""] = ""
    awaits: Awaited | None = None


class BulkTransferForm(BulkForm):
    to: UUID
    reason: str = ""


class BulkUndoForm(BulkForm):
    """`act` is the key of the act that is taken back."""

    act: UUID


class BulkFinishForm(BulkForm):
    outcome: Outcome
    until: date | None = None
    reference: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the marked tasks are together, and what can be done with all of them."""

    rows: Sequence[MarkedRow]
    choices: Sequence[Choice]
    colleagues: Sequence[Receiver]
    today: date
    more: bool  # the list holds more than one act may change

    @property
    def money(self) -> Decimal:
        return sum((each.money for each in self.rows), Decimal("0.00"))

    @property
    def tomorrow(self) -> date:
        return self.today + timedelta(days=1)


def may_choose(page: Page) -> None:
    """Raises NotAllowed for those who work no tasks, and for those who take what comes."""
    page.require(Permission.WORK_TASKS)
    if page.person.guided_by:
        raise NotAllowed(f"{page.person.guided_by} takes one task after the other, never many at once.")


@router.post("/choose")
async def choose(page: SignedIn, form: Annotated[MarkForm, Form()], view: ViewName = MINE.name) -> Response:
    """The marked tasks and what can be done with them: nothing happens yet."""
    may_choose(page)
    place = view_at(view)
    async with page.reading(place) as work:
        ids: Sequence[UUID] = form.task
        if form.all:
            ids = await queues.matching(work.session, place, page.reader, work.now, MOST + 1)
        rows = await marked(work.session, ids[:MOST])
        for practice_id in {each.practice_id for each in rows}:
            own = [str(each.id) for each in rows if each.practice_id == practice_id]
            work.record("saw", f"view:{place.name}", practice_id, tasks=own)
        people = await _colleagues(work, rows)
        choices = bulk_choices({each.kind for each in rows})
        chosen = Chosen(rows, choices, people, await office_day(work), len(ids) > MOST)
    return page.show("bulk.html", "chosen", here=place.name, view=place, chosen=chosen)


async def _colleagues(work: Work, rows: Sequence[MarkedRow]) -> Sequence[Receiver]:
    """Who may have some of what is marked of the first task's practice; others are refused one by one."""
    if not rows:
        return ()
    here = rows[0].practice_id
    return await receivers(work, here, [each for each in rows if each.practice_id == here])


Deed = Callable[[Sequence[Marked]], Awaitable[list[Result]]]


@router.post("/snooze")
async def snooze(
    page: SignedIn, form: Annotated[BulkSnoozeForm, Form()], view: ViewName = MINE.name
) -> Response:
    """Put them all aside, each at most until its own deadline."""

    async def deed(tasks: Sequence[Marked]) -> list[Result]:
        return await snooze_all(page.office, page.actor, form.key, tasks, form.until or None, form.awaits)

    return await _carry_out(page, view_at(view), form, deed)


@router.post("/transfer")
async def transfer(
    page: SignedIn, form: Annotated[BulkTransferForm, Form()], view: ViewName = MINE.name
) -> Response:
    """Hand them all to one colleague."""

    async def deed(tasks: Sequence[Marked]) -> list[Result]:
        return await transfer_all(page.office, page.actor, form.key, tasks, form.to, form.reason)

    return await _carry_out(page, view_at(view), form, deed)


@router.post("/finish")
async def finish(
    page: SignedIn, form: Annotated[BulkFinishForm, Form()], view: ViewName = MINE.name
) -> Response:
    """Finish them all with one outcome; never one that moves money."""

    async def deed(tasks: Sequence[Marked]) -> list[Result]:
        pattern = FinishTask(
            form.key, form.key, 0, form.outcome,
            until=form.until, reference=form.reference, reason=form.reason,
        )  # fmt: skip
        return await finish_all(page.office, page.actor, pattern, tasks)

    return await _carry_out(page, view_at(view), form, deed)


@router.post("/undo")
async def undo(page: SignedIn, form: Annotated[BulkUndoForm, Form()], view: ViewName = MINE.name) -> Response:
    """Take all of it back while nothing has left the office; what somebody touched since says so."""

    async def deed(tasks: Sequence[Marked]) -> list[Result]:
        return await undo_all(page.office, page.actor, form.key, form.act, tasks)

    return await _carry_out(page, view_at(view), form, deed, is_undo=True)


async def _carry_out(
    page: Page, view: View, form: BulkForm, deed: Deed, *, is_undo: bool = False
) -> Response:
    """Do it task by task and show what came of each."""
    may_choose(page)
    versions = form.versions()
    async with page.office.begin(page.actor) as work:
        rows = {each.id: each for each in await marked(work.session, versions)}
    results = await deed([Marked(each.id, each.kind, versions[each.id]) for each in rows.values()])
    done = [each.task_id for each in results if each.is_done]
    facts: dict[str, Any] = {"results": results, "rows": rows, "done": done, "is_undo": is_undo}
    facts |= {"act": form.key, "gone": () if is_undo else done}  # taken back, a row is in its list again
    async with page.reading(view):
        return page.show("bulk.html", "told", "gone", here=view.name, view=view, chosen=None, **facts)
