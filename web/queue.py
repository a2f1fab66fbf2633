"""The lists of tasks: opening one, paging through it, and looking again when it changed."""

from fastapi import APIRouter, Response

from activities.holding import work_next
from activities.next_task import is_on_duty
from models.queues import MINE, view_at
from rules.access import Permission
from web.desk import read_list, show_list
from web.pages import SignedIn

router = APIRouter()


@router.get("/")
async def home(page: SignedIn) -> Response:
    """People who work tasks start with their queue, the others with what they may see."""
    return page.go("/queue/mine" if page.person.may(Permission.WORK_TASKS) else "/boards/deadlines")


@router.get("/queue/{view_name}")
async def queue(page: SignedIn, view_name: str, after: str = "") -> Response:
    """One view; `after` is the sealed place where its next page begins."""
    return await show_list(page, view_at(view_name), after=after)


@router.get("/rows/{view_name}")
async def rows(page: SignedIn, view_name: str) -> Response:
    """The first rows of a view and the counts, as an open screen asks for them when something changed."""
    view = view_at(view_name)
    async with page.reading(view) as work:
        if page.is_fragment:
            await page.count(work, view)
        listed = await read_list(work, page, view, is_first=False)
    return page.show("desk.html", "rows", "counts", view=view, here=view.name, listed=listed, screen=None)


@router.post("/next")
async def take_next(page: SignedIn) -> Response:
    """Work next: the most urgent task that nobody holds, without choosing."""
    page.require(Permission.WORK_TASKS)
    task = await work_next(page.office, page.actor)
    said = "" if await is_on_duty(page.office, page.actor) else "&said=late"
    return page.go(f"/tasks/{task}?view={MINE.name}{said}" if task else "/queue/mine")
