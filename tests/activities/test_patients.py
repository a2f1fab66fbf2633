"""The language of a patient is set once for all their claims, and rules go by it."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.holding import open_task
from activities.patients import SetLanguage, set_language
from activities.transactions import Office
from models.alerts import Alert
from models.audit import AuditEvent
from models.patients import Patient
from rules.access import Role
from rules.allocation import How
from rules.errors import Conflict, Refusal, Stale, Unknown
from rules.languages import LANGUAGES, code_of
from rules.tasks import TaskKind
from tests.factories_money import one_claim
from tests.factories_tasks import a_person, a_task, task_now
from tests.factories_teams import a_rule, a_team


async def language_now(office: Office) -> str | None:
    async with office.begin(CLAIMDESK) as work:
        return (await work.session.scalars(select(Patient.language))).one()


async def test_a_rule_about_the_language_catches_what_is_given_after_it_was_set(office: Office) -> None:
    billed = await one_claim(office)
    ana, ben = [await a_person(office, billed.practice_id, name=name) for name in ("Ana", "Ben")]
    await a_rule(office, await a_team(office, [ana], "Spanish"), position=1, languages=("es",))
    await a_rule(office, await a_team(office, [ben], "All"), position=2, kinds=("work denial",))
    assert (await a_task(office, billed, cause="before")).owner_id is None
    await set_language(office, ben, SetLanguage(uuid4(), None, "es", billed.claim_id))
    assert (await a_task(office, billed, cause="after")).owner_id == ana.id


async def test_what_waits_in_nobodys_hand_goes_by_the_language_that_was_set(office: Office) -> None:
    billed = await one_claim(office)
    ana, ben = [await a_person(office, billed.practice_id, name=name) for name in ("Ana", "Ben")]
    await a_rule(office, await a_team(office, [ana], "Spanish"), position=1, languages=("es",))
    pool = await a_team(office, [ben], "All")
    await a_rule(office, pool, How.POOL, position=2)
    waits = await a_task(office, billed, cause="waits")
    bens = await a_task(office, billed, TaskKind.WORK_DENIAL, cause="his", owner_id=ben.id)
    assert (waits.owner_id, waits.team_id) == (None, pool)
    await set_language(office, ana, SetLanguage(uuid4(), None, "es", billed.claim_id))
    moved = await task_now(office, waits.id)
    assert (moved.owner_id, moved.version) == (ben.id, waits.version + 1)  # who has the account keeps it
    assert (await task_now(office, bens.id)).version == bens.version


async def test_what_somebody_has_open_stays_with_them_when_the_language_is_set(office: Office) -> None:
    billed = await one_claim(office)
    ana, ben = [await a_person(office, billed.practice_id, name=name) for name in ("Ana", "Ben")]
    waits, opened = [await a_task(office, billed, cause=cause) for cause in ("waits", "open")]
    await a_rule(office, await a_team(office, [ana], "Spanish"), position=1, languages=("es",))
    await open_task(office, ben, opened.id)
    held = await task_now(office, opened.id)
    await set_language(office, ben, SetLanguage(uuid4(), None, "es", task_id=opened.id))
    assert (await task_now(office, opened.id)).version == held.version
    assert (await task_now(office, waits.id)).owner_id == ben.id


async def test_what_no_rule_takes_any_more_is_unallocated_and_told(office: Office) -> None:
    billed = await one_claim(office)
    ana, sue = (
        await a_person(office, billed.practice_id),
        await a_person(office, billed.practice_id, Role.SUPERVISOR, "Sue"),
    )
    spanish = await a_team(office, [ana], "Spanish")
    await set_language(office, ana, SetLanguage(uuid4(), None, "es", billed.claim_id))
    await a_rule(office, spanish, How.POOL, position=1, languages=("es",))
    task = await a_task(office, billed)
    assert task.team_id == spanish
    await set_language(office, ana, SetLanguage(uuid4(), "es", "vi", billed.claim_id))
    assert (await task_now(office, task.id)).team_id is None
    async with office.begin(CLAIMDESK) as work:
        assert list(await work.session.scalars(select(Alert.user_id))) == [sue.id]


async def test_it_is_told_without_saying_which_and_twice_is_once(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    said = SetLanguage(uuid4(), None, "es", billed.claim_id)
    for _ in range(2):
        await set_language(office, ana, said)
    await set_language(office, ana, SetLanguage(uuid4(), None, "es", billed.claim_id))  # as it stands
    assert await language_now(office) == "es"
    async with office.begin(CLAIMDESK) as work:
        told = select(AuditEvent).where(AuditEvent.action == "set the language")
        (event,) = (await work.session.scalars(told)).all()
        assert (event.actor_id, event.subject, event.detail) == (ana.id, f"claim:{billed.claim_id}", {})
    with pytest.raises(Conflict):
        await set_language(office, ana, SetLanguage(said.key, "es", "vi", billed.claim_id))


async def test_of_two_who_set_it_the_second_is_told(office: Office) -> None:
    billed = await one_claim(office)
    ana, ben = [await a_person(office, billed.practice_id, name=name) for name in ("Ana", "Ben")]
    await set_language(office, ana, SetLanguage(uuid4(), None, "es", billed.claim_id))
    with pytest.raises(Stale, match="Somebody else set the language first"):
        await set_language(office, ben, SetLanguage(uuid4(), None, "vi", billed.claim_id))
    await set_language(office, ben, SetLanguage(uuid4(), "es", None, billed.claim_id))
    assert await language_now(office) is None


async def test_only_languages_of_the_list_and_patients_of_ones_own_practice(office: Office) -> None:
    billed = await one_claim(office)
    stranger = await a_person(office, billed.practice_id)
    with pytest.raises(Refusal, match="from the list"):
        await set_language(office, stranger, SetLanguage(uuid4(), None, "xx", billed.claim_id))
    with pytest.raises(Unknown, match="about no patient"):
        await set_language(office, stranger, SetLanguage(uuid4(), None, "es", task_id=uuid4()))
    with pytest.raises(Unknown):
        await set_language(office, stranger, SetLanguage(uuid4(), None, "es", uuid4()))


def test_a_language_is_understood_as_its_code_or_its_name() -> None:
    assert [code_of(each) for each in (" Spanish ", "ES", "haitian creole", "Klingon")] == [
        "es",
        "es",
        "ht",
        None,
    ]
    assert all(code.islower() and 2 <= len(code) <= 3 for code in LANGUAGES)
    assert len(set(LANGUAGES.values())) == len(LANGUAGES)
