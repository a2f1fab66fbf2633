"""The office's note templates: read, written, removed."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Response
from pydantic import BaseModel

from activities.note_templates import KeepTemplate, keep_template, remove_template
from models import note_templates
from rules.access import Permission
from rules.errors import Refusal
from rules.note_templates import Place
from rules.tasks import TaskKind
from web.pages import Page, SignedIn

router = APIRouter(prefix="/texts")


class TemplateForm(BaseModel, extra="forbid"):
    name: str = ""
    kind: TaskKind | Literal[""] = ""
    body: str = ""


@router.get("")
async def texts(page: SignedIn) -> Response:
    """Every template, and a form for a new one."""
    return await _show(page)


async def _show(page: Page, refusal: Refusal | None = None) -> Response:
    page.require(Permission.KEEP_TEXTS)
    async with page.reading() as work:
        rows = await note_templates.templates(work.session)
    facts: dict[str, Any] = {"rows": rows, "places": list(Place), "kinds": list(TaskKind)}
    return page.show("texts.html", here="/texts", refusal=refusal, **facts)


@router.post("")
async def keep(page: SignedIn, form: Annotated[TemplateForm, Form()]) -> Response:
    """Keep a template, in place of the one of the same name."""
    try:
        said = KeepTemplate(form.name, form.body, form.kind or None)
        await keep_template(page.office, page.actor, said)
    except Refusal as refusal:
        return await _show(page, refusal)
    return page.go("/texts")


@router.post("/{template_id}/remove")
async def remove(page: SignedIn, template_id: UUID) -> Response:
    """Remove a template."""
    await remove_template(page.office, page.actor, template_id)
    return page.go("/texts")
