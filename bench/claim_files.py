"""Clean 837P files of any size, for measurements."""

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal

from edi.adjustments import Procedure
from edi.claims import Batch, BillingProvider, Payer, ProfessionalClaim, Subscriber
from edi.claims_writing import write_batch
from edi.envelope import Group, Interchange
from edi.parties import Address, Contact, Party
from edi.services import ServiceLine
from simulator.payers import practice_payers

PAYER = "SIM06"
STREET = Address("900 MESA RD", "AUSTIN", "TX", "787010001")


def clean_claims(numbers: Sequence[str], seen_on: date) -> bytes:
    """One claim of $200 for each number, each of another patient."""
    at = time(9)
    us = Party("BENCH", is_person=False, id="BENCH", id_kind="46")
    head = Batch(
        interchange=Interchange("BENCH", "DESK", "000000001", seen_on, at, usage="T"),
        group=Group("HC", "BENCH", "DESK", "1", "005010X222A1", seen_on, at),
        control="0001",
        batch_id="BENCH1",
        submitter=us,
        submitter_contact=Contact("BENCH", telephone="8005550100"),
        receiver=us,
        created_on=seen_on,
        created_at=at,
    )
    return write_batch(head, [_claim(number, place, seen_on) for place, number in enumerate(numbers)])


def _claim(number: str, place: int, seen_on: date) -> ProfessionalClaim:
    card = practice_payers()[PAYER].card
    member = f"BBH1{place:08d}"
    return ProfessionalClaim(
        patient_control_number=number,
        charge=Decimal("200"),
        place="11",
        billing=BillingProvider(
            name=Party("BENCH CLINIC", is_person=False, id="1234567893", id_kind="XX"),
            tax_id="741234567",
            address=STREET,
            taxonomy="207Q00000X",
            contact=Contact("FRONT DESK", telephone="5125550100"),
        ),
        subscriber=Subscriber(
            name=Party("BENCH", f"PATIENT{place}", id=member, id_kind="MI"),
            filing_code=practice_payers()[PAYER].filing_code,
            address=Address("7 CEDAR CT", "AUSTIN", "TX", "78702"),
            born_on=date(1970, 5, 5),
            sex="F",
        ),
        payer=Payer(card.name, card.payer_id),
        lines=(
            ServiceLine(
                "1", Procedure("99214"), Decimal("200"), Decimal(1), seen_on, control="L1", pointers=(1,)
            ),
        ),
        diagnoses=("E119",),
    )
