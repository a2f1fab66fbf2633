"""People of the office: who may make and change them, and what a change ends."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from activities.actors import CLAIMDESK, Actor
from activities.transactions import Office
from activities.users import change_user, create_user, set_password
from models.users import Membership, User
from rules.access import Role
from rules.errors import Conflict, NotAllowed, Unknown
from tests.factories_money import one_claim
from tests.factories_tasks import a_person

GOOD = "a long enough sentence 7"


async def made(office: Office, actor: Actor, practice_id: UUID, email: str = "Mia@desk.example") -> UUID:
    return await create_user(office, actor, email, "Mia", Role.BILLER, GOOD, {practice_id})


async def test_an_email_signs_in_one_person_however_it_is_written(office: Office) -> None:
    billed = await one_claim(office)
    await made(office, CLAIMDESK, billed.practice_id)
    with pytest.raises(Conflict, match="already signs in"):
        await made(office, CLAIMDESK, billed.practice_id, "MIA@DESK.EXAMPLE")


async def test_only_an_administrator_makes_people_and_not_their_own_rights(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    chief = await a_person(office, billed.practice_id, Role.ADMINISTRATOR, name="Chief")
    with pytest.raises(NotAllowed):
        await made(office, ana, billed.practice_id)
    with pytest.raises(NotAllowed, match="own rights"):
        await change_user(office, chief, chief.id, Role.BILLER, True, ())


async def test_a_change_of_rights_holds_at_once_and_only_for_people_there_are(office: Office) -> None:
    billed = await one_claim(office)
    mia = await made(office, CLAIMDESK, billed.practice_id)
    await change_user(office, CLAIMDESK, mia, Role.SUPERVISOR, False, ())
    async with office.begin(CLAIMDESK) as work:
        user = await work.session.get_one(User, mia)
        practices = (await work.session.scalars(select(Membership).where(Membership.user_id == mia))).all()
    assert (user.role, user.active, list(practices)) == (Role.SUPERVISOR, False, [])
    for nobody in (uuid4(), CLAIMDESK.id):
        chief = await a_person(office, billed.practice_id, Role.ADMINISTRATOR, name=f"Chief {nobody}")
        with pytest.raises(Unknown):
            await change_user(office, chief, nobody, Role.BILLER, True, ())


async def test_a_password_is_set_for_somebody_there_is(office: Office) -> None:
    billed = await one_claim(office)
    mia = await made(office, CLAIMDESK, billed.practice_id)
    async with office.begin(CLAIMDESK) as work:
        before = (await work.session.get_one(User, mia)).password_hash
    await set_password(office, CLAIMDESK, mia, GOOD + "!")
    async with office.begin(CLAIMDESK) as work:
        assert (await work.session.get_one(User, mia)).password_hash != before
    with pytest.raises(Unknown):
        await set_password(office, CLAIMDESK, uuid4(), GOOD)
