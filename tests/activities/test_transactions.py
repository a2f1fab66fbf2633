"""One transaction: what commits together, and what it may say outside the tables of patients."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from activities.actors import CLAIMDESK
from activities.files_raw import RawFiles
from activities.transactions import Office
from models.audit import AuditEvent
from models.office import Office as Calendar
from models.outbox import Wake
from runtime.embedded.postgres import PostgresServer
from tests.database import run
from tests.factories_claims import MEMBER, a_claim, bring_in, days_ago

WAKE_UP = re.compile(r"(claim|remittance):[0-9a-f-]{36}|(submission|mailbox):\w+")
CUT = (
    "select pg_terminate_backend(pid) from pg_stat_activity"
    " where datname = current_database() and pid <> pg_backend_pid()"
)
SUBJECT = re.compile(r"\w+:[0-9a-f-]{36}")


async def test_wake_ups_and_subjects_hold_ids_alone(office: Office, tmp_path: Path) -> None:
    await bring_in(office, RawFiles(tmp_path), [a_claim("K1", days_ago(3))])
    async with office.begin(CLAIMDESK) as work:
        wakes = list(await work.session.scalars(select(Wake.workflow_id)))
        events = list(await work.session.scalars(select(AuditEvent)))
    assert wakes
    assert events
    assert all(WAKE_UP.fullmatch(each) for each in wakes)
    assert all(SUBJECT.fullmatch(each.subject) for each in events)
    told = str([(each.subject, each.detail) for each in events]).upper()
    assert not any(known in told for known in (MEMBER, "MARLOW", "JUNE", "CEDAR", "1970"))


async def test_the_offices_day_moves_while_the_outbox_stays_on_real_time(office: Office) -> None:
    async with office.begin(CLAIMDESK) as work:
        (await work.session.get_one(Calendar, 1)).days_ahead = 30
    async with office.begin(CLAIMDESK) as work:
        assert work.now - work.real_now == timedelta(days=30)
        work.wake("claim:7", after=5)
    async with office.begin(CLAIMDESK) as later:
        due = (await later.session.scalars(select(Wake.not_before))).one()
        assert timedelta(0) < due - later.real_now < timedelta(seconds=6)


async def test_a_day_begins_when_it_does_where_the_practice_is(office: Office) -> None:
    async with office.begin(CLAIMDESK) as work:
        honolulu, tokyo = work.today("Pacific/Honolulu"), work.today("Asia/Tokyo")
    assert tokyo - honolulu in {timedelta(0), timedelta(days=1)}
    assert tokyo >= honolulu


async def test_of_several_wake_ups_in_one_act_the_latest_holds(office: Office) -> None:
    async with office.begin(CLAIMDESK) as work:
        work.wake("claim:7")
        work.wake("claim:7", after=10)
    async with office.begin(CLAIMDESK) as work:
        assert len(list(await work.session.scalars(select(Wake)))) == 1


async def test_connections_that_broke_while_they_lay_idle_are_replaced_without_a_word(
    postgres: PostgresServer, database: str, office: Office
) -> None:
    async with office.begin(CLAIMDESK) as first, office.begin(CLAIMDESK) as second:
        first.wake("claim:1")
        second.wake("claim:2")
    run(postgres, CUT, database)
    async with office.begin(CLAIMDESK) as work:
        assert len(list(await work.session.scalars(select(Wake)))) == 2


async def test_a_connection_that_breaks_in_the_middle_of_an_act_takes_the_act_with_it(
    postgres: PostgresServer, database: str, office: Office
) -> None:
    async def act() -> None:
        async with office.begin(CLAIMDESK) as work:
            work.wake("claim:1")
            run(postgres, CUT, database)

    with pytest.raises(OperationalError):
        await act()
    async with office.begin(CLAIMDESK) as work:
        assert list(await work.session.scalars(select(Wake))) == []
