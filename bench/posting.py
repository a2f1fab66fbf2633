"""Posting a remittance, from the file to the ledger, beside a plain COPY of the rows it makes."""

import asyncio
import multiprocessing
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from psycopg import AsyncConnection, AsyncCursor
from sqlalchemy import func, select

from activities.actors import CLAIMDESK
from activities.ledger import journal_total
from activities.remittances import post_payments, stage_remittances
from activities.transactions import Office
from bench.offices import Bench, fresh_office
from bench.posting_claims import bill, claims_of
from bench.remittance_files import write_remittance
from bench.reports import Report, Target
from models.files import MailboxFile
from models.ledger import JournalLeg
from models.payers import Payer
from models.practices import Practice
from rules.ledger import Account
from runtime.database import make_engine
from runtime.embedded.postgres import APP, OWNER, SUPERUSER

FEW, CLAIMS, MANY = 2_500, 10_000, 40_000
MOST_TIMES_COPY = 10
MOST_GROWTH = 1.05  # from a file to one four times as large
WRITTEN = {
    "remittance": "true",
    "remittance_claim": "true",
    "remittance_line": "true",
    "journal_entry": "kind <> 'charge'",
    "journal_leg": "entry_id in (select id from journal_entry where kind <> 'charge')",
    "audit_event": "true",
}


@dataclass(frozen=True, slots=True)
class Posted:
    """One file on its way: seconds of reading and of posting, and the most memory, in MB."""

    staging: float
    posting: float
    memory: float

    @property
    def seconds(self) -> float:
        return self.staging + self.posting


def run(seconds: float) -> Report:
    """Measure 10,000 claims; for the memory also a fourth of them or, given time, four times as many."""
    return asyncio.run(_run(MANY if seconds >= 90 else FEW))


async def _run(other: int) -> Report:
    posted, copied, rows = await _measure(CLAIMS, with_copy=True)
    beside, _, _ = await _measure(other, with_copy=False)
    ratio = posted.seconds / copied
    small, large = sorted([(CLAIMS, posted.memory), (other, beside.memory)])
    growth = large[1] / small[1]
    figures: dict[str, float | int | str] = {
        "claims": CLAIMS,
        "rows written": rows,
        "claims a second, file to ledger": round(CLAIMS / posted.seconds),
        "staging, s": round(posted.staging, 2),
        "posting, s": round(posted.posting, 2),
        "plain COPY of the same rows, s": round(copied, 2),
        f"claims a second at {other:,}": round(other / beside.seconds),
        f"peak memory at {small[0]:,}, MB": round(small[1]),
        f"peak memory at {large[0]:,}, MB": round(large[1]),
    }
    targets = [
        Target(
            "time against a plain COPY", round(ratio, 2), f"<= {MOST_TIMES_COPY}", ratio <= MOST_TIMES_COPY
        ),
        Target("memory as the file grows", round(growth, 2), f"<= {MOST_GROWTH}", growth <= MOST_GROWTH),
    ]
    return Report("posting", figures, targets)


async def _measure(size: int, with_copy: bool) -> tuple[Posted, float, int]:
    async with fresh_office() as bench:
        path = str(bench.folder / "era.835")
        write_remittance(path, size)
        file_id = await _prepare(bench, path)
        await bench.engine.dispose()
        await _copy_database(bench, "bare")
        context = multiprocessing.get_context("spawn")
        with context.Pool(1) as pool:
            posted = await asyncio.to_thread(
                pool.apply, in_a_process_of_its_own, (bench.postgres.url(APP), path, file_id)
            )
        await _check(bench.office, path)
        copied, rows = await _copy_rows(bench) if with_copy else (0.0, 0)
        return posted, copied, rows


async def _prepare(bench: Bench, path: str) -> UUID:
    async with bench.office.begin(CLAIMDESK) as work:
        practice = Practice(name="Bench", npi="1234567893", state="OR", time_zone="America/Los_Angeles")
        payer = Payer(payer_id="PP001", name="Practice Payer")
        size = Path(path).stat().st_size  # noqa: ASYNC240 - nothing else is running yet
        file = MailboxFile(
            sha256="0", source="bench", name="era.835", direction="in", kind="835", size=size,
            received_at=work.now,
        )  # fmt: skip
        work.session.add_all([practice, payer, file])
        await work.session.flush()
        ids = (practice.id, payer.id, file.id)
    await bill(bench.postgres.url(OWNER), ids[0], ids[1], claims_of(path))
    return ids[2]


async def _copy_database(bench: Bench, name: str) -> None:
    line = await AsyncConnection.connect(bench.postgres.url(SUPERUSER, "postgres"), autocommit=True)
    async with line:
        await line.execute(f"create database {name} template claimdesk owner {OWNER}".encode())


def in_a_process_of_its_own(url: str, path: str, file_id: UUID) -> Posted:
    """Stage and post; the peak of memory is then this work's alone."""
    return asyncio.run(_post(url, path, file_id))


async def _post(url: str, path: str, file_id: UUID) -> Posted:
    engine = make_engine(url)
    office = Office.of(engine)
    began = time.perf_counter()
    await stage_remittances(office, file_id, Path(path))
    staged = time.perf_counter()
    await post_payments(office, file_id)
    ended = time.perf_counter()
    await engine.dispose()
    return Posted(staged - began, ended - staged, most_memory())


async def _check(office: Office, path: str) -> None:
    """Raises AssertionError unless every dollar of the file is in the ledger."""
    paid = sum((claim.paid for claim in claims_of(path)), Decimal(0))
    cash = select(func.sum(JournalLeg.amount)).where(JournalLeg.account == Account.CASH)
    async with office.begin(CLAIMDESK) as work:
        if await journal_total(work.session) or await work.session.scalar(cash) != paid:
            raise AssertionError("The ledger does not show what the file says.")


def most_memory() -> float:
    """The peak of this program's memory in MB; `getrusage` would count what its parent had used."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


async def _copy_rows(bench: Bench) -> tuple[float, int]:
    """Seconds to COPY the rows that posting made, and how many they are.

    They go into a copy of the database as it was, with its keys and triggers, past row-level security.
    """
    source = await AsyncConnection.connect(bench.postgres.url(SUPERUSER))
    target = await AsyncConnection.connect(bench.postgres.url(SUPERUSER, "bare"))
    async with source, target:
        data = {table: await _read(source.cursor(), table, where) for table, where in WRITTEN.items()}
        began = time.perf_counter()
        for table, (columns, lines) in data.items():
            async with target.cursor().copy(f"copy {table} ({columns}) from stdin".encode()) as copy:
                for line in lines:
                    await copy.write(line)
        await target.commit()
        return time.perf_counter() - began, sum(len(lines) for _, lines in data.values())


async def _read(cursor: AsyncCursor[tuple[object, ...]], table: str, where: str) -> tuple[str, list[bytes]]:
    names = await cursor.execute(
        "select string_agg(quote_ident(column_name), ', ') from information_schema.columns"
        " where table_name = %s and table_schema = 'public' and column_name <> 'made_in'",
        (table,),
    )
    columns = str((await names.fetchone() or ("",))[0])
    query = f"copy (select {columns} from {table} where {where}) to stdout"  # noqa: S608 - our own names
    async with cursor.copy(query.encode()) as copy:
        return columns, [bytes(line) async for line in copy]
