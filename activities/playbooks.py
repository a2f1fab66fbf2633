"""How a payer is worked: written by those who lead, every version kept."""

from dataclasses import dataclass
from uuid import UUID

from activities.actors import Actor
from activities.transactions import Office
from models.payers import Payer
from models.playbooks import Playbook
from rules.access import Permission, Role, require
from rules.errors import Refusal, Unknown
from rules.tasks import TaskKind

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class WritePlaybook:
    """The whole new text for this payer and kind of task."""

    payer_id: UUID
    kind: TaskKind
    body: str


async def write_playbook(office: Office, actor: Actor, said: WritePlaybook) -> None:
    """Put this version before the earlier ones. Raises NotAllowed, Unknown without such a payer, Refusal."""
    require(Role(actor.role), Permission.KEEP_TEXTS)
    body = said.body.strip()
    if not 0 < len(body) <= LONGEST:
        raise Refusal(f"A playbook needs a text of at most {LONGEST} letters.")
    async with office.begin(actor) as work:
        if await work.session.get(Payer, said.payer_id) is None:
            raise Unknown("There is no such payer.")
        version = Playbook(
            payer_id=said.payer_id, kind=said.kind, body=body, changed_by=actor.id, changed_at=work.now
        )
        work.session.add(version)
        work.record("wrote a playbook", f"payer:{said.payer_id}", kind=said.kind)
