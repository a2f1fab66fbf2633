"""The demo goes as its guide says, every time: also when days are turned at once and every deed is slow."""

import faulthandler
import re
import sys
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from activities.actors import CLAIMDESK
from activities.doctor import examine
from models.claims import Claim
from models.office import Office as Calendar
from models.remittances import RemittanceClaim
from models.submissions import Batch
from models.tasks import Task
from models.teams import Team
from rules.calendars import is_business_day
from rules.follow_ups import Level
from rules.remittances import Posting
from rules.tasks import LIVE, TaskKind, TaskState
from rules.time_zones import EARLIEST
from runtime.demo.loading import OPENS, load
from runtime.demo.payers import SEED
from simulator.simulator import Simulator
from tests.house import House, Slow, at_work

GUIDE = Path(__file__).parents[2] / "docs/guide/demo.md"
NUMBER = re.compile(r"\b[A-Z]{2}\d{5}\b")
SUPERVISOR, MANAGER = " before the supervisor", " before the manager"
PROMISED: Mapping[int, Mapping[str, str]] = {  # by day: claims, and where they then stand
    1: {
        "MS10132": "rejected: fix rejection",
        "HE10157 HE10158 HE10159": "rejected: fix rejection",
        "CS10040 HE10094 MS10117": "rejected: fix rejection",
        "HE10091 MS10142": "sent: missing acknowledgement",
        "HE10101 MS10152 MS10155 HE10106 CS10048 CS10052": "accepted: call payer",
        "HE10088 CS10035 CS10036": f"held: fix claim{MANAGER}",
        "HE10089 CS10037": "held: fix claim",
        "HE10090": f"held: missed deadline{MANAGER}",
        "CS10043 CS10046 CS10053": "denied: work denial",
        "HE10103": "underpaid: map code",
        "CS10047": "accepted",
        "CS10050 MS10154 HE10097": "patient",
    },
    2: {
        "CS10040": f"rejected: fix rejection{SUPERVISOR}",
        "HE10089 CS10037": f"held: fix claim{SUPERVISOR}",
        "HE10097": "patient",
        "MS10145": "accepted",
    },
    3: {"HE10088": f"held: missed deadline{MANAGER}"},
    4: {
        "CS10040": f"rejected: fix rejection{MANAGER}",
        "HE10098": "denied: work denial",
        "MS10148": "patient",
    },
    7: {
        "CS10010": "closed",
        "CS10007 CS10044": "patient",
        "CS10047": "closed",
        "CS10050 MS10154": "accepted",  # paid more than was owed: its reversal must follow
        "HE10099": "accepted: suspended payment",
    },
    10: {"CS10050 MS10154": "patient"},
    14: {"CS10047": "accepted", "HE10067": "accepted: call payer"},  # reversed; silent
    17: {"CS10047": "closed"},
}
SENT_AT_FIRST = [(1, "rejected", 78), (2, "accepted", 77), (3, "rejected", 3)]  # number, answer, claims
FLAPPING = (TaskKind.MISSING_ACKNOWLEDGEMENT, TaskKind.CALL_PAYER)


@pytest.fixture
def unhurried() -> None:
    """A walk through weeks takes minutes where others work too: it is called hung later than other tests."""
    faulthandler.dump_traceback_later(1500, exit=True, file=sys.__stderr__ or sys.stderr)


async def stands(house: House, number: str) -> str:
    """Where a claim is, what is to be done about it, and before whom."""
    level = {Level.OWNER: "", Level.SUPERVISOR: SUPERVISOR, Level.MANAGER: MANAGER}
    tasks = [f": {each.kind}{level[Level(each.level)]}" for each in await house.tasks(number)]
    return f"{(await house.claim(number)).stage}{''.join(tasks)}"


def quiet_monday(after: date) -> date:
    """A Monday that no holiday follows for as long as the guide goes."""
    monday = after + timedelta(days=-after.weekday() % 7)
    weeks = [monday + timedelta(days=each) for each in range(max(PROMISED) + 1)]
    calm = all(is_business_day(each) for each in weeks if each.weekday() < 5)
    return monday if calm else quiet_monday(monday + timedelta(days=7))


async def open_demo(house: House) -> None:
    """The demo as its first start loads it, before anybody works there."""
    async with house.office.begin(CLAIMDESK) as work:
        monday = quiet_monday(work.real_now.date() + timedelta(days=1))
        opens = datetime.combine(monday, OPENS, ZoneInfo(EARLIEST))
        ahead = (opens - work.real_now) / timedelta(days=1)
        await work.session.execute(update(Calendar).values(days_ahead=ahead))
    state = house.calendar.simulator.state
    house.calendar.simulator = Simulator(house.mailbox, state, SEED)
    said = [line async for line in load(house.desk, state.parent / "visits", house.calendar.simulator)]
    assert said[-1] == "Ada Quill, the administrator"


async def walk(house: House, days: int) -> None:
    """Turn so many days and compare each with what the guide says of it."""
    for day in range(1, days + 1):
        await house.turn(1)
        for numbers, words in PROMISED.get(day, {}).items():
            found = {number: await stands(house, number) for number in numbers.split()}
            assert found == dict.fromkeys(numbers.split(), words), f"day {day}"


async def batches(house: House) -> list[tuple[int, str, int]]:
    async with house.office.begin(CLAIMDESK) as work:
        rows = await work.session.execute(
            select(Batch.number, Batch.state, Batch.claims).order_by(Batch.number)
        )
        return [(row.number, str(row.state), row.claims) for row in rows]


async def withdrawn(house: House) -> list[tuple[str, str]]:
    """Tasks of these kinds that came and went although nobody did anything."""
    async with house.office.begin(CLAIMDESK) as work:
        gone = select(Claim.number, Task.kind).join(Claim, Claim.id == Task.claim_id)
        gone = gone.where(Task.state == TaskState.CANCELLED, Task.kind.in_(FLAPPING)).order_by(Claim.number)
        return [(row.number, str(row.kind)) for row in await work.session.execute(gone)]


async def duplicates(house: House) -> list[str]:
    async with house.office.begin(CLAIMDESK) as work:
        again = select(RemittanceClaim.number).where(RemittanceClaim.state == Posting.DUPLICATE)
        return list(await work.session.scalars(again))


async def of_no_claim(house: House) -> list[str]:
    async with house.office.begin(CLAIMDESK) as work:
        live = select(Task.kind).where(Task.claim_id.is_(None), Task.state.in_(LIVE)).order_by(Task.kind)
        return [str(each) for each in await work.session.scalars(live)]


async def teams(house: House, *numbers: str) -> set[str | None]:
    """The teams that have the live tasks of these claims."""
    async with house.office.begin(CLAIMDESK) as work:
        given = select(Team.name).select_from(Task).outerjoin(Team, Team.id == Task.team_id)
        given = given.join(Claim, Claim.id == Task.claim_id).where(Claim.number.in_(numbers))
        return set(await work.session.scalars(given.where(Task.state.in_(LIVE))))


@pytest.mark.usefixtures("unhurried")
async def test_days_that_are_turned_at_once_go_as_the_guide_says(closed_house: House) -> None:
    await open_demo(closed_house)
    async with at_work(closed_house):
        await walk(closed_house, max(PROMISED))
    assert await batches(closed_house) == SENT_AT_FIRST
    assert await withdrawn(closed_house) == []
    assert [each for each in await examine(closed_house.office) if each.broken_by] == []


@pytest.mark.usefixtures("unhurried")
async def test_slow_hands_change_nothing(closed_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runtime.workers.Refusals", Slow)
    await open_demo(closed_house)
    async with at_work(closed_house):
        await walk(closed_house, 2)
    assert await teams(closed_house, "MS10152", "HE10106", "CS10048") == {"Spanish"}
    assert await duplicates(closed_house) == ["HE10097"]
    assert await of_no_claim(closed_house) == ["suspended payment", "unmatched payment"]
    assert await batches(closed_house) == SENT_AT_FIRST
    assert await withdrawn(closed_house) == []


def test_every_claim_that_the_guide_names_is_walked_on_its_day() -> None:
    promised = {
        (number, day) for day, told in PROMISED.items() for numbers in told for number in numbers.split()
    }
    for line in GUIDE.read_text(encoding="utf-8").splitlines():
        *_, what, when, _ = line.split("|") if line.startswith("| ") else ("", "", "", "")
        days = {max(int(day), 1) for day in re.findall(r"\d+", when)}
        for number in NUMBER.findall(what):
            assert days & {day for known, day in promised if known == number}, (number, when)
