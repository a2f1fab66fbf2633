"""The office in which three billers act at random, and what must have come of it."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import select, text

from activities.actors import CLAIMDESK, Actor
from activities.reach import reach
from activities.transactions import Office
from models.payers import Payer
from models.tasks import Task
from models.teams import Absence, Engagement
from models.users import Membership, User
from rules.access import Role
from rules.allocation import How
from rules.offshore import Program
from rules.skills import Skill
from rules.tasks import TaskKind
from tests.factories_money import Billed, add_claim, practice_and_payer
from tests.factories_sites import a_site, a_term
from tests.factories_tasks import a_person
from tests.factories_teams import a_rule, a_team
from tests.one_hand import Hands


@dataclass(slots=True)
class Seen:
    """A task as somebody's screen shows it."""

    id: UUID
    kind: TaskKind
    version: int


@dataclass(slots=True)
class Shift:
    """Everybody and everything of one run, and what must have come of it."""

    people: list[Actor]  # three billers; the third works abroad, for the first practice alone
    supervisor: Actor
    billed: list[Billed]
    works_for: dict[UUID, set[UUID]]
    hands: Hands
    given: dict[UUID, TaskKind] = field(default_factory=dict)
    finished: dict[UUID, int] = field(default_factory=dict)  # finishes less those taken back
    hidden: list[UUID] = field(default_factory=list)  # given, and not for the third one's eyes
    screens: dict[UUID, Seen] = field(default_factory=dict)  # by person

    def note(self, task: Task) -> None:
        """This task was given."""
        self.given[task.id] = task.kind
        if not self.hands.may_see(self.people[2].id, task):
            self.hidden.append(task.id)


async def begin_shift(office: Office) -> Shift:
    """Two practices; Ana and Ben work for both, Cat for the first alone and without denials.

    Cat works abroad: the contract shows her the commercial claims, not those of Medicaid. A day of Ana's is
    full after three plain accounts.
    """
    async with office.begin(CLAIMDESK) as work:
        await work.session.execute(text("update office set days_ahead = 0"))
        run = uuid4().hex[:8]
        here = await practice_and_payer(work, f"1{run}", f"P{run}")
        there = await practice_and_payer(work, f"2{run}", f"Q{run}")
        hidden = (here[0], Payer(payer_id=f"R{run}", name="Medicaid", program=Program.MEDICAID, state="TX"))
        work.session.add(hidden[1])
        here[0].state, here[1].program = "TX", Program.COMMERCIAL
        await work.session.flush()
        payers = (here, there, hidden)
        billed = [await add_claim(work, *at, f"A{n}", member_id=f"M{n}") for n in range(2) for at in payers]
    both = (here[0].id, there[0].id)
    people = [await a_person(office, here[0].id, name=f"{name} {run}") for name in ("Ana", "Ben", "Cat")]
    sue = await a_person(office, here[0].id, Role.SUPERVISOR, f"Sue {run}")
    async with office.begin(CLAIMDESK) as work:
        work.session.add(
            Engagement(user_id=people[0].id, time_zone="America/New_York", daily_capacity=Decimal(3))
        )
        work.session.add_all(Membership(user_id=each.id, practice_id=both[1]) for each in (*people[:2], sue))
    people[2] = await _abroad(office, people[2], here[0].id, f"Manila {run}")
    everywhere = [Actor(each.id, each.name, each.role, frozenset(both), None) for each in (*people[:2], sue)]
    trained = await a_team(office, people[:2], f"Trained {run}")
    callers = await a_team(office, people[2:], f"Callers {run}", [Skill.CALLS, Skill.CORRECTIONS])
    await a_rule(office, callers, How.LEAST_LOADED, 1, kinds=("call payer",), practices=both)
    await a_rule(office, trained, How.ROUND, 2, kinds=("work denial",), practices=both)
    await a_rule(office, trained, How.POOL, 3, practices=both)
    works_for = {each.id: set(both) for each in everywhere} | {people[2].id: {here[0].id}}
    kinds = {each.id: frozenset(TaskKind) for each in everywhere}
    kinds[people[2].id] = frozenset(TaskKind) - {TaskKind.WORK_DENIAL}
    classes = {each.id: None for each in everywhere} | {people[2].id: frozenset({"commercial/TX"})}
    hands = Hands({who: (works_for[who], kinds[who], classes[who]) for who in works_for})
    return Shift([*everywhere[:2], people[2]], everywhere[2], billed, works_for, hands)


async def _abroad(office: Office, person: Actor, practice_id: UUID, name: str) -> Actor:
    """The same person at a site abroad, with what the contract of this practice shows there."""
    site = await a_site(office, name)
    await a_term(office, practice_id)
    async with office.begin(CLAIMDESK) as work:
        (await work.session.get_one(User, person.id)).site_id = site.id
        classes = await reach(work, site, [practice_id])
    assert classes == {f"{practice_id}/commercial/TX"}
    return replace(person, classes=classes)


async def task_row(office: Office, task_id: UUID) -> Task:
    async with office.begin(CLAIMDESK) as work:
        return await work.session.get_one(Task, task_id)


async def shift_rows(office: Office, shift: Shift) -> list[Task]:
    async with office.begin(CLAIMDESK) as work:
        mine = select(Task).where(Task.practice_id.in_({each.practice_id for each in shift.billed}))
        return list(await work.session.scalars(mine))


async def absences_of(office: Office, people: list[Actor]) -> list[UUID]:
    async with office.begin(CLAIMDESK) as work:
        mine = Absence.user_id.in_([each.id for each in people])
        return list(await work.session.scalars(select(Absence.id).where(mine, Absence.ended_at.is_(None))))


async def away_now(office: Office, people: list[Actor]) -> set[UUID]:
    """Whom an absence covers today; everybody's clock is New York's."""
    async with office.begin(CLAIMDESK) as work:
        today = work.today("America/New_York")
        found = select(Absence.user_id).where(Absence.user_id.in_([each.id for each in people]))
        covers = Absence.from_on <= today, Absence.until_on >= today, Absence.ended_at.is_(None)
        return set(await work.session.scalars(found.where(*covers)))


async def office_now(office: Office) -> datetime:
    async with office.begin(CLAIMDESK) as work:
        return work.now


async def office_today(office: Office) -> date:
    async with office.begin(CLAIMDESK) as work:
        return work.today("America/New_York")


async def turn_days(office: Office, days: int) -> None:
    async with office.begin(CLAIMDESK) as work:
        await work.session.execute(text("update office set days_ahead = days_ahead + :days"), {"days": days})
