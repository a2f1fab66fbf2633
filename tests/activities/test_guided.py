"""A guided team never chooses: an act on a task nobody gave them is refused, whatever way it comes."""

from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from activities.actors import CLAIMDESK, Actor
from activities.allocation import Reassign, ToPerson, reassign
from activities.bulk_tasks import Marked, finish_all, snooze_all, transfer_all
from activities.commands import FinishTask, SnoozeTask, TransferTask
from activities.finishing import finish_task
from activities.holding import snooze_task, transfer_task, wake_task, work_next
from activities.next_task import SkipTask, skip_task
from activities.questions import AnswerQuestion, AskQuestion, answer_question, ask_question
from activities.taking_back import take_back
from activities.transactions import Office
from models.tasks import Task
from rules.allocation import How
from rules.errors import Conflict, NotAllowed
from rules.questions import Asked
from rules.tasks import LIVE, Outcome, TaskKind, TaskState
from tests.factories_money import add_claim, practice_and_payer
from tests.factories_tasks import a_person, a_task, task_now
from tests.factories_teams import a_rule, a_team

LATER = date(2030, 6, 3)
Given = tuple[Actor, Task, Task]


@pytest.fixture
async def night(patient_office: Office) -> Given:
    """Ana of a guided team, the task that comes first for her, and another account's that does not."""
    office = patient_office
    async with office.begin(CLAIMDESK) as work:
        practice, payer = await practice_and_payer(work)
        one, two = [await add_claim(work, practice, payer, f"A{at}", member_id=f"M{at}") for at in range(2)]
    ana = await a_person(office, practice.id)
    await a_rule(office, await a_team(office, [ana], "Night team", guided=True), How.POOL)
    first = await a_task(office, one, cause="first", deadline_on=None, money=Decimal(9000))
    return ana, first, await a_task(office, two, cause="other", deadline_on=None, money=Decimal(10))


def finish(task: Task) -> FinishTask:
    return FinishTask(
        uuid4(), task.id, task.version, Outcome.IN_PROCESS, until=LATER, reference="R1", reason="so"
    )


Deed = Callable[[Office, Actor, Task], Awaitable[object]]
DEEDS: dict[str, Deed] = {
    "finish": lambda office, ana, task: finish_task(office, ana, finish(task)),
    "snooze": lambda office, ana, task: snooze_task(
        office, ana, SnoozeTask(uuid4(), task.id, task.version, LATER)
    ),
    "transfer": lambda office, ana, task: transfer_task(
        office, ana, TransferTask(uuid4(), task.id, task.version, ana.id)
    ),
    "skip": lambda office, ana, task: skip_task(office, ana, SkipTask(uuid4(), task.id, "No wish to")),
    "ask": lambda office, ana, task: ask_question(
        office, ana, AskQuestion(uuid4(), task.id, task.version, Asked.PRACTICE, "Why?", LATER)
    ),
}


@pytest.mark.parametrize("deed", DEEDS)
async def test_an_act_on_a_task_nobody_gave_them_is_refused(
    patient_office: Office, night: Given, deed: str
) -> None:
    ana, _, other = night
    with pytest.raises(NotAllowed, match="Night team works by “Work next”"):
        await DEEDS[deed](patient_office, ana, other)
    now = await task_now(patient_office, other.id)
    assert (now.state, now.version, now.owner_id) == (TaskState.OPEN, other.version, None)


@pytest.mark.parametrize("deed", DEEDS)
async def test_the_same_act_on_what_work_next_gave_is_theirs(
    patient_office: Office, night: Given, deed: str
) -> None:
    ana, first, _ = night
    assert await work_next(patient_office, ana) == first.id
    await DEEDS[deed](patient_office, ana, first)


async def test_what_somebody_else_put_aside_is_not_woken_answered_or_taken_back_by_its_id(
    patient_office: Office, night: Given
) -> None:
    office, (ana, first, other) = patient_office, night
    await snooze_task(office, CLAIMDESK, SnoozeTask(uuid4(), first.id, first.version, LATER))
    asked = AskQuestion(uuid4(), other.id, other.version, Asked.PRACTICE, "Why?", LATER)
    await ask_question(office, CLAIMDESK, asked)
    with pytest.raises(NotAllowed, match="take what comes"):
        await wake_task(office, ana, first.id)
    with pytest.raises(NotAllowed, match="take what comes"):
        await answer_question(office, ana, AnswerQuestion(uuid4(), other.id, "Because"))


async def test_a_question_that_another_finish_put_is_not_taken_back_by_them(
    patient_office: Office, night: Given
) -> None:
    office, (ana, _, other) = patient_office, night
    said = FinishTask(uuid4(), other.id, other.version, Outcome.ASK_PROVIDER, until=LATER, reason="Why?")
    async with office.begin(CLAIMDESK) as work:
        (await work.session.get_one(Task, other.id)).kind = TaskKind.FIX_CLAIM
    await finish_task(office, CLAIMDESK, FinishTask(**{**_fields(said), "version": other.version + 1}))
    with pytest.raises(Conflict, match="no longer be taken back"):
        await take_back(office, ana, uuid4(), other.id)


def _fields(said: FinishTask) -> dict[str, object]:
    return {name: getattr(said, name) for name in FinishTask.__slots__}


async def test_one_goes_back_on_ones_own_deeds(patient_office: Office, night: Given) -> None:
    office, (ana, first, other) = patient_office, night
    assert await work_next(office, ana) == first.id
    await snooze_task(office, ana, SnoozeTask(uuid4(), first.id, first.version, LATER))
    await wake_task(office, ana, first.id)
    awake = await task_now(office, first.id)
    assert (awake.state, awake.leased_by) == (TaskState.OPEN, ana.id)
    await finish_task(office, ana, finish(awake))
    await take_back(office, ana, uuid4(), first.id)
    assert (await task_now(office, first.id)).state in LIVE
    assert await work_next(office, ana, after=first.id) == other.id


async def test_marked_tasks_are_refused_one_by_one_without_touching_any(
    patient_office: Office, night: Given
) -> None:
    office, (ana, first, other) = patient_office, night
    assert await work_next(office, ana) == first.id
    marked = [Marked(other.id, other.kind, other.version)]
    pattern = FinishTask(uuid4(), uuid4(), 0, Outcome.NEEDS_INFORMATION, reason="Records")
    results = [
        *await finish_all(office, ana, pattern, marked),
        *await snooze_all(office, ana, uuid4(), marked, LATER, None),
        *await transfer_all(office, ana, uuid4(), marked, ana.id, ""),
    ]
    assert [each.is_done for each in results] == [False] * 3
    assert all("take what comes" in each.words for each in results)
    rows = await reassign(office, ana, Reassign(uuid4(), (first.id, other.id), ToPerson(ana.id)))
    told: dict[UUID, tuple[bool, str]] = {each.task_id: (each.moved, each.words) for each in rows}
    assert told[first.id][0]
    assert told[other.id] == (
        False,
        "Night team works by “Work next”: take what comes, or skip it with a reason.",
    )
