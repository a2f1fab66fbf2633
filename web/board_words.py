"""Whose work a number of the supervisors' board means, in words for the head of its list."""

from collections.abc import Mapping
from uuid import UUID

from activities.transactions import Work
from models import team_people
from models.team_board import Age, Picked

AGES = {
    Age.TODAY: "Due today",
    Age.FEW: "1-2 days late",
    Age.WEEK: "3-7 days late",
    Age.FORTNIGHT: "8-14 days late",
    Age.MONTH: "15-30 days late",
    Age.LONG: "31 days late or more",
}


async def whose(work: Work, picked: Picked) -> str:
    """ "of Amara Osei, Denials team, Riverside": empty when the number means everybody."""
    names: dict[UUID, str] = {}
    if picked.owner:
        names |= await team_people.names(work.session, [picked.owner])
    if picked.team:
        names |= dict(await team_people.teams(work.session))
    if picked.practice:
        names |= dict(await team_people.practices(work.session))
    return whose_of(picked, names)


def whose_of(picked: Picked, names: Mapping[UUID, str]) -> str:
    """The same with names that are known already."""
    told = [names[each] for each in (picked.owner, picked.team, picked.practice) if each and each in names]
    told += ["nobody"] if picked.nobody else []
    told += ["no team"] if picked.no_team else []
    return f"of {', '.join(told)}" if told else ""


def about(picked: Picked) -> str:
    """What kind of work, and how late: "overdue call payer"."""
    kind = picked.kind.value if picked.kind else "work"
    if picked.age:
        return f"{AGES[picked.age].lower()}: {kind}"
    timed = ("overdue", picked.overdue), ("due", picked.due), ("put aside", picked.aside)
    return f"{next((said for said, holds in timed if holds), 'open')} {kind}"
