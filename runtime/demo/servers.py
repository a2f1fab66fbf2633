"""The demo's database and Temporal server: started, remembered, and started again when they die."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from models.schema import migrate
from rules.errors import Conflict
from runtime.database import sqlalchemy_url
from runtime.embedded.postgres import APP, AUDITOR, OWNER, PostgresServer, start_postgres
from runtime.embedded.processes import Say
from runtime.embedded.state import forget_servers, remember_servers
from runtime.embedded.temporal import TemporalServer, start_temporal

UI_PORT = 8233


@dataclass(slots=True)
class Servers:
    """What runs under the office; the addresses stay the same when one is started again."""

    folder: Path
    say: Say
    postgres: PostgresServer
    temporal: TemporalServer

    @classmethod
    async def start(cls, folder: Path, say: Say) -> "Servers":
        """Start both and bring the schema up to date."""
        postgres = await asyncio.to_thread(start_postgres, folder, say=say)
        try:
            await asyncio.to_thread(migrate, sqlalchemy_url(postgres.url(OWNER)))
            temporal = await start_temporal(folder, ui_port=UI_PORT, time_skipping=True, say=say)
        except BaseException:
            postgres.stop()
            raise
        servers = cls(folder, say, postgres, temporal)
        servers._remember()
        return servers

    def _remember(self) -> None:
        known = {"database": APP, "owner": OWNER, "auditor": AUDITOR}
        urls = {what: self.postgres.url(role) for what, role in known.items()}
        remember_servers({**urls, "temporal": self.temporal.address}, self.folder)

    async def keep_running(self, look: float = 0.5) -> None:
        """For ever: a server that died is started again at its old port, tried until it comes up."""
        while True:
            await asyncio.sleep(look)
            try:
                await self._revive()
            except Conflict as still_down:
                self.say(str(still_down))

    async def _revive(self) -> None:
        if self.postgres.process.poll() is not None:
            self.say("PostgreSQL stopped; starting it again.")
            self.postgres.stop()
            port = self.postgres.port
            self.postgres = await asyncio.to_thread(start_postgres, self.folder, port=port, say=self.say)
        if self.temporal.process.poll() is not None:
            self.say("The Temporal server stopped; starting it again.")
            await self._revive_temporal()

    async def _revive_temporal(self) -> None:
        self.temporal.stop()
        port = urlsplit(f"//{self.temporal.address}").port or 0
        ui = urlsplit(self.temporal.ui_url or "").port
        self.temporal = await start_temporal(
            self.folder, port=port, ui_port=ui, time_skipping=True, say=self.say
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        forget_servers(self.folder)
        await asyncio.to_thread(self.temporal.stop)
        await asyncio.to_thread(self.postgres.stop)
