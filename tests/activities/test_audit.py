"""The audit trail's seals: whatever is edited, removed or cut off behind our back is found."""

import asyncio
from uuid import UUID, uuid4

import psycopg
import pytest

from activities.actors import CLAIMDESK, Actor
from activities.audit import FEW
from activities.audit_check import Chain, verify_audit
from activities.transactions import Office
from models.audit import OFFICE_CHAIN
from models.practices import UNASSIGNED
from models.users import SYSTEM
from rules.errors import Conflict
from runtime.embedded.postgres import SUPERUSER, PostgresServer

ACTIONS = "saw", "finished", "took back", "saw"


async def act(office: Office, practice_id: UUID = UNASSIGNED) -> None:
    """Four events in two transactions."""
    for pair in (ACTIONS[:2], ACTIONS[2:]):
        async with office.begin(CLAIMDESK) as work:
            for action in pair:
                work.record(action, "task:7", practice_id, money="12.50", codes=["CO-16"])


async def refused(office: Office) -> None:
    async with office.begin(CLAIMDESK) as work:
        work.record("finished", "task:7", UNASSIGNED)
        raise Conflict("The facts have moved on.")


def tamper(postgres: PostgresServer, database: str, statement: str) -> None:
    """What only somebody with the whole server in hand can do: change a row with the triggers asleep."""
    with psycopg.connect(postgres.url(SUPERUSER, database)) as line:
        line.execute("set session_replication_role = replica")
        assert line.execute(statement.encode()).rowcount > 0


async def chain(office: Office) -> Chain:
    (only,) = await verify_audit(office)
    return only


async def test_an_untouched_trail_is_whole(office: Office) -> None:
    await act(office)
    await act(office, OFFICE_CHAIN)
    assert await verify_audit(office) == [Chain(OFFICE_CHAIN, 4, ""), Chain(UNASSIGNED, 4, "")]


async def test_a_trail_that_grows_while_it_is_checked_is_whole(office: Office) -> None:
    async def work_on() -> None:
        for practice_id in (UNASSIGNED, uuid4(), OFFICE_CHAIN):
            for _ in range(20):
                await act(office, practice_id)

    working = asyncio.create_task(work_on())
    faults = []
    while not working.done():
        faults += [each.fault for each in await verify_audit(office) if each.fault]
    await working
    assert faults == []


async def test_an_office_without_events_has_no_chains(office: Office) -> None:
    assert await verify_audit(office) == []


@pytest.mark.parametrize(
    "edit",
    [
        "action = 'finished'",
        "subject = 'task:8'",
        "actor_id = gen_random_uuid()",
        "at = at + interval '1 microsecond'",
        'detail = detail || \'{"money": "12.51"}\'',
        f"hash = '{'0' * 64}'",
    ],
)
async def test_an_edited_event_is_found(
    office: Office, postgres: PostgresServer, database: str, edit: str
) -> None:
    await act(office)
    tamper(postgres, database, f"update audit_event set {edit} where number = 3")  # noqa: S608 - an edit of this file
    assert await chain(office) == Chain(UNASSIGNED, 2, "event 3 was changed after it was written")


async def test_a_removed_event_is_found(office: Office, postgres: PostgresServer, database: str) -> None:
    await act(office)
    tamper(postgres, database, "delete from audit_event where number = 2")
    assert await chain(office) == Chain(UNASSIGNED, 1, "event 2 is missing")


async def test_a_removed_event_is_found_though_the_others_were_renumbered(
    office: Office, postgres: PostgresServer, database: str
) -> None:
    await act(office)
    tamper(postgres, database, "delete from audit_event where number = 2")
    tamper(postgres, database, "update audit_event set number = number - 1 where number > 2")
    assert (await chain(office)).fault == "event 2 was changed after it was written"


async def test_a_cut_off_end_is_found(office: Office, postgres: PostgresServer, database: str) -> None:
    await act(office)
    tamper(postgres, database, "delete from audit_event where number > 1")
    assert await chain(office) == Chain(
        UNASSIGNED, 1, "its end is not the last one written: events were cut off"
    )


async def test_events_whose_chain_lost_its_end_are_found(
    office: Office, postgres: PostgresServer, database: str
) -> None:
    await act(office)
    tamper(postgres, database, "delete from audit_head")
    assert await chain(office) == Chain(UNASSIGNED, 0, "the chain has events but no end")


async def test_acts_at_the_same_moment_make_one_chain_without_a_gap(office: Office) -> None:
    await asyncio.gather(*(act(office) for _ in range(12)))
    assert await chain(office) == Chain(UNASSIGNED, 48, "")


async def test_an_act_that_fails_leaves_no_event(office: Office) -> None:
    with pytest.raises(Conflict):
        await refused(office)
    assert await verify_audit(office) == []


@pytest.mark.parametrize("count", [1, 3, FEW, FEW + 1])
async def test_a_chain_is_whole_however_many_events_one_act_records(office: Office, count: int) -> None:
    for _ in range(2):
        async with office.begin(CLAIMDESK) as work:
            for at in range(count):
                said = {"at": at, "words": 'Zoë said "no"\n\\ then 3 > 2', "days": [1, None, True]}
                work.record("saw", f"task:{at}", UNASSIGNED, **said)
    assert await chain(office) == Chain(UNASSIGNED, 2 * count, "")


async def test_who_may_not_read_a_chain_writes_onto_it_all_the_same(office: Office) -> None:
    nobody = Actor(SYSTEM, "Nobody's reader", "biller", frozenset(), None)
    for _ in range(2):
        async with office.begin(nobody) as work:
            work.record("saw", "view:mine")
    assert await chain(office) == Chain(OFFICE_CHAIN, 2, "")
