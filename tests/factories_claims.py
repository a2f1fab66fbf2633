"""Claims as a practice sends them: written to an 837P and taken in; every fact invented."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.files import store_file
from activities.files_raw import RawFiles
from activities.reading import read_file
from activities.transactions import Office
from edi.adjustments import Procedure
from edi.claims import BillingProvider, Payer, ProfessionalClaim, Subscriber
from edi.claims_writing import write_batch
from edi.parties import Address, Contact, Party
from models.payers import Payer as PayerRow
from runtime.demo.loading import payer_rows
from simulator.payers import practice_payers
from tests.edi.made import batch, line

PAYS_IN_A_WEEK = "SIM06"
MEMBER = "BBH700000001"
STREET = Address("900 MESA RD", "AUSTIN", "TX", "787010001")
PRACTICE = BillingProvider(
    name=Party("MESA CLINIC", is_person=False, id="1234567893", id_kind="XX"),
    tax_id="741234567",
    address=STREET,
    taxonomy="207Q00000X",
    contact=Contact("FRONT DESK", telephone="5125550100"),
)


def a_claim(
    number: str, seen_on: date, payer: str = PAYS_IN_A_WEEK, member_id: str = MEMBER, **changes: object
) -> ProfessionalClaim:
    """A clean claim of $200 for one visit."""
    card = practice_payers()[payer].card
    subscriber = Subscriber(
        name=Party("MARLOW", f"JUNE{number}", id=member_id, id_kind="MI"),
        filing_code=practice_payers()[payer].filing_code,
        address=Address("7 CEDAR CT", "AUSTIN", "TX", "78702"),
        born_on=date(1970, 5, 5),
        sex="F",
    )
    made = ProfessionalClaim(
        patient_control_number=number,
        charge=Decimal("200"),
        place="11",
        billing=PRACTICE,
        subscriber=subscriber,
        payer=Payer(card.name, card.payer_id),
        lines=(line(procedure=Procedure("99214"), service_from=seen_on),),
        diagnoses=("E119", "I10"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


async def add_payers(office: Office) -> None:
    """The twelve practice payers, once."""
    async with office.begin(CLAIMDESK) as work:
        if not (await work.session.scalars(select(PayerRow.id))).first():
            work.session.add_all(payer_rows())


async def bring_in(
    office: Office, files: RawFiles, claims: Sequence[ProfessionalClaim], sent_on: date | None = None
) -> None:
    """Import these claims from one 837P, as a practice would hand it in."""
    await add_payers(office)
    data = BytesIO(write_batch(batch(), claims))
    stored = await store_file(office, CLAIMDESK, files, "import", "visits.837", data)
    await read_file(office, CLAIMDESK, stored.id, files, sent_on=sent_on)


def days_ago(days: int) -> date:
    """A day in the past, by the calendar that the office starts with."""
    return datetime.now(UTC).date() - timedelta(days=days)
