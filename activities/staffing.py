"""Everybody who can be given work now, as the rules weigh them; the one place that says who may see what."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from activities.reach import reach
from activities.transactions import Work
from models import staffing
from models.rulebook import task_skills, task_weights
from models.sites import Site
from models.staffing import Worker
from rules.access import Permission, may
from rules.allocation import Colleague, Staff
from rules.capacity import Away, Calendar, Weights

NOTHING = staffing.OpenWork()
OFFICE_ZONE = "America/New_York"  # of those whose own time zone nobody wrote down


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody, and what a day of each one holds."""

    staff: Staff
    weights: Weights
    capacities: Mapping[UUID, Decimal]
    zones: Mapping[UUID, str]


async def roster(work: Work) -> Roster:
    """People and teams, with today's absences; nobody's load and hours are looked at yet."""
    everybody = await staffing.workers(work.session)
    teams = await staffing.teams(work.session)
    away = await staffing.absences(work.session, work.now.date() - timedelta(days=1))
    classes = await _classes(work, {each.site_id for each in everybody})
    in_teams = {each for members in teams.values() for each in members}
    people = {
        each.id: _colleague(work, each, away.get(each.id, []), classes[each.site_id], each.id in in_teams)
        for each in everybody
    }
    known = {team: [each for each in members if each in people] for team, members in teams.items()}
    weights = task_weights(work.now.date())
    capacities = {each.id: each.capacity or weights.day for each in everybody}
    zones = {each.id: each.time_zone or OFFICE_ZONE for each in everybody}
    return Roster(Staff(people, known, task_skills(work.now.date())), weights, capacities, zones)


def _colleague(
    work: Work, worker: Worker, away: list[Away], classes: frozenset[str] | None, is_in_team: bool
) -> Colleague:
    return Colleague(
        id=worker.id,
        name=worker.name,
        skills=worker.skills if is_in_team else None,
        practices=worker.practices,
        classes=classes,
        approves=may(worker.role, Permission.APPROVE_WRITE_OFF),
        is_absent=Calendar(worker.time_zone or OFFICE_ZONE, (), away).is_absent(work.now),
    )


async def calendar_of(work: Work, user_id: UUID) -> Calendar:
    """When this person works, by their own clock."""
    zone, shifts = await staffing.hours(work.session, user_id)
    away = await staffing.absences(work.session, work.now.date() - timedelta(days=1))
    return Calendar(zone or OFFICE_ZONE, shifts, away.get(user_id, ()))


async def _classes(work: Work, sites: Collection[UUID]) -> Mapping[UUID, frozenset[str] | None]:
    """What is seen from each site; None: everything."""
    found = await work.session.scalars(select(Site).where(Site.id.in_(sites)))
    return {site.id: await reach(work, site, None) for site in found.all()}


async def with_loads(work: Work, known: Roster, people: Collection[UUID]) -> Staff:
    """Everybody; of these people the open work, and today's, as shares of a day, and who is off for today."""
    wanted = known.staff.people.keys() & set(people)
    counted = await staffing.open_work(work.session, wanted, work.today(OFFICE_ZONE))
    hours = await staffing.shifts(work.session, wanted)
    loaded = {
        person: replace(
            known.staff.people[person],
            load=known.weights.of(counted.get(person, NOTHING).tasks) / known.capacities[person],
            today=known.weights.of(counted.get(person, NOTHING).due) / known.capacities[person],
            is_off=Calendar(known.zones[person], hours.get(person, ())).is_off(work.now),
        )
        for person in wanted
    }
    return replace(known.staff, people={**known.staff.people, **loaded})
