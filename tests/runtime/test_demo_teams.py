"""The demo begins with teams: what waits already goes to them, and everybody still has work."""

from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.holding import work_next
from activities.transactions import Office
from models.allocation import AllocationRule
from models.tasks import Task
from models.teams import Team
from rules.access import Role
from rules.tasks import TaskKind
from runtime.demo.teams import make_teams
from tests.factories_money import one_claim
from tests.factories_tasks import a_person, a_task


async def test_the_demos_teams_take_what_waits_and_are_made_once(office: Office) -> None:
    billed = await one_claim(office)
    people = {
        name: await a_person(office, billed.practice_id, role, name)
        for name, role in (("amara", Role.BILLER), ("priya", Role.SUPERVISOR), ("liza", Role.BILLER))
    }
    rejection = await a_task(office, billed, TaskKind.FIX_REJECTION, cause="rejection")
    assert await make_teams(office) == "3 teams and 3 allocation rules"
    assert await make_teams(office) == "the teams that were there"
    async with office.begin(CLAIMDESK) as work:
        assert len((await work.session.scalars(select(AllocationRule))).all()) == 3
        teams = {team.id: team.name for team in await work.session.scalars(select(Team))}
        assert teams[(await work.session.get_one(Task, rejection.id)).team_id] == "Desk"
    assert await work_next(office, people["liza"]) is None
    assert await work_next(office, people["amara"]) == rejection.id
