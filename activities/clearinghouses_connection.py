"""One SFTP connection: who we are, whom we trust, and what each way of failing means."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import asyncssh
from asyncssh import SFTPClient, SFTPClientFile, SSHClientConnection, SSHKey

from rules.errors import NotAllowed, PayerSilent, Refusal, Unknown

T = TypeVar("T")
KEY_KINDS = ("ssh-", "ecdsa-", "sk-")


@dataclass(frozen=True, slots=True)
class Server:
    """Where it is and how we sign in; `host_key` is its public key as one line, no other is trusted."""

    name: str
    host: str
    port: int
    user: str
    key_file: Path
    host_key: str
    wait_seconds: float = 30  # for a sign-in, and for each answer

    @asynccontextmanager
    async def line(self) -> AsyncIterator["Line"]:
        """An open SFTP session; every failure of the other side leaves as a refusal that says what to do.

        Raises PayerSilent when trying again may help, NotAllowed when only a person can.
        """
        options = self._options(await asyncio.to_thread(self._own_key), self._their_key())
        try:
            connection = await asyncssh.connect(**options)
        except (asyncssh.Error, OSError) as lost:
            raise self._refusal(lost) from lost
        try:
            sftp = await soon(connection, connection.start_sftp_client(), self.wait_seconds)
            yield Line(connection, sftp, self.wait_seconds)
        except (asyncssh.Error, ConnectionError, TimeoutError) as lost:
            raise self._refusal(lost) from lost
        finally:
            connection.close()  # and not its session first, which a server that hangs never lets go
            await connection.wait_closed()

    def _refusal(self, lost: Exception) -> Refusal:
        match lost:
            case asyncssh.HostKeyNotVerifiable():
                return NotAllowed(
                    f"The server of {self.name} shows another host key than the one on file: nothing was "
                    "sent. Ask the clearinghouse before you change it."
                )
            case asyncssh.PermissionDenied():
                return NotAllowed(f"{self.name} does not accept our key: ask the clearinghouse.")
            case asyncssh.SFTPPermissionDenied() | asyncssh.SFTPWriteProtect():
                return NotAllowed(f"{self.name} does not let us do this in its mailbox.")
            case asyncssh.SFTPNoSuchFile() | asyncssh.SFTPNoSuchPath():
                return Unknown(f"The file or its folder is not at {self.name}.")
        return PayerSilent(f"The connection to {self.name} failed: it will be tried again.")

    def _own_key(self) -> SSHKey:
        try:
            return asyncssh.read_private_key(self.key_file)
        except (OSError, asyncssh.KeyImportError, asyncssh.KeyEncryptionError) as unreadable:
            raise NotAllowed(f"Our private key for {self.name} cannot be read.") from unreadable

    def _their_key(self) -> SSHKey:
        """The pinned key; names of hosts before it, as in known_hosts, are passed over."""
        words = self.host_key.split()
        begins = next((at for at, word in enumerate(words) if word.startswith(KEY_KINDS)), 0)
        try:
            return asyncssh.import_public_key(" ".join(words[begins:]))
        except asyncssh.KeyImportError as unreadable:
            raise NotAllowed(f"The host key on file for {self.name} cannot be read.") from unreadable

    def _options(self, key: SSHKey, trusted: SSHKey) -> dict[str, object]:
        return {
            "host": self.host,
            "port": self.port,
            "username": self.user,
            "client_keys": [key],
            "known_hosts": ([trusted], [], []),
            "preferred_auth": "publickey",
            "agent_path": None,
            "config": None,  # this machine's own SSH settings have no say
            "connect_timeout": self.wait_seconds,
            "login_timeout": self.wait_seconds,
            "keepalive_interval": self.wait_seconds,
        }


@dataclass(frozen=True, slots=True)
class Line:
    """An open SFTP session; each answer is awaited with `soon`."""

    connection: SSHClientConnection
    sftp: SFTPClient
    wait_seconds: float

    async def soon(self, answer: Awaitable[T]) -> T:
        """The answer; raises TimeoutError when the other side takes too long over it."""
        return await soon(self.connection, answer, self.wait_seconds)

    @asynccontextmanager
    async def open(self, path: str, mode: str) -> AsyncIterator[SFTPClientFile]:
        """A file of the other side; on leaving it is closed, and what was written is there."""
        file = await self.soon(self.sftp.open(path, mode))
        try:
            yield file
        finally:
            await self.soon(file.close())


async def soon(connection: SSHClientConnection, answer: Awaitable[T], seconds: float) -> T:
    """The answer; after so many seconds the line is cut, for asyncssh tidies up only while it is heard."""
    asked = asyncio.ensure_future(answer)
    try:
        await asyncio.wait({asked}, timeout=seconds)
        if not asked.done():
            connection.abort()
            await asyncio.wait({asked})
            raise TimeoutError from asked.exception()
        return asked.result()
    finally:
        asked.cancel()
