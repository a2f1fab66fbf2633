"""Every number of the performance board opens exactly what it counts, as the reader may see it."""

import re
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from html import unescape
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.actors import CLAIMDESK, Actor
from activities.performance import count_again, count_missing, count_today
from activities.transactions import Office
from models.base import new_id
from models.claims import Claim
from models.quality import QualityReview
from models.tasks import Task
from models.users import User
from rules.access import Role
from rules.quality import ReviewState
from rules.tasks import Outcome, TaskKind, TaskState
from tests.factories_desk import Told
from tests.factories_sites import a_site, a_term, somebody_at
from tests.factories_teams import a_team
from tests.web.behind import heading, numbers, pages_of, told_rows
from tests.web.conftest import Enter
from tests.web.queries import queries
from tests.web.test_queue import reads

PATH = r"/boards/performance/tasks\?"
RIVERSIDE, HILL = "Riverside Family Practice", "Hill Orthopedics"


async def finished(
    office: Office,
    told: Told,
    who: str,
    last: str | None,
    kind: TaskKind = TaskKind.CALL_PAYER,
    outcome: Outcome = Outcome.IN_PROCESS,
    days_ago: int = 0,
    times: int = 1,
) -> list[UUID]:
    """Somebody finished a task of this kind on that patient's claim, or of no claim, so often."""
    made = []
    async with office.begin(CLAIMDESK) as work:
        claim = await work.session.get_one(Claim, told.claims[last]) if last else None
        for _ in range(times):
            at = work.now - timedelta(days=days_ago)
            task = Task(
                id=new_id(), practice_id=claim.practice_id if claim else told.practices[RIVERSIDE], kind=kind,
                claim_id=claim.id if claim else None, payer_id=claim.payer_id if claim else None,
                cause=f"test:{uuid4()}", ask="Do it", state=TaskState.DONE, outcome=outcome, due_on=at.date(),
                money=Decimal("10.50"), finished_by=told.people[who], finished_at=at,
                created_at=at - timedelta(days=1),
            )  # fmt: skip
            work.session.add(task)
            made.append(task.id)
    return made


async def open_on_screen(office: Office, told: Told, who: str, task_ids: Sequence[UUID]) -> None:
    """The trail says that they looked at each twice, two minutes apart, before they finished it."""
    person = Actor(told.people[who], who, "biller", frozenset({told.practices[RIVERSIDE]}), None)
    for minutes in (5, 3):
        async with office.begin(person) as work:
            work.now -= timedelta(minutes=minutes)
            for each in task_ids:
                work.record("saw", f"task:{each}", told.practices[RIVERSIDE])


async def reviewed(office: Office, told: Told, task_id: UUID, who: str, score: int) -> None:
    async with office.begin(CLAIMDESK) as work:
        review = QualityReview(
            id=new_id(), practice_id=told.practices[RIVERSIDE], task_id=task_id, worker_id=told.people[who],
            state=ReviewState.REVIEWED, rule="everybody", drawn_at=work.now, score=score, passed=score >= 90,
            reviewer_id=told.people["Priya Nair"], reviewed_at=work.now,
        )  # fmt: skip
        work.session.add(review)


@pytest.fixture
async def weeks(desk_office: Office, told: Told) -> None:
    """Two people's work in two periods: calls, rework, minutes, reviews; Amara is in a team."""
    office = desk_office
    calls = await finished(office, told, "Amara Osei", "Novak", days_ago=2, times=2)
    await finished(office, told, "Amara Osei", "Hassan", days_ago=3)
    await finished(office, told, "Amara Osei", "Hassan", days_ago=40, times=2)
    fixed, deed = TaskKind.FIX_CLAIM, Outcome.CORRECTED
    await finished(office, told, "Ben Carver", "Hassan", fixed, deed, days_ago=9)
    again = await finished(office, told, "Ben Carver", "Hassan", fixed, deed, days_ago=4)
    await finished(office, told, "Ben Carver", None, TaskKind.FILE_PROBLEM, Outcome.REVIEWED, days_ago=4)
    await open_on_screen(office, told, "Amara Osei", [])
    async with office.begin(CLAIMDESK) as work:
        looked = await work.session.get_one(Task, calls[0])
        looked.finished_at = work.now
    await open_on_screen(office, told, "Amara Osei", calls[:1])
    await reviewed(office, told, calls[0], "Amara Osei", 80)
    await reviewed(office, told, again[0], "Ben Carver", 95)
    amara = Actor(told.people["Amara Osei"], "Amara Osei", "biller", None, None)
    await a_team(office, [amara], name="Callers")
    await count_again(office)


@pytest.mark.parametrize("by", ["person", "team", "site", "kind"])
async def test_every_number_opens_exactly_what_it_counts(
    weeks: None, told: Told, priya: AsyncClient, by: str
) -> None:
    page = (await priya.get(f"/boards/performance?by={by}")).text
    found = numbers(page, PATH)
    assert len(found) > 12
    for label, (href, shown) in found.items():
        pages = await pages_of(priya, href)
        rows, said = list(told_rows(pages)), heading(pages[0])
        assert rows, label
        assert re.match(rf"{len(rows)} (task|review)", said), (label, said)
        if "$" in shown or "dollars of" in label:
            money = sum(Decimal(each) for each in re.findall(r"\$([0-9.]+)", "".join(rows)))
            assert shown.strip("$") in (f"{money:,.2f}", f"{round(money):,}"), label
        elif re.fullmatch(r"\d+", shown):
            assert int(shown) == len(rows), label
        else:
            assert shown in unescape(pages[0]), label  # the ratio and how it comes about


async def test_a_ratio_says_what_it_is_a_part_of(weeks: None, told: Told, priya: AsyncClient) -> None:
    found = numbers((await priya.get("/boards/performance")).text, PATH)
    said = {
        "rework of Ben Carver": "1 of 2 that should not come back did: 50.0 %",
        "first touch of Amara Osei": "6 of 6 finished tasks were done at the first touch: 100.0 %",
        "accounts a day of Amara Osei": "3 accounts on 3 days of work: 1.0 a day",
        "quality of Amara Osei": "0 of 1 passed; 80.0 % on average",
    }
    for about, words in said.items():
        (href,) = [where for label, (where, _) in found.items() if label.endswith(f", {about}")]
        text = " ".join((await priya.get(href)).text.split())
        assert words in text, re.findall(r"</h1> <p>(.*?)</p>", text)


async def test_a_long_list_goes_on_by_key_and_misses_nothing(
    desk_office: Office, told: Told, priya: AsyncClient
) -> None:
    made = await finished(desk_office, told, "Ben Carver", "Hassan", days_ago=1, times=120)
    await count_today(desk_office)
    (href,) = [
        where
        for label, (where, _) in numbers((await priya.get("/boards/performance")).text, PATH).items()
        if label == "120, finished of Ben Carver"
    ]
    pages = await pages_of(priya, href)
    listed = re.findall(r'<th scope="row"><a href="/tasks/([0-9a-f-]+)"', "".join(pages))
    assert len(pages) == 3
    assert sorted(listed) == sorted(map(str, made))


async def test_two_people_of_one_name_stand_in_two_rows(
    desk_office: Office, told: Told, priya: AsyncClient
) -> None:
    async with desk_office.begin(CLAIMDESK) as work:
        (await work.session.get_one(User, told.people["Ben Carver"])).name = "Amara Osei"
    await finished(desk_office, told, "Ben Carver", "Novak")
    await count_today(desk_office)
    found = numbers((await priya.get("/boards/performance")).text, PATH)
    assert {"3, finished of Amara Osei", "1, finished of Amara Osei"} <= found.keys()


async def test_from_abroad_numbers_and_lists_hold_only_the_allowed_class(
    weeks: None, desk_office: Office, told: Told, enter: Enter
) -> None:
    await finished(desk_office, told, "Amara Osei", "Reyes", TaskKind.WORK_DENIAL, Outcome.APPEAL, times=3)
    await count_today(desk_office)
    site = await a_site(desk_office)
    await a_term(desk_office, told.practices[RIVERSIDE])
    both = [told.practices[RIVERSIDE], told.practices[HILL]]
    await somebody_at(desk_office, site, both, "Jun Cruz", Role.SUPERVISOR)
    jun = await enter("Jun Cruz")
    page = (await jun.get("/boards/performance?by=kind")).text
    assert "Work denial" not in page  # Medicaid's, which no contract lets them see
    for label, (href, shown) in numbers(page, PATH).items():
        pages = await pages_of(jun, href)
        rows = list(told_rows(pages))
        assert "Texas Medicaid" not in "".join(pages)
        if re.fullmatch(r"\d+", shown):
            assert int(shown) == len(rows), label


async def test_what_no_link_of_ours_says_is_refused(told: Told, priya: AsyncClient) -> None:
    path = f"/boards/performance/tasks?figure=finished&first={told.today}&last={told.today}"
    assert (await priya.get(f"{path}&by=person&of={uuid4()}")).status_code == 404
    assert (await priya.get(f"{path}&by=kind&of=gossip")).status_code == 404
    assert (await priya.get(f"{path}&after=gossip")).status_code == 404
    assert (await priya.get(path.replace("finished", "gossip"))).status_code == 422
    assert "No finished task" in (await priya.get(f"{path}&of=")).text


async def test_a_biller_opens_no_number(told: Told, amara: AsyncClient) -> None:
    path = f"/boards/performance/tasks?figure=finished&first={told.today}&last={told.today}"
    assert (await amara.get(path)).status_code == 403


async def test_a_list_costs_the_same_for_five_tasks_and_for_fifty(
    desk_office: Office, told: Told, priya: AsyncClient, engine: AsyncEngine
) -> None:
    path = f"/boards/performance/tasks?figure=rework&first={told.today - timedelta(days=9)}&last={told.today}"
    await priya.get(path)
    with queries(engine) as few:
        await priya.get(path)
    await finished(desk_office, told, "Amara Osei", "Novak", days_ago=1, times=50)
    await count_today(desk_office)
    with queries(engine) as many:
        await priya.get(path)
    assert len(reads(few)) == len(reads(many)) <= 12


async def test_the_board_says_which_days_are_still_being_added_up(
    desk_office: Office, told: Told, priya: AsyncClient, engine: AsyncEngine
) -> None:
    await finished(desk_office, told, "Amara Osei", "Novak", days_ago=40)
    await count_today(desk_office)
    asked = f"first={told.today - timedelta(days=45)}&last={told.today}"
    assert "are still being added up" in (await priya.get(f"/boards/performance?{asked}")).text
    await count_missing(desk_office)
    with queries(engine) as seen:
        page = (await priya.get(f"/boards/performance?{asked}")).text
    assert "are still being added up" not in page
    assert len(reads(seen)) <= 18
