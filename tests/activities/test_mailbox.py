"""Collecting: nothing is lost or read twice, wherever it stops."""

from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest

from activities.actors import CLAIMDESK
from activities.clearinghouses import OfferedFile, StillWritten
from activities.clearinghouses_directory import DirectoryClearinghouse
from activities.files import finish_reading, one_file
from activities.files_raw import RawFiles
from activities.mailbox import CollectedFile, collect_files
from activities.transactions import Office
from models.files import FileState
from rules.errors import NotAllowed, PayerSilent, Refusal, Unknown
from tests.factories_sftp import sftp_mailbox

HEAD = (
    "ISA*00*          *00*          *ZZ*PAYER          *ZZ*US             "
    "*261123*0800*^*00501*00000000{}*0*P*:~"
)
STATUS = (HEAD + "GS*HN*A*B*20261123*0800*1*X*005010X212~ST*277*0001*005010X212~").format(1).encode()
OTHER_STATUS = (HEAD + "GS*HN*A*B*20261123*0800*1*X*005010X212~ST*277*0001*005010X212~").format(2).encode()
REMITTANCE = (HEAD + "GS*HP*A*B*20261123*0800*1*X*005010X221A1~ST*835*0001~").format(3).encode()


class PowerCut(Exception):
    """The process dies here."""


@dataclass(frozen=True)
class Troubled:
    """A folder that fails once or always at one deed."""

    inner: DirectoryClearinghouse
    failures: dict[str, Exception] = field(default_factory=dict)
    name: str = "Folder"

    async def offered(self) -> list[OfferedFile]:
        return await self.inner.offered()

    async def fetch(self, name: str, into: Path) -> None:
        await self.inner.fetch(name, into)
        self.fail("fetch", name)

    async def remove(self, name: str) -> None:
        self.fail("remove", name)
        await self.inner.remove(name)
        self.fail("removed", name)

    async def upload(self, name: str, path: Path) -> None:
        await self.inner.upload(name, path)

    def fail(self, deed: str, name: str) -> None:
        for key in (deed, f"{deed} {name}"):
            if key in self.failures:
                raise self.failures[key]


@pytest.fixture
def files(tmp_path: Path) -> RawFiles:
    return RawFiles(tmp_path / "files")


@pytest.fixture
def house(tmp_path: Path) -> Troubled:
    (tmp_path / "mailbox" / "inbox").mkdir(parents=True)
    return Troubled(DirectoryClearinghouse("Folder", tmp_path / "mailbox"))


def offer(house: Troubled, name: str, data: bytes) -> None:
    (house.inner.mailbox / "inbox" / name).write_bytes(data)


async def test_what_waits_is_stored_removed_and_given_to_its_reader(
    office: Office, house: Troubled, files: RawFiles
) -> None:
    offer(house, "a.277", STATUS)
    offer(house, "era.835", REMITTANCE)
    pulses: list[None] = []
    (status,) = await collect_files(office, house, files, lambda: pulses.append(None))
    assert (status.kind, status.new, len(pulses)) == ("277", True, 2)
    assert await house.offered() == []
    assert list((files.folder / "incoming").iterdir()) == []


async def test_a_file_is_given_again_until_it_was_read(
    office: Office, house: Troubled, files: RawFiles
) -> None:
    offer(house, "a.277", STATUS)
    (first,) = await collect_files(office, house, files)
    assert await collect_files(office, house, files) == [CollectedFile(first.id, "277", False)]
    await read(office, first.id)
    assert await collect_files(office, house, files) == []


async def test_the_same_bytes_again_are_removed_counted_and_not_read(
    office: Office, house: Troubled, files: RawFiles
) -> None:
    offer(house, "a.277", STATUS)
    (first,) = await collect_files(office, house, files)
    await read(office, first.id)
    offer(house, "b.277", STATUS)
    assert await collect_files(office, house, files) == []
    assert await house.offered() == []
    async with office.begin(CLAIMDESK) as work:
        assert (await one_file(work, first.id)).offered == 2


@pytest.mark.parametrize("deed", ["fetch", "remove", "removed"])
async def test_a_power_cut_at_any_step_loses_nothing(
    office: Office, house: Troubled, files: RawFiles, deed: str
) -> None:
    offer(house, "a.277", STATUS)
    house.failures[deed] = PowerCut()
    with pytest.raises(PowerCut):
        await collect_files(office, house, files)
    house.failures.clear()
    (found,) = await collect_files(office, house, files)
    assert found.kind == "277"
    assert await house.offered() == []


@pytest.mark.parametrize("trouble", [StillWritten("later"), Unknown("gone"), NotAllowed("not yours")])
async def test_a_file_that_cannot_be_taken_does_not_hold_up_the_others(
    office: Office, house: Troubled, files: RawFiles, trouble: Refusal
) -> None:
    offer(house, "a.277", STATUS)
    offer(house, "b.277", OTHER_STATUS)
    house.failures["fetch a.277"] = trouble
    (taken,) = await collect_files(office, house, files)
    await read(office, taken.id)
    with pytest.raises(type(trouble)):  # nothing else is left: now it must be heard
        await collect_files(office, house, files)


async def test_a_line_that_is_down_is_not_tried_file_by_file(
    office: Office, house: Troubled, files: RawFiles
) -> None:
    for name, data in (("a.277", STATUS), ("b.277", OTHER_STATUS)):
        offer(house, name, data)
    house.failures["fetch"] = PayerSilent("down")
    with pytest.raises(PayerSilent):
        await collect_files(office, house, files)
    assert len(await house.offered()) == 2


async def test_over_sftp_a_dropped_line_is_made_good_by_the_next_look(
    office: Office, files: RawFiles, tmp_path: Path
) -> None:
    async with sftp_mailbox(tmp_path) as remote:
        remote.offer("a.277", STATUS)
        remote.mood.drop_reads_after = 10
        with pytest.raises(PayerSilent):
            await collect_files(office, remote.clearinghouse(), files)
        remote.mood.drop_reads_after = None
        (taken,) = await collect_files(office, remote.clearinghouse(), files)
        assert (taken.new, list((remote.root / "inbox").iterdir())) == (True, [])


async def read(office: Office, file_id: UUID) -> None:
    async with office.begin(CLAIMDESK) as work:
        await finish_reading(work, file_id, FileState.READ, [], "", [])
