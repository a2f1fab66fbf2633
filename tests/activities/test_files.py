"""Files are kept raw first, once each, and their rows tell their fate."""

import io
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text

from activities.actors import CLAIMDESK, Actor
from activities.files import (
    Problem,
    finish_reading,
    note_problems,
    one_file,
    read_raw,
    refuse_file,
    store_file,
    store_outgoing,
    waiting_files,
)
from activities.files_kinds import kind_of
from activities.files_raw import RawFiles
from activities.transactions import Office
from models.files import FileState, MailboxFile
from models.outbox import Wake
from models.practices import UNASSIGNED
from models.users import SYSTEM
from rules.errors import Unknown

HEAD = (
    "ISA*00*          *00*          *ZZ*PAYER          *ZZ*US             "
    "*261123*0800*^*00501*000000001*0*P*:~"
)
STATUS = f"{HEAD}GS*HN*A*B*20261123*0800*1*X*005010X212~ST*277*0001*005010X212~".encode()
REMITTANCE = f"{HEAD}GS*HP*A*B*20261123*0800*1*X*005010X221A1~ST*835*0001~".encode()
STRANGER = Actor(SYSTEM, "Ada", "biller", frozenset({UUID(int=9)}), None)


@pytest.fixture
def files(tmp_path: Path) -> RawFiles:
    return RawFiles(tmp_path / "files")


async def test_bytes_come_back_as_they_were_given(office: Office, files: RawFiles, tmp_path: Path) -> None:
    (tmp_path / "answer.277").write_bytes(STATUS)
    stored = await store_file(office, CLAIMDESK, files, "Test House", "answer.277", tmp_path / "answer.277")
    async with office.begin(CLAIMDESK) as work:
        with await read_raw(work, files, stored.id) as stream:
            assert stream.read() == STATUS
        row = await one_file(work, stored.id)
        assert (row.size, row.direction, row.state, row.kind) == (len(STATUS), "in", FileState.STORED, "277")


async def test_the_same_bytes_under_any_name_are_one_file_counted_twice(
    office: Office, files: RawFiles
) -> None:
    first = await store_file(office, CLAIMDESK, files, "Test House", "a.277", io.BytesIO(STATUS))
    second = await store_file(office, CLAIMDESK, files, "upload", "b.277", io.BytesIO(STATUS))
    assert (first.new, second.new, first.id == second.id) == (True, False, True)
    async with office.begin(CLAIMDESK) as work:
        row = await one_file(work, first.id)
        assert (row.name, row.offered) == ("a.277", 2)


async def test_an_unread_remittance_wakes_its_workflow_and_a_read_one_does_not(
    office: Office, files: RawFiles
) -> None:
    stored = await store_file(office, CLAIMDESK, files, "Test House", "era.835", io.BytesIO(REMITTANCE))
    assert await woken(office) == [f"remittance:{stored.id}"]
    async with office.begin(CLAIMDESK) as work:
        await finish_reading(work, stored.id, FileState.READ, [], "1 payment", [UNASSIGNED])
    again = await store_file(office, CLAIMDESK, files, "Test House", "era.835", io.BytesIO(REMITTANCE))
    assert (again.new, again.state, len(await woken(office))) == (False, FileState.READ, 1)


async def test_files_that_are_not_remittances_wait_for_their_reader(office: Office, files: RawFiles) -> None:
    await store_file(office, CLAIMDESK, files, "Test House", "era.835", io.BytesIO(REMITTANCE))
    status = await store_file(office, CLAIMDESK, files, "Test House", "s.277", io.BytesIO(STATUS))
    await store_file(office, CLAIMDESK, files, "Other House", "note.txt", io.BytesIO(b"Good day"))
    async with office.begin(CLAIMDESK) as work:
        assert [each.id for each in await waiting_files(work, "Test House")] == [status.id]
        await finish_reading(work, status.id, FileState.READ, [], "", [])
        assert await waiting_files(work, "Test House") == []


async def test_problems_are_kept_once_and_a_reading_said_twice_changes_nothing(
    office: Office, files: RawFiles
) -> None:
    stored = await store_file(office, CLAIMDESK, files, "Test House", "s.277", io.BytesIO(STATUS))
    cut, late = Problem(3, "The end is missing."), Problem(0, "It came late.")
    for _ in range(2):
        async with office.begin(CLAIMDESK) as work:
            await note_problems(work, stored.id, [cut])
            await finish_reading(
                work, stored.id, FileState.READ_WITH_PROBLEMS, [cut, late], "Two findings", [UNASSIGNED]
            )
    async with office.begin(CLAIMDESK) as work:
        row = await one_file(work, stored.id)
        assert [each["segment"] for each in row.problems] == [3, 0]
        assert (row.state, row.practices) == (FileState.READ_WITH_PROBLEMS, [UNASSIGNED])
        assert row.read_by == SYSTEM


async def test_a_refused_file_says_why(office: Office, files: RawFiles) -> None:
    stored = await store_file(office, CLAIMDESK, files, "Test House", "x", io.BytesIO(b"no X12"))
    async with office.begin(CLAIMDESK) as work:
        await refuse_file(work, stored.id, "This is not an X12 file.")
    async with office.begin(CLAIMDESK) as work:
        row = await one_file(work, stored.id)
        assert (row.state, row.summary) == (FileState.REFUSED, "This is not an X12 file.")


async def test_a_person_stores_a_file_but_sees_it_only_when_it_speaks_of_their_practice(
    office: Office, files: RawFiles
) -> None:
    stored = await store_file(office, STRANGER, files, "upload", "s.277", io.BytesIO(STATUS))
    async with office.begin(STRANGER) as work:
        with pytest.raises(Unknown):
            await one_file(work, stored.id)
    async with office.begin(CLAIMDESK) as work:
        await finish_reading(work, stored.id, FileState.READ, [], "", [UUID(int=9)])
    async with office.begin(STRANGER) as work:
        assert (await one_file(work, stored.id)).state is FileState.READ


async def test_a_file_that_we_send_is_kept_as_sent(office: Office, files: RawFiles) -> None:
    for expected in (True, False):
        async with office.begin(CLAIMDESK) as work:
            sent = await store_outgoing(work, files, "Test House", "b.837", "837P", io.BytesIO(b"ISA~"))
            assert (sent.new, sent.state) == (expected, FileState.SENT)


async def test_every_storing_is_in_the_audit_trail(office: Office, files: RawFiles) -> None:
    for _ in range(2):
        stored = await store_file(office, CLAIMDESK, files, "Test House", "s.277", io.BytesIO(STATUS))
    async with office.begin(CLAIMDESK) as work:
        events = await work.session.execute(text("select action, subject from audit_event order by number"))
        assert events.all() == [("stored", f"file:{stored.id}"), ("was offered again", f"file:{stored.id}")]


async def test_a_name_is_made_fit_for_a_screen(office: Office, files: RawFiles) -> None:
    for name, shown in (("../../a\x00b\n.277", "ab.277"), ("C:\\era.277", "era.277"), ("/", "unnamed")):
        stored = await store_file(office, CLAIMDESK, files, "upload", name, io.BytesIO(name.encode()))
        async with office.begin(CLAIMDESK) as work:
            row = await work.session.scalar(select(MailboxFile.name).where(MailboxFile.id == stored.id))
            assert row == shown


def test_the_store_is_closed_to_others_and_its_files_are_not_written_again(files: RawFiles) -> None:
    incoming = files.take(io.BytesIO(STATUS))
    raw = incoming.raw
    files.adopt(incoming)
    path = files.path(raw.sha256)
    assert path == files.folder / raw.sha256[:2] / raw.sha256
    assert oct(path.stat().st_mode & 0o777) == "0o400"
    assert oct(path.parent.stat().st_mode & 0o777) == "0o700"
    assert list((files.folder / "incoming").iterdir()) == []


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 64])
def test_what_the_store_does_not_have_is_unknown(files: RawFiles, name: str) -> None:
    with pytest.raises(Unknown):
        files.open(name)


def test_only_what_a_crash_left_long_ago_is_swept(files: RawFiles) -> None:
    assert files.sweep() == 0
    left = files.temporary()
    left.write_bytes(b"half")
    assert files.sweep() == 0
    assert files.sweep(lambda: left.stat().st_mtime + 100_000) == 1
    assert not left.exists()


@pytest.mark.parametrize(
    ("rest", "kind"),
    [
        ("TA1*000000001*261123*0800*A*000~IEA*0*1~", "TA1"),
        ("GS*FA*A*B*20261123*0800*1*X*005010X231A1~ST*999*0001*005010X231A1~", "999"),
        ("GS*HN*A*B*20261123*0800*1*X*005010X214~ST*277*0001*005010X214~", "277CA"),
        ("GS*HN*A*B*20261123*0800*1*X*005010~ST*277*0001~BHT*0085*08*1*20261123*08*TH~", "277CA"),
        ("GS*HN*A*B*20261123*0800*1*X*005010X212~ST*277*0001~BHT*0010*08*1*20261123*08*DG~", "277"),
        ("GS*HC*A*B*20261123*0800*1*X*005010X222A1~ST*837*0001*005010X222A1~", "837P"),
        ("GS*HC*A*B*20261123*0800*1*X*005010X223A2~ST*837*0001*005010X223A2~", "other"),
        ("GS*HB*A*B*20261123*0800*1*X*005010X279A1~ST*271*0001*005010X279A1~", "271"),
        ("GS*HP*A*B*20261123*0800*1*X*005010X221A1~ST*835*0001~", "835"),
        ("GS*HP*A*B*20261123*0800*1*X*005010X221A1~", "other"),
    ],
)
def test_a_kind_is_told_from_the_first_segments(rest: str, kind: str) -> None:
    assert kind_of(io.BytesIO((HEAD + rest).encode())) == kind


def test_what_is_no_x12_file_is_other() -> None:
    assert kind_of(io.BytesIO(b"%PDF-1.7 scanned letter")) == "other"
    assert kind_of(io.BytesIO(b"")) == "other"


async def woken(office: Office) -> list[str]:
    async with office.begin(CLAIMDESK) as work:
        return list(await work.session.scalars(select(Wake.workflow_id).order_by(Wake.id)))
