"""Who is told what: each person once, as they chose, only of practices they work for."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from activities.actors import CLAIMDESK, Actor
from activities.alerts import choose_delivery, mark_all_seen, mark_seen, raise_alert
from activities.deadline_alerts import tell_of_deadlines
from activities.transactions import Office
from models.alerts import Alert, Mail, of_person
from models.practices import UNASSIGNED
from rules.access import Permission, Role
from rules.alerts import AlertKind, Delivery
from rules.errors import Conflict, Unknown
from tests.factories_money import Billed, one_claim
from tests.factories_tasks import a_person, a_task


async def mention(
    office: Office, billed: Billed, to: Collection[UUID] | Permission, actor: Actor = CLAIMDESK
) -> int:
    async with office.begin(actor) as work:
        return await raise_alert(
            work, AlertKind.MENTION, "task:1", billed.practice_id, to=to, told="Ben asks you"
        )


async def alerts_of(office: Office, person: Actor) -> list[Alert]:
    async with office.begin(CLAIMDESK) as work:
        mine = select(Alert).where(Alert.user_id == person.id).order_by(Alert.id)
        return list(await work.session.scalars(mine))


async def test_an_alert_stands_in_the_app_and_the_same_one_is_not_said_twice(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    assert await mention(office, billed, [ana.id]) == 1
    assert await mention(office, billed, [ana.id]) == 0
    (alert,) = await alerts_of(office, ana)
    assert await mark_seen(office, ana, alert.id) == "task:1"
    assert await mention(office, billed, [ana.id]) == 1


async def test_everybody_with_the_permission_who_works_there_is_told(office: Office) -> None:
    billed = await one_claim(office)
    lead = await a_person(office, billed.practice_id, Role.SUPERVISOR, "Lea")
    biller = await a_person(office, billed.practice_id)
    assert await mention(office, billed, Permission.TRANSFER_ANY) == 1
    assert len(await alerts_of(office, lead)) == 1
    assert await alerts_of(office, biller) == []


async def test_nobody_is_told_of_a_practice_they_do_not_work_for(office: Office) -> None:
    billed = await one_claim(office)
    stranger = await a_person(office, UNASSIGNED, Role.SUPERVISOR, "Sol")
    assert await mention(office, billed, [stranger.id]) == 0
    assert await mention(office, billed, Permission.TRANSFER_ANY) == 0


async def test_nobody_is_told_of_what_they_did_themselves(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    assert await mention(office, billed, [ana.id], actor=ana) == 0


@pytest.mark.parametrize(
    ("chosen", "in_app", "letters"),
    [(Delivery.IN_APP, 1, 0), (Delivery.AT_ONCE, 1, 1), (Delivery.DIGEST, 1, 0), (Delivery.OFF, 0, 0)],
)
async def test_each_person_hears_as_they_chose(
    office: Office, chosen: Delivery, in_app: int, letters: int
) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    await choose_delivery(office, ana, [(AlertKind.MENTION, chosen)])
    await mention(office, billed, [ana.id])
    assert len(await alerts_of(office, ana)) == in_app
    async with office.begin(CLAIMDESK) as work:
        assert len((await work.session.scalars(select(Mail.id))).all()) == letters


async def test_what_keeps_the_office_safe_cannot_be_switched_off(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    with pytest.raises(Conflict, match="cannot be switched off"):
        await choose_delivery(office, ana, [(AlertKind.BREAK_GLASS, Delivery.OFF)])


async def test_another_persons_alert_is_not_there(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    ben = await a_person(office, billed.practice_id, name="Ben")
    await mention(office, billed, [ana.id])
    (alert,) = await alerts_of(office, ana)
    with pytest.raises(Unknown):
        await mark_seen(office, ben, alert.id)
    assert await mark_all_seen(office, ben) == 0
    assert await mark_all_seen(office, ana) == 1


async def test_owners_hear_of_deadlines_and_supervisors_of_what_nobody_owns(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    lead = await a_person(office, billed.practice_id, Role.SUPERVISOR, "Lea")
    for cause, owner, deadline in (
        ("a", ana.id, date(2026, 11, 25)),
        ("b", ana.id, date(2026, 11, 24)),
        ("c", None, date(2026, 11, 26)),
        ("d", None, date(2027, 11, 26)),
    ):
        await a_task(office, billed, cause=cause, owner_id=owner, deadline_on=deadline)
    assert await tell_of_deadlines(office) == 2
    assert await tell_of_deadlines(office) == 0
    async with office.begin(ana) as work:
        (mine,) = await of_person(work.session, ana.id)
    assert mine.told.startswith("Elm Street: 2 of your tasks are near their legal limit")
    (theirs,) = await alerts_of(office, lead)
    assert theirs.told.startswith("Elm Street: 1 task without an owner is near its legal limit")
