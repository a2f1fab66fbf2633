"""The team board narrowed and opened: each number is its list, promises follow and name who misses them."""

import re
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import update

from activities.actors import CLAIMDESK, Actor
from activities.performance import count_today
from activities.transactions import Office
from models.allocation import TaskSkip
from models.base import new_id
from models.claims import Claim
from models.tasks import Task
from rules.tasks import Outcome, TaskKind, TaskState
from tests.factories_desk import Told
from tests.factories_teams import a_team
from tests.web.behind import heading, numbers, pages_of, told_rows
from tests.web.test_queue import more_tasks
from tests.web.test_supervision import own, said

RIVERSIDE, HILL = "Riverside Family Practice", "Hill Orthopedics"
LISTS = r"/boards/team/(?:tasks|done|skips)\?"
BAR = re.compile(
    r'<tr><th scope="row"><a href="(/boards/team/tasks\?[^"]*)">([^<]*)</a></th>'
    r'<td class="bar-cell">.*?</td><td class="n">(\d*)</td><td class="n">([\d,.]*)</td></tr>'
)


async def denial(
    office: Office, told: Told, who: str | None, given: int, team: UUID | None = None, last: str = "Reyes"
) -> None:
    """A denial, given so many days ago: finished by this person today, or nobody's and open."""
    async with office.begin(CLAIMDESK) as work:
        claim = await work.session.get_one(Claim, told.claims[last])
        done = {"state": TaskState.DONE, "outcome": Outcome.APPEAL, "finished_at": work.now}
        task = Task(
            id=new_id(), practice_id=claim.practice_id, kind=TaskKind.WORK_DENIAL, claim_id=claim.id,
            cause=f"test:{uuid4()}", ask="Do it", due_on=told.today, money=Decimal("20.00"), team_id=team,
            payer_id=claim.payer_id, created_at=work.now - timedelta(days=given),
        )  # fmt: skip
        for name, value in (done | {"finished_by": told.people[who]} if who else {}).items():
            setattr(task, name, value)
        work.session.add(task)


@pytest.fixture
async def callers(desk_office: Office, told: Told) -> UUID:
    """A team with Amara in it."""
    amara = Actor(told.people["Amara Osei"], "Amara Osei", "biller", None, None)
    return await a_team(desk_office, [amara], name="Callers")


@pytest.fixture
async def morning(desk_office: Office, told: Told, callers: UUID) -> None:
    """Sixty late tasks, some of Amara's, of a team's and of nobody's; a task put aside, one passed over."""
    await more_tasks(desk_office, told.tasks["Reyes"], 60)
    await own(desk_office, told.tasks["Okafor"], told.people["Amara Osei"], late=5)
    await own(desk_office, told.tasks["Lindqvist"], told.people["Ben Carver"])
    async with desk_office.begin(CLAIMDESK) as work:
        amara = told.people["Amara Osei"]
        theirs = update(Task).where(Task.id == told.tasks["Petrov"])
        await work.session.execute(theirs.values(owner_id=amara))
        theirs = update(Task).where(Task.id == told.tasks["Okafor"])
        await work.session.execute(theirs.values(team_id=callers))
        theirs = update(Task).where(Task.id == told.tasks["Lindqvist"])
        await work.session.execute(theirs.values(due_on=told.today))
        work.session.add(
            TaskSkip(
                practice_id=told.practices[RIVERSIDE], task_id=told.tasks["Reyes"], user_id=amara,
                reason="The portal is down", at=work.now,
            )
        )  # fmt: skip


async def test_every_number_of_the_board_opens_exactly_what_it_counts(
    morning: None, told: Told, priya: AsyncClient
) -> None:
    page = (await priya.get("/boards/team")).text
    found = numbers(page, LISTS)
    about = {re.sub(r"^\S+ ", "", label) for label in found}
    amara = {f"{each} of Amara Osei" for each in ("overdue", "put aside", "done today")}
    assert amara | {"overdue of nobody", "due today of Ben Carver", "passed over by Amara Osei"} <= about
    for label, (href, shown) in found.items():
        if not re.match(r"(Move|Share)", label):
            pages = await pages_of(priya, href)
            counted = f"{len(list(told_rows(pages)))} " if shown.isdigit() else f"${shown}"
            assert counted in heading(pages[0]), label
            assert not shown.isdigit() or int(shown) == len(list(told_rows(pages))), label


async def test_every_bar_opens_exactly_what_it_counts(morning: None, told: Told, priya: AsyncClient) -> None:
    bars = BAR.findall((await priya.get("/boards/team")).text)
    assert {"1-2 days late", "Work denial", "No team", "Callers"} <= {words for _, words, _, _ in bars}
    for href, words, count, dollars in bars:
        pages = await pages_of(priya, href.replace("&amp;", "&"))
        rows = list(told_rows(pages))
        assert len(rows) == int(count), words
        assert heading(pages[0]).startswith(f"{count} task"), words
        assert f"${dollars}" in heading(pages[0]), words


async def test_the_whole_board_is_narrowed_to_a_person_or_a_kind(
    morning: None, told: Told, priya: AsyncClient
) -> None:
    amara = told.people["Amara Osei"]
    hers = (await priya.get(f"/boards/team?owner={amara}")).text
    assert re.search(r"1 overdue</a></strong>", hers)
    assert "Move work of nobody" not in hers
    assert [words for _, words, _, _ in BAR.findall(hers)] == ["3-7 days late", "Work denial", "Callers"]
    fixes = (await priya.get("/boards/team?kind=fix+rejection")).text
    assert "Nothing is overdue." in fixes
    nobody = (await priya.get("/boards/team?owner=nobody")).text
    assert "Nobody yet</th>" in nobody
    assert "Amara Osei</th>" not in re.sub(r"<option.*?</option>", "", nobody)


async def promise(client: AsyncClient, name: str, narrowed: str = "") -> str:
    """The row of this promise on the board, narrowed so."""
    page = (await client.get(f"/boards/team?{narrowed}")).text
    (row,) = re.findall(rf'<tr><th scope="row">{name} .*?</tr>', page, re.DOTALL)
    return str(row)


async def test_promises_follow_what_the_board_is_narrowed_to(
    desk_office: Office, told: Told, callers: UUID, priya: AsyncClient
) -> None:
    await denial(desk_office, told, "Amara Osei", given=3, team=callers)
    await denial(desk_office, told, "Amara Osei", given=60, team=callers)
    await denial(desk_office, told, "Ben Carver", given=60)
    await denial(desk_office, told, None, given=60)
    await denial(desk_office, told, "Ben Carver", given=60, last="Faraday")
    await count_today(desk_office)
    ben = told.people["Ben Carver"]
    expected = {
        "": ("1 in time", "3 finished late", "1 open and late"),
        f"team={callers}": ("1 in time", "1 finished late", "0 open and late"),
        "team=none": ("0 in time", "2 finished late", "1 open and late"),
        f"practice={told.practices[HILL]}": ("0 in time", "1 finished late", "0 open and late"),
        f"owner={ben}": ("0 in time", "2 finished late", "0 open and late"),
        f"owner={ben}&practice={told.practices[RIVERSIDE]}": (
            "0 in time", "1 finished late", "0 open and late",
        ),
        "owner=nobody": ("0 in time", "0 finished late", "1 open and late"),
        "kind=call+payer": ("0 in time", "0 finished late", "0 open and late"),
    }  # fmt: skip
    for narrowed, counts in expected.items():
        assert said(await promise(priya, "Denials", narrowed)) == counts, narrowed


async def test_each_number_of_a_promise_and_everybody_who_misses_it_opens_the_tasks(
    desk_office: Office, told: Told, callers: UUID, priya: AsyncClient
) -> None:
    await denial(desk_office, told, "Amara Osei", given=3)
    for _ in range(60):
        await denial(desk_office, told, "Ben Carver", given=60)
    for _ in range(2):
        await denial(desk_office, told, None, given=60)
    await count_today(desk_office)
    row = await promise(priya, "Denials")
    links = re.findall(r'<a href="(/boards/team/promises\?[^"]*)">([^<]*)</a>', row)
    assert [words.split()[0] for _, words in links[:3]] == ["1", "60", "2"]
    assert [words for _, words in links[3:]] == ["Ben Carver 60", "Nobody 2"]
    for href, words in links:
        pages = await pages_of(priya, href.replace("&amp;", "&"))
        (number,) = re.findall(r"\d+", words)
        assert f"{number} task" in pages[0], words
        listed = [each for page in pages for each in re.findall(r'<th scope="row"><a href="/tasks/', page)]
        assert len(listed) == int(number), words


async def test_a_promise_of_dollars_names_dollars_and_opens_as_many(
    desk_office: Office, told: Told, priya: AsyncClient
) -> None:
    async with desk_office.begin(CLAIMDESK) as work:
        task = Task(
            practice_id=told.practices[RIVERSIDE], kind=TaskKind.UNMATCHED_PAYMENT, cause="old", ask="Match",
            state=TaskState.OPEN, due_on=told.today, money=Decimal("311.20"),
            owner_id=told.people["Ben Carver"], created_at=work.now - timedelta(days=30),
        )  # fmt: skip
        work.session.add(task)
    row = await promise(priya, "Posting")
    assert said(row) == ("$0.00 in time", "$0.00 finished late", "$311.20 open and late")
    (href,) = re.findall(r'href="([^"]*)">Ben Carver \$311.20<', row)
    page = (await priya.get(href.replace("&amp;", "&"))).text
    assert "Open and late: 1 task, $311.20" in page
    assert heading(page) == "Posting, missed of Ben Carver"


async def test_what_was_passed_over_says_why(morning: None, told: Told, priya: AsyncClient) -> None:
    page = (await priya.get(f"/boards/team/skips?owner={told.people['Amara Osei']}")).text
    assert heading(page) == "1 passed over within seven days of Amara Osei"
    assert "The portal is down" in page
    assert "Nothing was passed over" in (await priya.get("/boards/team/skips?owner=nobody")).text


@pytest.mark.parametrize("path", ["promises?promise=denials", "done", "skips"])
async def test_a_biller_opens_no_list_of_the_team(told: Told, amara: AsyncClient, path: str) -> None:
    assert (await amara.get(f"/boards/team/{path}")).status_code == 403


async def test_no_such_promise_is_refused_in_words(told: Told, priya: AsyncClient) -> None:
    answer = await priya.get("/boards/team/promises?promise=gossip")
    assert (answer.status_code, "There is no such promise" in answer.text) == (404, True)
