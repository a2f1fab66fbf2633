"""What a person may see follows from where they work, today's rules and the contract, at every request."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from activities.access import ELSEWHERE, must_stand_at_site
from activities.actors import CLAIMDESK, Actor
from activities.colleagues import receivers
from activities.commands import TransferTask
from activities.holding import transfer_task
from activities.reach import reach
from activities.sites import (
    OpenSite,
    RecordTerm,
    change_networks,
    class_payer,
    end_term,
    open_site,
    record_term,
    work_from,
)
from activities.transactions import Office
from activities.unseen import take_back_unseen
from models.alerts import Alert
from models.audit import AuditEvent
from models.claims import Claim
from models.payers import Payer
from models.practices import Practice
from models.sites import MAIN_SITE, ContractTerm, Site
from models.tasks import Task
from models.users import User
from rules.access import Role
from rules.errors import Conflict, NotAllowed, Refusal, Unknown
from rules.offshore import Program
from tests.factories_desk import Told, fill_desk
from tests.factories_sites import a_site, a_term, somebody_at

RIVERSIDE = "Riverside Family Practice"


@pytest.fixture
async def told(office: Office) -> Told:
    return await fill_desk(office)


@pytest.fixture
def otto(told: Told) -> Actor:
    """The administrator, in the United States."""
    return Actor(told.people["Otto Reiss"], "Otto Reiss", Role.ADMINISTRATOR, None, None)


async def events(office: Office, action: str) -> list[AuditEvent]:
    async with office.begin(CLAIMDESK) as work:
        return list(await work.session.scalars(select(AuditEvent).where(AuditEvent.action == action)))


async def test_a_claim_and_its_task_have_the_class_of_payer_and_state(office: Office, told: Told) -> None:
    async with office.begin(CLAIMDESK) as work:
        claim = await work.session.get_one(Claim, told.claims["Reyes"])
        task = await work.session.get_one(Task, told.tasks["Reyes"])
        loose = await work.session.scalar(select(Task).where(Task.claim_id.is_(None)).limit(1))
    assert (claim.access_class, task.access_class) == ("medicaid/TX", "medicaid/TX")
    assert loose is not None
    assert loose.access_class == "office/TX"


async def test_nobody_writes_a_class_by_hand(office: Office, told: Told) -> None:
    async with office.begin(CLAIMDESK) as work:
        claim = await work.session.get_one(Claim, told.claims["Reyes"])
        claim.access_class = "commercial/TX"
        await work.session.flush()
        await work.session.refresh(claim)
        assert claim.access_class == "medicaid/TX"


async def test_claims_and_tasks_follow_when_a_payer_is_classed_anew_or_a_practice_moves(
    office: Office, told: Told, otto: Actor
) -> None:
    await class_payer(office, otto, told.payers["Cigna West"], Program.MEDICARE_ADVANTAGE)
    async with office.begin(CLAIMDESK) as work:
        practice = await work.session.get_one(Practice, told.practices[RIVERSIDE])
        practice.state = "FL"
    async with office.begin(CLAIMDESK) as work:
        claim = await work.session.get_one(Claim, told.claims["Novak"])
        task = await work.session.get_one(Task, told.tasks["Novak"])
        medicaid = await work.session.get_one(Claim, told.claims["Reyes"])
    assert (claim.access_class, task.access_class) == ("medicare_advantage/FL", "medicare_advantage/FL")
    assert medicaid.access_class == "medicaid/TX"  # the state that pays, wherever the practice is


async def test_who_works_in_the_united_states_or_a_territory_sees_every_class(
    office: Office, told: Told
) -> None:
    guam = await a_site(office, "Guam", "GU", ())
    async with office.begin(CLAIMDESK) as work:
        assert await reach(work, guam, None) is None
        assert await reach(work, await work.session.get_one(Site, MAIN_SITE), None) is None


async def test_abroad_a_term_opens_its_class_at_once_and_its_end_closes_it(
    office: Office, told: Told, otto: Actor
) -> None:
    manila, practice = await a_site(office), told.practices[RIVERSIDE]
    said = RecordTerm(
        uuid4(), practice, Program.COMMERCIAL, "tx", "ph", manila.id, True, "section 7", date(2026, 1, 1)
    )
    await record_term(office, otto, said)
    await record_term(office, otto, said)
    async with office.begin(CLAIMDESK) as work:
        assert await reach(work, manila, [practice]) == {f"{practice}/commercial/TX"}
        assert await reach(work, manila, [told.practices["Hill Orthopedics"]]) == frozenset()
        (term,) = await work.session.scalars(select(ContractTerm.id))
    await end_term(office, otto, term)
    async with office.begin(CLAIMDESK) as work:
        assert await reach(work, manila, None) == frozenset()
    assert [each.practice_id for each in await events(office, "ended a contract term")] == [practice]


async def test_who_is_not_at_their_site_is_refused_and_it_is_told(office: Office, told: Told) -> None:
    manila = await a_site(office, networks=["203.0.113.0/24"])
    liza = await somebody_at(office, manila, [told.practices[RIVERSIDE]])
    async with office.begin(CLAIMDESK) as work:
        user = await work.session.get_one(User, liza)
    await must_stand_at_site(office, user, "203.0.113.7")
    with pytest.raises(NotAllowed, match="its own site"):
        await must_stand_at_site(office, user, "198.51.100.7")
    (event,) = await events(office, "refused")
    assert (event.actor_id, event.detail["address"]) == (liza, "198.51.100.7")
    async with office.begin(CLAIMDESK) as work:
        alerts = list(await work.session.scalars(select(Alert)))
    assert [each.user_id for each in alerts] == [told.people["Otto Reiss"]]
    assert ELSEWHERE


async def test_a_task_is_handed_only_to_who_may_see_it(office: Office, told: Told) -> None:
    practice = told.practices[RIVERSIDE]
    liza = await somebody_at(office, await a_site(office), [practice])
    await a_term(office, practice)
    amara = Actor(told.people["Amara Osei"], "Amara", Role.BILLER, frozenset({practice}), None)
    async with office.begin(amara) as work:
        refused = await work.session.get_one(Task, told.tasks["Reyes"])
        allowed = await work.session.get_one(Task, told.tasks["Novak"])
        offered = {each.id for each in await receivers(work, practice, [allowed])}
        assert liza in offered
        assert told.people["Hana Hill"] not in offered  # of another practice
        assert liza not in {each.id for each in await receivers(work, practice, [refused])}
    with pytest.raises(Conflict, match="may not see this task from where they work"):
        await transfer_task(office, amara, TransferTask(uuid4(), refused.id, refused.version, liza))
    await transfer_task(office, amara, TransferTask(uuid4(), allowed.id, allowed.version, liza))


async def test_nobody_keeps_a_task_that_they_may_not_see_any_more(
    office: Office, told: Told, otto: Actor
) -> None:
    practice = told.practices[RIVERSIDE]
    liza = await somebody_at(office, await a_site(office), [practice])
    term = await a_term(office, practice)
    async with office.begin(CLAIMDESK) as work:
        for last in ("Novak", "Okafor"):
            (await work.session.get_one(Task, told.tasks[last])).owner_id = liza
    assert await take_back_unseen(office) == 0
    await class_payer(office, otto, told.payers["Cigna West"], Program.TRICARE)
    async with office.begin(CLAIMDESK) as work:
        owners = [
            (await work.session.get_one(Task, told.tasks[last])).owner_id for last in ("Novak", "Okafor")
        ]
    assert owners == [None, liza]
    await end_term(office, otto, term.id)
    async with office.begin(CLAIMDESK) as work:
        assert (await work.session.get_one(Task, told.tasks["Okafor"])).owner_id is None


async def test_sites_are_opened_and_staffed_by_an_administrator_in_the_united_states(
    office: Office, told: Told, otto: Actor
) -> None:
    opened = OpenSite(uuid4(), "Cebu", "ph", ["203.0.113.0/24"])
    await open_site(office, otto, opened)
    await open_site(office, otto, opened)
    async with office.begin(CLAIMDESK) as work:
        cebu = (await work.session.scalars(select(Site).where(Site.name == "Cebu"))).one()
    await work_from(office, otto, told.people["Ben Carver"], cebu.id)
    await change_networks(office, otto, cebu.id, ["203.0.113.0/25"])
    async with office.begin(CLAIMDESK) as work:
        assert (await work.session.get_one(User, told.people["Ben Carver"])).site_id == cebu.id
    with pytest.raises(Conflict, match="of this name"):
        await open_site(office, otto, OpenSite(uuid4(), "Cebu", "PH", ["203.0.113.0/24"]))


async def test_what_makes_no_sense_is_refused(office: Office, told: Told, otto: Actor) -> None:
    manila = await a_site(office)
    for country, networks, words in (
        ("Philippines", ["203.0.113.0/24"], "two letters"),
        ("PH", ["203.0.113.9/24"], "A network is written"),
        ("PH", [], "needs the networks"),
    ):
        with pytest.raises(Refusal, match=words):
            await open_site(office, otto, OpenSite(uuid4(), "X", country, networks))
    with pytest.raises(NotAllowed, match="Another administrator"):
        await work_from(office, otto, otto.id, manila.id)
    with pytest.raises(Unknown):
        await work_from(office, otto, uuid4(), manila.id)
    with pytest.raises(Unknown):
        await change_networks(office, otto, uuid4(), [])
    with pytest.raises(Unknown):
        await class_payer(office, otto, uuid4(), Program.MEDICARE)
    with pytest.raises(Unknown):
        await end_term(office, otto, uuid4())
    said = RecordTerm(uuid4(), uuid4(), Program.VA, "TX", "PH", None, True, "s", date(2026, 1, 1))
    with pytest.raises(Unknown):
        await record_term(office, otto, said)
    with pytest.raises(Refusal, match="Say where"):
        await record_term(office, otto, RecordTerm(**{**_asdict(said), "source": " "}))


def _asdict(said: RecordTerm) -> dict[str, object]:
    return {name: getattr(said, name) for name in RecordTerm.__slots__}


async def test_neither_a_manager_nor_somebody_abroad_decides_who_sees_what(
    office: Office, told: Told, otto: Actor
) -> None:
    mara = Actor(told.people["Mara Stone"], "Mara", Role.MANAGER, frozenset(), None)
    away = Actor(otto.id, otto.name, otto.role, None, frozenset())
    for actor in (mara, away):
        with pytest.raises(NotAllowed):
            await class_payer(office, actor, told.payers["Medicare"], Program.COMMERCIAL)
    async with office.begin(CLAIMDESK) as work:
        assert (await work.session.get_one(Payer, told.payers["Medicare"])).access_program == "medicare"
