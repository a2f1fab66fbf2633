"""Finishing a task: once, by one person, with what the outcome asks for, and taken back in time."""

import asyncio
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from activities import claims, tasks
from activities.actors import CLAIMDESK
from activities.commands import FinishTask
from activities.finishing import finish_task
from activities.taking_back import take_back
from activities.transactions import Office
from models.claims import Claim
from models.tasks import Task
from rules.access import Role
from rules.claims import Stage, Turn
from rules.errors import Conflict, NotAllowed, Refusal, Stale, Unknown
from rules.tasks import Outcome, TaskKind, TaskState
from tests.factories_money import one_claim
from tests.factories_tasks import a_person, a_task, claim_now, task_now

UNTIL = date(2027, 8, 24)  # before the deadline of these claims


def finish(task: Task, outcome: Outcome, **said: object) -> FinishTask:
    return FinishTask(uuid4(), task.id, task.version, outcome, **said)  # type: ignore[arg-type]


async def test_an_outcome_moves_the_claim_and_wakes_its_workflow(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    task = await a_task(office, billed)
    said = finish(task, Outcome.IN_PROCESS, until=UNTIL, reference="call 17")
    done = await finish_task(office, ana, said)
    claim = await claim_now(office, billed.claim_id)
    assert (claim.stage, claim.turn, claim.follow_up_on) == (Stage.ACCEPTED, Turn.PAYER, UNTIL)
    assert done.can_undo_until is not None
    async with office.begin(CLAIMDESK) as work:
        waiting = set(await work.session.scalars(text("select workflow_id from outbox")))
    assert f"claim:{billed.claim_id}" in waiting


async def test_the_same_finish_sent_twice_is_one_act(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    said = finish(await a_task(office, billed), Outcome.DENIED, reason="not covered")
    first = await finish_task(office, ana, said)
    second = await finish_task(office, ana, said)
    assert first == second
    async with office.begin(CLAIMDESK) as work:
        denials = select(Task).where(Task.claim_id == billed.claim_id, Task.kind == TaskKind.WORK_DENIAL)
        assert len(list(await work.session.scalars(denials))) == 1


async def test_of_two_people_who_finish_a_task_the_second_is_told_and_changes_nothing(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    ben = await a_person(office, billed.practice_id, name="Ben")
    task = await a_task(office, billed)
    early = finish(task, Outcome.IN_PROCESS, until=UNTIL, reference="call 1")
    late = finish(task, Outcome.DENIED, reason="they said no")
    await finish_task(office, ana, early)
    with pytest.raises(Stale, match="Someone else"):
        await finish_task(office, ben, late)
    assert (await task_now(office, task.id)).outcome is Outcome.IN_PROCESS


@pytest.mark.parametrize(
    ("outcome", "said", "complaint"),
    [
        (Outcome.IN_PROCESS, {"reference": "x"}, "needs a date"),
        (Outcome.IN_PROCESS, {"reference": "x", "until": date(2020, 1, 1)}, "after today"),
        (Outcome.DENIED, {}, "needs a reason"),
    ],
)
async def test_an_outcome_without_what_it_asks_for_is_refused(
    office: Office, outcome: Outcome, said: dict[str, object], complaint: str
) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    task = await a_task(office, billed)
    with pytest.raises(Refusal, match=complaint):
        await finish_task(office, ana, finish(task, outcome, **said))
    assert (await task_now(office, task.id)).state is TaskState.OPEN


async def test_an_outcome_of_another_kind_of_task_is_refused(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    task = await a_task(office, billed)
    with pytest.raises(Conflict, match="not an outcome"):
        await finish_task(office, ana, finish(task, Outcome.CORRECTED))


async def test_a_person_of_another_practice_finds_no_such_task(office: Office) -> None:
    billed = await one_claim(office)
    stranger = await a_person(office, billed.practice_id)
    stranger = replace(stranger, practices=frozenset({uuid4()}))
    task = await a_task(office, billed)
    with pytest.raises(Unknown):
        await finish_task(office, stranger, finish(task, Outcome.DENIED, reason="x"))


async def test_a_finish_taken_back_leaves_everything_as_it_was(patient_office: Office) -> None:
    office = patient_office
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    task = await a_task(office, billed)
    await finish_task(office, ana, finish(task, Outcome.DENIED, reason="x"))
    await take_back(office, ana, uuid4(), task.id)
    again = await task_now(office, task.id)
    claim = await claim_now(office, billed.claim_id)
    assert (again.state, again.outcome, claim.stage) == (TaskState.OPEN, None, Stage.ACCEPTED)
    async with office.begin(CLAIMDESK) as work:
        live = select(Task).where(Task.claim_id == billed.claim_id, Task.state != TaskState.CANCELLED)
        assert [each.id for each in await work.session.scalars(live)] == [task.id]
        pending = text("select count(*) from outbox where workflow_id = :name and not_before > now()")
        assert await work.session.scalar(pending, {"name": f"claim:{billed.claim_id}"}) == 0


async def test_what_the_claim_has_moved_past_cannot_be_taken_back(patient_office: Office) -> None:
    office = patient_office
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    task = await a_task(office, billed)
    await finish_task(office, ana, finish(task, Outcome.DENIED, reason="x"))
    async with office.begin(CLAIMDESK) as work:
        (await work.session.get_one(Claim, billed.claim_id)).reason = "something happened"
    with pytest.raises(Conflict, match="moved on"):
        await take_back(office, ana, uuid4(), task.id)


async def test_a_write_off_needs_a_second_person_and_empties_the_account(office: Office) -> None:
    billed = await one_claim(office)
    asks = await a_person(office, billed.practice_id, Role.MANAGER)
    decides = await a_person(office, billed.practice_id, Role.MANAGER, name="Mia")
    task = await a_task(office, billed, TaskKind.WORK_DENIAL)
    await finish_task(office, asks, finish(task, Outcome.REQUEST_WRITE_OFF, reason="too small"))
    async with office.begin(CLAIMDESK) as work:
        wanted = select(Task).where(Task.claim_id == billed.claim_id, Task.kind == TaskKind.APPROVE_WRITE_OFF)
        approval = (await work.session.scalars(wanted)).one()
    with pytest.raises(NotAllowed, match="own request"):
        await finish_task(office, asks, finish(approval, Outcome.APPROVED))
    await finish_task(office, decides, finish(approval, Outcome.APPROVED))
    claim = await claim_now(office, billed.claim_id)
    assert (claim.stage, claim.open_amount) == (Stage.CLOSED, Decimal("0.00"))


async def test_what_the_payer_put_on_the_practice_is_never_billed_to_the_patient(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    task = await a_task(office, billed, TaskKind.WORK_DENIAL, detail={"codes": ["CO-197"]})
    with pytest.raises(Conflict, match="may not be billed"):
        await finish_task(office, ana, finish(task, Outcome.BILL_PATIENT, reason="x"))


async def test_a_question_to_the_practice_waits_and_comes_back(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    task = await a_task(office, billed, TaskKind.WORK_DENIAL)
    await finish_task(office, ana, finish(task, Outcome.ASK_PROVIDER, until=UNTIL, reason="which side?"))
    asked, claim = await task_now(office, task.id), await claim_now(office, billed.claim_id)
    assert (asked.state, asked.snoozed_until, asked.outcome) == (TaskState.WAITING_ON_PROVIDER, UNTIL, None)
    assert claim.turn is Turn.PROVIDER


async def test_one_key_is_one_answer(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    said = finish(await a_task(office, billed), Outcome.DENIED, reason="not covered")
    await finish_task(office, ana, said)
    with pytest.raises(Conflict, match="other answers"):
        await finish_task(office, ana, replace(said, reason="too late"))


async def test_a_finish_is_taken_back_once_and_only_by_who_finished(patient_office: Office) -> None:
    office = patient_office
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    ben = await a_person(office, billed.practice_id, name="Ben")
    task = await a_task(office, billed)
    await finish_task(office, ana, finish(task, Outcome.DENIED, reason="x"))
    with pytest.raises(Conflict, match="no longer"):
        await take_back(office, ben, uuid4(), task.id)
    key = uuid4()
    await take_back(office, ana, key, task.id)
    await take_back(office, ana, key, task.id)
    assert (await task_now(office, task.id)).state is TaskState.OPEN
    with pytest.raises(Conflict, match="no longer"):
        await take_back(office, ana, uuid4(), task.id)


async def test_a_finish_waits_for_the_claims_workflow_and_neither_fails(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    task = await a_task(office, billed)
    waiting = text("select count(*) from pg_locks where not granted")
    async with office.begin(CLAIMDESK) as work:
        await claims.one(work, billed.claim_id)
        said = finish(task, Outcome.DENIED, reason="not covered")
        finishing = asyncio.create_task(finish_task(office, ana, said))
        while not (await work.session.scalar(waiting) or finishing.done()):
            pass  # the question itself lets the other act go on
        assert [each.id for each in await tasks.live_of(work, billed.claim_id)] == [task.id]
    await finishing
    assert (await task_now(office, task.id)).outcome is Outcome.DENIED
