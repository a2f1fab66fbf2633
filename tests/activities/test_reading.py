"""Every file is read by its kind once, and what became of it is written on it."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from activities.actors import CLAIMDESK
from activities.batch_files import head, write
from activities.files import store_outgoing
from activities.reading import FileReport, read_at_once, read_file
from activities.transactions import Office
from models.claims import Claim
from models.files import FileState, MailboxFile
from models.outbox import Wake
from models.remittances import Remittance
from models.tasks import Task
from rules.claims import Stage
from rules.errors import Conflict, Unknown
from rules.tasks import TaskKind
from tests.activities.test_submissions import US
from tests.factories_imports import SAMPLES, claim, claims_file, raw_files, stored

ISA = "ISA*00*" + " " * 10 + "*00*" + " " * 10 + "*ZZ*PAYER          *ZZ*US             "
REMITTANCE = (
    f"{ISA}*261123*0800*^*00501*000000001*0*P*:~GS*HP*A*B*20261123*0800*1*X*005010X221A1~ST*835*0001~"
    "BPR*H*0*C*NON************20261123~TRN*1*T1*1123456789~N1*PR*PAYER~N1*PE*ELM*XX*1234567893~"
    "SE*6*0001~GE*1*1~IEA*1*000000001~"
)
INSTITUTIONAL = (
    f"{ISA}*261123*0800*^*00501*000000001*0*P*:~GS*HC*A*B*20261123*0800*1*X*005010X223A2~"
    "ST*837*0001*005010X223A2~SE*2*0001~GE*1*1~IEA*1*000000001~"
)
needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files are not here")


async def file_row(office: Office, file_id: UUID) -> MailboxFile:
    async with office.begin(CLAIMDESK) as work:
        return await work.session.get_one(MailboxFile, file_id)


async def tasks_of(office: Office) -> list[Task]:
    async with office.begin(CLAIMDESK) as work:
        return list(await work.session.scalars(select(Task)))


async def from_clearinghouse(office: Office, file_id: UUID) -> None:
    async with office.begin(CLAIMDESK) as work:
        await work.session.execute(
            update(MailboxFile).where(MailboxFile.id == file_id).values(source="clearinghouse")
        )


async def read_text(
    office: Office, folder: Path, text: str, name: str = "file.x12"
) -> tuple[UUID, FileReport]:
    path = folder / name
    path.write_text(text)
    file_id = await stored(office, folder, path)
    return file_id, await read_file(office, CLAIMDESK, file_id, raw_files(folder))


async def test_claims_are_taken_and_the_file_says_so(office: Office, tmp_path: Path) -> None:
    file_id = await stored(office, tmp_path, claims_file(tmp_path, claim("A1"), claim("A2")))
    report = await read_file(office, CLAIMDESK, file_id, raw_files(tmp_path))
    row = await file_row(office, file_id)
    assert (report.kind, report.state, report.refused) == ("837P", FileState.READ, 0)
    assert (row.state, row.summary, len(row.practices)) == (FileState.READ, report.words, 1)
    assert len(report.entered) == 2


async def test_a_file_that_was_read_is_not_read_again(office: Office, tmp_path: Path) -> None:
    file_id = await stored(office, tmp_path, claims_file(tmp_path, claim("A1")))
    first = await read_file(office, CLAIMDESK, file_id, raw_files(tmp_path))
    again = await read_at_once(office, CLAIMDESK, file_id, raw_files(tmp_path), date(2026, 11, 5))
    assert (again.words, again.state) == (f"Known: {first.words}", FileState.READ)
    async with office.begin(CLAIMDESK) as work:
        assert list(await work.session.scalars(select(Claim.stage))) == [Stage.SCRUBBING]


async def test_a_refused_claim_is_a_problem_of_its_segment(office: Office, tmp_path: Path) -> None:
    path = claims_file(tmp_path, claim("A1"), claim("A2"))
    path.write_bytes(path.read_bytes().replace(b"CLM*A2*100*", b"CLM*A2*1OO*"))
    file_id = await stored(office, tmp_path, path)
    report = await read_file(office, CLAIMDESK, file_id, raw_files(tmp_path))
    row = await file_row(office, file_id)
    assert (report.state, report.refused) == (FileState.READ_WITH_PROBLEMS, 1)
    assert row.problems[0]["segment"] == report.problems[0].segment > 0
    assert await tasks_of(office) == []


async def test_a_file_without_one_good_claim_is_refused(office: Office, tmp_path: Path) -> None:
    path = claims_file(tmp_path, claim("A1"))
    path.write_bytes(path.read_bytes().replace(b"CLM*A1*100*", b"CLM*A1*1OO*"))
    report = await read_file(office, CLAIMDESK, await stored(office, tmp_path, path), raw_files(tmp_path))
    assert (report.state, report.words) == (FileState.REFUSED, "1 refused")


async def test_a_file_of_no_kind_of_ours_is_refused_with_the_reason(office: Office, tmp_path: Path) -> None:
    letter, report = await read_text(office, tmp_path, "Dear office,", "letter.txt")
    assert (report.state, (await file_row(office, letter)).state) == (FileState.REFUSED, FileState.REFUSED)
    assert "not an X12 file" in report.words
    _, hospital = await read_text(office, tmp_path, INSTITUTIONAL, "hospital.837")
    assert "institutional claims (837I)" in hospital.words
    assert await tasks_of(office) == []


async def test_what_the_clearinghouse_sends_and_nobody_can_read_becomes_one_task(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "broken.999"
    path.write_text("nothing of the kind")
    file_id = await stored(office, tmp_path, path)
    await from_clearinghouse(office, file_id)
    for _ in range(2):
        await read_file(office, CLAIMDESK, file_id, raw_files(tmp_path))
    (task,) = await tasks_of(office)
    assert (task.kind, task.file_id) == (TaskKind.FILE_PROBLEM, file_id)


async def test_a_remittance_is_left_to_its_own_workflow(office: Office, tmp_path: Path) -> None:
    file_id, report = await read_text(office, tmp_path, REMITTANCE, "pay.835")
    assert (report.kind, report.state) == ("835", FileState.STORED)
    async with office.begin(CLAIMDESK) as work:
        assert f"remittance:{file_id}" in (await work.session.scalars(select(Wake.workflow_id))).all()
        assert await work.session.scalar(select(func.count(Remittance.id))) == 0


async def test_a_remittance_can_be_read_and_posted_at_once(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "pay.835"
    path.write_text(REMITTANCE)
    file_id = await stored(office, tmp_path, path)
    beats: list[int] = []
    report = await read_at_once(office, CLAIMDESK, file_id, raw_files(tmp_path), None, beats.append)
    assert (report.kind, report.words) == ("835", "1 payment with 0 claims")
    async with office.begin(CLAIMDESK) as work:
        assert (await work.session.scalars(select(Remittance.amount))).one() == Decimal(0)


async def test_what_we_wrote_ourselves_is_not_read(office: Office, tmp_path: Path) -> None:
    async with office.begin(CLAIMDESK) as work:
        path = tmp_path / "own.837"
        path.write_bytes(write(head(US, 1, work.now), [claim("A1")]))
        own = await store_outgoing(work, raw_files(tmp_path), "clearinghouse", path.name, "837P", path)
    with pytest.raises(Conflict, match="written here"):
        await read_file(office, CLAIMDESK, own.id, raw_files(tmp_path))


async def test_there_must_be_such_a_file(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Unknown):
        await read_file(office, CLAIMDESK, UUID(int=9), raw_files(tmp_path))


@needs_samples
@pytest.mark.parametrize("name", ["277ca/imsweb_accepted.277", "999/imsweb_rejected.999"])
async def test_an_answer_to_strangers_is_a_problem_and_one_task(
    office: Office, tmp_path: Path, name: str
) -> None:
    file_id = await stored(office, tmp_path, SAMPLES / name)
    for _ in range(2):
        report = await read_file(office, CLAIMDESK, file_id, raw_files(tmp_path))
    assert report.state is FileState.READ_WITH_PROBLEMS
    assert [task.kind for task in await tasks_of(office)] == [TaskKind.FILE_PROBLEM]


async def test_reading_a_file_with_problems_again_keeps_what_the_first_reading_said(
    office: Office, tmp_path: Path
) -> None:
    path = claims_file(tmp_path, claim("A1"), claim("A2"))
    path.write_bytes(path.read_bytes().replace(b"CLM*A2*100*", b"CLM*A2*1OO*"))
    file_id = await stored(office, tmp_path, path)
    first = await read_file(office, CLAIMDESK, file_id, raw_files(tmp_path))
    again = await read_file(office, CLAIMDESK, file_id, raw_files(tmp_path))
    row = await file_row(office, file_id)
    assert (again.words, row.summary, len(row.problems)) == ("1 known, 1 refused", first.words, 1)
