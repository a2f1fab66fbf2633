"""A clearinghouse that is a folder."""

import os
import shutil
from pathlib import Path
from typing import BinaryIO

import pytest

from activities.clearinghouses import StillWritten
from activities.clearinghouses_directory import DirectoryClearinghouse, look_at
from rules.errors import Conflict, NotAllowed, PayerSilent, Unknown


@pytest.fixture
def mailbox(tmp_path: Path) -> Path:
    (tmp_path / "mailbox" / "inbox").mkdir(parents=True)
    return tmp_path / "mailbox"


@pytest.fixture
def house(mailbox: Path) -> DirectoryClearinghouse:
    return DirectoryClearinghouse("Folder", mailbox)


async def test_finished_files_are_offered_oldest_first(mailbox: Path, house: DirectoryClearinghouse) -> None:
    for age, name in enumerate(["new.835", "old.999", "half.PART", "half.tmp", ".hidden"]):
        (mailbox / "inbox" / name).write_bytes(b"ISA")
        os.utime(mailbox / "inbox" / name, (1_000_000 - age, 1_000_000 - age))
    (mailbox / "inbox" / "folder").mkdir()
    (mailbox / "inbox" / "link").symlink_to("/etc/hostname")
    offered = await house.offered()
    assert [(each.name, each.size) for each in offered] == [("old.999", 3), ("new.835", 3)]
    assert offered[0].modified.utcoffset() is not None


async def test_a_file_is_fetched_then_removed_and_removed_again(
    mailbox: Path, house: DirectoryClearinghouse, tmp_path: Path
) -> None:
    (mailbox / "inbox" / "era.835").write_bytes(b"ISA*1~")
    await house.fetch("era.835", tmp_path / "copy")
    await house.remove("era.835")
    await house.remove("era.835")
    assert (tmp_path / "copy").read_bytes() == b"ISA*1~"
    assert await house.offered() == []
    with pytest.raises(Unknown):
        await house.fetch("era.835", tmp_path / "copy")


async def test_a_file_that_grows_while_we_read_it_is_left_for_later(
    mailbox: Path, house: DirectoryClearinghouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered, copy = mailbox / "inbox" / "era.835", shutil.copyfileobj
    offered.write_bytes(b"ISA*1~")

    def slow_copy(source: BinaryIO, target: BinaryIO, length: int) -> None:
        copy(source, target, length)
        offered.write_bytes(b"ISA*1~GS~")

    monkeypatch.setattr(shutil, "copyfileobj", slow_copy)
    with pytest.raises(StillWritten):
        await house.fetch("era.835", tmp_path / "copy")


async def test_an_upload_repeated_is_one_file_and_another_under_its_name_is_refused(
    mailbox: Path, house: DirectoryClearinghouse, tmp_path: Path
) -> None:
    batch = tmp_path / "batch"
    batch.write_bytes(b"ISA*1~")
    await house.upload("batch.837", batch)
    await house.upload("batch.837", batch)
    assert [each.name for each in (mailbox / "outbox").iterdir()] == ["batch.837"]
    batch.write_bytes(b"ISA*2~")
    with pytest.raises(Conflict):
        await house.upload("batch.837", batch)
    assert (mailbox / "outbox" / "batch.837").read_bytes() == b"ISA*1~"


async def test_a_mailbox_that_is_not_mounted_is_silence_and_not_emptiness(tmp_path: Path) -> None:
    with pytest.raises(PayerSilent, match="mounted"):
        await DirectoryClearinghouse("Folder", tmp_path / "nowhere").offered()


@pytest.mark.parametrize("name", ["../secret", "..", "", "a/b", "a\\b"])
async def test_a_name_that_leads_out_of_the_folder_is_refused(
    house: DirectoryClearinghouse, tmp_path: Path, name: str
) -> None:
    with pytest.raises(NotAllowed):
        await house.fetch(name, tmp_path / "copy")


def test_a_file_that_goes_while_it_is_looked_at_is_not_offered(tmp_path: Path) -> None:
    (tmp_path / "a.835").write_bytes(b"ISA")
    with os.scandir(tmp_path) as entries:
        (entry,) = entries
    assert [each.name for each in look_at(entry)] == ["a.835"]
    with os.scandir(tmp_path) as entries:
        (gone,) = entries
    (tmp_path / "a.835").unlink()
    assert list(look_at(gone)) == []
