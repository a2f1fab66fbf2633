"""One SFTP connection: who we are, whom we trust, and what each way of failing means."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncssh
from asyncssh import SFTPClient, SSHKey

from rules.errors import NotAllowed, PayerSilent, Refusal, Unknown


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
    async def line(self) -> AsyncIterator[SFTPClient]:
        """An open SFTP session; every failure of the other side leaves as a refusal that says what to do.

        Raises PayerSilent when trying again may help, NotAllowed when only a person can.
        """
        key = await asyncio.to_thread(self._own_key)
        try:
            connection = await asyncssh.connect(**self._options(key))
        except (asyncssh.Error, OSError) as lost:
            raise self._refusal(lost) from lost
        try:
            async with connection, connection.start_sftp_client() as sftp:
                yield sftp
        except (asyncssh.Error, ConnectionError, TimeoutError) as lost:
            raise self._refusal(lost) from lost

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

    def _options(self, key: SSHKey) -> dict[str, object]:
        trusted = asyncssh.import_public_key(self.host_key)
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
