"""What every process of the office is made of: settings, database, files, clearinghouse, Temporal."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from activities.audit_anchors import Anchors
from activities.batch_files import Submitter
from activities.clearinghouses import Clearinghouse
from activities.clearinghouses_connection import Server
from activities.clearinghouses_directory import DirectoryClearinghouse
from activities.clearinghouses_sftp import SftpClearinghouse
from activities.files_raw import RawFiles
from activities.mail import NoPostman, Postman, SmtpPostman
from activities.submissions import CLEARINGHOUSE
from activities.transactions import Office
from rules.errors import Refusal
from runtime.choices import Clearinghouse as Kind
from runtime.database import make_engine
from runtime.embedded.state import address_of_running
from runtime.settings import Settings
from runtime.temporal import connect

MORNING = timedelta(hours=4)  # follow-ups ring spread over it


@dataclass(frozen=True, slots=True)
class Desk:
    """One process's share of the office."""

    settings: Settings
    engine: AsyncEngine
    office: Office
    files: RawFiles
    clearinghouse: Clearinghouse

    @property
    def anchors(self) -> Anchors:
        """Where the ends of the audit trail are written down each hour."""
        said = self.settings
        keys = tuple(each.get_secret_value() for each in (said.audit_anchor_key, *said.audit_anchor_keys_old))
        return Anchors(said.audit_anchor_dir, keys, said.link_secret.get_secret_value())

    @property
    def submitter(self) -> Submitter:
        """Who sends our claim files, and to whom."""
        said = self.settings
        return Submitter(
            name=said.submitter_name,
            id=said.submitter_id,
            contact=said.submitter_contact,
            telephone=said.submitter_telephone,
            receiver_name=said.receiver_name,
            receiver_id=said.receiver_id,
            production=said.production,
        )

    @property
    def postman(self) -> Postman:
        """Who carries our letters: the mail server of the settings, or nobody."""
        said = self.settings
        if said.smtp_host is None:
            return NoPostman()
        password = said.smtp_password.get_secret_value() if said.smtp_password else None
        return SmtpPostman(
            host=said.smtp_host,
            port=said.smtp_port,
            security=said.smtp_security,
            sender=said.mail_sender,
            origin=said.origin,
            user=said.smtp_user,
            password=password,
            certificates=str(said.smtp_certificates) if said.smtp_certificates else None,
        )


@asynccontextmanager
async def open_desk(settings: Settings) -> AsyncIterator[Desk]:
    """Everything but Temporal; disconnects on leaving. Raises Refusal without a database."""
    engine = make_engine(database_url(settings), settings.db_pool_size)
    jitter = timedelta(0) if settings.is_relaxed else MORNING
    office = Office.of(engine, settings.undo_seconds, jitter)
    try:
        yield Desk(settings, engine, office, RawFiles(settings.files_dir), clearinghouse_of(settings))
    finally:
        await engine.dispose()


def database_url(settings: Settings) -> str:
    """The application's database: as set, else the embedded one that runs."""
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    found = address_of_running("database")
    if found is None:
        raise Refusal("No database: start `claimdesk demo`, or set DATABASE_URL.")
    return found


async def temporal_of(settings: Settings) -> Client:
    """A client of the Temporal server: as set, else the embedded one that runs."""
    address = settings.temporal_address or address_of_running("temporal")
    if address is None:
        raise Refusal("No Temporal server: start `claimdesk demo`, or set TEMPORAL_ADDRESS.")
    return await connect(settings, address)


def clearinghouse_of(settings: Settings) -> Clearinghouse:
    """The way to the clearinghouse that the settings name."""
    if settings.clearinghouse is Kind.DIRECTORY:
        return DirectoryClearinghouse(CLEARINGHOUSE, settings.mailbox_dir)
    host, user = settings.sftp_host, settings.sftp_user
    key_file, host_key = settings.sftp_key_file, settings.sftp_host_key
    if host is None or user is None or key_file is None or host_key is None:
        raise Refusal("CLAIMDESK_CLEARINGHOUSE is sftp, but the SFTP settings are not complete.")
    return SftpClearinghouse(Server(CLEARINGHOUSE, host, settings.sftp_port, user, key_file, host_key))
