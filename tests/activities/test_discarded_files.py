"""Bytes of papers taken back: gone with the last row that names them, and never while somebody needs them."""

import asyncio
import io
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from activities.actors import CLAIMDESK, Actor
from activities.attachments import Given, Papers, attach, undo_attach
from activities.discarded_files import hold, look_through, remove_discarded
from activities.files import store_file
from activities.files_raw import RawFiles
from activities.transactions import Office
from models.attachments import Attachment
from models.audit import AuditEvent
from models.discarded_files import DiscardedFile
from models.tasks import Task
from rules.errors import Refusal
from tests.factories_money import Billed, one_claim
from tests.factories_tasks import a_person, a_task

PATIENCE = 120  # seconds
PAPER = b"an explanation of benefits"
WAITS = text("select count(*) from pg_locks where locktype = 'advisory' and not granted")


@dataclass
class Shop:
    """A task, a person, and the store."""

    office: Office
    billed: Billed
    who: Actor
    task: Task
    files: RawFiles

    async def attach(self, data: bytes = PAPER, task: Task | None = None) -> UUID:
        given = Given(uuid4(), (task or self.task).id, "eob.txt", io.BytesIO(data))
        return await attach(self.office, self.who, Papers(self.files, ""), given)

    async def undo(self, paper: UUID, task: Task | None = None) -> None:
        await undo_attach(self.office, self.who, (task or self.task).id, paper)

    async def sweep(self, days: float = 0) -> int:
        return await remove_discarded(self.office, self.files, lambda: time.time() + days * 86_400)

    async def files_of_nobody(self, data: bytes) -> None:
        """Bytes in the store that no row ever named."""
        await asyncio.to_thread(lambda: self.files.adopt(self.files.take(io.BytesIO(data))))

    def stored(self) -> set[str]:
        """What lies in the store, by name."""
        return {path.name for path in self.files.folder.glob("??/*")}

    def aside(self) -> list[Path]:
        return list((self.files.folder / "discarded").glob("*"))

    async def named(self) -> set[str]:
        async with self.office.begin(CLAIMDESK) as work:
            return set(await work.session.scalars(select(Attachment.sha256)))

    async def until(self, fact: Callable[[], Awaitable[bool]]) -> None:
        """Wait for a fact, looking again and again."""
        async with asyncio.timeout(PATIENCE):
            while not await fact():  # noqa: ASYNC110 - the fact is in the database
                await asyncio.sleep(0.01)

    async def somebody_waits(self) -> bool:
        async with self.office.begin(CLAIMDESK) as work:
            return bool(await work.session.scalar(WAITS))


@pytest.fixture
async def shop(patient_office: Office, tmp_path: Path) -> Shop:
    billed = await one_claim(patient_office)
    ana = await a_person(patient_office, billed.practice_id)
    task = await a_task(patient_office, billed)
    return Shop(patient_office, billed, ana, task, RawFiles(tmp_path / "files"))


async def test_a_paper_taken_back_leaves_the_store_at_once_and_the_disk_in_a_day(shop: Shop) -> None:
    paper = await shop.attach()
    assert shop.stored() == await shop.named()
    await shop.undo(paper)
    assert await shop.sweep() == 0
    assert (shop.stored(), len(shop.aside())) == (set(), 1)
    assert await shop.sweep(days=1.1) == 1
    assert shop.aside() == []
    async with shop.office.begin(CLAIMDESK) as work:
        assert list(await work.session.scalars(select(DiscardedFile))) == []
        told = select(AuditEvent.subject).where(AuditEvent.action == "removed")
        (subject,) = await work.session.scalars(told)
        assert subject.startswith("bytes:")
    assert await shop.sweep(days=9) == 0


async def test_bytes_that_another_task_names_stay(shop: Shop) -> None:
    other = await a_task(shop.office, shop.billed, cause="other")
    mine, theirs = await shop.attach(), await shop.attach(task=other)
    await shop.undo(mine)
    assert await shop.sweep(days=2) == 0
    assert (shop.stored() == await shop.named(), len(shop.stored())) == (True, 1)
    await shop.undo(theirs, other)
    await shop.sweep()
    assert await shop.sweep(days=2) == 1
    assert shop.stored() == set()


async def test_bytes_that_a_mailbox_file_names_stay(shop: Shop) -> None:
    paper = await shop.attach()
    stored = await store_file(shop.office, CLAIMDESK, shop.files, "Test House", "a.txt", io.BytesIO(PAPER))
    await shop.undo(paper)
    assert await shop.sweep(days=2) == 0
    assert shop.files.path(stored.sha256).read_bytes() == PAPER


async def test_what_is_attached_again_before_the_sweep_stays(shop: Shop) -> None:
    await shop.undo(await shop.attach())
    await shop.attach()
    assert await shop.sweep(days=2) == 0
    assert shop.stored() == await shop.named()


async def test_what_was_set_aside_and_is_named_again_is_put_back(shop: Shop) -> None:
    """A database that was brought back to the minute before the undo names the bytes again."""
    paper = await shop.attach()
    async with shop.office.begin(CLAIMDESK) as work:
        row = await work.session.get_one(Attachment, paper)
    shop.files.set_aside(row.sha256)
    assert await shop.sweep(days=2) == 0
    assert shop.stored() == {row.sha256}
    shop.files.set_aside(row.sha256)
    await shop.attach()  # the same bytes come meanwhile
    assert await shop.sweep(days=2) == 0
    assert (shop.stored(), shop.aside()) == ({row.sha256}, [])


async def test_a_sweep_waits_for_an_upload_of_the_same_bytes_and_leaves_them(shop: Shop) -> None:
    paper = await shop.attach()
    (sha256,) = await shop.named()
    await shop.undo(paper)
    async with shop.office.begin(CLAIMDESK) as work:
        await hold(work, sha256)  # an upload that has its bytes in place, and no row yet
        sweep = asyncio.create_task(shop.sweep(days=2))
        await shop.until(shop.somebody_waits)
        again = Attachment(
            practice_id=shop.task.practice_id, task_id=shop.task.id, sha256=sha256, name="eob.txt",
            media_type="text/plain", size=len(PAPER), scan="not scanned", added_by=shop.who.id,
            added_at=work.now,
        )  # fmt: skip
        work.session.add(again)
        assert not sweep.done()
    assert await sweep == 0
    assert shop.files.path(sha256).read_bytes() == PAPER


class Slow(RawFiles):
    """A store whose sweep stands still in the middle of setting bytes aside."""

    reached = threading.Event()
    goes_on = threading.Event()

    def set_aside(self, sha256: str) -> None:
        self.reached.set()
        assert self.goes_on.wait(PATIENCE)
        super().set_aside(sha256)


async def test_an_upload_waits_for_a_sweep_of_the_same_bytes_and_puts_its_own_in_place(shop: Shop) -> None:
    await shop.undo(await shop.attach())
    slow = Slow(shop.files.folder)
    sweep = asyncio.create_task(remove_discarded(shop.office, slow))
    assert await asyncio.to_thread(slow.reached.wait, PATIENCE)
    upload = asyncio.create_task(shop.attach())
    await shop.until(shop.somebody_waits)
    assert not upload.done()
    slow.goes_on.set()
    await sweep
    await upload
    (sha256,) = await shop.named()
    assert shop.files.path(sha256).read_bytes() == PAPER
    assert await shop.sweep(days=2) == 0
    assert shop.stored() == {sha256}


class Crashing(RawFiles):
    """A store under which the machine goes away after the first rename."""

    def set_aside(self, sha256: str) -> None:
        super().set_aside(sha256)
        raise OSError("the machine is gone")


async def test_a_crash_in_the_middle_is_finished_by_the_next_sweep(shop: Shop) -> None:
    await shop.undo(await shop.attach())
    with pytest.raises(OSError, match="gone"):
        await remove_discarded(shop.office, Crashing(shop.files.folder))
    assert await shop.sweep(days=2) == 1
    assert (shop.stored(), shop.aside()) == (set(), [])


async def test_whoever_attaches_takes_back_and_sweeps_at_once_no_named_bytes_are_ever_lost(
    shop: Shop,
) -> None:
    texts = [b"first paper", b"second paper"]

    async def biller(number: int) -> None:
        for turn in range(6):
            paper = await shop.attach(texts[(number + turn) % 2])
            assert (await shop.named()) <= shop.stored() | {path.name for path in shop.aside()}
            if (number + turn) % 3:
                await shop.undo(paper)

    async def sweeper() -> None:
        for _ in range(12):
            await shop.sweep(days=2)

    await asyncio.gather(*(biller(number) for number in range(4)), sweeper(), sweeper())
    assert await shop.named() <= shop.stored()  # before any sweep could put something back
    await shop.sweep(days=2)
    assert await shop.named() == shop.stored()


async def test_a_refused_paper_leaves_nothing_beside_the_store(shop: Shop) -> None:
    with pytest.raises(Refusal):
        await shop.attach(b"<html>\x00")
    assert list((shop.files.folder / "incoming").iterdir()) == []
    assert shop.stored() == set()


async def test_bytes_that_an_earlier_release_left_behind_are_found_once_and_removed(shop: Shop) -> None:
    kept = await shop.attach(b"a paper that stays")
    paper = await shop.attach()
    await shop.undo(paper)
    async with shop.office.begin(CLAIMDESK) as work:  # as the earlier release did: nobody wrote it down
        await work.session.execute(text("delete from discarded_file"))
    before = shop.stored()
    assert await shop.sweep() == 0
    assert shop.stored() == before
    assert await look_through(shop.office, shop.files) == 1
    assert shop.stored() == before  # only noted: the sweep decides under its lock
    await shop.sweep()
    assert await shop.sweep(days=2) == 1
    async with shop.office.begin(CLAIMDESK) as work:
        stays = await work.session.get_one(Attachment, kept)
    assert shop.stored() == {stays.sha256}
    await shop.files_of_nobody(b"left later")
    assert await look_through(shop.office, shop.files) == 0  # this store was looked through


async def test_what_a_row_names_meanwhile_stays_though_it_was_noted(shop: Shop) -> None:
    await shop.files_of_nobody(PAPER)
    assert await look_through(shop.office, shop.files) == 1
    await shop.attach()
    await shop.sweep()
    assert await shop.sweep(days=2) == 0
    assert len(shop.stored()) == 1


async def test_an_empty_store_is_looked_through_too(shop: Shop) -> None:
    assert await look_through(shop.office, shop.files) == 0
    assert shop.files.was_looked_through()
