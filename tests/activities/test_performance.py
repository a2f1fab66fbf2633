"""Adding up finished work: touches, rework, promises and accounts, counted again without doubling."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from activities.actors import CLAIMDESK, Actor
from activities.commands import FinishTask, SnoozeTask
from activities.finishing import finish_task
from activities.holding import snooze_task
from activities.performance import count_again, count_missing, count_today, counted_since
from activities.taking_back import take_back
from activities.transactions import Office
from models.base import new_id
from models.performance import PerformanceDay, first_uncounted
from models.tasks import Task
from models.users import SYSTEM
from rules.tasks import Outcome, TaskKind, TaskState
from runtime.catching_up import catch_up
from tests.factories_money import Billed, one_claim
from tests.factories_tasks import a_person, a_task, task_now


async def finished(
    office: Office,
    billed: Billed,
    who: Actor,
    kind: TaskKind = TaskKind.CALL_PAYER,
    outcome: Outcome = Outcome.RESUBMIT,
    days_ago: int = 0,
    given: int = 0,
    claim: bool = True,
) -> UUID:
    """A task that was finished so many days ago and given so many days before."""
    async with office.begin(CLAIMDESK) as work:
        at = work.now - timedelta(days=days_ago)
        task = Task(
            id=new_id(), practice_id=billed.practice_id, kind=kind,
            claim_id=billed.claim_id if claim else None, cause=f"test:{new_id()}", ask="Do it",
            state=TaskState.DONE, outcome=outcome, due_on=at.date(),
            money=Decimal("10.00"), finished_by=who.id, finished_at=at,
            created_at=at - timedelta(days=given),
        )  # fmt: skip
        work.session.add(task)
    return task.id


async def did(
    office: Office, who: Actor, practice_id: UUID, task_id: UUID, action: str, at: datetime
) -> None:
    """The trail says that this person did that then."""
    async with office.begin(who) as work:
        work.now = at
        work.record(action, f"task:{task_id}", practice_id)


async def days(office: Office) -> list[PerformanceDay]:
    async with office.begin(CLAIMDESK) as work:
        found = select(PerformanceDay).order_by(PerformanceDay.day, PerformanceDay.kind)
        return list(await work.session.scalars(found))


async def test_finished_work_is_added_up_and_counting_again_doubles_nothing(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    for claim in (True, True, False):
        await finished(office, billed, ana, claim=claim)
    await count_today(office)
    await count_again(office)
    of_a_claim, of_none = sorted(await days(office), key=lambda each: -each.finished)  # of two classes
    assert {of_a_claim.user_id, of_none.user_id} == {ana.id}
    assert (of_a_claim.finished, of_a_claim.accounts, of_a_claim.money) == (2, 1, Decimal("20.00"))
    assert (of_none.finished, of_none.accounts, of_none.money) == (1, 0, Decimal("10.00"))
    assert (of_a_claim.first_touch, of_a_claim.timed, of_a_claim.touch_seconds) == (2, 0, 0)


async def test_days_that_were_never_counted_are_counted_in_the_night_month_by_month(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    for days_ago in (3, 50, 51, 140):
        await finished(office, billed, ana, days_ago=days_ago)
    await count_today(office)
    assert await days(office) == []
    await count_again(office)
    assert len(await days(office)) == 4
    async with office.begin(CLAIMDESK) as work:
        assert await first_uncounted(work.session, SYSTEM, counted_since(work.now)) is None


async def test_after_an_upgrade_older_days_are_counted_at_once_the_newest_month_first(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    for days_ago in (50, 51, 140):
        await finished(office, billed, ana, days_ago=days_ago)
    told: list[tuple[date, date]] = []
    await count_missing(office, lambda since, oldest: told.append((since, oldest)))
    assert len(await days(office)) == 3
    since = [each for each, _ in told]
    assert since == sorted(since, reverse=True)
    assert since[-1] == told[0][1] == (await days(office))[0].day
    assert await count_missing(office, lambda since, oldest: told.append((since, oldest))) == 0
    assert len(told) == len(since)


async def test_a_worker_catches_up_with_what_nobody_counted_and_says_how_far_it_is(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    await finished(office, billed, ana, days_ago=40)
    with caplog.at_level("INFO", "runtime.catching_up"):
        await catch_up(office)
    assert len(await days(office)) == 1
    assert "Performance is added up from" in caplog.text


async def test_what_was_put_aside_and_taken_back_at_once_is_still_the_first_touch(
    patient_office: Office,
) -> None:
    office, billed = patient_office, await one_claim(patient_office)
    ana = await a_person(office, billed.practice_id)
    task = await a_task(office, billed)
    await snooze_task(office, ana, SnoozeTask(uuid4(), task.id, task.version, date(2027, 8, 24)))
    await take_back(office, ana, uuid4(), task.id)
    again = await task_now(office, task.id)
    await finish_task(office, ana, FinishTask(uuid4(), task.id, again.version, Outcome.DENIED, reason="x"))
    await count_today(office)
    (day,) = await days(office)
    assert (day.finished, day.first_touch) == (1, 1)


async def test_time_at_a_task_is_counted_between_looks_and_a_long_pause_only_so_far(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    task_id = await finished(office, billed, ana)
    async with office.begin(CLAIMDESK) as work:
        end = (await work.session.get_one(Task, task_id)).finished_at
    assert end is not None
    for minutes, action in ((60, "saw"), (3, "saw"), (1, "saw"), (0, "finished")):
        at = end - timedelta(minutes=minutes)
        await did(office, ana, billed.practice_id, task_id, action, at)
    await count_today(office)
    (day,) = await days(office)
    assert (day.timed, day.touch_seconds) == (1, 600 + 120 + 60)


@pytest.mark.parametrize("action", ["snoozed", "transferred", "took over", "skipped"])
async def test_what_was_put_aside_or_handed_on_is_not_solved_at_the_first_touch(
    office: Office, action: str
) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    task_id = await finished(office, billed, ana)
    async with office.begin(CLAIMDESK) as work:
        before = work.now - timedelta(hours=1)
    await did(office, ana, billed.practice_id, task_id, action, before)
    await count_today(office)
    (day,) = await days(office)
    assert (day.finished, day.first_touch) == (1, 0)


async def test_the_same_kind_that_comes_back_within_the_month_is_rework(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    await finished(office, billed, ana, TaskKind.FIX_CLAIM, Outcome.CORRECTED, days_ago=9)
    await finished(office, billed, ana, TaskKind.FIX_CLAIM, Outcome.CORRECTED, days_ago=2, given=1)
    await finished(office, billed, ana, TaskKind.CALL_PAYER, days_ago=9)
    await finished(office, billed, ana, TaskKind.CALL_PAYER, days_ago=2, given=1)
    await count_again(office)
    reworked = {(each.kind, each.day): each.reworked for each in await days(office)}
    assert sorted(reworked.values()) == [0, 0, 0, 1]
    first = min(reworked, key=lambda each: (each[0] != "fix claim", each[1]))
    assert reworked[first] == 1


async def test_in_time_is_what_was_promised_in_business_days(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    await finished(office, billed, ana, TaskKind.WORK_DENIAL, Outcome.APPEAL, given=8)
    await finished(office, billed, ana, TaskKind.WORK_DENIAL, Outcome.APPEAL, given=30)
    await finished(office, billed, ana, TaskKind.FILE_PROBLEM, Outcome.REVIEWED, given=90)
    await count_today(office)
    kept = {each.kind: (each.in_time, each.in_time_money) for each in await days(office)}
    assert kept == {"work denial": (1, Decimal("10.00")), "file problem": (1, Decimal("10.00"))}
