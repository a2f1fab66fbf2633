"""Tasks that somebody marked, as much of each as tells what an act on all of them would do."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.claims import Claim
from models.patients import Patient
from models.payers import Payer
from models.tasks import Task
from rules.tasks import TaskKind, TaskState


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """One marked task; the names are None where it is about no patient or payer."""

    id: UUID
    practice_id: UUID
    kind: TaskKind
    state: TaskState
    version: int
    ask: str
    money: Decimal
    deadline_on: date | None
    last_name: str | None
    first_name: str | None
    payer: str | None
    access_class: str
    requested_by: UUID | None


async def marked(session: AsyncSession, ids: Collection[UUID]) -> list[MarkedRow]:
    """These tasks, the most urgent first; ids that this reader may not see are left out."""
    found = (
        select(Task.id, Task.practice_id, Task.kind, Task.state, Task.version, Task.ask, Task.money)
        .add_columns(Task.deadline_on, Patient.last_name, Patient.first_name, Payer.name)
        .add_columns(Task.access_class, Task.requested_by)
        .outerjoin(Claim, Claim.id == Task.claim_id)
        .outerjoin(Patient, Patient.id == Claim.patient_id)
        .outerjoin(Payer, Payer.id == Task.payer_id)
        .where(Task.id.in_(ids))
        .order_by(Task.priority.desc(), Task.id)
    )
    return [MarkedRow(*row) for row in await session.execute(found)]
