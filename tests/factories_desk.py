"""A small invented office for the screens: people, practices, payers, claims in every state, tasks."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from argon2 import PasswordHasher

from activities.actors import CLAIMDESK
from activities.transactions import Office, Work
from models.acknowledgements import Acknowledgement
from models.base import new_id
from models.claims import Claim, ClaimLine
from models.files import FileState, MailboxFile
from models.ledger import JournalEntry, JournalLeg
from models.notes import Note
from models.patients import Coverage, Patient
from models.payers import Payer
from models.practices import Practice, Provider
from models.remittances import Posting, Remittance, RemittanceClaim, RemittanceLine
from models.submissions import Batch, BatchState, Submission
from models.tasks import Task
from models.users import Membership, User
from rules.claims import TURN_OF_STAGE, Stage
from rules.priority import TaskFacts, priority
from rules.tasks import TaskKind, TaskState

PASSWORD = "quiet river stone"  # noqa: S105 - opens only invented offices
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
ZONE = "America/Chicago"


@dataclass(slots=True)
class Told:
    """What was made, by the words tests use."""

    today: date
    people: dict[str, UUID] = field(default_factory=dict)
    practices: dict[str, UUID] = field(default_factory=dict)
    payers: dict[str, UUID] = field(default_factory=dict)
    claims: dict[str, UUID] = field(default_factory=dict)  # by last name
    tasks: dict[str, UUID] = field(default_factory=dict)  # by last name
    files: dict[str, UUID] = field(default_factory=dict)
    remittances: dict[str, UUID] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """One patient's claim and the task it waits with; days are counted from today."""

    last: str
    first: str
    payer: str
    charge: str
    stage: Stage
    seen: int
    file_by: int
    kind: TaskKind | None = None
    ask: str = ""
    due: int = 0
    deadline: int | None = None
    practice: str = "Riverside Family Practice"
    detail: dict[str, Any] = field(default_factory=dict)
    state: TaskState = TaskState.OPEN
    level: int = 0
    until: int | None = None


FINDING = {
    "code": "CV-02",
    "text": "The member id does not look like this payer's",
    "hint": "Blue Cross of Texas ids begin with three letters: compare with the card.",
    "field": "member_id",
    "line": None,
}
UNLINKED = {
    "code": "DX-07",
    "text": "Line 2 points to no diagnosis",
    "hint": "Point the line to the diagnosis it was done for.",
    "field": "pointers",
    "line": 2,
}
CASES = (
    Case(
        "Reyes",
        "Marisol",
        "Texas Medicaid",
        "1240.00",
        Stage.DENIED,
        -62,
        20,
        TaskKind.WORK_DENIAL,
        "Medicaid denied it: no authorization on the claim",
        -1,
        2,
        detail={"codes": ["CO-197"]},
    ),
    Case(
        "Whitfield",
        "Dana",
        "Northlake Health PPO",
        "612.00",
        Stage.ACCEPTED,
        -81,
        9,
        TaskKind.CALL_PAYER,
        "Northlake Health has been silent for 17 days",
        0,
        9,
    ),
    Case(
        "Okafor",
        "Chidi",
        "Aetna Choice",
        "388.40",
        Stage.DENIED,
        -40,
        50,
        TaskKind.WORK_DENIAL,
        "Denied: the subscriber is not as on file",
        0,
        40,
        detail={"codes": ["CO-16", "N382"]},
    ),
    Case(
        "Lindqvist",
        "Per",
        "United Plains",
        "2105.00",
        Stage.UNDERPAID,
        -55,
        60,
        TaskKind.WORK_UNDERPAYMENT,
        "Paid $311.20 less than the contract says",
        0,
        90,
        detail={"codes": ["CO-45"]},
    ),
    Case(
        "Tran",
        "Mai",
        "Blue Cross of Texas",
        "174.00",
        Stage.HELD,
        -9,
        60,
        TaskKind.FIX_CLAIM,
        "Mend before it can go: The member id does not look like this payer's and 1 more",
        2,
        detail={"findings": [FINDING, UNLINKED]},
    ),
    Case(
        "Abreu",
        "Luis",
        "Medicare",
        "96.00",
        Stage.REJECTED,
        -14,
        300,
        TaskKind.FIX_REJECTION,
        "The payer found no such subscriber",
        2,
        detail={"codes": ["A3:33"]},
    ),
    Case(
        "Novak",
        "Jana",
        "Cigna West",
        "450.00",
        Stage.ACCEPTED,
        -48,
        40,
        TaskKind.CALL_PAYER,
        "Cigna has been silent for 21 days",
        3,
    ),
    Case(
        "Hassan",
        "Omar",
        "Humana Care",
        "221.75",
        Stage.ACCEPTED,
        -37,
        45,
        TaskKind.CALL_PAYER,
        "Humana said in process until last week",
        3,
    ),
    Case(
        "Baptiste",
        "Lucie",
        "Texas Medicaid",
        "860.00",
        Stage.SENT,
        -88,
        5,
        TaskKind.FILING_DEADLINE,
        "Nothing proves that the payer has this claim, and it can be filed for 7 more days only",
        0,
        5,
        level=2,
        state=TaskState.ESCALATED,
    ),
    Case(
        "Moreau",
        "Anne",
        "Aetna Choice",
        "318.50",
        Stage.SENT,
        -6,
        80,
        TaskKind.MISSING_ACKNOWLEDGEMENT,
        "No receipt from the payer in two business days",
        0,
    ),
    Case(
        "Silva",
        "Joana",
        "United Plains",
        "142.00",
        Stage.DENIED,
        -70,
        20,
        TaskKind.APPROVE_WRITE_OFF,
        "Decide on a write-off of $142.00",
        0,
        level=2,
        state=TaskState.ESCALATED,
        detail={
            "reason": "Untimely by the practice's own late note; appeal is not open.",
            "from": "work denial",
        },
    ),
    Case(
        "Kim",
        "Soo-ah",
        "Humana Care",
        "505.00",
        Stage.DENIED,
        -30,
        60,
        TaskKind.WORK_DENIAL,
        "Denied: records asked for and not received",
        1,
        60,
        detail={"codes": ["CO-252", "M127"]},
        state=TaskState.WAITING_ON_PROVIDER,
        until=4,
    ),
    Case(
        "Petrov",
        "Ilya",
        "Cigna West",
        "77.00",
        Stage.ACCEPTED,
        -45,
        45,
        TaskKind.CALL_PAYER,
        "Cigna has been silent for 24 days",
        -1,
        state=TaskState.SNOOZED,
        until=3,
    ),
    Case("Adeyemi", "Tola", "Medicare", "233.00", Stage.ACCEPTED, -25, 340),
    Case("Garcia", "Rosa", "Blue Cross of Texas", "912.00", Stage.ACCEPTED, -35, 55),
    Case("Olsen", "Nils", "Northlake Health PPO", "405.00", Stage.READY, -4, 86),
    Case("Nguyen", "Bao", "Texas Medicaid", "1130.00", Stage.SENT, -85, 11),
    Case(
        "Faraday",
        "Rose",
        "Cigna West",
        "64.00",
        Stage.HELD,
        -3,
        87,
        TaskKind.FIX_CLAIM,
        "Mend before it can go: The member id does not look like this payer's",
        1,
        practice="Hill Orthopedics",
        detail={"findings": [FINDING]},
    ),
)
PAYERS = {
    "Texas Medicaid": ("TXMCD", "medicaid", "Texas Medicaid", "800-555-0110", None),
    "Northlake Health PPO": (
        "NLH01",
        "commercial",
        None,
        "800-555-0142",
        "Press 2, 3, 1. Ask for the front-end rejection report: they lose claims between gateway "
        "and adjudication. The clearinghouse's 277CA counts as proof with the cover sheet.",
    ),
    "Aetna Choice": (
        "60054",
        "commercial",
        None,
        "800-555-0199",
        "Disputes start from the claim status page.",
    ),
    "United Plains": ("87726", "commercial", None, "800-555-0121", None),
    "Blue Cross of Texas": (
        "84980",
        "commercial",
        None,
        "800-555-0173",
        "Member ids begin with three letters.",
    ),
    "Medicare": ("04412", "medicare", "Medicare FFS", "855-555-0100", None),
    "Cigna West": ("62308", "commercial", None, "800-555-0188", None),
    "Humana Care": ("61101", "medicare_advantage", None, None, None),
}
PEOPLE = (
    ("Amara Osei", "biller", ("Riverside Family Practice",)),
    ("Ben Carver", "biller", ("Riverside Family Practice",)),
    ("Priya Nair", "supervisor", ("Riverside Family Practice", "Hill Orthopedics")),
    ("Mara Stone", "manager", ("Riverside Family Practice", "Hill Orthopedics")),
    ("Otto Reiss", "administrator", ()),
    ("Hana Hill", "biller", ("Hill Orthopedics",)),
)


def email(name: str) -> str:
    return f"{name.split()[0].lower()}@desk.example"


async def fill_desk(office: Office) -> Told:
    """Everything at once; the same every time."""
    async with office.begin(CLAIMDESK) as work:
        told = Told(work.today(ZONE))
        await _parties(work, told)
        for number, case in enumerate(CASES):
            await _case(work, told, number, case)
        await _done(work, told)
        await _file(work, told)
    return told


async def _parties(work: Work, told: Told) -> None:
    for at, name in enumerate(("Riverside Family Practice", "Hill Orthopedics")):
        npi = ("1234567893", "1999999984")[at]
        practice = Practice(id=new_id(), name=name, npi=npi, tax_id="741234567", state="TX", time_zone=ZONE)
        work.session.add(practice)
        told.practices[name] = practice.id
        await work.session.flush()
        work.session.add(
            Provider(
                practice_id=practice.id, npi="1093817465", name="Dr. Ines Baptiste", taxonomy="207Q00000X"
            )
        )
    for name, (payer_id, kind, program, phone, playbook) in PAYERS.items():
        payer = Payer(
            id=new_id(),
            payer_id=payer_id,
            name=name,
            plan_kind=kind,
            program=program,
            state="TX",
            phone=phone,
            hours="until 18:00" if phone else None,
            playbook=playbook,
        )
        work.session.add(payer)
        told.payers[name] = payer.id
    await work.session.flush()
    for name, role, practices in PEOPLE:
        user = User(id=new_id(), email=email(name), name=name, role=role, password_hash=CHEAP.hash(PASSWORD))
        work.session.add(user)
        await work.session.flush()
        told.people[name] = user.id
        work.session.add_all(
            Membership(user_id=user.id, practice_id=told.practices[each]) for each in practices
        )
    await work.session.flush()


async def _case(work: Work, told: Told, number: int, case: Case) -> None:
    practice_id, payer_id = told.practices[case.practice], told.payers[case.payer]
    patient = Patient(
        id=new_id(),
        practice_id=practice_id,
        last_name=case.last,
        first_name=case.first,
        birth_date=date(1962 + number, 1 + number % 12, 3 + number),
        sex="F",
    )
    work.session.add(patient)
    await work.session.flush()
    coverage = Coverage(
        id=new_id(),
        practice_id=practice_id,
        patient_id=patient.id,
        payer_id=payer_id,
        member_id=f"NLH9020{4400 + number}",
        covered_from=date(2025, 1, 1),
    )
    work.session.add(coverage)
    await work.session.flush()
    claim = _claim(told, number, case, patient, coverage)
    work.session.add(claim)
    await work.session.flush()
    told.claims[case.last] = claim.id
    lines = _lines(claim)
    work.session.add_all(lines)
    await work.session.flush()
    _charge(work, claim, lines, told.today)
    if claim.sent_on:
        await _sent(work, told, number, claim)
    if case.stage in (Stage.DENIED, Stage.UNDERPAID):
        await _paid(work, told, claim, lines, case)
    if case.kind:
        await _task(work, told, case, claim)


def _claim(told: Told, number: int, case: Case, patient: Patient, coverage: Coverage) -> Claim:
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
        form=_form(case, coverage),
        charge=Decimal(case.charge),
        open_amount=Decimal(case.charge),
        service_from=today + case.seen * day,
        service_to=today + case.seen * day,
        rendering_npi="1093817465",
        stage=case.stage,
        turn=TURN_OF_STAGE[case.stage],
        reason=case.ask,
        access_class="standard",
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


def _form(case: Case, coverage: Coverage) -> dict[str, Any]:
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


def _lines(claim: Claim) -> list[ClaimLine]:
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


def _charge(work: Work, claim: Claim, lines: list[ClaimLine], today: date) -> None:
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


async def _sent(work: Work, told: Told, number: int, claim: Claim) -> None:
    when = work.now - (told.today - (claim.sent_on or told.today))
    file = _a_file(
        f"batch-{2200 + number}.837", "837P", when, claim.practice_id, direction="out", state=FileState.SENT
    )
    answer = _a_file(f"receipt-{2200 + number}.277", "277CA", when, claim.practice_id)
    work.session.add_all((file, answer))
    await work.session.flush()
    batch = Batch(
        id=new_id(),
        clearinghouse="simulator",
        number=2200 + number,
        file_id=file.id,
        claims=1,
        state=BatchState.ACCEPTED,
        made_at=when,
        uploaded_at=when,
    )
    work.session.add(batch)
    await work.session.flush()
    work.session.add(
        Submission(
            practice_id=claim.practice_id,
            claim_id=claim.id,
            batch_id=batch.id,
            place=1,
            first_segment=12,
            last_segment=30,
            answer="accepted by the clearinghouse",
        )
    )
    work.session.add(
        Acknowledgement(
            practice_id=claim.practice_id,
            claim_id=claim.id,
            batch_id=batch.id,
            file_id=answer.id,
            segment=18,
            kind="277CA",
            sender="payer" if claim.filed_on else "clearinghouse",
            accepted=claim.stage is not Stage.REJECTED,
            codes=["A2:20"],
            words="taken for processing" if claim.filed_on else "on its way to the payer",
            received_at=when,
        )
    )


def _a_file(name: str, kind: str, when: Any, practice_id: UUID, **more: Any) -> MailboxFile:
    base = {"source": "simulator", "direction": "in", "state": FileState.READ, "summary": f"{kind}: 1 claim"}
    return MailboxFile(
        id=new_id(),
        sha256=new_id().hex * 2,
        name=name,
        kind=kind,
        size=1840,
        practices=[practice_id],
        received_at=when,
        **(base | more),
    )


async def _paid(work: Work, told: Told, claim: Claim, lines: list[ClaimLine], case: Case) -> None:
    when = work.now - timedelta(days=5)
    file = _a_file(f"era-{claim.number}.835", "835", when, claim.practice_id)
    work.session.add(file)
    await work.session.flush()
    told.files.setdefault("era", file.id)
    paid = claim.charge - Decimal("311.20") if case.stage is Stage.UNDERPAID else Decimal("0.00")
    remittance = Remittance(
        id=new_id(),
        practice_id=claim.practice_id,
        file_id=file.id,
        place=1,
        payment_key=f"key-{claim.number}",
        payer_id=claim.payer_id,
        payer_name=case.payer,
        trace=f"EFT{claim.number}",
        paid_on=told.today - timedelta(days=6),
        amount=paid,
        method="ACH",
        state=Posting.POSTED,
        received_at=when,
    )
    work.session.add(remittance)
    await work.session.flush()
    told.remittances[case.last] = remittance.id
    codes = [code for code in case.detail.get("codes", []) if "-" in code]
    group, reason = codes[0].split("-") if codes else ("CO", "16")
    taken = [group, reason, str(claim.charge - paid), None]
    answered = RemittanceClaim(
        id=new_id(),
        practice_id=claim.practice_id,
        remittance_id=remittance.id,
        claim_id=claim.id,
        claim_key=f"ck-{claim.number}",
        segment=9,
        number=claim.number,
        status="4" if not paid else "1",
        charge=claim.charge,
        paid=paid,
        patient_part=Decimal("0.00"),
        payer_claim_number=claim.payer_claim_number,
        adjustments=[taken],
        remarks=[code for code in case.detail.get("codes", []) if "-" not in code],
        state=Posting.POSTED if paid else Posting.NOTED,
    )
    work.session.add(answered)
    await work.session.flush()
    for line in lines:
        work.session.add(
            RemittanceLine(
                practice_id=claim.practice_id,
                remittance_claim_id=answered.id,
                claim_line_id=line.id,
                segment=12 + line.number,
                procedure=line.procedure,
                modifiers=line.modifiers,
                charge=line.charge,
                paid=paid / 2,
                allowed=paid / 2,
                units="1",
                adjustments=[],
                remarks=[],
            )
        )


async def _task(work: Work, told: Told, case: Case, claim: Claim) -> None:
    day = timedelta(days=1)
    assert case.kind is not None
    deadline = told.today + case.deadline * day if case.deadline is not None else None
    due = told.today + case.due * day
    judged = priority(TaskFacts(case.kind, due, deadline, claim.open_amount, case.level), told.today)
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


async def _done(work: Work, told: Told) -> None:
    """What Amara finished this morning."""
    for number in range(3):
        work.session.add(
            Task(
                practice_id=told.practices["Riverside Family Practice"],
                kind=TaskKind.CALL_PAYER,
                cause=f"done:{number}",
                ask="Call the payer",
                state=TaskState.DONE,
                outcome="resubmit",
                due_on=told.today,
                money=Decimal("410.50"),
                finished_by=told.people["Amara Osei"],
                finished_at=work.now,
                created_at=work.now,
            )
        )


async def _file(work: Work, told: Told) -> None:
    """One file that could not be read."""
    refused = _a_file(
        "night.835",
        "835",
        work.now,
        told.practices["Riverside Family Practice"],
        state=FileState.REFUSED,
        summary="Nothing was taken from it",
        problems=[{"segment": 18, "text": "CLP04 is no amount: ask for the file again."}],
    )
    work.session.add(refused)
    told.files["refused"] = refused.id
    await work.session.flush()
