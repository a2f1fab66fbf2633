"""A small invented office for the screens: people, practices, payers, claims in every state, tasks."""

from datetime import date
from decimal import Decimal

from argon2 import PasswordHasher

from activities.actors import CLAIMDESK
from activities.transactions import Office, Work
from models.base import new_id
from models.files import FileState
from models.patients import Coverage, Patient
from models.payers import Payer
from models.practices import Practice, Provider
from models.tasks import Task
from models.users import Membership, User
from rules.claims import Stage
from rules.tasks import TaskKind, TaskState
from tests.evening import turn_to_noon
from tests.factories_desk_answers import a_file, paid, sent
from tests.factories_desk_cases import CASES, PAYERS, PEOPLE, Case
from tests.factories_desk_cases import Told as Told
from tests.factories_desk_rows import a_claim, a_task, charge, two_lines

PASSWORD = "quiet river stone"  # noqa: S105 - opens only invented offices
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
ZONE = "America/Chicago"


def email(name: str) -> str:
    return f"{name.split()[0].lower()}@desk.example"


async def fill_desk(office: Office) -> Told:
    """Everything at once; the same every time, at noon."""
    await turn_to_noon(office)
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
            access_program=kind,
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
    claim = a_claim(told, number, case, patient, coverage)
    work.session.add(claim)
    await work.session.flush()
    told.claims[case.last] = claim.id
    lines = two_lines(claim)
    work.session.add_all(lines)
    await work.session.flush()
    charge(work, claim, lines, told.today)
    if claim.sent_on:
        await sent(work, told, number, claim)
    if case.stage in (Stage.DENIED, Stage.UNDERPAID):
        await paid(work, told, claim, lines, case)
    if case.kind:
        await a_task(work, told, case, claim)


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
    refused = a_file(
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
