"""The rows behind one case of the invented office: claim, money, what was sent and answered, the task."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from activities.transactions import Work
from models.base import new_id
from models.claims import Claim, ClaimLine
from models.ledger import JournalEntry, JournalLeg
from models.notes import Note
from models.patients import Coverage, Patient
from models.rulebook import priority_points
from models.tasks import Task
from rules.claims import TURN_OF_STAGE, Stage
from rules.priority import TaskFacts, priority
from rules.tasks import TaskKind
from tests.factories_desk_cases import Case, Told


def a_claim(told: Told, number: int, case: Case, patient: Patient, coverage: Coverage) -> Claim:
    today = told.today
    went_out = case.stage in (Stage.SENT, Stage.ACCEPTED, Stage.DENIED, Stage.UNDERPAID, Stage.REJECTED)
    took_it = case.stage in (Stage.ACCEPTED, Stage.DENIED, Stage.UNDERPAID) and case.last != "Whitfield"
    day = timedelta(days=1)
    return Claim(
        id=new_id(),
        practice_id=patient.practice_id,
        patient_id=patient.id,
        coverage_id=coverage.id,
        payer_id=coverage.payer_id,
        number=f"C-{10480 + number}-7",
        form=a_form(case, coverage),
        charge=Decimal(case.charge),
        open_amount=Decimal(case.charge),
        service_from=today + case.seen * day,
        service_to=today + case.seen * day,
        rendering_npi="1093817465",
        stage=case.stage,
        turn=TURN_OF_STAGE[case.stage],
        reason=case.ask,
        sent_on=today + (case.seen + 3) * day if went_out else None,
        acknowledge_by=today + day if case.stage is Stage.SENT else None,
        accepted_on=today + (case.seen + 4) * day if took_it else None,
        filed_on=today + (case.seen + 4) * day if took_it else None,
        filing_proof="277CA accepted by the payer" if took_it else None,
        follow_up_on=today + case.due * day if case.stage is Stage.ACCEPTED else None,
        appeal_by=today + (case.deadline or 90) * day
        if case.stage in (Stage.DENIED, Stage.UNDERPAID)
        else None,
        payer_claim_number=f"ICN{20261000 + number}" if took_it else None,
        filing_rule="tx-medicaid-initial",
        filing_limit_on=today + (case.file_by + 1) * day,
        file_by=today + case.file_by * day,
        filing_reasons=[
            "95 days from the date of service, which is day 0.",
            "Receipt counts: one business day ahead.",
        ],
    )


def a_form(case: Case, coverage: Coverage) -> dict[str, Any]:
    """As much of an 837P claim as the correction form shows."""
    half = str(Decimal(case.charge) / 2)
    line = {"charge": half, "units": "1", "service_from": "2026-09-03", "pointers": [1]}
    lines = [
        {"number": "1", "procedure": ["99214", ["25"]], **line},
        {
            "number": "2",
            "procedure": ["20610", ["RT"]],
            **line,
            "pointers": [] if case.last == "Tran" else [2],
        },
    ]
    named = {"last": case.last, "first": case.first, "id": coverage.member_id, "id_kind": "MI"}
    return {
        "patient_control_number": "C-1",
        "charge": case.charge,
        "place": "11",
        "billing": {
            "name": {"last": case.practice, "is_person": False, "id": "1234567893", "id_kind": "XX"},
            "tax_id": "741234567",
            "address": None,
        },
        "subscriber": {"name": named, "filing_code": "CI"},
        "payer": {"name": case.payer, "id": "X"},
        "lines": lines,
        "diagnoses": ["E1165", "M1711"],
    }


def two_lines(claim: Claim) -> list[ClaimLine]:
    half = claim.charge / 2
    common = {"practice_id": claim.practice_id, "claim_id": claim.id, "units": "1", "charge": half}
    dated = {"service_from": claim.service_from, "service_to": claim.service_to}
    return [
        ClaimLine(
            id=new_id(),
            number=1,
            control="1",
            procedure="99214",
            modifiers=["25"],
            diagnoses=["E1165", "I10"],
            **common,
            **dated,
        ),
        ClaimLine(
            id=new_id(),
            number=2,
            control="2",
            procedure="20610",
            modifiers=["RT"],
            diagnoses=["M1711"],
            **common,
            **dated,
        ),
    ]


def charge(work: Work, claim: Claim, lines: list[ClaimLine], today: date) -> None:
    entry = JournalEntry(
        id=new_id(),
        practice_id=claim.practice_id,
        kind="charge",
        cause=f"charge:{claim.id}",
        claim_id=claim.id,
        posted_on=today,
    )
    work.session.add(entry)
    for line in lines:
        for account, amount in (("insurance", line.charge), ("charges", -line.charge)):
            work.session.add(
                JournalLeg(
                    practice_id=claim.practice_id,
                    entry_id=entry.id,
                    account=account,
                    amount=amount,
                    claim_id=claim.id,
                    claim_line_id=line.id,
                )
            )


async def a_task(work: Work, told: Told, case: Case, claim: Claim) -> None:
    day = timedelta(days=1)
    assert case.kind is not None
    deadline = told.today + case.deadline * day if case.deadline is not None else None
    due = told.today + case.due * day
    judged = priority(
        TaskFacts(case.kind, due, deadline, claim.open_amount, case.level),
        told.today,
        priority_points(told.today),
    )
    asker = told.people["Ben Carver"] if case.kind is TaskKind.APPROVE_WRITE_OFF else None
    task = Task(
        id=new_id(),
        practice_id=claim.practice_id,
        claim_id=claim.id,
        payer_id=claim.payer_id,
        kind=case.kind,
        cause=f"made:{claim.id}",
        ask=case.ask,
        detail=case.detail,
        state=case.state,
        due_on=due,
        deadline_on=deadline,
        snoozed_until=told.today + case.until * day if case.until else None,
        money=claim.open_amount,
        priority=judged.score,
        priority_reasons=list(judged.reasons),
        level=case.level,
        requested_by=asker,
        created_at=work.now,
    )
    work.session.add(task)
    await work.session.flush()
    told.tasks[case.last] = task.id
    if case.last == "Whitfield":
        work.session.add(
            Note(
                practice_id=claim.practice_id,
                claim_id=claim.id,
                task_id=task.id,
                author_id=told.people["Ben Carver"],
                body="Id card front photo is in files, prefix is NLH.",
                written_at=work.now - 18 * day,
            )
        )
