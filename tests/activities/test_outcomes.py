"""What each outcome does to the claim: its stage, its clocks, its money, and the task that comes next."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import select

from activities.actors import CLAIMDESK, Actor
from activities.bulk_tasks import Marked, finish_all
from activities.claims import today_of
from activities.commands import FinishTask
from activities.finishing import finish_task
from activities.ledger import ledger_of_claim
from activities.transactions import Office
from models.claims import Claim
from models.tasks import Task
from rules.access import Role
from rules.calendars import add_business_days
from rules.claims import Frequency, Stage
from rules.errors import Conflict, NotAllowed
from rules.ledger import Account
from rules.tasks import OFFICE_WIDE, SECOND_PERSON, Outcome, TaskKind, TaskState
from tests.factories_money import Billed, one_claim
from tests.factories_tasks import a_person, a_task, claim_now, task_now

DENIAL = {"codes": ["PR-27"]}


async def finish(office: Office, actor: Actor, task: Task, outcome: Outcome, **said: object) -> None:
    await finish_task(office, actor, FinishTask(uuid4(), task.id, task.version, outcome, **said))  # type: ignore[arg-type]


async def today(office: Office, billed: Billed) -> date:
    async with office.begin(CLAIMDESK) as work:
        return await today_of(work, billed.practice_id)


async def stands(office: Office, billed: Billed, **facts: object) -> None:
    """The claim is as these facts say."""
    async with office.begin(CLAIMDESK) as work:
        claim = await work.session.get_one(Claim, billed.claim_id)
        for name, value in facts.items():
            setattr(claim, name, value)


async def next_task(office: Office, before: Task) -> Task:
    """The one task that this finishing gave out."""
    async with office.begin(CLAIMDESK) as work:
        given = select(Task).where(Task.claim_id == before.claim_id, Task.id != before.id)
        return (await work.session.scalars(given.order_by(Task.created_at.desc()).limit(1))).one()


@pytest.mark.parametrize(
    ("stage", "kind", "clock"),
    [
        (Stage.SENT, TaskKind.MISSING_ACKNOWLEDGEMENT, "acknowledge_by"),
        (Stage.APPEALED, TaskKind.CHECK_APPEAL, "decision_by"),
        (Stage.ACCEPTED, TaskKind.CALL_PAYER, "follow_up_on"),
    ],
)
async def test_in_process_sets_the_clock_of_the_stage_the_claim_is_in(
    office: Office, stage: Stage, kind: TaskKind, clock: str
) -> None:
    billed = await one_claim(office)
    await stands(office, billed, stage=stage)
    ana = await a_person(office, billed.practice_id)
    until = await today(office, billed) + timedelta(days=20)
    task = await a_task(office, billed, kind)
    await finish(office, ana, task, Outcome.IN_PROCESS, until=until, reference="call 17")
    claim = await claim_now(office, billed.claim_id)
    assert (claim.stage, getattr(claim, clock)) == (stage, until)


async def test_no_promise_reaches_past_the_day_to_file_by_until_filing_is_proved(office: Office) -> None:
    billed = await one_claim(office)
    day = await today(office, billed)
    await stands(office, billed, file_by=day + timedelta(days=10))
    ana = await a_person(office, billed.practice_id)
    late = day + timedelta(days=30)
    task = await a_task(office, billed)
    await finish(office, ana, task, Outcome.IN_PROCESS, until=late, reference="call 17")
    assert (await claim_now(office, billed.claim_id)).follow_up_on == day + timedelta(days=10)
    await stands(office, billed, filed_on=day, filing_proof="portal 5531")
    task = await a_task(office, billed, cause="again")
    await finish(office, ana, task, Outcome.IN_PROCESS, until=late, reference="call 18")
    assert (await claim_now(office, billed.claim_id)).follow_up_on == late


async def test_a_proof_on_record_stops_the_guard_and_starts_the_payers_clock(office: Office) -> None:
    billed = await one_claim(office)
    await stands(office, billed, stage=Stage.SENT)
    ana = await a_person(office, billed.practice_id)
    task = await a_task(office, billed, TaskKind.MISSING_ACKNOWLEDGEMENT)
    await finish(office, ana, task, Outcome.PROOF_RECORDED, reference="portal 5531")
    claim, day = await claim_now(office, billed.claim_id), await today(office, billed)
    assert (claim.stage, claim.filed_on, claim.accepted_on) == (Stage.ACCEPTED, day, day)
    assert claim.filing_proof == "recorded by hand: portal 5531"
    assert claim.follow_up_on is not None
    assert claim.follow_up_on > day


async def test_a_decided_claim_is_replaced_under_the_payers_number_or_not_at_all(office: Office) -> None:
    billed = await one_claim(office)
    await stands(office, billed, stage=Stage.DENIED)
    ana = await a_person(office, billed.practice_id)
    task = await a_task(office, billed, TaskKind.WORK_DENIAL)
    with pytest.raises(Conflict, match="number is not known"):
        await finish(office, ana, task, Outcome.REPLACE)
    await stands(office, billed, payer_claim_number="ICN7")
    await finish(office, ana, task, Outcome.REPLACE)
    claim = await claim_now(office, billed.claim_id)
    assert (claim.stage, claim.frequency) == (Stage.SCRUBBING, Frequency.REPLACEMENT)
    assert (claim.form["frequency"], claim.form["payer_claim_number"]) == ("7", "ICN7")


@pytest.mark.parametrize(
    ("kind", "outcome", "said", "stage", "given"),
    [
        (TaskKind.CALL_PAYER, Outcome.PAID_ELSEWHERE, "EFT 9", Stage.ACCEPTED, TaskKind.TRACE_PAYMENT),
        (TaskKind.CALL_PAYER, Outcome.NEEDS_INFORMATION, "chart", Stage.ACCEPTED, TaskKind.SEND_INFORMATION),
        (TaskKind.CALL_PAYER, Outcome.DENIED, "late", Stage.DENIED, TaskKind.WORK_DENIAL),
        (TaskKind.CHECK_APPEAL, Outcome.UPHELD, "no chart", Stage.DENIED, TaskKind.WORK_DENIAL),
    ],
)
async def test_an_answer_of_the_payer_gives_the_task_that_follows_from_it(
    office: Office, kind: TaskKind, outcome: Outcome, said: str, stage: Stage, given: TaskKind
) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    task = await a_task(office, billed, kind)
    await finish(office, ana, task, outcome, reason=said, reference=said)
    assert (await claim_now(office, billed.claim_id)).stage is stage
    assert (await next_task(office, task)).kind is given


async def test_a_payment_nobody_finds_goes_back_to_the_payer_the_next_business_day(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    await finish(office, ana, await a_task(office, billed, TaskKind.TRACE_PAYMENT), Outcome.NOT_FOUND)
    claim = await claim_now(office, billed.claim_id)
    assert claim.follow_up_on == add_business_days(await today(office, billed), 1)


async def test_an_appeal_waits_for_its_decision(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    until = await today(office, billed) + timedelta(days=60)
    await finish(office, ana, await a_task(office, billed, TaskKind.WORK_DENIAL), Outcome.APPEAL, until=until)
    claim = await claim_now(office, billed.claim_id)
    assert (claim.stage, claim.decision_by) == (Stage.APPEALED, until)


@pytest.mark.parametrize(
    ("reason", "code"), [("3: the payer's fault", "3"), ("flood in the office", "11"), ("15. disaster", "15")]
)
async def test_an_exception_goes_out_with_its_delay_reason(office: Office, reason: str, code: str) -> None:
    billed = await one_claim(office)
    asks = await a_person(office, billed.practice_id, Role.MANAGER)
    decides = await a_person(office, billed.practice_id, Role.MANAGER, name="Mia")
    missed = await a_task(office, billed, TaskKind.MISSED_DEADLINE)
    await finish(office, asks, missed, Outcome.REQUEST_EXCEPTION, reason="flood")
    approval = await next_task(office, missed)
    assert (approval.kind, approval.level, approval.requested_by) == (TaskKind.APPROVE_EXCEPTION, 2, asks.id)
    await finish(office, decides, approval, Outcome.APPROVED, reason=reason)
    claim = await claim_now(office, billed.claim_id)
    assert (claim.stage, claim.form["delay_reason"]) == (Stage.SCRUBBING, code)


async def test_a_refused_request_comes_back_as_the_work_it_was(office: Office) -> None:
    billed = await one_claim(office)
    asks = await a_person(office, billed.practice_id, Role.MANAGER)
    decides = await a_person(office, billed.practice_id, Role.MANAGER, name="Mia")
    denial = await a_task(office, billed, TaskKind.WORK_UNDERPAYMENT)
    await finish(office, asks, denial, Outcome.REQUEST_WRITE_OFF, reason="too small")
    approval = await next_task(office, denial)
    await finish(office, decides, approval, Outcome.REFUSED, reason="call them once more")
    again = await next_task(office, approval)
    assert (again.kind, again.level) == (TaskKind.WORK_UNDERPAYMENT, 0)
    assert "call them once more" in again.ask


@pytest.mark.parametrize("outcome", [Outcome.APPROVED, Outcome.REFUSED])
@pytest.mark.parametrize("kind", sorted(SECOND_PERSON - OFFICE_WIDE))
async def test_nobody_decides_their_own_request_neither_alone_nor_among_many(
    office: Office, kind: TaskKind, outcome: Outcome
) -> None:
    billed = await one_claim(office)
    asks = await a_person(office, billed.practice_id, Role.MANAGER)
    request = await a_task(office, billed, kind, requested_by=asks.id)
    with pytest.raises(NotAllowed, match="own request"):
        await finish(office, asks, request, outcome, reason="3")
    said = FinishTask(uuid4(), uuid4(), 0, outcome, reason="3")
    marked = [Marked(request.id, request.kind, request.version)]
    (row,) = await finish_all(office, asks, said, marked)
    assert not row.is_done
    assert (await task_now(office, request.id)).state is TaskState.OPEN


@pytest.mark.parametrize("kind", sorted(SECOND_PERSON - OFFICE_WIDE))
async def test_a_request_without_anybody_who_asked_is_decided_by_nobody(
    office: Office, kind: TaskKind
) -> None:
    billed = await one_claim(office)
    mia = await a_person(office, billed.practice_id, Role.MANAGER)
    with pytest.raises(NotAllowed, match="own request"):
        await finish(office, mia, await a_task(office, billed, kind), Outcome.REFUSED, reason="3")


async def test_no_machine_decides_what_a_second_person_must(office: Office) -> None:
    billed = await one_claim(office)
    asks = await a_person(office, billed.practice_id, Role.MANAGER)
    approval = await a_task(office, billed, TaskKind.APPROVE_WRITE_OFF, requested_by=asks.id)
    with pytest.raises(NotAllowed, match="Only a person"):
        await finish(office, CLAIMDESK, approval, Outcome.APPROVED)


async def test_what_insurance_still_owes_is_billed_to_the_patient_once(office: Office) -> None:
    billed = await one_claim(office, charges=("200", "50"))
    ana = await a_person(office, billed.practice_id)
    task = await a_task(office, billed, TaskKind.WORK_DENIAL, detail=DENIAL)
    await finish(office, ana, task, Outcome.BILL_PATIENT, reason="not covered")
    claim = await claim_now(office, billed.claim_id)
    assert (claim.stage, claim.open_amount) == (Stage.PATIENT, Decimal(0))
    async with office.begin(CLAIMDESK) as work:
        ledger = await ledger_of_claim(work.session, billed.claim_id)
    assert (ledger[Account.PATIENT], ledger[Account.INSURANCE]) == (Decimal(250), Decimal(0))
    task = await a_task(office, billed, TaskKind.WORK_DENIAL, cause="again", detail=DENIAL)
    with pytest.raises(Conflict, match="nothing to bill"):
        await finish(office, ana, task, Outcome.BILL_PATIENT, reason="not covered")
