"""Stopped anywhere and begun again, a remittance is staged and posted exactly once."""

from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import func, select

from activities.actors import CLAIMDESK
from activities.ledger import journal_total
from activities.remittances import look_at_remittances, post_payments, stage_remittances
from activities.transactions import Office
from models.remittances import RemittanceClaim, RemittanceLine
from tests.factories_money import add_claim, practice_and_payer
from tests.factories_remittances import accounts, entries, era, simple, store

CLAIMS = 1_150  # three chunks
PAID = Decimal(60 * CLAIMS)


class Stopped(Exception):
    """The worker goes away."""


class StopAfter:
    """A heartbeat that ends the work at its so-manieth beat."""

    def __init__(self, beats: int) -> None:
        self.beats = beats

    def __call__(self, _: int) -> None:
        self.beats -= 1
        if self.beats == 0:
            raise Stopped


def big_file() -> bytes:
    claims = [simple(f"N{at}", "100", "60", "CO*45*40") for at in range(CLAIMS - 2)]
    equal = simple("SAME", "100", "60", "CO*45*40")
    return era(str(PAID), equal, *claims, equal)


async def ours(office: Office) -> None:
    async with office.begin(CLAIMDESK) as work:
        practice, payer = await practice_and_payer(work)
        for number in ("N0", "N600", f"N{CLAIMS - 3}"):
            await add_claim(work, practice, payer, number, ("100",))


async def rows(office: Office) -> tuple[int, int]:
    """Claims and lines."""
    async with office.begin(CLAIMDESK) as work:
        claims = await work.session.scalar(select(func.count()).select_from(RemittanceClaim))
        lines = await work.session.scalar(select(func.count()).select_from(RemittanceLine))
    return claims or 0, lines or 0


async def stop_staging(office: Office, file_id: UUID, data: bytes, beats: int) -> None:
    with pytest.raises(Stopped):
        await stage_remittances(office, file_id, data, StopAfter(beats))


async def test_staging_stopped_between_chunks_goes_on_and_doubles_nothing(office: Office) -> None:
    await ours(office)
    data = big_file()
    file_id = await store(office, data)
    await stop_staging(office, file_id, data, 1)
    kept = await rows(office)
    assert 0 < kept[0] < CLAIMS
    await stop_staging(office, file_id, data, 2)
    look = await stage_remittances(office, file_id, data)
    assert (look.payments, look.unposted) == (1, 1)
    assert await rows(office) == (CLAIMS, CLAIMS)
    await stage_remittances(office, file_id, data)
    assert await rows(office) == (CLAIMS, CLAIMS)
    async with office.begin(CLAIMDESK) as work:
        keys = (await work.session.scalars(select(RemittanceClaim.claim_key))).all()
    assert len(set(keys)) == CLAIMS  # the two equal claims have keys of their own


async def test_posting_stopped_between_chunks_goes_on_and_posts_nothing_twice(office: Office) -> None:
    await ours(office)
    data = big_file()
    file_id = await store(office, data)
    await stage_remittances(office, file_id, data)
    for beats in (1, 1):
        with pytest.raises(Stopped):
            await post_payments(office, file_id, StopAfter(beats))
    done = await entries(office)
    assert 0 < done < CLAIMS
    look = await post_payments(office, file_id)
    assert look.unposted == 0
    told = await accounts(office)
    assert told == {"cash": PAID, "contractual": Decimal(120), "unapplied": -(PAID - Decimal(180))}
    settled = await entries(office)
    await post_payments(office, file_id)
    assert await entries(office) == settled
    async with office.begin(CLAIMDESK) as work:
        assert await journal_total(work.session) == 0
    assert (await look_at_remittances(office, file_id)).unposted == 0
