"""Facts to write in tests: invented people, practices and payers."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

from edi.adjustments import Adjustment, Procedure
from edi.claims import (
    Batch,
    BillingProvider,
    Insured,
    OtherPayer,
    Patient,
    Payer,
    ProfessionalClaim,
    Subscriber,
)
from edi.envelope import Group, Interchange
from edi.parties import Address, Contact, Party
from edi.services import Attachment, Drug, LinePayment, Note, Provider, Role, ServiceLine

ON, AT = date(2026, 11, 20), time(9, 30)
STREET = Address("12 HARBOR WAY", "SALEM", "OR", "973011234")


def interchange(**changes: object) -> Interchange:
    made = Interchange("CLAIMDESK", "PRACTICEPAYER", "000000101", ON, AT, usage="T")
    return replace(made, **changes)  # type: ignore[arg-type]


def group(kind: str = "HC", guide: str = "005010X222A1") -> Group:
    return Group(kind, "CLAIMDESK", "PRACTICEPAYER", "7", guide, ON, AT)


def batch(**changes: object) -> Batch:
    made = Batch(
        interchange=interchange(),
        group=group(),
        control="0001",
        batch_id="B20261120",
        submitter=Party("CLAIMDESK BILLING", is_person=False, id="CD001", id_kind="46"),
        submitter_contact=Contact("EDI DESK", telephone="5035550100"),
        receiver=Party("PRACTICE PAYER", is_person=False, id="PP001", id_kind="46"),
        created_on=ON,
        created_at=AT,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def person(last: str, first: str, id: str = "", id_kind: str = "XX") -> Party:
    return Party(last, first, id=id, id_kind=id_kind if id else "")


BILLING = BillingProvider(
    name=Party("HARBOR FAMILY MEDICINE", is_person=False, id="1234567893", id_kind="XX"),
    tax_id="931234567",
    address=STREET,
    taxonomy="207Q00000X",
    contact=Contact("FRONT DESK", telephone="5035550101"),
    pay_to=Address("PO BOX 77", "SALEM", "OR", "973010077"),
)
SUBSCRIBER = Subscriber(
    name=Party("ALDER", "MAE", "Q", id="M100200300", id_kind="MI"),
    group_number="G55",
    filing_code="CI",
    address=Address("4 FERN LANE", "SALEM", "OR", "97302"),
    born_on=date(1961, 4, 2),
    sex="F",
)
PAYER = Payer("PRACTICE PAYER", "PP001")


def line(number: int = 1, **changes: object) -> ServiceLine:
    made = ServiceLine(
        number=str(number),
        procedure=Procedure("99214", ("25",)),
        charge=Decimal("200"),
        units=Decimal("1"),
        service_from=date(2026, 11, 2),
        control=f"L{number}",
        pointers=(1,),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def claim(number: str = "A1", **changes: object) -> ProfessionalClaim:
    made = ProfessionalClaim(
        patient_control_number=number,
        charge=Decimal("200"),
        place="11",
        billing=BILLING,
        subscriber=SUBSCRIBER,
        payer=PAYER,
        lines=(line(),),
        diagnoses=("E119", "I10"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def full_claim(number: str = "F1") -> ProfessionalClaim:
    """A claim with everything that has a name of its own."""
    other = OtherPayer(
        payer=Payer("FIRST HEALTH", "FH001"),
        insured=Insured(Party("ALDER", "TOM", id="T900", id_kind="MI"), STREET),
        responsibility="P",
        filing_code="CI",
        adjustments=(
            Adjustment("CO", "45", Decimal("20")),
            Adjustment("PR", "2", Decimal("10.50"), Decimal(1)),
        ),
        paid=Decimal("289.50"),
        patient_owes=Decimal("10.50"),
    )
    paid = LinePayment(
        payer_id="FH001",
        paid=Decimal("120"),
        procedure=Procedure("J3301"),
        units=Decimal("4"),
        adjustments=(Adjustment("CO", "45", Decimal("80")),),
        decided_on=date(2026, 11, 10),
    )
    visit = Procedure("99214", ("25",))
    whole = LinePayment("FH001", Decimal("200"), visit, Decimal("1"), decided_on=date(2026, 11, 10))
    second = line(
        2,
        procedure=Procedure("J3301", (), "HC", "TRIAMCINOLONE"),
        units=Decimal("4"),
        service_to=date(2026, 11, 3),
        place="12",
        pointers=(1, 2),
        is_emergency=True,
        prior_authorization="PA2",
        notes=(Note("ADD", "GIVEN SLOWLY"),),
        drug=Drug("00003029305", Decimal("4"), "ML"),
        providers=(Provider(Role.ORDERING, person("WREN", "JO", "1999999984")),),
        payments=(paid,),
    )
    return claim(
        number,
        charge=Decimal("400"),
        frequency="7",
        patient=Patient(person("ALDER", "PIP"), "19", STREET, date(2015, 1, 31), "M"),
        subscriber=replace(SUBSCRIBER, relation="", responsibility="S"),
        accident_causes=("AA",),
        accident_state="OR",
        delay_reason="9",
        onset_on=date(2026, 10, 30),
        accident_on=date(2026, 10, 29),
        patient_paid=Decimal("5.25"),
        prior_authorization="PA1",
        referral="RF1",
        payer_claim_number="ICN1",
        record_number="MR1",
        clia="38D1234567",
        attachments=(Attachment("OZ", "EL", "ATT1"),),
        notes=(Note("ADD", "CORRECTED CLAIM"),),
        providers=(
            Provider(Role.REFERRING, person("STORK", "AL", "1003000126")),
            Provider(Role.RENDERING, person("HERON", "IDA", "1234567893"), "207Q00000X"),
            Provider(Role.FACILITY, Party("HARBOR CLINIC", is_person=False), "", STREET),
        ),
        other_payers=(other,),
        lines=(line(payments=(whole,)), second),
    )
