"""The places where lists go on, sealed into links."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from models.listings import PAGE, Moment
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
