"""The demo's teams and rules: two billers share most work, one speaks Spanish, Manila and the leads help."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.allocation import Reassign, ToRules, reassign
from activities.patients import SetLanguage, set_language
from activities.transactions import Office, Work
from models.allocation import AllocationRule
from models.base import new_id
from models.claims import Claim
from models.task_facts import TaskFilter
from models.teams import PersonSkill, Team, TeamMember
from models.users import User
from rules.allocation import Conditions, How
from rules.skills import Skill
from rules.tasks import SECOND_PERSON, TaskKind


@dataclass(frozen=True, slots=True)
class DemoTeam:
    """A team as the demo begins with it."""

    name: str
    people: Sequence[str]  # the part of the e-mail before the @
    skills: Sequence[Skill]
    guided: bool = False


LEADS = DemoTeam("Leads", ("priya", "marc"), tuple(Skill))
MANILA = DemoTeam("Manila", ("liza",), (Skill.CALLS, Skill.DENIALS, Skill.CORRECTIONS), guided=True)
SPANISH = DemoTeam("Spanish", ("tomas",), ())  # what Tomás was trained for, the desk says
DESK = DemoTeam("Desk", ("amara", "tomas"), tuple(Skill))
ABROAD = (TaskKind.CALL_PAYER, TaskKind.WORK_DENIAL, TaskKind.FIX_CLAIM)
SPEAK_SPANISH = ("MS10152", "HE10106", "CS10048")  # claims whose patients were asked
RULES = (
    ("Decisions by a second person", LEADS, How.POOL, Conditions(kinds=tuple(sorted(SECOND_PERSON)))),
    ("Patients who speak Spanish", SPANISH, How.POOL, Conditions(languages=("es",))),
    ("What Manila may do", MANILA, How.POOL, Conditions(kinds=ABROAD)),
    ("Everything else", DESK, How.POOL, Conditions()),
)


async def make_teams(office: Office) -> str:
    """Teams, rules, and the tasks that wait already given to them; done again, it changes nothing."""
    async with office.begin(CLAIMDESK) as work:
        if await work.session.scalar(select(Team.id).limit(1)) is not None:
            return "the teams that were there"
        emails = select(User.email, User.id).where(User.active)
        people = {row[0].partition("@")[0]: row[1] for row in await work.session.execute(emails)}
        teams = {team.name: await _team(work, team, people) for team in (LEADS, SPANISH, MANILA, DESK)}
        for position, (name, team, how, conditions) in enumerate(RULES, 1):
            kept = conditions.model_dump(mode="json", exclude_defaults=True)
            rule = AllocationRule(id=new_id(), position=position, name=name, conditions=kept, how=how)
            rule.team_id, rule.effective_from, rule.active = teams[team.name], work.now.date(), True
            work.session.add(rule)
    await _say_who_speaks_spanish(office)
    waiting = Reassign(new_id(), TaskFilter(unallocated=True), ToRules(), "the demo's first day")
    await reassign(office, CLAIMDESK, waiting)
    return f"{len(teams)} teams and {len(RULES)} allocation rules"


async def _say_who_speaks_spanish(office: Office) -> None:
    """A few patients were asked already: files of claims say nothing of it."""
    async with office.begin(CLAIMDESK) as work:
        found = (await work.session.scalars(select(Claim.id).where(Claim.number.in_(SPEAK_SPANISH)))).all()
    for claim_id in found:
        await set_language(office, CLAIMDESK, SetLanguage(new_id(), None, "es", claim_id))


async def _team(work: Work, made: DemoTeam, people: dict[str, UUID]) -> UUID:
    team = Team(id=new_id(), name=made.name, guided=made.guided)
    work.session.add(team)
    await work.session.flush()
    for user_id in (people[each] for each in made.people if each in people):
        work.session.add(TeamMember(team_id=team.id, user_id=user_id))
        work.session.add_all(PersonSkill(user_id=user_id, skill=skill) for skill in made.skills)
    return team.id
