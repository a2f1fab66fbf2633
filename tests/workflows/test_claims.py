"""A claim's life on real servers, with time skipping: each way it can go, from the file to the ledger."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import select
from temporalio.api.enums.v1 import EventType

from activities import claims
from activities.actors import CLAIMDESK
from activities.commands import FinishTask
from activities.corrections import CorrectClaim, correct_claim
from activities.doctor import examine
from activities.finishing import finish_task
from activities.ledger import ledger_of_claim
from edi.claims import ProfessionalClaim
from models.acknowledgements import Acknowledgement
from models.claims import Claim
from models.ledger import Account
from models.tasks import Task
from rules.claims import Stage, Turn
from rules.tasks import Outcome, TaskKind, TaskState
from simulator.habits import Habit
from tests.factories_claims import a_claim, bring_in, days_ago
from tests.factories_tasks import a_person
from tests.house import House

SEEN_ON = days_ago(5)
PAID_BY = 12  # days after which the payer of these tests has paid
MOST_EVENTS = 130
OF_THE_CALENDAR = {  # written where days are skipped, and nowhere else
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED,
}


async def begin(house: House, *claims: ProfessionalClaim, **habits: Habit | tuple[Habit, ...]) -> None:
    """Take these claims in, with payers that treat them so, and see them sent and answered."""
    house.payers_do(habits or {each.patient_control_number: Habit.PAYS for each in claims})
    await bring_in(house.office, house.desk.files, claims)
    await house.turn(1)


async def stands(house: House, number: str, *stages: Stage) -> Claim:
    """Wait until the claim is in one of these stages."""

    async def there() -> Claim | None:
        claim = await house.claim(number)
        return claim if claim.stage in stages else None

    return await house.until(there, f"{number} {stages}")


async def the_task(house: House, number: str, kind: TaskKind) -> Task:
    """Wait for the claim's live task of this kind."""

    async def given() -> Task | None:
        return next((each for each in await house.tasks(number) if each.kind is kind), None)

    return await house.until(given, f"{number} {kind}")


async def finish(house: House, task: Task, outcome: Outcome, **said: object) -> None:
    """Some biller of the practice finishes it so."""
    person = await a_person(house.office, task.practice_id, name=f"Biller {uuid4()}")
    await finish_task(house.office, person, FinishTask(uuid4(), task.id, task.version, outcome, **said))


async def sound(house: House) -> None:
    """Nothing is lost, doubled or out of balance."""
    assert [each for each in await examine(house.office) if each.broken_by] == []


async def test_a_clean_claim_is_sent_accepted_paid_and_closed(house: House) -> None:
    await begin(house, a_claim("A1", SEEN_ON))
    accepted = await stands(house, "A1", Stage.ACCEPTED)
    assert accepted.filed_on is not None
    assert accepted.turn is Turn.PAYER
    await house.turn(PAID_BY)
    paid = await stands(house, "A1", Stage.CLOSED, Stage.PATIENT)
    async with house.office.begin(CLAIMDESK) as work:
        balances = await ledger_of_claim(work.session, paid.id)
    assert paid.open_amount == balances.get(Account.INSURANCE, Decimal(0)) == 0
    assert balances[Account.CASH] > 0
    assert await house.tasks("A1") == []
    await sound(house)


async def test_the_patients_part_moves_to_the_patients_turn(house: House) -> None:
    await begin(house, a_claim("C1", SEEN_ON), C1=Habit.TAKES_COPAY)
    await house.turn(PAID_BY)
    claim = await stands(house, "C1", Stage.PATIENT)
    assert claim.turn is Turn.PATIENT
    async with house.office.begin(CLAIMDESK) as work:
        assert (await ledger_of_claim(work.session, claim.id))[Account.PATIENT] > 0


async def test_a_claim_that_would_be_refused_is_held_fixed_and_sent(house: House) -> None:
    await begin(house, a_claim("H1", SEEN_ON, member_id="WRONG"), H1=Habit.PAYS)
    held = await stands(house, "H1", Stage.HELD)
    task = await the_task(house, "H1", TaskKind.FIX_CLAIM)
    assert task.detail["findings"]
    person = await a_person(house.office, held.practice_id)
    fixed = CorrectClaim(uuid4(), held.id, held.version, member_id="BBH700000009")
    await correct_claim(house.office, person, fixed)
    task = await the_task(house, "H1", TaskKind.FIX_CLAIM)
    await finish(house, task, Outcome.CORRECTED)
    await house.turn(1)
    await stands(house, "H1", Stage.ACCEPTED)
    await sound(house)


@pytest.mark.parametrize("habit", [Habit.REFUSES_BATCH, Habit.REFUSES_FILE])
async def test_a_refused_batch_brings_every_claim_back_with_the_reason(house: House, habit: Habit) -> None:
    await begin(house, a_claim("B1", SEEN_ON), a_claim("B2", SEEN_ON), B1=habit, B2=Habit.PAYS)
    for number in ("B1", "B2"):
        claim = await stands(house, number, Stage.REJECTED, Stage.SCRUBBING, Stage.ACCEPTED)
        if claim.stage is Stage.REJECTED:
            task = await the_task(house, number, TaskKind.FIX_REJECTION)
            await finish(house, task, Outcome.CORRECTED)
    await house.turn(2)
    for number in ("B1", "B2"):
        await stands(house, number, Stage.ACCEPTED, Stage.SENT)
    await sound(house)


async def test_a_claim_that_the_payer_rejects_is_fixed_and_sent_again(house: House) -> None:
    await begin(house, a_claim("R1", SEEN_ON), R1=Habit.REJECTS)
    rejected = await stands(house, "R1", Stage.REJECTED)
    assert rejected.filed_on is None
    await finish(house, await the_task(house, "R1", TaskKind.FIX_REJECTION), Outcome.CORRECTED)
    await house.turn(2)
    assert (await stands(house, "R1", Stage.ACCEPTED)).filed_on is not None
    await sound(house)


async def test_a_file_that_nobody_acknowledges_becomes_a_task(house: House) -> None:
    await begin(house, a_claim("N1", SEEN_ON), N1=(Habit.LOSES_FILE, Habit.PAYS))
    await stands(house, "N1", Stage.SENT)
    await house.turn(4)
    task = await the_task(house, "N1", TaskKind.MISSING_ACKNOWLEDGEMENT)
    await finish(house, task, Outcome.RESUBMIT)
    await house.turn(1)
    await stands(house, "N1", Stage.ACCEPTED)
    await sound(house)


async def test_a_silent_payer_is_called_again_and_again(house: House) -> None:
    await begin(house, a_claim("S1", SEEN_ON), S1=Habit.STAYS_SILENT)
    accepted = await stands(house, "S1", Stage.ACCEPTED)
    assert accepted.follow_up_on is not None
    assert 14 <= (accepted.follow_up_on - accepted.accepted_on).days <= 24  # type: ignore[operator]
    await house.turn(22)
    call = await the_task(house, "S1", TaskKind.CALL_PAYER)
    again = call.due_on + timedelta(days=10)
    await finish(house, call, Outcome.IN_PROCESS, until=again, reference="call 31")
    assert await house.tasks("S1") == []
    await house.turn(14)
    call = await the_task(house, "S1", TaskKind.CALL_PAYER)
    await finish(house, call, Outcome.PAID_ELSEWHERE, reference="check 900")
    trace = await the_task(house, "S1", TaskKind.TRACE_PAYMENT)
    await finish(house, trace, Outcome.NOT_FOUND)
    await house.turn(3)
    call = await the_task(house, "S1", TaskKind.CALL_PAYER)
    await finish(house, call, Outcome.NEEDS_INFORMATION, reason="the visit note")
    await the_task(house, "S1", TaskKind.SEND_INFORMATION)
    await sound(house)


async def test_a_follow_up_nobody_does_climbs_to_the_supervisor_and_the_manager(house: House) -> None:
    await begin(house, a_claim("U1", SEEN_ON), U1=Habit.STAYS_SILENT)
    await house.turn(24)
    await the_task(house, "U1", TaskKind.CALL_PAYER)
    await house.turn(5)
    assert (await the_task(house, "U1", TaskKind.CALL_PAYER)).level >= 1
    await house.turn(5)
    climbed = await the_task(house, "U1", TaskKind.CALL_PAYER)
    assert (climbed.level, climbed.state) == (2, TaskState.ESCALATED)


async def test_a_denial_is_routed_replaced_and_paid(house: House) -> None:
    await begin(house, a_claim("D1", SEEN_ON), D1=(Habit.DENIES_AS_MISSING, Habit.PAYS))
    await house.turn(PAID_BY)
    denied = await stands(house, "D1", Stage.DENIED)
    task = await the_task(house, "D1", TaskKind.WORK_DENIAL)
    assert task.detail["codes"] == ["CO-16"]
    await finish(house, task, Outcome.REPLACE)
    await house.turn(PAID_BY)
    paid = await stands(house, "D1", Stage.CLOSED, Stage.PATIENT)
    assert (paid.id, paid.frequency) == (denied.id, "7")
    await sound(house)


async def test_a_denial_is_appealed_and_the_decision_is_asked_for(house: House) -> None:
    await begin(house, a_claim("P1", SEEN_ON), P1=Habit.DENIES_AS_UNNECESSARY)
    await house.turn(PAID_BY)
    task = await the_task(house, "P1", TaskKind.WORK_DENIAL)
    await finish(house, task, Outcome.APPEAL, until=task.due_on + timedelta(days=7))
    await stands(house, "P1", Stage.APPEALED)
    await house.turn(14)
    await finish(house, await the_task(house, "P1", TaskKind.CHECK_APPEAL), Outcome.UPHELD, reason="no need")
    await stands(house, "P1", Stage.DENIED)
    await the_task(house, "P1", TaskKind.WORK_DENIAL)
    await sound(house)


async def test_a_code_nobody_mapped_goes_to_the_mapping_queue_and_writes_nothing_off(house: House) -> None:
    await begin(house, a_claim("M1", SEEN_ON), M1=Habit.DENIES_ODDLY)
    await house.turn(PAID_BY)
    await the_task(house, "M1", TaskKind.MAP_CODE)
    assert (await house.claim("M1")).open_amount == Decimal("200.00")
    await sound(house)


@pytest.mark.parametrize("habit", [Habit.REVERSES_THEN_CORRECTS, Habit.CORRECTS_THEN_REVERSES])
async def test_a_reversal_and_its_correction_post_in_either_order(house: House, habit: Habit) -> None:
    await begin(house, a_claim("V1", SEEN_ON), V1=habit)
    await house.turn(PAID_BY + 20)
    claim = await stands(house, "V1", Stage.CLOSED, Stage.PATIENT)
    assert claim.open_amount == 0
    await sound(house)


@pytest.mark.parametrize("habit", [Habit.DELIVERS_TWICE, Habit.MISSES_A_CENT, Habit.MISSES_A_CENT_IN_ALL])
async def test_money_that_comes_twice_or_crooked_is_posted_once_or_set_aside(
    house: House, habit: Habit
) -> None:
    await begin(house, a_claim("X1", SEEN_ON), X1=habit)
    await house.turn(PAID_BY + 3)
    await sound(house)


async def test_a_payment_for_a_claim_we_do_not_know_is_kept_apart(house: House) -> None:
    await begin(house, a_claim("K1", SEEN_ON), K1=Habit.PAYS_A_STRANGER)
    await house.turn(PAID_BY)
    async with house.office.begin(CLAIMDESK) as work:
        strangers = select(Task).where(Task.kind == TaskKind.UNMATCHED_PAYMENT)
        assert len(list(await work.session.scalars(strangers))) == 1
    await sound(house)


async def test_the_filing_guard_warns_escalates_and_declares_the_deadline_missed(house: House) -> None:
    await begin(house, a_claim("G1", days_ago(75)), G1=Habit.NEVER_ACKNOWLEDGES)
    claim = await stands(house, "G1", Stage.SENT)
    left = (claim.filing_limit_on - days_ago(0)).days
    await house.turn(left - 12)
    escalated = (await house.tasks("G1"))[0]
    assert (escalated.level, escalated.state) == (2, TaskState.ESCALATED)
    await house.turn(14)
    missed = await the_task(house, "G1", TaskKind.MISSED_DEADLINE)
    await finish(house, missed, Outcome.REQUEST_WRITE_OFF, reason="lost by the clearinghouse")
    await the_task(house, "G1", TaskKind.APPROVE_WRITE_OFF)
    await sound(house)


async def test_a_claim_paid_at_first_pass_with_one_follow_up_costs_few_events(house: House) -> None:
    await begin(house, a_claim("E1", SEEN_ON))
    accepted = await stands(house, "E1", Stage.ACCEPTED)
    async with house.office.begin(CLAIMDESK) as work:  # a follow-up before the money comes
        (await claims.one(work, accepted.id)).follow_up_on = work.now.date() + timedelta(days=2)
        work.wake(claims.workflow_id(accepted.id))
    while not await house.tasks("E1"):
        await house.turn(1)
    call = await the_task(house, "E1", TaskKind.CALL_PAYER)
    until = call.due_on + timedelta(days=10)
    await finish(house, call, Outcome.IN_PROCESS, until=until, reference="call 12")
    await house.turn(PAID_BY)
    claim = await stands(house, "E1", Stage.CLOSED, Stage.PATIENT)
    history = await house.client.get_workflow_handle(f"claim:{claim.id}").fetch_history()
    kinds = [each.event_type for each in history.events if each.event_type not in OF_THE_CALENDAR]
    assert len(kinds) <= MOST_EVENTS, Counter(map(EventType.Name, kinds))
    assert EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED not in kinds


async def test_only_the_payers_own_answer_proves_the_filing(house: House) -> None:
    await begin(house, a_claim("F1", SEEN_ON), F1=Habit.NEVER_ACKNOWLEDGES)
    claim = await stands(house, "F1", Stage.SENT)
    async with house.office.begin(CLAIMDESK) as work:
        answers = select(Acknowledgement).where(Acknowledgement.claim_id == claim.id)
        assert {each.sender for each in await work.session.scalars(answers)} == {"clearinghouse"}
    assert claim.filed_on is None
