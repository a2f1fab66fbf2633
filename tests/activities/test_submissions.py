"""Ready claims go out once, in numbered files that tell the payer exactly what the form says."""

import asyncio
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text

from activities.actors import CLAIMDESK
from activities.batch_files import places
from activities.clearinghouses_directory import DirectoryClearinghouse
from activities.files import one_file
from activities.scrubbing import scrub_claim
from activities.submissions import (
    CLEARINGHOUSE,
    BatchMade,
    batches_to_upload,
    make_batch,
    upload_batch,
    waiting,
)
from activities.transactions import Office
from edi.claim_files import read_837
from edi.claims import Batch as Head
from edi.claims import ProfessionalClaim
from edi.tokens import segments
from models.audit import AuditEvent
from models.claims import Claim
from models.files import FileState
from models.rulebook import working_times
from models.submissions import Batch, BatchState, Submission
from models.tasks import Task
from rules.claims import Frequency, Stage, Turn
from rules.errors import Unknown
from rules.follow_ups import acknowledgement_due_on
from rules.tasks import TaskKind
from tests.factories_imports import ELM, JANE, OAK, US, claim, imported, line, raw_files


async def all_claims(office: Office) -> list[Claim]:
    async with office.begin(CLAIMDESK) as work:
        return list(await work.session.scalars(select(Claim).order_by(Claim.number)))


async def ready(office: Office, folder: Path, *claims: ProfessionalClaim) -> list[Claim]:
    await imported(office, folder, *claims)
    for row in await all_claims(office):
        await scrub_claim(office, row.id)
    return await all_claims(office)


async def make(office: Office, folder: Path, limit: int = 500) -> BatchMade:
    made = await make_batch(office, CLEARINGHOUSE, raw_files(folder), US, limit)
    assert made is not None
    return made


async def file_of(office: Office, folder: Path, batch_id: UUID) -> bytes:
    async with office.begin(CLAIMDESK) as work:
        batch = await work.session.get_one(Batch, batch_id)
        file = await one_file(work, batch.file_id or batch_id)
        assert (file.direction, file.state, file.kind) == ("out", FileState.SENT, "837P")
        return raw_files(folder).path(file.sha256).read_bytes()


async def test_nothing_ready_makes_no_batch(office: Office, tmp_path: Path) -> None:
    assert await make_batch(office, CLEARINGHOUSE, raw_files(tmp_path), US) is None
    assert await waiting(office, CLEARINGHOUSE) == (0, 0)


async def test_a_ready_claim_goes_out_and_its_clock_starts(office: Office, tmp_path: Path) -> None:
    await ready(office, tmp_path, claim("A1"))
    assert await waiting(office, CLEARINGHOUSE) == (1, 0)
    made = await make(office, tmp_path)
    (row,) = await all_claims(office)
    assert (made.claims, made.held, made.number) == (1, 0, 1)
    assert (row.stage, row.turn) == (Stage.SENT, Turn.PAYER)
    assert row.sent_on is not None
    assert row.acknowledge_by == acknowledgement_due_on(row.sent_on, working_times(row.sent_on))
    assert await waiting(office, CLEARINGHOUSE) == (0, 1)


async def test_the_file_says_what_the_form_says_under_one_number(office: Office, tmp_path: Path) -> None:
    await ready(office, tmp_path, claim("A1", line(1, "80.5")), claim("A2", billing=OAK))
    head, *claims, _, _, _ = read_837(await file_of(office, tmp_path, (await make(office, tmp_path)).id))
    assert isinstance(head, Head)
    assert (head.interchange.control, head.group.control, head.control) == ("000000001", "1", "0001")
    assert (head.batch_id, head.interchange.usage) == ("1", "T")
    assert {each.patient_control_number: each.charge for each in claims} == {
        "A1": Decimal("80.5"),
        "A2": Decimal(100),
    }


async def test_numbers_are_never_given_twice(office: Office, tmp_path: Path) -> None:
    await ready(office, tmp_path, *(claim(f"A{at}", line(code=f"9921{at}")) for at in range(3)))
    made = [await make(office, tmp_path, limit=1) for _ in range(3)]
    assert [each.number for each in made] == [1, 2, 3]


async def test_two_senders_at_once_never_send_one_claim_twice(office: Office, tmp_path: Path) -> None:
    await ready(office, tmp_path, *(claim(f"A{at}", line(code=f"9921{at}")) for at in range(6)))
    made = await asyncio.gather(
        *(make_batch(office, CLEARINGHOUSE, raw_files(tmp_path), US, 3) for _ in "ab")
    )
    async with office.begin(CLAIMDESK) as work:
        sent = list(await work.session.scalars(select(Submission.claim_id)))
    assert len(sent) == len(set(sent)) == sum(each.claims for each in made if each)


async def test_the_place_of_each_claim_is_known(office: Office, tmp_path: Path) -> None:
    await ready(office, tmp_path, claim("A1"), claim("A2", line(code="99214")), claim("B1", billing=OAK))
    data = await file_of(office, tmp_path, (await make(office, tmp_path)).id)
    texts = [each.text for each in segments(data)]
    began = next(at for at, each in enumerate(texts) if each.startswith("ST*"))
    async with office.begin(CLAIMDESK) as work:
        found = (
            await work.session.execute(
                select(Claim.number, Submission.first_segment, Submission.last_segment)
                .join(Submission, Submission.claim_id == Claim.id)
                .order_by(Submission.place)
            )
        ).all()
    for number, first, last in found:
        own = texts[began + first - 1 : began + last]
        assert own[0].startswith("HL*")
        assert "*22*" in own[0]
        assert sum(each.startswith("CLM*") for each in own) == 1
        assert any(each.startswith(f"CLM*{number}*") for each in own)
        assert own[-1].startswith("REF*6R")


def test_claims_under_one_subscriber_do_not_share_their_places() -> None:
    texts = ["ST*837*0001", "BHT", "HL*1**20*1", "NM1*85", "HL*2*1*22*0", "SBR*P", "CLM*A1", "LX*1"]
    texts += ["CLM*A2", "LX*1", "SV1", "HL*3**20*1", "NM1*85", "HL*4*3*22*1", "HL*5*4*23*0", "CLM*A3", "SE*1"]
    head = "ISA*00*" + " " * 10 + "*00*" + " " * 10 + "*ZZ*A              *ZZ*B              "
    head += "*261123*0800*^*00501*000000001*0*P*:"
    data = "~".join([head, "GS*HC*A*B*20261123*0800*1*X*005010X222A1", *texts, ""]).encode()
    assert [(each.first, each.last) for each in places(data)] == [(5, 8), (9, 11), (14, 16)]


async def test_a_replacement_names_the_payers_claim_number(office: Office, tmp_path: Path) -> None:
    (row,) = await ready(office, tmp_path, claim("A1"))
    async with office.begin(CLAIMDESK) as work:
        stored = await work.session.get_one(Claim, row.id)
        stored.frequency, stored.payer_claim_number = Frequency.REPLACEMENT, "ICN7"
    data = await file_of(office, tmp_path, (await make(office, tmp_path)).id)
    assert b"*11:B:7*" in data
    assert b"REF*F8*ICN7~" in data


async def test_a_claim_that_cannot_be_written_is_held_and_the_others_go(
    office: Office, tmp_path: Path
) -> None:
    rows = await ready(office, tmp_path, claim("A1"), claim("A2", line(code="99214")))
    async with office.begin(CLAIMDESK) as work:
        await work.session.execute(
            text(
                "update claim set form = jsonb_set(form, '{prior_authorization}', '\"12*34\"') where id = :id"
            ),
            {"id": rows[0].id},
        )
    made = await make(office, tmp_path)
    held, sent = await all_claims(office)
    assert (made.claims, made.held, held.stage, sent.stage) == (1, 1, Stage.HELD, Stage.SENT)
    async with office.begin(CLAIMDESK) as work:
        (task,) = await work.session.scalars(select(Task))
        assert (task.kind, task.detail["findings"][0]["code"]) == (TaskKind.FIX_CLAIM, "X12")
        assert "12*34" not in str(task.detail)


async def test_when_no_claim_can_be_written_there_is_no_batch(office: Office, tmp_path: Path) -> None:
    accented = replace(JANE, name=replace(JANE.name, last="DOE"), group_number="A~B")
    await imported(office, tmp_path, claim("A1"))
    (row,) = await all_claims(office)
    await scrub_claim(office, row.id)
    async with office.begin(CLAIMDESK) as work:
        stored = await work.session.get_one(Claim, row.id)
        stored.form = {**stored.form, "prior_authorization": accented.group_number}
    assert await make_batch(office, CLEARINGHOUSE, raw_files(tmp_path), US) is None
    assert (await all_claims(office))[0].stage is Stage.HELD
    assert await waiting(office, CLEARINGHOUSE) == (0, 0)


async def test_a_batch_is_handed_over_once(office: Office, tmp_path: Path) -> None:
    await ready(office, tmp_path, claim("A1", billing=ELM))
    made = await make(office, tmp_path)
    house = DirectoryClearinghouse(CLEARINGHOUSE, tmp_path / "mailbox")
    assert await batches_to_upload(office, CLEARINGHOUSE) == [made.id]
    await upload_batch(office, house, raw_files(tmp_path), made.id)
    await upload_batch(office, house, raw_files(tmp_path), made.id)
    assert await batches_to_upload(office, CLEARINGHOUSE) == []
    (file,) = (tmp_path / "mailbox/outbox").glob("*.837")
    assert file.read_bytes() == await file_of(office, tmp_path, made.id)
    async with office.begin(CLAIMDESK) as work:
        batch = await work.session.get_one(Batch, made.id)
        assert (batch.state, batch.uploaded_at is not None) == (BatchState.UPLOADED, True)


async def test_there_must_be_such_a_batch(office: Office, tmp_path: Path) -> None:
    house = DirectoryClearinghouse(CLEARINGHOUSE, tmp_path / "mailbox")
    with pytest.raises(Unknown):
        await upload_batch(office, house, raw_files(tmp_path), UUID(int=3))


async def test_of_two_that_hand_over_the_same_batch_one_records_it(office: Office, tmp_path: Path) -> None:
    await ready(office, tmp_path, claim("A1"))
    made = await make(office, tmp_path)
    house = DirectoryClearinghouse(CLEARINGHOUSE, tmp_path / "mailbox")

    class Slow(DirectoryClearinghouse):
        async def upload(self, name: str, path: Path) -> None:
            """While it travels, another worker hands it over."""
            await upload_batch(office, house, raw_files(tmp_path), made.id)

    await upload_batch(office, Slow(CLEARINGHOUSE, tmp_path / "mailbox"), raw_files(tmp_path), made.id)
    async with office.begin(CLAIMDESK) as work:
        told = select(AuditEvent).where(AuditEvent.action == "uploaded")
        assert len((await work.session.scalars(told)).all()) == 1
