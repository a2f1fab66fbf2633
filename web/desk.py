"""The desk: the list on the left and the task beside it, whole or in the parts that changed."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fastapi.responses import HTMLResponse

from activities.holding import take_next
from activities.next_task import Ahead, look_ahead, must_be_free_to_choose
from activities.transactions import Work
from models import queues
from models.filters import ANYTHING, Filter
from models.queues import PAGE, Place, TaskRow, View
from rules.tasks import TaskKind
from web import words
from web.chips import Chip, deadline, due, of_row
from web.denials import code_words
from web.note_texts import text_of, texts_of
from web.pages import Page, Toast
from web.task_screens import TaskScreen, read_task


@dataclass(frozen=True, slots=True)
class Row:
    """A task in the list, with its one chip."""

    task: TaskRow
    brief: str  # what it is about, in the few words that fit
    chip: Chip
    held_by: str | None  # another person has it open


@dataclass(frozen=True, slots=True)
class Coming:
    """What a guided person is told of what waits for them."""

    ahead: Ahead
    chips: list[Chip]
    why: str

    @property
    def waiting(self) -> int:
        return self.ahead.first.waiting if self.ahead.first else 0


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a view; `more` is the sealed place where the next one begins, empty at the end."""

    view: View
    rows: list[Row]
    more: str
    is_first: bool
    coming: Coming | None = None  # of those who take what comes; None: they choose


async def read_list(work: Work, page: Page, view: View, after: str = "", *, is_first: bool = True) -> Listed:
    """One page of this view. Raises Unknown when `after` is not a place that we sealed.

    Guided people see none, and are told what comes. Whose names are shown is written into the trail; of what
    a screen asks by itself, not `is_first`, only those that this login was not shown before.
    """
    if page.person.guided_by:
        return Listed(view, [], "", True, _coming(work, await look_ahead(work)))
    place = _place(page, after) if after else None
    found = await queues.rows(work.session, view, page.reader, work.now, place)
    more = page.desk.links.seal(found[PAGE - 1].priority, found[PAGE - 1].id) if len(found) > PAGE else ""
    rows = [_row(work, page, task) for task in found[:PAGE]]
    shown = [row.task.id for row in rows]
    told = shown if is_first else page.desk.shown.new(page.person.token_hash, shown)
    if told:
        work.record("saw", f"view:{view.name}", tasks=[str(each) for each in told])
        page.named.update(told)
    return Listed(view, rows, more, not after)


def _coming(work: Work, ahead: Ahead) -> Coming:
    task = ahead.first
    if task is None:
        return Coming(ahead, [], "")
    today = work.today(task.time_zone)
    told = [due(task.due_on, today)]
    if task.deadline_on:
        told.append(deadline(task.deadline_on, today, task.kind))
    return Coming(ahead, told, words.plain_reasons(task.reasons, task.kind))


def _place(page: Page, after: str) -> Place:
    priority, task_id = page.desk.links.open(after)
    return Place(int(priority), UUID(task_id))


def _row(work: Work, page: Page, task: TaskRow) -> Row:
    held = task.holder_id not in (None, page.person.id) and task.leased_until and task.leased_until > work.now
    today = work.today(task.time_zone)
    return Row(task, brief(task, today), of_row(task, today), task.holder if held else None)


def brief(task: TaskRow, today: date) -> str:
    """The denial code in words or the first finding, else the task's own sentence; then the payer."""
    codes = code_words([*task.detail.get("codes", ()), *task.detail.get("remarks", ())], today)
    findings = task.detail.get("findings", ())
    about = f"{codes[0].code} {codes[0].words}" if codes else findings[0]["text"] if findings else task.ask
    return " · ".join(part for part in (words.sentence(about.rstrip(".")), task.payer) if part)


async def show_task(
    page: Page,
    view: View,
    task_id: UUID,
    *,
    toast: Toast | None = None,
    status: int = 200,
    gone: UUID | None = None,
    **facts: Any,
) -> HTMLResponse:
    """This task beside its list; `gone` leaves the list at once, `facts` tell of a refusal."""
    async with page.reading(view) as work:
        screen = await read_task(work, task_id, page.reader)
        must_be_free_to_choose(page.person.guided_by, page.actor, screen.task)
        listed = await _column(work, page, view)
    return _desk(page, view, listed, screen, toast, status, gone, facts)


async def show_next(page: Page, view: View, toast: Toast, gone: UUID) -> HTMLResponse:
    """The next task of this view, taken and read in one go; at the end of the queue, what was achieved."""
    kinds, narrow = asked_of(page, view)
    async with page.reading(view) as work:
        upcoming = await take_next(work, after=gone, kinds=kinds, narrow=narrow)
        screen = await read_task(work, upcoming, page.reader) if upcoming else None
        listed = await _column(work, page, view) if screen else None
    if screen is None:
        return await show_list(page, view, toast=toast, gone=gone)
    return _desk(page, view, listed, screen, toast, 200, gone, {})


async def _column(work: Work, page: Page, view: View) -> Listed | None:
    """The list beside a task: for a part of a page only what guided people are told of it."""
    return None if page.is_fragment and not page.person.guided_by else await read_list(work, page, view)


def asked_of(page: Page, view: View) -> tuple[list[TaskKind] | None, Filter]:
    """What the next task must be so that it stands in this view; guided people choose no view."""
    if page.person.guided_by:
        return None, ANYTHING
    return (sorted(page.reader.kinds(view)) if view.kinds else None), view.narrow


async def show_list(
    page: Page, view: View, *, after: str = "", toast: Toast | None = None, gone: UUID | None = None
) -> HTMLResponse:
    """The list with nothing open beside it; at the end of the queue, what was achieved."""
    async with page.reading(view) as work:
        if page.rail is None:
            await page.count(work, view)
        listed = await read_list(work, page, view, after)
    return _desk(page, view, listed, None, toast, 200, gone, {})


def _desk(
    page: Page,
    view: View,
    listed: Listed | None,
    screen: TaskScreen | None,
    toast: Toast | None,
    status: int,
    gone: UUID | None,
    facts: dict[str, Any],
) -> HTMLResponse:
    shown: dict[str, Any] = {"problem": "", "typed": {}, "conflict": False, "texts": (), **facts}
    if screen is not None:
        shown["texts"] = texts_of(screen, page.actor)
        if template := facts.get("insert"):
            before = shown["typed"].get("note") or screen.subject.draft or ""
            shown["typed"] = {"note": f"{before}\n{text_of(screen, template, page.actor)}".strip()}
    shown |= {"view": view, "here": view.name, "listed": listed, "screen": screen, "gone": gone}
    return page.show("desk.html", "work", "gone", "coming", "toast", status=status, toast=toast, **shown)
