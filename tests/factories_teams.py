"""Teams and rules as rows, for tests about who gets what."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from activities.actors import CLAIMDESK, Actor
from activities.transactions import Office
from models.allocation import AllocationRule
from models.teams import Absence, PersonSkill, Team, TeamMember
from rules.allocation import Conditions, How
from rules.skills import Skill


async def a_team(
    office: Office,
    people: Sequence[Actor],
    name: str = "Team",
    skills: Sequence[Skill] = tuple(Skill),
    guided: bool = False,
) -> UUID:
    """A team of these people, all trained for this."""
    async with office.begin(CLAIMDESK) as work:
        team = Team(name=name, guided=guided)
        work.session.add(team)
        await work.session.flush()
        work.session.add_all(TeamMember(team_id=team.id, user_id=each.id) for each in people)
        work.session.add_all(PersonSkill(user_id=each.id, skill=skill) for each in people for skill in skills)
        return team.id


async def a_rule(
    office: Office,
    team_id: UUID | None,
    how: How = How.LEAST_LOADED,
    position: int = 1,
    to: UUID | None = None,
    active: bool = True,
    **asks: Any,
) -> UUID:
    """A rule that holds since long ago."""
    async with office.begin(CLAIMDESK) as work:
        rule = AllocationRule(
            position=position,
            name=f"Rule {position}",
            conditions=Conditions(**asks).model_dump(mode="json", exclude_defaults=True),
            team_id=team_id,
            user_id=to,
            how=how,
            effective_from=date(2026, 1, 1),
            active=active,
        )
        work.session.add(rule)
        await work.session.flush()
        return rule.id


async def is_away(office: Office, person: Actor, first: date, last: date) -> None:
    """They do not work on these days."""
    async with office.begin(CLAIMDESK) as work:
        work.session.add(Absence(user_id=person.id, from_on=first, until_on=last, why="leave"))
