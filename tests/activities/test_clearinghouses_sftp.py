"""A clearinghouse behind SFTP, against a real server that drops, grows, refuses and lies."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import asyncssh
import pytest

from activities.clearinghouses import StillWritten
from rules.errors import Conflict, NotAllowed, PayerSilent, Unknown
from tests.factories_sftp import SftpMailbox, sftp_mailbox

BIG = b"".join(hashlib.sha256(bytes([each % 256, each // 256])).digest() for each in range(40_000))


@pytest.fixture
async def remote(tmp_path: Path) -> AsyncIterator[SftpMailbox]:
    async with sftp_mailbox(tmp_path) as server:
        yield server


async def test_only_finished_files_are_offered(remote: SftpMailbox) -> None:
    for name in ("era.835", "half.835.part", "half.tmp", ".hidden"):
        remote.offer(name, b"ISA")
    (remote.root / "inbox" / "folder").mkdir()
    assert [each.name for each in await remote.clearinghouse().offered()] == ["era.835"]


async def test_a_file_arrives_byte_for_byte(remote: SftpMailbox, tmp_path: Path) -> None:
    remote.offer("era.835", BIG)
    (offered,) = await remote.clearinghouse().offered()
    await remote.clearinghouse().fetch(offered.name, tmp_path / "copy")
    assert offered.size == len(BIG)
    assert (tmp_path / "copy").read_bytes() == BIG


async def test_a_connection_that_drops_in_the_middle_may_be_tried_again(
    remote: SftpMailbox, tmp_path: Path
) -> None:
    remote.offer("era.835", BIG)
    remote.mood.drop_reads_after = len(BIG) // 2
    with pytest.raises(PayerSilent):
        await remote.clearinghouse().fetch("era.835", tmp_path / "copy")
    remote.mood.drop_reads_after = None
    await remote.clearinghouse().fetch("era.835", tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == BIG


async def test_a_file_that_grows_while_we_read_it_is_left_for_later(
    remote: SftpMailbox, tmp_path: Path
) -> None:
    remote.offer("era.835", b"ISA*00~ST*835~")
    remote.mood.grow_on_read = b"SE*1~"
    with pytest.raises(StillWritten):
        await remote.clearinghouse().fetch("era.835", tmp_path / "copy")


async def test_a_file_that_is_gone_is_unknown(remote: SftpMailbox, tmp_path: Path) -> None:
    with pytest.raises(Unknown):
        await remote.clearinghouse().fetch("gone.835", tmp_path / "copy")


async def test_removing_twice_is_as_good_as_once(remote: SftpMailbox) -> None:
    remote.offer("era.835", b"ISA")
    await remote.clearinghouse().remove("era.835")
    await remote.clearinghouse().remove("era.835")
    assert await remote.clearinghouse().offered() == []


async def test_a_server_that_forbids_removal_needs_a_person(remote: SftpMailbox) -> None:
    remote.offer("era.835", b"ISA")
    remote.mood.refuses_removal = True
    with pytest.raises(NotAllowed, match="does not let us"):
        await remote.clearinghouse().remove("era.835")


async def test_an_upload_is_written_under_another_name_and_seen_only_whole(
    remote: SftpMailbox, tmp_path: Path
) -> None:
    (tmp_path / "batch").write_bytes(BIG)
    await remote.clearinghouse().upload("batch.837", tmp_path / "batch")
    assert remote.mood.writes_seen == {"batch.837.part"}
    assert [each.name for each in (remote.root / "outbox").iterdir()] == ["batch.837"]
    assert (remote.root / "outbox" / "batch.837").read_bytes() == BIG


async def test_an_upload_that_was_cut_shows_nothing_and_succeeds_again(
    remote: SftpMailbox, tmp_path: Path
) -> None:
    (tmp_path / "batch").write_bytes(BIG)
    remote.mood.drop_writes_after = len(BIG) // 2
    with pytest.raises(PayerSilent):
        await remote.clearinghouse().upload("batch.837", tmp_path / "batch")
    assert not (remote.root / "outbox" / "batch.837").exists()
    remote.mood.drop_writes_after = None
    await remote.clearinghouse().upload("batch.837", tmp_path / "batch")
    assert (remote.root / "outbox" / "batch.837").read_bytes() == BIG


async def test_the_same_upload_again_changes_nothing_and_another_is_refused(
    remote: SftpMailbox, tmp_path: Path
) -> None:
    (tmp_path / "batch").write_bytes(b"ISA*first~")
    await remote.clearinghouse().upload("batch.837", tmp_path / "batch")
    remote.mood.writes_seen.clear()
    await remote.clearinghouse().upload("batch.837", tmp_path / "batch")
    assert remote.mood.writes_seen == set()
    for other in (b"ISA*other~", b"ISA*first~and more", b"ISA"):
        (tmp_path / "batch").write_bytes(other)
        with pytest.raises(Conflict):
            await remote.clearinghouse().upload("batch.837", tmp_path / "batch")


async def test_a_stranger_with_another_host_key_gets_nothing(remote: SftpMailbox, tmp_path: Path) -> None:
    stranger = asyncssh.generate_private_key("ssh-ed25519")
    (tmp_path / "batch").write_bytes(b"ISA")
    with pytest.raises(NotAllowed, match="another host key"):
        await remote.clearinghouse(host_key=stranger).upload("batch.837", tmp_path / "batch")
    assert remote.mood.writes_seen == set()


async def test_a_key_that_the_server_does_not_know_needs_a_person(
    remote: SftpMailbox, tmp_path: Path
) -> None:
    asyncssh.generate_private_key("ssh-ed25519").write_private_key(str(remote.key_file))
    with pytest.raises(NotAllowed, match="does not accept our key"):
        await remote.clearinghouse().offered()
    remote.key_file.write_text("no key")
    with pytest.raises(NotAllowed, match="cannot be read"):
        await remote.clearinghouse().offered()


async def test_a_server_that_is_not_there_may_be_tried_again(remote: SftpMailbox) -> None:
    closed = SftpMailbox(remote.root, remote.mood, 1, remote.key_file)
    with pytest.raises(PayerSilent):
        await closed.clearinghouse().offered()


async def test_a_name_that_leads_out_of_the_mailbox_is_refused(remote: SftpMailbox, tmp_path: Path) -> None:
    (tmp_path / "batch").write_bytes(b"ISA")
    with pytest.raises(NotAllowed):
        await remote.clearinghouse().fetch("../id", tmp_path / "copy")
    with pytest.raises(NotAllowed):
        await remote.clearinghouse().upload("../../batch", tmp_path / "batch")


async def test_a_host_key_may_be_given_as_a_line_of_known_hosts_and_must_be_readable(
    remote: SftpMailbox,
) -> None:
    known = remote.clearinghouse()
    for line in (f"[127.0.0.1]:{remote.port} {known.server.host_key}", f"{known.server.host_key} comment"):
        assert await replace(known, server=replace(known.server, host_key=line)).offered() == []
    with pytest.raises(NotAllowed, match="host key on file"):
        await replace(known, server=replace(known.server, host_key="nonsense")).offered()


async def test_a_server_that_takes_too_long_over_an_answer_may_be_tried_again(remote: SftpMailbox) -> None:
    remote.mood.hangs = True
    with pytest.raises(PayerSilent):
        await remote.clearinghouse(wait_seconds=0.3).offered()
