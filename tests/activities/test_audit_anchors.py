"""Anchors outside the database: whoever seals the whole chain anew after an edit is found all the same."""

import hashlib
import hmac
import json
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.audit import START, Event, seal
from activities.audit_anchors import Anchors, anchor_audit
from activities.audit_check import verify_audit
from activities.transactions import Office
from models.audit import AuditEvent, AuditHead
from models.practices import UNASSIGNED
from runtime.embedded.postgres import SUPERUSER, PostgresServer


@pytest.fixture
def anchors(tmp_path: Path) -> Anchors:
    return Anchors(tmp_path / "anchors", ("s" * 40,))


async def act(office: Office, events: int = 4) -> None:
    async with office.begin(CLAIMDESK) as work:
        for number in range(events):
            work.record("saw", f"task:{number}", UNASSIGNED)


async def tamper(office: Office, postgres: PostgresServer, database: str, statement: str) -> None:
    """Change the trail and seal it anew from beginning to end, as only somebody with the whole server can."""
    with psycopg.connect(postgres.url(SUPERUSER, database), autocommit=True) as line:
        line.execute("set session_replication_role = replica")
        assert line.execute(statement.encode()).rowcount > 0
        async with office.begin(CLAIMDESK) as work:
            events = list(await work.session.scalars(select(AuditEvent).order_by(AuditEvent.number)))
        last = START
        for number, each in enumerate(events, 1):
            event = Event(each.practice_id, each.at, each.actor_id, each.action, each.subject, each.detail)
            last = seal(last, number, event)
            line.execute(
                "update audit_event set number = %s, hash = %s where number = %s", [number, last, each.number]
            )
        line.execute("update audit_head set number = %s, hash = %s", [len(events), last])


async def fault(office: Office, anchors: Anchors) -> str:
    found, strange = anchors.read()
    assert strange == []
    assert [each.fault for each in await verify_audit(office)] == [""]  # without anchors it looks whole
    (chain,) = await verify_audit(office, found)
    return chain.fault


async def test_an_untouched_trail_fits_its_anchors_and_says_how_far_it_was_checked(
    office: Office, anchors: Anchors
) -> None:
    await act(office)
    assert await anchor_audit(office, anchors) == (1, 0)
    await act(office, 2)
    assert await anchor_audit(office, anchors) == (1, 0)
    assert await fault(office, anchors) == ""
    async with office.begin(CLAIMDESK) as work:
        head = (await work.session.scalars(select(AuditHead))).one()
    assert (head.checked_number, head.checked_at is not None) == (6, True)


async def test_an_edited_row_is_found_though_the_chain_was_sealed_anew(
    office: Office, anchors: Anchors, postgres: PostgresServer, database: str
) -> None:
    await act(office)
    await anchor_audit(office, anchors)
    await act(office)
    await anchor_audit(office, anchors)
    await tamper(office, postgres, database, "update audit_event set action = 'noted' where number = 6")
    assert await fault(office, anchors) == (
        "events 5 to 8 are not those that were anchored: the chain was written anew"
    )


async def test_a_removed_row_is_found_though_the_chain_was_sealed_anew(
    office: Office, anchors: Anchors, postgres: PostgresServer, database: str
) -> None:
    await act(office)
    await anchor_audit(office, anchors)
    await act(office)
    await tamper(office, postgres, database, "delete from audit_event where number = 2")
    assert "events 1 to 4 are not those" in await fault(office, anchors)


async def test_a_cut_off_end_is_found_though_the_chain_got_another_end(
    office: Office, anchors: Anchors, postgres: PostgresServer, database: str
) -> None:
    await act(office)
    await anchor_audit(office, anchors)
    await tamper(office, postgres, database, "delete from audit_event where number > 2")
    assert "events were cut off" in await fault(office, anchors)


async def test_a_chain_that_is_gone_altogether_is_missed(
    office: Office, anchors: Anchors, postgres: PostgresServer, database: str
) -> None:
    await act(office)
    await anchor_audit(office, anchors)
    with psycopg.connect(postgres.url(SUPERUSER, database), autocommit=True) as line:
        line.execute("set session_replication_role = replica")
        line.execute("delete from audit_event")
        line.execute("delete from audit_head")
    (chain,) = await verify_audit(office, anchors.read()[0])
    assert chain.fault == "the whole chain is gone; anchors know it"


async def test_the_hourly_look_reports_a_broken_chain_and_anchors_none_of_it(
    office: Office, anchors: Anchors, postgres: PostgresServer, database: str
) -> None:
    await act(office)
    await anchor_audit(office, anchors)
    await act(office)
    with psycopg.connect(postgres.url(SUPERUSER, database), autocommit=True) as line:
        line.execute("set session_replication_role = replica")
        line.execute("update audit_event set action = 'noted' where number = 6")
    assert await anchor_audit(office, anchors) == (1, 1)
    assert anchors.read()[0][-1].ends == {}


async def test_an_anchor_that_was_edited_or_signed_by_others_is_named(
    office: Office, anchors: Anchors
) -> None:
    await act(office)
    await anchor_audit(office, anchors)
    (path,) = anchors.folder.iterdir()
    assert path.stat().st_mode & 0o777 == 0o400
    assert Anchors(anchors.folder, ("t" * 40,), "s" * 40).read() == ([], [path.name])
    said = json.loads(path.read_text())
    said["ends"][str(UNASSIGNED)][0] = 3
    path.chmod(0o600)
    path.write_text(json.dumps(said))
    assert anchors.read() == ([], [path.name])
    path.write_text("nothing")
    assert anchors.read() == ([], [path.name])


NEW, OLD, LINK = "n" * 40, "o" * 40, "l" * 40


def sign_as_before(anchors: Anchors, secret: str) -> None:
    """Make the newest anchor one as they were written before anchors had a key of their own."""
    path = max(anchors.folder.iterdir())
    said = json.loads(path.read_text())
    told = {name: said[name] for name in ("at", "ends")}
    key = hashlib.sha256(b"claimdesk anchors " + secret.encode()).digest()
    told["signature"] = hmac.new(key, json.dumps(told, sort_keys=True).encode(), hashlib.sha256).hexdigest()
    path.chmod(0o600)
    path.write_text(json.dumps(told))


async def test_a_former_key_is_still_believed_and_the_newest_one_signs(
    office: Office, anchors: Anchors
) -> None:
    await act(office)
    await anchor_audit(office, replace(anchors, keys=(OLD,)))
    turned = replace(anchors, keys=(NEW, OLD))
    await anchor_audit(office, turned)
    found, strange = turned.read()
    assert (len(found), strange) == (2, [])
    paths = sorted(each.name for each in anchors.folder.iterdir())
    assert replace(anchors, keys=(NEW,)).read()[1] == paths[:1]
    assert replace(anchors, keys=(OLD,)).read()[1] == paths[1:]
    assert not any(key in each.read_text() for each in anchors.folder.iterdir() for key in (NEW, OLD))


@pytest.mark.parametrize(
    "now", [Anchors(Path(), (NEW,), LINK), Anchors(Path(), (NEW, LINK), "m" * 40)], ids=["kept", "changed"]
)
async def test_an_anchor_signed_with_the_link_secret_is_believed_as_it_was(
    office: Office, anchors: Anchors, now: Anchors
) -> None:
    await act(office)
    now = replace(now, folder=anchors.folder)
    await anchor_audit(office, now)
    sign_as_before(now, LINK)
    await act(office)
    await anchor_audit(office, now)
    assert await fault(office, now) == ""
    assert len(now.read()[0]) == 2


async def test_once_anchors_have_their_own_key_the_link_secret_signs_none(
    office: Office, anchors: Anchors
) -> None:
    await act(office)
    now = replace(anchors, link_secret=LINK)
    await anchor_audit(office, now)
    await anchor_audit(office, now)
    sign_as_before(now, LINK)
    found, strange = now.read()
    assert (len(found), strange) == (1, [max(anchors.folder.iterdir()).name])
