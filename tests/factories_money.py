"""Practices, payers and claims as rows, for tests about money: plain functions, only what matters is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from activities.actors import CLAIMDESK
from activities.ledger import post_charges
from activities.transactions import Office, Work
from models.claims import Claim, ClaimLine
from models.patients import Coverage, Patient
from models.payers import Payer
from models.practices import Practice
from rules.claims import TURN_OF_STAGE, Stage

ZONE = "America/New_York"  # for some hours of each day it is another day there than in UTC
NPI, TAX_ID = "1234567893", "123456789"
SEEN_ON = date(2026, 10, 5)


@dataclass(frozen=True, slots=True)
class Billed:
    """A claim that was sent and charged."""

    practice_id: UUID
    payer_id: UUID
    claim_id: UUID
    line_ids: tuple[UUID, ...]


async def practice_and_payer(work: Work, npi: str = NPI, payer_id: str = "PAYER1") -> tuple[Practice, Payer]:
    """A practice in New York that is paid by this payer."""
    practice = Practice(name="Elm Street", npi=npi, tax_id=TAX_ID, state="NY", time_zone=ZONE)
    payer = Payer(payer_id=payer_id, name="Payer One")
    work.session.add_all([practice, payer])
    await work.session.flush()
    return practice, payer


async def add_claim(
    work: Work,
    practice: Practice,
    payer: Payer,
    number: str = "A1",
    charges: Sequence[str] = ("200",),
    member_id: str = "MEMBER1",
    name: tuple[str, str] = ("DOE", "JANE"),
    form: dict[str, Any] | None = None,
    procedures: Sequence[str] = ("99214",),
) -> Billed:
    """An accepted claim with one line a charge; lines are called L1, L2 and so on, and are charged."""
    patient = Patient(practice_id=practice.id, last_name=name[0], first_name=name[1])
    work.session.add(patient)
    await work.session.flush()
    coverage = Coverage(
        practice_id=practice.id, patient_id=patient.id, payer_id=payer.id, member_id=member_id
    )
    work.session.add(coverage)
    await work.session.flush()
    claim = _claim(practice, payer, patient, coverage, number, sum(map(Decimal, charges)), form or {})
    work.session.add(claim)
    await work.session.flush()
    lines = [
        _line(claim, at, Decimal(charge), procedures[min(at, len(procedures)) - 1])
        for at, charge in enumerate(charges, 1)
    ]
    work.session.add_all(lines)
    await work.session.flush()
    await post_charges(work, claim, lines)
    return Billed(practice.id, payer.id, claim.id, tuple(line.id for line in lines))


def _claim(
    practice: Practice,
    payer: Payer,
    patient: Patient,
    coverage: Coverage,
    number: str,
    charge: Decimal | int,
    form: dict[str, Any],
) -> Claim:
    return Claim(
        practice_id=practice.id,
        patient_id=patient.id,
        coverage_id=coverage.id,
        payer_id=payer.id,
        number=number,
        form=form,
        charge=Decimal(charge),
        open_amount=Decimal(0),
        service_from=SEEN_ON,
        service_to=SEEN_ON,
        stage=Stage.ACCEPTED,
        turn=TURN_OF_STAGE[Stage.ACCEPTED],
        filing_rule="test",
        filing_limit_on=date(2027, 10, 5),
        file_by=date(2027, 9, 5),
        filing_reasons=[],
    )


def _line(claim: Claim, number: int, charge: Decimal, procedure: str) -> ClaimLine:
    return ClaimLine(
        practice_id=claim.practice_id,
        claim_id=claim.id,
        number=number,
        control=f"L{number}",
        procedure=procedure,
        modifiers=[],
        diagnoses=["J069"],
        units="1",
        charge=charge,
        service_from=SEEN_ON,
        service_to=SEEN_ON,
    )


async def one_claim(office: Office, number: str = "A1", charges: Sequence[str] = ("200",)) -> Billed:
    """A practice, its payer and one charged claim, committed."""
    async with office.begin(CLAIMDESK) as work:
        practice, payer = await practice_and_payer(work)
        return await add_claim(work, practice, payer, number, charges)
