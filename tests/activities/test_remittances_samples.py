"""All public sample remittances through the whole way: every dollar announced is in the ledger, once."""

import csv
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from activities.actors import CLAIMDESK
from activities.ledger import journal_total
from activities.transactions import Office
from edi.remittance_files import read_835
from edi.remittances import Payment
from models.practices import Practice
from models.remittances import Posting, Remittance, RemittanceClaim
from models.tasks import Task
from tests.factories_remittances import accounts, entries, post_file

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files are not beside this project")

# Files that are one payment (payer of TRN03, trace, date of BPR16, amount), and what the later ones are:
SAME_PAYMENT = {
    # the same two claims under other separators, or with other payees and PLB dates
    "stupidedi_X221A1_pass_dollars-and-data-sent-together.835": "lfh_medicare-part-a_plb.835",
    "stupidedi_X221__1.835": "lfh_medicare-part-a_plb.835",
    # other wording of the same transfer: the claims' numbers differ, so a person compares them
    "stupidedi_X221__2.835": "stupidedi_X221A1_pass_dollars-and-data-sent-separate.835",
    # the same payment with two PLB too many: it does not add up
    "stupidedi_X221__3a.835": "stupidedi_X221A1_pass_secondary-payments.835",
}
# Not among them: the lfh files without a date in BPR16 (it stands in BPR15), and lfh_managed-care, whose
# trace lacks a digit; the key is what the file says, never what it may have meant.


def files() -> list[Path]:
    return sorted((SAMPLES / "835").iterdir())


def announced(name: str) -> Decimal:
    """What the payments of this file announce; nothing for those below zero."""
    with (SAMPLES / "expected_835.csv").open() as table:
        row = next(row for row in csv.DictReader(table) if row["path"] == f"835/{name}")
    return sum((max(Decimal(amount), Decimal(0)) for amount in row["bpr_amount"].split(";")), Decimal(0))


def money() -> Decimal:
    return sum((announced(path.name) for path in files() if path.name not in SAME_PAYMENT), Decimal(0))


async def post_all(office: Office, paths: Iterable[Path], name: str = "") -> None:
    for path in paths:
        await post_file(office, path.read_bytes(), f"{name}{path.name}")


async def practices_of(office: Office, paths: Iterable[Path]) -> None:
    """A practice for every payee that the files name."""
    payees: dict[str, Practice] = {}
    for path in paths:
        for head in read_835(path.read_bytes()):
            if isinstance(head, Payment):
                payees[head.payee.id] = Practice(
                    name=f"Payee {len(payees)}",
                    npi=head.payee.npi,
                    tax_id=head.payee_tax_id,
                    state="NY",
                    time_zone="America/New_York",
                )
    async with office.begin(CLAIMDESK) as work:
        work.session.add_all(payees.values())


async def counts(office: Office) -> tuple[int, int]:
    """Entries and tasks."""
    async with office.begin(CLAIMDESK) as work:
        tasks = await work.session.scalar(select(func.count()).select_from(Task))
    return await entries(office), tasks or 0


async def sums(office: Office) -> tuple[Decimal, Decimal]:
    """What is in Cash, and the sum of all legs."""
    async with office.begin(CLAIMDESK) as work:
        everything = await journal_total(work.session)
    return (await accounts(office))["cash"], everything


async def test_money_for_practices_we_do_not_know_waits_and_adds_up(office: Office) -> None:
    await post_all(office, files())
    assert await accounts(office) == {"cash": money(), "unapplied": -money()}
    assert await sums(office) == (money(), 0)
    before = await counts(office)
    await post_all(office, files(), "again ")
    assert await counts(office) == before


@pytest.mark.parametrize("backwards", [False, True])
async def test_posted_and_unapplied_add_up_to_what_was_announced(office: Office, backwards: bool) -> None:
    await practices_of(office, files())
    await post_all(office, sorted(files(), reverse=backwards))
    assert await sums(office) == (money(), 0)
    told = await accounts(office)
    assert set(told) == {"cash", "unapplied", "payer"}  # no claim of them is ours
    assert told["payer"] == Decimal("-1.27")
    assert told["unapplied"] == Decimal("1.27") - money()
    before = await counts(office)
    await post_all(office, files(), "again ")
    assert await counts(office) == before
    assert await sums(office) == (money(), 0)


async def test_nine_claims_with_one_number_stay_nine(office: Office) -> None:
    name = "stupidedi_X221A1_pass_multiple-claims-single-check.835"
    await practices_of(office, [SAMPLES / "835" / name])
    await post_all(office, [SAMPLES / "835" / name])
    async with office.begin(CLAIMDESK) as work:
        states = (await work.session.scalars(select(RemittanceClaim.state))).all()
    assert states == [Posting.UNMATCHED] * 9


async def test_the_broken_ones_wait_and_the_sound_ones_stand(office: Office) -> None:
    await practices_of(office, files())
    await post_all(office, files())
    async with office.begin(CLAIMDESK) as work:
        payments = (await work.session.scalars(select(Remittance.state))).all()
        suspended = RemittanceClaim.state == Posting.SUSPENDED
        of_sound = select(RemittanceClaim.segment).join(
            Remittance, Remittance.id == RemittanceClaim.remittance_id
        )
        alone = await work.session.scalars(of_sound.where(suspended, Remittance.state == Posting.POSTED))
        assert sorted(alone) == [16, 19]  # claims that do not add up, on their line and as a whole
    assert sorted(payments).count(Posting.SUSPENDED) == 4  # two below zero, 3a, and another wording
    assert sorted(payments).count(Posting.DUPLICATE) == 2
