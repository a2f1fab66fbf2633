"""A real SFTP server for a test: its folder, its keys, and ways to misbehave."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncssh
from asyncssh import SFTPName, SFTPServer, SSHKey, SSHServerChannel

from activities.clearinghouses_connection import Server
from activities.clearinghouses_sftp import SftpClearinghouse

OUR_KEY = asyncssh.generate_private_key("ssh-ed25519")
ITS_KEY = asyncssh.generate_private_key("ssh-ed25519")


@dataclass
class Mood:
    """How the server behaves from now on."""

    drop_reads_after: int | None = None  # bytes into a file at which the connection dies
    drop_writes_after: int | None = None
    grow_on_read: bytes = b""  # written to a file's end by someone else while we read it
    refuses_removal: bool = False
    hangs: bool = False  # no listing is ever answered
    writes_seen: set[str] = field(default_factory=set)


class MoodySftp(SFTPServer):
    """Serves one folder; the connection dies or files grow as its mood says."""

    def __init__(self, channel: "SSHServerChannel[bytes]", root: Path, mood: Mood) -> None:
        super().__init__(channel, chroot=str(root).encode())
        self.mood = mood

    def read(self, file_obj: object, offset: int, size: int) -> bytes:
        if self.mood.drop_reads_after is not None and offset + size > self.mood.drop_reads_after:
            self.channel.get_connection().abort()
        data = super().read(file_obj, offset, size)
        if self.mood.grow_on_read:
            with open(file_obj.name, "ab") as growing:  # type: ignore[attr-defined]
                growing.write(self.mood.grow_on_read)
            self.mood.grow_on_read = b""
        assert isinstance(data, bytes)
        return data

    def write(self, file_obj: object, offset: int, data: bytes) -> int:
        self.mood.writes_seen.add(Path(file_obj.name.decode()).name)  # type: ignore[attr-defined]
        limit = self.mood.drop_writes_after
        if limit is not None and offset + len(data) > limit:
            self.channel.get_connection().abort()
        written = super().write(file_obj, offset, data)
        assert isinstance(written, int)
        return written

    async def scandir(self, path: bytes) -> AsyncIterator[SFTPName]:
        if self.mood.hangs:
            await asyncio.Event().wait()
        async for entry in super().scandir(path):
            yield entry

    def remove(self, path: bytes) -> None:
        if self.mood.refuses_removal:
            raise asyncssh.SFTPPermissionDenied("not yours to remove")
        super().remove(path)


@dataclass
class SftpMailbox:
    """A running server: its folder, its mood and the clearinghouse that reaches it."""

    root: Path
    mood: Mood
    port: int
    key_file: Path

    def clearinghouse(self, host_key: SSHKey = ITS_KEY, wait_seconds: float = 30) -> SftpClearinghouse:
        line = host_key.export_public_key().decode().strip()
        server = Server("Test House", "127.0.0.1", self.port, "desk", self.key_file, line, wait_seconds)
        return SftpClearinghouse(server)

    def offer(self, name: str, data: bytes) -> None:
        (self.root / "inbox" / name).write_bytes(data)


@asynccontextmanager
async def sftp_mailbox(folder: Path) -> AsyncIterator[SftpMailbox]:
    """Start a server on a free port that lets only our key in."""
    root, mood = folder / "remote", Mood()
    for name in ("inbox", "outbox"):
        (root / name).mkdir(parents=True)
    key_file, guests = folder / "id", folder / "guests"
    OUR_KEY.write_private_key(str(key_file))
    OUR_KEY.write_public_key(str(guests))
    acceptor = await asyncssh.listen(
        "127.0.0.1",
        0,
        server_host_keys=[ITS_KEY],
        authorized_client_keys=str(guests),
        sftp_factory=lambda channel: MoodySftp(channel, root, mood),
    )
    async with acceptor:
        yield SftpMailbox(root, mood, acceptor.get_port(), key_file)
