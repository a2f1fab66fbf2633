"""Many tasks at once: shown first, done one by one, each with its own result, and never money."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

from httpx import AsyncClient

from activities.transactions import Office
from rules.tasks import Outcome, TaskState
from tests.evening import turn_to_evening
from tests.factories_desk import Told
from tests.web.conftest import Enter
from tests.web.test_tasks import FRAGMENT, act, task_of


async def chosen(client: AsyncClient, view: str, **form: object) -> str:
    """The panel of what was marked."""
    answer = await client.post(f"/bulk/choose?view={view}", data=form, headers=FRAGMENT)
    assert answer.status_code == 200
    return answer.text


def shown(panel: str) -> list[str]:
    """The marked tasks with their versions, as the first form of the panel holds them."""
    return list(dict.fromkeys(re.findall(r'name="task" value="([^"]+)"', panel)))


async def test_marked_tasks_are_shown_with_their_money_before_anything_happens(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    ids = [str(told.tasks[name]) for name in ("Novak", "Hassan")]
    panel = await chosen(amara, "calls", task=ids)
    assert "2 tasks, $671.75 together" in panel
    assert "nothing has happened yet" in panel
    assert "They need something: 2" in panel
    assert (await task_of(desk_office, told.tasks["Novak"])).state is TaskState.OPEN
    assert "Nothing is marked." in await chosen(amara, "calls")


async def test_all_that_match_are_those_of_the_views_filter(amara: AsyncClient, told: Told) -> None:
    assert "3 tasks" in await chosen(amara, "calls", all="true")
    assert "1 task," in await chosen(amara, "calls;money=600", all="true")


async def test_on_an_evening_many_tasks_can_be_put_aside_until_the_practices_tomorrow(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    tuesday = await turn_to_evening(desk_office)
    panel = await chosen(amara, "calls", task=[str(told.tasks["Novak"])])
    assert re.findall(r'name="until" required min="([^"]+)"', panel)[0] == str(tuesday + timedelta(days=1))


async def test_each_task_is_put_aside_at_most_until_its_own_deadline(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    tasks = shown(await chosen(amara, "calls", all="true"))
    until = told.today + timedelta(days=60)
    form = {"key": str(uuid4()), "task": tasks, "until": until.isoformat()}
    answer = await amara.post("/bulk/snooze?view=calls", data=form, headers=FRAGMENT)
    assert "3 of 3 done" in answer.text
    assert answer.text.count('hx-swap="delete"') == 3
    assert re.search(
        r'hx-target="#mark-all".*?<input type="checkbox" name="all" value="true" data-key', answer.text
    )
    whitfield = await task_of(desk_office, told.tasks["Whitfield"])
    novak = await task_of(desk_office, told.tasks["Novak"])
    assert whitfield.state is novak.state is TaskState.SNOOZED
    assert whitfield.snoozed_until is not None
    assert whitfield.deadline_on is not None
    assert whitfield.snoozed_until <= whitfield.deadline_on
    assert novak.snoozed_until == until
    again = await amara.post("/bulk/snooze?view=calls", data=form, headers=FRAGMENT)
    assert "3 of 3 done" in again.text  # the same form is the same act


async def test_a_task_that_changed_meanwhile_is_refused_by_itself(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    tasks = shown(await chosen(amara, "calls", all="true"))
    await act(amara, told.tasks["Novak"], "transfer", to=told.people["Ben Carver"])
    form = {"key": str(uuid4()), "task": tasks, "outcome": "needs information", "reason": "Records"}
    answer = await amara.post("/bulk/finish?view=calls", data=form, headers=FRAGMENT)
    assert "2 of 3 done" in answer.text
    assert "Someone else changed this task first" in answer.text
    assert (await task_of(desk_office, told.tasks["Novak"])).state is TaskState.OPEN
    assert (await task_of(desk_office, told.tasks["Hassan"])).outcome is Outcome.NEEDS_INFORMATION


async def take_back(client: AsyncClient, done: str, key: str = "") -> str:
    """Press the button that the answer to an act offers."""
    (act,) = re.findall(r'name="act" value="([^"]+)"', done)
    form = {"key": key or str(uuid4()), "act": act, "task": shown(done)}
    answer = await client.post("/bulk/undo?view=calls", data=form, headers=FRAGMENT)
    assert answer.status_code == 200
    assert 'hx-swap="delete"' not in answer.text  # they are in the list again
    return answer.text


async def test_what_was_finished_together_is_taken_back_together(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    ids = [str(told.tasks[name]) for name in ("Novak", "Hassan")]
    tasks = shown(await chosen(amara, "calls", task=ids))
    form = {"key": str(uuid4()), "task": tasks, "outcome": "resubmit", "reference": "call 9"}
    done = await amara.post("/bulk/finish?view=calls", data=form, headers=FRAGMENT)
    assert "2 of 2 taken back" in await take_back(amara, done.text)
    assert (await task_of(desk_office, told.tasks["Novak"])).state is TaskState.OPEN


async def test_what_was_put_aside_together_is_taken_back_together_once(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    tasks, key = shown(await chosen(amara, "calls", all="true")), str(uuid4())
    form = {"key": str(uuid4()), "task": tasks, "until": (told.today + timedelta(days=5)).isoformat()}
    done = await amara.post("/bulk/snooze?view=calls", data=form, headers=FRAGMENT)
    for _ in range(2):  # the same form is the same act
        assert "3 of 3 taken back" in await take_back(amara, done.text, key)
    for name in ("Novak", "Hassan", "Whitfield"):
        task = await task_of(desk_office, told.tasks[name])
        assert (task.state, task.snoozed_until) == (TaskState.OPEN, None)
    assert "0 of 3 taken back" in await take_back(amara, done.text)


async def test_a_handed_on_task_that_was_touched_since_stays_and_says_why(
    amara: AsyncClient, enter: Enter, told: Told, desk_office: Office
) -> None:
    ben = told.people["Ben Carver"]
    form = {"key": str(uuid4()), "task": shown(await chosen(amara, "calls", all="true")), "to": str(ben)}
    done = await amara.post("/bulk/transfer?view=calls", data=form, headers=FRAGMENT)
    await act(await enter("Ben Carver"), told.tasks["Novak"], "snooze", awaits="remittance")
    answer = await take_back(amara, done.text)
    assert "2 of 3 taken back" in answer
    assert "Somebody" in answer
    assert (await task_of(desk_office, told.tasks["Novak"])).owner_id == ben
    assert (await task_of(desk_office, told.tasks["Hassan"])).owner_id is None


async def test_what_others_did_is_not_offered_and_not_taken_back(
    amara: AsyncClient, enter: Enter, told: Told, desk_office: Office
) -> None:
    tasks = shown(await chosen(amara, "calls", all="true"))
    form = {"key": str(uuid4()), "task": tasks, "until": (told.today + timedelta(days=5)).isoformat()}
    done = await amara.post("/bulk/snooze?view=calls", data=form, headers=FRAGMENT)
    assert "0 of 3 taken back" in await take_back(await enter("Ben Carver"), done.text)
    assert (await task_of(desk_office, told.tasks["Hassan"])).state is TaskState.SNOOZED


async def test_money_is_never_moved_in_bulk(
    priya: AsyncClient, amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    panel = await chosen(amara, "denials", task=[str(told.tasks["Reyes"]), str(told.tasks["Okafor"])])
    assert "Bill the patient" not in panel
    assert "Request a write-off" in panel
    approvals = await chosen(priya, "approvals", all="true")
    assert "decided one by one" in approvals
    form = {"key": str(uuid4()), "task": shown(approvals), "outcome": "approved"}
    answer = await priya.post("/bulk/finish?view=approvals", data=form, headers=FRAGMENT)
    assert "0 of 1 done" in answer.text
    assert (await task_of(desk_office, told.tasks["Silva"])).outcome is None


async def test_tasks_of_several_kinds_share_only_what_all_offer(amara: AsyncClient, told: Told) -> None:
    panel = await chosen(amara, "mine", task=[str(told.tasks["Novak"]), str(told.tasks["Tran"])])
    assert "share no outcome" in panel


async def test_marked_tasks_are_handed_on_to_who_works_there(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    panel = await chosen(amara, "calls", all="true")
    assert "Ben Carver, biller" in panel
    form = {"key": str(uuid4()), "task": shown(panel), "to": str(told.people["Ben Carver"])}
    answer = await amara.post("/bulk/transfer?view=calls", data=form, headers=FRAGMENT)
    assert answer.text.count("handed to Ben Carver") == 3
    assert (await task_of(desk_office, told.tasks["Hassan"])).owner_id == told.people["Ben Carver"]


async def test_the_marks_of_another_practice_are_left_out(hana: AsyncClient, told: Told) -> None:
    assert "Nothing is marked." in await chosen(hana, "all", task=[str(told.tasks["Reyes"])])
    form = {"key": str(uuid4()), "task": [f"{told.tasks['Reyes']}:1"], "until": "2027-01-01"}
    answer = await hana.post("/bulk/snooze", data=form, headers=FRAGMENT)
    assert "0 of 0 done" in answer.text


async def test_what_is_no_task_is_refused(amara: AsyncClient) -> None:
    form = {"key": str(uuid4()), "task": [f"{UUID(int=1)}:x"], "until": "2027-01-01"}
    assert (await amara.post("/bulk/snooze", data=form)).status_code == 400
