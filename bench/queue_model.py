"""One task with everything behind it; a large office is made of its copies."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.base import new_id
from models.claims import Claim, ClaimLine
from models.ledger import JournalEntry, JournalLeg
from models.patients import Coverage, Patient
from models.payers import Payer
from models.practices import Provider
from models.tasks import Task
from rules.claims import Stage, Turn
from rules.tasks import TaskKind

NPI = "1234567893"
HALF = Decimal("120.00")


@dataclass(frozen=True, slots=True)
class Model:
    """The ids of the rows that copies are made of."""

    practice: UUID
    task: UUID
    claim: UUID
    patient: UUID
    coverage: UUID
    lines: tuple[UUID, UUID]
    entry: UUID


async def make_model(office: Office, practice_id: UUID, today: date) -> Model:
    """Write the one task and what is behind it."""
    ids = [new_id() for _ in range(7)]
    model = Model(practice_id, ids[0], ids[1], ids[2], ids[3], (ids[4], ids[5]), ids[6])
    payer = Payer(id=new_id(), payer_id="BENCH", name="Bench Health", program="commercial", state="TX")
    async with office.begin(CLAIMDESK) as work:
        for rows in (
            [payer, *_people(model)],
            [_coverage(model, payer.id, today)],
            [_claim(model, payer.id, today)],
            [*_lines(model, today), _entry(model, today)],
            [*_legs(model), _task(model, payer.id, today, work.now)],
        ):
            work.session.add_all(rows)
            await work.session.flush()
    return model


def _people(model: Model) -> list[Any]:
    return [
        Provider(practice_id=model.practice, npi=NPI, name="Dr. Bench", taxonomy="207Q00000X"),
        Patient(
            id=model.patient,
            practice_id=model.practice,
            last_name="Model",
            first_name="Mo",
            birth_date=date(1970, 1, 2),
            sex="F",
        ),
    ]


def _coverage(model: Model, payer_id: UUID, today: date) -> Coverage:
    return Coverage(
        id=model.coverage,
        practice_id=model.practice,
        patient_id=model.patient,
        payer_id=payer_id,
        member_id="BEN123456",
        covered_from=today,
    )


def _claim(model: Model, payer_id: UUID, today: date) -> Claim:
    """Denied, so that every outcome used here has a claim to act on."""
    return Claim(
        id=model.claim,
        practice_id=model.practice,
        patient_id=model.patient,
        coverage_id=model.coverage,
        payer_id=payer_id,
        number="B-1",
        form=_form(),
        charge=2 * HALF,
        open_amount=2 * HALF,
        service_from=today,
        service_to=today,
        rendering_npi=NPI,
        stage=Stage.DENIED,
        turn=Turn.OURS,
        reason="Measured",
        payer_claim_number="ICN1",
        filing_rule="commercial",
        filing_limit_on=today.replace(year=today.year + 1, day=1),
        file_by=today.replace(year=today.year + 1, day=1),
        filing_reasons=["365 days from the date of service.", "One business day ahead."],
    )


def _form() -> dict[str, Any]:
    """As much of an 837P claim as the correction form shows."""
    one = {"charge": str(HALF), "units": "1", "service_from": "2026-09-03", "pointers": [1]}
    practice = {"last": "Bench", "is_person": False, "id": NPI, "id_kind": "XX"}
    person = {"last": "Model", "first": "Mo", "id": "BEN123456", "id_kind": "MI"}
    return {
        "patient_control_number": "B-1",
        "charge": str(2 * HALF),
        "place": "11",
        "billing": {"name": practice, "tax_id": "741234567", "address": None},
        "subscriber": {"name": person, "filing_code": "CI"},
        "payer": {"name": "Bench Health", "id": "BENCH"},
        "lines": [
            {"number": "1", "procedure": ["99214", ["25"]], **one},
            {"number": "2", "procedure": ["20610", ["RT"]], **one},
        ],
        "diagnoses": ["E1165", "M1711"],
    }


def _lines(model: Model, today: date) -> list[ClaimLine]:
    return [
        ClaimLine(
            id=line_id,
            practice_id=model.practice,
            claim_id=model.claim,
            number=number,
            control=str(number),
            procedure=procedure,
            modifiers=[],
            diagnoses=["E1165"],
            units="1",
            charge=HALF,
            service_from=today,
            service_to=today,
        )
        for number, (line_id, procedure) in enumerate(zip(model.lines, ("99214", "20610"), strict=True), 1)
    ]


def _entry(model: Model, today: date) -> JournalEntry:
    return JournalEntry(
        id=model.entry,
        practice_id=model.practice,
        kind="charge",
        cause="bench",
        claim_id=model.claim,
        posted_on=today,
    )


def _legs(model: Model) -> list[JournalLeg]:
    about = {"practice_id": model.practice, "entry_id": model.entry, "claim_id": model.claim}
    return [
        JournalLeg(account=account, amount=amount, claim_line_id=line_id, **about)
        for line_id in model.lines
        for account, amount in (("insurance", HALF), ("charges", -HALF))
    ]


def _task(model: Model, payer_id: UUID, today: date, now: datetime) -> Task:
    return Task(
        id=model.task,
        practice_id=model.practice,
        claim_id=model.claim,
        payer_id=payer_id,
        kind=TaskKind.CALL_PAYER,
        cause="bench",
        ask="Do what is to be done",
        due_on=today,
        money=2 * HALF,
        created_at=now,
    )
