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
from runtime.demo.teams import SPEAK_SPANISH, make_teams
from tests.factories_money import add_claim, practice_and_payer
from tests.factories_tasks import a_person, a_task


async def test_the_demos_teams_take_what_waits_and_are_made_once(office: Office) -> None:
    async with office.begin(CLAIMDESK) as work:
        practice, payer = await practice_and_payer(work)
        billed = await add_claim(work, practice, payer)
        spanish = await add_claim(work, practice, payer, SPEAK_SPANISH[0], member_id="MEMBER2")
    people = {
        name: await a_person(office, billed.practice_id, role, name)
        for name, role in (
            ("amara", Role.BILLER),
            ("priya", Role.SUPERVISOR),
            ("liza", Role.BILLER),
            ("tomas", Role.BILLER),
        )
    }
    rejection = await a_task(office, billed, TaskKind.FIX_REJECTION, cause="rejection")
    call = await a_task(office, spanish, TaskKind.CALL_PAYER, cause="call")
    assert await make_teams(office) == "4 teams and 4 allocation rules"
    assert await make_teams(office) == "the teams that were there"
    async with office.begin(CLAIMDESK) as work:
        assert len((await work.session.scalars(select(AllocationRule))).all()) == 4
        teams = {team.id: team.name for team in await work.session.scalars(select(Team))}
        assert teams[(await work.session.get_one(Task, rejection.id)).team_id] == "Desk"
        assert teams[(await work.session.get_one(Task, call.id)).team_id] == "Spanish"
    assert await work_next(office, people["liza"]) is None
    assert await work_next(office, people["amara"]) == rejection.id
    assert await work_next(office, people["tomas"]) == call.id
