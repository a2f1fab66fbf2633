"""The tasks behind the promises and behind a person's day, each list with the sums that the board shows."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from activities.days import office_day
from models import team_lists, team_people
from models.listings import PAGE
from rules.access import Permission
from web.board_forms import PickForm
from web.board_words import whose
from web.pages import SignedIn
from web.paging import cut, cut_moments, moment
from web.promise_screens import NOTHING, finished_part, level_named, open_part

router = APIRouter(prefix="/boards/team")


class Which(StrEnum):
    """Which number of a promise."""

    IN_TIME = "in time"
    LATE = "finished late"
    OPEN = "open and late"
    MISSED = "missed"


class ListForm(PickForm):
    """Whose, and where the list goes on."""

    after: str = ""


class PromiseForm(ListForm):
    """`promise` is its name; `after_open` is where its open tasks go on."""

    promise: str
    which: Which = Which.MISSED
    after_open: str = ""


@router.get("/promises")
async def promise(page: SignedIn, form: Annotated[PromiseForm, Query()]) -> Response:
    """The finished tasks that kept or missed a promise, and the open ones that are past it."""
    page.require(Permission.SEE_TEAM)
    picked, in_time = form.picked(), form.which is Which.IN_TIME
    async with page.reading() as work:
        level = level_named(form.promise, await office_day(work))
        finished = left = None
        if form.which is not Which.OPEN:
            finished = await finished_part(page, work, level, picked, form.after, in_time=in_time)
        if form.which in (Which.OPEN, Which.MISSED):
            left = await open_part(page, work, level, picked, form.after_open)
        of, today = await whose(work, picked), await office_day(work)
    facts: dict[str, Any] = {"level": level, "which": form.which, "finished": finished, "left": left}
    facts |= {"fields": form.narrowing(), "whose": of, "today": today, "form": form}
    return page.show("promise_tasks.html", here="/boards/team", **facts)


@router.get("/done")
async def done(page: SignedIn, form: Annotated[ListForm, Query()]) -> Response:
    """What was finished since midnight at the practice."""
    page.require(Permission.SEE_TEAM)
    picked = form.picked()
    async with page.reading() as work:
        sums = await team_people.done_today(work.session, work.now, picked)
        found = await team_lists.done_today(work.session, work.now, picked, moment(page, form.after))
        of, today = await whose(work, picked), await office_day(work)
    rows, more = cut_moments(page, found)
    facts: dict[str, Any] = {"rows": rows, "more": more, "whose": of, "today": today}
    facts["count"] = sum(count for count, _ in sums.values())
    facts["money"] = sum((money for _, money in sums.values()), NOTHING)
    return page.show("team_done.html", here="/boards/team", fields=form.narrowing(), **facts)


@router.get("/skips")
async def skips(page: SignedIn, form: Annotated[ListForm, Query()]) -> Response:
    """What people passed over within a week, and why."""
    page.require(Permission.SEE_TEAM)
    picked = form.picked()
    async with page.reading() as work:
        sums = await team_people.skips(work.session, work.now, picked)
        found = await team_lists.skips(work.session, work.now, picked, moment(page, form.after))
        of, today = await whose(work, picked), await office_day(work)
    last = found[PAGE - 1] if len(found) > PAGE else None
    rows, more = cut(page, found, *((last.at.isoformat(), last.id) if last else ()))
    facts: dict[str, Any] = {
        "rows": rows,
        "more": more,
        "whose": of,
        "today": today,
        "count": sum(sums.values()),
    }
    return page.show("team_skips.html", here="/boards/team", fields=form.narrowing(), **facts)
