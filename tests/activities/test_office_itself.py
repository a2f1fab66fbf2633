"""What belongs to the office itself: seen by those who review access, and apart from every practice."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from activities import tasks
from activities.actors import CLAIMDESK, Actor
from activities.alerts import raise_alert
from activities.commands import TransferTask, WriteNote
from activities.holding import take_over, transfer_task
from activities.notes import write_note
from activities.questions import AskQuestion, ask_question
from activities.sites import RecordTerm, record_term
from activities.transactions import Office
from activities.users import work_for
from models.alerts import Alert
from models.base import new_id
from models.mentions import Mention
from models.practices import OFFICE, Practice, earliest_day
from models.queues import VIEWS, Reader, counts, rows
from models.tasks import Task
from rules.access import Permission, Role
from rules.alerts import AlertKind
from rules.errors import Conflict, Unknown
from rules.offshore import Program
from rules.questions import Asked
from rules.tasks import TaskKind
from tests.factories_emergencies import Staff, a_review, the_staff
from tests.factories_tasks import task_now


@pytest.fixture
async def staff(office: Office) -> Staff:
    return await the_staff(office)


def seers(staff: Staff) -> dict[str, tuple[Actor, bool]]:
    """Everybody, and whether they see it."""
    at_home = replace(staff.mara, classes=frozenset({f"{staff.practice_id}/commercial/TX"}))
    return {
        "the person concerned": (staff.ana, False),
        "a supervisor": (staff.lea, False),
        "a manager": (staff.mara, True),
        "an administrator": (staff.otto, True),
        "a manager abroad": (at_home, False),
        "an administrator abroad": (replace(staff.otto, classes=frozenset()), False),
        "a biller as manager for an hour": (replace(staff.ana, role=Role.MANAGER), False),
    }


async def test_those_who_review_access_see_it_and_nobody_else(office: Office, staff: Staff) -> None:
    task = await a_review(office, staff.ana.id)
    for who, (actor, sees) in seers(staff).items():
        reader = Reader(actor.id, approves=actor.role != Role.BILLER)
        async with office.begin(actor) as work:
            assert (await work.session.get(Task, task.id) is not None) is sees, who
            listed = await rows(work.session, VIEWS["approvals"], reader, work.now)
            numbers, _ = await counts(work.session, reader, work.now)
            assert [row.id for row in listed] == [task.id] * sees, who
            assert (numbers["approvals"], numbers["all"]) == (sees, sees), who
        if not sees:
            with pytest.raises(Unknown):
                await tasks_one(office, actor, task)


async def tasks_one(office: Office, actor: Actor, task: Task) -> None:
    async with office.begin(actor) as work:
        await tasks.one(work, task.id)


async def test_it_is_handed_only_to_who_reviews_access(office: Office, staff: Staff) -> None:
    task = await a_review(office, staff.ana.id)
    with pytest.raises(Conflict, match="works no tasks of this practice"):
        await transfer_task(office, staff.mara, TransferTask(uuid4(), task.id, task.version, staff.lea.id))
    said = TransferTask(uuid4(), task.id, task.version, staff.marc.id)
    assert await transfer_task(office, staff.mara, said) == "Marc"
    taken = await task_now(office, task.id)
    await take_over(office, staff.mara, taken.id)
    async with office.begin(CLAIMDESK) as work:
        moved = select(Alert.user_id).where(Alert.kind == AlertKind.MOVED)
        assert list(await work.session.scalars(moved)) == [staff.marc.id]


async def test_a_note_on_it_reaches_a_colleague_who_reviews_and_no_other(
    office: Office, staff: Staff
) -> None:
    task = await a_review(office, staff.ana.id)
    await write_note(office, staff.mara, WriteNote(uuid4(), "@Marc @Lea did you see this?", task.id))
    async with office.begin(CLAIMDESK) as work:
        assert list(await work.session.scalars(select(Mention.user_id))) == [staff.marc.id]


async def test_no_practice_and_no_coder_is_asked_about_it(office: Office, staff: Staff) -> None:
    task = await a_review(office, staff.ana.id)
    said = AskQuestion(uuid4(), task.id, task.version, Asked.CODER, "Why?", task.due_on + timedelta(days=9))
    with pytest.raises(Conflict, match="nobody to ask"):
        await ask_question(office, staff.mara, said)


async def test_the_office_itself_has_no_members_and_no_contracts(office: Office, staff: Staff) -> None:
    with pytest.raises(Unknown, match="no such practice"):
        async with office.begin(CLAIMDESK) as work:
            await work_for(work, staff.ana.id, [OFFICE])
    since = date(2026, 1, 1)
    term = RecordTerm(uuid4(), OFFICE, Program.COMMERCIAL, "US", "PH", None, True, "section 7", since)
    with pytest.raises(Unknown, match="no such practice"):
        await record_term(office, staff.otto, term)


async def test_what_is_told_of_the_office_reaches_those_who_may_see_it(office: Office, staff: Staff) -> None:
    async with office.begin(CLAIMDESK) as work:
        everybody = [staff.ana.id, staff.lea.id, staff.mara.id, staff.otto.id]
        told = {"to": everybody, "told": "Something of the office."}
        assert await raise_alert(work, AlertKind.ESCALATED, f"task:{new_id()}", OFFICE, **told) == 2
        to = Permission.TRANSFER_ANY
        heard = await raise_alert(work, AlertKind.MOVED, "board:x", OFFICE, to=to, told="Moved.")
        assert heard == 2  # the managers: a supervisor sees nothing of it


async def test_the_office_has_a_day_of_its_own_and_takes_none_from_a_practice(office: Office) -> None:
    async with office.begin(CLAIMDESK) as work:
        clients = update(Practice).where(Practice.id != OFFICE)
        await work.session.execute(clients.values(time_zone="Pacific/Guam"))
        evening = datetime(2026, 11, 23, 20, tzinfo=UTC)  # the 24th in Guam, the 23rd in New York
        assert await work.session.scalar(select(earliest_day(evening))) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("kind", "at_home"), [(TaskKind.REVIEW_EMERGENCY, True), (TaskKind.CALL_PAYER, False)]
)
async def test_the_database_keeps_the_office_and_the_practices_apart(
    office: Office, staff: Staff, kind: TaskKind, at_home: bool
) -> None:
    where = staff.practice_id if at_home else OFFICE
    new = tasks.NewTask(kind, "wrong", "Do it", where, date(2026, 11, 23))
    with pytest.raises(Exception, match="what_is_of_no_practice_is_of_the_office"):
        async with office.begin(CLAIMDESK) as work:
            await tasks.give(work, new, date(2026, 11, 23))
