"""Who hears that the training or the access review is due."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from activities.actors import CLAIMDESK
from activities.days import office_day
from activities.reminders import MONDAY, remind
from activities.transactions import Office
from models import office as calendar
from models.alerts import Alert
from models.emergency_access import EmergencyAccess
from models.training import AccessReview, TrainingAcknowledgement
from models.users import User
from rules.access import Role
from rules.access_reviews import quarter_of
from rules.alerts import AlertKind
from tests.factories_desk import Told, fill_desk


@pytest.fixture
async def told(office: Office) -> Told:
    return await fill_desk(office)


async def turn_to(office: Office, weekday: int) -> None:
    """The office's next day of this name."""
    async with office.begin(CLAIMDESK) as work:
        ahead = (weekday - work.now.weekday()) % 7
        await work.session.execute(
            update(calendar.Office).values(days_ahead=calendar.Office.days_ahead + ahead)
        )


async def alerted(office: Office, kind: AlertKind) -> list[str]:
    """The names of those who were told."""
    async with office.begin(CLAIMDESK) as work:
        told = select(User.name).join(Alert, Alert.user_id == User.id).where(Alert.kind == kind)
        return sorted(await work.session.scalars(told))


async def test_a_training_is_recalled_two_weeks_before_its_year_is_over(office: Office, told: Told) -> None:
    async with office.begin(CLAIMDESK) as work:
        for name, days in (("Amara Osei", 352), ("Ben Carver", 340)):
            said = TrainingAcknowledgement(user_id=told.people[name], version="2026-1", text_hash="-")
            said.acknowledged_at = work.real_now - timedelta(days=days)
            work.session.add(said)
    await turn_to(office, MONDAY + 1)
    await remind(office)
    await remind(office)
    assert await alerted(office, AlertKind.TRAINING) == ["Amara Osei"]


async def test_an_emergency_access_comes_back_every_morning_until_it_is_reviewed(
    office: Office, told: Told
) -> None:
    await turn_to(office, MONDAY + 1)
    async with office.begin(CLAIMDESK) as work:
        access = EmergencyAccess(
            user_id=told.people["Amara Osei"], role=Role.SUPERVISOR, reason="Server down"
        )
        access.began_at = work.real_now - timedelta(hours=2)
        access.ends_at = work.real_now - timedelta(hours=1)
        work.session.add(access)
    everybody = ["Mara Stone", "Otto Reiss"]
    await remind(office)
    await remind(office)  # who has not seen it is not told twice
    assert await alerted(office, AlertKind.BREAK_GLASS) == everybody
    async with office.begin(CLAIMDESK) as work:
        await work.session.execute(update(Alert).values(seen_at=work.now))
    await remind(office)
    assert await alerted(office, AlertKind.BREAK_GLASS) == sorted(everybody * 2)
    async with office.begin(CLAIMDESK) as work:
        done = {
            "reviewed_by": told.people["Otto Reiss"],
            "reviewed_at": work.now,
            "finding": "As it should be",
        }
        await work.session.execute(update(EmergencyAccess).values(**done))
        await work.session.execute(update(Alert).values(seen_at=work.now))
    assert await remind(office) == 0


async def test_on_mondays_reviewers_hear_who_waits_until_nobody_does(office: Office, told: Told) -> None:
    await turn_to(office, MONDAY + 1)
    assert await remind(office) == 0
    await turn_to(office, MONDAY)
    await remind(office)
    assert await alerted(office, AlertKind.ACCESS_REVIEW) == ["Mara Stone", "Otto Reiss"]
    async with office.begin(CLAIMDESK) as work:
        for person in told.people.values():
            done = AccessReview(
                quarter=quarter_of(await office_day(work)), user_id=person, role="biller", practices=1
            )
            done.reviewed_by, done.reviewed_at, done.confirmed = told.people["Otto Reiss"], work.now, True
            work.session.add(done)
        await work.session.execute(update(Alert).values(seen_at=work.now))
    assert await remind(office) == 0
