"""The office's note templates: kept and removed by those who lead."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from activities.actors import Actor
from activities.transactions import Office
from models.base import new_id
from models.note_templates import NoteTemplate
from rules.access import Permission, Role, require
from rules.errors import Unknown
from rules.note_templates import check_template
from rules.tasks import TaskKind


@dataclass(frozen=True, slots=True)
class KeepTemplate:
    """Without a kind it is offered on every task."""

    name: str
    body: str
    kind: TaskKind | None = None


async def keep_template(office: Office, actor: Actor, said: KeepTemplate) -> None:
    """Keep it, in place of the one of the same name. Raises NotAllowed, or Refusal for a bad text."""
    require(Role(actor.role), Permission.KEEP_TEXTS)
    name, body = " ".join(said.name.split()), said.body.strip()
    check_template(name, body)
    async with office.begin(actor) as work:
        kept = {"body": body, "kind": said.kind, "changed_by": actor.id, "changed_at": work.now}
        row = insert(NoteTemplate).values(id=new_id(), name=name, **kept)
        await work.session.execute(row.on_conflict_do_update(index_elements=["name"], set_=kept))
        work.record("kept a note template", f"template:{name}")


async def remove_template(office: Office, actor: Actor, template_id: UUID) -> None:
    """Raises NotAllowed, or Unknown when it is gone already."""
    require(Role(actor.role), Permission.KEEP_TEXTS)
    async with office.begin(actor) as work:
        template = await work.session.get(NoteTemplate, template_id)
        if template is None:
            raise Unknown("There is no such template.")
        await work.session.delete(template)
        work.record("removed a note template", f"template:{template.name}")
