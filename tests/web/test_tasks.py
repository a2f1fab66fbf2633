"""Working a task: everything beside it, one answer that counts, and nothing lost."""

import re
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from httpx import AsyncClient, Response
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.actors import CLAIMDESK
from activities.transactions import Office
from models.audit import AuditEvent
from models.claims import Claim, ClaimLine
from models.notes import Note
from models.tasks import Task
from rules.tasks import Outcome, TaskState
from tests.factories_desk import Told
from tests.web.queries import queries
from tests.web.test_queue import reads

FRAGMENT = {"hx-request": "true"}
OF_THE_TASK = 8


async def task_of(office: Office, task_id: UUID) -> Task:
    async with office.begin(CLAIMDESK) as work:
        return await work.session.get_one(Task, task_id)


async def act(client: AsyncClient, task_id: UUID, deed: str, /, **form: object) -> Response:
    """Post a form of this task as htmx does; key and version are fresh unless given."""
    page = (await client.get(f"/tasks/{task_id}")).text
    field = r'name="version" value="(\d+)"'
    mine = rf'action="/tasks/{task_id}/{deed}[?"].*?{field}'  # a correction carries the claim's version
    version = re.search(mine, page, re.DOTALL) or re.search(field, page)
    guard = {"key": str(uuid4()), "version": version[1] if version else "0"}
    data = {**guard, **{name: str(value) for name, value in form.items()}}
    if deed in ("note", "undo"):
        data = {name: value for name, value in data.items() if name != "version"}
    return await client.post(f"/tasks/{task_id}/{deed}?view=mine", data=data, headers=FRAGMENT)


async def test_a_task_shows_what_to_do_and_everything_to_do_it_with(amara: AsyncClient, told: Told) -> None:
    page = (await amara.get(f"/tasks/{told.tasks['Whitfield']}")).text
    for words in (
        "Northlake Health has been silent for 17 days",
        "9 days left",
        "nothing proves filing",
        "Receipt counts",
        "800-555-0142",
        "front-end rejection report",
        "Member ···4401",
        "Id card front photo",
        "Sent in batch",
        "segment 18",
        "Next: call payer, due today",
        "Not on file: send again with proof",
    ):
        assert words in page, words


async def test_a_denial_is_told_in_words_with_its_first_action(amara: AsyncClient, told: Told) -> None:
    page = (await amara.get(f"/tasks/{told.tasks['Reyes']}")).text
    assert "CO-197 no authorization" in page
    assert "Look for the number" in page
    assert "2 days left to appeal" in page


async def test_each_outcome_has_its_digit_and_the_first_also_e(amara: AsyncClient, told: Told) -> None:
    page = (await amara.get(f"/tasks/{told.tasks['Whitfield']}")).text
    assert re.findall(r'data-key="(\d(?: e)?)"', page) == ["1 e", "2", "3", "4", "5"]


async def test_finishing_brings_the_next_task_in_the_same_answer(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    answer = await act(amara, told.tasks["Baptiste"], "finish", outcome="resubmit", note="Sent once more")
    assert answer.status_code == 200
    assert "Medicaid denied it" in answer.text
    assert f'hx-target="#task-{told.tasks["Baptiste"]}" hx-swap="delete"' in answer.text
    assert "Undo" in answer.text
    task = await task_of(desk_office, told.tasks["Baptiste"])
    assert (task.state, task.outcome) == (TaskState.DONE, Outcome.RESUBMIT)
    async with desk_office.begin(CLAIMDESK) as work:
        assert await work.session.scalar(select(Note.body).where(Note.task_id == task.id)) == "Sent once more"


async def test_the_next_one_waits_to_be_chosen_when_the_person_wants_that(
    amara: AsyncClient, told: Told
) -> None:
    await amara.post("/me/screen", data={"color_scheme": "dark", "single_keys": "true"})
    answer = await act(amara, told.tasks["Baptiste"], "finish", outcome="resubmit")
    assert "in My queue" in answer.text
    assert 'data-scheme="dark"' in (await amara.get("/queue/mine")).text


async def test_a_plain_form_goes_on_to_the_next_page_and_says_what_was_done(
    amara: AsyncClient, told: Told
) -> None:
    task = told.tasks["Baptiste"]
    page = (await amara.get(f"/tasks/{task}")).text
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    form = {"key": str(uuid4()), "version": version[1], "outcome": "resubmit"}
    answer = await amara.post(f"/tasks/{task}/finish?view=mine", data=form)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/tasks/{told.tasks['Reyes']}?view=mine")
    page = (await amara.get(answer.headers["location"])).text
    assert "Finished." in page
    assert f"/tasks/{task}/undo" in page


async def test_an_old_page_gets_the_task_as_it_is_now_and_keeps_the_typed_words(
    enter: object, amara: AsyncClient, told: Told
) -> None:
    task = told.tasks["Whitfield"]
    ben = await enter("Ben Carver")  # type: ignore[operator]
    old = re.search(r'name="version" value="(\d+)"', (await amara.get(f"/tasks/{task}")).text)
    assert old
    until = told.today + timedelta(days=4)
    won = await act(ben, task, "finish", outcome="in process", until=until, reference="call 7")
    assert won.status_code == 200
    late = {"key": str(uuid4()), "version": old[1], "outcome": "denied", "reason": "They say no"}
    answer = await amara.post(
        f"/tasks/{task}/finish?view=mine", data={**late, "note": "half a thought"}, headers=FRAGMENT
    )
    assert answer.status_code == 409
    assert "Ben Carver finished it: in process" in answer.text
    assert ">half a thought</textarea>" in answer.text


async def test_an_outcome_without_what_it_asks_for_is_refused_and_stays_open(
    amara: AsyncClient, told: Told
) -> None:
    answer = await act(amara, told.tasks["Whitfield"], "finish", outcome="denied")
    assert answer.status_code == 400
    assert "needs a reason" in answer.text
    assert re.search(r'<details class="ask" name="act" open>\s*<summary[^>]*data-key="4"', answer.text)


async def test_the_same_form_twice_is_one_act(amara: AsyncClient, told: Told, desk_office: Office) -> None:
    task = told.tasks["Baptiste"]
    page = (await amara.get(f"/tasks/{task}")).text
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    form = {"key": str(uuid4()), "version": version[1], "outcome": "resubmit"}
    answers = [await amara.post(f"/tasks/{task}/finish", data=form, headers=FRAGMENT) for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 200]
    async with desk_office.begin(CLAIMDESK) as work:
        said = select(AuditEvent).where(AuditEvent.subject == f"task:{task}", AuditEvent.action == "finished")
        assert len((await work.session.scalars(said)).all()) == 1


async def test_a_finish_can_be_taken_back(amara: AsyncClient, told: Told, desk_office: Office) -> None:
    task = told.tasks["Whitfield"]
    until = told.today + timedelta(days=4)
    await act(amara, task, "finish", outcome="in process", until=until, reference="call 7")
    answer = await act(amara, task, "undo")
    assert (answer.status_code, "Taken back" in answer.text) == (200, True)
    assert (await task_of(desk_office, task)).state is TaskState.OPEN


async def test_a_task_can_be_handed_to_a_colleague_of_the_same_practice(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    page = (await amara.get(f"/tasks/{told.tasks['Novak']}")).text
    assert "Ben Carver, biller" in page
    assert "Hana Hill" not in page
    answer = await act(
        amara, told.tasks["Novak"], "transfer", to=told.people["Ben Carver"], reason="you know them"
    )
    assert "Handed to Ben Carver" in answer.text
    assert (await task_of(desk_office, told.tasks["Novak"])).owner_id == told.people["Ben Carver"]


async def test_a_task_that_somebody_has_open_says_so_and_a_supervisor_can_take_it(
    enter: object, amara: AsyncClient, priya: AsyncClient, told: Told, desk_office: Office
) -> None:
    task = told.tasks["Novak"]
    ben = await enter("Ben Carver")  # type: ignore[operator]
    assert (await ben.post(f"/tasks/{task}/hold")).status_code == 204
    assert "Ben Carver</strong> has this task open" in (await amara.get(f"/tasks/{task}")).text
    assert "Ben Carver has it" in (await amara.get("/queue/calls")).text
    assert "Take it over" not in (await amara.post(f"/tasks/{task}/hold", headers=FRAGMENT)).text
    assert (await amara.post(f"/tasks/{task}/take-over")).status_code == 403
    assert "Take it over" in (await priya.post(f"/tasks/{task}/hold", headers=FRAGMENT)).text
    await priya.post(f"/tasks/{task}/take-over", headers=FRAGMENT)
    assert (await task_of(desk_office, task)).leased_by == told.people["Priya Nair"]


async def test_nobody_approves_their_own_request(enter: object, priya: AsyncClient, told: Told) -> None:
    task = told.tasks["Silva"]
    page = (await priya.get(f"/tasks/{task}?view=approvals")).text
    assert "Ben Carver</strong> asks: Untimely by the practice" in page
    assert "Approve the write-off" in page
    ben = await enter("Ben Carver")  # type: ignore[operator]
    own = (await ben.get(f"/tasks/{task}")).text
    assert "Your own request needs somebody else" in own
    assert "Approve the write-off" not in own
    assert (await act(ben, task, "finish", outcome="approved")).status_code == 403


async def test_a_form_with_a_field_we_do_not_know_is_refused(amara: AsyncClient, told: Told) -> None:
    answer = await act(amara, told.tasks["Novak"], "finish", outcome="denied", reason="no", state="open")
    assert answer.status_code == 422
    assert "state" in answer.text


async def test_a_task_costs_the_same_for_one_line_and_for_fifty(
    amara: AsyncClient, told: Told, desk_office: Office, engine: AsyncEngine
) -> None:
    path = f"/tasks/{told.tasks['Reyes']}"
    await amara.get(path)
    with queries(engine) as few:
        await amara.get(path)
    async with desk_office.begin(CLAIMDESK) as work:
        claim = await work.session.get_one(Claim, told.claims["Reyes"])
        work.session.add_all(
            ClaimLine(
                practice_id=claim.practice_id,
                claim_id=claim.id,
                number=number,
                control=str(number),
                procedure="99213",
                modifiers=[],
                diagnoses=["I10"],
                units="1",
                charge=Decimal("1.00"),
            )
            for number in range(3, 51)
        )
    with queries(engine) as many:
        page = await amara.get(path)
    assert page.text.count("99213") == 48
    assert len(few) == len(many)
    with queries(engine) as part:
        await amara.get(path, headers=FRAGMENT)
    assert len(reads(part)) <= OF_THE_TASK


async def test_opening_a_task_is_told_to_the_trail_of_its_practice(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    await amara.get(f"/tasks/{told.tasks['Reyes']}")
    async with desk_office.begin(CLAIMDESK) as work:
        saw = select(AuditEvent).where(AuditEvent.subject == f"task:{told.tasks['Reyes']}")
        event = (await work.session.scalars(saw)).one()
    assert (event.action, event.actor_id) == ("saw", told.people["Amara Osei"])
    assert event.practice_id == told.practices["Riverside Family Practice"]


async def test_an_open_page_learns_that_somebody_finished_its_task(
    enter: object, amara: AsyncClient, told: Told
) -> None:
    task = told.tasks["Novak"]
    ben = await enter("Ben Carver")  # type: ignore[operator]
    seen = re.search(rf'"/tasks/{task}/fresh\?version=(\d+)', (await amara.get(f"/tasks/{task}")).text)
    assert seen
    path = f"/tasks/{task}/fresh?version={seen[1]}"
    assert (await amara.get(path, headers=FRAGMENT)).status_code == 204
    await ben.post(f"/tasks/{task}/hold")
    assert (await amara.get(path, headers=FRAGMENT)).status_code == 204
    await act(ben, task, "finish", outcome="denied", reason="no")
    assert "Ben Carver</strong> finished this task: denied" in (await amara.get(path, headers=FRAGMENT)).text


async def test_a_withdrawn_task_says_so_and_offers_nothing(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    async with desk_office.begin(CLAIMDESK) as work:
        gone = update(Task).where(Task.id == told.tasks["Novak"])
        await work.session.execute(gone.values(state=TaskState.CANCELLED))
    page = (await amara.get(f"/tasks/{told.tasks['Novak']}")).text
    assert "the facts moved on" in page
    assert 'data-key="1' not in page
