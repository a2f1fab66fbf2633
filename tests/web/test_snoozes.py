"""Putting a task aside until a day or an event, and passing it over with a reason."""

from datetime import timedelta
from uuid import UUID, uuid4

from httpx import AsyncClient, Response
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.claims import look_at_claim
from activities.transactions import Office
from models.acknowledgements import Acknowledgement
from models.allocation import TaskSkip
from models.claims import Claim
from models.files import MailboxFile
from rules.tasks import TaskState
from tests.factories_desk import Told
from tests.web.test_tasks import FRAGMENT, act, task_of


async def test_a_snooze_never_outlives_the_deadline(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    far = told.today + timedelta(days=60)
    answer = await act(amara, told.tasks["Whitfield"], "snooze", until=far)
    task = await task_of(desk_office, told.tasks["Whitfield"])
    assert answer.status_code == 200
    assert task.snoozed_until is not None
    assert task.deadline_on is not None
    assert task.snoozed_until <= task.deadline_on
    page = (await amara.get(f"/tasks/{task.id}?view=snoozed")).text
    assert "Take it up now" in page
    await amara.post(f"/tasks/{task.id}/wake?view=snoozed", headers=FRAGMENT)
    assert (await task_of(desk_office, task.id)).state is TaskState.OPEN


async def test_who_skips_a_task_says_why_and_gets_the_next_one(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    silent = await act_with(amara, told.tasks["Baptiste"], "skip", reason=" ")
    assert (silent.status_code, "Say why you skip it" in silent.text) == (400, True)
    answer = await act_with(amara, told.tasks["Baptiste"], "skip", reason="Portal is down")
    assert "your supervisor sees the reason" in answer.text
    assert "Medicaid denied it" in answer.text
    async with desk_office.begin(CLAIMDESK) as work:
        assert await work.session.scalar(select(TaskSkip.reason)) == "Portal is down"


async def act_with(client: AsyncClient, task_id: UUID, deed: str, **form: object) -> Response:
    """Post a form that carries a key and no version."""
    data = {"key": str(uuid4()), **{name: str(value) for name, value in form.items()}}
    return await client.post(f"/tasks/{task_id}/{deed}?view=mine", data=data, headers=FRAGMENT)


async def test_a_task_waits_for_an_event_no_longer_than_its_deadline_allows(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    answer = await act(amara, told.tasks["Whitfield"], "snooze", awaits="remittance")
    assert "Put aside until a payment or denial comes, at the latest" in answer.text
    assert f"/tasks/{told.tasks['Whitfield']}/undo" in answer.text
    task = await task_of(desk_office, told.tasks["Whitfield"])
    assert task.snoozed_until is not None
    assert task.deadline_on is not None
    assert task.snoozed_until <= task.deadline_on
    neither = await act(amara, told.tasks["Novak"], "snooze")
    assert (neither.status_code, "Say until when" in neither.text) == (400, True)


async def test_what_was_awaited_ends_the_snooze_when_it_comes(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    for name, event in (("Whitfield", "answer"), ("Novak", "remittance")):
        await act(amara, told.tasks[name], "snooze", awaits=event)
    for name in ("Whitfield", "Novak"):
        await look_at_claim(desk_office, told.claims[name])
        assert (await task_of(desk_office, told.tasks[name])).state is TaskState.SNOOZED
    async with desk_office.begin(CLAIMDESK) as work:
        for name in ("Whitfield", "Novak"):
            claim = await work.session.get_one(Claim, told.claims[name])
            file = (await work.session.scalars(select(MailboxFile.id))).first()
            work.session.add(
                Acknowledgement(
                    practice_id=claim.practice_id,
                    claim_id=claim.id,
                    file_id=file,
                    segment=9,
                    kind="277CA",
                    sender="payer",
                    accepted=True,
                    codes=[],
                    words="received",
                    received_at=work.now,
                )
            )
    for name in ("Whitfield", "Novak"):
        await look_at_claim(desk_office, told.claims[name])
    woken = await task_of(desk_office, told.tasks["Whitfield"])
    assert (woken.state, woken.awaits, woken.due_on) == (TaskState.OPEN, None, told.today)
    assert (await task_of(desk_office, told.tasks["Novak"])).state is TaskState.SNOOZED
