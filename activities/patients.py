"""What a person learns about a patient beside the claim: the language to speak with them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from activities import claims
from activities.actors import Actor
from activities.receipts import first_time
from activities.transactions import Office
from models.patients import Patient
from rules.errors import Refusal, Stale
from rules.languages import LANGUAGES


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """The language of this claim's patient, as its code; `seen` is what the page showed. None: not asked."""

    key: UUID
    claim_id: UUID
    seen: str | None
    language: str | None


async def set_language(office: Office, actor: Actor, said: SetLanguage) -> None:
    """Keep it for every claim of the patient; tasks given from now on are given by it.

    The same key again changes nothing. Raises Unknown, Refusal for no language of the list, Stale when
    somebody set another one meanwhile.
    """
    if said.language is not None and said.language not in LANGUAGES:
        raise Refusal("Choose a language from the list.")
    async with office.begin(actor) as work:
        if not await first_time(work, said.key, said):
            return
        claim = await claims.one(work, said.claim_id)
        theirs = select(Patient).where(Patient.id == claim.patient_id)
        patient = (await work.session.scalars(theirs.with_for_update())).one()
        if patient.language not in (said.seen, said.language):
            raise Stale("Somebody else set the language first: here it is as it stands now.")
        if patient.language != said.language:
            patient.language = said.language
            work.record("set the language", f"claim:{claim.id}", claim.practice_id)
