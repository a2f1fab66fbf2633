"""A portion of imported claims becomes rows: claims, lines, deadlines and charges in a few statements."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from activities.actors import Actor
from activities.claim_forms import columns_of, form_of, lines_of
from activities.earlier_payers import settled_by_line
from activities.filing import filing_deadline, keep_deadline
from activities.ledger import post_charges_of
from activities.registration import Parties, Registered, register
from activities.transactions import Work
from edi.claims import ProfessionalClaim
from models.base import new_id
from models.claims import Claim, ClaimLine
from models.rulebook import working_times
from rules.claims import TURN_OF_STAGE, Stage
from rules.follow_ups import acknowledgement_due_on

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A claim as it was read, under the key that lets it in only once."""

    key: str
    claim: ProfessionalClaim


async def take_claims(
    work: Work, actor: Actor, file_id: UUID, arrivals: list[Arrival], sent_on: date | None
) -> Registered:
    """Enter these claims with everyone they name, and wake each one."""
    registered = await register(work, actor, [each.claim for each in arrivals])
    billed: list[tuple[Claim, list[ClaimLine]]] = []
    settled: dict[UUID, Decimal] = {}
    for arrival, parties in zip(arrivals, registered.parties, strict=True):
        claim, lines = _rows(work, arrival, parties, sent_on)
        amounts = settled_by_line(arrival.claim)
        settled |= {line.id: amount for line, amount in zip(lines, amounts, strict=True) if amount}
        claim.open_amount = sum((line.charge for line in lines), ZERO) - sum(amounts, ZERO)
        billed.append((claim, lines))
        work.record("imported", f"claim:{claim.id}", claim.practice_id, file=str(file_id))
        work.wake(f"claim:{claim.id}")
        work.ring_claim(claim.id)
    work.session.add_all(claim for claim, _ in billed)
    await work.session.flush()
    work.session.add_all(line for _, lines in billed for line in lines)
    await work.session.flush()
    await post_charges_of(work, billed, settled)
    return registered


def _rows(
    work: Work, arrival: Arrival, parties: Parties, sent_on: date | None
) -> tuple[Claim, list[ClaimLine]]:
    columns = columns_of(arrival.claim)
    today = work.today(parties.practice.time_zone)
    claim = Claim(
        id=new_id(),
        practice_id=parties.practice.id,
        patient_id=parties.patient.id,
        coverage_id=parties.coverage.id,
        payer_id=parties.payer.id,
        number=columns.number,
        import_key=arrival.key,
        form=form_of(arrival.claim),
        frequency=columns.frequency,
        charge=columns.charge,
        service_from=columns.service_from,
        service_to=columns.service_to,
        rendering_npi=columns.rendering_npi,
        payer_claim_number=columns.payer_claim_number,
        stage=Stage.SCRUBBING,
        turn=TURN_OF_STAGE[Stage.SCRUBBING],
        reason="Imported",
    )
    keep_deadline(claim, filing_deadline(arrival.claim, parties.payer, parties.practice.state, today))
    if sent_on is not None:
        _is_out(claim, sent_on, today)
    return claim, _line_rows(claim, arrival.claim)


def _is_out(claim: Claim, sent_on: date, today: date) -> None:
    """It was sent before it came to us: its clocks run from that day, if need be in the past."""
    claim.stage, claim.turn = Stage.SENT, TURN_OF_STAGE[Stage.SENT]
    claim.reason = f"Imported as sent on {sent_on}"
    claim.sent_on = sent_on
    claim.acknowledge_by = acknowledgement_due_on(sent_on, working_times(today))


def _line_rows(claim: Claim, form: ProfessionalClaim) -> list[ClaimLine]:
    return [
        ClaimLine(
            id=new_id(),
            practice_id=claim.practice_id,
            claim_id=claim.id,
            number=line.number,
            control=line.control,
            procedure=line.procedure,
            modifiers=list(line.modifiers),
            diagnoses=list(line.diagnoses),
            units=line.units,
            charge=line.charge,
            service_from=line.service_from,
            service_to=line.service_to,
        )
        for line in lines_of(form)
    ]
