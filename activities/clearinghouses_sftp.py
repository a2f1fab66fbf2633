"""A clearinghouse behind SFTP: key sign-in, its host key pinned, every wait bounded."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import asyncssh
from asyncssh import SFTPClientFile

from activities.clearinghouses import PIECE, OfferedFile, StillWritten, is_finished, plain
from activities.clearinghouses_connection import Line, Server
from rules.errors import Conflict


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
        async with self.server.line() as line:
            entries = await line.soon(line.sftp.readdir(self.inbox))
        found = []
        for entry in entries:
            name, seen = str(entry.filename), entry.attrs
            if seen.type == asyncssh.FILEXFER_TYPE_REGULAR and is_finished(name):
                found.append(OfferedFile(name, seen.size or 0, datetime.fromtimestamp(seen.mtime or 0, UTC)))
        return sorted(found, key=lambda each: (each.modified, each.name))

    async def fetch(self, name: str, into: Path) -> None:
        path = f"{self.inbox}/{plain(name)}"
        async with self.server.line() as line:
            before = await line.soon(line.sftp.stat(path))
            size = await self._download(line, path, into)
            after = await line.soon(line.sftp.stat(path))
        if not (before.size == after.size == size and before.mtime == after.mtime):
            raise StillWritten("The file changed while we read it: it will be taken when it is finished.")

    async def remove(self, name: str) -> None:
        path = f"{self.inbox}/{plain(name)}"
        async with self.server.line() as line:
            if await line.soon(line.sftp.exists(path)):
                await line.soon(line.sftp.remove(path))

    async def upload(self, name: str, path: Path) -> None:
        target = f"{self.outbox}/{plain(name)}"
        async with self.server.line() as line:
            if await line.soon(line.sftp.exists(target)):
                if await self._holds(line, target, path):
                    return
                raise Conflict(f"Another file of this name lies at {self.name}: it was not replaced.")
            await self._send(line, path, target + ".part")
            await line.soon(line.sftp.rename(target + ".part", target))

    async def _download(self, line: Line, path: str, into: Path) -> int:
        size = 0
        with await asyncio.to_thread(into.open, "wb") as target:
            async with line.open(path, "rb") as source:
                async for piece in self._pieces(line, source):
                    size += await asyncio.to_thread(target.write, piece)
        return size

    async def _send(self, line: Line, path: Path, hidden: str) -> None:
        with await asyncio.to_thread(path.open, "rb") as source:
            async with line.open(hidden, "wb") as target:
                while piece := await asyncio.to_thread(source.read, PIECE):
                    await line.soon(target.write(piece))

    async def _holds(self, line: Line, target: str, path: Path) -> bool:
        with await asyncio.to_thread(path.open, "rb") as ours:
            async with line.open(target, "rb") as theirs:
                return await self._agree(line, theirs, ours)

    async def _agree(self, line: Line, theirs: SFTPClientFile, ours: BinaryIO) -> bool:
        async for piece in self._pieces(line, theirs):
            if await asyncio.to_thread(ours.read, len(piece)) != piece:
                return False
        return not await asyncio.to_thread(ours.read, 1)

    async def _pieces(self, line: Line, source: SFTPClientFile) -> AsyncIterator[bytes]:
        piece: bytes = await line.soon(source.read(PIECE))
        while piece:
            yield piece
            piece = await line.soon(source.read(PIECE))
