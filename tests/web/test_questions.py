"""Questions to the practice and the coder: whose turn it is, their own clock, and the answer."""

from datetime import timedelta

from httpx import AsyncClient
from sqlalchemy import select, text

from activities.actors import CLAIMDESK
from activities.follow_ups import climb_task
from activities.transactions import Office
from models.claims import Claim
from models.questions import Question
from rules.claims import Turn
from rules.tasks import TaskState
from tests.factories_desk import Told
from tests.web.test_tasks import FRAGMENT, act, task_of


async def claim_of(office: Office, told: Told, name: str) -> Claim:
    async with office.begin(CLAIMDESK) as work:
        return await work.session.get_one(Claim, told.claims[name])


async def ask(client: AsyncClient, told: Told, name: str, asked: str = "practice", days: int = 4) -> str:
    until = told.today + timedelta(days=days)
    form = {"asked": asked, "body": "Was it the left knee?", "answer_by": until}
    return (await act(client, told.tasks[name], "ask", **form)).text


async def test_a_question_is_a_state_with_its_own_clock_and_says_whose_turn_it_is(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    answer = await ask(amara, told, "Okafor")
    assert "Asked the practice: an answer is due" in answer
    task = await task_of(desk_office, told.tasks["Okafor"])
    assert task.state is TaskState.WAITING_ON_PROVIDER
    assert (await claim_of(desk_office, told, "Okafor")).turn is Turn.PROVIDER
    page = (await amara.get(f"/tasks/{task.id}?view=waiting")).text
    for words in ("The practice's turn.", "Amara Osei asked", "Was it the left knee?", "in 4 days"):
        assert words in page, words
    assert "Okafor" in (await amara.get("/queue/waiting")).text
    assert "Okafor" not in (await amara.get("/queue/mine")).text


async def test_the_coders_turn_is_not_the_practices(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    await ask(amara, told, "Okafor", "coder")
    page = (await amara.get(f"/tasks/{told.tasks['Okafor']}?view=waiting")).text
    assert "Coder&#39;s turn" in page
    assert (await claim_of(desk_office, told, "Okafor")).turn is Turn.OURS


async def test_an_answer_brings_the_task_back_to_whoever_took_it(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    await ask(amara, told, "Okafor")
    task_id = told.tasks["Okafor"]
    form = {"key": "00000000-0000-4000-8000-000000000009", "answer": "The left one"}
    answer = await amara.post(f"/tasks/{task_id}/answer?view=waiting", data=form, headers=FRAGMENT)
    assert "the task is yours again" in answer.text
    assert "The practice answered: The left one" in answer.text
    task = await task_of(desk_office, task_id)
    assert (task.state, task.owner_id) == (TaskState.OPEN, told.people["Amara Osei"])
    assert (await claim_of(desk_office, told, "Okafor")).turn is Turn.OURS
    twice = await amara.post(f"/tasks/{task_id}/answer?view=waiting", data=form, headers=FRAGMENT)
    assert twice.status_code == 200
    late = {**form, "key": "00000000-0000-4000-8000-000000000008"}
    assert (await amara.post(f"/tasks/{task_id}/answer", data=late, headers=FRAGMENT)).status_code == 409
    empty = await amara.post(f"/tasks/{task_id}/answer", data={**late, "answer": " "}, headers=FRAGMENT)
    assert (empty.status_code, "Write down what they answered" in empty.text) == (400, True)


async def test_a_question_never_outlives_the_deadline_and_needs_words(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    await ask(amara, told, "Whitfield", days=60)
    task = await task_of(desk_office, told.tasks["Whitfield"])
    assert task.snoozed_until is not None
    assert task.deadline_on is not None
    assert task.snoozed_until <= task.deadline_on
    form = {"asked": "coder", "body": " ", "answer_by": told.today + timedelta(days=1)}
    answer = await act(amara, told.tasks["Novak"], "ask", **form)
    assert (answer.status_code, "Say what is asked" in answer.text) == (400, True)


async def test_when_the_day_comes_without_an_answer_the_task_is_ours_again(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    await ask(amara, told, "Okafor", days=1)
    async with desk_office.begin(CLAIMDESK) as work:
        await work.session.execute(text("update office set days_ahead = 4"))
    await climb_task(desk_office, told.claims["Okafor"])
    assert (await claim_of(desk_office, told, "Okafor")).turn is Turn.OURS
    page = (await amara.get(f"/tasks/{told.tasks['Okafor']}")).text
    assert "The practice's turn." in page  # the question stays until it is answered or asked again
    await ask(amara, told, "Okafor", "coder", days=9)
    async with desk_office.begin(CLAIMDESK) as work:
        mine = select(Question.answer).where(Question.task_id == told.tasks["Okafor"])
        assert set(await work.session.scalars(mine)) == {"No answer came.", None}


async def test_the_outcome_that_asks_the_practice_is_such_a_question_and_can_be_taken_back(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    until = told.today + timedelta(days=3)
    task_id = told.tasks["Okafor"]
    await act(amara, task_id, "finish", outcome="ask provider", until=until, reason="Which plan?")
    assert "Which plan?" in (await amara.get(f"/tasks/{task_id}?view=waiting")).text
    await act(amara, task_id, "undo")
    assert (await task_of(desk_office, task_id)).state is TaskState.OPEN
    assert "The practice's turn." not in (await amara.get(f"/tasks/{task_id}")).text
