"""Nobody abroad learns from an alert, a letter or a digest that something exists which they may not see."""

from uuid import UUID

import pytest
from sqlalchemy import select, update

from activities.actors import CLAIMDESK, Actor
from activities.alerts import choose_delivery, raise_alert
from activities.mail import write_digests
from activities.transactions import Office
from models.alerts import Alert, Mail
from models.sites import ContractTerm
from rules.access import Permission, Role
from rules.alerts import AlertKind, Delivery
from tests.factories_desk import Told, fill_desk
from tests.factories_sites import a_site, a_term, somebody_at

RIVERSIDE = "Riverside Family Practice"


@pytest.fixture
async def told(office: Office) -> Told:
    return await fill_desk(office)


@pytest.fixture
async def liza(office: Office, told: Told) -> Actor:
    """A supervisor in Manila, who may see commercial claims of Riverside."""
    site = await a_site(office)
    practice = told.practices[RIVERSIDE]
    await a_term(office, practice)
    person = await somebody_at(office, site, [practice], role=Role.SUPERVISOR)
    classes = frozenset({f"{practice}/commercial/TX"})
    return Actor(person, "Liza Santos", Role.SUPERVISOR, frozenset({practice}), classes)


async def tell(office: Office, told: Told, subject: str, to: list[UUID] | Permission) -> set[UUID]:
    """Who was told."""
    async with office.begin(CLAIMDESK) as work:
        await raise_alert(
            work, AlertKind.MENTION, subject, told.practices[RIVERSIDE], to=to, told="Ben asks you"
        )
        return set(await work.session.scalars(select(Alert.user_id)))


async def letters(office: Office) -> list[str]:
    async with office.begin(CLAIMDESK) as work:
        return list(await work.session.scalars(select(Mail.title).order_by(Mail.id)))


@pytest.mark.parametrize("kind", ["task", "claim"])
@pytest.mark.parametrize(("last", "hears"), [("Novak", True), ("Reyes", False)])
async def test_of_a_refused_class_no_alert_and_no_letter_goes_abroad(
    office: Office, told: Told, liza: Actor, kind: str, last: str, hears: bool
) -> None:
    await choose_delivery(office, liza, [(AlertKind.MENTION, Delivery.AT_ONCE)])
    subject = f"{kind}:{(told.tasks if kind == 'task' else told.claims)[last]}"
    assert await tell(office, told, subject, [liza.id]) == ({liza.id} if hears else set())
    assert len(await letters(office)) == hears


async def test_those_with_a_permission_are_told_onshore_and_abroad_only_of_what_they_may_see(
    office: Office, told: Told, liza: Actor
) -> None:
    priya = told.people["Priya Nair"]
    who = await tell(office, told, f"task:{told.tasks['Reyes']}", Permission.TRANSFER_ANY)
    assert (priya in who, liza.id in who) == (True, False)
    assert liza.id in await tell(office, told, f"task:{told.tasks['Novak']}", Permission.TRANSFER_ANY)


async def test_what_is_about_a_whole_queue_is_not_told_abroad(
    office: Office, told: Told, liza: Actor
) -> None:
    practice = told.practices[RIVERSIDE]
    assert await tell(office, told, f"queue:deadlines:{practice}", [liza.id]) == set()


async def test_what_concerns_the_person_is_told_everywhere(office: Office, liza: Actor) -> None:
    async with office.begin(CLAIMDESK) as work:
        to = [liza.id]
        assert await raise_alert(work, AlertKind.TRAINING, "me:training", None, to=to, told="Read it") == 1


async def test_a_digest_counts_only_what_may_still_be_seen(office: Office, told: Told, liza: Actor) -> None:
    await choose_delivery(office, liza, [(AlertKind.MENTION, Delivery.DIGEST)])
    await tell(office, told, f"task:{told.tasks['Novak']}", [liza.id])
    async with office.begin(CLAIMDESK) as work:
        await work.session.execute(update(ContractTerm).values(allowed=False))
    assert await write_digests(office) == 0
    assert await letters(office) == []
    async with office.begin(CLAIMDESK) as work:
        await work.session.execute(update(ContractTerm).values(allowed=True))
    assert await write_digests(office) == 1
    assert await letters(office) == ["What waits for you"]
