"""A payer's playbook for one kind of task: written with a preview, every version kept."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from activities.playbooks import WritePlaybook, write_playbook
from models import playbooks
from models.payers import Payer
from rules.access import Permission
from rules.errors import Refusal, Unknown
from rules.tasks import TaskKind
from web.pages import Page, SignedIn

router = APIRouter(prefix="/payers/{payer_id}/playbooks/{kind_name}")


def kind_of(name: str) -> TaskKind:
    """Raises Unknown for what is no kind of task."""
    if name.upper() not in TaskKind.__members__:
        raise Unknown("There is no such kind of task.")
    return TaskKind[name.upper()]


@router.get("")
async def edit(page: SignedIn, payer_id: UUID, kind_name: str) -> Response:
    """The text as it holds now, with everybody who changed it."""
    page.require(Permission.KEEP_TEXTS)
    return await _show(page, payer_id, kind_of(kind_name))


async def _show(
    page: Page, payer_id: UUID, kind: TaskKind, body: str | None = None, problem: str = "", status: int = 200
) -> Response:
    """`body` is what was typed and is shown as people would read it; None: nothing was typed yet."""
    async with page.reading() as work:
        payer = await work.session.get(Payer, payer_id)
        if payer is None:
            raise Unknown("There is no such payer.")
        versions = [each for each in await playbooks.of_payer(work.session, payer_id) if each[0].kind == kind]
    known = versions[0][0].body if versions else ""
    facts = {"payer": payer, "kind": kind, "versions": versions, "preview": body, "problem": problem}
    shown = known if body is None else body
    return page.show(
        "playbook.html", here="/payers", status=status, body=shown, today=work.now.date(), **facts
    )


@router.post("")
async def write(
    page: SignedIn,
    payer_id: UUID,
    kind_name: str,
    body: Annotated[str, Form()] = "",
    keep: Annotated[bool, Form()] = False,
) -> Response:
    """Show the text as it would stand; with `keep`, let it hold from now on."""
    page.require(Permission.KEEP_TEXTS)
    kind = kind_of(kind_name)
    if not keep:
        return await _show(page, payer_id, kind, body)
    try:
        await write_playbook(page.office, page.actor, WritePlaybook(payer_id, kind, body))
    except Refusal as refusal:
        return await _show(page, payer_id, kind, body, str(refusal), refusal.status)
    return page.go(f"/payers/{payer_id}")
