"""Three billers, a supervisor and a clock at random: no task lost, doubled, done twice, or seen by others."""

import asyncio
from collections.abc import Awaitable
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from activities.absences import AddAbsence, add_absence, cover_absences, end_absence
from activities.actors import Actor
from activities.allocation import Reassign, ToRules, reassign
from activities.commands import FinishTask, SnoozeTask, TransferTask
from activities.finishing import finish_task
from activities.follow_ups import climb_task
from activities.holding import open_task, snooze_task, take_over, transfer_task, work_next
from activities.next_task import SkipTask, skip_task
from activities.taking_back import take_back
from activities.transactions import Office
from models.task_facts import TaskFilter
from models.tasks import Task
from rules.errors import Refusal
from rules.tasks import LIVE, Outcome, TaskKind, TaskState
from runtime.database import make_engine
from runtime.embedded.postgres import APP, PostgresServer
from tests.factories_billers import (
    Seen,
    Shift,
    absences_of,
    away_now,
    begin_shift,
    office_now,
    office_today,
    shift_rows,
    task_row,
    turn_days,
)
from tests.factories_tasks import a_task
from tests.one_hand import must_be_free

T = TypeVar("T")
ENDS = {
    TaskKind.CALL_PAYER: Outcome.IN_PROCESS,
    TaskKind.WORK_DENIAL: Outcome.APPEAL,
    TaskKind.FIX_CLAIM: Outcome.CORRECTED,
}
MANY = 10**6
KINDS, WHO, WHICH = st.sampled_from(sorted(ENDS)), st.integers(0, 2), st.integers(0, MANY)


class Billers(RuleBasedStateMachine):
    """Every rule may be refused; the invariants hold all the same."""

    office: Office
    runner: asyncio.Runner
    shift: Shift
    kept = 0  # tasks that went to whoever had their account, in all runs together

    def do(self, deed: Awaitable[T]) -> T:
        async def run() -> T:
            return await deed

        return self.runner.run(run())

    def may_be_refused(self, deed: Awaitable[T]) -> T | None:
        try:
            return self.do(deed)
        except Refusal:
            return None

    @initialize()
    def begin(self) -> None:
        self.shift = self.do(begin_shift(self.office))
        for which, kind in enumerate((*ENDS, *ENDS)):
            self.give(which, kind)

    @rule(which=WHICH, kind=KINDS)
    def give(self, which: int, kind: TaskKind) -> None:
        billed = self.shift.billed[which % len(self.shift.billed)]
        task = self.do(a_task(self.office, billed, kind, cause=f"{uuid4()}", deadline_on=None))
        self.shift.note(task)

    @precondition(lambda self: self.shift.hidden)
    @rule(which=WHICH)
    def reach_for_what_is_hidden(self, which: int) -> None:
        cat, hidden = self.shift.people[2], self.shift.hidden
        reaches = open_task(self.office, cat, hidden[which % len(hidden)])
        with pytest.raises(Refusal):
            self.do(reaches)

    @rule(who=WHO)
    def next(self, who: int) -> None:
        person = self.shift.people[who]
        found = self.do(work_next(self.office, person))
        if found:
            self.look(person, found)
            self.was_free(found)

    def was_free(self, *taken: UUID) -> None:
        rows, now = self.do(shift_rows(self.office, self.shift)), self.do(office_now(self.office))
        for row in rows:
            if row.id in taken:
                must_be_free(row, rows, now)

    @rule()
    def all_next_at_once(self) -> None:
        async def race() -> list[UUID | None]:
            return await asyncio.gather(*(work_next(self.office, each) for each in self.shift.people))

        taken = [each for each in self.do(race()) if each]
        assert len(taken) == len(set(taken)), "one task was given to two people"
        self.was_free(*taken)

    def look(self, person: Actor, task_id: UUID) -> None:
        row = self.do(task_row(self.office, task_id))
        self.shift.screens[person.id] = Seen(task_id, row.kind, row.version)

    @precondition(lambda self: self.shift.given)
    @rule(who=WHO, which=WHICH)
    def open(self, who: int, which: int) -> None:
        person, task_id = self.shift.people[who], self.any_task(which)
        try:
            holder = self.do(open_task(self.office, person, task_id))
        except Refusal:
            return
        if holder is None:
            self.look(person, task_id)

    def any_task(self, which: int) -> UUID:
        return list(self.shift.given)[which % len(self.shift.given)]

    @precondition(lambda self: self.shift.screens)
    @rule(which=WHICH)
    def finish(self, which: int) -> None:
        """Whoever has a screen open presses the button, however old the screen is."""
        person, seen = self.any_screen(which)
        if self.may_be_refused(finish_task(self.office, person, _finish(seen))):
            self.count(seen.id, 1)

    @precondition(lambda self: self.shift.screens)
    @rule(which=WHICH)
    def finish_twice_at_once(self, which: int) -> None:
        person, seen = self.any_screen(which)

        async def race() -> list[object]:
            two = (finish_task(self.office, each, _finish(seen)) for each in (person, self.shift.supervisor))
            return list(await asyncio.gather(*two, return_exceptions=True))

        answers = self.do(race())
        assert all(isinstance(each, Refusal) or not isinstance(each, BaseException) for each in answers), (
            answers
        )
        self.count(seen.id, sum(not isinstance(each, Refusal) for each in answers))

    def any_screen(self, which: int) -> tuple[Actor, Seen]:
        holder, seen = list(self.shift.screens.items())[which % len(self.shift.screens)]
        return next(each for each in self.shift.people if each.id == holder), seen

    def count(self, task_id: UUID, by: int) -> None:
        self.shift.finished[task_id] = self.shift.finished.get(task_id, 0) + by

    @precondition(lambda self: self.shift.finished)
    @rule(who=WHO, which=WHICH)
    def undo(self, who: int, which: int) -> None:
        task_id = list(self.shift.finished)[which % len(self.shift.finished)]
        before = self.do(task_row(self.office, task_id)).state
        self.may_be_refused(take_back(self.office, self.shift.people[who], uuid4(), task_id))
        if before is TaskState.DONE and self.do(task_row(self.office, task_id)).state is not TaskState.DONE:
            self.count(task_id, -1)

    @precondition(lambda self: self.shift.screens)
    @rule(which=WHICH, days=st.integers(1, 4))
    def snooze(self, which: int, days: int) -> None:
        person, seen = self.any_screen(which)
        until = self.do(office_today(self.office)) + timedelta(days=days)
        self.may_be_refused(
            snooze_task(self.office, person, SnoozeTask(uuid4(), seen.id, seen.version, until))
        )

    @precondition(lambda self: self.shift.screens)
    @rule(which=WHICH)
    def skip(self, which: int) -> None:
        person, seen = self.any_screen(which)
        self.may_be_refused(skip_task(self.office, person, SkipTask(uuid4(), seen.id, "The portal is down")))

    @precondition(lambda self: self.shift.screens)
    @rule(which=WHICH, to=WHO)
    def transfer(self, which: int, to: int) -> None:
        person, seen = self.any_screen(which)
        said = TransferTask(uuid4(), seen.id, seen.version, self.shift.people[to].id)
        self.may_be_refused(transfer_task(self.office, person, said))

    @precondition(lambda self: self.shift.given)
    @rule(which=WHICH)
    def take_over(self, which: int) -> None:
        self.may_be_refused(take_over(self.office, self.shift.supervisor, self.any_task(which)))

    @rule(who=WHO, days=st.integers(0, 2))
    def go_away(self, who: int, days: int) -> None:
        today = self.do(office_today(self.office))
        said = AddAbsence(uuid4(), self.shift.people[who].id, today, today + timedelta(days=days), "leave")
        self.do(add_absence(self.office, self.shift.supervisor, said))

    @rule()
    def all_come_back(self) -> None:
        for absence_id in self.do(absences_of(self.office, self.shift.people)):
            self.do(end_absence(self.office, self.shift.supervisor, absence_id))

    @rule(who=WHO)
    def redistribute(self, who: int) -> None:
        person = self.shift.people[who].id
        said = Reassign(uuid4(), TaskFilter(owner_id=person), ToRules(without=person), "shared out")
        rows = self.do(reassign(self.office, self.shift.supervisor, said))
        assert all(each.owner != self.shift.people[who].name for each in rows if each.moved)
        self.accounts_stay_together(without=person)

    @rule(days=st.integers(1, 3))
    def days_pass(self, days: int) -> None:
        self.do(turn_days(self.office, days))
        for each in self.shift.billed:
            self.do(climb_task(self.office, each.claim_id))
        self.do(cover_absences(self.office))

    @rule(who=WHO)
    def work(self, who: int) -> None:
        """A biller's usual minute: the next task, done."""
        person = self.shift.people[who]
        self.shift.screens.pop(person.id, None)
        self.next(who)
        seen = self.shift.screens.get(person.id)
        if seen and self.may_be_refused(finish_task(self.office, person, _finish(seen))):
            self.count(seen.id, 1)

    @invariant()
    def every_task_stands_where_it_should(self) -> None:
        if not hasattr(self, "shift"):
            return
        rows = self.do(shift_rows(self.office, self.shift))
        assert len(rows) == len(self.shift.given), "lost or doubled"
        for row in rows:
            done = self.shift.finished.get(row.id, 0)
            assert row.id in self.shift.given, "a task nobody gave"
            assert done == (row.state is TaskState.DONE), "finished once, and as counted"
            assert row.state in (*LIVE, TaskState.DONE), "withdrawn by nobody"
            if row.state in LIVE:
                self.somebody_who_may_has(row)

    @invariant()
    def an_account_is_in_one_hand(self) -> None:
        if hasattr(self, "shift"):
            self.accounts_stay_together()

    def accounts_stay_together(self, without: UUID | None = None) -> None:
        rows, now = self.do(shift_rows(self.office, self.shift)), self.do(office_now(self.office))
        away = self.do(away_now(self.office, self.shift.people))
        before = self.shift.hands.kept
        self.shift.hands.look(rows, now, away | {without} - {None})
        type(self).kept += self.shift.hands.kept - before

    def somebody_who_may_has(self, row: Task) -> None:
        assert row.owner_id or row.team_id, "in nobody's reach"
        for person in filter(None, (row.owner_id, row.leased_by)):
            assert self.shift.hands.may_see(person, row), "somebody has what they may not see"
        if row.allocation_rule_id and row.owner_id == self.shift.people[2].id:
            assert row.kind is not TaskKind.WORK_DENIAL, "given to somebody untrained"


def _finish(seen: Seen) -> FinishTask:
    until = date(2027, 6, 1)
    return FinishTask(
        uuid4(), seen.id, seen.version, ENDS[seen.kind], until=until, reference="R1", reason="so"
    )


def test_whatever_three_billers_and_a_supervisor_do_every_task_is_done_once(
    postgres: PostgresServer, database: str
) -> None:
    with asyncio.Runner() as runner:
        engine = make_engine(postgres.url(APP, database))

        class OurBillers(Billers):
            pass

        OurBillers.office, OurBillers.runner = Office.of(engine, undo_seconds=60), runner
        few = settings(max_examples=6, stateful_step_count=40, deadline=None, database=None, print_blob=True,
                       phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
        run_state_machine_as_test(OurBillers, settings=few)
        assert OurBillers.kept > 0, "no account had a second task to keep together"
        runner.run(engine.dispose())
