"""The places where lists go on, sealed into links."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from models.counted_rows import CountedRow
from models.listings import PAGE, Moment
from models.team_board import Behind, Place
from web.pages import Page

T = TypeVar("T")


def moment(page: Page, after: str) -> Moment | None:
    """The sealed moment of a link; None at the beginning. Raises Unknown for a place we did not seal."""
    if not after:
        return None
    at, row_id = page.desk.links.open(after)
    return Moment(datetime.fromisoformat(at), UUID(row_id))


def cut(page: Page, found: Sequence[T], *place: object) -> tuple[Sequence[T], str]:
    """One page of what was found and the sealed place of the next one, empty at the end."""
    return found[:PAGE], page.desk.links.seal(*place) if len(found) > PAGE else ""


def cut_moments(page: Page, found: Sequence[CountedRow]) -> tuple[Sequence[CountedRow], str]:
    """As `cut`, of finished tasks: the next page goes on after the last one shown."""
    last = found[PAGE - 1] if len(found) > PAGE else None
    return cut(page, found, *((last.finished_at.isoformat(), last.task_id) if last else ()))


def cut_tasks(page: Page, found: Sequence[Behind]) -> tuple[Sequence[Behind], str]:
    """As `cut`, of live tasks in the order of their urgency."""
    last = found[PAGE - 1] if len(found) > PAGE else None
    return cut(page, found, *((last.priority, last.id) if last else ()))


def task_place(page: Page, after: str) -> Place | None:
    """The sealed place of a list by urgency; None at the beginning. Raises Unknown as `moment` does."""
    if not after:
        return None
    priority, task_id = page.desk.links.open(after)
    return Place(int(priority), UUID(task_id))
