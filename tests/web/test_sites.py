"""The administrator's screen of sites, and the attestation pack that a client asks for once a year."""

import base64
import re
import zlib
from datetime import UTC, date, datetime
from uuid import uuid4

from httpx import AsyncClient
from sqlalchemy import select, update

from activities.actors import CLAIMDESK, Actor
from activities.attestation import Access, Pack, attest
from activities.transactions import Office
from models.attestations import Period, PersonAt, Refused
from models.audit import AuditEvent
from models.payers import Payer
from models.sites import Site
from models.training import TrainingAcknowledgement
from models.users import LoginSession
from rules.access import Role
from tests.factories_desk import Told
from tests.factories_sites import a_site, a_term, somebody_at
from tests.web.conftest import Enter
from web.attestations import as_pdf

RIVERSIDE = "Riverside Family Practice"
EVER = Period(date(2026, 1, 1), date(2099, 12, 31))  # whatever day it is
ASKED = {"since": "2026-01-01", "until": "2099-12-31"}


async def test_an_administrator_opens_a_site_staffs_it_and_records_what_a_contract_says(
    enter: Enter, desk_office: Office, told: Told
) -> None:
    otto = await enter("Otto Reiss")
    form = {"key": str(uuid4()), "name": "Cebu", "country": "PH", "networks": "127.0.0.0/8\n203.0.113.0/24"}
    assert (await otto.post("/sites", data=form)).status_code == 303
    async with desk_office.begin(CLAIMDESK) as work:
        site = (await work.session.scalars(select(Site).where(Site.name == "Cebu"))).one()
    ben = {"user_id": str(told.people["Ben Carver"])}
    assert (await otto.post(f"/sites/{site.id}/people", data=ben)).status_code == 303
    term = {
        "key": str(uuid4()),
        "practice_id": str(told.practices[RIVERSIDE]),
        "program": "commercial",
        "state": "TX",
        "site_id": str(site.id),
        "allowed": "true",
        "source": "section 7",
        "effective_from": "2026-01-01",
    }
    assert (await otto.post("/sites/terms", data=term)).status_code == 303
    page = (await otto.get("/sites")).text
    assert re.search(r"Cebu <small>PH · abroad.*Ben Carver.*commercial, TX.*seen</span>", page, re.S)
    ended = re.search(r"/sites/terms/[0-9a-f-]+/end", page)
    assert ended
    assert (await otto.post(ended[0])).status_code == 303
    assert "Nothing: no contract allows anything." in (await otto.get("/sites")).text
    changed = await otto.post(f"/sites/{site.id}/networks", data={"networks": "nowhere"})
    assert (changed.status_code, "A network is written as" in changed.text) == (400, True)


async def test_a_payer_that_nobody_classed_is_listed_until_somebody_does(
    enter: Enter, desk_office: Office, told: Told
) -> None:
    async with desk_office.begin(CLAIMDESK) as work:
        payer = Payer(payer_id="NEW01", name="Newcomer Mutual")
        work.session.add(payer)
    otto = await enter("Otto Reiss")
    assert "Newcomer Mutual" in (await otto.get("/sites")).text
    assert (await otto.post(f"/sites/payers/{payer.id}", data={"program": "commercial"})).status_code == 303
    assert "Newcomer Mutual" not in (await otto.get("/sites")).text


async def test_who_sees_what_is_changed_only_after_a_second_factor(
    enter: Enter, desk_office: Office, told: Told
) -> None:
    otto = await enter("Otto Reiss")
    async with desk_office.begin(CLAIMDESK) as work:
        await work.session.execute(update(LoginSession).values(strong_at=None))
    answer = await otto.post(f"/sites/payers/{told.payers['Medicare']}", data={"program": "commercial"})
    assert answer.headers["location"] == "/step-up"
    assert (await otto.get("/audit/export")).headers["location"].startswith("/step-up")
    async with desk_office.begin(CLAIMDESK) as work:
        assert (await work.session.get_one(Payer, told.payers["Medicare"])).access_program == "medicare"


async def test_nobody_else_opens_the_screen(amara: AsyncClient, priya: AsyncClient) -> None:
    for browser in (amara, priya):
        assert (await browser.get("/sites")).status_code == 403


async def test_the_pack_of_a_site_is_a_paper_and_taking_it_out_is_recorded(
    enter: Enter, desk_office: Office, told: Told
) -> None:
    manila = await a_site(desk_office)
    await a_term(desk_office, told.practices[RIVERSIDE])
    await somebody_at(desk_office, manila, [told.practices[RIVERSIDE]])
    liza = await enter("Liza Santos")
    await liza.get(f"/tasks/{told.tasks['Reyes']}")
    otto = await enter("Otto Reiss")
    answer = await otto.get(f"/sites/{manila.id}/attestation", params=ASKED)
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["content-disposition"].startswith("attachment")
    boss = Actor(told.people["Otto Reiss"], "Otto", Role.ADMINISTRATOR, None, None)
    pack = await attest(desk_office, boss, manila.id, EVER)
    assert [each.what for each in pack.refusals] == ["task"]
    assert not re.search(f"Reyes|{told.tasks['Reyes']}|{told.claims['Reyes']}", repr(pack))
    async with desk_office.begin(CLAIMDESK) as work:
        exported = select(AuditEvent.subject).where(AuditEvent.action == "exported")
        assert list(await work.session.scalars(exported)) == [f"site:{manila.id}"] * 2
    backwards = {"since": "2026-12-31", "until": "2026-01-01"}
    assert (await otto.get(f"/sites/{manila.id}/attestation", params=backwards)).status_code == 400
    assert (await otto.get(f"/sites/{uuid4()}/attestation", params=ASKED)).status_code == 404
    assert (await liza.get(f"/sites/{manila.id}/attestation", params=ASKED)).status_code == 403


async def test_what_people_type_to_each_other_is_in_no_attestation(
    enter: Enter, desk_office: Office, told: Told
) -> None:
    manila = await a_site(desk_office)
    await a_term(desk_office, told.practices[RIVERSIDE])
    await somebody_at(desk_office, manila, [told.practices[RIVERSIDE]])
    liza = await enter("Liza Santos")
    task = told.tasks["Novak"]
    typed = {"key": str(uuid4()), "reason": "born 1962-01-03"}
    assert (await liza.get(f"/tasks/{task}")).status_code == 200
    assert (await liza.post(f"/tasks/{task}/skip", data=typed)).status_code == 303
    assert (await liza.get(f"/tasks/{told.tasks['Reyes']}")).status_code == 404
    boss = Actor(told.people["Otto Reiss"], "Otto Reiss", Role.ADMINISTRATOR, None, None)
    pack = await attest(desk_office, boss, manila.id, EVER)
    assert len(pack.refusals) == 1
    assert "1962" not in repr(pack)


def words_of(paper: bytes) -> str:
    """What stands in a paper of ours, as its streams draw it."""
    streams = re.findall(rb"stream\r?\n(.*?)~>\s*endstream", paper, re.DOTALL)
    drawn = b" ".join(zlib.decompress(base64.a85decode(each)) for each in streams)
    return " ".join(re.findall(r"\(((?:[^()\\]|\\.)*)\) Tj", drawn.decode("latin-1")))


async def test_the_paper_names_people_training_access_and_refusals_as_they_are(
    enter: Enter, desk_office: Office, told: Told
) -> None:
    manila = await a_site(desk_office)
    await a_term(desk_office, told.practices[RIVERSIDE])
    liza_id = await somebody_at(desk_office, manila, [told.practices[RIVERSIDE]])
    async with desk_office.begin(CLAIMDESK) as work:
        read = TrainingAcknowledgement(user_id=liza_id, version="2026-1", text_hash="-")
        read.acknowledged_at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
        work.session.add(read)
    liza = await enter("Liza Santos")
    await liza.get(f"/tasks/{told.tasks['Reyes']}")
    await liza.get("/files")
    otto = await enter("Otto Reiss")
    paper = words_of((await otto.get(f"/sites/{manila.id}/attestation", params=ASKED)).content)
    for words in ("Manila", "127.0.0.0/8", "Liza Santos", "Biller", "2026-03-02 09:30"):
        assert words in paper, words
    for words in (RIVERSIDE, "commercial, TX", "seen", "contract, section 7, from 2026-01-01"):
        assert words in paper, words
    for words in ("Refusals in the period: 2", "There is no such task", "screen /files", "Otto Reiss"):
        assert words in paper, words
    assert not re.search(f"Reyes|{told.tasks['Reyes']}", paper)


def test_a_pack_gives_the_same_paper_twice_also_when_it_is_empty() -> None:
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    period = Period(date(2026, 1, 1), date(2026, 12, 31))
    people = [PersonAt("Liza <Santos>", "biller", True, 1, at, None)]
    access = [Access("R & Co", "commercial", "TX", True, "rule", "why", "section 7", date(2026, 1, 1))]
    refusals = [Refused(at, "Liza", "task", "no")]
    full = Pack("Manila", "PH", ("203.0.113.0/24",), period, at, "Otto", people, access, refusals)
    empty = Pack("Manila", "PH", (), period, at, "Otto", [], [], [])
    assert as_pdf(full) == as_pdf(full)
    assert as_pdf(empty).startswith(b"%PDF-")
    assert len(as_pdf(full)) > len(as_pdf(empty))
