"""A clearinghouse behind SFTP: key sign-in, its host key pinned, every wait bounded."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, TypeVar

import asyncssh
from asyncssh import SFTPClient, SFTPClientFile

from activities.clearinghouses import PIECE, OfferedFile, StillWritten, is_finished, plain
from activities.clearinghouses_connection import Server
from rules.errors import Conflict

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SftpClearinghouse:
    """Each deed opens its own connection: a dropped one costs that deed and nothing else."""

    server: Server
    inbox: str = "inbox"  # the folder they fill for us
    outbox: str = "outbox"  # the folder we fill for them

    @property
    def name(self) -> str:
        return self.server.name

    async def offered(self) -> list[OfferedFile]:
        async with self.server.line() as sftp:
            entries = await self._soon(sftp.readdir(self.inbox))
        found = []
        for entry in entries:
            name, seen = str(entry.filename), entry.attrs
            if seen.type == asyncssh.FILEXFER_TYPE_REGULAR and is_finished(name):
                found.append(OfferedFile(name, seen.size or 0, datetime.fromtimestamp(seen.mtime or 0, UTC)))
        return sorted(found, key=lambda each: (each.modified, each.name))

    async def fetch(self, name: str, into: Path) -> None:
        path = f"{self.inbox}/{plain(name)}"
        async with self.server.line() as sftp:
            before = await self._soon(sftp.stat(path))
            size = await self._download(sftp, path, into)
            after = await self._soon(sftp.stat(path))
        if not (before.size == after.size == size and before.mtime == after.mtime):
            raise StillWritten("The file changed while we read it: it will be taken when it is finished.")

    async def remove(self, name: str) -> None:
        path = f"{self.inbox}/{plain(name)}"
        async with self.server.line() as sftp:
            if await self._soon(sftp.exists(path)):
                await self._soon(sftp.remove(path))

    async def upload(self, name: str, path: Path) -> None:
        target = f"{self.outbox}/{plain(name)}"
        async with self.server.line() as sftp:
            if await self._soon(sftp.exists(target)):
                if await self._holds(sftp, target, path):
                    return
                raise Conflict(f"Another file of this name lies at {self.name}: it was not replaced.")
            await self._send(sftp, path, target + ".part")
            await self._soon(sftp.rename(target + ".part", target))

    async def _download(self, sftp: SFTPClient, path: str, into: Path) -> int:
        size = 0
        with await asyncio.to_thread(into.open, "wb") as target:
            async with sftp.open(path, "rb") as source:
                async for piece in self._pieces(source):
                    size += await asyncio.to_thread(target.write, piece)
        return size

    async def _send(self, sftp: SFTPClient, path: Path, hidden: str) -> None:
        with await asyncio.to_thread(path.open, "rb") as source:
            async with sftp.open(hidden, "wb") as target:
                while piece := await asyncio.to_thread(source.read, PIECE):
                    await self._soon(target.write(piece))

    async def _holds(self, sftp: SFTPClient, target: str, path: Path) -> bool:
        with await asyncio.to_thread(path.open, "rb") as ours:
            async with sftp.open(target, "rb") as theirs:
                return await self._agree(theirs, ours)

    async def _agree(self, theirs: SFTPClientFile, ours: BinaryIO) -> bool:
        async for piece in self._pieces(theirs):
            if await asyncio.to_thread(ours.read, len(piece)) != piece:
                return False
        return not await asyncio.to_thread(ours.read, 1)

    async def _pieces(self, source: SFTPClientFile) -> AsyncIterator[bytes]:
        piece: bytes = await self._soon(source.read(PIECE))
        while piece:
            yield piece
            piece = await self._soon(source.read(PIECE))

    async def _soon(self, answer: Awaitable[T]) -> T:
        """The answer; raises TimeoutError when the other side takes too long over it."""
        async with asyncio.timeout(self.server.wait_seconds):
            return await answer
