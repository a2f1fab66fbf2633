"""Giving out work looks past the fences of whoever acts: loads, turns and hands are the same for all."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import text

from activities import tasks
from activities.actors import CLAIMDESK, Actor
from activities.holding import work_next
from activities.next_task import Ahead, look_ahead
from activities.staffing import roster, with_loads
from activities.transactions import Office
from models.claims import Claim
from models.tasks import Task
from models.users import Membership
from rules.allocation import How
from rules.tasks import TaskKind
from tests.factories_money import Billed, add_claim, practice_and_payer
from tests.factories_tasks import a_person, a_task, task_now
from tests.factories_teams import a_rule, a_team


async def two_practices(office: Office, each: int = 4) -> tuple[list[Billed], list[Billed]]:
    """Claims of as many patients here and there."""
    async with office.begin(CLAIMDESK) as work:
        here, there = await practice_and_payer(work), await practice_and_payer(work, "1999999984", "PAYER2")
        ours = [await add_claim(work, *here, f"A{n}", member_id=f"M{n}") for n in range(each)]
        return ours, [await add_claim(work, *there, f"A{n}", member_id=f"M{n}") for n in range(each)]


async def works_there_too(office: Office, person: Actor, practice: UUID) -> Actor:
    async with office.begin(CLAIMDESK) as work:
        work.session.add(Membership(user_id=person.id, practice_id=practice))
    return replace(person, practices=frozenset({*(person.practices or ()), practice}))


async def given_by(office: Office, actor: Actor, billed: Billed) -> Task:
    """A task that follows from what this person does."""
    async with office.begin(actor) as work:
        claim = await work.session.get_one(Claim, billed.claim_id)
        today = work.now.date()
        new = tasks.for_claim(claim, TaskKind.CALL_PAYER, f"new:{claim.id}", "Do it", today)
        made = await tasks.give(work, new, today)
        assert made is not None
    return await task_now(office, made)


async def test_a_colleagues_load_counts_what_the_giver_may_not_see(office: Office) -> None:
    here, there = await two_practices(office)
    cat = await a_person(office, here[0].practice_id, name="Cat")
    ana = await a_person(office, here[0].practice_id)
    ben = await a_person(office, here[0].practice_id, name="Ben")
    ana = await works_there_too(office, ana, there[0].practice_id)
    await a_task(office, here[0], cause="bens", owner_id=ben.id)
    for at, each in enumerate(there[:3]):
        await a_task(office, each, cause=f"{at}", owner_id=ana.id)
    await a_rule(office, await a_team(office, [ana, ben]))
    assert (await given_by(office, cat, here[1])).owner_id == ben.id
    async with office.begin(cat) as work:
        known = await roster(work)
        staff = await with_loads(work, known, {ana.id, ben.id})
        three, one = staff.people[ana.id].load, staff.people[ben.id].load
        assert (three, await work.session.get(Task, (await _of(office, ana))[0])) == (
            3 * known.weights.kinds[TaskKind.CALL_PAYER] / known.weights.day,
            None,  # counted, and still out of sight
        )
        assert one < three


async def _of(office: Office, person: Actor) -> list[UUID]:
    async with office.begin(CLAIMDESK) as work:
        theirs = await work.session.execute(
            text("select id from task where owner_id = :me"), {"me": person.id}
        )
        return list(theirs.scalars())


async def test_a_turn_goes_on_across_practices(office: Office) -> None:
    here, there = await two_practices(office)
    people = [await a_person(office, here[0].practice_id, name=name) for name in ("Ana", "Ben", "Cat")]
    everywhere = [await works_there_too(office, each, there[0].practice_id) for each in people]
    away = await a_person(office, there[0].practice_id, name="Dan")
    await a_rule(office, await a_team(office, everywhere), How.ROUND)
    first = await given_by(office, people[0], here[0])
    second = await given_by(office, away, there[0])
    assert [first.owner_id, second.owner_id] == [people[0].id, people[1].id]


async def abroad(office: Office, billed: Billed, person: Actor) -> tuple[Actor, Billed]:
    """This person sees the first claim alone; another claim of the patient is of a class hidden from them."""
    async with office.begin(CLAIMDESK) as work:
        practice, medicaid = await practice_and_payer(work, "1888888882", "MCD")
        medicaid.access_program = "medicaid"
        other = await add_claim(work, practice, medicaid, "A9")
        same = {"claim": other.claim_id, "first": billed.claim_id}
        await work.session.execute(
            text(
                "update claim set practice_id = one.practice_id, patient_id = one.patient_id"
                " from claim one where one.id = :first and claim.id = :claim"
            ),
            same,
        )
        seen = (await work.session.get_one(Claim, billed.claim_id)).access_class
    return replace(person, classes=frozenset({f"{billed.practice_id}/{seen}"})), other


async def test_an_account_stays_in_a_hand_that_the_giver_may_not_see(office: Office) -> None:
    (billed, *_), _ = await two_practices(office)
    ana, ben, liza = [
        await a_person(office, billed.practice_id, name=name) for name in ("Ana", "Ben", "Liza")
    ]
    liza, hidden = await abroad(office, billed, liza)
    theirs = await a_task(office, hidden, cause="hidden", owner_id=ben.id)
    await a_rule(office, await a_team(office, [ben, ana]), How.LEAST_LOADED)
    async with office.begin(liza) as work:
        assert await work.session.get(Task, theirs.id) is None
    assert (await given_by(office, liza, billed)).owner_id == ben.id


async def test_work_next_abroad_leaves_an_account_alone_that_somebody_here_has(office: Office) -> None:
    (billed, *others), _ = await two_practices(office)
    ana, liza = [await a_person(office, billed.practice_id, name=name) for name in ("Ana", "Liza")]
    liza, hidden = await abroad(office, billed, liza)
    await a_task(office, hidden, cause="hidden", owner_id=ana.id)
    team, _ = await a_team(office, [liza]), await a_team(office, [liza], "Another", [])
    for at, each in enumerate((billed, others[0])):
        task = await a_task(office, each, cause=f"{at}", deadline_on=None)
        async with office.begin(CLAIMDESK) as work:
            (await work.session.get_one(Task, task.id)).team_id = team
    async with office.begin(liza) as work:
        first = (await look_ahead(work)).first
        assert first is not None
        assert first.waiting == 1
    assert await work_next(office, liza) == task.id
    async with office.begin(liza) as work:
        assert await look_ahead(work) == Ahead(None, has_one_open=True)
    async with office.begin(CLAIMDESK) as work:
        await work.session.execute(text("update task set state = 'done', outcome = 'in process'"
                                        " where cause = 'hidden'"))  # fmt: skip
    taken = await work_next(office, liza, after=task.id)
    assert taken is not None
    assert taken != task.id
