"""An inbound 835: read as a stream into rows, judged payment by payment, then posted in chunks."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import exists, select

from activities import files
from activities.actors import CLAIMDESK
from activities.file_looks import RemittanceLook
from activities.files import Problem
from activities.remittances_judging import judge
from activities.remittances_posting import CHUNK, post_chunk
from activities.remittances_staging import Opened, open_payment, stage_claims
from activities.transactions import Office, Work
from edi.faults import Code, Fault, Scope, X12Error
from edi.remittance_files import Piece, read_835
from edi.remittances import Payment, PaymentEnd, RemitClaim
from models.files import FileState
from models.remittances import Posting, Remittance, RemittanceClaim
from rules.payments import whole_key

Heartbeat = Callable[[int], None]  # told the number of claims done so far
MOST_PROBLEMS = 200  # kept with a file; a damaged one may have a million


def silent(_: int) -> None:
    """No heartbeat is wanted."""


@dataclass(slots=True)
class _Staging:
    """How far the reading of one file has come."""

    office: Office
    file_id: UUID
    heartbeat: Heartbeat
    payments: int = 0
    claims: int = 0
    head: Payment | None = None
    opened: Opened | None = None
    waiting: list[RemitClaim] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    practices: set[UUID] = field(default_factory=set)

    async def take(self, piece: Piece) -> None:
        """Act on the next piece of the file."""
        self.note(piece.faults)
        if isinstance(piece, RemitClaim):
            self.claims += 1
            if self.opened and not self.opened.is_judged and piece.segment > self.opened.staged:
                self.waiting.append(piece)
        elif isinstance(piece, Payment):
            await self.begin(piece)
        elif isinstance(piece, PaymentEnd):
            await self.end(piece)

    async def begin(self, payment: Payment) -> None:
        self.payments += 1
        async with self.office.begin(CLAIMDESK) as work:
            self.opened = await open_payment(work, self.file_id, self.payments, payment)
        self.head = payment
        self.practices.add(self.opened.practice_id)

    async def end(self, end: PaymentEnd) -> None:
        await self.flush()
        if self.opened and self.head and not self.opened.is_judged:
            async with self.office.begin(CLAIMDESK) as work:
                await judge(work, self.opened.id, self.head, end)

    async def flush(self) -> None:
        """Keep the claims read so far, in one transaction."""
        if self.waiting and self.opened:
            async with self.office.begin(CLAIMDESK) as work:
                await stage_claims(work, self.opened, self.waiting)
        self.waiting = []
        self.heartbeat(self.claims)

    def note(self, faults: tuple[Fault, ...]) -> None:
        for fault in faults:
            if len(self.problems) < MOST_PROBLEMS:
                self.problems.append(Problem(fault.segment, fault.text))

    async def finish(self) -> None:
        payments, claims = "payment" + "s" * (self.payments != 1), "claim" + "s" * (self.claims != 1)
        words = f"{self.payments} {payments} with {self.claims} {claims}"
        state = FileState.READ_WITH_PROBLEMS if self.problems else FileState.READ
        async with self.office.begin(CLAIMDESK) as work:
            await files.finish_reading(
                work, self.file_id, state, self.problems, words, sorted(self.practices)
            )


async def stage_remittances(
    office: Office, file_id: UUID, source: Path | BinaryIO | bytes, heartbeat: Heartbeat = silent
) -> RemittanceLook:
    """Read a whole 835 into rows and judge each payment at its end; claims stay staged until posted.

    Begun again after any interruption, it passes over what is kept and gives the same rows. A file that is
    no X12 is refused; the refusal is on the file, not raised.
    """
    staging = _Staging(office, file_id, heartbeat)
    stream = await asyncio.to_thread(_open, source)
    try:
        pieces = read_835(stream)
        while chunk := await asyncio.to_thread(_next, pieces):
            for piece in chunk:
                await staging.take(piece)
            await staging.flush()
        await staging.finish()
    except X12Error as fault:
        await _refuse(staging, str(fault))
    finally:
        stream.close()
    return await look_at_remittances(office, file_id)


def _open(source: Path | BinaryIO | bytes) -> BinaryIO:
    if isinstance(source, Path):
        return source.open("rb")
    return BytesIO(source) if isinstance(source, bytes) else source


def _next(pieces: Iterator[Piece]) -> list[Piece]:
    return list(islice(pieces, CHUNK))


async def _refuse(staging: _Staging, why: str) -> None:
    """The payment that the damage cut is set aside: without its end nobody can say that it adds up."""
    damage = Fault(Code.NO_TRAILER, Scope.SET, staging.opened.staged if staging.opened else 0)
    await staging.end(PaymentEnd(is_balanced=False, faults=(damage,)))
    async with staging.office.begin(CLAIMDESK) as work:
        await files.refuse_file(work, staging.file_id, why)


async def look_at_remittances(office: Office, file_id: UUID) -> RemittanceLook:
    """How many payments the file has, and how many of them still have claims to post."""
    async with office.begin(CLAIMDESK) as work:
        ids = (await work.session.scalars(select(Remittance.id).where(Remittance.file_id == file_id))).all()
        return RemittanceLook(len(ids), len(await _unposted(work, file_id)))


async def _unposted(work: Work, file_id: UUID) -> list[UUID]:
    """Payments that stand and have staged claims: of this file, or completed by one of this file."""
    of_file = select(Remittance.payment_key).where(Remittance.file_id == file_id)
    keys = {whole_key(key) for key in await work.session.scalars(of_file)}
    staged = exists().where(
        RemittanceClaim.remittance_id == Remittance.id, RemittanceClaim.state == Posting.STAGED
    )
    stands = Remittance.state == Posting.POSTED
    mine = (Remittance.file_id == file_id) | Remittance.payment_key.in_(keys)
    found = select(Remittance.id).where(stands, mine, staged)
    return list(await work.session.scalars(found.order_by(Remittance.received_at, Remittance.place)))


async def post_payments(office: Office, file_id: UUID, heartbeat: Heartbeat = silent) -> RemittanceLook:
    """Post every payment of this file that stands; see `post_payment`."""
    async with office.begin(CLAIMDESK) as work:
        ids = await _unposted(work, file_id)
    for remittance_id in ids:
        await post_payment(office, remittance_id, heartbeat)
    return await look_at_remittances(office, file_id)


async def post_payment(office: Office, remittance_id: UUID, heartbeat: Heartbeat = silent) -> int:
    """Post the staged claims of a payment that stands, chunk by chunk; gives how many were done now.

    Stopped at any point and begun again, it goes on where the last transaction ended: nothing counts twice.
    """
    done = 0
    while True:
        async with office.begin(CLAIMDESK) as work:
            posted = await post_chunk(work, remittance_id)
        done += posted
        heartbeat(done)
        if not posted:
            return done
