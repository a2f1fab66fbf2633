"""What a person learns about a patient beside the claim: the language to speak with them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from activities import claims
from activities.actors import Actor
from activities.allocating import allocate_waiting
from activities.receipts import first_time
from activities.transactions import Office
from models.patients import Patient
from models.tasks import Task
from rules.errors import Refusal, Stale, Unknown
from rules.languages import LANGUAGES
from rules.tasks import LIVE


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """The language of the claim's patient, as its code; `seen` is what the page showed. None: not asked."""

    key: UUID
    seen: str | None
    language: str | None
    claim_id: UUID | None = None
    task_id: UUID | None = None  # in place of the claim it is about


async def set_language(office: Office, actor: Actor, said: SetLanguage) -> None:
    """Keep it for every claim of the patient; their tasks in nobody's hand, and new ones, are given by it.

    The same key again changes nothing. Raises Unknown, Refusal for no language of the list, Stale when
    somebody set another one meanwhile.
    """
    if said.language is not None and said.language not in LANGUAGES:
        raise Refusal("Choose a language from the list.")
    async with office.begin(actor) as work:
        if not await first_time(work, said.key, said):
            return
        of_the_task = select(Task.claim_id).where(Task.id == said.task_id)
        claim_id = said.claim_id or await work.session.scalar(of_the_task)
        if claim_id is None:
            raise Unknown("There is no such task, or it is about no patient of a practice you work for.")
        claim = await claims.one(work, claim_id)
        theirs = select(Patient).where(Patient.id == claim.patient_id)
        patient = (await work.session.scalars(theirs.with_for_update())).one()
        if patient.language not in (said.seen, said.language):
            raise Stale("Somebody else set the language first: here it is as it stands now.")
        if patient.language != said.language:
            patient.language = said.language
            work.record("set the language", f"claim:{claim.id}", claim.practice_id)
            await work.session.flush()
            waiting = select(Task.id).where(
                Task.account_id == patient.id, Task.state.in_(LIVE), Task.owner_id.is_(None)
            )
            await allocate_waiting(work, (await work.session.scalars(waiting)).all())
